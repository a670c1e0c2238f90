"""What is judged: stretches of a page in reading order, with what their place says about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from claimhouse.clean.mapped import MappedText
from claimhouse.records.vocabulary import KEPT_REASONS, BlockKind, BlockReason

PATH_STEPS = 8  # innermost containers in `path`
STEP_CHARS = 60
MAX_STEPS = (
    32  # containers looked at around a block, innermost first: layouts nest some twenty, hostile pages thousands
)


class Container:
    """An element that holds blocks, linked to the one around it; the blocks of one container share it.

    Attributes:
        tag: its tag.
        classes: its class as written.
        name: its id as written.
        number: of the element on the page.
        outer: the container around it.
        depth: how many containers are around it.
        innermost: the steps of its path.
    """

    __slots__ = ("_path", "classes", "depth", "innermost", "name", "number", "outer", "tag")

    def __init__(self, tag: str, classes: str, name: str, number: int, outer: Container | None = None) -> None:
        self.tag = tag
        self.classes = classes
        self.name = name
        self.number = number
        self.outer = outer
        self.depth: int = 0 if outer is None else outer.depth + 1
        around = () if outer is None else outer.innermost[1 - PATH_STEPS :]
        self.innermost: tuple[str, ...] = (*around, step(tag, classes))
        self._path: str | None = None

    def outwards(self, limit: int = MAX_STEPS) -> Iterator[Container]:
        """Yield this container and those around it, innermost first."""
        found: Container | None = self
        while found is not None and limit > 0:
            yield found
            found, limit = found.outer, limit - 1

    @property
    def path(self) -> str:
        """The innermost containers with their classes as one line, "div.story>p"; worked out once."""
        if self._path is None:
            self._path = ">".join(self.innermost)
        return self._path


@lru_cache(maxsize=8192)
def step(tag: str, classes: str) -> str:
    """Return a container as one step of a path: "div.story"."""
    return f"{tag}.{'.'.join(classes.split())}"[:STEP_CHARS] if classes else tag


class Cue(NamedTuple):
    """A container whose tag, class, id or role says what it holds."""

    number: int  # of the container on the page: blocks of one container share it
    reason: BlockReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A stretch of a page before it is judged.

    Attributes:
        kind: what it is by its markup or its line.
        body: the text with its source places.
        cues: containers around it that say what they hold, outermost first.
        hidden: not shown to a reader.
        link_share: share of its characters that are the text of links.
        links: number of links.
        zones: tags around it that bear on what it is ("article", "aside", "footer", ...).
        level: 1 to 6 of a heading, else 0.
        parent: number of the element that holds the block; list items of one list share it.
        break_before: an empty line stands before it (plain text only).
        container: innermost element that holds the block and stands not inside a line; None for plain text.
        bold: share of its characters that are in bold, strong or emphasised type.
        images: pictures, players, frames and `ins` slots for advertisements between the block before and this one.
        given: the reason of what is dropped by its form alone (signs of a markup language).
    """

    kind: BlockKind
    body: MappedText
    cues: tuple[Cue, ...] = ()
    hidden: bool = False
    link_share: float = 0.0
    links: int = 0
    zones: frozenset[str] = frozenset()
    level: int = 0
    parent: int = 0
    break_before: bool = True
    container: Container | None = None
    bold: float = 0.0
    images: int = 0
    given: BlockReason | None = None

    @property
    def path(self) -> str | None:
        """Tags with their classes from the outside in, the innermost kept; None for plain text."""
        return None if self.container is None else self.container.path

    @property
    def depth(self) -> int:
        """Number of containers around it."""
        return 0 if self.container is None else self.container.depth + 1

    @property
    def steps(self) -> tuple[tuple[str, str], ...]:
        """Tag, and class and id as written, of the containers around it from the outside in; the innermost kept."""
        if self.container is None:
            return ()
        return tuple((found.tag, f"{found.classes} {found.name}".strip()) for found in self.container.outwards())[::-1]

    @property
    def text(self) -> str:
        """The clean text."""
        return self.body.text


class Verdict(NamedTuple):
    """Why a candidate stays or goes, and how sure that is (0 to 1)."""

    reason: BlockReason
    score: float
    kind: BlockKind | None = None  # where the judgement knows better than the markup
    segment: int = 0
    page_reason: BlockReason | None = None  # what the page alone says, where its host's profile decided otherwise

    @property
    def kept(self) -> bool:
        """Whether the candidate stays."""
        return self.reason in KEPT_REASONS

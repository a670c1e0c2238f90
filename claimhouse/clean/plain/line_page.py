"""The lines of a plain text while they are judged."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from claimhouse.clean.candidates import Candidate, Verdict
from claimhouse.records.vocabulary import BlockKind, BlockReason

CERTAIN, LIKELY, GUESSED = 0.99, 0.85, 0.6
PROSE_CHARS = 80
UNKNOWN = 0.5  # what is said of a line that the model does not judge
WORD = re.compile(r"\w")
PROSE_KINDS = frozenset({BlockKind.PARAGRAPH, BlockKind.QUOTE})


@dataclass(slots=True)
class LinePage:
    """Lines and what is decided of them so far; None is undecided.

    Attributes:
        lines: as cut.
        texts: as a reader would see them, without signs of markup.
        folded: as the phrase lists see them.
        likely: how likely each belongs to the text, by the line model; 0.5 where it does not judge.
        printed: how often each folded line stands in the text.
        topic: what a change of topic weighs.
        starts: lines that begin a further text.
    """

    lines: Sequence[Candidate]
    texts: list[str]
    folded: list[str]
    likely: list[float]
    verdicts: list[Verdict | None]
    printed: Counter[str]
    topic: tuple[float, ...]
    starts: list[int] = field(default_factory=list)

    def drop(self, index: int, reason: BlockReason, score: float, kind: BlockKind | None = None) -> None:
        """Decide that a line goes."""
        self.verdicts[index] = Verdict(reason, score, kind)

    def open(self, index: int) -> bool:
        """Whether a line is not decided yet, and so would stay."""
        return self.verdicts[index] is None

    def opened(self) -> Iterator[int]:
        """Yield the lines that are not decided yet, in order."""
        return (index for index, verdict in enumerate(self.verdicts) if verdict is None)

    def is_prose(self, index: int) -> bool:
        """Whether a line is long enough for a paragraph."""
        return len(self.texts[index]) >= PROSE_CHARS and self.lines[index].kind in PROSE_KINDS

    def following(self, index: int) -> int | None:
        """Return the next line that is not dropped."""
        for later in range(index + 1, len(self.lines)):
            if self.verdicts[later] is None:
                return later
        return None

    def beside(self, index: int, step: int) -> BlockReason | None:
        """Return the reason of the dropped line next to this one; None at a kept one. Heading signs do not count."""
        place = index + step
        while 0 <= place < len(self.lines):
            verdict = self.verdicts[place]
            if verdict is None:
                return None
            if verdict.reason is not BlockReason.MARKUP:
                return verdict.reason
            place += step
        return None

"""The tree of a page as a sequence of block-level stretches of text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, cast

from lxml.etree import _Element

from claimhouse.clean.candidates import Candidate, Container, Cue
from claimhouse.clean.lexicon import container_reason
from claimhouse.clean.mapped import Builder
from claimhouse.clean.markup import Markup
from claimhouse.records.vocabulary import BlockKind, BlockReason

ROLES_IN_ORDER = ("role", "data-component", "itemprop")
ROLES = frozenset(ROLES_IN_ORDER)
SPEAKING = frozenset({"nav", "noscript", "template", "head", "datalist"})  # tags that say what they hold
IN_FAMILY = frozenset({"li", "dt", "dd", "tr", "td", "th", "p"})  # share the number of what holds them
INLINE = frozenset(
    re.findall(
        r"\w+",
        "a abbr acronym b bdi bdo big blink cite code data del dfn em font i img ins kbd label mark nobr q rp rt ruby"
        " s samp small span strike strong sub sup time tt u var wbr tspan",
    )
)
# Inside a sentence, but no part of it: their text is a block of its own and the sentence goes on behind it.
APART = frozenset({"button", "noscript", "template", "select", "option", "textarea", "svg", "object", "canvas", "rp"})
BOLD = frozenset({"b", "strong", "em", "i", "mark"})
PICTURES = frozenset({"img", "svg", "video", "audio", "amp-img", "amp-ad", "embed", "object", "ins", "canvas"})
NEVER_SHOWN = frozenset({"noscript", "template", "head", "datalist"})
WITHOUT_TEXT = frozenset({"script", "style", "title", "iframe", "xmp", "noembed", "noframes", "textarea"})
ZONES = frozenset(
    {"article", "main", "aside", "nav", "footer", "header", "form", "figure", "blockquote", "table", "li"}
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
KINDS = {
    "li": BlockKind.LIST_ITEM,
    "dt": BlockKind.LIST_ITEM,
    "dd": BlockKind.LIST_ITEM,
    "blockquote": BlockKind.QUOTE,
    "figcaption": BlockKind.CAPTION,
    "caption": BlockKind.CAPTION,
    "pre": BlockKind.CODE,
    "tr": BlockKind.TABLE_ROW,
} | dict.fromkeys(HEADINGS, BlockKind.HEADING)
INHERITED = frozenset({BlockKind.QUOTE, BlockKind.CAPTION, BlockKind.LIST_ITEM})  # a <p> in it is still one
CELLS = frozenset({"td", "th"})
BLOCKS_IN_CELLS = frozenset(
    {"p", "div", "table", "ul", "ol", "h1", "h2", "h3", "h4", "article", "section", "blockquote"}
)

# Declarations that keep a text from being seen, with blanks removed. Off-screen: moved by 999 pixels or more, or
# clipped to nothing (the usual class for screen readers); zero size: no font size, or no height with hidden overflow.
CLOSED_STYLE = re.compile(r"display:none|visibility:(?:hidden|collapse)|(?:^|;)opacity:0(?:\.0+)?(?:;|!|$)")
HIDING_STYLE = re.compile(
    r"(?:^|;)font-size:0(?:[a-z%]*)(?:;|!|$)|(?:left|top|right|bottom|text-indent|margin-left|margin-top):-\d{3,}(?:\.\d+)?(?:px|em|rem)?"
    r"|clip:rect\((?:0|1)(?:px)?,?(?:0|1)(?:px)?,?(?:0|1)(?:px)?,?(?:0|1)(?:px)?\)|clip-path:inset\((?:50|100)%\)"
    r"|(?:^|;)transform:scale\(0\)"
)
ZERO_BOX = re.compile(r"(?:^|;)(?:max-)?(?:height|width):[01](?:px)?(?:;|!|$)")
COLOUR = re.compile(r"(?:^|;)color:([^;!]+)")
BACKGROUND = re.compile(r"(?:^|;)background(?:-color)?:([^;!]+)")
STREAMED = re.compile(r"S:[0-9a-f]+$")  # parts that React's server sends in `hidden` and moves to their place
PATH_STEPS = 8  # innermost steps kept in `path`
STEP_CHARS = 60


class _Context(NamedTuple):
    container: Container | None = None
    conceals: int = 0  # containers around it that hide their text
    cues: tuple[Cue, ...] = ()
    hidden: bool = False
    zones: frozenset[str] = frozenset()
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    parent: int = 0
    row: bool = False


@dataclass(slots=True)
class _Open:
    """A block that is being filled."""

    builder: Builder
    context: _Context
    linked: int = 0
    links: int = 0
    bold: int = 0
    breaks: int = 0


@dataclass(slots=True)
class _Walk:
    markup: Markup
    titles: frozenset[str] = frozenset()
    out: list[Candidate] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    in_link: int = 0
    in_bold: int = 0
    images: int = 0  # since the last block
    elements: int = 0


def candidates(markup: Markup, titles: frozenset[str] = frozenset()) -> list[Candidate]:
    """Cut a parsed page into its blocks, in reading order; hidden ones and scraps included.

    Args:
        markup: the page.
        titles: what the page calls its title, folded: a line break behind such a line ends a block.
    """
    walk = _Walk(markup, titles)
    walk.open.append(_opened(walk, _Context()))
    _visit(walk)
    _flush(walk)
    for number in markup.lost:
        builder = Builder(markup.source)
        builder.add(*markup.tokens[number])
        walk.out.append(Candidate(kind=BlockKind.PARAGRAPH, body=builder.build(), hidden=True))
    return walk.out


def _visit(walk: _Walk) -> None:
    """Walk the tree with an explicit stack: pages nest deeper than Python recurses."""
    root = walk.markup.root
    stack: list[tuple[_Element, _Context, bool, bool]] = [(root, _Context(), False, False)]
    while stack:
        element, context, leaving, apart = stack.pop()
        if leaving:
            _leave(walk, element, context, apart=apart)
            continue
        inner, apart = _enter(walk, element, context)
        if inner is None or not len(element):
            _leave(walk, element, context, apart=apart)
            continue
        stack.append((element, context, True, apart))
        stack.extend([(child, inner, False, False) for child in reversed(element)])


def _enter(walk: _Walk, element: _Element, context: _Context) -> tuple[_Context | None, bool]:  # noqa: C901 - one branch per class of tags
    """Begin an element.

    Returns:
        The context of its children, or None where they are not read; and whether it stands apart in a sentence.
    """
    tag = element.tag
    if not isinstance(tag, str) or tag in WITHOUT_TEXT:
        walk.images += tag == "iframe"
        return None, False
    if tag == "br":
        _line_break(walk, context)
        return None, False
    if tag in PICTURES:
        walk.images += 1
    attributes = cast("dict[str, str]", dict(element.items()))
    apart = tag in APART
    inner = context
    if tag in INLINE:
        if attributes:
            inner = _marked(walk, tag, attributes, context)
            apart = apart or (inner is not context and inner.conceals > context.conceals)
    else:
        inner = _context(walk, element, tag, attributes, context)
        if not apart:
            if tag in CELLS and context.row:
                walk.open[-1].builder.add_blank()
            else:
                _reopen(walk, inner)
    if apart:
        walk.open.append(_opened(walk, inner))
    if tag == "a" and "href" in attributes:
        walk.in_link += 1
        walk.open[-1].links += 1
    elif tag in BOLD:
        walk.in_bold += 1
    _add(walk, walk.markup.heads.get(element))
    return inner, apart


def _leave(walk: _Walk, element: _Element, context: _Context, *, apart: bool) -> None:
    tag = element.tag
    if isinstance(tag, str) and tag not in WITHOUT_TEXT and tag != "br":
        if tag == "a" and element.get("href") is not None:
            walk.in_link -= 1
        elif tag in BOLD:
            walk.in_bold -= 1
        if apart:
            _flush(walk)
            walk.open.pop()
        elif tag in CELLS and context.row:
            walk.open[-1].builder.add_blank()
        elif tag not in INLINE:
            _reopen(walk, context)
    _add(walk, walk.markup.tails.get(element))


def _add(walk: _Walk, numbers: Sequence[int] | None) -> None:
    if numbers is None:
        return
    current = walk.open[-1]
    if not numbers:  # white space between tags: its place is of no interest
        current.builder.add_blank()
        return
    current.breaks = 0
    for number in numbers:
        start, end = walk.markup.tokens[number]
        current.builder.add(start, end)
        if walk.in_link:
            current.linked += end - start
        if walk.in_bold:
            current.bold += end - start


def _line_break(walk: _Walk, context: _Context) -> None:
    current = walk.open[-1]
    current.breaks += 1
    ends = current.breaks > 1 or current.builder.is_one_of(walk.titles)
    if ends and len(walk.open) == 1 and context.kind is not BlockKind.CODE:
        _reopen(walk, current.context)
    else:
        current.builder.add_blank()


def _opened(walk: _Walk, context: _Context) -> _Open:
    return _Open(Builder(walk.markup.source, preserve=context.kind is BlockKind.CODE), context)


def _reopen(walk: _Walk, context: _Context) -> None:
    current = walk.open[-1]
    if current.builder.is_empty and (current.context.kind is BlockKind.CODE) == (context.kind is BlockKind.CODE):
        current.context = context
        current.linked = current.links = current.bold = current.breaks = 0
        return
    _flush(walk)
    walk.open[-1] = _opened(walk, context)


def _flush(walk: _Walk) -> None:
    current = walk.open[-1]
    if current.builder.is_empty:
        return
    body = current.builder.build()
    if not body.text:
        return
    context = current.context
    walk.out.append(
        Candidate(
            kind=context.kind,
            body=body,
            path=_path(context),
            cues=context.cues,
            hidden=context.hidden,
            link_share=min(1.0, current.linked / len(body.text)),
            links=current.links,
            zones=context.zones,
            level=context.level,
            parent=context.parent,
            container=context.container,
            bold=min(1.0, current.bold / len(body.text)),
            images=walk.images,
        )
    )
    walk.images = 0
    walk.open[-1] = _opened(walk, context)


def _path(context: _Context) -> str:
    steps: list[str] = []
    if context.container is not None:
        steps = [_step(container.tag, container.classes) for container in context.container.outwards(PATH_STEPS)]
    return ">".join(reversed(steps))


@lru_cache(maxsize=8192)
def _step(tag: str, names: str) -> str:
    return f"{tag}.{'.'.join(names.split())}"[:STEP_CHARS] if names else tag


def _marked(walk: _Walk, tag: str, attributes: dict[str, str], context: _Context) -> _Context:
    """Add to a context what the attributes of an element say: what it holds, and whether it is shown."""
    cues = context.cues
    names = attributes.get("class", "")
    if "id" in attributes and tag not in HEADINGS:  # the id of a heading is its text
        names += " " + attributes["id"]
    roles = (
        ""
        if ROLES.isdisjoint(attributes)
        else " ".join([attributes[name] for name in ROLES_IN_ORDER if name in attributes])
    )
    reason = container_reason(tag, names, roles) if names or roles or tag in SPEAKING else None
    if reason is None and "style" not in attributes and "hidden" not in attributes and tag not in NEVER_SHOWN:
        return context
    walk.elements += 1
    hidden = context.hidden or _is_never_shown(tag, attributes)
    closed = _is_closed(attributes)
    if reason is not None:
        cues = (*cues, Cue(walk.elements, reason))
    if closed:
        cues = (*cues, Cue(walk.elements, BlockReason.HIDDEN))
    conceals = context.conceals + (closed or reason is BlockReason.HIDDEN or hidden != context.hidden)
    return context._replace(cues=cues, hidden=hidden, conceals=conceals)


def _context(walk: _Walk, element: _Element, tag: str, attributes: dict[str, str], context: _Context) -> _Context:
    walk.elements += 1
    number = walk.elements
    marked = _marked(walk, tag, attributes, context) if attributes or tag in SPEAKING else context
    kind = KINDS.get(tag)
    row = False
    if tag == "tr":
        row = not any(below.tag in BLOCKS_IN_CELLS for below in element.iterdescendants())
        kind = kind if row else None
    elif tag in CELLS and context.row:
        row, kind = True, BlockKind.TABLE_ROW
    if kind is None:
        kind = context.kind if context.kind in INHERITED else BlockKind.PARAGRAPH
    return _Context(
        container=Container(
            tag,
            attributes.get("class", ""),
            attributes.get("id", ""),
            number,
            0 if context.container is None else context.container.depth + 1,
            context.container,
        ),
        cues=marked.cues,
        hidden=marked.hidden,
        conceals=marked.conceals,
        zones=context.zones | {tag} if tag in ZONES else context.zones,
        kind=kind,
        level=HEADINGS.get(tag, 0),
        parent=context.parent if tag in IN_FAMILY else number,
        row=row,
    )


def _is_closed(attributes: dict[str, str]) -> bool:
    """Whether an element is not shown as the page arrives; a script may open it."""
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return STREAMED.match(attributes.get("id", "")) is None
    style = attributes.get("style")
    return bool(style) and CLOSED_STYLE.search("".join(str(style).lower().split())) is not None


def _is_never_shown(tag: str, attributes: dict[str, str]) -> bool:
    """Whether an element is hidden in a way that no script undoes: off-screen, without size, colour on colour."""
    if tag in NEVER_SHOWN:
        return True
    style = attributes.get("style")
    return bool(style) and _is_hiding(str(style))


def _is_hiding(style: str) -> bool:
    """Whether a style attribute keeps an element's text from being seen.

    >>> _is_hiding("position: absolute; left: -9999px"), _is_hiding("color: #fff")
    (True, False)
    >>> _is_hiding("color:red; background: RED")
    True
    """
    plain = "".join(style.lower().split())
    if HIDING_STYLE.search(plain):
        return True
    if "overflow:hidden" in plain and ZERO_BOX.search(plain):
        return True
    colour, background = COLOUR.search(plain), BACKGROUND.search(plain)
    return bool(colour and background and colour.group(1) == background.group(1))

"""The tree of a page as a sequence of block-level stretches of text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml.etree import _Element

from claimhouse.clean.candidates import Candidate, Cue
from claimhouse.clean.lexicon import container_reason
from claimhouse.clean.mapped import Builder
from claimhouse.clean.markup import Markup
from claimhouse.records.vocabulary import BlockKind, BlockReason

INLINE = frozenset(
    "a abbr acronym b bdi bdo big blink cite code data del dfn em font i img ins kbd label mark nobr q rp rt ruby s "
    "samp small span strike strong sub sup time tt u var wbr tspan".split()
)
# Inside a sentence, but no part of it: their text is a block of its own and the sentence goes on behind it.
APART = frozenset({"button", "noscript", "template", "select", "option", "textarea", "svg", "object", "canvas", "rp"})
NEVER_SHOWN = frozenset({"noscript", "template", "head", "datalist"})
WITHOUT_TEXT = frozenset({"script", "style", "title", "iframe", "xmp", "noembed", "noframes", "textarea"})
ZONES = frozenset({"article", "main", "aside", "nav", "footer", "header", "form", "figure", "blockquote", "table", "li"})
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
BLOCKS_IN_CELLS = frozenset({"p", "div", "table", "ul", "ol", "h1", "h2", "h3", "h4", "article", "section", "blockquote"})

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
PATH_STEPS = 8  # innermost steps kept in `path`
STEP_CHARS = 60


class _Context(NamedTuple):
    path: tuple[str, ...] = ()
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
    breaks: int = 0


@dataclass(slots=True)
class _Walk:
    markup: Markup
    out: list[Candidate] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    in_link: int = 0
    elements: int = 0


def candidates(markup: Markup) -> list[Candidate]:
    """Cut a parsed page into its blocks, in reading order; hidden ones and scraps included."""
    walk = _Walk(markup)
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
    stack: list[tuple[_Element, _Context, bool]] = [(root, _Context(), False)]
    while stack:
        element, context, leaving = stack.pop()
        if leaving:
            _leave(walk, element, context)
            continue
        inner = _enter(walk, element, context)
        stack.append((element, context, True))
        if inner is not None:
            stack.extend((child, inner, False) for child in reversed(element))


def _enter(walk: _Walk, element: _Element, context: _Context) -> _Context | None:
    """Begin an element; return the context of its children, or None where they are not read."""
    tag = element.tag
    if not isinstance(tag, str) or tag in WITHOUT_TEXT:
        return None
    if tag == "br":
        _line_break(walk, context)
        return None
    inner = context
    if tag not in INLINE or element.attrib:
        inner = _context(walk, element, tag, context)
    if _is_apart(element, tag):
        walk.open.append(_opened(walk, inner))
    elif tag in CELLS and context.row and inner.row:
        walk.open[-1].builder.add_blank()
    elif tag not in INLINE:
        _reopen(walk, inner)
    if tag == "a" and element.get("href"):
        walk.in_link += 1
        walk.open[-1].links += 1
    _add(walk, element, after=False)
    return inner


def _leave(walk: _Walk, element: _Element, context: _Context) -> None:
    tag = element.tag
    if isinstance(tag, str) and tag not in WITHOUT_TEXT and tag != "br":
        if tag == "a" and element.get("href"):
            walk.in_link -= 1
        if _is_apart(element, tag):
            _flush(walk)
            walk.open.pop()
        elif tag in CELLS and context.row:
            walk.open[-1].builder.add_blank()
        elif tag not in INLINE:
            _reopen(walk, context)
    _add(walk, element, after=True)


def _add(walk: _Walk, element: _Element, *, after: bool) -> None:
    numbers = walk.markup.texts.get((element, after))
    current = walk.open[-1]
    if numbers is None:
        text = element.tail if after else element.text
        if text:  # nothing but white space: the parser's own, its place is of no interest
            current.builder.add_blank()
        return
    if element.tag == "br" and not after:
        return
    current.breaks = 0
    text = (element.tail if after else element.text) or ""
    if text[:1].isspace():
        current.builder.add_blank()
    for number in numbers:
        start, end = walk.markup.tokens[number]
        current.builder.add(start, end)
        if walk.in_link:
            current.linked += end - start


def _line_break(walk: _Walk, context: _Context) -> None:
    current = walk.open[-1]
    current.breaks += 1
    if current.breaks > 1 and len(walk.open) == 1 and context.kind is not BlockKind.CODE:
        _reopen(walk, current.context)
    else:
        current.builder.add_blank()


def _opened(walk: _Walk, context: _Context) -> _Open:
    return _Open(Builder(walk.markup.source, preserve=context.kind is BlockKind.CODE), context)


def _reopen(walk: _Walk, context: _Context) -> None:
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
            path=">".join(context.path[-PATH_STEPS:]),
            cues=context.cues,
            hidden=context.hidden,
            link_share=min(1.0, current.linked / len(body.text)),
            links=current.links,
            zones=context.zones,
            level=context.level,
            parent=context.parent,
        )
    )
    walk.open[-1] = _opened(walk, context)


def _context(walk: _Walk, element: _Element, tag: str, context: _Context) -> _Context:
    walk.elements += 1
    own = " ".join(filter(None, (element.get("class"), element.get("id")))).strip()
    roles = " ".join(filter(None, (element.get("role"), element.get("data-component"), element.get("itemprop"))))
    cues = context.cues
    reason = container_reason(tag, own, roles)
    if reason is not None:
        cues = (*cues, Cue(walk.elements, reason))
    hidden = context.hidden or _is_never_shown(element)
    if _is_closed(element):
        cues = (*cues, Cue(walk.elements, BlockReason.HIDDEN))
    if tag in INLINE:
        return context._replace(cues=cues, hidden=hidden)
    kind = KINDS.get(tag)
    row = False
    if tag == "tr":
        row = not any(below.tag in BLOCKS_IN_CELLS for below in element.iterdescendants())
        kind = kind if row else None
    elif tag in CELLS and context.row:
        row, kind = True, BlockKind.TABLE_ROW
    if kind is None:
        kind = context.kind if context.kind in INHERITED else BlockKind.PARAGRAPH
    step = (tag + "." + own.replace(" ", "."))[:STEP_CHARS] if own else tag
    zones = context.zones | {tag} if tag in ZONES else context.zones
    return _Context((*context.path, step), cues, hidden, zones, kind, HEADINGS.get(tag, 0), _family(walk, tag, context), row)


def _family(walk: _Walk, tag: str, context: _Context) -> int:
    """The number that items of one list (or blocks of one container) share."""
    return context.parent if tag in {"li", "dt", "dd", "tr", "td", "th", "p"} else walk.elements


def _is_apart(element: _Element, tag: str) -> bool:
    """Whether an element inside a sentence is no part of it."""
    return tag in APART or (tag in INLINE and bool(element.attrib) and (_is_closed(element) or _is_never_shown(element)))


def _is_closed(element: _Element) -> bool:
    """Whether an element is not shown as the page arrives; a script may open it."""
    attributes = element.attrib
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    style = attributes.get("style")
    return bool(style) and CLOSED_STYLE.search("".join(str(style).lower().split())) is not None


def _is_never_shown(element: _Element) -> bool:
    """Whether an element is hidden in a way that no script undoes: off-screen, of no size, in the colour of its ground."""
    if element.tag in NEVER_SHOWN:
        return True
    style = element.get("style")
    return bool(style) and _is_hiding(str(style))


def _is_hiding(style: str) -> bool:
    """Whether a style attribute keeps an element's text from being seen.

    >>> _is_hiding("position: absolute; left: -9999px"), _is_hiding("color: #fff"), _is_hiding("color:red;background:RED")
    (True, False, True)
    """
    plain = "".join(style.lower().split())
    if HIDING_STYLE.search(plain):
        return True
    if "overflow:hidden" in plain and ZERO_BOX.search(plain):
        return True
    colour, background = COLOUR.search(plain), BACKGROUND.search(plain)
    return bool(colour and background and colour.group(1) == background.group(1))



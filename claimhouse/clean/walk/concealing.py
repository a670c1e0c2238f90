"""What keeps a text from being seen: attributes, inline styles, and the simple rules of a page's own style sheets.

Two degrees are kept apart. What is *closed* is not shown as the page arrives, and a script may open it. What is
*never shown* no script of a page makes readable: off-screen, without size, in the colour of its background.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from claimhouse.clean.walk.html_elements import NEVER_SHOWN

# Declarations that keep a text from being seen, with blanks removed. Off-screen: moved by 999 pixels or more, by a
# hundred times the type or the window, or clipped to nothing (the usual class for screen readers); zero size: no font
# size, or no height with hidden overflow. A margin of -100 % or some hundred pixels places the columns of a layout.
CLOSED_STYLE = re.compile(
    r"(?:^|;)(?:display:none|visibility:(?:hidden|collapse)|content-visibility:hidden"
    r"|opacity:(?:0(?:\.0*)?|\.0+)%?(?=;|!|$))"
)
HIDING_STYLE = re.compile(
    r"(?:^|;)(?:font-size:0(?:\.0+)?(?:[a-z%]*)(?:;|!|$)|font:0[a-z%]*/"
    r"|(?:left|top|right|bottom|text-indent):-(?:(?:999|\d{4,})(?:\.\d+)?(?:px|pt)?(?:;|!|$)"
    r"|\d{3,}(?:\.\d+)?(?:em|rem|vw|vh|%))"
    r"|margin-(?:left|top):-(?:999|\d{4,})(?:\.\d+)?(?:px|pt|em|rem)?(?:;|!|$)"
    r"|inset:[^;]*-(?:999|\d{4,})px"
    r"|transform:(?:scale(?:[xy]|3d)?\(0[,)]|translate(?:[xy]|3d)?\((?:0(?:px)?,)?-\d{4,}px))"
    r"|clip:rect\((?:0|1)(?:px)?,?(?:0|1)(?:px)?,?(?:0|1)(?:px)?,?(?:0|1)(?:px)?\)"
    r"|clip-path:(?:inset\((?:50|100)%\)|circle\(0(?:px|%)?(?:at|\)))"
)
CUT_OFF = re.compile(r"(?:^|;)overflow(?:-[xy])?:(?:hidden|clip)")
ZERO_BOX = re.compile(r"(?:^|;)(?:max-)?(?:height|width):(?:0(?:\.0+)?(?:px|r?em|v[hw]|%)?|1(?:px)?)(?:;|!|$)")
STYLE_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
COLOUR = re.compile(r"(?:^|;)color:([^;!]+)")
BACKGROUND = re.compile(r"(?:^|;)background(?:-color)?:([^;!]+)")
TRANSPARENT = "transparent"
NO_INK = re.compile(r"rgba?\([^()]*(?:,[^(),]*,[^(),]*,|/)0?(?:\.0+|0)%?\)|#[0-9a-f]{3}(?:[0-9a-f]{3}0)?0")
NAMED_COLOURS = {"white": "#ffffff", "black": "#000000", "red": "#ff0000"}
RGB = re.compile(r"rgba?\((\d{1,3}),(\d{1,3}),(\d{1,3})(?:,1(?:\.0*)?)?\)")
NO_COLOURS = frozenset({"inherit", "initial", "unset", "revert", "currentcolor", "none"})
SHORT_HEX = 4  # characters of "#fff"
STREAMED = re.compile(r"S:[0-9a-f]+$")  # parts that React's server sends in `hidden` and moves to their place
DIALOG_ROLES = frozenset({"dialog", "alertdialog", "menu", "tooltip"})

RULE_HIDES = re.compile(r"(?:display\s*+:\s*+none|visibility\s*+:\s*+hidden)\b")
RULE_SHOWS = re.compile(r"(?:display|visibility)\s*+:\s*+(?!none|hidden)")
SHEET_COMMENT = re.compile(r"/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)|<!--|-->")
CLASS = re.compile(r"\.(-?[_a-zA-Z][\w-]*)")


def is_closed(attributes: Mapping[str, str]) -> bool:
    """Whether an element is not shown as the page arrives; a script may open it.

    >>> is_closed({"style": "display: none"}), is_closed({"aria-hidden": "true"})
    (True, False)
    >>> is_closed({"aria-hidden": "true", "role": "dialog"})
    True
    """
    if "hidden" in attributes and attributes["hidden"].lower() != "until-found":
        return STREAMED.match(attributes.get("id", "")) is None
    if attributes.get("aria-hidden") == "true" and attributes.get("role") in DIALOG_ROLES:
        return True  # `aria-hidden` alone says nothing about the screen: icons and doubled labels have it
    style = attributes.get("style")
    return bool(style) and CLOSED_STYLE.search(_plain(str(style))) is not None


def is_never_shown(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether an element is hidden in a way that no script undoes: by its tag, off-screen, without size."""
    if tag in NEVER_SHOWN:
        return not (tag == "template" and "shadowrootmode" in attributes)  # a declared shadow tree is shown
    style = attributes.get("style")
    return bool(style) and is_hiding(str(style))


def is_hiding(style: str) -> bool:
    """Whether a style attribute keeps an element's text from being seen.

    >>> is_hiding("position: absolute; left: -9999px"), is_hiding("color: #fff")
    (True, False)
    >>> is_hiding("color:red; background: RED"), is_hiding("color:#FFF;background-color:white")
    (True, True)
    """
    plain = _plain(style)
    if HIDING_STYLE.search(plain):
        return True
    if ZERO_BOX.search(plain) and CUT_OFF.search(plain):
        return True
    ink, ground = colours(style)
    if ink == TRANSPARENT:
        return "clip:text" not in plain  # the background shows through the letters of a coloured headline
    return ink is not None and ink == ground


def colours(style: str) -> tuple[str | None, str | None]:
    """Return the colour of the text and of its background that a style attribute states, in one form each.

    >>> colours("color: white; background: #FFF url(x.png)")
    ('#ffffff', None)
    >>> colours("background-color: rgb(255, 255, 255)")
    (None, '#ffffff')
    """
    plain = _plain(style)
    ink, ground = COLOUR.search(plain), BACKGROUND.search(plain)
    return (_colour(ink.group(1)) if ink else None), (_colour(ground.group(1)) if ground else None)


def _plain(style: str) -> str:
    if "/*" in style:
        style = STYLE_COMMENT.sub("", style)
    return "".join(style.lower().split())


def _colour(value: str) -> str | None:
    if value == TRANSPARENT or NO_INK.fullmatch(value):
        return TRANSPARENT
    value = NAMED_COLOURS.get(value, value)
    if found := RGB.fullmatch(value):
        return "#" + "".join(f"{int(part):02x}" for part in found.groups())
    if value.startswith("#") and len(value) == SHORT_HEX:
        return "#" + "".join(digit * 2 for digit in value[1:])
    return None if "(" in value or value in NO_COLOURS else value


def closed_classes(sheets: Iterable[str]) -> frozenset[str]:
    """Return the classes that the page's own style sheets close: `.name {display: none}` outside of any at-rule.

    A class that another rule of these sheets shows again, alone or with others, is not among them.

    >>> sheet = ".a{display:none} .b{display:none} .b.on{display:block} @media print{.c{display:none}}"
    >>> sorted(closed_classes([sheet]))
    ['a']
    """
    closed: set[str] = set()
    shown: set[str] = set()
    plain = [SHEET_COMMENT.sub(" ", sheet) for sheet in sheets if RULE_HIDES.search(_lowered(sheet))]
    for sheet in plain:
        for rule, depth in _rules_with(RULE_HIDES, sheet):
            if depth == 0:
                selectors = [selector.strip() for selector in rule.split(",")]
                closed.update(match.group(1) for selector in selectors if (match := CLASS.fullmatch(selector)))
    for sheet in plain if closed else ():
        for rule, _ in _rules_with(RULE_SHOWS, sheet):
            shown.update(CLASS.findall(rule))
    return frozenset(closed - shown)


def _rules_with(declaration: re.Pattern[str], sheet: str) -> Iterator[tuple[str, int]]:
    """Yield the selectors of each rule with such a declaration, and how many at-rules it stands in.

    No place is searched twice: sheets are as long as hostile pages make them.
    """
    depth = last = searched = 0  # last: place of the "{" of the rule before
    for found in declaration.finditer(_lowered(sheet)):
        opening = sheet.rfind("{", searched, found.start())
        searched = found.start()
        if opening < 0:  # a further declaration of the same rule
            continue
        depth += sheet.count("{", last, opening) - sheet.count("}", last, opening)
        before = max(sheet.rfind(mark, last, opening) for mark in "{};")
        yield sheet[before + 1 : opening], depth
        last = opening


def _lowered(sheet: str) -> str:
    """Return a sheet in lower case, its characters at the same places."""
    lowered = sheet.lower()
    return lowered if len(lowered) == len(sheet) else sheet

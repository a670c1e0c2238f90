"""What keeps a text from being seen: attributes, inline styles, and the simple rules of a page's own style sheets.

Two degrees are kept apart. What is *closed* is not shown as the page arrives, and a script may open it. What is
*never shown* no script of a page makes readable: off-screen, without size, in the colour of its background.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from claimhouse.clean.html_elements import NEVER_SHOWN

# Declarations that keep a text from being seen, with blanks removed. Off-screen: moved by 999 pixels or more, or
# clipped to nothing (the usual class for screen readers); zero size: no font size, or no height with hidden overflow.
CLOSED_STYLE = re.compile(
    r"(?:^|;)(?:display:none|visibility:(?:hidden|collapse)|content-visibility:hidden|opacity:0(?:\.0+)?%?(?=;|!|$))"
)
HIDING_STYLE = re.compile(
    r"(?:^|;)font-size:0(?:\.0+)?(?:[a-z%]*)(?:;|!|$)"
    r"|(?:left|top|right|bottom|text-indent|margin-left|margin-top):-\d{3,}(?:\.\d+)?(?:px|em|rem|pt|vw|vh|%)?"
    r"|clip:rect\((?:0|1)(?:px)?,?(?:0|1)(?:px)?,?(?:0|1)(?:px)?,?(?:0|1)(?:px)?\)|clip-path:inset\((?:50|100)%\)"
    r"|(?:^|;)transform:(?:scale\(0(?:,0)?\)|translate[xy]?\(-\d{4,}px)"
)
ZERO_BOX = re.compile(r"(?:^|;)(?:max-)?(?:height|width):[01](?:px)?(?:;|!|$)")
COLOUR = re.compile(r"(?:^|;)color:([^;!]+)")
BACKGROUND = re.compile(r"(?:^|;)background(?:-color)?:([^;!]+)")
TRANSPARENT = frozenset({"transparent", "rgba(0,0,0,0)", "#0000", "#00000000"})
NAMED_COLOURS = {"white": "#ffffff", "black": "#000000", "red": "#ff0000"}
RGB = re.compile(r"rgba?\((\d{1,3}),(\d{1,3}),(\d{1,3})(?:,1(?:\.0*)?)?\)")
NO_COLOURS = frozenset({"inherit", "initial", "unset", "revert", "currentcolor", "none"})
SHORT_HEX = 4  # characters of "#fff"
STREAMED = re.compile(r"S:[0-9a-f]+$")  # parts that React's server sends in `hidden` and moves to their place
DIALOG_ROLES = frozenset({"dialog", "alertdialog", "menu", "tooltip"})

RULE_HIDES = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)\b")
SHEET_COMMENT = re.compile(r"/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)")
ONE_CLASS = re.compile(r"\.(-?[_a-zA-Z][\w-]*)")
MAX_CLASSES = 100  # looked up in the sheets again: more are generated
SHOWS = r"\.{name}(?![\w-])[^{{}}]*\{{[^{{}}]*(?:display|visibility)\s*+:\s*+(?!none|hidden)"


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
    if "overflow:hidden" in plain and ZERO_BOX.search(plain):
        return True
    ink, ground = colours(style)
    return ink is not None and (ink == ground or ink in TRANSPARENT)


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
    return "".join(style.lower().split())


def _colour(value: str) -> str | None:
    if value in TRANSPARENT:
        return value
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
    names: set[str] = set()
    plain = [SHEET_COMMENT.sub(" ", sheet) for sheet in sheets if RULE_HIDES.search(sheet)]
    for sheet in plain:
        depth = position = 0
        for found in RULE_HIDES.finditer(sheet):
            opening = sheet.rfind("{", position, found.start())
            if opening < 0:
                continue
            depth += sheet.count("{", position, opening) - sheet.count("}", position, opening)
            position = opening
            if depth == 0:
                before = max(sheet.rfind(mark, 0, opening) for mark in "{};")
                selectors = [selector.strip() for selector in sheet[before + 1 : opening].split(",")]
                names.update(match.group(1) for selector in selectors if (match := ONE_CLASS.fullmatch(selector)))
    text = "\n".join(plain)
    hiding = sorted(names)[:MAX_CLASSES]
    return frozenset(name for name in hiding if not re.search(SHOWS.format(name=re.escape(name)), text))

"""Signs of markdown that stand in plain text: links, pictures, emphasis, and the head that reader services write.

Lines are judged by the text that a reader would see; the signs are cut out of what is kept, in `repairs`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# An address inside round brackets; brackets of its own may nest once ("…/Ostrel_(town)").
ADDRESS = r"(?:https?:|//?|#|\./|\.\./|mailto:|tel:|javascript:|data:)(?:[^()\s]|\([^()\s]*\))*"
TAIL = rf"\]\(<?{ADDRESS}>?(?:\s\"[^\"]*\")?\)"
PICTURE = re.compile(rf"!\[[^\[\]]{{0,600}}{TAIL}")
LINK = re.compile(rf"(\[)([^\[\]]{{0,600}})({TAIL})")
LINKED_CITATION = re.compile(rf"\[{{1,2}}\^?\d{{1,3}}\]?{TAIL}")  # "[[3]](https://…)"
LONE_TAIL = re.compile(TAIL)  # of a link whose text stands in the lines above
REFERENCE = re.compile(r"\s*\[[^\[\]]{1,60}\]:\s+<?(?:https?:)?//\S+(?:\s+[\"'(].*)?$")  # "[1]: https://…"
LONE_ADDRESS = re.compile(r"\W*(?:https?://|www\.)\S+\W*$")
EMPHASIS = re.compile(r"\*\*(?=\S)|(?<=\S)\*\*")
LIGHT_EMPHASIS = re.compile(r"(?<![\w*])(\*)(?=[^\s*])[^*\n]{1,300}(?<=[^\s*])(\*)(?![\w*])")
UNDERLINED = re.compile(r"(?<![\w_])(_)(?=[^\s_])[^_\n]{1,300}(?<=[^\s_])(_)(?![\w_])")
READER_LABEL = re.compile(r"(Title|URL Source|Published Time|Markdown Content|Number of Pages|Warning):\s*")
READER_HEAD = re.compile(r"\s*Title: [^\n]*\n\s*URL Source: (?:.*\n){1,8}?Markdown Content:")
MAX_LINK_LINES = 6  # that the text of one link takes


class Shown(NamedTuple):
    """What a reader would see of a line."""

    text: str
    linked: int = 0  # characters of it that are the text of links
    links: int = 0


def shown(text: str) -> Shown:
    """Return a line without the signs of links, pictures and strong emphasis.

    >>> shown("The **board** met [in Ostrel](https://ostrel.example/a_(b)) again")
    Shown(text='The board met in Ostrel again', linked=9, links=1)
    """
    linked = links = 0
    if "](" in text:
        text = PICTURE.sub("", text)
        for found in LINK.finditer(text):
            linked += len(found.group(2))
            links += 1
        text = LINK.sub(r"\2", text)
        text = LONE_TAIL.sub("", text)
    if "**" in text:
        text = EMPHASIS.sub("", text)
    return Shown(text.strip(), linked, links)


def reader_head(source: str) -> int:
    r"""Return where the head ends that reader services write above their markdown; 0 where there is none.

    >>> reader_head("Title: A\nURL Source: https://ostrel.example\nMarkdown Content:\nThe board met.")
    61
    """
    found = READER_HEAD.match(source)
    return found.end() if found else 0


def in_links(texts: list[str]) -> list[bool]:
    """Tell for each line, blanks at its ends removed, whether a link is opened above it and closed below it.

    >>> in_links(["[", "Log in", "](https://ostrel.example/)", "The board met."])
    [False, True, False, False]
    """
    inside = [False] * len(texts)
    if not any(text.startswith("](") for text in texts):
        return inside
    opened = None
    for index, text in enumerate(texts):
        if opened is not None and text.startswith("]("):
            for between in range(opened + 1, index):
                inside[between] = True
            opened = None
        if text.endswith("["):
            opened = index
        elif opened is not None and index - opened > MAX_LINK_LINES:
            opened = None
    return inside

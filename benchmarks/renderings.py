"""A page as the plain texts that people store of it: by lines, by an extractor's recall mode, as markdown.

None of these holds what the page was marked up with: they are what `claimhouse.clean` gets where no HTML was kept.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import urljoin

import trafilatura
from clean_scores import Row
from lxml import html
from lxml.etree import _Element

NOT_SHOWN = frozenset({"script", "style", "noscript", "template", "head", "svg", "iframe", "object", "textarea"})
INLINE = frozenset(
    re.findall(r"\w+", "a abbr b big cite code em font i img ins kbd label mark q s small span strike strong sub sup"
    " time tt u var wbr bdi bdo del dfn data nobr samp ruby rt")
)  # fmt: skip
BLANKS = re.compile(r"[ \t\r\n\f\v]+")
BLANK_LINES = re.compile(r"\n{3,}")
RESOLVED = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
MARKS = {
    **{f"h{level}": ("#" * level + " ", "") for level in range(1, 7)},
    "li": ("*   ", ""),
    "strong": ("**", "**"),
    "b": ("**", "**"),
    "blockquote": ("> ", ""),
}

Rendering = Callable[[bytes, str | None], str]
Rendered = tuple[Row, dict[str, str]]  # a line of the gold, and the plain texts of its page


def by_lines(payload: bytes, url: str | None) -> str:
    """Return all text that is shown, a line for each block element, as a tree's `itertext` gives it."""
    del url
    pieces: list[str] = []
    _walk(_parsed(payload), pieces, lambda _: ("", ""))
    return _lines(pieces)


def by_engine(payload: bytes, url: str | None) -> str:
    """Return what trafilatura gives when asked for as much as possible, links off: what most crawls store."""
    return trafilatura.extract(payload, url=url, favor_recall=True, include_links=False) or ""


def as_markdown(payload: bytes, url: str | None) -> str:
    """Return the page as reader services do: headings with #, items with *, links and pictures with addresses."""
    root = _parsed(payload)
    pieces: list[str] = []
    title = root.findtext(".//title")
    if title and title.strip():
        pieces += ["Title: ", title, "\n\n"]
    if url:
        pieces += ["URL Source: ", url, "\n\n", "Markdown Content:", "\n"]
    _walk(root, pieces, lambda element: _marks(element, url))
    return _lines(pieces)


def as_markdown_without_links(payload: bytes, url: str | None) -> str:
    """Return the same with each link resolved to its text."""
    text = as_markdown(payload, url)
    return RESOLVED.sub(r"\1", RESOLVED.sub(r"\1", text))


RENDERINGS: dict[str, Rendering] = {
    "lines": by_lines,
    "engine": by_engine,
    "markdown": as_markdown,
    "markdown, links resolved": as_markdown_without_links,
}


def rendered(rows: Iterable[Row], pages: Path) -> list[Rendered]:
    """Make the plain texts of all pages."""
    out = []
    for row in rows:
        payload = gzip.decompress((pages / f"{row['id']}.html.gz").read_bytes())
        url = str(row["url"]) if row.get("url") else None
        out.append((row, {name: render(payload, url) for name, render in RENDERINGS.items()}))
    return out


def _parsed(payload: bytes) -> _Element:
    parser = html.HTMLParser(encoding=_encoding(payload), huge_tree=True, remove_comments=True, remove_pis=True)
    return html.document_fromstring(payload, parser=parser)


def _encoding(payload: bytes) -> str | None:
    try:
        payload.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _marks(element: _Element, url: str | None) -> tuple[str, str]:
    """Return what markdown writes before and behind the text of an element."""
    tag = str(element.tag)
    if tag == "a" and element.get("href"):
        return "[", f"]({_absolute(url, element.get('href', ''))})"
    if tag == "img" and element.get("src"):
        return f"![{element.get('alt', '')}]({_absolute(url, element.get('src', ''))})", ""
    return MARKS.get(tag, ("", ""))


def _absolute(url: str | None, address: str) -> str:
    try:
        joined = urljoin(url or "", address.strip())
    except ValueError:
        joined = address
    return joined.replace(" ", "%20").replace("(", "%28").replace(")", "%29")


def _walk(root: _Element, pieces: list[str], marks: Callable[[_Element], tuple[str, str]]) -> None:
    """Collect text in reading order with an explicit stack, a line break at the edges of each block element."""
    stack: list[tuple[_Element, bool]] = [(root, False)]
    while stack:
        element, leaving = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else "script"
        shown = tag not in NOT_SHOWN
        edge = "" if tag in INLINE else "\n"
        before, behind = marks(element) if shown else ("", "")
        if leaving:
            pieces += [behind, edge, BLANKS.sub(" ", element.tail or "")]
            continue
        if not shown:
            pieces.append(BLANKS.sub(" ", element.tail or ""))
            continue
        pieces += [edge, before, BLANKS.sub(" ", element.text or "")]
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))


def _lines(pieces: list[str]) -> str:
    lines = [BLANKS.sub(" ", line).strip() for line in "".join(pieces).split("\n")]
    return BLANK_LINES.sub("\n\n", "\n".join(line for line in lines if line)).strip()

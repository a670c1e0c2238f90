"""A report as Markdown. Pictures are left out: the tables beside them say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimhouse.report.parts import (
    Code,
    Inline,
    Line,
    Paragraph,
    Part,
    Picture,
    Quote,
    Report,
    Statement,
    Strong,
    Table,
)

_SIGN = re.compile(r"[\\`*_\[\]|~#$!]|^[-+]|(?<=^\d)[.)]")
_ADDRESS_SIGNS = str.maketrans({" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "|": "%7C", "\\": "%5C"})


def as_markdown(report: Report) -> str:
    """Return the report as Markdown; what pages say is escaped."""
    return "\n".join(_lines(report)).rstrip() + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield from (f"# {_escaped(report.title)}", "", _line(report.lead), "")
    for section in report.sections:
        yield from (f"## {_escaped(section.title)}", "")
        for part in section.parts:
            yield from _part(part)


def _part(part: Part | Quote) -> Iterator[str]:
    if isinstance(part, Paragraph):
        yield from (_line(part.line), "")
    elif isinstance(part, Quote):
        yield f"> {_escaped(part.sentence)}"
        yield ">"
        yield from (f"> - {_line(source)}" for source in part.sources)
        yield ""
    elif isinstance(part, Table):
        yield f"| {' | '.join(_escaped(cell) for cell in part.head)} |"
        yield f"|{'---|' * len(part.head)}"
        yield from (f"| {' | '.join(_line(cell) for cell in row)} |" for row in part.rows)
        yield ""
    elif isinstance(part, Statement):
        yield from (f"### {_escaped(part.title)}", "")
        for inner in part.parts:
            yield from _part(inner)
    elif isinstance(part, Picture):
        return


def _line(line: Line) -> str:
    return "".join(_inline(part) for part in line)


def _inline(part: Inline) -> str:
    if isinstance(part, str):
        return _escaped(part)
    if isinstance(part, Code):
        return f"`{part.text.replace('`', '')}`"
    if isinstance(part, Strong):
        return f"**{_escaped(part.text)}**"
    return f"[{_escaped(part.text)}]({part.url.translate(_ADDRESS_SIGNS)})"


def _escaped(text: str) -> str:
    kept = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    blank = re.sub(r"\s+", " ", kept)
    return _SIGN.sub(r"\\\g<0>", blank)

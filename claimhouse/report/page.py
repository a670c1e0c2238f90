"""A report as one HTML file that needs nothing beside it: no script, no font, no picture from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from importlib import resources

from claimhouse.report.parts import Code, Inline, Line, Paragraph, Part, Picture, Quote, Report, Strong, Table

_DATE = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d)?")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def as_html(report: Report) -> str:
    """Return the report as HTML; what pages say is escaped."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    style = (resources.files("claimhouse.report") / "data" / "report.css").read_text(encoding="utf-8")
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>{escape(report.title)}</title>\n<style>\n{style}</style>\n</head>\n<body>"
    yield f"<header>\n<h1>{escape(report.title)}</h1>\n<p>{_line(report.lead)}</p>\n</header>"
    yield '<nav aria-label="Contents"><ul>'
    yield from (f'<li><a href="#{section.anchor}">{escape(section.title)}</a></li>' for section in report.sections)
    yield "</ul></nav>\n<main>"
    for section in report.sections:
        yield f'<section aria-labelledby="{section.anchor}">\n<h2 id="{section.anchor}">{escape(section.title)}</h2>'
        for part in section.parts:
            yield from _part(part)
        yield "</section>"
    yield "</main>\n</body>\n</html>"


def _part(part: Part | Quote) -> Iterator[str]:
    if isinstance(part, Paragraph):
        yield f"<p>{_line(part.line)}</p>"
    elif isinstance(part, Quote):
        yield f"<blockquote><p>{escape(part.sentence)}</p>\n<ul>"
        yield from (f"<li>{_line(source)}</li>" for source in part.sources)
        yield "</ul></blockquote>"
    elif isinstance(part, Table):
        yield from _table(part)
    elif isinstance(part, Picture):
        yield f'<div class="picture">{part.svg}</div>'
    else:
        yield f"<article>\n<h3>{escape(part.title)}</h3>"
        for inner in part.parts:
            yield from _part(inner)
        yield "</article>"


def _table(table: Table) -> Iterator[str]:
    # what scrolls sideways on a phone must be reached by the keyboard too
    yield f'<div class="wide" role="region" tabindex="0" aria-label="{escape(table.caption)}">'
    yield f"<table>\n<caption>{escape(table.caption)}</caption>\n<thead><tr>"
    yield from (f'<th scope="col">{escape(cell)}</th>' for cell in table.head)
    yield "</tr></thead>\n<tbody>"
    for first, *others in table.rows:
        cells = "".join(f"<td>{_line(cell)}</td>" for cell in others)
        yield f'<tr><th scope="row">{_line(first)}</th>{cells}</tr>'
    yield "</tbody></table></div>"


def _line(line: Line) -> str:
    return "".join(_inline(part) for part in line)


def _inline(part: Inline) -> str:
    if isinstance(part, str):
        return _DATE.sub(r'<span class="date">\g<0></span>', escape(part))
    if isinstance(part, Code):
        return f"<code>{escape(part.text)}</code>"
    if isinstance(part, Strong):
        return f"<strong>{escape(part.text)}</strong>"
    return f'<a href="{escape(part.url)}">{escape(part.text)}</a>'

"""Two documents side by side, readable in a terminal of 80 columns."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text
from typer import BadParameter

from claimhouse.clean import clean_page
from claimhouse.cli.output import Format, to_json
from claimhouse.cli.pages import page_of
from claimhouse.dedupe.passages import Passage, PassageKind
from claimhouse.errors import SourceError
from claimhouse.pipeline.pairs import PairExplanation, Side, explain_stored, explain_texts
from claimhouse.records import CleanedPage, Relation
from claimhouse.settings import DedupeSettings, Settings
from claimhouse.sources import read_items

_SIGN = {
    PassageKind.SAME: "=",
    PassageKind.MOVED: "↕",
    PassageKind.CHANGED: "≠",
    PassageKind.LEFT: "<",
    PassageKind.RIGHT: ">",
}
_STYLE = {
    PassageKind.SAME: "dim",
    PassageKind.MOVED: "cyan",
    PassageKind.CHANGED: "yellow",
    PassageKind.LEFT: "red",
    PassageKind.RIGHT: "green",
}
_LONGEST_SAME = 30  # words of a common passage from which its middle is left out
_HEAD, _TAIL = 14, 8  # words that are left of it
_LISTED = 6  # shared shingles, held documents and edges that are listed
_QUOTED = 140  # characters of an edge's evidence


def print_pair(names: tuple[str, str], settings: Settings, form: Format | None, *, full: bool) -> int:
    """Print what is known of two documents, or of two files.

    Raises:
        QueryError: a name means no document or more than one.
        DocumentError, SourceError: a file cannot be read or cleaned.
    """
    if form not in {None, Format.TABLE, Format.JSON}:
        message = "a pair is printed as table or json"
        raise BadParameter(message)
    files = [Path(name) for name in names]
    if all(file.is_file() for file in files):
        sides = [_of_file(file, number, settings) for number, file in enumerate(files)]
        found = explain_texts(sides[0], sides[1], settings)
    else:
        found = explain_stored(Path(settings.database), names, settings)
    if form is Format.JSON or (form is None and not sys.stdout.isatty()):
        sys.stdout.write(to_json(_as_data(found)) + "\n")
        return 0
    console = Console(highlight=False)
    for line in _facts(found, settings.dedupe, console.width):
        console.print(line)
    for line in _passages(found, console.width, full=full):
        console.print(line)
    return 0


def _of_file(file: Path, number: int, settings: Settings) -> Side:
    cleaned: list[CleanedPage] = [
        clean_page(page_of(item), settings.clean) for item in read_items([str(file)], settings.sources)
    ]
    if len(cleaned) != 1:
        message = f"{file} holds {len(cleaned)} pages; a pair is of two files with one each"
        raise SourceError(message)
    page = cleaned[0]
    return Side(
        key=f"{'AB'[number]} {file.name}",
        name=file.name,
        text=page.text,
        title=page.title,
        publisher=page.publisher,
        published_at=page.published_at,
    )


def _facts(found: PairExplanation, settings: DedupeSettings, width: int) -> Iterator[Text]:
    for sign, side in (("A", found.left), ("B", found.right)):
        title = textwrap.shorten(f"{side.name}: {side.title or 'no title'}", width - 3, placeholder=" …")
        yield Text(f"{sign}  {title}", style="bold")
        day = side.published_at.strftime("%Y-%m-%d") if side.published_at else "no date"
        key = side.key[:12] if side.cluster else ""
        yield from _wrapped(
            "   ", f"{side.publisher or 'publisher not stated'}, {day}, {len(side.text.split())} words {key}", width
        )
    facts = (
        ("relation", _relation(found)),
        ("why", _why(found, settings)),
        ("figures", _figures(found, settings)),
        ("cluster", _cluster(found)),
        *(("digest", line) for line in _digests(found)),
        *(("rare", line) for line in _rare(found)),
        *(("edge", line) for line in _edges(found)),
    )
    for label, text in facts:
        yield from _wrapped(f"{label:<9}", text, width)


def _wrapped(label: str, text: str, width: int) -> Iterator[Text]:
    lines = textwrap.wrap(text, width - len(label)) or [""]
    for number, line in enumerate(lines):
        yield Text((label if number == 0 else " " * len(label)) + line)


def _relation(found: PairExplanation) -> str:
    if not found.relations:
        return "none: the two are not shown to be related"
    listed = []
    for row in found.relations:
        relation = Relation(row["relation"])
        directed = relation in {Relation.EXCERPT, Relation.CONTAINS} and "left_key" in row
        larger = "A" if directed and row["left_key"] == found.left.key else "B"
        held = {"A": "B", "B": "A"}[larger]
        meaning = {
            Relation.EXACT: "the same words",
            Relation.NEAR: "near-duplicates",
            Relation.REVISION: "successive documents of one URL",
            Relation.EXCERPT: f"{held} stands in {larger}" if directed else "the one stands in the other",
            Relation.CONTAINS: f"{larger} is a digest that holds {held}; this never unites",
        }
        listed.append(f"{relation.value} ({meaning[relation]})")
    return "; ".join(listed)


def _why(found: PairExplanation, settings: DedupeSettings) -> str:
    words = (
        f"{found.words_same} words of A stand in B; {found.shared} shingles in both, Jaccard {found.jaccard:.2f}, "
        f"containment {found.containment:.2f}"
    )
    row = next((row for row in found.relations if row.get("rare_jaccard") is not None), None)
    if row is None:
        return words
    return (
        f"{words}; of the rare ones Jaccard {row['rare_jaccard']:.2f} (near from {settings.rare_jaccard:.2f}), "
        f"containment {row['rare_containment']:.2f} (excerpt from {settings.rare_containment:.2f})"
    )


def _figures(found: PairExplanation, settings: DedupeSettings) -> str:
    fewest = min(found.figures_left, found.figures_right)
    counted = f"{found.figures_left} in A, {found.figures_right} in B, {found.figures_shared} in both"
    if fewest < settings.min_figures:
        return f"{counted}: too few to tell a template"
    share = (found.figures_shared + 0.5) / (fewest + 1)
    if share < settings.template_figures:
        return f"{counted}: agreement {share:.2f}, under {settings.template_figures:.2f}: instances of a template"
    return f"{counted}: agreement {share:.2f}, no template (from {settings.template_figures:.2f})"


def _cluster(found: PairExplanation) -> str:
    if found.left.cluster is None:
        return "no database: a collection of these two"
    if found.left.cluster == found.right.cluster:
        return f"both in {found.left.cluster[:12]}"
    return f"A in {found.left.cluster[:12]}, B in {(found.right.cluster or '-')[:12]}"


def _digests(found: PairExplanation) -> Iterator[str]:
    for key, held in found.digests.items():
        more = f" and {len(held) - _LISTED} more" if len(held) > _LISTED else ""
        yield f"{'A' if key == found.left.key else 'B'} is a digest: it holds {', '.join(held[:_LISTED])}{more}"


def _rare(found: PairExplanation) -> Iterator[str]:
    if found.rare:
        listed = "; ".join(f"“{words}” in {count}" for words, count in found.rare[:_LISTED])
        commonest = max(count for _, count in found.rare)
        sampled = f"{len(found.rare)} shared shingles are sampled; clusters that have them"
        yield f"{sampled}: {listed}; the commonest is in {commonest}"


def _edges(found: PairExplanation) -> Iterator[str]:
    names = {found.left.key: "A", found.right.key: "B"}
    for row in found.edges:
        right = names.get(row["right_key"], row["right_key"])
        evidence = textwrap.shorten(row["evidence"], _QUOTED, placeholder=" …")
        what = "" if row["scope"] == "document" else ", for this passage"
        yield f"{names[row['left_key']]} {row['kind']} {right}{what}: “{evidence}”"


def _passages(found: PairExplanation, width: int, *, full: bool) -> Iterator[Text]:
    column = (width - 3) // 2
    yield Text(f"{'A':<{column}}   B", style="bold")
    for passage in found.passages:
        yield from _rows(found, passage, column, full=full)


def _rows(found: PairExplanation, passage: Passage, column: int, *, full: bool) -> Iterator[Text]:
    sides = [
        _column(text, place, column, passage.kind, full=full)
        for text, place in ((found.left.text, passage.left), (found.right.text, passage.right))
    ]
    for number in range(max(map(len, sides))):
        left, right = (side[number] if number < len(side) else "" for side in sides)
        sign = _SIGN[passage.kind] if number == 0 else " "
        yield Text.assemble((f"{left:<{column}}", _STYLE[passage.kind]), f" {sign} ", (right, _STYLE[passage.kind]))


def _column(text: str, place: tuple[int, int] | None, column: int, kind: PassageKind, *, full: bool) -> list[str]:
    if place is None:
        return []
    lines = []
    words = text[slice(*place)].split()
    if kind in {PassageKind.SAME, PassageKind.MOVED} and len(words) > _LONGEST_SAME and not full:
        left_out = len(words) - _HEAD - _TAIL
        shown = [*words[:_HEAD], f"… {left_out} words …", *words[-_TAIL:]]
        return textwrap.wrap(" ".join(shown), column)
    for paragraph in text[slice(*place)].split("\n"):
        lines += textwrap.wrap(paragraph, column)
    return lines


def _as_data(found: PairExplanation) -> dict[str, Any]:
    return {
        "left": _side(found.left),
        "right": _side(found.right),
        "relations": [dict(row) for row in found.relations],
        "digests": {key: list(held) for key, held in found.digests.items()},
        "shared_shingles": found.shared,
        "jaccard": round(found.jaccard, 4),
        "containment": round(found.containment, 4),
        "figures": {"left": found.figures_left, "right": found.figures_right, "both": found.figures_shared},
        "rare": [{"words": words, "clusters": clusters} for words, clusters in found.rare],
        "edges": [dict(row) for row in found.edges],
        "passages": [
            {
                "kind": passage.kind,
                "left": _place(passage.left, found.left.text),
                "right": _place(passage.right, found.right.text),
            }
            for passage in found.passages
        ],
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "document_key": side.key,
        "id": side.name,
        "title": side.title,
        "publisher": side.publisher,
        "url": side.url,
        "published_at": side.published_at,
        "cluster": side.cluster,
        "words": len(side.text.split()),
    }


def _place(place: tuple[int, int] | None, text: str) -> dict[str, Any] | None:
    if place is None:
        return None
    return {"char_start": place[0], "char_end": place[1], "text": text[slice(*place)]}

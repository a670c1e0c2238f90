"""Annotated data as records, and the reader of a gold folder; its form is told in `tests/gold/README.md`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar

from claimhouse.errors import SourceError
from claimhouse.records import Field, Modality, QuantityKind, RejectReason, Relation

Value = Decimal | tuple[Decimal, Decimal] | str
"""A conflict's value: a number, a range, or a class such as "stake"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldPage:
    """What cleaning should make of a page.

    Attributes:
        path: the page's file, absolute.
        must: snippets that the kept text holds.
        must_not: snippets that it does not hold.
        text: the kept text; null where it was not annotated.
        title, authors, published_at, language: null where not annotated.
        rejected: the reason, for a page that is no article.
    """

    id: str
    path: Path
    url: str | None
    publisher: str | None
    must: tuple[str, ...]
    must_not: tuple[str, ...]
    text: str | None
    title: str | None
    authors: tuple[str, ...] | None
    published_at: datetime | None
    language: str | None
    rejected: RejectReason | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldQuantity:
    """A quantity of a sentence; `bound` is a sign of `records.Bound`."""

    raw: str
    kind: QuantityKind
    value: Decimal | None
    value_min: Decimal | None
    value_max: Decimal | None
    bound: str
    unit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldClaim:
    """A claim of a sentence, in the sentence's own words."""

    subject: str
    predicate: str
    object: str | None
    negated: bool
    modality: Modality


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldAttribution:
    """Whose word a sentence gives."""

    speaker: str
    cue: str
    direct: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldSentence:
    """A sentence with all that should be found in it; `checkworthy` says whether it states anything."""

    id: str
    genre: str
    field: Field
    sentence: str
    claims: tuple[GoldClaim, ...]
    quantities: tuple[GoldQuantity, ...]
    attribution: GoldAttribution | None
    checkworthy: bool
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldDocument:
    """A text of the duplicate set; documents of one `cluster` are one story's text."""

    id: str
    cluster: str
    kind: str
    title: str | None
    url: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldPair:
    """Two documents and their relation; null where they only look alike, and `kind` says why."""

    a: str
    b: str
    relation: Relation | None
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldValue:
    """A value and the documents that give it; where it is not `required`, its conflict may be missed."""

    value: Value
    documents: frozenset[str]
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldConflict:
    """A question that documents answer differently: any two of the values contradict."""

    id: str
    subject: tuple[str, ...]
    attribute: tuple[str, ...]
    values: tuple[GoldValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldTrap:
    """Two values that look like a conflict and must not be an open one, and why."""

    id: str
    why: str
    left: GoldValue
    right: GoldValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """All annotated data of a folder; what the folder does not have is empty.

    Attributes:
        sources: what the main job reads to meet the conflicts; paths relative to the folder.
    """

    pages: tuple[GoldPage, ...]
    sentences: tuple[GoldSentence, ...]
    documents: tuple[GoldDocument, ...]
    pairs: tuple[GoldPair, ...]
    conflicts: tuple[GoldConflict, ...]
    traps: tuple[GoldTrap, ...]
    sources: tuple[str, ...]


_Row = Mapping[str, Any]
_Record = TypeVar("_Record")


def load_gold(folder: Path) -> Gold:
    """Read a gold folder.

    Raises:
        SourceError: there is no such folder, it holds no gold, or a row does not have the documented form.
    """
    if not folder.is_dir():
        message = f"no gold folder at {folder}"
        raise SourceError(message)
    conflicts, traps, sources = _read_conflicts(folder / "conflicts.json")
    gold = Gold(
        pages=_read(folder / "pages.jsonl", lambda row: _page(row, folder)),
        sentences=_read(folder / "sentences.jsonl", _sentence),
        documents=_read(folder / "documents.jsonl", _document),
        pairs=_read(folder / "pairs.jsonl", _pair),
        conflicts=conflicts,
        traps=traps,
        sources=sources,
    )
    if not any((gold.pages, gold.sentences, gold.documents, gold.conflicts)):
        message = f"{folder} has none of pages.jsonl, sentences.jsonl, documents.jsonl, conflicts.json"
        raise SourceError(message)
    return gold


def _read(path: Path, record: Callable[[_Row], _Record]) -> tuple[_Record, ...]:
    return tuple(_records(path, record)) if path.exists() else ()


def _records(path: Path, record: Callable[[_Row], _Record]) -> Iterator[_Record]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                yield record(json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation) as error:
                raise _misfit(path, number, error) from error


def _read_conflicts(path: Path) -> tuple[tuple[GoldConflict, ...], tuple[GoldTrap, ...], tuple[str, ...]]:
    if not path.exists():
        return (), (), ()
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        conflicts = tuple(_conflict(row) for row in data["conflicts"])
        return conflicts, tuple(_trap(row) for row in data["traps"]), tuple(data["sources"])
    except (ValueError, KeyError, TypeError, InvalidOperation) as error:
        raise _misfit(path, None, error) from error


def _misfit(path: Path, line: int | None, error: Exception) -> SourceError:
    place = path if line is None else f"{path}:{line}"
    problem = f"{error.args[0]!r} is missing" if isinstance(error, KeyError) else str(error)
    message = f"{place} is no gold: {problem}"
    return SourceError(message)


def _page(row: _Row, folder: Path) -> GoldPage:
    authors, published = row.get("authors"), row.get("published_at")
    return GoldPage(
        id=row["id"],
        path=(folder / row["path"]).resolve(),
        url=row.get("url"),
        publisher=row.get("publisher"),
        must=tuple(row.get("must") or ()),
        must_not=tuple(row.get("must_not") or ()),
        text=row.get("text"),
        title=row.get("title"),
        authors=None if authors is None else tuple(authors),
        published_at=datetime.fromisoformat(published) if published else None,
        language=row.get("language"),
        rejected=RejectReason(row["rejected"]) if row.get("rejected") else None,
    )


def _sentence(row: _Row) -> GoldSentence:
    said = row.get("attribution")
    return GoldSentence(
        id=row["id"],
        genre=row.get("genre", ""),
        field=Field(row.get("field", "text")),
        sentence=row["sentence"],
        claims=tuple(_claim(claim) for claim in row["claims"]),
        quantities=tuple(_quantity(quantity) for quantity in row["quantities"]),
        attribution=GoldAttribution(speaker=said["speaker"], cue=said["cue"], direct=said["direct"]) if said else None,
        checkworthy=bool(row["checkworthy"]),
        language=row.get("language", "en"),
    )


def _claim(row: _Row) -> GoldClaim:
    return GoldClaim(
        subject=row["subject"],
        predicate=row["predicate"],
        object=row.get("object"),
        negated=bool(row["negated"]),
        modality=Modality(row["modality"]),
    )


def _quantity(row: _Row) -> GoldQuantity:
    return GoldQuantity(
        raw=row["raw"],
        kind=QuantityKind(row["kind"]),
        value=_decimal(row.get("value")),
        value_min=_decimal(row.get("value_min")),
        value_max=_decimal(row.get("value_max")),
        bound=row.get("bound", "="),
        unit=row.get("unit"),
    )


def _document(row: _Row) -> GoldDocument:
    return GoldDocument(
        id=row["id"],
        cluster=str(row["cluster"]),
        kind=row.get("kind", ""),
        title=row.get("title"),
        url=row.get("url"),
        text=row["text"],
    )


def _pair(row: _Row) -> GoldPair:
    relation = row.get("relation")
    return GoldPair(a=row["a"], b=row["b"], relation=Relation(relation) if relation else None, kind=row.get("kind", ""))


def _conflict(row: _Row) -> GoldConflict:
    return GoldConflict(
        id=row["id"],
        subject=tuple(row["subject"]),
        attribute=tuple(row["attribute"]),
        values=tuple(_value(value) for value in row["values"]),
    )


def _trap(row: _Row) -> GoldTrap:
    return GoldTrap(id=row["id"], why=row["why"], left=_value(row["left"]), right=_value(row["right"]))


def _value(row: _Row) -> GoldValue:
    written = row["value"]
    value: Value
    if isinstance(written, list):
        low, high = written
        value = (Decimal(str(low)), Decimal(str(high)))
    else:
        value = written if isinstance(written, str) else Decimal(str(written))
    return GoldValue(value=value, documents=frozenset(row["documents"]), required=row.get("required", True))


def _decimal(value: float | str | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))

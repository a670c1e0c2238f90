"""How times, names, values and sources are put in a report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from claimhouse.report.brief import Brief, Row
from claimhouse.report.links import link_to_sentence
from claimhouse.report.parts import Code, Inline, Line, Link, Paragraph, Quote

KEY_SHOWN = 12  # characters of a key: enough for `explain`
_SENTENCES = 3  # of one value
_SOURCES = 6  # of one sentence
_LONGEST_TITLE = 140  # characters
_FORMS = {"year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d"}
_TO_THE_MINUTE = "%Y-%m-%d %H:%M"
_COMPACT_DATE = 8  # digits of 20260114
_OF_MOMENT: Mapping[str, str] = {"published": "", "revised": "changed, seen ", "seen": "undated, seen "}
_OF_TYPE: Mapping[str, str] = {
    "contradiction": "No value fits both, and neither date, scope, rounding nor a later version explains it.",
    "reported_vs_confirmed": "One is stated or confirmed, the other is a report, a rumour or not confirmed.",
    "different_scope": "They count or measure different things.",
    "different_date": "They are of different times.",
    "rounding_compatible": "Both can be true: one is rounded, a range or a bound.",
    "superseded_by_revision": "A later version of the page gives the other value.",
}


def words(code: str) -> str:
    """Return a code as words."""
    return code.replace("_", " ").replace(":", ", ")


def count(number: int, what: str, many: str = "") -> str:
    """Return a number with its noun."""
    return f"{number} {what if number == 1 else many or what + 's'}"


def when(row: Row) -> str:
    """Return when a document was told, no more exact than is known, and how that is known if not from the page."""
    if row["moment"] is None:
        return "undated"
    return _OF_MOMENT[row["moment_of"]] + f"{row['moment']:{_FORMS.get(row['precision'], _TO_THE_MINUTE)}}"


def why(conflict: Row) -> str:
    """Return what the type of a conflict means."""
    return _OF_TYPE[conflict["type"]]


def about(row: Row) -> str:
    """Return the subject of a group; what is not known of it (`? / Orrin`) is left out."""
    return " / ".join(name for name in row["subject"].split(" / ") if name != "?") or "unnamed"


def value_of(row: Row) -> str:
    """Return the value as it is written; a date that is told as a weekday or without year with the date it is."""
    value = str(row["value"])
    is_date = row["value_kind"] == "date" and value[:_COMPACT_DATE].isdigit() and len(value) == _COMPACT_DATE
    if is_date and value[:4] not in row["text"]:
        return f"{row['text']} ({value[:4]}-{value[4:6]}-{value[6:]})"
    return str(row["text"])


def title_of(row: Row, brief: Brief) -> str:
    """Return what a group says: subject, attribute and value where all three have names, else its shortest sentence."""
    if row["subject_key"] is not None and row["attribute"] == "be":
        return f"{about(row)}: {value_of(row)}"
    if row["subject_key"] is not None and row["rule"] != "open":
        return f"{about(row)}, {words(row['attribute'])}: {value_of(row)}"
    sentences = sorted(
        {member["sentence"] for member in brief.members[row["group_key"]]}, key=lambda one: (len(one), one)
    )
    shown = " ".join(sentences[0].split()) if sentences else str(row["text"])
    return f"“{shown if len(shown) <= _LONGEST_TITLE else shown[: _LONGEST_TITLE - 1] + '…'}”"


def support_line(row: Row) -> list[Inline]:
    """Return how widely a group is supported."""
    publishers = (
        f" of {count(row['n_publishers'], 'publisher')} ({count(row['n_owners'], 'owner')})"
        if row["n_publishers"]
        else ""
    )
    return [
        f"{count(row['n_origins'], 'independent origin')} in {count(row['n_articles'], 'article')}{publishers}. Group ",
        Code(row["group_key"][:KEY_SHOWN]),
    ]


def removed_line(brief: Brief, group: str) -> str:
    """Return the articles of a group that are no origins of their own, each with the reason."""
    return "; ".join(
        f"{row['document']} ({words(row['because'])}: {row['of']})" for row in brief.removed.get(group, ())
    )


def support(brief: Brief, row: Row) -> Iterator[Paragraph]:
    """Yield how widely a group is supported, and by what no origins of their own are."""
    yield Paragraph(support_line(row))
    if removed := removed_line(brief, row["group_key"]):
        yield Paragraph([f"No origins of their own: {removed}."])


def quotes(members: Sequence[Row], group: Row) -> Iterator[Paragraph | Quote]:
    """Yield the first sentences of a group, and where the others are."""
    found = list(by_sentence(members))
    yield from found[:_SENTENCES]
    if len(found) > _SENTENCES:
        command = Code(f"claimhouse explain group {group['group_key'][:KEY_SHOWN]}")
        yield Paragraph([f"{count(len(found) - _SENTENCES, 'further sentence')}: ", command])


def by_sentence(rows: Iterable[Row]) -> Iterator[Quote]:
    """Yield each sentence once, with the documents that have it."""
    sentences: dict[str, dict[str, Row]] = {}
    for row in rows:
        sentences.setdefault(row["sentence"], {}).setdefault(row["document"], row)
    for sentence, documents in sentences.items():
        sources: list[Line] = [_full_source(row) for row in islice(documents.values(), _SOURCES)]
        if len(documents) > _SOURCES:
            sources.append([f"and {count(len(documents) - _SOURCES, 'further document')}"])
        yield Quote(sentence, sources)


def _full_source(row: Row) -> Line:
    said_by = f", on the word of {row['attribution']}" if row["attribution"] else ""
    negated = ", denied" if row["negated"] else ""
    earlier = ", in an earlier version of the page" if not row["is_current"] else ""
    where = f"{row['field']}, characters {row['char_start']} to {row['char_end']} "
    lead = f"{row['publisher'] or 'no publisher named'}, {when(row)}, {row['modality']}{negated}{said_by}{earlier}: "
    page, _, key = source(row)
    return [lead, page, f" ({where.strip()}) ", key]


def source(row: Row) -> list[Inline]:
    """Return the page of a claim, linked to the sentence, and the claim's key."""
    url = link_to_sentence(row["url"], row["sentence"], row["field"])
    page: Inline = Link(row["document"], url) if url else row["document"]
    return [page, " ", Code(row["claim_key"][:KEY_SHOWN])]


def more(number: int, query: str) -> Iterator[Paragraph]:
    """Yield how many are left out, and the query that has them."""
    if number > 0:
        yield Paragraph([f"{number} more: ", Code(f"claimhouse query {query}")])


def in_time(rows: Iterable[Row]) -> list[Row]:
    """Return rows in the order in which they were told."""
    return sorted(
        rows,
        key=lambda row: (
            row["moment"] is None,
            f"{row['moment']:%Y-%m-%dT%H:%M:%S}" if row["moment"] else "",
            row["document"],
            row["sentence"],
            row["claim_key"],
        ),
    )


def all_members(brief: Brief) -> list[Row]:
    """Return all claims of a report in the order in which they were told."""
    return in_time(row for key in brief.groups for row in brief.members.get(key, ()))

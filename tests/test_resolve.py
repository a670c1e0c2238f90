"""Resolve: names to entities, values by written precision, deals that meet, conflicts that are none."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimhouse.errors import SettingsError
from claimhouse.records import (
    Bound,
    Claim,
    ConflictType,
    EdgeKind,
    EntityKind,
    EvidencePart,
    Field,
    Mention,
    Modality,
    Quantity,
    QuantityKind,
    ValueKind,
)
from claimhouse.resolve import (
    find_conflicts,
    group_claims,
    independence_edges,
    read_aliases,
    read_claims,
    resolve_entities,
)
from claimhouse.resolve.conflicts import FoundConflict
from claimhouse.resolve.entities import ResolvedEntity
from claimhouse.resolve.facts import DocumentFacts, EntityIndex, EntityName
from claimhouse.resolve.independence import Seen, current_revisions
from claimhouse.resolve.names import is_acronym, normal_name
from claimhouse.resolve.readings import Reading
from claimhouse.resolve.values import Comparison, WrittenNumber, class_value, compare_values, half_unit, number_value

MONDAY = datetime(2026, 3, 9, 12, tzinfo=UTC)
TUESDAY = datetime(2026, 3, 10, 12, tzinfo=UTC)
ORG, PERSON, PLACE = EntityKind.ORGANISATION, EntityKind.PERSON, EntityKind.PLACE
SCALES = {"billion": 10**9, "million": 10**6, "thousand": 10**3}


def written(raw: str, bound: str = "=", kind: QuantityKind = QuantityKind.MONEY) -> WrittenNumber:
    """Return a quantity from its words: "22.3 billion", "1,500", "22.3-23 billion"."""
    digits, _, scale = raw.lstrip("$").partition(" ")
    ends = [Decimal(part.replace(",", "")) * SCALES.get(scale, 1) for part in digits.rstrip("%").split("-")]
    one = len(ends) == 1
    return WrittenNumber(
        raw=raw,
        kind=kind,
        value=ends[0] if one else None,
        value_min=None if one else ends[0],
        value_max=None if one else ends[1],
        bound=Bound(bound),
        unit="USD",
    )


SAME, COMPATIBLE, DIFFERENT = Comparison.SAME, Comparison.COMPATIBLE, Comparison.DIFFERENT


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (("22.3 billion", "="), ("22.3 billion", "="), SAME),
        (("22.3 billion", "="), ("22,300,000,000", "="), SAME),  # the same number, more precisely written
        (("22.3 billion", "="), ("22 billion", "="), COMPATIBLE),  # 22.3 is written 22
        (("22.3 billion", "="), ("22.8 billion", "="), DIFFERENT),  # 2 % apart, and no number is written both ways
        (("22.8 billion", "="), ("23 billion", "="), COMPATIBLE),
        (("22.3 billion", "="), ("23 billion", "="), DIFFERENT),
        (("22.3 billion", "="), ("22.4 billion", "="), DIFFERENT),  # neighbours touch at 22.35 and share nothing
        (("22.3-23 billion", "="), ("22.3 billion", "="), COMPATIBLE),  # a range does not contradict what it holds
        (("22.3-23 billion", "="), ("22.8 billion", "="), COMPATIBLE),
        (("22.3-23 billion", "="), ("22 billion", "="), COMPATIBLE),  # 22.3 to 22.5 are in the range and written 22
        (("22.3-23 billion", "="), ("37 billion", "="), DIFFERENT),
        (("22.3-23 billion", "="), ("22.2 billion", "="), DIFFERENT),
        (("37 billion", ">="), ("37 billion", "="), COMPATIBLE),
        (("37 billion", ">="), ("43 billion", "="), COMPATIBLE),
        (("37 billion", ">="), ("36 billion", "="), DIFFERENT),
        (("12", ">="), ("15", "="), COMPATIBLE),
        (("20", "<="), ("15", "="), COMPATIBLE),
        (("20", "<="), ("21", "="), DIFFERENT),
        (("23 billion", "~"), ("22.5 billion", "="), COMPATIBLE),
        (("3 billion", "~"), ("3.6 billion", "="), DIFFERENT),
        (("1,500", "="), ("1,487", "="), COMPATIBLE),  # a round number written in full
        (("1,500", "="), ("1,300", "="), DIFFERENT),
        (("20", "="), ("21", "="), DIFFERENT),  # one zero is no sign of rounding
        (("20", "~"), ("24", "="), COMPATIBLE),
        (("3,000", "="), ("3,400", "="), DIFFERENT),
    ],
)
def test_written_precision_decides(left: tuple[str, str], right: tuple[str, str], expected: Comparison) -> None:
    """Two amounts are compared by what was written, never by how near they are, and in either order."""
    values = number_value(written(*left)), number_value(written(*right))
    assert compare_values(values[0], values[1]) is expected
    assert compare_values(values[1], values[0]) is expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [("2016", "2016", SAME), ("2016", "201603", COMPATIBLE), ("201603", "20160312", COMPATIBLE),
     ("2016", "2017", DIFFERENT), ("20160312", "20160313", DIFFERENT), ("201603", "20160401", DIFFERENT)],
)  # fmt: skip
def test_dates_compare_by_the_days_they_may_mean(left: str, right: str, expected: Comparison) -> None:
    """A year is compatible with each of its days, and with no other."""
    first, second = (number_value(written(date, kind=QuantityKind.DATE)) for date in (left, right))
    assert compare_values(first, second) is expected


def test_half_a_unit_of_the_last_written_place() -> None:
    """The precision is read from the digits of the raw text."""
    raws = ("$22.3 billion", "$23 billion", "1,500", "3,000", "20", "22.25 million")
    assert [half_unit(written(raw)) for raw in raws] == [50_000_000, 500_000_000, 50, 50, 0, 5_000]
    assert half_unit(WrittenNumber(raw="three million", kind=QuantityKind.COUNT, value=Decimal(3_000_000))) == 500_000
    assert half_unit(written("28", kind=QuantityKind.AGE)) == 0


NUMBERS = st.builds(
    lambda whole, part, scale, bound: written(f"{whole}.{part} {scale}" if part else f"{whole} {scale}", bound),
    st.integers(1, 999), st.integers(0, 99), st.sampled_from(sorted(SCALES)), st.sampled_from(list(Bound)),
)  # fmt: skip


@given(NUMBERS, NUMBERS)
def test_comparison_is_symmetric_and_reflexive(left: WrittenNumber, right: WrittenNumber) -> None:
    """The order of two values says nothing, and a value is the same as itself."""
    one, other = number_value(left), number_value(right)
    assert compare_values(one, other) is compare_values(other, one)
    assert compare_values(one, one) is SAME


@given(st.integers(1, 99_999), st.integers(1, 4))
def test_a_number_is_compatible_with_its_own_rounding(number: int, places: int) -> None:
    """Whoever rounds a number does not contradict it."""
    precise = Decimal(number).scaleb(-places)
    rounded = precise.quantize(Decimal(1).scaleb(1 - places))
    first, second = (number_value(written(f"{value} billion")) for value in (precise, rounded))
    assert not rounded or compare_values(first, second) in {SAME, COMPATIBLE}


def test_codes_exclude_each_other_only_where_the_lexicon_says_so() -> None:
    """A denied code contradicts the code; other pairs are compatible unless listed."""
    pairs = frozenset({frozenset({"stake", "acquisition"})})
    stake, acquisition, investment = (class_value(code) for code in ("stake", "acquisition", "investment"))
    assert compare_values(stake, acquisition, pairs) is DIFFERENT
    assert compare_values(stake, investment, pairs) is COMPATIBLE
    assert compare_values(stake, class_value("stake", negated=True), pairs) is DIFFERENT


# ---- entities ----


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("The Alder & Finch Company, Inc.", ORG, "alder & finch"),
        ("Alder Robotics\u2019s", ORG, "alder robotics"),
        ("Dr. Jane Roe", PERSON, "jane roe"),
        ("Harbour Safety Board (HSB)", ORG, "harbour safety board"),
        ("U.K.", PLACE, "uk"),
        ("Holdings", ORG, "holdings"),
    ],
)
def test_comparable_names(name: str, kind: EntityKind, expected: str) -> None:
    """Legal forms, articles, possessives and forms of address do not make another name."""
    assert normal_name(name, kind) == expected


def test_acronyms_are_capitals_of_the_words() -> None:
    """Two letters mean too much, and lower case is a word."""
    assert is_acronym("HSB", "Harbour Safety Board")
    assert is_acronym("OFW", "Office of Fair Winds") is False or is_acronym("OOFW", "Office of Fair Winds")
    assert not is_acronym("HB", "Harbour Board")
    assert not is_acronym("Hsb", "Harbour Safety Board")


def mention(document: str, name: str, kind: EntityKind = ORG, text: str | None = None, at: int = 0) -> Mention:
    """Return a mention of a name."""
    return Mention(
        mention_key=f"{document} {name} {text} {at}",
        document_key=document,
        field=Field.TEXT,
        char_start=at,
        char_end=at + len(text or name),
        text=text or name,
        name=name,
        kind=kind,
        segment=0,
        ledger_digest="",
        valid_from_run=1,
        valid_to_run=None,
    )


def partition(mentions: Sequence[Mention], **more: object) -> set[frozenset[tuple[str, str]]]:
    """Return the entities as sets of (document, name)."""
    found = resolve_entities(mentions, **more)  # type: ignore[arg-type]
    return {frozenset((member.document_key, member.name) for member in entity.members) for entity in found}


def together(*members: tuple[str, str]) -> frozenset[tuple[str, str]]:
    """Return one expected entity."""
    return frozenset(members)


ENTITY_CASES: list[tuple[str, list[Mention], frozenset[tuple[str, str]], bool]] = [
    ("equal names", [mention("a", "Alder Robotics"), mention("b", "Alder Robotics")],
     together(("a", "Alder Robotics"), ("b", "Alder Robotics")), True),
    ("legal form", [mention("a", "Alder Robotics Inc."), mention("b", "the Alder Robotics")],
     together(("a", "Alder Robotics Inc."), ("b", "the Alder Robotics")), True),
    ("full name in spite of a wrong kind", [mention("a", "Alder Robotics", PERSON), mention("b", "Alder Robotics")],
     together(("a", "Alder Robotics"), ("b", "Alder Robotics")), True),
    ("surname, same document", [mention("a", "Jane Roe", PERSON), mention("a", "Roe", PERSON)],
     together(("a", "Jane Roe"), ("a", "Roe")), True),
    ("surname, other document", [mention("a", "Jane Roe", PERSON), mention("b", "Roe", PERSON)],
     together(("a", "Jane Roe"), ("b", "Roe")), False),
    ("two surnames alike", [mention("a", "Roe", PERSON), mention("b", "Roe", PERSON)],
     together(("a", "Roe"), ("b", "Roe")), False),
    ("surname of two", [mention("a", "Jane Roe", PERSON), mention("a", "Max Roe", PERSON), mention("a", "Roe", PERSON)],
     together(("a", "Jane Roe"), ("a", "Roe")), False),
    ("short form, same document", [mention("a", "Alder Robotics"), mention("a", "Alder")],
     together(("a", "Alder Robotics"), ("a", "Alder")), True),
    ("short form in use, a shared name", [mention("a", "Alder Robotics", text="Alder"), mention("a", "Norvik"),
                                          mention("b", "Alder"), mention("b", "Norvik")],
     together(("a", "Alder Robotics"), ("b", "Alder")), True),
    ("short form of no text, a shared name", [mention("a", "Alder Robotics"), mention("a", "Norvik"),
                                              mention("b", "Alder"), mention("b", "Norvik")],
     together(("a", "Alder Robotics"), ("b", "Alder")), False),
    ("a town is no club", [mention("a", "Brigham Rovers"), mention("a", "Brigham", PLACE)],
     together(("a", "Brigham Rovers"), ("a", "Brigham")), False),
    ("short form, nothing shared", [mention("a", "Alder Robotics"), mention("b", "Alder")],
     together(("a", "Alder Robotics"), ("b", "Alder")), False),
    ("short form of two", [mention("a", "Alder Robotics"), mention("a", "Alder Bank"), mention("a", "Alder")],
     together(("a", "Alder Robotics"), ("a", "Alder")), False),
    ("a couple is no long form", [mention("a", "Norvik & Alder"), mention("a", "Norvik")],
     together(("a", "Norvik & Alder"), ("a", "Norvik")), False),
    ("acronym", [mention("a", "Harbour Safety Board (HSB)"), mention("b", "HSB")],
     together(("a", "Harbour Safety Board (HSB)"), ("b", "HSB")), True),
    ("town and person", [mention("a", "Brandt", PERSON), mention("b", "Brandt", PLACE)],
     together(("a", "Brandt"), ("b", "Brandt")), False),
]  # fmt: skip


@pytest.mark.parametrize(("mentions", "pair", "joined"), [case[1:] for case in ENTITY_CASES],
                         ids=[case[0] for case in ENTITY_CASES])  # fmt: skip
def test_names_join_only_where_certain(
    mentions: list[Mention],
    pair: frozenset[tuple[str, str]],
    joined: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """Names mean one entity where a rule with a reason says so; whatever is ambiguous stays apart."""
    assert any(pair <= part for part in partition(mentions)) is joined


def test_copies_share_their_surnames() -> None:
    """A lone surname joins a full name in a copy of its document."""
    mentions = [mention("a", "Jane Roe", PERSON), mention("b", "Roe", PERSON)]
    assert together(("a", "Jane Roe"), ("b", "Roe")) in partition(mentions, clusters={"a": "c", "b": "c"})


def test_alias_file_goes_before_the_rules() -> None:
    """The user's aliases join what no rule would, and name the entity."""
    aliases = read_aliases('[[entity]]\nname = "Alder Group"\nkind = "organisation"\naliases = ["Finch", "Alder"]')
    found = resolve_entities([mention("a", "Finch", PERSON), mention("b", "Alder", PLACE)], aliases=aliases)
    assert [(entity.name, entity.kind, len(entity.members)) for entity in found] == [("Alder Group", ORG, 2)]
    assert set(found[0].members.values()) == {"alias_file"}


@pytest.mark.parametrize(
    "content",
    ["entity = 1", "[[entity]]", '[[entity]]\nname = "A"\nkind = "ship"', "[[",
     '[[entity]]\nname = "A"\naliases = ["C"]\n[[entity]]\nname = "B"\naliases = ["C"]'],
)  # fmt: skip
def test_unusable_alias_file(content: str) -> None:
    """A file of another form, and an alias of two entities, are refused with a line that says why."""
    with pytest.raises(SettingsError, match="alias file"):
        read_aliases(content)


@given(st.permutations([m for _, mentions, _, _ in ENTITY_CASES[:6] for m in mentions]))
def test_entities_do_not_depend_on_order(mentions: list[Mention]) -> None:
    """Whatever order mentions come in, the same entities come out."""
    assert partition(mentions) == partition(sorted(mentions, key=lambda one: one.mention_key))


# ---- claims to conflicts ----


@dataclasses.dataclass(frozen=True)
class Said:
    """A claim in short: its sentence, the words of its quantity, and what else matters."""

    document: str
    sentence: str
    raw: str | None = None
    kind: QuantityKind = QuantityKind.MONEY
    unit: str | None = "USD"
    bound: Bound = Bound.EXACT
    modality: Modality = Modality.ASSERTED
    published: datetime | None = None
    subject: str | None = None
    predicate: str | None = None
    object: str | None = None


NAMES = {"Norvik": ORG, "Alder AI": ORG, "Dunmore": ORG, "Jane Roe": PERSON, "Harrowgate": PLACE, "Brigham": PLACE}


def rows(said: Sequence[Said]) -> tuple[list[DocumentFacts], list[Mention]]:
    """Return documents whose texts are the sentences, one after the other."""
    documents: dict[str, DocumentFacts] = {}
    mentions: list[Mention] = []
    for number, one in enumerate(said):
        start = 1000 * number
        found = [
            mention(one.document, name, kind, at=start + one.sentence.index(name))
            for name, kind in NAMES.items()
            if name in one.sentence
        ]
        mentions += found
        quantity = _quantity(one, start, number)
        claim = _claim(one, start, number, quantity)
        before = documents.get(one.document)
        quantities = dict(before.quantities) if before else {}
        if quantity is not None:
            quantities[quantity.quantity_key] = quantity
        documents[one.document] = DocumentFacts(
            document_key=one.document,
            claims=[*(before.claims if before else []), claim],
            mentions=[*(before.mentions if before else []), *found],
            quantities={
                **(before.quantities if before else {}),
                **({quantity.quantity_key: quantity} if quantity else {}),
            },
        )
    return list(documents.values()), mentions


def _quantity(one: Said, start: int, number: int) -> Quantity | None:
    if one.raw is None:
        return None
    value = written(one.raw.removesuffix(" people").removesuffix(" children"), kind=one.kind)
    at = start + one.sentence.index(one.raw)
    return Quantity(
        quantity_key=f"q{number}", document_key=one.document, field=Field.TEXT, char_start=at,
        char_end=at + len(one.raw), raw=one.raw, kind=one.kind, value=value.value, value_min=value.value_min,
        value_max=value.value_max, bound=one.bound, unit=one.unit, concept=None, role=None, ledger_digest="",
        valid_from_run=1, valid_to_run=None,
    )  # fmt: skip


def _claim(one: Said, start: int, number: int, quantity: Quantity | None) -> Claim:
    return Claim(
        claim_key=f"{one.document}-{one.sentence[:40]}-{number}", document_key=one.document, segment=0,
        field=Field.TEXT, char_start=start, char_end=start + len(one.sentence), quote=one.sentence,
        part=EvidencePart.PAYLOAD, raw_spans=(), subject=one.subject, subject_name=one.subject,
        predicate=one.predicate, object=one.object, object_name=one.object, arguments=(), negated=False,
        quantity_key=quantity.quantity_key if quantity else None,
        quantity_keys=(quantity.quantity_key,) if quantity else (), attribution_key=None, speaker=None,
        speaker_name=None, modality=one.modality, hedge_cues=(), event_time=None, event_precision=None,
        published_at=one.published, extractor="test", extractor_version="1", confidence=1.0, ledger_digest="",
        valid_from_run=1, valid_to_run=None,
    )  # fmt: skip


def read(*said: Said) -> tuple[Reading, ...]:
    """Return the readings of a collection of claims."""
    documents, mentions = rows(said)
    entities: tuple[ResolvedEntity, ...] = resolve_entities(mentions)
    members = [
        (member, EntityName(entity.lowest_key, entity.name, entity.kind))
        for entity in entities
        for member in entity.members
    ]
    return read_claims(documents, EntityIndex(members, mentions))


def conflicts(*said: Said) -> list[FoundConflict]:
    """Return the conflicts of a collection of claims."""
    return list(find_conflicts(group_claims(read(*said))))


def types(*said: Said) -> set[ConflictType]:
    """Return the types of the conflicts of a collection of claims."""
    return {conflict.type for conflict in conflicts(*said)}


def cell(reading: Reading) -> tuple[str, str, str]:
    """Return what a reading comes to."""
    return reading.subject.text, reading.attribute.name, reading.value.text


def toll(document: str, raw: str, unit: str = "person", published: datetime = MONDAY) -> Said:
    """Return a report of one fire with its dead."""
    return Said(document, f"A fire in Harrowgate killed {raw}.", raw, QuantityKind.COUNT, unit, published=published)


BUYS = Said("a", "Norvik buys Alder AI for $3 billion.", "$3 billion")


@pytest.mark.parametrize(
    "sentence",
    [
        "Norvik's $3 billion deal with Alder AI surprised the market.",
        "The $3 billion acquisition of Alder AI by Norvik is complete.",
        "Alder AI was bought by Norvik for $3 billion.",
        "Norvik has invested $3 billion in Alder AI.",
        "Norvik paid $3 billion for Alder AI.",
        "Norvik agreed to acquire Alder AI in a deal worth $3 billion.",
        "Alder AI will be sold to Norvik for $3 billion.",
    ],
)
def test_reports_of_one_deal_meet(sentence: str) -> None:
    """However a report words a deal, its amount is said of the two parties."""
    readings = [one for one in read(BUYS, Said("b", sentence, "$3 billion")) if one.attribute.name == "deal_amount"]
    assert len(readings) == 2
    assert len({one.subject.scope for one in readings}) == 1


def test_the_deal_means_the_main_one_of_its_document() -> None:
    """A claim of "the deal" takes its parties from the document where only one pair comes into question."""
    found = read(BUYS, Said("a", "The $3 billion deal is one of the largest this year.", "$3 billion"))
    assert {cell(one) for one in found if one.attribute.name == "deal_amount"} == {
        ("Norvik / Alder AI", "deal_amount", "3000000000 USD")
    }


def test_another_deal_in_the_same_sentence_stays_apart() -> None:
    """The amount of an earlier purchase told of in passing is no value of the deal at hand."""
    told = "Norvik buys Alder AI for $3 billion, two years after the acquisition of Dunmore for $5 billion."
    found = conflicts(BUYS, Said("b", told, "$5 billion"), Said("b", told, "$3 billion"))
    assert not found


CONFLICTS: list[tuple[str, list[Said], set[ConflictType]]] = [
    ("amounts", [BUYS, Said("b", "Norvik paid $3.6 billion for Alder AI.", "$3.6 billion")],
     {ConflictType.CONTRADICTION}),
    ("rounding", [BUYS, Said("b", "Norvik paid $3.2 billion for Alder AI.", "$3.2 billion")],
     {ConflictType.ROUNDING_COMPATIBLE}),
    ("rumour of another amount", [BUYS, Said("b", "Norvik may pay $5 billion for Alder AI, it is rumoured.",
                                             "$5 billion", modality=Modality.RUMORED)],
     {ConflictType.REPORTED_VS_CONFIRMED}),
    ("rumour of the same amount", [BUYS, dataclasses.replace(BUYS, document="b", modality=Modality.RUMORED)], set()),
    ("hypothesis", [BUYS, Said("b", "If Norvik paid $9 billion for Alder AI, it would be broke.", "$9 billion",
                               modality=Modality.HYPOTHETICAL)], set()),
    ("opinion", [BUYS, Said("b", "Norvik should have paid $9 billion for Alder AI.", "$9 billion",
                            modality=Modality.OPINION)], set()),
    ("currencies", [BUYS, Said("b", "Norvik paid 2 billion for Alder AI.", "2 billion", unit="EUR")], set()),
    ("ages at several events", [
        Said("a", "Jane Roe left school at 17.", "17", QuantityKind.AGE, "year"),
        Said("b", "Jane Roe founded Dunmore at 24.", "24", QuantityKind.AGE, "year")], set()),
    ("age now", [
        Said("a", "Jane Roe, 31, lives there.", "31", QuantityKind.AGE, "year", published=MONDAY),
        Said("b", "Jane Roe, 58, lives there.", "58", QuantityKind.AGE, "year", published=MONDAY)],
     {ConflictType.CONTRADICTION}),
    ("a birthday between", [
        Said("a", "Jane Roe, 31, lives there.", "31", QuantityKind.AGE, "year", published=MONDAY),
        Said("b", "Jane Roe, 32, lives there.", "32", QuantityKind.AGE, "year", published=TUESDAY)],
     {ConflictType.DIFFERENT_DATE}),
    ("toll on two days", [
        toll("a", "12 people"),
        toll("b", "15 people", published=TUESDAY)], {ConflictType.DIFFERENT_DATE}),
    ("toll on one day", [
        toll("a", "12 people"),
        toll("b", "15 people")], {ConflictType.CONTRADICTION}),
    ("another fire", [
        toll("a", "12 people"),
        Said("a", "In 2011, a fire in Brigham killed 40 people.", "40 people", QuantityKind.COUNT, "person",
             published=MONDAY)], set()),
    ("a part of the dead", [
        toll("a", "12 people"),
        toll("b", "4 children", "child")], {ConflictType.DIFFERENT_SCOPE}),
    ("founded", [
        Said("a", "Alder AI was founded in 2016.", "2016", QuantityKind.DATE, "year", subject="Alder AI"),
        Said("b", "Alder AI was founded in 2017.", "2017", QuantityKind.DATE, "year", subject="Alder AI")],
     {ConflictType.CONTRADICTION}),
    ("revenue of two years", [
        Said("a", "Alder AI had revenue of $3 billion in 2024.", "$3 billion", subject="Alder AI"),
        Said("b", "Alder AI had revenue of $4 billion in 2025.", "$4 billion", subject="Alder AI")],
     {ConflictType.DIFFERENT_DATE}),
    ("revenue of one year", [
        Said("a", "Alder AI had revenue of $3.1 billion in 2025.", "$3.1 billion", subject="Alder AI"),
        Said("b", "Alder AI had revenue of $4.1 billion in 2025.", "$4.1 billion", subject="Alder AI")],
     {ConflictType.CONTRADICTION}),
    ("clients", [
        Said("a", "Alder AI serves Dunmore.", subject="Alder AI", predicate="serves", object="Dunmore"),
        Said("b", "Alder AI serves Norvik.", subject="Alder AI", predicate="serves", object="Norvik")], set()),
    ("stake or whole", [
        Said("a", "Norvik takes a minority stake in Alder AI.", subject="Norvik", predicate="takes", object="a stake"),
        Said("b", "Norvik has acquired Alder AI.", subject="Norvik", predicate="has acquired", object="Alder AI")],
     {ConflictType.CONTRADICTION}),
    ("confirmed or not", [
        Said("a", "Norvik has announced its acquisition of Alder AI.", subject="Norvik", predicate="has announced",
             object="its acquisition of Alder AI"),
        Said("b", "Norvik has not confirmed its acquisition of Alder AI.", subject="Norvik",
             predicate="has not confirmed", object="its acquisition of Alder AI")],
     {ConflictType.REPORTED_VS_CONFIRMED}),
    ("founder or co-founder", [
        Said("a", "Jane Roe founded Alder AI.", subject="Jane Roe", predicate="founded", object="Alder AI"),
        Said("b", "Jane Roe, co-founder of Alder AI, left.", subject="Jane Roe", predicate="left")],
     {ConflictType.CONTRADICTION}),
]  # fmt: skip


@pytest.mark.parametrize(("said", "expected"), [case[1:] for case in CONFLICTS], ids=[case[0] for case in CONFLICTS])
def test_differences_are_typed(said: list[Said], expected: set[ConflictType]) -> None:
    """A difference is a contradiction only where nothing explains it; traps are no conflicts at all."""
    assert types(*said) == expected
    assert types(*reversed(said)) == expected


def test_a_replaced_revision_is_no_contradiction() -> None:
    """A value that a later revision of the page corrected is superseded."""
    groups = group_claims(read(BUYS, Said("b", "Norvik paid $3.6 billion for Alder AI.", "$3.6 billion")))
    assert {one.type for one in find_conflicts(groups, {"a": "b"})} == {ConflictType.SUPERSEDED_BY_REVISION}


def test_what_a_page_no_longer_says_contradicts_nobody() -> None:
    """A value that only a replaced revision gives stands against no other document either, whatever took its place."""
    groups = group_claims(read(BUYS, Said("b", "Norvik paid $3.6 billion for Alder AI.", "$3.6 billion")))
    assert {one.type for one in find_conflicts(groups, {"a": "c"})} == {ConflictType.SUPERSEDED_BY_REVISION}
    assert {one.type for one in find_conflicts(groups)} == {ConflictType.CONTRADICTION}


def test_only_asserted_and_reported_claims_count() -> None:
    """Rumour, prediction, hypothesis and opinion neither corroborate nor stand alone against a claim."""
    counting = {
        modality
        for modality in Modality
        for reading in read(dataclasses.replace(BUYS, modality=modality))
        if reading.attribute.name == "deal_amount" and reading.counts
    }
    assert counting == {Modality.ASSERTED, Modality.REPORTED}


@given(st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_order(draw: random.Random) -> None:
    """Readings in any order fall into the same groups."""
    readings = list(read(*(said for _, case, _ in CONFLICTS[:4] for said in case)))
    expected = {frozenset(group.readings) for group in group_claims(readings)}
    draw.shuffle(readings)
    assert {frozenset(group.readings) for group in group_claims(readings)} == expected


def test_every_reading_has_a_kind_that_its_attribute_names() -> None:
    """The values of one lexicon attribute are all of one kind."""
    for reading in read(*(said for _, case, _ in CONFLICTS for said in case)):
        assert reading.value.kind is reading.attribute.value_kind or reading.attribute.value_kind is ValueKind.TEXT


# ---- independence ----


def seen(document: str, source: str, **more: object) -> Seen:
    """Return a sighting."""
    values: dict[str, object] = {
        "document_key": document, "source_id": source, "url": None, "fetched_at": MONDAY,
        "cluster": document, "representative": True, "relation": None, **more,
    }  # fmt: skip
    return Seen(**values)  # type: ignore[arg-type]


def test_each_copy_has_one_named_edge() -> None:
    """Copies of bytes, of a cluster and of a URL are told apart."""
    sightings = [
        seen("a", "one"),
        seen("a", "two"),
        seen("b", "three", cluster="a", representative=False, relation="near"),
        seen("c", "four", url="https://x.example/1"),
        seen("d", "five", url="https://x.example/1", fetched_at=TUESDAY),
    ]
    edges = {(edge.left_key, edge.right_key, edge.kind) for edge in independence_edges(sightings)}
    assert edges == {
        ("a", "a", EdgeKind.SAME_BYTES),
        ("b", "a", EdgeKind.NEAR_DUPLICATE),
        ("c", "d", EdgeKind.SAME_URL),
    }
    assert current_revisions(sightings) == {"c": "d"}
    assert independence_edges(sightings) == independence_edges(sightings[::-1])

"""Two groups that give one attribute of one subject different values: how they differ, and whether it is open.

Only single-valued attributes of known subjects conflict. Both sides are kept; nothing says who is right. Opinion
and hypothesis raise no conflict. A difference is explained by the first of these that holds for every pair of
claims across the two groups; what no pair explains away is a contradiction:

- `rounding_compatible`: some true number could have been written both ways, a range around it included;
- `superseded_by_revision`: one side's document was replaced by a later one of its URL; what that one still says, it
  says itself;
- `different_scope`: figures for other parts or periods, two figures set against each other in one sentence, or given
  by one text on one word;
- `different_date`: a value that changes with time, said for or at other times (an age may be one year off);
- `reported_vs_confirmed`: one side only rumoured or announced for later, or a deal both confirmed and not;
- `contradiction`.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import cache
from itertools import combinations, islice, pairwise, product

from claimhouse.provenance import plain_number
from claimhouse.records import OPEN_CONFLICTS, ConflictType, Field, Modality, ValueKind
from claimhouse.resolve.attributes import plain
from claimhouse.resolve.concepts import attribute_rule
from claimhouse.resolve.events import years_in
from claimhouse.resolve.groups import Group, may_conflict
from claimhouse.resolve.lexicon import Rule, SubjectKind, read_data, word_list
from claimhouse.resolve.readings import SILENT, Reading
from claimhouse.resolve.values import Comparison, Value, compare_values

_YEAR_DAYS = 365
_PARTS = re.compile(r", (?!\d)|; |: | and | but | which | who ")
_PUNCTUATION = re.compile(r"[.,;:()]")
_FRACTION = re.compile(r"\b(?:a|one|three) (?:quarters?|half|third)s? (?:of|as)\b")
_FEW_PAIRS = 32  # so many claims are sooner compared one by one than sorted
_FEW = 2  # of two documents one is another than a third
_OPENING_WORDS = 2  # "In 2011, ..." goes with all that follows
_OPENING_TIME = re.compile(r"(?:in|for|during|over|at|by|on) (?:\S+ ){0,6}\S+")
_MONTHS_OF_LAST_YEAR = 3  # in which news of one year still tells of the year before
_AT_THAT_TIME = re.compile(r"(?:when|in which)\b")  # "in its round of 2024, when investors bought 17 percent"
_OTHER_EVENT_DAYS = 365  # from which two event times are times of two events

# From the gravest: a group pair is what its gravest pair of claims is.
_GRAVITY = (
    ConflictType.CONTRADICTION,
    ConflictType.REPORTED_VS_CONFIRMED,
    ConflictType.DIFFERENT_DATE,
    ConflictType.DIFFERENT_SCOPE,
    ConflictType.SUPERSEDED_BY_REVISION,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundConflict:
    """Two groups of one cell with unlike values; `left` has the lower member key."""

    left: Group
    right: Group
    type: ConflictType
    explanation: str

    @property
    def open(self) -> bool:
        """Whether the difference stands unexplained."""
        return self.type in OPEN_CONFLICTS


@dataclass(frozen=True, slots=True)
class Witness:
    """What of a claim bears on the type of a conflict; equal witnesses are asked once.

    A run keeps the witnesses of earlier ones (`claimhouse.resolve.keeping`): fields are strings, numbers, times, enums,
    and tuples or sets of strings.
    """

    document_key: str
    segment: int
    speaker: str | None
    sentence: tuple[str, int, int]
    modality: Modality
    counts: bool
    hedged: bool
    published_at: datetime | None
    event_time: datetime | None
    years: frozenset[str]
    scopes: frozenset[str]
    number: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A group as it is compared with the others of its cell: what it says, and who says so."""

    attribute: str
    value: Value
    witnesses: frozenset[Witness]


def find_conflicts(groups: Iterable[Group], current: Mapping[str, str] | None = None) -> tuple[FoundConflict, ...]:
    """Compare the groups of each cell, two by two; the order of the groups does not matter.

    Args:
        groups: all groups.
        current: for documents that a later revision of their URL replaced, the document that is current.
    """
    cells: defaultdict[tuple[str, str], list[tuple[str, Group, Side]]] = defaultdict(list)
    for group in groups:
        if group.attribute.single_valued:
            cells[group.cell].append((min(group.readings), group, side_of(group)))
    found = []
    for cell in sorted(cells):
        ordered = sorted(cells[cell], key=lambda item: item[0])
        for (_, left, left_side), (_, right, right_side) in combinations(ordered, 2):
            conflict = compare_sides(left_side, right_side, current or {})
            if conflict is not None:
                found.append(FoundConflict(left=left, right=right, type=conflict[0], explanation=conflict[1]))
    return tuple(found)


def compare_sides(left: Side, right: Side, current: Mapping[str, str]) -> tuple[ConflictType, str] | None:
    """Return how two groups of one cell differ, and what was compared; null where nothing is to be said."""
    rule = attribute_rule(left.attribute)
    if rule is None or not left.witnesses or not right.witnesses:
        return None
    comparison = compare_values(left.value, right.value, rule.exclusive)
    if comparison is Comparison.COMPATIBLE and left.value.kind in {ValueKind.NUMBER, ValueKind.DATE}:
        if left.value.number is None and right.value.number is None and "not " in left.value.text + right.value.text:
            return None
        kind: ConflictType | None = ConflictType.ROUNDING_COMPATIBLE
    elif comparison is Comparison.DIFFERENT:
        kind = _gravest(rule, (left.witnesses, right.witnesses), current)
    elif comparison is Comparison.INCOMPARABLE and rule.subject is SubjectKind.EVENT:
        kind = ConflictType.DIFFERENT_SCOPE if left.value.number != right.value.number else None
    else:
        kind = None
    return None if kind is None else (kind, _explain(kind, left.value, right.value))


def side_of(group: Group) -> Side:
    """Return a group as the comparison sees it; what is only tied to it has no voice."""
    found = (
        witness_of(reading)
        for reading in group.readings.values()
        if may_conflict(reading) and reading.attribute.name == group.attribute.name
    )
    return Side(
        attribute=group.attribute.name,
        value=group.value,
        witnesses=frozenset(witness for witness in found if witness is not None),
    )


def witness_of(reading: Reading) -> Witness | None:
    """Return what a reading has to say in a conflict; null for opinion and hypothesis, which raise none."""
    return None if reading.claim.modality in SILENT else _witness(reading)


def _witness(reading: Reading) -> Witness:
    claim = reading.claim
    text = plain(claim.quote)
    is_date = reading.value.kind is ValueKind.DATE
    near = _near(reading, text)
    return Witness(
        document_key=claim.document_key,
        segment=claim.segment,
        speaker=claim.speaker_name or claim.speaker,
        sentence=(claim.field, claim.char_start, claim.char_end),
        modality=claim.modality,
        counts=reading.counts,
        hedged=any(cue.casefold() not in word_list("plan_cues") for cue in claim.hedge_cues),
        published_at=claim.published_at,
        event_time=None if is_date else claim.event_time,
        years=frozenset() if is_date else years_in(near),
        scopes=_homes(reading, text) | _scopes_in(near) | _counted_role(reading),
        number=reading.value.number,
    )


def _homes(reading: Reading, text: str) -> frozenset[str]:
    """Where a person whose age is told is from: "Roe, 49, of Harrowgate" is not the Roe of Milford."""
    if reading.attribute.name != "age" or reading.value.number is None:
        return frozenset()
    match = re.search(rf"\b{plain_number(reading.value.number)} ?, (?:of|from) ([a-z' -]+)", text)
    return frozenset({f"of {match.group(1).strip()}"} if match else ())


def _counted_role(reading: Reading) -> frozenset[str]:
    """What the people counted are, where that tells them apart: customers are no employees, crew no passengers."""
    if reading.value.unit != "person" or reading.value.number is None:
        return frozenset()
    return frozenset(f"role {role}" for word in plain(reading.text).split() if (role := _roles().get(word)) is not None)


@cache
def _roles() -> Mapping[str, str]:
    table: Mapping[str, list[str]] = tomllib.loads(read_data("roles.toml"))["roles"]
    return {form: role for role, words in table.items() for word in words for form in (word, f"{word}s")}


def _scopes_in(words: str) -> frozenset[str]:
    """The stretches of time and the parts that words name: "$2 billion in the first quarter"."""
    text = f" {_PUNCTUATION.sub(' ', _FRACTION.sub(' ', words))} "
    return frozenset(word for word in word_list("scopes") if f" {word} " in text)


def _near(reading: Reading, text: str) -> str:
    """The parts of a sentence that go with the value, and its opening.

    "Valued at $5 billion in 2023" is of that year, not "founded in 2014, it employs 200".
    """
    parts = _PARTS.split(text)
    words = plain(reading.text)
    with_value = [part for part in parts if words in part]
    with_value += [
        before for before, part in pairwise(parts) if words in part and _AT_THAT_TIME.match(part) and years_in(before)
    ]
    opening = [part for part in parts[:1] if len(part.split()) <= _OPENING_WORDS or _OPENING_TIME.fullmatch(part)]
    opening += [
        part for part in parts[1:2] if _OPENING_TIME.match(parts[0]) and years_in(part) and part not in with_value
    ]
    return " ".join([*opening, *with_value])


def _gravest(
    rule: Rule, witnesses: tuple[frozenset[Witness], frozenset[Witness]], current: Mapping[str, str]
) -> ConflictType | None:
    """Return what the gravest pair of claims is; claims that are alike to every other document are asked once."""
    explained = _telling_apart(witnesses)
    found = None
    few = len(witnesses[0]) * len(witnesses[1]) <= _FEW_PAIRS
    for left, right in product(*witnesses) if few else _telling_pairs(rule, witnesses, explained, current):
        if {left.document_key, right.document_key} & explained and _stated(rule, left) and _stated(rule, right):
            kind: ConflictType | None = ConflictType.DIFFERENT_SCOPE
        else:
            kind = _type_of(rule, left, right, current)
        if kind is _GRAVITY[0]:
            return kind
        if kind is not None and (found is None or _GRAVITY.index(kind) < _GRAVITY.index(found)):
            found = kind
    return found


def _telling_pairs(
    rule: Rule,
    witnesses: tuple[frozenset[Witness], frozenset[Witness]],
    explained: frozenset[str],
    current: Mapping[str, str],
) -> Iterator[tuple[Witness, Witness]]:
    """Yield pairs of claims that stand for all: of one document each pair, of two one pair of each two profiles."""
    sides: list[dict[Hashable, dict[str, Witness]]] = []
    for side in witnesses:
        profiles: defaultdict[Hashable, dict[str, Witness]] = defaultdict(dict)
        for witness in side:
            flags = witness.document_key in explained, witness.document_key in current
            profiles[_profile(rule, witness), flags].setdefault(witness.document_key, witness)
        sides.append(profiles)
    for lefts, rights in product(sides[0].values(), sides[1].values()):
        (key, left), *more = islice(lefts.items(), _FEW)
        for other, right in islice(rights.items(), _FEW):
            if other != key:
                yield left, right
                break
        else:
            if more:
                yield more[0][1], next(iter(rights.values()))
    by_document: defaultdict[str, list[Witness]] = defaultdict(list)
    for witness in witnesses[1]:
        by_document[witness.document_key].append(witness)
    for left in witnesses[0]:
        for right in by_document.get(left.document_key, ()):
            yield left, right


def _profile(rule: Rule, witness: Witness) -> Hashable:
    """Return what of a witness bears on its relation to claims of other documents."""
    changes = rule.varies or rule.grows or rule.name == "age"
    published = witness.published_at.date() if changes and witness.published_at is not None else None
    return replace(witness, document_key="", segment=0, speaker=None, sentence=("", 0, 0), published_at=None), published


def _telling_apart(witnesses: tuple[frozenset[Witness], frozenset[Witness]]) -> frozenset[str]:
    """The documents that give both figures on one word, in two sentences: for them these are figures of two things.

    What such a text says of one of the two contradicts nobody who gives the other alone. One sentence that sets the
    two against each other, or a title, tells of the quarrel instead.
    """
    lefts: defaultdict[str, list[Witness]] = defaultdict(list)
    for left in witnesses[0]:
        lefts[left.document_key].append(left)
    return frozenset(
        right.document_key
        for right in witnesses[1]
        if any(
            left.sentence != right.sentence
            and Field.TITLE not in {left.sentence[0], right.sentence[0]}
            and _in_one_breath(left, right)
            for left in lefts[right.document_key]
        )
    )


def _type_of(rule: Rule, left: Witness, right: Witness, current: Mapping[str, str]) -> ConflictType | None:
    if not _stated(rule, left) and not _stated(rule, right):
        return None
    return next(_reasons(rule, left, right, current), ConflictType.CONTRADICTION)


def _reasons(rule: Rule, left: Witness, right: Witness, current: Mapping[str, str]) -> Iterator[ConflictType | None]:
    """Yield what explains a difference between two claims, the strongest first; null: they do not even differ."""
    same_document = left.document_key == right.document_key
    if left.document_key in current or right.document_key in current:
        yield ConflictType.SUPERSEDED_BY_REVISION
    if same_document and (left.sentence == right.sentence or _in_one_voice(left, right)):
        yield ConflictType.DIFFERENT_SCOPE
    if any(
        mine and theirs and mine != theirs for mine, theirs in zip(*map(_scopes_by_kind, (left, right)), strict=True)
    ):
        yield ConflictType.DIFFERENT_SCOPE
    periods = word_list("short_periods")
    if rule.varies and bool(left.scopes & periods) != bool(right.scopes & periods):
        yield ConflictType.DIFFERENT_SCOPE  # of a quarter, and of a year, which few texts say
    # "in 2022 it cut 190 jobs", beside a plan of today
    if _other_time(rule, left, right) or _is_past(left) != _is_past(right):
        yield ConflictType.DIFFERENT_DATE
    if not (_stated(rule, left) and _stated(rule, right)):
        uncertain = right if _stated(rule, left) else left
        expected = uncertain.modality is Modality.PREDICTED
        yield ConflictType.REPORTED_VS_CONFIRMED if rule.plans or not expected else None
    if rule.name == "confirmation":
        yield ConflictType.REPORTED_VS_CONFIRMED


def _scopes_by_kind(witness: Witness) -> tuple[frozenset[str], ...]:
    """The scopes of a claim that are compared with each other: homes, roles, stretches and parts."""
    homes, roles = ({scope for scope in witness.scopes if scope.startswith(kind)} for kind in ("of ", "role "))
    return frozenset(homes), frozenset(roles), witness.scopes - homes - roles


def _in_one_breath(left: Witness, right: Witness) -> bool:
    """Say whether one text gives both figures on one word: a writer rarely contradicts himself, things differ."""
    return left.number is not None and right.number is not None and _in_one_voice(left, right)


def _in_one_voice(left: Witness, right: Witness) -> bool:
    """Say whether a text says both on one word: then it tells of two things, or of one before and after."""
    return left.segment == right.segment and left.speaker == right.speaker


def _stated(rule: Rule, witness: Witness) -> bool:
    """Say whether a claim states its value: as a fact, or where plans are as good, as a plan without a hedge."""
    planned = rule.plans and witness.modality is Modality.PREDICTED and not witness.hedged
    return witness.counts or planned


def _other_time(rule: Rule, left: Witness, right: Witness) -> bool:
    """Say whether two claims are about other times, as far as the attribute's values change with time."""
    if rule.name == "age" and left.number is not None and right.number is not None:
        return abs(left.number - right.number) <= 1 + _days_apart(left, right) // _YEAR_DAYS
    changes = rule.varies or rule.grows
    if left.event_time and right.event_time:
        apart = abs((left.event_time - right.event_time).days)
        if apart >= (1 if changes else _OTHER_EVENT_DAYS):
            return True
    if not changes:
        return False
    if (left.years or right.years) and not _spoken_of(left) & _spoken_of(right):
        return True
    if rule.grows and left.document_key == right.document_key:
        return True  # one text telling how the count went up
    return _days_apart(left, right) >= (1 if rule.grows else rule.days)


def _is_past(witness: Witness) -> bool:
    """Say whether a claim names years, all of them over for months when it was published."""
    published = witness.published_at
    if published is None or not witness.years:
        return False
    last = max(int(year) for year in witness.years)
    return last < published.year - (published.month <= _MONTHS_OF_LAST_YEAR)


def _spoken_of(witness: Witness) -> frozenset[str]:
    """The years a claim speaks of: those it names, else the year it is published in."""
    published = frozenset({str(witness.published_at.year)}) if witness.published_at else frozenset()
    return witness.years or published


def _days_apart(left: Witness, right: Witness) -> int:
    """Return the days between the publications of two claims, 0 if one of them is not known."""
    if left.published_at is None or right.published_at is None:
        return 0
    return abs((left.published_at.date() - right.published_at.date()).days)


def _explain(kind: ConflictType, left: Value, right: Value) -> str:
    sides = f"{_interval(left)}; {_interval(right)}"
    if kind is ConflictType.ROUNDING_COMPATIBLE:
        return f"some true value could be written both ways: {sides}"
    reasons = {
        ConflictType.CONTRADICTION: "no value fits both, and nothing explains the difference",
        ConflictType.REPORTED_VS_CONFIRMED: "one side is rumoured, announced or unconfirmed, the other stated",
        ConflictType.DIFFERENT_DATE: "the value changes with time, and the two are said of other times",
        ConflictType.DIFFERENT_SCOPE: "the two are figures for other parts, periods or sides",
        ConflictType.SUPERSEDED_BY_REVISION: "a later revision of the page replaced one by the other",
    }
    return f"{reasons[kind]}: {sides}"


def _interval(value: Value) -> str:
    if value.kind is ValueKind.CLASS or (value.low is None and value.high is None):
        return value.text
    if value.low == value.high:
        return f"{value.text} (exact)"
    return f"{value.text} ({plain_number(value.low) or '…'} to {plain_number(value.high) or '…'})"

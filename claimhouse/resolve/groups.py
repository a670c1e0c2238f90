"""Claims that say the same thing: one subject, one attribute, one value as written.

Only equal values share a group ("$22.3 billion" and "22.3bn dollars", "about 40" and "40"); "$22 billion" stands
in a group of its own, and `claimhouse.resolve.conflicts` says how the two relate. Readings of the open class go with
others of the same telling figure (`claimhouse.resolve.figures`). So no group depends on which other values are about,
and the order of arrival cannot matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from claimhouse.resolve.attributes import Attribute
from claimhouse.resolve.figures import Cell, Said, tie
from claimhouse.resolve.readings import Reading
from claimhouse.resolve.subjects import Subject
from claimhouse.resolve.values import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Readings that say the same, by member key; subject and attribute are those of the first that has the name."""

    subject: Subject
    attribute: Attribute
    value: Value
    readings: Mapping[str, Reading]

    @property
    def cell(self) -> tuple[str, str]:
        """What it is a value of: the scope of the subject and the attribute."""
        return self.subject.scope, self.attribute.name

    @property
    def reason(self) -> str:
        """Why its members are in one group."""
        if len(self.readings) == 1:
            return "only_member"
        if any(
            reading.attribute.name != self.attribute.name or reading.subject.scope != self.subject.scope
            for reading in self.readings.values()
        ):
            return "same_figure"
        written = {reading.text.casefold() for reading in self.readings.values()}
        return "same_value" if len(written) == 1 else "same_value_other_words"


def group_claims(readings: Iterable[Reading]) -> tuple[Group, ...]:
    """Group readings by (subject, attribute, value); groups are ordered by their lowest member key."""
    grouped: defaultdict[Cell, list[Reading]] = defaultdict(list)
    met = list(readings)
    for reading, cell in zip(met, _cells(met), strict=True):
        grouped[cell].append(reading)
    groups = [_group(cell, members) for cell, members in grouped.items()]
    return tuple(sorted(groups, key=lambda group: min(group.readings)))


def _cells(readings: Sequence[Reading]) -> list[Cell]:
    """Return the cells of readings, in their order."""
    documents: defaultdict[Said, set[str]] = defaultdict(set)
    for reading in readings:
        documents[_said(reading)].add(reading.claim.document_key)
    told = {one: one._replace(documents=len(keys)) for one, keys in documents.items() if one.story}
    ties = tie(told.values())
    found = []
    for reading in readings:
        said = _said(reading)
        found.append(ties.get(told[said], said.cell) if said in told else said.cell)
    return found


def _said(reading: Reading) -> Said:
    return Said(
        story=reading.story or "",
        figure=reading.figure,
        cell=Cell(reading.subject.scope, reading.attribute.name, reading.value.text),
        rule=reading.attribute.rule,
        documents=0,
    )


def _group(cell: Cell, readings: Sequence[Reading]) -> Group:
    members = {reading.member_key: reading for reading in readings}
    ordered = {key: members[key] for key in sorted(members)}
    named = [reading for reading in ordered.values() if reading.attribute.name == cell.attribute]
    home = [reading for reading in named if reading.subject.scope == cell.scope]
    single = any(may_conflict(reading) for reading in named)
    return Group(
        subject=(home or named)[0].subject,
        attribute=replace(named[0].attribute, single_valued=single),
        value=_widest(named),
        readings=ordered,
    )


def may_conflict(reading: Reading) -> bool:
    """Say whether a reading is of an attribute with one value of a known subject."""
    return reading.attribute.single_valued and reading.subject.key is not None


def _widest(readings: Iterable[Reading]) -> Value:
    """Of writings of one number the least precise ("about 23 billion" before "23 billion"): what all agree on."""
    return max(
        (reading.value for reading in readings),
        key=lambda value: (
            value.low is None or value.high is None,
            value.high - value.low if value.low is not None and value.high is not None else 0,
            value.kind,
        ),
    )

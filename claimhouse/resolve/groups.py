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
from claimhouse.resolve.figures import Cell, Said, cells
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
        if any(reading.attribute.name != self.attribute.name for reading in self.readings.values()):
            return "same_figure"
        written = {reading.text.casefold() for reading in self.readings.values()}
        return "same_value" if len(written) == 1 else "same_value_other_words"


def group_claims(readings: Iterable[Reading]) -> tuple[Group, ...]:
    """Group readings by (subject, attribute, value); groups are ordered by their lowest member key."""
    grouped: defaultdict[tuple[str, Cell], list[Reading]] = defaultdict(list)
    met = list(readings)
    for reading, cell in zip(met, cells([_said(reading) for reading in met]), strict=True):
        grouped[reading.subject.scope, cell].append(reading)
    groups = [_group(cell.attribute, members) for (_, cell), members in grouped.items()]
    return tuple(sorted(groups, key=lambda group: min(group.readings)))


def _said(reading: Reading) -> tuple[str, str | None, Said]:
    said = Said(
        attribute=reading.attribute.name,
        value=reading.value.text,
        rule=reading.attribute.rule,
        document_key=reading.claim.document_key,
    )
    return reading.subject.scope, reading.figure, said


def _group(attribute: str, readings: Sequence[Reading]) -> Group:
    members = {reading.member_key: reading for reading in readings}
    ordered = {key: members[key] for key in sorted(members)}
    named = [reading for reading in ordered.values() if reading.attribute.name == attribute]
    single = any(reading.attribute.single_valued for reading in named)
    return Group(
        subject=named[0].subject,
        attribute=replace(named[0].attribute, single_valued=single),
        value=_widest(named),
        readings=ordered,
    )


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

"""Stable names for groups whose members change: clusters, entities, claim groups, conflicts.

A group is named after a member. It keeps the name it was made with, the lowest key of its first members. After a
merge the lowest of the names stays; after a split the part that holds the naming member keeps the name, and the
other parts are named after their own lowest key. So a name means the same group from run to run, whatever comes in.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, unique


@unique
class ChangeKind(StrEnum):
    """Why a member is under another name than before."""

    MERGE = "merge"  # the whole group came under the name of another
    SPLIT = "split"  # the group goes on under its name, without the member
    RENAME = "rename"  # the naming member is gone from the collection, or was found in another group


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Move:
    """A member whose group has another name than before."""

    member: str
    kind: ChangeKind
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The names of groups, in the order in which the groups were given, and what moved (by member)."""

    names: tuple[str, ...]
    moves: tuple[Move, ...]


def name_components(components: Sequence[Collection[str]], previous: Mapping[str, str]) -> Named:
    """Name the parts of a partition, given the names that members were under before.

    A name whose naming member is in no part any more goes to the part with the lowest key of those that were under it.

    Args:
        components: disjoint, not empty; keys of members.
        previous: name by member, as it was; members that are gone may be among them.

    >>> named = name_components([["b", "c"], ["d"], ["a", "e"]], {"b": "b", "c": "b", "d": "b", "e": "e"})
    >>> named.names
    ('b', 'd', 'e')
    >>> [(move.member, move.kind.value, move.before, move.after) for move in named.moves]
    [('d', 'split', 'b', 'd')]
    """
    part_of = {member: number for number, members in enumerate(components) for member in members}
    inherited = _inherited(part_of, previous)
    names = tuple(
        min(inherited[number]) if number in inherited else min(members) for number, members in enumerate(components)
    )
    used = set(names)
    before = set(previous.values())
    moves = []
    for member, number in sorted(part_of.items()):
        old, new = previous.get(member), names[number]
        if old is not None and old != new:
            kind = ChangeKind.SPLIT if old in used else ChangeKind.MERGE if new in before else ChangeKind.RENAME
            moves.append(Move(member=member, kind=kind, before=old, after=new))
    return Named(names=names, moves=tuple(moves))


def _inherited(part_of: Mapping[str, int], previous: Mapping[str, str]) -> dict[int, list[str]]:
    lowest_left: dict[str, str] = {}
    for member, name in previous.items():
        if member in part_of and member <= lowest_left.get(name, member):
            lowest_left[name] = member
    inherited: dict[int, list[str]] = {}
    for name in set(previous.values()):
        heir = name if name in part_of else lowest_left.get(name)
        if heir is not None:
            inherited.setdefault(part_of[heir], []).append(name)
    return inherited

"""Names of groups are stable: they follow the naming member through merges and splits."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimhouse.naming import ChangeKind, Named, name_components

KEYS = "abcdefghij"


def named(components: list[str], previous: dict[str, str] | None = None) -> Named:
    """Name groups whose members are letters."""
    return name_components(components, previous or {})


@pytest.mark.parametrize(
    ("components", "previous", "names"),
    [
        (["cb", "d"], {}, ("b", "d")),  # new: the lowest key of its first members
        (["abc"], {"b": "b", "c": "b"}, ("b",)),  # a lower key that joins later takes no name
        (["abcd"], {"a": "a", "b": "a", "c": "c", "d": "c"}, ("a",)),  # merge: the lowest name stays
        (["bcde"], {"c": "c", "d": "c", "b": "e", "e": "e"}, ("c",)),  # lowest name, not lowest member
        (["ab", "cd"], {"a": "a", "b": "a", "c": "a", "d": "a"}, ("a", "c")),  # split
        (["ab", "cd"], {"a": "c", "b": "c", "c": "c", "d": "c"}, ("a", "c")),  # the naming member is in the second part
        (["bc"], {"a": "a", "b": "a", "c": "a"}, ("a",)),  # the naming member left the collection
        (["b", "c"], {"a": "a", "b": "a", "c": "a"}, ("a", "c")),  # and the rest fell apart
        (["ad"], {"d": "d"}, ("d",)),
    ],
)
def test_a_name_follows_its_naming_member(
    components: list[str], previous: dict[str, str], names: tuple[str, ...]
) -> None:
    """A group keeps its name, a merge the lowest name, a split the name where the naming member is."""
    assert named(components, previous).names == names


def test_moves_tell_merges_from_splits() -> None:
    """A member under another name than before is a merge if its group came along, a split if the group goes on."""
    merge = named(["abcd"], {"a": "a", "b": "a", "c": "c", "d": "c"}).moves
    assert [(m.member, m.kind, m.before, m.after) for m in merge] == [
        ("c", ChangeKind.MERGE, "c", "a"),
        ("d", ChangeKind.MERGE, "c", "a"),
    ]
    split = named(["ab", "cd"], dict.fromkeys("abcd", "a")).moves
    assert [(m.member, m.kind, m.before, m.after) for m in split] == [
        ("c", ChangeKind.SPLIT, "a", "c"),
        ("d", ChangeKind.SPLIT, "a", "c"),
    ]


@st.composite
def partitions(draw: st.DrawFn) -> list[str]:
    """Partitions of some of the keys."""
    keys = draw(st.permutations(KEYS))[: draw(st.integers(1, len(KEYS)))]
    cuts = sorted(draw(st.sets(st.integers(1, len(keys)), max_size=len(keys))) | {0, len(keys)})
    return ["".join(keys[start:end]) for start, end in pairwise(cuts)]


def state(components: list[str], result: Named) -> dict[str, str]:
    """Return the name by member."""
    return {member: name for members, name in zip(components, result.names, strict=True) for member in members}


@given(st.lists(partitions(), min_size=1, max_size=5))
def test_names_are_distinct_and_naming_again_changes_nothing(history: list[list[str]]) -> None:
    """Through any history names stay distinct, moves are exactly the differences, and a repeated step moves nobody."""
    previous: dict[str, str] = {}
    for components in history:
        result = named(components, previous)
        assert len(set(result.names)) == len(components)
        now = state(components, result)
        differing = {key: name for key, name in now.items() if previous.get(key, name) != name}
        assert {move.member: move.after for move in result.moves} == differing
        again = named(components, now)
        assert again.names == result.names
        assert not again.moves
        previous = now


@given(partitions(), partitions(), st.randoms())
def test_order_of_groups_and_members_does_not_matter(
    before: list[str], after: list[str], source: random.Random
) -> None:
    """The same groups in another order get the same names."""
    previous = state(before, named(before))
    shuffled = ["".join(sorted(part, key=lambda _: source.random())) for part in after]
    source.shuffle(shuffled)
    assert state(after, named(after, previous)) == state(shuffled, named(shuffled, previous))

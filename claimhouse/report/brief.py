"""What a report is made of, read from the snapshot by the steps `report_*`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from claimhouse.errors import QueryError
from claimhouse.warehouse import Reader

Row = Mapping[str, Any]
_FROM_THE_START = "1970-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """The rows of a report.

    Attributes:
        about: the name that was asked for; empty for everything.
        since: the time that was asked for; empty for none.
        snapshot: the run, its time and how much it holds.
        groups: claims that say the same, by key, the widest supported first.
        members: the claims of each group.
        removed: the articles of each group that are no origins of their own.
        withdrawn: the versions of pages that were in a group and are no more, by group.
        conflicts: the open ones first.
        changes: what revisions changed.
    """

    about: str
    since: str
    snapshot: Row
    groups: Mapping[str, Row]
    members: Mapping[str, Sequence[Row]]
    removed: Mapping[str, Sequence[Row]]
    withdrawn: Mapping[str, Sequence[Row]]
    conflicts: Sequence[Row]
    changes: Sequence[Row]


def read_brief(database: Path, lock_timeout_s: float, about: str = "", since: str = "") -> Brief:
    """Read what is known, about one name or everything.

    Raises:
        QueryError: nothing is said about the name, or the time is none.
    """
    with Reader.open(database, lock_timeout_s=lock_timeout_s) as reader:
        (snapshot,) = reader.step("report_snapshot").to_pylist()
        groups = {row["group_key"]: row for row in reader.step("report_groups", about=about).to_pylist()}
        if about and not groups:
            message = f"no claim is about {about!r}: `claimhouse query claims_about` searches objects and names too"
            raise QueryError(message)
        conflicts = reader.step("report_conflicts", groups=list(groups)).to_pylist()
        members = reader.step("report_members", groups=list(groups)).to_pylist()
        removed = reader.step("explain_group_removed", groups=list(groups)).to_pylist()
        withdrawn = reader.step("report_withdrawn", groups=list(groups)).to_pylist()
        changes = reader.step(
            "report_changes",
            about=about,
            since=since or _FROM_THE_START,
            given=bool(since),
            subjects=sorted({row["subject"] for row in groups.values()}),
        ).to_pylist()
    return Brief(
        about=about,
        since=since,
        snapshot=snapshot,
        groups=groups,
        members=_by_group(members),
        removed=_by_group(removed),
        withdrawn=_by_group(withdrawn),
        conflicts=[row for row in conflicts if {row["left_group"], row["right_group"]} <= groups.keys()],
        changes=changes,
    )


def _by_group(rows: list[Row]) -> dict[str, list[Row]]:
    key = itemgetter("group_key")
    return {group: list(found) for group, found in groupby(sorted(rows, key=key), key)}

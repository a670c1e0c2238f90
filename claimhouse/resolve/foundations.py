"""Who founded what, as the collection says it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from claimhouse.provenance import digest
from claimhouse.resolve.facts import EntityName


def founder_topic(person_key: str) -> str:
    """Return the name of the question what a person founded."""
    return digest("founder", person_key)


class FoundationIndex:
    """The organisations that the collection says a person founded.

    Attributes:
        asked: topics of the questions put to the index; whoever reads document by document empties it between two.
    """

    def __init__(self, foundations: Iterable[tuple[EntityName, EntityName]]) -> None:
        """Take in each person with an organisation, in any order, any number of times."""
        self.asked: set[str] = set()
        self._by_person: defaultdict[str, set[EntityName]] = defaultdict(set)
        for person, organisation in foundations:
            self._by_person[person.key].add(organisation)

    def organisation(self, person_key: str) -> EntityName | None:
        """Return the one organisation that a person founded; null for none or several."""
        self.asked.add(founder_topic(person_key))
        found = self._by_person.get(person_key, set())
        return next(iter(found)) if len(found) == 1 else None

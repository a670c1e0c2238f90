"""Deals: whose acquisition, stake or investment a claim is about, so that reports of one deal meet.

"Norvik's $3bn deal with Alder", "Norvik buys Alder for $3bn" and "the $3bn acquisition of Alder by Norvik" are said
of one thing. A deal is the *unordered pair* of its parties' names (those of their entities): reports mix up who buys
(a merger has no buyer, a passive is easily misread), and the pair meets all the same. A claim comes to its pair so:

1. the frame of its sentence nearest to its quantity, if both parties are named there;
2. if one party or none is named: the main deal of the segment, then of the document, where the named party is one
   of the two. The main deal is the pair of the title, else the only pair, else the one met twice as often as any
   other;
   A person who is party to no deal is taken for a speaker, not for a party;
3. if one party is named and no main deal has it: the only pair of the collection with that party in that role whose
   other party the document names;
4. else the party alone ("? / Dunmore"). So a deal told of in passing never lands in the main one's cell.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from claimhouse.provenance import digest
from claimhouse.records import EntityKind
from claimhouse.resolve.facts import EntityName
from claimhouse.resolve.names import normal_name

_TITLE_WEIGHT = 3  # the title names the matter; one mention in it is worth three in the text
_DOMINANCE = 2  # times as often as any other pair: then "the deal" means it


def party_name(entity: EntityName) -> str:
    """Return what a party is told by: its comparable name, for a party's entity may be split by a wrong kind."""
    return normal_name(entity.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """Buyer and target as far as a sentence names them."""

    buyer: EntityName | None
    target: EntityName | None

    @property
    def full(self) -> bool:
        """Whether both are known."""
        return self.buyer is not None and self.target is not None

    @property
    def key(self) -> str:
        """The subject key: of the unordered pair, or of the one party in its role."""
        if self.buyer is not None and self.target is not None:
            return pair_topic(party_name(self.buyer), party_name(self.target))
        role, party = ("buyer", self.buyer) if self.buyer is not None else ("target", self.target)
        return digest("deal", role, party_name(party) if party else None)

    def has(self, party: EntityName) -> bool:
        """Say whether an entity is one of the two."""
        return any(known is not None and party_name(known) == party_name(party) for known in (self.buyer, self.target))


@dataclass(frozen=True, slots=True, kw_only=True)
class MetPair:
    """A pair of parties that a sentence names in full."""

    document_key: str
    segment: int
    in_title: bool
    parties: Parties


def party_topic(party: str) -> str:
    """Return the name of the question whether a name is party to any deal."""
    return digest("party", party)


@lru_cache(maxsize=1 << 15)
def pair_topic(party: str, other: str) -> str:
    """Return the name of the question who buys whom, which is the key of the deal itself."""
    return digest("deal", *sorted((party, other)))


class DealIndex:
    """The pairs of the collection, for completing what a claim leaves out.

    Attributes:
        asked: topics of the questions put to the index; whoever reads document by document empties it between two.
    """

    def __init__(
        self,
        met: Iterable[MetPair],
        names_of: Mapping[str, frozenset[str]],
        counted: Iterable[tuple[Parties, int]] | None = None,
        known_parties: Iterable[str] = (),
    ) -> None:
        """Count the pairs.

        Args:
            met: every full pair of every sentence of the documents that are read.
            names_of: document -> comparable names of the entities it names.
            counted: how often each pair is met in the whole collection, where that is more than the documents that are
                read; all pairs whose two names one of these documents has.
            known_parties: comparable names that are party to any deal, beside those counted.
        """
        self.asked: set[str] = set()
        self._names_of = names_of
        self._known_parties = frozenset(known_parties)
        self._weights: defaultdict[tuple[str, int | None], Counter[str]] = defaultdict(Counter)
        self._titles: defaultdict[str, set[str]] = defaultdict(set)
        self._with_party: defaultdict[str, set[str]] = defaultdict(set)
        directions: defaultdict[str, Counter[tuple[EntityName, EntityName]]] = defaultdict(Counter)
        for pair in met:
            if not pair.parties.full:
                continue
            key = pair.parties.key
            weight = _TITLE_WEIGHT if pair.in_title else 1
            self._weights[pair.document_key, pair.segment][key] += weight
            self._weights[pair.document_key, None][key] += weight
            if pair.in_title:
                self._titles[pair.document_key].add(key)
            if counted is None:
                self._count(pair.parties, key, 1, directions)
        for parties, times in counted or ():
            self._count(parties, parties.key, times, directions)
        self._parties = {key: main_direction(counts) for key, counts in directions.items()}

    def _count(
        self,
        parties: Parties,
        key: str,
        times: int,
        directions: Mapping[str, Counter[tuple[EntityName, EntityName]]],
    ) -> None:
        if parties.buyer is None or parties.target is None:
            return
        directions[key][parties.buyer, parties.target] += times
        self._with_party[party_name(parties.buyer)].add(key)
        self._with_party[party_name(parties.target)].add(key)

    def subject(self, parties: Parties) -> tuple[str, str]:
        """Return key and text of a deal as a subject: "Norvik / Alder", the buyer first where most say so."""
        self.asked.add(parties.key)
        known = self._parties.get(parties.key, parties)
        buyer = known.buyer.name if known.buyer is not None else "?"
        target = known.target.name if known.target is not None else "?"
        return parties.key, f"{buyer} / {target}"

    def main(self, document_key: str, segment: int) -> Parties | None:
        """Return what "the deal" means in a segment of a document."""
        for place in (segment, None):
            key = self._dominant(document_key, self._weights[document_key, place])
            if key is not None:
                self.asked.add(key)
                return self._parties[key]
        return None

    def _dominant(self, document_key: str, weights: Counter[str]) -> str | None:
        in_title = [key for key in weights if key in self._titles[document_key]]
        if len(in_title) == 1:
            return in_title[0]
        ranked = weights.most_common(2)
        if not ranked:
            return None
        if len(ranked) == 1 or ranked[0][1] >= _DOMINANCE * ranked[1][1]:
            return ranked[0][0]
        return None

    def complete(self, parties: Parties, document_key: str, segment: int) -> Parties | None:
        """Return the pair that partly named parties stand for; see the rules at the head of the module."""
        if parties.full:
            return parties
        main = self.main(document_key, segment)
        party = parties.buyer or parties.target
        if party is None:
            return main
        # "chief executive Ann Bell's deal": a person who is party to no deal speaks for one who is.
        speaks = party.kind is EntityKind.PERSON and not self._is_party(party_name(party))
        if main is not None and (speaks or main.has(party)):
            return main
        name = party_name(party)
        self.asked.update(pair_topic(name, other) for other in self._names_of.get(document_key, frozenset()))
        candidates = [
            pair
            for key in self._with_party.get(name, ())
            if (pair := self._parties[key]) and self._fits(pair, parties, document_key)
        ]
        return candidates[0] if len(candidates) == 1 else parties

    def _is_party(self, name: str) -> bool:
        self.asked.add(party_topic(name))
        return bool(self._with_party.get(name)) or name in self._known_parties

    def _fits(self, pair: Parties, named: Parties, document_key: str) -> bool:
        if pair.buyer is None or pair.target is None:
            return False
        if named.target is not None:
            same_role, other = party_name(pair.target) == party_name(named.target), pair.buyer
        else:
            same_role, other = (
                named.buyer is not None and party_name(pair.buyer) == party_name(named.buyer),
                pair.target,
            )
        return same_role and party_name(other) in self._names_of.get(document_key, frozenset())


def main_direction(directions: Counter[tuple[EntityName, EntityName]]) -> Parties:
    """Return buyer and target as most sentences have them; of equally frequent ones the first by name, not by key."""
    buyer, target = min(directions, key=lambda pair: (-directions[pair], pair[0].name, pair[1].name, pair))
    return Parties(buyer=buyer, target=target)

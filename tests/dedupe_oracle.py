"""Near-duplicates by definition: sets and loops over the whole collection at once, no state, no SQL, no arrays.

An oracle for the incremental step. What is shared with it: the hashed words' normal form and the thresholds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations

from claimhouse.dedupe import ShingledText, Shingler
from claimhouse.settings import DedupeSettings

Pair = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What should be found.

    Attributes:
        pairs: relation by the two documents, the larger text first where relation is excerpt or contains.
        parts: the partition of the documents.
        limit: counted texts in which a shingle may be and still be rare.
    """

    pairs: Mapping[Pair, str]
    parts: frozenset[frozenset[str]]
    limit: int


@dataclass(frozen=True, kw_only=True)
class Measures:
    """Rare shingles that two texts share, and those of each; counted (`is_exact`) or estimated."""

    shared: int
    sizes: Mapping[str, int]
    is_exact: bool


class Oracle:
    """The answer for a collection; `revisions` are pairs of successive documents."""

    def __init__(self, texts: Mapping[str, str], settings: DedupeSettings, revisions: set[Pair] | None = None) -> None:
        self.settings = settings
        self.revisions = {(min(pair), max(pair)) for pair in revisions or set()}
        signed = dict(zip(texts, Shingler(settings).sign_and_read(list(texts.values())), strict=True))
        self.documents: dict[str, list[str]] = defaultdict(list)
        for key, (signature, _) in sorted(signed.items()):
            self.documents[signature.exact_digest if signature.words else f"empty {key}"].append(key)
        self.text_of = {key: digest for digest, keys in self.documents.items() for key in keys}
        self.read: dict[str, ShingledText] = {
            digest: signed[keys[0]][1] for digest, keys in self.documents.items() if signed[keys[0]][0].words
        }
        self.shingles = {key: set(text.shingles.tolist()) for key, text in self.read.items()}
        self.sample = {key: set(signed[self.documents[key][0]][0].sample) for key in self.read}
        self.highest = (2**64 - 1) // settings.sample_denominator
        self.figures = {key: set(text.figures.tolist()) for key, text in self.read.items()}

    def answer(self) -> Answer:
        """Return what should be found."""
        settings = self.settings
        candidates = self._candidates()
        followers = {right for left, right in candidates if self._is_same(left, right)}
        counted = [key for key in self.read if key not in followers]
        step = settings.first_step
        while 4**step < len(counted):
            step += 1
        shingles = Counter(shingle for key in counted for shingle in self.sample[key])
        words = Counter(word for key in counted for word in self.read[key].topic.tolist())
        self.rare = {key: self._rare(key, {s for s, n in shingles.items() if n > 2 * step - 2}) for key in self.read}
        self.topic = {
            key: {word for word in text.topic.tolist() if words[word] <= 2**step} for key, text in self.read.items()
        }
        successive = {tuple(sorted((self.text_of[a], self.text_of[b]))) for a, b in self.revisions}
        self.rare_sample = {
            key: {s for s in sample if shingles[s] <= 2 * step - 2} for key, sample in self.sample.items()
        }
        self.measures = {pair: self._measures(*pair, is_successive=pair in successive) for pair in candidates}
        judged = {
            pair: self._judge(*pair, is_successive=pair in successive) if measures.is_exact else None
            for pair, measures in self.measures.items()
        }
        self.neighbours: dict[str, list[str]] = defaultdict(list)
        for (left, right), measures in self.measures.items():
            if measures.shared >= settings.min_rare:
                self.neighbours[left].append(right)
                self.neighbours[right].append(left)
        digests = {key for key in self.read if self._is_digest(key)}
        found = {pair: self._settle(*pair, relation, digests) for pair, relation in judged.items() if relation}
        pairs = self._document_pairs({pair: value for pair, value in found.items() if value})
        return Answer(pairs=pairs, parts=self._parts(pairs), limit=2 * step - 2)

    def _candidates(self) -> list[Pair]:
        holders: dict[int, list[str]] = defaultdict(list)
        for key in sorted(self.sample):
            for shingle in self.sample[key]:
                holders[shingle].append(key)
        votes: Counter[Pair] = Counter()
        for keys in holders.values():
            is_heavy = len(keys) > self.settings.max_document_frequency
            anchors = keys[: self.settings.anchors]
            votes.update(
                (left, right)
                for left, right in combinations(keys, 2)
                if not is_heavy or left in anchors or right in anchors
            )
        return sorted(pair for pair, count in votes.items() if count >= self.settings.min_shared)

    def _agreement(self, left: str, right: str) -> float | None:
        fewest = min(len(self.figures[left]), len(self.figures[right]))
        if fewest < self.settings.min_figures:
            return None
        return (len(self.figures[left] & self.figures[right]) + 0.5) / (fewest + 1)

    def _is_same(self, left: str, right: str) -> bool:
        sizes = sorted((len(self.shingles[left]), len(self.shingles[right])))
        if sizes[0] < self.settings.strict_jaccard * sizes[1]:
            return False
        some, others = self.sample[left], self.sample[right]
        agreement = self._agreement(left, right)
        return len(some & others) >= self.settings.strict_jaccard * len(some | others) and (
            agreement is None or agreement >= self.settings.template_figures
        )

    def _rare(self, key: str, common: set[int]) -> set[int]:
        text = self.read[key]
        shingles = text.shingles.tolist()
        return {s for s, place in zip(shingles, text.nearest().tolist(), strict=True) if shingles[place] not in common}

    def _is_proportional(self, key: str) -> bool:
        return all(shingle <= self.highest for shingle in self.sample[key])

    def _measures(self, left: str, right: str, *, is_successive: bool) -> Measures:
        """Return what is rare in both: estimated from samples where that is enough to know that they are unrelated."""
        settings = self.settings
        some, others = self.rare_sample[left], self.rare_sample[right]
        shared, fewest = len(some & others), min(len(some), len(others))
        if not shared or (shared < settings.min_rare // settings.sample_denominator and shared < 0.3 * fewest):
            return Measures(shared=0, sizes={left: 0, right: 0}, is_exact=False)
        agreement = self._agreement(left, right)
        if self._is_proportional(left) and self._is_proportional(right):
            is_hopeless = shared < 0.6 * settings.reworded_containment * fewest
            disagrees = agreement is not None and agreement < settings.template_figures and not is_successive
            if is_hopeless or disagrees:
                sizes = {key: len(self.rare_sample[key]) * settings.sample_denominator for key in (left, right)}
                return Measures(shared=shared * settings.sample_denominator, sizes=sizes, is_exact=False)
        sizes = {key: len(self.rare[key]) for key in (left, right)}
        return Measures(shared=len(self.rare[left] & self.rare[right]), sizes=sizes, is_exact=True)

    def _judge(self, left: str, right: str, *, is_successive: bool) -> str | None:
        settings = self.settings
        some, others, shared = self.rare[left], self.rare[right], self.measures[left, right].shared
        jaccard = shared / max(1, len(some) + len(others) - shared)
        fewest = min(len(some), len(others))
        containment = shared / max(1, fewest)
        agreement = self._agreement(left, right)
        if agreement is not None and agreement < settings.template_figures:
            if not is_successive:
                return None
            agreement = None
        all_shared = len(self.shingles[left] & self.shingles[right])
        all_jaccard = all_shared / max(1, len(self.shingles[left] | self.shingles[right]))
        is_near = jaccard >= settings.rare_jaccard
        if fewest < settings.min_rare:
            related = all_jaccard >= settings.strict_jaccard and is_near
        else:
            related = is_near or containment >= settings.rare_containment
            if agreement is not None and agreement >= settings.agreeing_figures and shared >= settings.agreeing_shared:
                related = related or containment >= settings.agreeing_containment
        figures_agree = agreement is not None and agreement >= settings.agreeing_figures
        enough = settings.min_rare if figures_agree else settings.agreeing_shared
        if not related and shared >= enough and containment >= settings.reworded_containment:
            one, other = self.topic[left], self.topic[right]
            related = len(one & other) >= settings.reworded_topic * max(1, len(one | other))
        return ("near" if is_near else "excerpt") if related else None

    def _share(self, key: str, other: str) -> float:
        measures = self.measures[min(key, other), max(key, other)]
        return measures.shared / max(1, measures.sizes[key])

    def _is_part(self, covers: float, own_share: float) -> bool:
        return own_share >= self.settings.whole_share and covers < 1 - self.settings.digest_share

    def _is_digest(self, key: str) -> bool:
        settings = self.settings

        def shares_passage(one: str, other: str) -> bool:
            return other in self.neighbours[one]

        def is_kin(one: str, other: str) -> bool:
            if shares_passage(one, other):
                return True
            some, others = self.topic[one], self.topic[other]
            return len(some & others) >= settings.same_topic * max(1, min(len(some), len(others)))

        others = [(self._share(other, key), self._share(key, other), other) for other in self.neighbours[key]]
        others.sort(key=lambda other: (-round(other[0], 1), -other[1], other[2]))
        witnesses = [name for _, covers, name in others if covers < settings.copy_share]
        whole = [name for own_share, covers, name in others if self._is_part(covers, own_share)]
        sampled = len(self._proportional_rare(key))
        enough = max(1, settings.digest_share * sampled)
        first, second = (
            self._covered(key, names, kin) for names, kin in ((witnesses, is_kin), (whole, shares_passage))
        )
        quoting = [name for name in first if self._share(name, key) < settings.rare_containment]
        if len(quoting) == 1:
            del first[quoting[0]]
        is_all_covered = sum(second.values()) >= settings.whole_share * sampled
        return len(others) > 1 and any(
            sum(covered.values()) - max(covered.values(), default=0) >= enough
            for covered in ([first, second] if is_all_covered else [first])
        )

    def _proportional_rare(self, key: str) -> set[int]:
        return {shingle for shingle in self.rare_sample[key] if shingle <= self.highest}

    def _covered(self, key: str, names: list[str], is_related: Callable[[str, str], bool]) -> dict[str, int]:
        free = self._proportional_rare(key)
        chosen: dict[str, int] = {}
        for name in names:
            if any(is_related(name, other) for other in chosen):
                continue
            chosen[name] = len(free & self.sample[name])
            free -= self.sample[name]
        return chosen

    def _settle(self, left: str, right: str, relation: str, digests: set[str]) -> tuple[str, str, str] | None:
        shares = {left: self._share(left, right), right: self._share(right, left)}
        larger, smaller = (left, right) if shares[left] <= shares[right] else (right, left)

        def is_uncopied(key: str, other: str) -> bool:
            is_copy = shares[key] >= self.settings.copy_share and not self._is_part(shares[key], shares[other])
            return key in digests and not is_copy

        uncopied = [key for key, other in ((left, right), (right, left)) if is_uncopied(key, other)]
        if not uncopied:
            return relation, larger, smaller
        digest = larger if larger in uncopied else smaller
        held = smaller if digest == larger else larger
        return ("contains", digest, held) if shares[held] >= self.settings.rare_containment else None

    def _document_pairs(self, found: Mapping[Pair, tuple[str, str, str] | None]) -> dict[Pair, str]:
        pairs = {}
        for keys in self.documents.values():
            pairs.update({(keys[0], copy): "exact" for copy in keys[1:]})
        for (left, right), settled in found.items():
            if settled is None:
                continue
            relation, larger, smaller = settled
            standing = (self.documents[larger][0], self.documents[smaller][0])
            revised = [
                pair
                for pair in self.revisions
                if relation != "contains" and {self.text_of[key] for key in pair} == {left, right}
            ]
            pairs.update(dict.fromkeys(revised, "revision"))
            ends = (min(standing), max(standing))
            if ends not in revised:
                pairs[ends if relation == "near" else standing] = relation
        return pairs

    def _parts(self, pairs: Mapping[Pair, str]) -> frozenset[frozenset[str]]:
        part = {key: frozenset({key}) for key in self.text_of}
        for (left, right), relation in pairs.items():
            if relation != "contains":
                joined = part[left] | part[right]
                part.update(dict.fromkeys(joined, joined))
        return frozenset(part.values())

"""Measures of extraction, sentence by sentence: claims, quantities, speakers, modality, negation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from claimhouse.evaluate.figures import Failure, Measured, Tally, share
from claimhouse.evaluate.gold import GoldClaim, GoldQuantity, GoldSentence
from claimhouse.records import ExtractedDocument, FoundClaim, FoundQuantity, Modality

SPEAKER_OVERLAP = 0.5
"""Share of the shorter speaker's words that must be in the other: a name matches the name with its apposition."""

RATIO_DIGITS = 6
"""Significant digits to which values are compared, so that 2/3 is 0.6667."""

SAME_UNITS = {"people": "person"}
"""Units that say the same: both are found as the singular of "people"."""

ARTICLES = frozenset({"a", "an", "the"})

Slots = tuple[Counter[str], Counter[str], Counter[str]]
"""Words of a claim's subject, predicate and object."""


def evaluate_claims(sentences: Sequence[GoldSentence], answers: Mapping[str, ExtractedDocument]) -> Measured:
    """Compare what extraction found in each sentence, given alone, with the gold by id."""
    failures: list[Failure] = []
    found = {sentence.id: _claims_of(answers.get(sentence.id)) for sentence in sentences}
    figures = {
        **_detection(sentences, found, failures),
        **_statements(sentences, found),
        **_modality(sentences, found, failures),
        **_negation(sentences, found, failures),
        **_quantities(sentences, answers, failures),
        **_speakers(sentences, answers, failures),
    }
    return Measured(figures=figures, failures=tuple(failures))


def _claims_of(answer: ExtractedDocument | None) -> list[FoundClaim]:
    return [claim for sentence in answer.sentences for claim in sentence.claims] if answer else []


def _detection(
    sentences: Iterable[GoldSentence], found: Mapping[str, list[FoundClaim]], failures: list[Failure]
) -> dict[str, float]:
    """An opinion is no check-worthy claim, so a claim marked as one does not count as found."""
    tally = Tally()
    for sentence in sentences:
        stated = any(claim.modality is not Modality.OPINION for claim in found[sentence.id])
        tally.add(stated and sentence.checkworthy, stated, sentence.checkworthy)
        if stated != sentence.checkworthy:
            detail = f"{'claim in' if stated else 'no claim in'} {sentence.sentence!r}"
            failures.append(Failure(figure="claims.detection_f1", id=sentence.id, detail=detail))
    return tally.figures("claims.detection")


def _words(text: str | None) -> Counter[str]:
    return Counter(re.findall(r"\w+", (text or "").casefold()))


def _overlap(gold: GoldClaim, found: FoundClaim) -> tuple[float, float]:
    """Return precision and recall of the found claim's words, slot by slot; 0 without a common predicate word.

    Gold names the core of a claim. Words of the further arguments (when, where, for how much) may stand for words
    of the gold's object, so they count for recall; being more than the gold has, they do not count against precision.
    """
    wanted = (_words(gold.subject), _words(gold.predicate), _words(gold.object))
    core = (_words(found.subject), _words(found.predicate), _words(found.object))
    whole = (*core[:2], _words(" ".join([found.object or "", *found.arguments])))
    if not (wanted[1] & core[1]):
        return 0.0, 0.0
    return _common(wanted, core) / max(1, _size(core)), _common(wanted, whole) / max(1, _size(wanted))


def _common(left: Slots, right: Slots) -> int:
    return sum((a & b).total() for a, b in zip(left, right, strict=True))


def _size(slots: Slots) -> int:
    return sum(words.total() for words in slots)


def _distinct(claims: Iterable[FoundClaim]) -> list[FoundClaim]:
    """Return the claims without those that repeat another one for a further quantity of the sentence."""
    return list({(claim.subject, claim.predicate, claim.object): claim for claim in claims}.values())


def _statements(sentences: Iterable[GoldSentence], found: Mapping[str, list[FoundClaim]]) -> dict[str, float]:
    """As CaRB counts: precision pairs claims one to one, recall takes the best answer for each gold claim."""
    precision, recall = Tally(), Tally()
    for sentence in sentences:
        answers = _distinct(found[sentence.id])
        scores = [[_overlap(claim, answer) for answer in answers] for claim in sentence.claims]
        recall.add(sum(max((cell[1] for cell in row), default=0.0) for row in scores), 0, len(scores))
        matched = _one_to_one([[cell[0] for cell in row] for row in scores])
        precision.add(sum(scores[left][right][0] for left, right in matched), len(answers), 0)
    tally = Tally(right=precision.right, found=precision.found)
    both = Tally(right=recall.right, wanted=recall.wanted)
    f1 = 2 * tally.precision * both.recall / max(1e-9, tally.precision + both.recall)
    return {"claims.spo_precision": tally.precision, "claims.spo_recall": both.recall, "claims.spo_f1": f1}


def _one_to_one(scores: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    ranked = sorted(
        ((score, left, right) for left, row in enumerate(scores) for right, score in enumerate(row) if score),
        key=lambda cell: (-cell[0], cell[1], cell[2]),
    )
    taken: list[tuple[int, int]] = []
    for _, left, right in ranked:
        if all(left != a and right != b for a, b in taken):
            taken.append((left, right))
    return taken


def _modality(
    sentences: Iterable[GoldSentence], found: Mapping[str, list[FoundClaim]], failures: list[Failure]
) -> dict[str, float]:
    """Accuracy over the gold claims that have an answer, and F1 over all: a claim that was missed is wrong there."""
    tally = Tally()
    right = wanted = 0
    for sentence in sentences:
        answers = _distinct(found[sentence.id])
        tally.add(0, len(answers), len(sentence.claims))
        scores = [[_overlap(claim, answer)[1] for answer in answers] for claim in sentence.claims]
        for left, number in _one_to_one(scores):
            expected, given = sentence.claims[left].modality, answers[number].modality
            wanted += 1
            right += expected is given
            if expected is not given:
                detail = f"expected {expected}, found {given}: {sentence.sentence!r}"
                failures.append(Failure(figure="claims.modality_accuracy", id=sentence.id, detail=detail))
    tally.add(right, 0, 0)
    return {"claims.modality_accuracy": share(right, wanted), "claims.modality_f1": tally.f1}


def _negation(
    sentences: Iterable[GoldSentence], found: Mapping[str, list[FoundClaim]], failures: list[Failure]
) -> dict[str, float]:
    """Per sentence: holds it a negated claim, and was one found?"""
    tally = Tally()
    for sentence in sentences:
        expected = any(claim.negated for claim in sentence.claims)
        given = any(claim.negated for claim in found[sentence.id])
        tally.add(expected and given, given, expected)
        if expected != given:
            detail = f"{'negated' if expected else 'not negated'}: {sentence.sentence!r}"
            failures.append(Failure(figure="claims.negation_f1", id=sentence.id, detail=detail))
    return tally.figures("claims.negation")


def _number(value: Decimal | None) -> str | None:
    return None if value is None else format(float(value), f".{RATIO_DIGITS}g")


def _quantity_key(quantity: GoldQuantity | FoundQuantity) -> tuple[Any, ...]:
    value = _number(quantity.value)
    ends = (None, None) if value is not None else (_number(quantity.value_min), _number(quantity.value_max))
    unit = quantity.unit and SAME_UNITS.get(quantity.unit, quantity.unit)
    return str(quantity.kind), value, *ends, unit


def _quantities(
    sentences: Iterable[GoldSentence], answers: Mapping[str, ExtractedDocument], failures: list[Failure]
) -> dict[str, float]:
    whole, values = Tally(), Tally()
    bounds = bounded = 0
    for sentence in sentences:
        answer = answers.get(sentence.id)
        given = [quantity for part in answer.sentences for quantity in part.quantities] if answer else []
        expected_keys = Counter(_quantity_key(quantity) for quantity in sentence.quantities)
        given_keys = Counter(_quantity_key(quantity) for quantity in given)
        whole.add((expected_keys & given_keys).total(), given_keys.total(), expected_keys.total())
        expected_values = Counter(key[1:4] for key in expected_keys.elements())
        given_values = Counter(key[1:4] for key in given_keys.elements())
        values.add((expected_values & given_values).total(), given_values.total(), expected_values.total())
        signs = {_quantity_key(quantity): str(quantity.bound) for quantity in given}
        for quantity in sentence.quantities:
            key = _quantity_key(quantity)
            bounded += key in signs
            bounds += signs.get(key) == quantity.bound
        if expected_keys != given_keys:
            missing, extra = list(expected_keys - given_keys), list(given_keys - expected_keys)
            detail = f"missing {missing}, too many {extra}: {sentence.sentence!r}"
            failures.append(Failure(figure="claims.quantity_f1", id=sentence.id, detail=detail))
    return {
        **whole.figures("claims.quantity"),
        "claims.quantity_value_f1": values.f1,
        "claims.bound_accuracy": share(bounds, bounded),
    }


def same_speaker(left: str, right: str) -> bool:
    """Return whether two speakers share enough words to be the same.

    >>> same_speaker("Orla Finch, the chief executive", "Orla Finch"), same_speaker("the police", "the bank")
    (True, False)
    """
    one, other = (set(_words(text)) - ARTICLES or set(_words(text)) for text in (left, right))
    shorter = min(len(one), len(other))
    return bool(shorter) and len(one & other) >= SPEAKER_OVERLAP * shorter


def _speakers(
    sentences: Iterable[GoldSentence], answers: Mapping[str, ExtractedDocument], failures: list[Failure]
) -> dict[str, float]:
    tally = Tally()
    direct = matched = 0
    for sentence in sentences:
        answer = answers.get(sentence.id)
        given = [said for part in answer.sentences for said in part.attributions if said.speaker] if answer else []
        expected = sentence.attribution
        hits = [said for said in given if expected and same_speaker(expected.speaker, said.speaker or "")]
        tally.add(bool(hits), max(len({said.speaker for said in given}), bool(hits)), expected is not None)
        if expected and hits:
            matched += 1
            direct += any(said.direct == expected.direct for said in hits)
        if bool(given) != (expected is not None) or (expected and not hits):
            speakers = [said.speaker for said in given]
            detail = f"expected {expected.speaker if expected else None}, found {speakers}: {sentence.sentence!r}"
            failures.append(Failure(figure="claims.speaker_f1", id=sentence.id, detail=detail))
    return {**tally.figures("claims.speaker"), "claims.direct_accuracy": share(direct, matched)}

"""How surely a clause is put forward, by the cues of its language alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from claimhouse.extractors.languages.language import language, plain
from claimhouse.records import FoundAttribution, Modality, SpeakerKind

_QUESTION = re.compile(r"\?[\s»“”\"’')\]]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Modality of a clause, the words that show it, and whether it denies."""

    modality: Modality
    cues: tuple[str, ...]
    negated: bool


def states_nothing(sentence: str, code: str) -> bool:
    """Whether a sentence asks, or speaks to its reader outside of quotation marks."""
    if _QUESTION.search(sentence):
        return True
    known = language(code)
    if known.certainty is None:
        return False
    outside = plain(sentence)
    for opening, closing in known.speech.quotes if known.speech else ():
        outside = re.sub(rf"{re.escape(opening)}[^{re.escape(closing)}]*(?:{re.escape(closing)}|$)", " ", outside)
    return any(pattern.search(outside) for pattern in known.certainty.reader)


def judge(clause: str, code: str, attribution: FoundAttribution | None) -> Judgement:
    """Return modality and polarity of a clause that is said by somebody, or by nobody but the text.

    A named source makes what it says its word; what is to come stays to come on whosever word.
    """
    certainty = language(code).certainty
    said = attribution is not None and attribution.speaker_kind is not SpeakerKind.UNNAMED
    modality = Modality.REPORTED if attribution else Modality.ASSERTED
    cues: tuple[str, ...] = ()
    if certainty is None:
        return Judgement(modality=modality, cues=cues, negated=False)
    searched = plain(clause)
    for otherwise, within, pattern in certainty.cues:
        match = pattern.search(searched)
        if match:
            modality, cues = (
                (within if said else otherwise),
                (clause[slice(*match.span(pattern.groupindex.get("cue", 0)))],),
            )
            break
    return Judgement(modality=modality, cues=cues, negated=is_negated(clause, code) != denies(attribution, code))


def is_negated(clause: str, code: str) -> bool:
    """Whether a clause denies."""
    certainty = language(code).certainty
    if certainty is None:
        return False
    clause = plain(clause)
    for pattern in certainty.not_negations:
        clause = pattern.sub(" ", clause)
    return any(pattern.search(clause) for pattern in certainty.negations)


def denies(attribution: FoundAttribution | None, code: str) -> bool:
    """Whether the cue of an attribution denies what it reports."""
    speech = language(code).speech
    if attribution is None or attribution.cue is None or speech is None:
        return False
    words = attribution.cue.lower().split()
    return not speech.denials.isdisjoint(words)

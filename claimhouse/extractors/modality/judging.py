"""The judgement: how surely a claim is put forward, from its operators, its source and its surroundings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from claimhouse.extractors.attribution.lexicon import cue_lexicon
from claimhouse.extractors.modality.evaluation import evaluations
from claimhouse.extractors.modality.lexicon import HedgeLexicon, hedge_lexicon
from claimhouse.extractors.modality.operators import Operator, OperatorFinder, is_infinitive
from claimhouse.extractors.modality.wordforms import stance_of
from claimhouse.extractors.nominals import deal_nouns
from claimhouse.extractors.parsed import ParsedSentence
from claimhouse.records import BlockKind, FoundAttribution, Modality, SpeakerKind

_ORDER = (Modality.RUMORED, Modality.HYPOTHETICAL, Modality.PREDICTED, Modality.OPINION, Modality.REPORTED)
"""Where several apply, the first of these is the claim's modality: "reportedly plans to" is a rumour."""
_REPORTED, _UNNAMED = 0.2, 0.4
"""Strength of a hedge that is only somebody's word, by whether that somebody is known."""
_BELIEVED = 0.5
"""What somebody else thinks is so is reported, less surely than what they say."""
_RUMOUR_SPEAKER = 0.8
_INVENTED = 1.0


@dataclass(frozen=True, slots=True)
class Judgement:
    """How surely a claim is put forward.

    Attributes:
        modality: the claim's own, not its sentence's.
        hedge_cues: the words it was judged by, as written, in order of the text.
        negated: the claim denies its predicate; with a speaker it is a denial.
        strength: how much commitment the cues take away, 0 (plain fact) to 1 (none left).
        grounds: all that was weighed, in the order in which it was found.
    """

    modality: Modality
    hedge_cues: tuple[str, ...]
    negated: bool
    strength: float
    grounds: tuple[Operator, ...] = ()


def judge_modality(sentence: ParsedSentence, predicate: Token, attribution: FoundAttribution | None) -> Judgement:
    """Return the modality of the claim that `predicate`, a token of `sentence.doc`, heads.

    `attribution` is somebody's word that may cover the claim; one whose content does not hold the predicate is
    ignored, so is one whose cue is the predicate itself (that a person said it is the author's own assertion).
    """
    words = hedge_lexicon()
    operators = OperatorFinder(words).over(predicate)
    operators += _of_governor(predicate, words)
    operators += evaluations(predicate, words)
    operators += _of_surroundings(sentence, predicate, words)
    if attribution is not None and _covers(attribution, sentence.char_start + predicate.idx):
        cue = (attribution.cue or "").split()
        is_settled = any(op.modality is Modality.ASSERTED and op.cue in cue for op in operators)
        operators = [op for op in operators if op.cue not in cue or not (op.modality is Modality.OPINION or op.negates)]
        operators += [] if is_settled else _of_source(attribution)
    modalities = {operator.modality for operator in operators}
    weak_assertion = Modality.ASSERTED
    modality = next((modality for modality in _ORDER if modality in modalities), weak_assertion)
    negated = sum(operator.negates for operator in operators) % 2 == 1
    cues = dict.fromkeys(operator.cue for operator in operators if operator.modality not in {None, Modality.REPORTED})
    strength = max((operator.strength for operator in operators), default=0.0)
    ordered = sorted(cues, key=lambda cue: _place(sentence.text, cue))
    return Judgement(modality, tuple(ordered), negated, strength, tuple(operators))


def _place(text: str, cue: str) -> int:
    at = text.find(cue)
    return at if at >= 0 else len(text)


def _covers(attribution: FoundAttribution, at: int) -> bool:
    return any(span.start <= at < span.end for span in attribution.content)


def _of_governor(predicate: Token, words: HedgeLexicon) -> Iterator[Operator]:
    """Yield what a predicate makes of its own complement, which belongs to its claim: "plans to build"."""
    complements = [c for c in predicate.children if c.dep_ in {"xcomp", "ccomp", "oprd", "advcl"} and c.i > predicate.i]
    lemma = predicate.lemma_.lower()
    open_complement = [c for c in complements if is_infinitive(c) or c.dep_ in {"ccomp", "oprd"}]
    if open_complement and lemma in words.governors:
        modality, strength = words.governors[lemma]
        if modality in {Modality.PREDICTED, Modality.RUMORED} or (
            modality is Modality.OPINION and (lemma in {"seem", "appear"} or open_complement[0].dep_ == "ccomp")
        ):
            yield Operator(modality, predicate.text, strength)
        elif any(child.dep_ == "auxpass" for child in predicate.children) and open_complement[0].pos_ == "ADJ":
            yield Operator(modality, predicate.text, strength)  # "are feared dead", "is believed safe"
    if lemma in words.awaiting and any(
        c.dep_ == "dobj" and c.pos_ in {"NOUN", "PROPN", "NUM", "SYM"} for c in predicate.children
    ):
        yield Operator(Modality.PREDICTED, predicate.text, words.governors["plan"][1])
    turned = {"xcomp", "ccomp", "dobj"} if lemma in words.denying else {"xcomp"}
    passive = any(child.dep_ in {"auxpass", "nsubjpass"} for child in predicate.children)
    if lemma in words.negating and not passive and any(c.dep_ in turned for c in predicate.children):
        yield Operator(None, predicate.text, 0.0, negates=True)
    for child in predicate.children:
        if child.dep_ in {"acomp", "oprd"} and any(is_infinitive(c) for c in child.children):
            known = words.adjectives.get(child.lemma_.lower())
            if known is not None and known[0] is Modality.PREDICTED:
                yield Operator(known[0], child.text, known[1], child.lemma_.lower() in words.negating_adjectives)


def _of_surroundings(sentence: ParsedSentence, predicate: Token, words: HedgeLexicon) -> Iterator[Operator]:
    """Yield what headings, an opening "Imagine" and an unverified subject say of the claim."""
    own = (sentence.text,) if sentence.block in {BlockKind.HEADING, BlockKind.TITLE} else ()
    for heading in (*sentence.headings, *own):
        lowered = heading.lower()
        mark = next((phrase for phrase in words.headings if phrase in lowered), None)
        if mark is not None:
            yield Operator(Modality.HYPOTHETICAL, mark, _INVENTED)
            break
    doc = predicate.doc
    first = next((token for token in doc if token.is_alpha), None)
    if (
        first is not None
        and first.lower_ in {"imagine", "suppose", "picture"}
        and first.tag_ in {"VB", "VBP"}
        and first.i < predicate.i
    ):
        yield Operator(Modality.HYPOTHETICAL, first.text, 0.9)
    if predicate.lemma_.lower() == "expect" and predicate.dep_ == "ROOT" and predicate.tag_ in {"VB", "VBP"}:
        yield Operator(Modality.PREDICTED, predicate.text, 0.5)
    yield from _unverified(predicate, words)
    yield from _of_measured(predicate, words)


_SPREADING = frozenset(
    {
        "be",
        "swirl",
        "spread",
        "circulate",
        "exist",
        "mount",
        "grow",
        "persist",
        "abound",
        "emerge",
        "surface",
        "fly",
        "say",
    }
)
"""What rumours do of themselves; "rumours of a sale drove the shares up" tells of an effect."""
_NOT_RUMOURS = frozenset({"so-called", "claimed", "reported", "official"})
"""Before a noun these only tell whose word it is."""
_UNVERIFIED = frozenset({"unverified", "unconfirmed", "unsubstantiated", "unproven"})


def _unverified(predicate: Token, words: HedgeLexicon) -> Iterator[Operator]:
    """Yield the rumour words on the subject of the predicate or of the clauses it is the content of."""
    verb, governing = predicate, False
    while True:
        for child in verb.children:
            there = child.dep_ == "attr" and any(other.dep_ == "expl" for other in verb.children)
            spreads = child.dep_.startswith("nsubj") and verb.lemma_.lower() in _SPREADING
            if (there or spreads) and _tells_rumour(child, words):
                yield Operator(Modality.RUMORED, child.text, _RUMOUR_SPEAKER)
                return
            if predicate in child.subtree or child.dep_ not in {"nsubj", "nsubjpass", "advcl", "acomp", "amod"}:
                continue
            mark = next((token for token in child.subtree if _is_rumour_mark(token, child, words)), None)
            noun = words.nouns.get(child.lemma_.lower(), (None, 0.0))[0]
            if mark is None and governing and noun is Modality.RUMORED and child.dep_.startswith("nsubj"):
                mark = child
            if mark is not None:
                yield Operator(Modality.RUMORED, mark.text, _RUMOUR_SPEAKER)
                return
        if verb.dep_ not in {"ccomp", "xcomp"}:
            return
        verb, governing = verb.head, True


_MEASURES = frozenset({"be", "value", "cost", "total", "involve", "cover", "comprise", "price", "give", "represent"})
_MEASURED = frozenset({"potential", "possible", "proposed", "planned", "prospective", "would-be"})


def _of_measured(predicate: Token, words: HedgeLexicon) -> Iterator[Operator]:
    """Yield what a deal that is still to come makes of its own measure: "the proposed merger is worth $4 billion"."""
    if predicate.lemma_.lower() not in _MEASURES or not any(token.like_num for token in predicate.subtree):
        return
    for child in predicate.children:
        if child.dep_ in {"nsubj", "nsubjpass"} and child.lemma_.lower() in deal_nouns():
            for part in child.children:
                if part.dep_ == "amod" and part.lower_ in _MEASURED:
                    modality, strength = words.adjectives[part.lower_]
                    yield Operator(modality, part.text, strength)


def _tells_rumour(noun: Token, words: HedgeLexicon) -> bool:
    """Say whether a rumour is told with what it is about: "there is talk of", "rumours that … spread"."""
    known = words.nouns.get(noun.lemma_.lower(), (None, 0.0))[0] is Modality.RUMORED
    if not known and noun.lower_ not in words.rumour_phrases:
        return False
    return any(child.dep_ == "acl" or child.lower_ in {"of", "about"} for child in noun.children)


def _is_rumour_mark(token: Token, argument: Token, words: HedgeLexicon) -> bool:
    """Say whether a word of a clause's subject calls it unverified: "unconfirmed", "the rumoured price tag"."""
    if token.lower_ in _UNVERIFIED:
        return True
    known = words.adjectives.get(token.lower_, (None, 0.0))[0] is Modality.RUMORED
    if not known or token.lower_ in _NOT_RUMOURS or token.dep_ != "amod":
        return False
    inside = token.head == argument or (token.head.head == argument and token.head.dep_ == "compound")
    return inside and not _is_person_noun(argument)


def _is_person_noun(noun: Token) -> bool:
    """Say whether a noun is somebody: what "the alleged thief" does is not alleged."""
    return noun.pos_ == "PROPN" or noun.lemma_.lower().endswith(("er", "or", "ist", "man", "woman", "ee", "thief"))


_TOLD = frozenset({"said", "believed", "thought", "understood", "reported"})
"""Passives without an agent that pass on what nobody answers for: "is said to be considering"."""


def _of_source(attribution: FoundAttribution) -> list[Operator]:
    """Return what the source and its cue make of the claim."""
    cue = attribution.cue or ""
    speaker = attribution.speaker or ""
    stance = stance_of(cue)
    parts = cue.lower().split()
    denies = {"not", "never"} & set(parts) or any(part.endswith(("n't", "n’t")) for part in parts)
    if denies and stance in {"belief", "forecast", "intent"}:  # "do not believe that it was": they think it was not
        return [Operator(Modality.REPORTED if stance == "belief" else Modality.PREDICTED, cue, _BELIEVED, negates=True)]
    if denies:
        return [Operator(Modality.RUMORED, cue, 0.6)]
    if speaker.lower() in {"i", "we"} and not attribution.direct and stance in {None, "belief"}:
        return [] if stance is None else [Operator(Modality.OPINION, cue, _BELIEVED)]  # the author's own word
    lexicon = cue_lexicon()
    heard = attribution.speaker_kind is SpeakerKind.UNNAMED and _is_hearsay(speaker)
    told = attribution.speaker is None and len(parts) > 1 and parts[-1] in _TOLD
    if heard or told or stance == "rumour" or cue.lower() in lexicon.hearsay_adverbs:
        return [Operator(Modality.RUMORED, speaker if heard else cue, _RUMOUR_SPEAKER)]
    known = {
        "belief": Operator(Modality.REPORTED, cue, _BELIEVED),
        "forecast": Operator(Modality.PREDICTED, cue, 0.6),
        "intent": Operator(Modality.PREDICTED, cue, 0.6),
        "denial": Operator(Modality.REPORTED, cue, _REPORTED, negates=True),
        "refusal": Operator(Modality.REPORTED, cue, _REPORTED, negates=True),
    }
    if stance in known:
        return [known[stance]]
    unnamed = attribution.speaker_kind is SpeakerKind.UNNAMED
    return [Operator(Modality.REPORTED, cue, _UNNAMED if unnamed else _REPORTED)]


def _is_hearsay(speaker: str) -> bool:
    lexicon = cue_lexicon()
    return any(word.strip(",.").lower().removesuffix("s") in lexicon.hearsay for word in speaker.split()[-2:])

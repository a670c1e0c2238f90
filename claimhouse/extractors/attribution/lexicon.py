"""The cue lexicon: which words report what somebody says, and in which frames (`data/en/cues.toml`)."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

_DATA = "data/en/cues.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class CueLexicon:
    """Lemmas by frame; every set is in lower case.

    Attributes:
        speech, thought, evidence: verbs that take what is said as a clause.
        quotation: verbs that can only carry a quotation ("continued", "chanted").
        infinitive, directive: verbs whose infinitive is the content, without and with an object that is to act.
        object_speech, object_thought, object_evidence: verbs whose object is the content.
        doing: of these, verbs that with an amount as object do and say nothing ("raised $5 million").
        preposition: preposition -> verbs whose prepositional object is the content.
        noun_clause, noun_infinitive, noun_preposition: the same for nouns.
        light_verbs: verbs that only make an event of such a noun ("issued a warning that").
        adjective_clause: adjectives that tell the mind of their subject ("sure that").
        according: first word -> word sequences that stand before a speaker.
        hearsay_adverbs: adverbs that report without a reporter.
        showing: verbs of a clause that anything may do ("the move shows that"): they attribute only with a source.
        unnamed, hearsay, document, pronouns, generic, titles: heads of speakers, and words before names.
        labels: what stands before a colon and is no speaker ("Breaking news").
        human, human_endings: common nouns that can hold a stance, and how such nouns end.
        stance: what a cue says about its content: denial, rumour, belief, forecast, intent, refusal.
    """

    speech: frozenset[str]
    thought: frozenset[str]
    evidence: frozenset[str]
    quotation: frozenset[str]
    infinitive: frozenset[str]
    directive: frozenset[str]
    object_speech: frozenset[str]
    object_thought: frozenset[str]
    object_evidence: frozenset[str]
    doing: frozenset[str]
    preposition: dict[str, frozenset[str]]
    noun_clause: frozenset[str]
    noun_infinitive: frozenset[str]
    noun_preposition: frozenset[str]
    light_verbs: frozenset[str]
    adjective_clause: frozenset[str]
    according: Mapping[str, tuple[tuple[str, ...], ...]]
    hearsay_adverbs: frozenset[str]
    showing: frozenset[str]
    unnamed: frozenset[str]
    hearsay: frozenset[str]
    document: frozenset[str]
    pronouns: frozenset[str]
    generic: frozenset[str]
    labels: frozenset[str]
    titles: frozenset[str]
    human: frozenset[str]
    human_endings: tuple[str, ...]
    stance: dict[str, frozenset[str]]

    @property
    def clause(self) -> frozenset[str]:
        """Every verb that takes a clause."""
        return self.speech | self.thought | self.evidence

    @property
    def object(self) -> frozenset[str]:
        """Every verb whose object can be the content."""
        return self.object_speech | self.object_thought | self.object_evidence


def _by_first_word(phrases: Iterable[Sequence[str]]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in phrases:
        found[phrase[0]] = (*found.get(phrase[0], ()), tuple(phrase))
    return found


@functools.cache
def cue_lexicon() -> CueLexicon:
    """Return the lexicon of English cues, read once."""
    raw = tomllib.loads(resources.files("claimhouse.extractors").joinpath(_DATA).read_text(encoding="utf-8"))
    verbs, nouns, speakers = raw["verbs"], raw["nouns"], raw["speakers"]
    return CueLexicon(
        speech=frozenset(verbs["clause"]["speech"]),
        thought=frozenset(verbs["clause"]["thought"]),
        evidence=frozenset(verbs["clause"]["evidence"]),
        quotation=frozenset(verbs["quotation"]["speech"]),
        infinitive=frozenset(verbs["infinitive"]["intent"]),
        directive=frozenset(verbs["infinitive"]["directive"]),
        object_speech=frozenset(verbs["object"]["speech"]),
        object_thought=frozenset(verbs["object"]["thought"]),
        object_evidence=frozenset(verbs["object"]["evidence"]),
        doing=frozenset(verbs["object"]["doing"]),
        preposition={word: frozenset(lemmas) for word, lemmas in verbs["preposition"].items()},
        noun_clause=frozenset(nouns["clause"]),
        noun_infinitive=frozenset(nouns["infinitive"]),
        noun_preposition=frozenset(nouns["preposition"]),
        light_verbs=frozenset(nouns["light_verbs"]),
        adjective_clause=frozenset(raw["adjectives"]["clause"]),
        according=_by_first_word(raw["phrases"]["according"]),
        hearsay_adverbs=frozenset(raw["phrases"]["hearsay_adverbs"]),
        showing=frozenset(verbs["clause"]["showing"]),
        unnamed=frozenset(speakers["unnamed"]),
        hearsay=frozenset(speakers["hearsay"]),
        document=frozenset(speakers["document"]),
        pronouns=frozenset(speakers["pronouns"]),
        generic=frozenset(speakers["generic"]),
        labels=frozenset(speakers["labels"]),
        titles=frozenset(speakers["titles"]),
        human=frozenset(speakers["human"]),
        human_endings=tuple(speakers["human_endings"]),
        stance={name: frozenset(words) for name, words in raw["stance"].items()},
    )

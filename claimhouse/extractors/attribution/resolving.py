"""Whom a speaker's phrase names, and whom "he" or "she" means where that is certain."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from claimhouse.extractors.attribution.speakers import distinct_persons, is_personal, name_of, persons
from claimhouse.extractors.parsed import ParsedSentence
from claimhouse.records import SpeakerKind


class SpeakerNames:
    """The persons named in a field, by sentence, for looking back from a pronoun."""

    def __init__(self, sentences: Sequence[ParsedSentence]):
        self._sentences = sentences

    def name(self, index: int, kind: SpeakerKind, head: Token | None, tokens: Sequence[int]) -> str | None:
        """Return the proper name in the phrase, or the one person a pronoun can mean; null where unsure.

        "He" and "she" are resolved only where the paragraph so far names exactly one person, or, at a paragraph
        that names none yet, where the paragraph before names exactly one.
        """
        if head is None:
            return None
        if kind is SpeakerKind.PRONOUN:
            return self._person(index, head) if is_personal(head.text) else None
        return name_of(head, tokens)

    def _person(self, index: int, pronoun: Token) -> str | None:
        paragraph = self._sentences[index].paragraph
        here = list(persons(self._sentences[index], pronoun.i))
        at = index - 1
        while at >= 0 and self._sentences[at].paragraph == paragraph:
            here = [*persons(self._sentences[at]), *here]
            at -= 1
        if not here and at >= 0:
            previous = self._sentences[at].paragraph
            while at >= 0 and self._sentences[at].paragraph == previous:
                here = [*persons(self._sentences[at]), *here]
                at -= 1
        found = distinct_persons(here)
        return next(iter(found.values())) if len(found) == 1 else None

"""Whom a speaker's phrase names, and whom "he" or "she" means where that is certain."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from claimhouse.extractors.attribution.speakers import (
    distinct_persons,
    is_personal,
    name_of,
    persons,
    unlabelled_names,
)
from claimhouse.extractors.parsed import ParsedSentence
from claimhouse.records import SpeakerKind


class SpeakerNames:
    """The persons named in a field, by sentence, for looking back from a pronoun."""

    def __init__(self, sentences: Sequence[ParsedSentence], speakers: Sequence[tuple[int, str]] = ()) -> None:
        """Take the sentences and the named speakers already found, each with the index of its sentence."""
        self._sentences = sentences
        self._speakers: dict[int, list[str]] = {}
        for index, name in speakers:
            self._speakers.setdefault(index, []).append(name)

    def _named(self, index: int, before: int | None = None) -> tuple[list[str], list[str]]:
        """Return the sure persons of a sentence, and names that might be further ones."""
        sentence = self._sentences[index]
        sure = list(persons(sentence, before))
        if before is None:
            sure += [name for name in self._speakers.get(index, ()) if name not in sure]
        return sure, list(unlabelled_names(sentence, before))

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
        sure, unsure = self._named(index, pronoun.i)
        at = index - 1
        while at >= 0 and self._sentences[at].paragraph == paragraph:
            more, doubtful = self._named(at)
            sure, unsure = [*more, *sure], [*doubtful, *unsure]
            at -= 1
        if not sure and not unsure and at >= 0:
            previous = self._sentences[at].paragraph
            while at >= 0 and self._sentences[at].paragraph == previous:
                more, doubtful = self._named(at)
                sure, unsure = [*more, *sure], [*doubtful, *unsure]
                at -= 1
        found = distinct_persons(sure)
        if len(found) != 1 or len(distinct_persons([*sure, *unsure])) != 1:
            return None
        return next(iter(found.values()))

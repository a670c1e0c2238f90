"""What a pronoun or "the company" means, where the document leaves no doubt."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from claimhouse.extractors.mentions import name_words
from claimhouse.extractors.parsed import ParsedSentence
from claimhouse.extractors.phrases import is_close_apposition
from claimhouse.records import EntityKind, FoundMention

_PERSON_PRONOUNS = frozenset({"he", "she", "his", "her", "him", "himself", "herself"})
_THING_PRONOUNS = frozenset({"it", "its", "itself"})
_DEFINITE = frozenset({"the", "this", "that"})
_DESCRIBING = frozenset({"prep", "relcl", "acl", "poss", "compound", "nmod", "amod"})
"""What makes a definite noun phrase mean something by itself: "the city council", "the founder of Tessel"."""


def name_of(
    token: Token | None, sentence: ParsedSentence, before: ParsedSentence | None, mentions: Sequence[FoundMention]
) -> str | None:
    """Return the full name of what `token` stands for, or null where it is no name or not certain.

    A name stands for itself. A pronoun or a definite noun ("the company", "the 28-year-old") stands for the only
    name of its kind earlier in the same sentence; where there is none, for the only one in the sentence before,
    or for that sentence's subject. Two candidates leave it open.

    Args:
        token: head of the phrase, in the parse of `sentence`.
        sentence: the sentence the phrase stands in.
        before: the sentence before it in the same field and segment.
        mentions: all names of the document.
    """
    if token is None or any(child.dep_ == "conj" for child in token.children):
        return None
    direct = _mention_at(token, sentence, mentions)
    if direct is not None:
        return direct.name
    kind = _kind_wanted(token)
    if kind is None:
        return None
    limit = sentence.char_start + token.left_edge.idx
    names = _names(sentence, mentions, kind, limit)
    if not names and before is not None:
        names = _names(before, mentions, kind, before.char_end)
        if len(names) > 1:
            names = _subject_names(before, mentions, kind)
    return names.pop() if len(names) == 1 else None


def _mention_at(token: Token, sentence: ParsedSentence, mentions: Sequence[FoundMention]) -> FoundMention | None:
    """Return the name the token belongs to, or that stands in apposition to it ("its founder, Ann Bell")."""
    heads = [token, *(child for child in token.children if child.pos_ == "PROPN" and is_close_apposition(child))]
    for head in heads:
        place = sentence.char_start + head.idx
        for mention in mentions:
            if mention.field is sentence.field and mention.char_start <= place < mention.char_end:
                return mention
    return None


def _kind_wanted(token: Token) -> EntityKind | None:
    """Return which kind of name the token may take up; null where it takes up none."""
    words = name_words()
    lower = token.lower_
    kind: EntityKind | None = None
    if lower in _PERSON_PRONOUNS:
        kind = EntityKind.PERSON
    elif lower in _THING_PRONOUNS:
        # "It was a surprise that …" takes up nothing
        is_empty = any(child.dep_ in {"ccomp", "csubj", "advcl"} for child in token.head.children)
        kind = None if is_empty and token.dep_.startswith("nsubj") else EntityKind.ORGANISATION
    elif any(child.lower_ in _DEFINITE and child.dep_ == "det" for child in token.children):
        described = any(child.dep_ in _DESCRIBING for child in token.children)
        has_age = lower.endswith("-year-old") or (
            lower == "old" and any(part.lower_ == "year" for part in token.subtree)
        )
        if has_age or (not described and lower in words["person_nouns"]):
            kind = EntityKind.PERSON
        elif not described and lower in words["organisation_nouns"]:
            kind = EntityKind.ORGANISATION
    return kind


def _names(sentence: ParsedSentence, mentions: Sequence[FoundMention], kind: EntityKind, limit: int) -> set[str]:
    return {
        mention.name
        for mention in mentions
        if mention.field is sentence.field
        and mention.kind is kind
        and sentence.char_start <= mention.char_start
        and mention.char_end <= limit
    }


def _subject_names(sentence: ParsedSentence, mentions: Sequence[FoundMention], kind: EntityKind) -> set[str]:
    """Return the name that is the subject of the sentence's main verb, if it is of the kind."""
    if sentence.doc is None:
        return set()
    subjects = [token for token in sentence.doc if token.dep_.startswith("nsubj") and token.head.dep_ == "ROOT"]
    found = [_mention_at(token, sentence, mentions) for token in subjects]
    return {mention.name for mention in found if mention is not None and mention.kind is kind}

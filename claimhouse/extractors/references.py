"""What a pronoun or "the company" means, where the document leaves no doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from claimhouse.extractors.mentions import name_words
from claimhouse.extractors.parsed import ParsedSentence
from claimhouse.extractors.phrases import is_close_apposition
from claimhouse.records import EntityKind, FoundMention


@dataclass(frozen=True, slots=True)
class Topic:
    """What the sentence before was about: its main subject's name, where that is certain, with the name's kind."""

    name: str
    kind: EntityKind


@dataclass(frozen=True, slots=True)
class Context:
    """The sentence before in the same field and segment, and what it was about."""

    sentence: ParsedSentence | None = None
    topic: Topic | None = None


_PERSON_PRONOUNS = frozenset({"he", "she", "his", "her", "him", "himself", "herself"})
_THING_PRONOUNS = frozenset({"it", "its", "itself"})
_DEFINITE = frozenset({"the", "this", "that"})
_DESCRIBING = frozenset({"prep", "relcl", "acl", "poss", "compound", "nmod", "amod"})
"""What makes a definite noun phrase mean something by itself: "the city council", "the founder of Tessel"."""


def name_of(
    token: Token | None, sentence: ParsedSentence, before: Context, mentions: Sequence[FoundMention]
) -> str | None:
    """Return the full name of what `token` stands for, or null where it is no name or not certain.

    A name stands for itself. A pronoun stands for the only name of its kind that is a subject earlier in the same
    sentence, or else for the topic of the sentence before. A definite noun ("the company", "the 34-year-old")
    stands for the only name of its kind earlier in the same sentence; where there is none, for the only one in the
    sentence before, or for that sentence's topic. Two candidates leave it open.

    Args:
        token: head of the phrase, in the parse of `sentence`.
        sentence: the sentence the phrase stands in.
        before: the sentence before it in the same field and segment, and its topic.
        mentions: the names of both sentences.
    """
    if token is None:
        return None
    direct = _mention_at(token, sentence, mentions)
    if any(child.dep_ == "conj" for child in token.children) and (direct is None or token.pos_ == "PROPN"):
        return None
    if direct is not None:
        return direct.name
    kind = _kind_wanted(token)
    if kind is None:
        return None
    own = _names(sentence, mentions, kind, sentence.char_start + token.left_edge.idx)
    topic = before.topic.name if before.topic is not None and before.topic.kind is kind else None
    if token.pos_ == "PRON":
        subjects = {mention.name for mention in own if _is_subject(mention, sentence)}
        # somebody named in passing could be meant just as well as the topic
        names = subjects or ({topic} if topic and not {mention.name for mention in own} - {topic} else set())
    else:
        names = {mention.name for mention in own}
        if not names and before.sentence is not None:
            names = {m.name for m in _names(before.sentence, mentions, kind, before.sentence.char_end)}
            names = {topic} if topic and len(names) != 1 else names
    return names.pop() if len(names) == 1 else None


def topic_of(sentence: ParsedSentence, before: Context, mentions: Sequence[FoundMention]) -> Topic | None:
    """Return what a sentence is about, for the pronouns of the next one."""
    if sentence.doc is None:
        return None
    subject = next((t for t in sentence.doc if t.dep_.startswith("nsubj") and t.head.dep_ == "ROOT"), None)
    name = name_of(subject, sentence, before, mentions)
    kinds = [mention.kind for mention in mentions if mention.name == name]
    if name is None:
        return None
    if kinds:
        return Topic(name, kinds[0])
    return before.topic if before.topic is not None and before.topic.name == name else None


def _mention_at(token: Token, sentence: ParsedSentence, mentions: Sequence[FoundMention]) -> FoundMention | None:
    """Return the name the token belongs to, or that stands in apposition to it ("its founder, Ann Bell")."""
    children = [child for part in (token, *token.conjuncts) for child in part.children if part.pos_ == "NOUN"]
    heads = [token, *(child for child in children if child.pos_ == "PROPN" and is_close_apposition(child))]
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


def _names(
    sentence: ParsedSentence, mentions: Sequence[FoundMention], kind: EntityKind, limit: int
) -> list[FoundMention]:
    return [
        mention
        for mention in mentions
        if mention.field is sentence.field
        and mention.kind is kind
        and sentence.char_start <= mention.char_start
        and mention.char_end <= limit
    ]


def _is_subject(mention: FoundMention, sentence: ParsedSentence) -> bool:
    """Tell whether a name is the subject of a verb, or stands in apposition to one."""
    if sentence.doc is None:
        return False
    start, end = mention.char_start - sentence.char_start, mention.char_end - sentence.char_start
    inside = [token for token in sentence.doc if start <= token.idx < end]
    return any(
        token.dep_.startswith("nsubj") or (token.dep_ == "appos" and token.head.dep_.startswith("nsubj"))
        for token in inside
    )

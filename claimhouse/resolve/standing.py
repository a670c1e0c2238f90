"""Under whom a figure stands whose subject names nobody: "900 positions will go", "it rose to 40".

In a text about one event or one house the figure is of that. Where the subject is the quantity itself or a pronoun,
that is sure; another noun ("the lender") may be a thing of its own: then the figure stands in groups, and against
nothing.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from claimhouse.records import Claim
from claimhouse.resolve.attributes import Attribute, plain
from claimhouse.resolve.concepts import attribute_rule
from claimhouse.resolve.events import tells_of_another
from claimhouse.resolve.lexicon import SubjectKind, word_list
from claimhouse.resolve.names import normal_name
from claimhouse.resolve.subjects import (
    NO_HOUSE,
    Context,
    ReadSentence,
    Subject,
    event_subject,
    is_of_the_past,
    known_subject,
)

_NAME_INSIDE = re.compile(r"\s[^\s\w]*[A-ZÀ-Þ]")
_DAYS = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Mon|Tues|Wednes|Thurs"
    r"|Fri|Satur|Sun)day)\b"
)
_ROUGHLY = (
    r"(?:(?:about|some|around|nearly|almost|over|roughly|close to|as many as|at least|up to|more than|a total of"
    r"|only) )*"
)
_AMOUNT = re.compile(
    rf"{_ROUGHLY}[^\w\s]?\d[\w.,]*(?:[ -](?:million|billion|thousand|per ?cent|%))?(?: of (?:the|its|those) [\d.,]+)? ?"
)
_NO_NUMBERS = frozenset(
    {"one", "some", "about", "around", "nearly", "almost", "over", "more", "up", "at", "all", "roughly"}
)
_FOR_ANOTHER = re.compile(r"(?:as )?(?:for|at|with|like|unlike) (?:the )?⟦(\d+)⟧")
# who works at one site of a house
_OF_A_SITE = re.compile(
    r"\bQTY\d+ (?:[\w-]+ ){0,3}?(?:at|in) (?:its|the|their|his|her|a) (?:[\w-]+ ){0,2}?"
    r"(?:factory|plant|site|works|mill|yard|depot|warehouse|headquarters|branch|office|mine|refinery)\b"
)
_OWN_KINDS = frozenset({SubjectKind.PERSON, SubjectKind.CANDIDATE, SubjectKind.DEAL, SubjectKind.TARGET})
_OF_PERSONS = frozenset({"age", "age_at"})
_OF_A_HOUSE = frozenset({SubjectKind.HOUSE, SubjectKind.ORGANISATION})


class Standing(NamedTuple):
    """Under whom a figure stands, and whether that is sure enough to hold it against other figures."""

    subject: Subject
    is_sure: bool


def standing_of(
    subject: Subject, attribute: Attribute, claim: Claim, sentence: ReadSentence, context: Context
) -> Standing:
    """Return under whom a figure stands, given the subject that its claim names."""
    rule = attribute_rule(attribute.name)
    if attribute.name == "employees" and _OF_A_SITE.search(sentence.masked.text):
        return Standing(subject, is_sure=False)
    is_own = rule is not None and (rule.subject in _OWN_KINDS or rule.name in _OF_PERSONS)
    if subject.key is not None or is_own or _NAME_INSIDE.search(_DAYS.sub("", subject.text)):
        return Standing(subject, is_sure=True)
    words = plain(subject.text)
    counted = is_amount(words)
    is_past = is_of_the_past(claim, sentence)
    meant = None if tells_of_another(sentence.masked.text) else _meant(attribute, claim, sentence, context)
    if meant is None:
        return Standing(_thing(subject, claim) if counted else subject, is_sure=True)
    noun = words.rpartition(" ")[2]
    is_its_noun = noun in word_list("measures") or noun in attribute.name.split("_")
    is_sure = counted or is_its_noun or words in word_list("resuming") or not words
    return Standing(meant, is_sure=is_sure and not is_past)


def _meant(attribute: Attribute, claim: Claim, sentence: ReadSentence, context: Context) -> Subject | None:
    """Return what the text is about, its event before its house, if the sentence names no other house."""
    place = (claim.document_key, claim.segment)
    rule = attribute_rule(attribute.name)
    topic = context.entities.find(claim.document_key, sentence.topic)
    named = (context.entities.find(claim.document_key, name) for name in sentence.masked.names)
    others = {entity for entity in named if entity is not None and entity.kind not in NO_HOUSE and entity != topic}
    opening = _FOR_ANOTHER.match(sentence.masked.text)
    if opening and context.entities.find(claim.document_key, sentence.masked.names[int(opening.group(1))]) != topic:
        return None  # "For Norvik, guarantees of 5 million were given"
    main = context.events.main(place)
    if any(main is None or not context.events.is_told_by(place, normal_name(entity.name)) for entity in others):
        return None
    if main is not None and (rule is None or rule.subject not in _OF_A_HOUSE) and not is_of_the_past(claim, sentence):
        event = event_subject(claim, sentence, context)
        if event.key is not None:
            return event
    return known_subject(topic.key, topic.name) if topic is not None else None


def is_amount(words: str) -> bool:
    """Say whether words in plain form begin with an amount: "900 posts", "some 3 of the 46 planes", "twelve men"."""
    return _AMOUNT.match(words) is not None or _in_words(words) is not None


def _in_words(words: str) -> str | None:
    """Return what follows a number in words; null where there is none."""
    first, _, rest = re.sub(rf"^{_ROUGHLY}", "", words).partition(" ")
    return rest if rest and first in word_list("numerals") - _NO_NUMBERS else None


def _thing(subject: Subject, claim: Claim) -> Subject:
    """Return what an amount is of: "24,000 people use the line" is said of the line, "900 posts go" of posts."""
    amount = _AMOUNT.match(plain(subject.text))
    rest = plain(subject.text)[amount.end() :] if amount else _in_words(plain(subject.text))
    text = claim.object if claim.object and not is_amount(plain(claim.object)) else rest
    return Subject(key=None, text=text, scope=f"{claim.document_key} {plain(text)}") if text else subject

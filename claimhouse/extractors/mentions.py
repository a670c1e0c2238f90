"""Names in a document: where they stand, what they are, and the fullest form the document uses.

The small model's named entities are poor on single sentences (one company comes out as a person, an
organisation and a place). So a name is a run of proper nouns, and what it is decides the whole document:

1. find runs of proper nouns, divided at titles ("chief executive Ann Bell") and possessives;
2. count votes for the kind of each form: entity labels, titles, forms of address, words such as "Ltd";
3. join short forms (surname, first words, acronym) to the only longer form that fits;
4. let all forms of one name vote together.
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise

from spacy.tokens import Doc, Token

from claimhouse.extractors.parsed import ParsedSentence
from claimhouse.extractors.phrases import AGES, called_so
from claimhouse.records import BlockKind, EntityKind, Field, FoundMention

_LABELS = {
    "PERSON": EntityKind.PERSON,
    "ORG": EntityKind.ORGANISATION,
    "NORP": EntityKind.OTHER,
    "GPE": EntityKind.PLACE,
    "LOC": EntityKind.PLACE,
    "FAC": EntityKind.PLACE,
}
_NO_NAME_LABELS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY"})
_INNER = frozenset({"&", "-", "of", "and", "for", "de", "van", "von", "the", "der", "la", "'s", "\u2019s"})
"""Words inside a name, where the model saw one name across them ("Bank of Harrow")."""
_STRONG = 3
"""Votes of a word that decides the kind ("Mr.", "Ltd") against 1 of an entity label."""
_PLACE = 2
"""Votes of "in" or "near" before a name; more than one label, which is often wrong, less than a deciding word."""
_AGE_LENGTH = 3
"""Tokens behind a name in ", 38,"."""
_MIN_ACRONYM = 2


@cache
def name_words() -> dict[str, frozenset[str]]:
    """Return the word lists about names by what they mean; words are lower case."""
    folder = resources.files("claimhouse.extractors") / "data" / "en"
    about = tomllib.loads((folder / "mentions.toml").read_text(encoding="utf-8"))
    ranks = tomllib.loads((folder / "titles.toml").read_text(encoding="utf-8"))
    return {
        "organisation": frozenset(about["organisation_words"]),
        "firm": frozenset(about["firm_words"]),
        "function_words": frozenset(about["function_words"]),
        "no_places": frozenset(about["no_places"]),
        "place_nouns": frozenset(about["place_nouns"]),
        "settlements": frozenset(about["settlements"]),
        "of_houses": frozenset(about["of_houses"]),
        "rather_of_houses": frozenset(about["rather_of_houses"]),
        "chief": frozenset(about["chief"]),
        "coming_and_going": frozenset(about["coming_and_going"]),
        "no_names": frozenset(about["no_names"]),
        "titles": frozenset(ranks["titles"]),
        "address": frozenset(ranks["address"]),
        "person_nouns": frozenset(about["definite"]["person"]),
        "organisation_nouns": frozenset(about["definite"]["organisation"]),
        "any_person": frozenset(about["definite"]["any_person"]),
        "any_company": frozenset(about["definite"]["any_company"]),
        "any_organisation": frozenset(about["definite"]["any_organisation"]),
        "no_company": frozenset(about["definite"]["no_company"]),
        "describing": frozenset(about["definite"]["describing"]),
        "structures": frozenset(about["definite"]["structures"]),
        "half_titles": frozenset(about["definite"]["half_titles"]),
    }


@cache
def wider_nouns() -> dict[str, frozenset[str]]:
    """Return for every wide noun the narrower ones: "vessel" can be said of a ferry."""
    folder = resources.files("claimhouse.extractors") / "data" / "en"
    about = tomllib.loads((folder / "mentions.toml").read_text(encoding="utf-8"))
    return {noun: frozenset(narrower) for noun, narrower in about["wider"].items()}


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of name tokens `[first, last]` in one sentence, with its votes."""

    sentence: ParsedSentence
    first: int
    last: int
    text: str
    votes: tuple[EntityKind, ...]


def find_mentions(sentences: Sequence[ParsedSentence]) -> tuple[FoundMention, ...]:
    """Return the names in the parsed sentences of one document, in reading order."""
    words = name_words()
    places = {id(sentence): place for place, sentence in enumerate(sentences)}
    runs = [run for sentence in sentences if sentence.doc is not None for run in _runs(sentence, sentence.doc)]
    runs = sorted([*runs, *_unmarked(sentences, runs)], key=lambda run: (places[id(run.sentence)], run.first))
    forms = list(dict.fromkeys(run.text for run in runs))
    votes: dict[str, Counter[EntityKind]] = defaultdict(Counter)
    for run in runs:
        votes[run.text].update(run.votes)
    for text in _taken_up(sentences, runs):
        votes[text].update([EntityKind.PERSON] * _PLACE)
    in_prose = {run.text for run in runs if not is_headline(run.sentence)}
    where = {run.text for run in runs if run.sentence.doc is not None and _is_where(run.sentence.doc[run.last], words)}
    full = _full_forms(forms, votes, in_prose or set(forms), where)
    together: dict[str, Counter[EntityKind]] = defaultdict(Counter)
    for form in forms:
        together[full[form]].update(votes[form])
    return tuple(
        FoundMention(
            field=run.sentence.field,
            char_start=run.sentence.char_start + _start(run),
            char_end=run.sentence.char_start + _start(run) + len(run.text),
            text=run.text,
            name=full[run.text],
            kind=_kind(together[full[run.text]]),
            segment=run.sentence.segment,
        )
        for run in runs
    )


def _unmarked(sentences: Sequence[ParsedSentence], runs: Sequence[_Run]) -> Iterator[_Run]:
    """Yield the subjects at the beginning of sentences that are names elsewhere: "Alder employs …", of Alder Energy.

    There every word has a capital, and a tagger may take the name for a noun.
    """
    forms = {run.text for run in runs}
    begun = {first for form in forms for first, _, more in [form.partition(" ")] if more}
    small = {token.text for sentence in sentences if sentence.doc is not None for token in sentence.doc}
    for sentence in sentences:
        doc = sentence.doc
        if doc is None or not len(doc) or is_headline(sentence):
            continue
        token = doc[0]
        is_alone = token.pos_ == "NOUN" and token.dep_ in {"nsubj", "nsubjpass"} and not token.n_lefts
        is_known = token.text in forms or (token.text in begun and token.lower_ not in small)
        if is_alone and token.text[0].isupper() and is_known and not _is_name(token):
            yield _Run(sentence, 0, 0, token.text, ())


def _taken_up(sentences: Sequence[ParsedSentence], runs: Sequence[_Run]) -> Iterator[str]:
    """Yield the names that are a subject before a sentence that begins with "he" or "she"."""
    after = {
        (one.field, one.char_start): other
        for one, other in pairwise(sentences)
        if one.field is other.field and one.paragraph == other.paragraph
    }
    for run in runs:
        doc, following = run.sentence.doc, after.get((run.sentence.field, run.sentence.char_start))
        if doc is None or following is None or not following.text.startswith(("He ", "She ")):
            continue
        if doc[run.last].dep_ == "nsubj" and (run.first == 0 or doc[run.first - 1].lower_ != "the"):
            yield run.text


def _start(run: _Run) -> int:
    doc = run.sentence.doc
    return doc[run.first].idx if doc is not None else 0


def _kind(votes: Counter[EntityKind]) -> EntityKind:
    """Return the kind with most votes; on a tie the one that stands first in the vocabulary."""
    if not votes:
        return EntityKind.OTHER
    return max(EntityKind, key=lambda kind: votes[kind])  # the first of equals


def _runs(sentence: ParsedSentence, doc: Doc) -> Iterator[_Run]:
    """Yield the names of one sentence."""
    words = name_words()
    number = 0
    while number < len(doc):
        if not _is_name(doc[number]):
            number += 1
            continue
        first = number
        while number + 1 < len(doc) and _continues(doc, number):
            number += 1
        yield from _divided(sentence, doc, first, number, words)
        number += 1


def _is_name(token: Token) -> bool:
    if token.ent_type_ in _NO_NAME_LABELS or not token.text[0].isalnum() or not any(map(str.isalpha, token.text)):
        return False
    if token.pos_ == "PROPN":
        return token.text[0].isupper() or token.ent_type_ in _LABELS
    return token.ent_type_ in {"PERSON", "ORG", "GPE"} and token.text[0].isupper() and token.pos_ in {"NOUN", "X"}


def _continues(doc: Doc, number: int) -> bool:
    """Tell whether the token after `number` is a part of the same name."""
    here, following = doc[number], doc[number + 1]
    if _is_name(following):
        return here.ent_iob_ != "B" or following.ent_iob_ != "B" or here.dep_ == "compound"
    if following.text in {"'", "\u2019"} and number + 2 < len(doc) and _is_name(doc[number + 2]):
        # "the Sailors' Union", "the Dock Sailors' Union" are one name; without the article a firm's name ends in s
        first = number
        while first > 0 and _is_name(doc[first - 1]):
            first -= 1
        ends = first == number or doc[number + 2].lower_ in name_words()["organisation"]
        return first > 0 and doc[first - 1].lower_ == "the" and here.lower_.endswith("s") and ends
    if following.text == "-" and number + 2 < len(doc) and _is_name(doc[number + 2]):
        # "Ann Ngo-Berg" is one person; "the Norvik-Tessel deal" has two parties
        is_tight = not (here.whitespace_ or following.whitespace_)
        is_head = doc[number + 2].dep_ not in {"compound", "nmod", "amod"} and len(here) > 1
        return is_tight and (is_head or "PERSON" in {here.ent_type_, doc[number + 2].ent_type_})
    if following.lower_ in _INNER and following.ent_iob_ == "I" and number + 2 < len(doc):
        return following.text not in {"'s", "\u2019s"} and doc[number + 2].ent_iob_ == "I" and _is_name(doc[number + 2])
    if here.text == "Local" and following.text.isdigit():
        return True  # a union's branch
    return following.ent_iob_ == "I" and following.like_num and here.ent_type_ in {"ORG", "PRODUCT"}


def _divided(
    sentence: ParsedSentence, doc: Doc, first: int, last: int, words: dict[str, frozenset[str]]
) -> Iterator[_Run]:
    """Yield the names of a run, divided at titles: "Norvik CEO Ann Bell" holds two."""
    start, after_title = first, False
    for number in range(first, last + 1):
        lower = doc[number].lower_
        if lower not in words["titles"] and lower not in words["address"]:
            continue
        if number > start:
            yield from _run(sentence, doc, start, number - 1, after_title=after_title)
        start, after_title = number + 1, True
    if start <= last:
        titled = after_title or (start > 0 and doc[start - 1].lower_ in words["titles"] | words["address"])
        yield from _run(sentence, doc, start, last, after_title=titled)


def _run(sentence: ParsedSentence, doc: Doc, first: int, last: int, *, after_title: bool) -> Iterator[_Run]:
    words = name_words()
    while first < last and (doc[first].lower_ in {"the", "&", "-"} or doc[first].lower_ in words["coming_and_going"]):
        first += 1
    text = doc[first : last + 1].text
    if text.lower() in words["no_names"] or (first == last and len(text) == 1):
        return
    votes = [_LABELS[doc[number].ent_type_] for number in range(first, last + 1) if doc[number].ent_type_ in _LABELS]
    if first > 0 and doc[first - 1].lower_ == "the" and not after_title:
        # a person's name takes no article: "the Beacon" is a paper, "the Soroses" a family
        votes = [EntityKind.ORGANISATION if vote is EntityKind.PERSON else vote for vote in votes]
    if after_title:
        votes += [EntityKind.PERSON] * _STRONG
    if doc[last].lower_ in words["organisation"] and last > first:
        votes += [EntityKind.ORGANISATION] * _STRONG
    if _is_where(doc[last], words):
        votes += [EntityKind.PLACE] * _PLACE
    votes += _told(sentence, doc, first, last, words)
    if _is_of_a_place(doc[last], words):
        votes += [EntityKind.PLACE] * _STRONG
    if _is_of_a_house(doc, first, last, words["of_houses"], words["chief"]):
        votes += [EntityKind.ORGANISATION] * _STRONG
    elif _is_of_a_house(doc, first, last, words["rather_of_houses"], frozenset()):
        votes += [EntityKind.ORGANISATION] * (1 if doc[last].ent_type_ == "PERSON" else _STRONG)
    yield _Run(sentence, first, last, text, tuple(votes))


def _told(
    sentence: ParsedSentence, doc: Doc, first: int, last: int, words: dict[str, frozenset[str]]
) -> list[EntityKind]:
    """Return votes of what the words around a name tell: an age, "the chain X", "X, who …", "X Mills"."""
    votes: list[EntityKind] = []
    after = [token.text for token in doc[last + 1 : last + 4]]
    if len(after) == _AGE_LENGTH and after[0] == after[2] == "," and after[1] in AGES:
        votes += [EntityKind.PERSON] * _STRONG
    elif after[:2] == [",", "who"]:
        votes += [EntityKind.PERSON] * _PLACE
    if doc[last].tag_ == "NNPS" and last > first and not is_headline(sentence):
        votes += [EntityKind.ORGANISATION] * _PLACE
    head = doc[last]
    noun = doc[first - 1] if first else None
    if noun is not None and noun.pos_ == "NOUN" and noun.head.i in range(first, last + 1):
        if noun.lower_ in words["organisation_nouns"]:
            votes += [EntityKind.ORGANISATION] * _STRONG
        elif noun.lower_ in words["person_nouns"]:
            votes += [EntityKind.PERSON] * _STRONG
        elif last > first and noun.tag_ == "NN" and doc[last].left_edge.pos_ != "DET":
            votes += [EntityKind.PERSON] * _PLACE  # "architect Ann Bell", but "the freighter Merit Star"
    elif any(other.lower_ in words["organisation_nouns"] for other in _calls(head, first)):
        votes += [EntityKind.ORGANISATION] * _STRONG
    return votes


def _is_of_a_house(doc: Doc, first: int, last: int, owned: frozenset[str], chief: frozenset[str]) -> bool:
    """Tell whether words beside a name are of what houses have: "Norvik's board", "the chief executive of Norvik"."""
    after = [token.lower_ for token in doc[last + 1 : last + 4]]
    after = after[1:] if after[:1] in (["'s"], ["\u2019s"], ["'"], ["\u2019"]) else after
    if after[:1] == ["chief"] and len(after) > 1:
        return after[1] in chief
    if after and after[0] in owned:
        return True
    before = [token.lower_ for token in doc[max(0, first - 3) : first]]
    return (
        before[-1:] == ["of"]
        and len(before) > 1
        and (before[-2] in owned or (before[-2] == "executive" and bool(chief)))
    )


def _is_of_a_place(token: Token, words: dict[str, frozenset[str]]) -> bool:
    """Tell whether words say that a name is a place: "the port of Lund", "Lund, a town", "Lund became a city"."""
    noun = token.head
    if token.dep_ == "pobj" and noun.lower_ == "of":
        return noun.head.lemma_.lower() in words["place_nouns"] | words["settlements"]
    told = [child for child in token.children if child.dep_ == "appos"]
    if token.dep_ == "nsubj" and noun.lemma_ in {"be", "become", "remain"}:
        told += [child for child in noun.children if child.dep_ == "attr"]
    return any(child.lemma_.lower() in words["settlements"] for child in told)


def _calls(head: Token, first: int) -> list[Token]:
    """Return the nouns before a name that it stands in apposition to, or that are "called" so."""
    nouns = [head.head] if head.dep_ == "appos" and head.head.i < first else []
    return nouns + [other for other in head.ancestors if other.pos_ == "NOUN" and head in called_so(other)]


def _is_where(token: Token, words: dict[str, frozenset[str]]) -> bool:
    """Tell whether a name says where: "based in Lund", "near Lund"."""
    prep = token.head
    if token.dep_ != "pobj" or prep.lower_ not in {"in", "near"}:
        return False
    return prep.head.lemma_.lower() not in words["no_places"]


def is_headline(sentence: ParsedSentence) -> bool:
    """Tell whether a sentence is the document's title or that of one of its segments."""
    return sentence.field is Field.TITLE or sentence.block is BlockKind.TITLE


def _full_forms(
    forms: Sequence[str], votes: dict[str, Counter[EntityKind]], in_prose: set[str], where: set[str]
) -> dict[str, str]:
    """Return for every form the longest form that surely means the same thing, or itself.

    Only a form that stands in prose can be the full one: in a headline other words run into the name. What the
    document names as a place (`where`) shortens no firm's name: "Lund" is not "Lund Mills".
    """
    full: dict[str, str] = {}
    words = {form: " ".join(form.split()).casefold() for form in forms}
    for form in sorted(forms, key=lambda form: -len(form.split())):
        # what a form is short for holds its words, unless it is initials
        near = [other for other in full if other in in_prose and (words[form] in words[other] or form.isupper())]
        longer = {full[other] for other in near if _is_short_for(form, other, votes, where)}
        bearers = {full[other] for other in near if _is_last_name(form, other)}
        full[form] = longer.pop() if len(longer) == 1 and len(bearers) <= 1 else form
    return full


def _is_last_name(form: str, other: str) -> bool:
    """Tell whether a form is the end of another: "Bell" of "Ann Bell"."""
    return len(form.split()) < len(other.split()) and other.casefold().endswith(f" {form.casefold()}")


def _is_short_for(form: str, other: str, votes: dict[str, Counter[EntityKind]], where: set[str]) -> bool:
    """Tell whether `form` shortens `other`: its last name, its first words or its initials."""
    short, parts = form.split(), other.split()
    if len(short) >= len(parts):
        return form != other and form.casefold() == other.casefold()
    if _is_last_name(form, other):
        return _kind(votes[other]) is EntityKind.PERSON
    if [word.casefold() for word in parts[: len(short)]] == [word.casefold() for word in short]:
        if len(short) > 1 and parts[len(short)] == "of":
            return True  # "Linden Museum" for "Linden Museum of Industry"
        # a first word shortens a company's name ("Norvik" for "Norvik Labs"; a name so short is often taken for a
        # place), and a person's first name a person; "Norvik Mobile" is something of Norvik's
        is_firm = parts[-1].casefold() in name_words()["firm"]
        if _kind(votes[other]) is EntityKind.ORGANISATION and form not in where:
            is_firm = is_firm or (parts[-1].endswith("s") and not parts[-1].endswith("ss"))  # "Norvik Mills"
        if not is_firm and _kind(votes[form]) is not EntityKind.PERSON:
            return False
        return EntityKind.PERSON is _kind(votes[form]) or _kind(votes[other]) is not EntityKind.PERSON
    initials = "".join(word[0] for word in parts if word[0].isupper())
    return len(form) >= _MIN_ACRONYM and form.isupper() and form == initials

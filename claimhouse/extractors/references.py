"""What a pronoun or "the company" means, where the document leaves no doubt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from claimhouse.extractors.attribution.speakers import subject_of
from claimhouse.extractors.cast import Cast
from claimhouse.extractors.mentions import name_words
from claimhouse.extractors.parsed import ParsedSentence
from claimhouse.extractors.phrases import called_so, is_close_apposition
from claimhouse.records import EntityKind, FoundMention


@dataclass(frozen=True, slots=True)
class Topic:
    """What the sentence before was about: its main subject's name, where that is certain, with the name's kind.

    `is_kept`: a person of the sentence before that one, since it names nobody. `is_owner`: the owner of the subject,
    which "it" need not mean ("The firm's offer is fair. It ends in May").
    """

    name: str
    kind: EntityKind
    is_kept: bool = False
    is_owner: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What stands before a sentence.

    Attributes:
        sentence: the sentence before it in the same field and segment.
        topic: what that one was about.
        callings: what the document calls its names.
        cast: the names of the whole document.
        number: which sentence of the document it is.
    """

    sentence: ParsedSentence | None = None
    topic: Topic | None = None
    callings: Mapping[str, frozenset[str]] = field(default_factory=dict)
    cast: Cast = field(default_factory=Cast)
    number: int = 0


_PERSON_PRONOUNS = frozenset({"he", "she", "his", "her", "him", "himself", "herself"})
_THING_PRONOUNS = frozenset({"it", "its", "itself"})
_FEMALE, _MALE = frozenset({"she", "her", "herself"}), frozenset({"he", "his", "him", "himself"})
_ADDRESS = {"mr": _MALE, "sir": _MALE, "lord": _MALE, "mrs": _FEMALE, "ms": _FEMALE, "miss": _FEMALE, "lady": _FEMALE}
"""Forms of address and the pronouns that can follow them."""
_DEFINITE = frozenset({"the", "this", "that"})
_INDEFINITE = frozenset({"a", "an", "another"})
_NAMING = frozenset({"compound", "amod", "nmod", "nummod"})
"""What a word before a noun may be that is a part of the noun's name."""
_DESCRIBING = frozenset({"prep", "relcl", "acl", "poss", "compound", "nmod", "amod"})
"""What makes a definite noun phrase mean something by itself: "the city council", "the founder of Tessel"."""


def name_of(
    token: Token | None, sentence: ParsedSentence, before: Context, mentions: Sequence[FoundMention]
) -> str | None:
    """Return the full name of what `token` stands for, or null where it is no name or not certain.

    A name stands for itself. A pronoun in reported speech stands for the speaker, where it can; any other for the
    only name of its kind that is a subject earlier in the same sentence, or else for the topic of the sentence
    before. A definite noun ("the company", "the union") stands for the only name it fits earlier in the same
    sentence; where there is none, for the only one in the sentence before; where that has none, for its topic.
    A noun fits a name that holds it ("the union": "Sailors' Union"), or that the document calls so ("Tessel, a
    bank"); "the company" fits every company, "the woman" every person. Two candidates leave it open.

    Args:
        token: head of the phrase, in the parse of `sentence`.
        sentence: the sentence the phrase stands in.
        before: the sentence before it in the same field and segment, and its topic.
        mentions: the names of both sentences.
    """
    if token is None:
        return None
    direct = _mention_at(token, sentence, mentions)
    is_several = any(child.dep_ == "conj" for child in token.children) and (direct is None or token.pos_ == "PROPN")
    # "two chemists, Ann Bell and Tom Reyes": the first of them is not the two
    is_first = direct is not None and token.tag_ == "NNS" and token.pos_ == "NOUN" and direct.kind is EntityKind.PERSON
    if is_several or is_first:
        return None
    if direct is not None:
        return direct.name
    if token.pos_ == "PRON":
        kind = _kind_of_pronoun(token)
        return _taken_up(token, kind, sentence, before, mentions) if kind is not None else None
    if not _is_definite(token):
        return None
    kind = _kind_of_noun(token)
    near = _meant(token, kind, sentence, before, mentions) if kind is not None else None
    return near or _met_before(token, kind, sentence, before)


def _taken_up(
    token: Token, kind: EntityKind, sentence: ParsedSentence, before: Context, mentions: Sequence[FoundMention]
) -> str | None:
    """Return the name a pronoun takes up."""
    speaker = _speaker(token)
    if speaker is not None and speaker is not token:
        is_bound, name = _spoken(token, speaker, kind, sentence, before, mentions)
        if is_bound:
            return name if speaker.i < token.i else None  # "She had sold it, Ann Bell said" may mean a third one
    own = _names(sentence, mentions, kind, sentence.char_start + token.left_edge.idx)
    topic = before.topic.name if before.topic is not None and before.topic.kind is kind else None
    if before.topic is not None and before.topic.is_owner and token.lower_ == "it":
        topic = None
    subjects = {mention.name for mention in own if _is_subject(mention, sentence)}
    # somebody named in passing could be meant just as well as the topic
    names = subjects or ({topic} if topic and not {mention.name for mention in own} - {topic} else set())
    if not names and not own and kind is EntityKind.PERSON and token.lower_ in _FEMALE:
        return before.cast.ship(before.number, sentence.segment)
    return names.pop() if len(names) == 1 else None


def _meant(
    token: Token, kind: EntityKind, sentence: ParsedSentence, before: Context, mentions: Sequence[FoundMention]
) -> str | None:
    """Return the only name near that a definite noun fits; one it is a word for goes before any company."""
    places = [_places(sentence, mentions, sentence.char_start + token.left_edge.idx)]
    if before.sentence is not None:
        places.append(_places(before.sentence, mentions, before.sentence.char_end))
    if before.topic is not None:
        places.append({before.topic.name: before.topic.kind})
    if _is_introduced(token, sentence) or (before.sentence is not None and _is_introduced(token, before.sentence)):
        return None
    for fits in (_is_called, _is_any):
        for near in places:
            names = {name for name, found in near.items() if fits(token.lower_, kind, name, found, before.callings)}
            if names:
                return names.pop() if len(names) == 1 else None
    return None


def _is_called(noun: str, kind: EntityKind, name: str, found: EntityKind, called: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether a noun is a word of an organisation's name, or what the document calls the name."""
    if noun in called.get(name, ()):
        return True
    parts = name.casefold().split()
    is_held = len(parts) > 1 and noun in parts and (found is EntityKind.ORGANISATION or parts[-1] == noun)
    return is_held and kind is EntityKind.ORGANISATION and found is not EntityKind.PERSON


def _is_any(noun: str, kind: EntityKind, name: str, found: EntityKind, _: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether a noun that fits any person or any company fits a name."""
    words = name_words()
    if found is not kind:
        return False
    if kind is EntityKind.PERSON:
        return noun in words["any_person"] or noun not in words["person_nouns"]
    return noun in words["any_company"] and not words["no_company"] & set(name.casefold().split())


def _is_introduced(token: Token, sentence: ParsedSentence) -> bool:
    """Tell whether a sentence brings up something without a name by the same noun: "sold a company in Lund"."""
    return sentence.doc is not None and any(
        other.lower_ == token.lower_
        and (other.doc is not token.doc or other.i < token.i)
        and other.dep_ not in {"appos", "attr"}
        and any(child.lower_ in _INDEFINITE for child in other.children)
        and not any(child.dep_ == "appos" and child.pos_ == "PROPN" for child in other.children)
        for other in sentence.doc
    )


def _places(sentence: ParsedSentence, mentions: Sequence[FoundMention], limit: int) -> dict[str, EntityKind]:
    """Return the names in a sentence that end at `limit` or before, with their kinds."""
    return {
        mention.name: mention.kind
        for mention in mentions
        if mention.field is sentence.field and sentence.char_start <= mention.char_start and mention.char_end <= limit
    }


def _speaker(pronoun: Token) -> Token | None:
    """Return who says the clause whose subject a pronoun is: "Ann Bell said she would leave"."""
    verb = pronoun.head
    if not pronoun.dep_.startswith("nsubj"):
        return None
    while verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"}:
        verb = verb.head
    return subject_of(verb.head) if verb.dep_ == "ccomp" else None


def _spoken(
    pronoun: Token,
    speaker: Token,
    kind: EntityKind,
    sentence: ParsedSentence,
    before: Context,
    mentions: Sequence[FoundMention],
) -> tuple[bool, str | None]:
    """Tell whether a pronoun can only mean the speaker or stay open, and the speaker's name where it means that.

    A name of several words that holds no word for an organisation may be a person's, whatever kind it was given.
    """
    words = name_words()
    direct = _mention_at(speaker, sentence, mentions)
    name = name_of(speaker, sentence, before, mentions)
    if direct is None:
        nouns = words["person_nouns"] if kind is EntityKind.PERSON else words["organisation_nouns"]
        others = words["organisation_nouns"] if kind is EntityKind.PERSON else words["person_nouns"]
        return speaker.lower_ in nouns or (
            speaker.pos_ == "NOUN" and speaker.lower_ not in others and name is not None
        ), name
    if kind is EntityKind.ORGANISATION:
        return direct.kind is EntityKind.ORGANISATION, name
    if _is_other_gender(pronoun, direct, sentence):
        return True, None
    if direct.kind is EntityKind.PERSON:
        return True, name
    parts = direct.name.casefold().split()
    if words["organisation"] & set(parts):
        return False, None
    return True, name if len(parts) > 1 else None


def _is_other_gender(pronoun: Token, mention: FoundMention, sentence: ParsedSentence) -> bool:
    """Tell whether the form of address before a name contradicts a pronoun: "Mr. Reyes said she …"."""
    start = mention.char_start - sentence.char_start
    address = sentence.text[:start].split()[-1:]
    genders = [_ADDRESS[word.lower().rstrip(".")] for word in address if word.lower().rstrip(".") in _ADDRESS]
    return any(pronoun.lower_ not in gender for gender in genders)


def callings(sentences: Sequence[ParsedSentence], mentions: Sequence[FoundMention]) -> dict[str, frozenset[str]]:
    """Return the nouns a document calls its names by: in apposition, before the name, or after "is".

    "Tessel, a bank, …", "the bank Tessel", "Tessel is a bank" all give bank for Tessel.
    """
    found: dict[str, set[str]] = {}
    number = 0
    for mention in mentions:
        while sentences[number].field is not mention.field or sentences[number].char_end <= mention.char_start:
            number += 1
        sentence = sentences[number]
        if sentence.doc is None:
            continue
        start, end = mention.char_start - sentence.char_start, mention.char_end - sentence.char_start
        for token in sentence.doc:
            if start <= token.idx < end:
                nouns = [noun.lower_ for noun in _nouns_of(token) if not (start <= noun.idx < end or _is_half(noun))]
                found.setdefault(mention.name, set()).update(nouns)
    return {name: frozenset(nouns) for name, nouns in found.items()}


def _is_half(noun: Token) -> bool:
    """Tell whether a noun is only a part of a title: "president" of "vice president"."""
    return noun.i > 0 and noun.nbor(-1).lower_ in name_words()["half_titles"]


def _nouns_of(token: Token) -> Iterator[Token]:
    """Yield the nouns that say what one token of a name is."""
    yield from (other for other in token.ancestors if other.pos_ == "NOUN" and token in called_so(other))
    for child in token.children:
        if child.pos_ == "NOUN" and is_close_apposition(child):
            yield child
    last_before = token.left_edge.i - 1 if token.dep_ == "appos" else token.i - 1
    if token.dep_ == "appos" and token.head.pos_ == "NOUN" and is_close_apposition(token):
        yield token.head
    elif last_before >= 0:
        noun = token.doc[last_before]
        if noun.pos_ in {"NOUN", "PROPN"} and noun.dep_ in {"compound", "nmod"} and noun.head in (token, token.head):
            yield noun
    verb = token.head
    others = {"aux", "neg"} & {child.dep_ for child in verb.children}
    if token.dep_ == "nsubj" and verb.lemma_ == "be" and not others:
        yield from (child for child in verb.children if child.dep_ == "attr" and child.pos_ == "NOUN")


def topic_of(sentence: ParsedSentence, before: Context, mentions: Sequence[FoundMention]) -> Topic | None:
    """Return what a sentence is about, for the pronouns of the next one."""
    if sentence.doc is None:
        return None
    subject = next((t for t in sentence.doc if t.dep_.startswith("nsubj") and t.head.dep_ == "ROOT"), None)
    name = name_of(subject, sentence, before, mentions)
    is_owner = name is None and subject is not None
    if is_owner and subject is not None:
        owner = next((child for child in subject.lefts if child.dep_ == "poss"), None)
        name = name_of(owner, sentence, before, mentions)
    if name is None:
        return _kept(sentence, before, mentions)
    kind = before.cast.kind_of(name)
    return Topic(name, kind, is_owner=is_owner) if kind is not None else None


def _kept(sentence: ParsedSentence, before: Context, mentions: Sequence[FoundMention]) -> Topic | None:
    """Return the person that a paragraph goes on about, over one sentence that names no person: "The trial is open"."""
    topic = before.topic
    is_near = before.sentence is not None and before.sentence.paragraph == sentence.paragraph
    if topic is None or topic.is_kept or topic.kind is not EntityKind.PERSON or not is_near:
        return None
    if _names(sentence, mentions, EntityKind.PERSON, sentence.char_end):
        return None
    return Topic(topic.name, topic.kind, is_kept=True)


def _mention_at(token: Token, sentence: ParsedSentence, mentions: Sequence[FoundMention]) -> FoundMention | None:
    """Return the name the token belongs to, or that stands in apposition to it ("its founder, Ann Bell")."""
    children = [child for part in (token, *token.conjuncts) for child in part.children if part.pos_ == "NOUN"]
    heads = [token, *(child for child in children if child.pos_ == "PROPN" and is_close_apposition(child))]
    heads += called_so(token)
    for head in heads:
        place = sentence.char_start + head.idx
        for mention in mentions:
            if mention.field is sentence.field and mention.char_start <= place < mention.char_end:
                return mention
    return None


def is_part_of_name(token: Token, sentence: ParsedSentence, mentions: Sequence[FoundMention]) -> bool:
    """Tell whether the name found at a token is only a part of the one that is written: "Pro" of "GT3 Pro".

    Model numbers and words that the tagger took for adjectives stand outside the names of a document.
    """
    mention = _mention_at(token, sentence, mentions)
    if mention is None:
        return False
    start, end = mention.char_start - sentence.char_start, mention.char_end - sentence.char_start
    inside = [part for part in token.doc if start <= part.idx < end]
    if token not in inside:
        return False
    before = inside[0].nbor(-1) if inside[0].i else None
    after = inside[-1].nbor(1) if inside[-1].i + 1 < len(token.doc) else None
    if after is not None and inside[-1].whitespace_ and (after.head in inside or token.head == after):
        is_model = after.text[0].isdigit() or (after.pos_ == "PROPN" and any(map(str.isdigit, after.text)))
    else:
        is_model = False
    is_tied = before is not None and before.text == "-" and not before.whitespace_  # "Trans-Harrow Line"
    has_model = (
        before is not None
        and before.head in inside
        and before.dep_ in _NAMING
        and any(map(str.isdigit, before.text))  # "GT3 Pro"
    )
    return is_model or is_tied or has_model or _goes_on_before(token, inside, mention)


def _goes_on_before(token: Token, inside: Sequence[Token], mention: FoundMention) -> bool:
    """Tell whether capitalised words before a name belong to it: "Constant Harrow", but not "chairman Ann Bell"."""
    if mention.kind is EntityKind.PERSON:
        return False
    titles = name_words()["titles"] | name_words()["address"]
    others = [child for child in token.lefts if child not in inside and child.dep_ in {*_NAMING, "poss"}]
    if any(other.lower_ in titles for other in others):
        return False
    return any(other.pos_ == "PROPN" or (other.i == inside[0].i - 1 and other.text[0].isupper()) for other in others)


def _kind_of_pronoun(token: Token) -> EntityKind | None:
    """Return which kind of name a pronoun may take up; null where it takes up none."""
    if token.lower_ in _PERSON_PRONOUNS:
        return EntityKind.PERSON
    if token.lower_ not in _THING_PRONOUNS:
        return None
    # "It was a surprise that …" takes up nothing
    is_empty = any(child.dep_ in {"ccomp", "csubj", "advcl"} for child in token.head.children)
    return None if is_empty and token.dep_.startswith("nsubj") else EntityKind.ORGANISATION


def _is_definite(token: Token) -> bool:
    return any(child.lower_ in _DEFINITE and child.dep_ == "det" for child in token.children)


def _kind_of_noun(token: Token) -> EntityKind | None:
    """Return which kind of name a noun with "the" may take up; null where it takes up none."""
    words = name_words()
    described = _is_described(token)
    kind: EntityKind | None = None
    if _age(token) is not None or (not described and token.lower_ in words["person_nouns"]):
        kind = EntityKind.PERSON
    elif not described and token.lower_ in words["organisation_nouns"]:
        kind = EntityKind.ORGANISATION
    return kind


def _age(token: Token) -> str | None:
    """Return the years of "the 28-year-old"; an empty text where they are no figure."""
    lower = token.lower_
    if lower.endswith("-year-old"):
        return lower.partition("-")[0]
    if lower == "old":
        parts = list(token.subtree)
        if any(part.lower_ == "year" for part in parts):
            return next((part.text for part in parts if part.text.isdigit()), "")
    return None


def _is_described(token: Token) -> bool:
    """Tell whether a noun with "the" means something by itself: "the city council", "the founder of Tessel".

    Where a company comes from, and how it fares, does not: "the Lund-based firm", "the troubled maker". What a comma
    divides from it neither: "the firm, which has 40 shops".
    """
    words = name_words()
    for child in token.children:
        if child.dep_ not in _DESCRIBING:
            continue
        is_loose = child.i > token.i and any(part.is_punct for part in token.doc[token.i + 1 : child.left_edge.i + 1])
        is_plain = child.dep_ in {"amod", "compound", "nmod"} and (
            child.lower_ in words["describing"] or child.lower_.endswith("based") or child.lower_.endswith("metre")
        )
        if not is_loose and not (is_plain and token.lower_ not in words["person_nouns"]):
            return True
    return False


def _met_before(token: Token, kind: EntityKind | None, sentence: ParsedSentence, before: Context) -> str | None:
    """Return the only name of the document so far that a noun with "the" fits."""
    cast, number, segment = before.cast, before.number, sentence.segment
    years = _age(token)
    if years is not None:
        return cast.aged(years, number, segment) if years else None
    if token.tag_ != "NN" or _is_described(token) or _is_introduced(token, sentence):
        return None
    noun = token.lower_
    name = cast.called(noun, number, segment)
    words = name_words()
    is_wide = noun in words["any_company"] or noun in words["any_organisation"]
    if name is None and kind is EntityKind.ORGANISATION and is_wide:
        return cast.company(noun, number, segment)
    return name


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

"""Whom a value is said of: the claim's subject, the deal, its target, the event, the person next to an age."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from claimhouse.provenance import digest
from claimhouse.records import Claim, EntityKind, Field, Mention, Modality
from claimhouse.resolve.attributes import plain, predicate_lemma
from claimhouse.resolve.deals import DealIndex, MetPair, Parties, party_name
from claimhouse.resolve.event_index import EventIndex
from claimhouse.resolve.events import event_nouns, is_definite, is_large, sentence_event, tells_of_another, years_in
from claimhouse.resolve.facts import DocumentFacts, EntityIndex, EntityName, SentenceKey
from claimhouse.resolve.foundations import FoundationIndex
from claimhouse.resolve.frames import DEAL_KINDS, Frame, MaskedSentence
from claimhouse.resolve.lexicon import word_list
from claimhouse.resolve.names import is_shortened, normal_name

# A frame farther from the quantity than this many characters is about something else.
_MAX_DISTANCE = 90

_LONG_AGO = re.compile(
    r"\b(?:years?|decades?) (?:ago|earlier|before)\b|\blast (?:year|decade)\b|\bin the (?:past|nineties|eighties)\b"
)
_MAX_HOUSES = 3  # that a text names first: of these one may be bought
_OPENING = 300  # characters from the first name of a text: its first sentence or two
_COUNTED_IN = re.compile(
    r"(?<!police )(?<!officials )(?<!authorities )(?<!doctors )(?<!officers )(?<!court )(?<!based )(?<!held )(?<!made )"
    r"\b(?:in|across|throughout) (?:the |neighbou?ring |nearby )?⟦(\d+)⟧"
)
_SPREAD = frozenset({"outbreak"})  # told of everywhere at once: each place has a count of its own
_HEAD_WORDS = 4  # "the new building", "the cost of the conversion"
_HOUSE = re.compile(r"\b(?:at|for|of|by) (?:the )?⟦(\d+)⟧")
_KNOWN_NOUN = re.compile(r"\b(?:the|this|that) (?:new |old |local )?([a-z-]+)")
_MEASURE_OF = re.compile(r"(?:(?:[Tt]he|[Aa]n?) )?(?:[\w-]+ ){0,2}?([\w-]+) (?:of|at|in|for) (.+)$")
_BESIDE_AGE = re.compile(r" ?[,(]? ?(?:who |she |he )?(?:is |was |aged |now )?(?:aged )?$")
_BEFORE_NAME = re.compile(r"^(?:[- ]?years?[- ]old)? ?(?:[a-z-]+ ){0,5}$")

_CLAUSES = re.compile(r", (?!\d)|; |: | and | but | which | who | that ")
_AT_THAT_TIME = re.compile(r"(?:when|where|in which|after|as)\b")
_SINCE = re.compile(r"\bsince (?:[a-z]+ )?\d{4}\b")
_OPENING_TIME = re.compile(r"(?:back )?(?:in|during|on|by|early in|late in)\b")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH = re.compile(rf"(?:back )?(?:in|last|during|in early|in late|in mid-) ?({'|'.join(_MONTHS)})\b(?! \d)")
_MONTHS_BACK = 6  # further off the month may be the next of its name
_YEAR_ALONE = re.compile(r"(?:in|during|of) \d{4}")
_DEFINITE = re.compile(r"(?:the|this|that) (?:[\w'-]+ ){0,3}?([\w-]+)")

NO_HOUSE = frozenset({EntityKind.PERSON, EntityKind.PLACE})
_HOLDING = frozenset({"hold", "own", "keep", "retain", "control"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom a value is said of.

    Attributes:
        key: of the entity, deal or event; null where the words name none that is known.
        text: for people to read.
        scope: values are compared within one scope: the key, or the words, or for words that mean something else
            in every text ("it", "the company") the words in their document.
    """

    key: str | None
    text: str
    scope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSentence:
    """A sentence with its claims, masked, with its frames, and the name that its text is about, if any."""

    document: DocumentFacts
    key: SentenceKey
    claims: Sequence[Claim]
    masked: MaskedSentence
    frames: Sequence[Frame]
    topic: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the collection as a whole says: entities, deals, events, who founded what."""

    entities: EntityIndex
    deals: DealIndex
    events: EventIndex
    foundations: FoundationIndex

    def founded_by(self, person: EntityName) -> EntityName | None:
        """Return the one organisation that the collection says a person founded; null for none or several."""
        return self.foundations.organisation(person.key)


def known_subject(key: str, text: str) -> Subject:
    """Return the subject for something with a key."""
    return Subject(key=key, text=text, scope=key)


def full_pairs(sentences: Iterable[ReadSentence], entities: EntityIndex) -> list[MetPair]:
    """Return every pair of parties that a sentence names in full; a pair is the title's if the title names both."""
    read = list(sentences)
    met = [
        MetPair(
            document_key=sentence.document.document_key,
            segment=sentence.key.segment,
            in_title=sentence.key.field == "title" or _in_title(sentence.document, parties, entities),
            parties=parties,
        )
        for sentence in read
        if not tells_of_the_past(sentence)
        for frame in sentence.frames
        if frame.kind in DEAL_KINDS and (parties := frame_parties(frame, sentence, entities)).full
    ]
    told = any(frame.kind in DEAL_KINDS for sentence in read for frame in sentence.frames)
    return met or (_opening_pair(read[0].document, entities) if told else [])


def _in_reading_order(document: DocumentFacts) -> list[Mention]:
    return sorted(document.mentions, key=lambda mention: (mention.field is not Field.TITLE, mention.char_start))


def _opening_pair(document: DocumentFacts, entities: EntityIndex) -> list[MetPair]:
    """Return the two houses that the title, or title and opening, of a text about a deal name, if they are two."""
    ordered = _in_reading_order(document)
    body = [mention.char_start for mention in ordered if mention.field is Field.TEXT]
    titled: dict[str, EntityName] = {}
    opening: dict[str, EntityName] = {}
    for mention in ordered:
        entity = entities.find(document.document_key, mention.name)
        if entity is None or entity.kind is not EntityKind.ORGANISATION:
            continue
        if mention.field is Field.TITLE:
            titled.setdefault(party_name(entity), entity)
        if mention.field is Field.TITLE or mention.char_start < body[0] + _OPENING:
            opening.setdefault(party_name(entity), entity)
    for houses in (titled, opening):
        if len(houses) == 2:  # noqa: PLR2004 # buyer and target
            buyer, target = houses.values()
            parties = Parties(buyer=buyer, target=target)
            return [MetPair(document_key=document.document_key, segment=0, in_title=False, parties=parties)]
    return []


def tells_of_the_past(sentence: ReadSentence) -> bool:
    """Say whether a sentence speaks of what is long over: "three years ago", or by years before its document's."""
    if _LONG_AGO.search(sentence.masked.text):
        return True
    return all(_elsewhen(claim, sentence) for claim in sentence.claims)


def _in_title(document: DocumentFacts, parties: Parties, entities: EntityIndex) -> bool:
    """Say whether a document's title names both parties, whatever it says of them."""
    titled = {
        party_name(entity)
        for mention in document.mentions
        if mention.field is Field.TITLE and (entity := entities.find(document.document_key, mention.name)) is not None
    }
    return all(party is not None and party_name(party) in titled for party in (parties.buyer, parties.target))


def frame_parties(frame: Frame, sentence: ReadSentence, entities: EntityIndex) -> Parties:
    """Return the parties a frame names, as entities; two names of one entity are one party."""
    document_key = sentence.document.document_key
    buyer, target = entities.find(document_key, frame.first), entities.find(document_key, frame.second)
    if buyer is not None and target is not None and buyer.key == target.key:
        return Parties(buyer=buyer, target=None)
    return Parties(buyer=buyer, target=target)


def candidate_subject(claim: Claim, sentence: ReadSentence, context: Context) -> Subject:
    """Return who was voted for, in the vote at hand: "Roe / election / Harrowgate"; votes of other years are others."""
    event = event_subject(claim, sentence, context)
    who = _nearest(_quantity_place(claim, sentence), sentence, context, frozenset({EntityKind.PLACE}))
    own = context.entities.find(claim.document_key, claim.subject_name or claim.subject)
    who = own if own is not None and own.kind is not EntityKind.PLACE else who
    if who is None:
        return event
    if event.key is None:
        return Subject(key=None, text=who.name, scope=f"{claim.document_key} {who.key}")
    return known_subject(digest("candidate", who.key, event.key), f"{who.name} / {event.text}")


def _nearest(
    place: tuple[int, int] | None, sentence: ReadSentence, context: Context, without: frozenset[EntityKind]
) -> EntityName | None:
    """Return the named entity nearest to a place of a sentence, kinds left out."""
    met = [
        (max(0, start - place[1], place[0] - end), entity)
        for name, (start, end) in zip(sentence.masked.names, sentence.masked.name_places, strict=True)
        if place is not None
        and (entity := context.entities.find(sentence.document.document_key, name)) is not None
        and entity.kind not in without
    ]
    return min(met, key=lambda item: (item[0], item[1].name, item[1].key))[1] if met else None


def employer_subject(claim: Claim, sentence: ReadSentence, context: Context) -> Subject:
    """Return whose staff is counted: the claim's subject, else the one house that the sentence names after "at"."""
    own = claim_subject(claim, context, measured=True)
    if own.key is not None:
        return own
    houses = {
        entity
        for match in _HOUSE.finditer(sentence.masked.text)
        if (entity := context.entities.find(claim.document_key, sentence.masked.names[int(match.group(1))])) is not None
        and entity.kind not in {EntityKind.PERSON, EntityKind.PLACE}
    }
    if not houses:
        return topic_subject(claim, sentence, context)
    if len(houses) != 1:
        return own
    (house,) = houses
    return known_subject(house.key, house.name)


def topic_subject(claim: Claim, sentence: ReadSentence, context: Context) -> Subject:
    """Return the claim's own subject; "the museum", "construction" and the like mean what the text is about."""
    event = named_event(claim, sentence, context)
    if event is not None:
        return event
    own = claim_subject(claim, context, measured=True)
    topic = context.entities.find(claim.document_key, sentence.topic)
    if topic is not None and own.key is not None and is_shortened(normal_name(own.text), normal_name(topic.name)):
        return known_subject(topic.key, topic.name)
    if own.key is not None or tells_of_the_past(sentence):
        return own
    counted = (claim.subject or "")[:1].isdigit()  # "24,000 people will use the line"
    thing = plain((claim.object if counted else claim.subject) or "")
    words = thing.split()[:_HEAD_WORDS]
    head = next((word for word in reversed(words) if word in word_list("wholes")), None)
    named = [name for name in sentence.masked.names if plain(name) in thing]
    first = next((word for word in words if word not in word_list("articles")), None)
    if first in word_list("wholes") and len(set(named)) == 1:  # "admission to the Ravel Museum"
        entity = context.entities.find(claim.document_key, named[0])
        if entity is None or entity.kind not in NO_HOUSE:  # "a museum in Skarby" is not Skarby
            return known_subject(entity.key, entity.name) if entity is not None else own
    # "the new bridge over the Tarn" is the one bridge that the text names
    met = [context.entities.find(claim.document_key, name) for name in named]
    placed = all(entity is None or entity.kind in NO_HOUSE for entity in met)
    if head is None or not placed or {"another", "other", "rival"} & set(words):
        return own
    names = {mention.name for mention in sentence.document.mentions if mention.kind is not EntityKind.PERSON}
    alike = {
        entity
        for name in names
        if head in plain(name).split() and (entity := context.entities.find(claim.document_key, name)) is not None
    }
    # "the museum" is the one name that calls itself a museum, else what the text is about
    entity = next(iter(alike)) if len(alike) == 1 else None if named else topic
    return known_subject(entity.key, entity.name) if entity is not None else own


def called_topic(document: DocumentFacts, segment: int, entities: EntityIndex) -> str | None:
    """Return the one name of a text that calls itself what the text speaks of as known: "the museum", "this bank"."""
    said = " ".join(sorted({plain(claim.quote) for claim in document.claims if claim.segment == segment}))
    nouns = set(_KNOWN_NOUN.findall(said)) & word_list("wholes")
    called = {
        entity: mention.name
        for mention in document.mentions
        if mention.segment == segment or mention.field is Field.TITLE
        if (entity := entities.find(document.document_key, mention.name)) is not None
        and entity.kind not in {EntityKind.PERSON, EntityKind.PLACE}
        and nouns & set(plain(entity.name).split())
    }
    return next(iter(called.values())) if len(called) == 1 else None


def claim_subject(claim: Claim, context: Context, *, measured: bool = False) -> Subject:
    """Return the claim's own subject; `measured` lets "Alder's revenue" stand for Alder."""
    for name in (claim.subject_name, claim.subject):
        entity = context.entities.find(claim.document_key, name)
        if entity is not None:
            return known_subject(entity.key, entity.name)
    words = plain(claim.subject or "")
    entity = context.entities.find(claim.document_key, _owner(claim.subject or "")) if measured else None
    if entity is not None:
        return known_subject(entity.key, entity.name)
    first = words.partition(" ")[0]
    vague = words in word_list("pronouns") or first in word_list("articles") or not words
    return Subject(key=None, text=claim.subject or "", scope=f"{claim.document_key} {words}" if vague else words)


def _owner(words: str) -> str | None:
    """Return whose measure words name: "Alder's revenue", "the workforce of Alder", "Alder shares"."""
    straight = words.replace("\u2019", "'")
    owner, possessive, rest = straight.partition("'s ")
    if not possessive:
        owner, possessive, rest = straight.partition("s' ")
        owner += "s" if possessive else ""
    if possessive and rest.split() and rest.split()[-1].casefold() in word_list("measures"):
        return owner
    match = _MEASURE_OF.match(straight)
    if match and match.group(1).casefold() in word_list("measures"):
        return match.group(2)
    *owners, last = straight.split() or [""]
    return " ".join(owners) if last.casefold() in word_list("measures") else None


def named_event(claim: Claim, sentence: ReadSentence, context: Context) -> Subject | None:
    """Return the event that a claim's subject means: "the fire", "this strike", in a text about one of that class."""
    place = (claim.document_key, claim.segment)
    words = plain(claim.subject or "")
    match = _DEFINITE.fullmatch(words)
    if match is None or not (classes := event_nouns(words)):
        return None
    main = context.events.main(place)
    if main is None or context.events.main_class(place) not in classes or tells_of_another(words):
        return None
    return None if is_of_the_past(claim, sentence) else known_subject(*main)


def deal_subject(claim: Claim, sentence: ReadSentence, context: Context) -> Subject:
    """Return the deal a claim is about; without any, the claim's own subject."""
    parties = deal_parties(_quantity_place(claim, sentence), sentence, context)
    if parties is None:
        return Subject(key=None, text=claim.subject or "", scope=f"{claim.document_key} {plain(claim.subject or '')}")
    holder = _other_holder(claim, parties, context)
    key, text = context.deals.subject(Parties(buyer=holder, target=parties.target) if holder else parties)
    return known_subject(key, text)


def _other_holder(claim: Claim, parties: Parties, context: Context) -> EntityName | None:
    """Return who holds or sells, where that is no party of the deal: "she will keep 11 percent" is not its stake."""
    if not _HOLDING & set(predicate_lemma(claim.predicate or "").split("_")):
        return None
    holder = context.entities.find(claim.document_key, claim.subject_name or claim.subject)
    return holder if holder is not None and not parties.has(holder) else None


def deal_parties(place: tuple[int, int] | None, sentence: ReadSentence, context: Context) -> Parties | None:
    """Return the parties of the deal that is spoken of at a place of a sentence."""
    frame = nearest_frame(place, sentence.frames)
    named = frame_parties(frame, sentence, context.entities) if frame else Parties(buyer=None, target=None)
    if not named.full and tells_of_the_past(sentence):
        return named if named.buyer is not None or named.target is not None else None
    found = context.deals.complete(named, sentence.document.document_key, sentence.key.segment)
    return found if found is not None else _known_deal(sentence, context)


def _known_deal(sentence: ReadSentence, context: Context) -> Parties | None:
    """Return the one deal that the collection knows between two houses that a text names, though in no one sentence."""
    document_key, segment = sentence.document.document_key, sentence.key.segment
    ordered = _in_reading_order(sentence.document)
    houses: dict[str, EntityName] = {}
    for mention in ordered:
        entity = context.entities.find(document_key, mention.name)
        if entity is not None and entity.kind not in {EntityKind.PERSON, EntityKind.PLACE}:
            houses.setdefault(party_name(entity), entity)
    found: dict[str, Parties] = {}
    for house in list(houses.values())[:_MAX_HOUSES]:
        parties = context.deals.complete(Parties(buyer=None, target=house), document_key, segment)
        if parties is not None and parties.full:
            found[parties.key] = parties
    return next(iter(found.values())) if len(found) == 1 else None


def nearest_frame(place: tuple[int, int] | None, frames: Sequence[Frame]) -> Frame | None:
    """Return the deal frame nearest to a place, at equal distance a full one; without a place, the first full one."""
    deals = [frame for frame in frames if frame.kind in DEAL_KINDS]
    if not deals:
        return None
    if place is None:
        return min(deals, key=lambda frame: (not frame.full, frame.start))
    best = min(deals, key=lambda frame: (_distance(place, frame), not frame.full, frame.end - frame.start))
    return best if _distance(place, best) <= _MAX_DISTANCE else None


def _distance(place: tuple[int, int], frame: Frame) -> int:
    return max(0, frame.start - place[1], place[0] - frame.end)


def target_subject(claim: Claim, sentence: ReadSentence, context: Context) -> Subject:
    """Return what is valued: the name said to be valued, else the target of the deal spoken of."""
    place = _quantity_place(claim, sentence)
    valued = [frame for frame in sentence.frames if frame.kind == "deal" and "valu" in frame.text]
    frame = nearest_frame(place, valued)
    document_key = sentence.document.document_key
    entity = context.entities.find(document_key, frame.second) if frame else None
    if entity is None and claim.subject is not None:
        own = claim_subject(claim, context, measured=True)
        if own.key is not None and not any(frame.kind in DEAL_KINDS for frame in sentence.frames):
            return own
    if entity is None:
        parties = deal_parties(place, sentence, context)
        entity = parties.target if parties is not None else None
    return known_subject(entity.key, entity.name) if entity else claim_subject(claim, context, measured=True)


def event_subject(claim: Claim, sentence: ReadSentence, context: Context) -> Subject:
    """Return the event as a subject ("fire / Harrowgate"); without one, the claim's words, in its document alone.

    A sentence that names another year than its document's, or "a separate fire", tells of another event.
    """
    place = (claim.document_key, claim.segment)
    text = sentence.masked.text
    main = context.events.main(place)
    main_class = context.events.main_class(place)
    kinds = {mention.name: mention.kind for mention in sentence.document.mentions}
    event = sentence_event(sentence.masked, kinds)
    entity = context.entities.find(claim.document_key, event.place) if event else None
    elsewhen = _elsewhen(claim, sentence) or tells_of_another(text) or _LONG_AGO.search(text) is not None
    if event is not None and entity is not None:
        known = main is not None and event.event_class == main_class and is_definite(text, event.event_class)
        event = replace(event, year=min(years_of(claim), default=None) if elsewhen else None)
        named = context.events.named(place, event, normal_name(entity.name), entity.name)
        if (not known or elsewhen) and not (elsewhen and named == main):
            return known_subject(*named)
    if main is not None and not elsewhen:
        return _part_of(main, main_class, claim, sentence, context)
    words = plain(claim.subject or "")
    return Subject(key=None, text=claim.subject or "", scope=f"{claim.document_key} {words}")


def _part_of(
    main: tuple[str, str], main_class: str | None, claim: Claim, sentence: ReadSentence, context: Context
) -> Subject:
    """Return the event, or its part in a place that the sentence counts for: "142 cases in Norvania".

    A place that the text is told by counts for the whole, but for an outbreak.
    """
    names = sentence.masked.names
    found = [
        context.entities.find(claim.document_key, names[int(match.group(1))])
        for match in _COUNTED_IN.finditer(sentence.masked.text)
    ]
    place = (claim.document_key, claim.segment)
    places = [
        entity
        for entity in found
        if entity is not None
        and entity.kind is EntityKind.PLACE
        and not is_large(entity.name)
        and (main_class in _SPREAD or not context.events.is_told_by(place, normal_name(entity.name)))
    ]
    if not places or claim.quantity_key is None:
        return known_subject(*main)
    return known_subject(digest("part", main[0], places[0].key), f"{main[1]} / {places[0].name}")


def is_of_the_past(claim: Claim, sentence: ReadSentence) -> bool:
    """Say whether a claim is of what is long over: "three years ago", or by years before its document's."""
    return _LONG_AGO.search(sentence.masked.text) is not None or _elsewhen(claim, sentence)


def years_of(claim: Claim) -> frozenset[str]:
    """Return the years in which a claim's sentence puts it; where a sentence says several things, those of its part.

    "Roe, who founded the firm in 2009, will stay" puts nothing but the founding in 2009, and "the worst since 2011"
    nothing at all, but for what follows: "when 11 people died".
    """
    quote = plain(claim.quote)  # in the masked text a date may stand as a quantity
    if not years_in(quote):
        return frozenset()
    parts = _CLAUSES.split(quote)
    said = set(plain(claim.predicate or "").split()) - word_list("auxiliaries")
    own = [place for place, part in enumerate(parts) if said & set(part.split())]
    if not own:
        return years_in(quote)
    texts = [_SINCE.sub("", parts[place]) for place in own]
    texts += [parts[place - 1] for place in own if place and _AT_THAT_TIME.match(parts[place])]
    texts += [parts[0]] if _OPENING_TIME.match(parts[0]) else []
    texts += [part for part in parts[1:3] if _OPENING_TIME.match(parts[0]) and _YEAR_ALONE.fullmatch(part)]
    return years_in(" ".join(texts))


def _elsewhen(claim: Claim, sentence: ReadSentence) -> bool:
    """Say whether a claim is put in years, all of them before that of its document."""
    years = years_of(claim)
    if not years:
        return _in_past_month(claim)
    if claim.published_at is not None:
        return all(int(year) < claim.published_at.year for year in years)
    named = [claim.event_time.year for claim in sentence.document.claims if claim.event_time is not None]
    return bool(named) and all(int(year) < max(named) for year in years)


def _in_past_month(claim: Claim) -> bool:
    """Say whether a sentence opens with a month that was over for one at least: "In January, 16 people were killed"."""
    opening = _MONTH.match(plain(claim.quote))
    if opening is None or claim.published_at is None or claim.modality is Modality.PREDICTED:
        return False
    month = 1 + _MONTHS.index(opening.group(1))
    return 1 < (claim.published_at.month - month) % len(_MONTHS) <= _MONTHS_BACK


def organisation_subject(claim: Claim, sentence: ReadSentence, context: Context) -> Subject:
    """Return the organisation of a founding: of the founder frame, else the subject or the object."""
    document_key = sentence.document.document_key
    for frame in sentence.frames:
        entity = context.entities.find(document_key, frame.second) if frame.kind == "founder" else None
        if entity is not None and entity.kind not in NO_HOUSE:
            return known_subject(entity.key, entity.name)
    own = claim_subject(claim, context)
    if own.key is not None and not _is_person(claim, context):
        return own
    founder = context.entities.find(document_key, claim.subject_name or claim.subject)
    founded = context.founded_by(founder) if founder is not None and founder.kind is EntityKind.PERSON else None
    if founded is not None:
        return known_subject(founded.key, founded.name)
    entity = context.entities.find(document_key, claim.object_name) or context.entities.find(document_key, claim.object)
    usable = entity is not None and entity.kind not in {EntityKind.PERSON, EntityKind.PLACE}
    return known_subject(entity.key, entity.name) if entity is not None and usable else own


def _is_person(claim: Claim, context: Context) -> bool:
    entity = context.entities.find(claim.document_key, claim.subject_name or claim.subject)
    return entity is not None and entity.kind is EntityKind.PERSON


def person_subject(claim: Claim, sentence: ReadSentence, context: Context) -> Subject:
    """Return the person whose age it is: the name right before the number, or after it with a few words between.

    Where no person stands so, the claim's subject if it is a person; a list of headlines names no age's person.
    """
    place = _quantity_place(claim, sentence)
    masked = sentence.masked
    for name, (start, end) in zip(masked.names, masked.name_places, strict=True):
        entity = context.entities.find(sentence.document.document_key, name)
        if place is None or entity is None or entity.kind is not EntityKind.PERSON:
            continue
        before, after = masked.text[end : place[0]], masked.text[place[1] : start]
        if (end <= place[0] and _BESIDE_AGE.fullmatch(before)) or (place[1] <= start and _BEFORE_NAME.match(after)):
            return known_subject(entity.key, entity.name)
    own = context.entities.find(claim.document_key, claim.subject_name or claim.subject)
    if own is not None and own.kind is EntityKind.PERSON and _is_of(claim):
        return known_subject(own.key, own.name)
    words = plain(claim.subject or "")
    return Subject(key=None, text=claim.subject or "", scope=f"{claim.document_key} {words}")


def _is_of(claim: Claim) -> bool:
    """Say whether a claim says what its subject is: "She is 44 years old", "He turned 30"."""
    return predicate_lemma(claim.predicate or "").split("_")[0] in {"be", "turn", "age"}


def _quantity_place(claim: Claim, sentence: ReadSentence) -> tuple[int, int] | None:
    return sentence.masked.quantity_places.get(claim.quantity_key or "")

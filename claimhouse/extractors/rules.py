"""The built-in extractor: rules over a dependency parse, without GPU, key or network.

1. title and text are divided into sentences, each with its quantities;
2. the gate lets candidates through; only they are parsed, all in one go;
3. names, then attributions, are found over the whole document;
4. each candidate gives its claims (`claimhouse.extractors.claims`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc

from claimhouse.extractors.attribution import find_attributions
from claimhouse.extractors.cast import Cast, cast_of
from claimhouse.extractors.claims import NOT_PROSE, Surroundings, sentence_claims
from claimhouse.extractors.gate import is_candidate
from claimhouse.extractors.headlines import lower_words, prepare_headline, restore_spelling
from claimhouse.extractors.languages import READ_BY_RULES
from claimhouse.extractors.languages.parts import part_of
from claimhouse.extractors.mentions import find_mentions, is_headline
from claimhouse.extractors.parsed import ParsedSentence, load_pipeline
from claimhouse.extractors.quantity import find_quantities
from claimhouse.extractors.reading import plain_parse
from claimhouse.extractors.references import Context, Topic, callings, name_of, topic_of
from claimhouse.extractors.sentences import split_sentences
from claimhouse.extractors.tokens import with_whole_amounts
from claimhouse.records import (
    BlockKind,
    ExtractedDocument,
    Field,
    FoundAttribution,
    FoundMention,
    FoundQuantity,
    FoundSentence,
    Span,
    TextDocument,
)
from claimhouse.settings import ExtractSettings

_LABEL = re.compile(r"\s*(?:[-*\u2022]\s*|\d+[.)]\s*)?[A-Z][^.:;!?\"\u201c\u201d]{2,70}:\s+(?=[A-Z])")
"""A label before its sentence: "Leadership: Ann Bell will join the board"."""
_LIST_LABEL = re.compile(_LABEL.pattern.replace("(?=[A-Z])", r"(?=[^\W\d_])"))
"""The same in a list, where the sentence may begin small."""
_MAX_CHARACTERS = 2_000
_MAX_TOKENS = 160
"""A sentence with more tokens is no sentence (a list, a table run together) and is not parsed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unparsed:
    """A sentence before the parser saw it, with its quantities."""

    sentence: ParsedSentence
    quantities: tuple[FoundQuantity, ...]
    candidate: bool


class RuleExtractor:
    """Claims of English news prose by rules; registered as `rules` (`claimhouse.extractors.builtin`)."""

    def extract(self, document: TextDocument, settings: ExtractSettings) -> ExtractedDocument:
        """Return the sentences of title and text with their claims, and the names of the document.

        Only the parts of a document that are in English are read, and none if `settings.languages` lacks it.
        """
        part = part_of(document, [READ_BY_RULES]).get(READ_BY_RULES)
        if part is None or READ_BY_RULES not in settings.languages:
            return ExtractedDocument(sentences=(), mentions=())
        read = read_document(part, settings)
        found = _found_sentences(read, settings)
        return ExtractedDocument(sentences=found, mentions=read.mentions)


RULES = RuleExtractor()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """A document as the rules have read it, before claims are made of it."""

    unparsed: Sequence[_Unparsed]
    parsed: Sequence[ParsedSentence]
    mentions: tuple[FoundMention, ...]
    attributions: tuple[FoundAttribution, ...]
    callings: Mapping[str, frozenset[str]]
    cast: Cast


def read_document(document: TextDocument, settings: ExtractSettings) -> ReadDocument:
    """Return the sentences of a document with their quantities and parses, its names and its attributions."""
    unparsed = _sentences(document, settings)
    has_headline = any(item.candidate and is_headline(item.sentence) for item in unparsed)
    parsed = _parse(unparsed, lower_words(document.text) if has_headline else frozenset())
    mentions = find_mentions(parsed)
    called = callings(parsed, mentions)
    cast = cast_of(parsed, mentions, called)
    attributions = _named(find_attributions(parsed), parsed, mentions, called, cast)
    return ReadDocument(
        unparsed=unparsed, parsed=parsed, mentions=mentions, attributions=attributions, callings=called, cast=cast
    )


def _sentences(document: TextDocument, settings: ExtractSettings) -> list[_Unparsed]:
    """Return the sentences of the title, as one, and of the text, with quantities and the gate's verdict."""
    found: list[ParsedSentence] = []
    title = document.title or ""
    if title.strip():
        start = len(title) - len(title.lstrip())
        found.append(
            ParsedSentence(
                field=Field.TITLE,
                segment=0,
                char_start=start,
                char_end=start + len(title.strip()),
                text=title.strip(),
                block=BlockKind.TITLE,
                paragraph=0,
                headings=(),
                doc=None,
            )
        )
    in_text = [
        ParsedSentence(
            field=Field.TEXT,
            segment=sentence.segment,
            char_start=sentence.char_start,
            char_end=sentence.char_end,
            text=document.text[sentence.char_start : sentence.char_end],
            block=sentence.kind,
            paragraph=sentence.paragraph,
            headings=sentence.headings,
            doc=None,
        )
        for sentence in split_sentences(document.text, document.blocks)
    ]
    return [_with_quantities(sentence, document, settings) for sentence in [*found, *_with_heads(_with_decks(in_text))]]


def _with_decks(sentences: Sequence[ParsedSentence]) -> list[ParsedSentence]:
    """Return the sentences, headings before the first prose read as headlines: a title line, a deck under it."""
    first = next((i for i, sentence in enumerate(sentences) if sentence.block is not BlockKind.HEADING), len(sentences))
    decks = [replace(sentence, block=BlockKind.TITLE) for sentence in sentences[:first]]
    return [*decks, *sentences[first:]]


def _with_heads(sentences: Sequence[ParsedSentence]) -> list[ParsedSentence]:
    """Return the sentences, each row of a table with the table's first row as its last heading."""
    result: list[ParsedSentence] = []
    head: str | None = None
    for sentence in sentences:
        if sentence.block is not BlockKind.TABLE_ROW:
            head = None
        elif head is None:
            head = sentence.text
        result.append(replace(sentence, headings=(*sentence.headings, head)) if head is not None else sentence)
    return result


def _with_quantities(sentence: ParsedSentence, document: TextDocument, settings: ExtractSettings) -> _Unparsed:
    quantities = tuple(
        find_quantities(
            sentence.text, field=sentence.field, offset=sentence.char_start, published_at=document.published_at
        )
    )
    if sentence.block in NOT_PROSE:
        candidate = False
    elif settings.gate and not is_headline(sentence):
        candidate = is_candidate(sentence.text, sentence.block, quantities)
    else:
        candidate = True
    return _Unparsed(sentence=sentence, quantities=quantities, candidate=candidate)


def _parse(unparsed: Sequence[_Unparsed], small: frozenset[str]) -> list[ParsedSentence]:
    """Return all sentences, the candidates with their parse."""
    pipeline = load_pipeline()
    chosen = [
        (number, doc)
        for number, item in enumerate(unparsed)
        if item.candidate and len(item.sentence.text) <= _MAX_CHARACTERS
        for doc in [_prepared(pipeline, item.sentence, small)]
        if 0 < len(doc) <= _MAX_TOKENS
    ]
    parses: dict[int, Doc] = dict(
        zip((number for number, _ in chosen), pipeline.pipe(doc for _, doc in chosen), strict=True)
    )
    result: list[ParsedSentence] = []
    for number, item in enumerate(unparsed):
        doc = parses.get(number)
        if doc is None:
            result.append(item.sentence)
            continue
        plain = None if is_headline(item.sentence) else plain_parse(doc)
        if plain is None or plain.text != item.sentence.text:
            plain = plain_parse(restore_spelling(doc, item.sentence.text))
        result.append(replace(item.sentence, doc=plain))
    return result


def _prepared(pipeline: Language, sentence: ParsedSentence, small: frozenset[str]) -> Doc:
    """Return the tokens of a sentence, divided where a label or a headline's part ends."""
    if is_headline(sentence):
        return prepare_headline(pipeline, sentence.text, small)
    doc = pipeline.make_doc(with_whole_amounts(sentence.text))
    label = (_LIST_LABEL if sentence.block is BlockKind.LIST_ITEM else _LABEL).match(sentence.text)
    if label:
        for token in doc:
            token.is_sent_start = token.i == 0 or token.idx == label.end()
    return doc


def _named(
    attributions: Sequence[FoundAttribution],
    parsed: Sequence[ParsedSentence],
    mentions: Sequence[FoundMention],
    called: Mapping[str, frozenset[str]],
    cast: Cast,
) -> tuple[FoundAttribution, ...]:
    """Return the attributions with the full name of each speaker, where it is certain."""
    return tuple(
        replace(attribution, speaker_name=_speaker_name(attribution, parsed, mentions, called, cast))
        if attribution.speaker_name is None
        else replace(attribution, speaker_name=_whole_name(attribution, attribution.speaker_name, mentions))
        for attribution in attributions
    )


def _whole_name(attribution: FoundAttribution, name: str, mentions: Sequence[FoundMention]) -> str:
    """Return the fullest form that the document has of a name: "Ann Bell" for "Bell", "Sailors' Union" for "Union"."""
    full = {mention.name for mention in mentions if mention.text == name}
    if len(full) == 1:
        return full.pop()
    start, end = attribution.speaker_start, attribution.speaker_end
    if start is None or end is None:
        return name
    whole = {
        mention.text
        for mention in mentions
        if mention.field is attribution.field
        and start <= mention.char_start
        and mention.char_end <= end
        and mention.text.endswith((f"' {name}", f"\u2019 {name}"))
    }
    return whole.pop() if len(whole) == 1 else name


def _speaker_name(
    attribution: FoundAttribution,
    parsed: Sequence[ParsedSentence],
    mentions: Sequence[FoundMention],
    called: Mapping[str, frozenset[str]],
    cast: Cast,
) -> str | None:
    start, end = attribution.speaker_start, attribution.speaker_end
    if start is None or end is None:
        return None
    before = Context(callings=called, cast=cast)
    for number, sentence in enumerate(parsed):
        if sentence.field is attribution.field and sentence.char_start <= start < sentence.char_end:
            if sentence.doc is None:
                return None
            low, high = start - sentence.char_start, end - sentence.char_start
            span = sentence.doc.char_span(low, high, alignment_mode="expand")
            here = replace(before, number=number)
            return name_of(span.root, sentence, here, mentions) if span is not None else None
        before = Context(sentence if sentence.field is attribution.field else None, callings=called, cast=cast)
    return None


def _found_sentences(read: ReadDocument, settings: ExtractSettings) -> tuple[FoundSentence, ...]:
    parsed, attributions, called = read.parsed, read.attributions, read.callings
    by_sentence = _by_sentence(parsed, read.mentions)
    reaches = [_reach(attribution) for attribution in attributions]
    found: list[FoundSentence] = []
    previous: int | None = None
    topic: Topic | None = None
    for number, (item, sentence) in enumerate(zip(read.unparsed, parsed, strict=True)):
        touching = tuple(
            attribution
            for attribution, (start, end) in zip(attributions, reaches, strict=True)
            if start < sentence.char_end
            and sentence.char_start < end
            and attribution.field is sentence.field
            and _touches(attribution, sentence)
        )
        near, before = by_sentence[number], Context(callings=called, cast=read.cast, number=number)
        if previous is not None and _follows(parsed[previous], sentence):
            near, before = by_sentence[previous] + near, Context(parsed[previous], topic, called, read.cast, number)
        around = Surroundings(
            before=before, mentions=tuple(near), attributions=touching, only_checkworthy=settings.gate
        )
        claims = sentence_claims(sentence, item.quantities, around)
        found.append(
            FoundSentence(
                field=sentence.field,
                segment=sentence.segment,
                char_start=sentence.char_start,
                char_end=sentence.char_end,
                candidate=item.candidate,
                claims=tuple(claim for claim in claims if claim.confidence >= settings.min_confidence),
                quantities=item.quantities,
                attributions=tuple(a for a in touching if _begins_in(a, sentence)),
            )
        )
        if sentence.block not in NOT_PROSE:
            previous, topic = number, topic_of(sentence, before, near)
    return tuple(found)


def _by_sentence(parsed: Sequence[ParsedSentence], mentions: Sequence[FoundMention]) -> dict[int, list[FoundMention]]:
    """Return the names of each sentence; both come in reading order."""
    result: dict[int, list[FoundMention]] = defaultdict(list)
    number = 0
    for mention in mentions:
        while parsed[number].field is not mention.field or parsed[number].char_end <= mention.char_start:
            number += 1
        result[number].append(mention)
    return result


def _follows(before: ParsedSentence, sentence: ParsedSentence) -> bool:
    return before.field is sentence.field and before.segment == sentence.segment


def _reach(attribution: FoundAttribution) -> Span:
    """Return from where to where the places of an attribution are: most sentences lie outside."""
    places = _places(attribution)
    return Span(min(place.start for place in places), max(place.end for place in places)) if places else Span(0, 0)


def _touches(attribution: FoundAttribution, sentence: ParsedSentence) -> bool:
    return any(start < sentence.char_end and sentence.char_start < end for start, end in _places(attribution))


def _places(attribution: FoundAttribution) -> list[Span]:
    places = [*attribution.content]
    if attribution.cue_start is not None and attribution.cue_end is not None:
        places.append(Span(attribution.cue_start, attribution.cue_end))
    return places


def _begins_in(attribution: FoundAttribution, sentence: ParsedSentence) -> bool:
    """Tell whether an attribution is listed with this sentence: where its cue is, or else its content begins."""
    place = attribution.cue_start if attribution.cue_start is not None else attribution.content[0].start
    return sentence.char_start <= place < sentence.char_end

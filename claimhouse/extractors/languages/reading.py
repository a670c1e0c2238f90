"""A document in a language of a folder, from its text to records.

1. the parts in the wanted languages are divided into sentences, each with its quantities;
2. attributions are found by cues, block by block;
3. with a model, each clause of each sentence is parsed and gives its statements; without one, a sentence with an
   amount, a source or a cue gives one claim whose object is what was said, as it was said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby

from spacy.tokens import Doc

from claimhouse.extractors.clauses import Path
from claimhouse.extractors.languages import universal
from claimhouse.extractors.languages.amounts import find_amounts
from claimhouse.extractors.languages.certainty import Judgement, judge, states_nothing
from claimhouse.extractors.languages.language import BLANKS, Language, language
from claimhouse.extractors.languages.parts import part_of
from claimhouse.extractors.languages.sentences import sentences_of
from claimhouse.extractors.languages.speech import find_quotations, find_speech
from claimhouse.extractors.sentences import Sentence
from claimhouse.records import (
    BlockKind,
    EntityKind,
    ExtractedDocument,
    Field,
    FoundAttribution,
    FoundClaim,
    FoundMention,
    FoundQuantity,
    FoundSentence,
    Modality,
    QuantityKind,
    Span,
    TextDocument,
)
from claimhouse.settings import ExtractSettings

NOT_PROSE = frozenset({BlockKind.HEADING, BlockKind.CAPTION, BlockKind.CODE, BlockKind.TABLE_ROW})
MIN_WORDS = 3
QUOTED_WORDS = 4
"""A quotation of so many words is somebody's word, even if nobody is named; a shorter one may be a name."""
NEAR = 8
"""Tokens from a predicate within which an amount that no statement holds is its."""
MAX_CHARACTERS = 1_500
"""A longer sentence is a list or a table run together, and is not parsed."""
_CONFIDENCE = {Path.CLAUSE: 0.7, Path.CONJUNCT: 0.6, Path.RELATIVE: 0.6, Path.APPOSITION: 0.6, Path.PARTICIPLE: 0.5}
"""A guess of how often a statement found this way reads correctly; not calibrated."""
_BY_CUES = 0.5
_EDGE = " \t\n.,;:" + BLANKS
_LESS = 0.15
"""Taken off for a headline, and for a subject that is a pronoun."""
_KINDS = {"PER": EntityKind.PERSON, "ORG": EntityKind.ORGANISATION, "LOC": EntityKind.PLACE, "MISC": EntityKind.OTHER}
_UNCHECKABLE = frozenset({QuantityKind.DATE, QuantityKind.ORDINAL})
_YEAR, _MONTH, _DAY = 9_999, 999_999, 99_999_999


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A sentence before claims are made of it."""

    field: Field
    sentence: Sentence
    text: str
    quantities: tuple[FoundQuantity, ...]
    attributions: tuple[FoundAttribution, ...]
    candidate: bool
    quoted: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clause:
    """A stretch of a sentence that states something, and by whom it is said."""

    read: _Read
    span: Span
    text: str
    attribution: FoundAttribution | None
    quoted: tuple[Span, ...] = ()

    def is_quoted(self, start: int) -> bool:
        """Whether a place in it stands in a quotation that nobody is named for."""
        return any(quote.start <= self.span.start + start < quote.end for quote in self.quoted)


def read(
    document: TextDocument,
    wanted: Sequence[str],
    settings: ExtractSettings,
    *,
    extractor: str,
    version: str,
    parses: bool,
) -> ExtractedDocument:
    """Return what the parts of a document in the wanted languages say; with `parses`, their statements too."""
    sentences: list[FoundSentence] = []
    mentions: list[FoundMention] = []
    for code, part in part_of(document, wanted).items():
        found = _Reader(language=language(code), part=part, settings=settings, extractor=extractor, version=version)
        sentences += found.statements(mentions) if parses else found.cues()
    order = {Field.TITLE: 0, Field.TEXT: 1}
    return ExtractedDocument(
        sentences=tuple(sorted(sentences, key=lambda sentence: (order[sentence.field], sentence.char_start))),
        mentions=tuple(sorted(set(mentions), key=lambda name: (order[name.field], name.char_start, name.char_end))),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    language: Language
    part: TextDocument
    settings: ExtractSettings
    extractor: str
    version: str

    def cues(self) -> Iterator[FoundSentence]:
        """Yield the sentences with one claim for each thing said, amount or cue."""
        for item in self._sentences():
            claims: list[FoundClaim] = []
            if item.candidate:
                for clause in self._clauses(item):
                    judgement = judge(clause.text, self.language.code, clause.attribution)
                    if clause.is_quoted(2) and judgement.modality is Modality.ASSERTED:
                        judgement = replace(judgement, modality=Modality.REPORTED)
                    own = _within(item.quantities, clause.span) if clause.attribution else item.quantities
                    if clause.attribution or judgement.cues or any(map(_is_checkable, own)):
                        claims.append(self._claim(clause, judgement, own, object=_stripped(clause.text)))
            yield self._found(item, claims)

    def statements(self, mentions: list[FoundMention]) -> Iterator[FoundSentence]:
        """Yield the sentences with the claims of their statements; the names that the model sees join `mentions`."""
        items = list(self._sentences())
        clauses = [
            (number, clause) for number, item in enumerate(items) if item.candidate for clause in self._clauses(item)
        ]
        code = self.language.code
        docs = universal.load_pipeline(code).pipe(universal.prepare(clause.text, code) for _, clause in clauses)
        claims: dict[int, list[FoundClaim]] = {}
        for (number, clause), doc in zip(clauses, docs, strict=True):
            names = tuple(_mentions(doc, clause))
            mentions += names
            claims.setdefault(number, []).extend(self._stated(clause, doc, names))
        for number, item in enumerate(items):
            yield self._found(item, claims.get(number, []))

    def _sentences(self) -> Iterator[_Read]:
        title = self.part.title or ""
        if title.strip():
            start = len(title) - len(title.lstrip())
            sentence = Sentence(
                char_start=start,
                char_end=start + len(title.strip()),
                kind=BlockKind.TITLE,
                segment=0,
                paragraph=0,
                headings=(),
            )
            yield from self._block(Field.TITLE, title, [sentence])
        if self.part.text:
            found = sentences_of(self.part.text, self.part.blocks, self.language)
            for _, block in groupby(found, key=lambda sentence: sentence.paragraph):
                yield from self._block(Field.TEXT, self.part.text, list(block))

    def _block(self, field: Field, text: str, sentences: Sequence[Sentence]) -> Iterator[_Read]:
        code = self.language.code
        spans = [Span(sentence.char_start, sentence.char_end) for sentence in sentences]
        speech = find_speech(text, code, spans, field=field)
        quotations = find_quotations(text, code, spans[0].start, spans[-1].end)
        quoted = tuple(q.content for q in quotations if len(text[slice(*q.content)].split()) >= QUOTED_WORDS)
        for sentence in sentences:
            written = text[sentence.char_start : sentence.char_end]
            touching = tuple(
                said
                for said in speech
                if any(start < sentence.char_end and sentence.char_start < end for start, end in said.content)
                or (said.cue_start is not None and sentence.char_start <= said.cue_start < sentence.char_end)
            )
            quantities = find_amounts(
                written, code, field=field, offset=sentence.char_start, published_at=self.part.published_at
            )
            states = (
                sentence.kind not in NOT_PROSE
                and len(written.split()) >= MIN_WORDS
                and len(written) <= MAX_CHARACTERS
                and not states_nothing(written, code)
            )
            yield _Read(
                field=field,
                sentence=sentence,
                text=written,
                quantities=quantities,
                attributions=touching,
                candidate=states,
                quoted=quoted,
            )

    def _clauses(self, item: _Read) -> Iterator[_Clause]:
        """Yield what is said in a sentence, each with who says it; the sentence itself where nobody is named."""
        start, end = item.sentence.char_start, item.sentence.char_end
        said = False
        for attribution in item.attributions:
            for content in attribution.content:
                span = Span(max(content.start, start), min(content.end, end))
                if span.start < span.end:
                    said = True
                    text = item.text[span.start - start : span.end - start]
                    yield _Clause(read=item, span=span, text=text, attribution=attribution)
        if not said:
            yield _Clause(read=item, span=Span(start, end), text=item.text, attribution=None, quoted=item.quoted)

    def _stated(self, clause: _Clause, doc: Doc, names: Sequence[FoundMention]) -> Iterator[FoundClaim]:
        """Yield the claims of a parsed clause: one for each amount of a statement, or one without."""
        statements = universal.find_statements(doc, clause.text, self.language.copula)
        owned: dict[int, list[FoundQuantity]] = {}
        for quantity in _within(clause.read.quantities, clause.span):
            tokens = _tokens(doc, quantity, clause.span.start)
            holding = [i for i, statement in enumerate(statements) if tokens & statement.tokens]
            near = holding or [
                i for i, statement in enumerate(statements) if abs(statement.head - min(tokens, default=0)) <= NEAR
            ]
            if near:
                best = min(near, key=lambda i: (-len(tokens & statements[i].tokens), _distance(statements[i], tokens)))
                owned.setdefault(best, []).append(quantity)
        for number, statement in enumerate(statements):
            quantities = owned.get(number, [])
            if self.settings.gate and not _is_worth(statement, quantities, clause):
                continue
            yield from self._claims_of(clause, doc, statement, quantities, names)

    def _claims_of(
        self,
        clause: _Clause,
        doc: Doc,
        statement: universal.UniversalStatement,
        quantities: Sequence[FoundQuantity],
        names: Sequence[FoundMention],
    ) -> Iterator[FoundClaim]:
        judgement = judge(universal.covered(doc, clause.text, statement), self.language.code, clause.attribution)
        if clause.is_quoted(doc[statement.head].idx) and judgement.modality is Modality.ASSERTED:
            judgement = replace(judgement, modality=Modality.REPORTED)
        subject, subject_name = statement.subject, _name(statement.subject_head, doc, clause.span.start, names)
        if statement.is_infinitive and clause.attribution is not None:
            subject, subject_name = clause.attribution.speaker, clause.attribution.speaker_name
        confidence = _CONFIDENCE.get(statement.path, _BY_CUES)
        if statement.subject_head is not None and doc[statement.subject_head].pos_ == "PRON":
            confidence -= _LESS
        for group in _groups(quantities):
            claim = self._claim(clause, judgement, group, object=statement.object)
            yield replace(
                claim,
                subject=subject,
                subject_name=subject_name,
                predicate=statement.predicate,
                arguments=statement.arguments,
                confidence=self._confidence(clause, confidence),
            )

    def _claim(
        self,
        clause: _Clause,
        judgement: Judgement,
        quantities: Sequence[FoundQuantity],
        *,
        object: str | None,  # noqa: A002 - the field's name
    ) -> FoundClaim:
        sentence = clause.read.sentence
        main = next((quantity for quantity in quantities if _is_checkable(quantity)), None)
        event_time, precision = _event_time(quantities)
        return FoundClaim(
            field=clause.read.field,
            segment=sentence.segment,
            char_start=sentence.char_start,
            char_end=sentence.char_end,
            subject=None,
            subject_name=None,
            predicate=None,
            object=object,
            object_name=None,
            arguments=(),
            negated=judgement.negated,
            quantity=main or next(iter(quantities), None),
            quantities=tuple(quantities),
            attribution=clause.attribution,
            modality=judgement.modality,
            hedge_cues=judgement.cues,
            event_time=event_time,
            event_precision=precision,
            extractor=self.extractor,
            extractor_version=self.version,
            confidence=self._confidence(clause, _BY_CUES),
        )

    def _confidence(self, clause: _Clause, value: float) -> float:
        return round(value - (_LESS if clause.read.field is Field.TITLE else 0), 2)

    def _found(self, item: _Read, claims: Sequence[FoundClaim]) -> FoundSentence:
        sentence = item.sentence
        return FoundSentence(
            field=item.field,
            segment=sentence.segment,
            char_start=sentence.char_start,
            char_end=sentence.char_end,
            candidate=item.candidate,
            claims=tuple(claim for claim in dict.fromkeys(claims) if claim.confidence >= self.settings.min_confidence),
            quantities=item.quantities,
            attributions=tuple(
                said
                for said in item.attributions
                if said.cue_start is not None and sentence.char_start <= said.cue_start < sentence.char_end
            ),
        )


def _within(quantities: Sequence[FoundQuantity], span: Span) -> tuple[FoundQuantity, ...]:
    return tuple(q for q in quantities if span.start <= q.char_start and q.char_end <= span.end)


def _is_checkable(quantity: FoundQuantity) -> bool:
    return quantity.kind not in _UNCHECKABLE


def _stripped(text: str) -> str:
    """Return what was said without the marks around it; quotation marks within stay."""
    text = text.strip(_EDGE)
    for opening, closing in (("«", "»"), ("„", "“"), ("“", "”"), ('"', '"')):
        if text.startswith(opening) and text.find(closing, 1) == len(text) - 1:
            return text[1:-1].strip(_EDGE)
    return text


def _tokens(doc: Doc, quantity: FoundQuantity, offset: int) -> frozenset[int]:
    start, end = quantity.char_start - offset, quantity.char_end - offset
    return frozenset(token.i for token in doc if token.idx < end and start < token.idx + len(token))


def _distance(statement: universal.UniversalStatement, tokens: frozenset[int]) -> tuple[int, int]:
    """Return what makes one of two statements that hold an amount its own: the smaller, then the nearer."""
    return len(statement.tokens), abs(statement.head - min(tokens, default=0))


def _is_worth(statement: universal.UniversalStatement, quantities: Sequence[FoundQuantity], clause: _Clause) -> bool:
    """Whether a statement says enough to be checked: more than that somebody unnamed does something."""
    if quantities or clause.attribution is not None:
        return statement.subject is not None or statement.is_infinitive
    return statement.subject is not None and bool(
        statement.object or statement.arguments or statement.path is Path.CLAUSE
    )


def _groups(quantities: Sequence[FoundQuantity]) -> list[tuple[FoundQuantity, ...]]:
    """Return the quantities of each claim: one amount each; without amounts one date; or nothing."""
    main = [quantity for quantity in quantities if _is_checkable(quantity)]
    if main:
        return [(quantity,) for quantity in main]
    return [(quantities[0],)] if quantities else [()]


def _event_time(quantities: Sequence[FoundQuantity]) -> tuple[datetime | None, str | None]:
    """Return the date of a claim that has exactly one, in UTC, with its precision."""
    dates = [int(q.value) for q in quantities if q.kind is QuantityKind.DATE and q.value is not None]
    if len(dates) != 1:
        return None, None
    number = dates[0]
    if number <= _YEAR:
        return datetime(number, 1, 1, tzinfo=UTC), "year"
    if number <= _MONTH:
        return datetime(number // 100, number % 100, 1, tzinfo=UTC), "month"
    return datetime(number // 10_000, number // 100 % 100, number % 100, tzinfo=UTC), "day"


def _mentions(doc: Doc, clause: _Clause) -> Iterator[FoundMention]:
    """Yield the names that the model sees in a clause; its labels are worth little, the places more."""
    for name in doc.ents:
        written = clause.text[name.start_char : name.end_char]
        if not written[:1].isupper() or not written.strip():
            continue
        yield FoundMention(
            field=clause.read.field,
            char_start=clause.span.start + name.start_char,
            char_end=clause.span.start + name.end_char,
            text=written,
            name=written,
            kind=_KINDS.get(name.label_, EntityKind.OTHER),
            segment=clause.read.sentence.segment,
        )


def _name(head: int | None, doc: Doc, offset: int, names: Sequence[FoundMention]) -> str | None:
    """Return the name of a subject that is one."""
    if head is None:
        return None
    place = offset + doc[head].idx
    return next((name.name for name in names if name.char_start <= place < name.char_end), None)

"""How the built-in extractor came to what it found: sentence by sentence, field by field.

Nothing is recorded while claims are made, so that explaining costs the main job nothing. What is shown is computed
again here, from the functions that the extractor itself calls.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from claimhouse.extractors.claims import NOT_PROSE
from claimhouse.extractors.clauses import Path, Statement
from claimhouse.extractors.confidence import scales, speaker_reasons, statement_reasons
from claimhouse.extractors.gate import evidence, refusal
from claimhouse.extractors.headlines import headline_statements
from claimhouse.extractors.languages import READ_BY_RULES, universal, with_statements
from claimhouse.extractors.languages.parts import part_of
from claimhouse.extractors.mentions import is_headline
from claimhouse.extractors.modality import Judgement, is_question, is_reader_address, judge_modality
from claimhouse.extractors.parsed import ParsedSentence
from claimhouse.extractors.rules import RULES, read_document
from claimhouse.extractors.statements import find_statements
from claimhouse.extractors.tables import row_statements
from claimhouse.extractors.worth import THRESHOLD, ground_points, is_checkable, is_worth_checking, points
from claimhouse.records import (
    BlockKind,
    Field,
    FoundAttribution,
    FoundClaim,
    FoundMention,
    FoundQuantity,
    FoundSentence,
    Modality,
    QuantityKind,
    TextDocument,
)
from claimhouse.settings import ExtractSettings

PATHS: Mapping[Path, str] = {
    Path.CLAUSE: "a verb with a subject of its own",
    Path.CONJUNCT: "a verb that shares the subject of the verb before it",
    Path.RELATIVE: "a relative clause, about the noun it hangs on",
    Path.PARTICIPLE: "a participle, about the noun or subject it hangs on",
    Path.APPOSITION: "two nouns side by side, the one says what the other is",
    Path.TITLE: "an office before a name",
    Path.NOMINAL: "an act named by a noun",
    Path.HEADLINE: "the form of a headline",
    Path.TABLE: "a row of a table: its first cell, and one with an amount",
    Path.LABEL: "a label before a colon, and the amount behind",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedToken:
    """A word of the parse: its lemma, tag, role, and the word it hangs on (`head`, a number; its own for the root)."""

    number: int
    text: str
    lemma: str
    tag: str
    role: str
    head: int
    head_text: str
    entity: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the gate says of a sentence.

    Attributes:
        passed: it is parsed under the settings given.
        why: why it is stopped, or why it was not asked; null where it passed on its signs.
        signs: what it sees in the sentence, by what that is a sign of.
    """

    passed: bool
    why: str | None
    signs: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the value of one field of a claim comes from."""

    field: str
    value: str | None
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedClaim:
    """A claim with the origin of each of its fields; `left_out` is why the settings leave it out, null if they do not.

    Without its origins it is of another extractor, or of a language whose parse is not shown.
    """

    claim: FoundClaim
    origins: tuple[Origin, ...] = ()
    left_out: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedSentence:
    """A sentence with everything that was found in it, and how."""

    found: FoundSentence
    text: str
    block: BlockKind
    headings: tuple[str, ...]
    verdict: Verdict
    tokens: tuple[ExplainedToken, ...]
    claims: tuple[ExplainedClaim, ...]
    states_nothing: str | None


def explain_document(document: TextDocument, settings: ExtractSettings) -> tuple[ExplainedSentence, ...]:
    """Return the sentences that the rules read in a document, each with how it came to its claims."""
    part = part_of(document, [READ_BY_RULES]).get(READ_BY_RULES)
    if part is None:
        return ()
    found = RULES.extract(document, settings)
    ungated = settings.model_copy(update={"gate": False, "min_confidence": 0.0})
    everything = RULES.extract(document, ungated)
    read = read_document(part, ungated)
    parsed = {_place(sentence): sentence for sentence in read.parsed}
    with_all = {_place(sentence): sentence for sentence in everything.sentences}
    return tuple(
        _sentence(
            sentence,
            parsed[_place(sentence)],
            with_all.get(_place(sentence), sentence),
            read.mentions,
            settings,
        )
        for sentence in found.sentences
        if _place(sentence) in parsed
    )


def words_of(text: str, code: str | None) -> tuple[ExplainedToken, ...]:
    """Return the words of a sentence in a language of a folder whose model is installed; none for any other."""
    if code is None or code not in with_statements():
        return ()
    pipeline = universal.load_pipeline(code)
    return tuple(_tokens(next(iter(pipeline.pipe([universal.prepare(text, code)])))))


def _place(sentence: FoundSentence | ParsedSentence | FoundClaim) -> tuple[Field, int, int]:
    return sentence.field, sentence.char_start, sentence.char_end


def _sentence(
    found: FoundSentence,
    parsed: ParsedSentence,
    ungated: FoundSentence,
    mentions: Sequence[FoundMention],
    settings: ExtractSettings,
) -> ExplainedSentence:
    verdict = _verdict(found, parsed, settings)
    doc = parsed.doc
    statements = _statements(parsed, doc, found.quantities) if doc is not None else ()
    kept = {_said(claim) for claim in found.claims}
    left = tuple(claim for claim in ungated.claims if _said(claim) not in kept)
    return ExplainedSentence(
        found=found,
        text=parsed.text,
        block=parsed.block,
        headings=parsed.headings,
        verdict=verdict,
        tokens=tuple(_tokens(doc)) if doc is not None else (),
        claims=tuple(
            ExplainedClaim(
                claim=claim,
                origins=tuple(_origins(claim, parsed, statements, mentions)),
                left_out=_left_out(claim, parsed, statements, mentions, ungated.attributions, verdict, settings)
                if claim in left
                else None,
            )
            for claim in (*found.claims, *left)
        ),
        states_nothing=_states_nothing(parsed),
    )


def _left_out(
    claim: FoundClaim,
    sentence: ParsedSentence,
    statements: Sequence[Statement],
    mentions: Sequence[FoundMention],
    attributions: Sequence[FoundAttribution],
    verdict: Verdict,
    settings: ExtractSettings,
) -> str:
    """Return why a claim that is found without the gate is left out with it."""
    if not verdict.passed:
        return f"the gate stops its sentence: {verdict.why}"
    if claim.confidence < settings.min_confidence:
        return f"its confidence is below extract.min_confidence, {settings.min_confidence:g}"
    doc = sentence.doc
    statement = next((one for one in statements if _is_of(one, claim)), None)
    if doc is None or statement is None:
        return "it is not worth checking"
    said = sentence.char_start + doc[statement.head].idx
    if any((cue.cue_start or 0) <= said < (cue.cue_end or 0) for cue in attributions):
        return "it is an act of saying, and what was said is claimed for itself"
    names = frozenset(
        token.i
        for mention in mentions
        if mention.field is sentence.field
        for token in _tokens_at(doc, sentence, mention.char_start, mention.char_end)
    )
    quantities, name, announces = claim.quantities, claim.subject_name, is_headline(sentence)
    if is_worth_checking(
        doc,
        statement,
        quantities,
        names=names,
        subject_name=name,
        attribution=claim.attribution,
        announces=announces,
    ):
        return "it does not stand alone: without its sentence it points elsewhere, is cut off, or is only supposed"
    total = points(doc, statement, quantities, names=names, subject_name=name)
    total += ground_points(doc, statement, quantities, names=names, subject_name=name, announces=announces)
    short = f": {max(total, 0)} of {THRESHOLD} points for what can be looked up" if total < THRESHOLD else ""
    return f"it is not worth checking{short}"


def _said(claim: FoundClaim) -> FoundClaim:
    """Return a claim without what the sentences around it lend it: with the gate, fewer of them are read."""
    return replace(claim, subject_name=None, object_name=None, attribution=None, confidence=0.0)


def _verdict(found: FoundSentence, parsed: ParsedSentence, settings: ExtractSettings) -> Verdict:
    signs = evidence(parsed.text, parsed.block, found.quantities)
    if parsed.block in NOT_PROSE:
        return Verdict(passed=False, why=f"a {parsed.block} states nothing", signs=signs)
    if is_headline(parsed):
        return Verdict(passed=True, why="a headline is always read", signs=signs)
    if not settings.gate:
        return Verdict(passed=True, why="the gate is off", signs=signs)
    why = refusal(parsed.text, parsed.block, found.quantities)
    return Verdict(passed=why is None, why=why, signs=signs)


def _states_nothing(parsed: ParsedSentence) -> str | None:
    """Return why no claim is made of a sentence as a whole, null where nothing forbids it."""
    if parsed.block in NOT_PROSE:
        return f"a {parsed.block} states nothing"
    if parsed.doc is None:
        return "it is too long to be a sentence, and is not parsed"
    if is_question(parsed):
        return "a question states nothing"
    return "it speaks to its reader" if is_reader_address(parsed) else None


def _tokens(doc: Doc) -> Iterator[ExplainedToken]:
    for token in doc:
        if not token.is_space:
            yield ExplainedToken(
                number=token.i,
                text=token.text,
                lemma=token.lemma_,
                tag=token.tag_,
                role=token.dep_,
                head=token.head.i,
                head_text=token.head.text,
                entity=token.ent_type_ or None,
            )


def _statements(sentence: ParsedSentence, doc: Doc, quantities: Sequence[FoundQuantity]) -> tuple[Statement, ...]:
    amounts = frozenset(
        token.i
        for quantity in quantities
        if is_checkable(quantity)
        for token in _tokens_at(doc, sentence, quantity.char_start, quantity.char_end)
    )
    if is_headline(sentence):
        return tuple(headline_statements(doc, amounts))
    if sentence.block is BlockKind.TABLE_ROW:
        return row_statements(doc, amounts)
    return find_statements(doc)


def _tokens_at(doc: Doc, sentence: ParsedSentence, start: int, end: int) -> list[Token]:
    low, high = start - sentence.char_start, end - sentence.char_start
    return [token for token in doc if token.idx < high and low < token.idx + len(token)]


def _origins(
    claim: FoundClaim, sentence: ParsedSentence, statements: Sequence[Statement], mentions: Sequence[FoundMention]
) -> Iterator[Origin]:
    doc = sentence.doc
    statement = next((one for one in statements if _is_of(one, claim)), None)
    if doc is None or statement is None:
        yield Origin(field="statement", value=None, how="its pattern is not one of those shown here")
        return
    head = doc[statement.head]
    yield Origin(field="found as", value=statement.path, how=PATHS.get(statement.path, statement.path))
    yield _participant("subject", claim.subject, claim.subject_name, statement.subject_head, sentence, claim, mentions)
    yield Origin(field="predicate", value=claim.predicate, how=f"{_role(head)}, with what belongs to it")
    yield _participant("object", claim.object, claim.object_name, statement.object_head, sentence, claim, mentions)
    if claim.arguments:
        how = f"further dependents of {head.text!r}: time, place, means"
        yield Origin(field="arguments", value=" | ".join(claim.arguments), how=how)
    yield _of_quantity(claim, statement, sentence, doc)
    if claim.event_time is not None:
        day = claim.event_time.date().isoformat()
        yield Origin(
            field="event time", value=day, how=f"the only date of the statement, to the {claim.event_precision}"
        )
    yield _of_speaker(claim, sentence, head)
    judgement = judge_modality(sentence, _judged(statement, head), claim.attribution)
    yield _of_modality(claim, judgement, statement)
    yield _of_negation(claim, judgement)
    yield _of_confidence(claim, statement, doc)


def _is_of(statement: Statement, claim: FoundClaim) -> bool:
    """Tell whether a claim says what a statement says; what was added to it later does not count."""
    same = (statement.subject, statement.predicate, statement.object) == (claim.subject, claim.predicate, claim.object)
    return same and statement.arguments == claim.arguments


def _judged(statement: Statement, head: Token) -> Token:
    """Return the token whose modality the claim has: a participle is as sure as the verb it hangs on."""
    hangs = statement.path is Path.PARTICIPLE and head.dep_ == "advcl" and head.tag_ == "VBG"
    return head.head if hangs else head


def _role(token: Token) -> str:
    if token.head.i == token.i:
        return f"{token.text!r} is the main word"
    return f"{token.text!r} is {token.dep_} of {token.head.text!r}"


def _participant(
    field: str,
    value: str | None,
    name: str | None,
    number: int | None,
    sentence: ParsedSentence,
    claim: FoundClaim,
    mentions: Sequence[FoundMention],
) -> Origin:
    if value is None:
        return Origin(field=field, value=None, how="the sentence has none")
    if number is None or sentence.doc is None:
        return Origin(field=field, value=value, how="by its place")
    token = sentence.doc[number]
    at = sentence.char_start + token.idx
    named = any(m.field is sentence.field and m.char_start <= at < m.char_end for m in mentions)
    if name is None:
        is_open = token.pos_ == "PRON" and token.tag_ not in {"EX", "WP", "WDT"}
        meant = "; whom it means is not certain and left open" if is_open else ""
    elif named:
        meant = f"; a name, in full {name!r}" if name != value else "; a name"
    elif claim.attribution is not None and claim.attribution.direct and token.lower_ in {"i", "me"}:
        meant = f"; in a quotation it is the speaker, {name!r}"
    else:
        meant = f"; it can only mean {name!r} here"
    return Origin(field=field, value=value, how=_role(token) + meant)


def _of_quantity(claim: FoundClaim, statement: Statement, sentence: ParsedSentence, doc: Doc) -> Origin:
    quantity = claim.quantity
    if quantity is None:
        return Origin(field="quantity", value=None, how="the statement holds none of its own")
    tokens = {token.i for token in _tokens_at(doc, sentence, quantity.char_start, quantity.char_end)}
    if tokens <= statement.tokens:
        how = "its words stand in this statement, the smallest that holds them"
    else:
        how = f"no statement holds it; this one's predicate, {doc[statement.head].text!r}, is near"
    others = [other.raw for other in claim.quantities if other is not quantity]
    how += f"; the same amount again: {', '.join(others)}" if others else ""
    return Origin(field="quantity", value=quantity_text(quantity), how=how)


def quantity_text(quantity: FoundQuantity) -> str:
    """Return a quantity with its normal form on one line."""
    if quantity.value is not None:
        number = quantity.value.normalize()
        shown = f"{number:f}" if quantity.kind is QuantityKind.DATE else f"{number:,f}"
        value = f"{quantity.bound} {shown}"
    elif quantity.value_min is not None and quantity.value_max is not None:
        value = f"{quantity.value_min.normalize():,f} to {quantity.value_max.normalize():,f}"
    else:
        value = "value open"
    what = f" of {quantity.concept}" if quantity.concept else ""
    role = f" ({quantity.role} this)" if quantity.role else ""
    return f"{quantity.raw!r}: {quantity.kind}{what} {value} {quantity.unit or ''}".rstrip() + role


def _of_speaker(claim: FoundClaim, sentence: ParsedSentence, head: Token) -> Origin:
    attribution = claim.attribution
    if attribution is None:
        return Origin(field="speaker", value=None, how="nobody's word covers the predicate: the text says so itself")
    said = sentence.char_start + head.idx
    covers = any(span.start <= said < span.end for span in attribution.content)
    how = f"what {attribution.cue!r} attributes holds {head.text!r}" if attribution.cue else "a quotation holds it"
    if not covers:
        how = f"the predicate is the cue of a quotation, {attribution.cue!r}"
    how += f"; {attribution_manner(attribution)}"
    if attribution.speaker_name and attribution.speaker_name != attribution.speaker:
        how += f"; in full {attribution.speaker_name!r}"
    return Origin(field="speaker", value=attribution.speaker or "nobody named", how=how)


def attribution_manner(attribution: FoundAttribution) -> str:
    """Return what kind of speaker it is, and how the words are given."""
    return f"{attribution.speaker_kind}, {'word for word' if attribution.direct else 'in other words'}"


def _of_modality(claim: FoundClaim, judgement: Judgement, statement: Statement) -> Origin:
    operators = [one for one in judgement.grounds if one.modality is claim.modality]
    if operators:
        by_cue = {one.cue: one for one in operators}
        cues = ", ".join(f"{cue!r} (takes away {one.strength:.1f})" for cue, one in by_cue.items())
        how = f"by {cues}"
        beside = {one.modality for one in judgement.grounds} - {claim.modality, None, Modality.ASSERTED}
        how += f"; goes before {', '.join(sorted(str(one) for one in beside))}" if beside else ""
    elif claim.modality is Modality.ASSERTED:
        how = "nothing takes it out of plain fact"
    elif statement.path is Path.HEADLINE:
        how = "a headline's infinitive says what is going to be"
    else:
        how = f"by {', '.join(map(repr, claim.hedge_cues))}" if claim.hedge_cues else "by its surroundings"
    return Origin(field="modality", value=claim.modality, how=how)


def _of_negation(claim: FoundClaim, judgement: Judgement) -> Origin:
    cues = [one.cue for one in judgement.grounds if one.negates]
    if not cues:
        return Origin(field="negated", value="yes" if claim.negated else "no", how="no word denies it")
    how = f"by {', '.join(map(repr, cues))}" + ("" if claim.negated else ", which cancel each other")
    return Origin(field="negated", value="yes" if claim.negated else "no", how=how)


def _of_confidence(claim: FoundClaim, statement: Statement, doc: Doc) -> Origin:
    found = scales()
    parts = []
    accounts = {
        "statement": statement_reasons(doc, statement, claim.subject_name),
        "speaker": speaker_reasons(doc, claim.attribution),
    }
    for name, reasons in accounts.items():
        told = ", ".join(sorted(reasons))
        parts.append(f"{name} right in {found[name].share(reasons):.2f} of such ({told})")
    return Origin(field="confidence", value=f"{claim.confidence:.2f}", how="; times: ".join(parts))

"""`explain sentence`: words, quantities, the gate, speakers and every field of every claim, and how each came about."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa

from claimhouse.cli.claim_lines import attribution_line, claim_line, quantity_line, statement_view
from claimhouse.cli.output import Format, print_rows, to_json, until_the_reader_leaves
from claimhouse.cli.terminal import visible
from claimhouse.extractors import document_gap, extract_document
from claimhouse.extractors.builtin import NAME
from claimhouse.extractors.explaining import (
    ExplainedClaim,
    ExplainedSentence,
    ExplainedToken,
    Origin,
    Verdict,
    attribution_manner,
    explain_document,
    quantity_text,
    words_of,
)
from claimhouse.records import BlockKind, Field, FoundAttribution, FoundClaim, FoundSentence, TextBlock, TextDocument
from claimhouse.resolve import attribute_of
from claimhouse.settings import ExtractSettings

WIDTH = 80  # columns of an explanation; fewer where the terminal has fewer
NARROWEST = 40
LABEL = 12  # columns of a label
ROW_SCHEMA = pa.schema(
    [("sentence", pa.string()), ("claim", pa.int64())]
    + [(name, pa.string()) for name in ("left_out", "extractor", "field", "value", "how")]
)
TRACED = (None, "en")  # languages in which the rules read a parse that can be shown


@dataclass(frozen=True, slots=True)
class Context:
    """A text with the title and headings that it is read under; `start` is where it begins in the document's text."""

    document: TextDocument
    start: int


def in_context(text: str, title: str | None, heading: str | None, language: str | None, published: Any) -> Context:  # noqa: ANN401 - a time or null
    """Return a text as a document of its own, below its heading."""
    start = len(heading) + 2 if heading else 0
    whole = f"{heading}\n\n{text}" if heading else text
    blocks = (
        (
            TextBlock(char_start=0, char_end=len(heading), kind=BlockKind.HEADING),
            TextBlock(char_start=start, char_end=len(whole), kind=BlockKind.PARAGRAPH),
        )
        if heading
        else ()
    )
    document = TextDocument(text=whole, title=title, language=language, published_at=published, blocks=blocks)
    return Context(document, start)


def print_sentence(context: Context, settings: ExtractSettings, form: Format | None) -> int:
    """Print how the sentences of a text come to their claims; title and headings only lend context.

    Args:
        context: the text.
        settings: of the stage extract.
        form: JSON for one complete object; CSV and Parquet for one row a field of a claim.

    Returns:
        The exit code, 0.
    """
    document = context.document
    note = document_gap(document.language, settings)
    sentences = [
        sentence
        for sentence in _explained(document, settings)
        if sentence.found.field is Field.TEXT and sentence.found.char_end > context.start
    ]
    with until_the_reader_leaves():
        if form is Format.JSON:
            shown = {"text": document.text[context.start :], "language": document.language, "note": note}
            sys.stdout.write(to_json({**shown, "sentences": [_complete(document, one) for one in sentences]}) + "\n")
        elif form in {Format.CSV, Format.PARQUET}:
            print_rows(pa.Table.from_pylist([row for one in sentences for row in _rows(one)], ROW_SCHEMA), form)
        else:
            for line in _lines(document, sentences, note):
                sys.stdout.write(line.rstrip() + "\n")
    return 0


def _explained(document: TextDocument, settings: ExtractSettings) -> list[ExplainedSentence]:
    """Return the sentences, those of the built-in rules traced; what others find stands with its result only."""
    traced = NAME in settings.extractors and document.language in TRACED
    found = list(explain_document(document, settings)) if traced else []
    others = tuple(name for name in settings.extractors if not traced or name != NAME)
    if not others:
        return found
    by_place = {_place(sentence.found): sentence for sentence in found}
    for sentence in extract_document(document, settings.model_copy(update={"extractors": others})).sentences:
        met = by_place.get(_place(sentence), _untraced(document, sentence))
        claims = tuple(ExplainedClaim(claim=claim) for claim in sentence.claims)
        by_place[_place(sentence)] = ExplainedSentence(
            found=met.found,
            text=met.text,
            block=met.block,
            headings=met.headings,
            verdict=met.verdict,
            tokens=met.tokens,
            claims=(*met.claims, *claims),
            states_nothing=met.states_nothing,
        )
    return [by_place[place] for place in sorted(by_place, key=lambda place: (place[0] is Field.TEXT, *place[1:]))]


def _place(sentence: FoundSentence) -> tuple[Field, int, int]:
    return sentence.field, sentence.char_start, sentence.char_end


def _untraced(document: TextDocument, found: FoundSentence) -> ExplainedSentence:
    text = document.text if found.field is Field.TEXT else document.title or ""
    why = None if found.candidate else "its extractor did not look for claims in it"
    return ExplainedSentence(
        found=found,
        text=text[found.char_start : found.char_end],
        block=BlockKind.PARAGRAPH,
        headings=(),
        verdict=Verdict(passed=found.candidate, why=why, signs={}),
        tokens=words_of(text[found.char_start : found.char_end], document.language),
        claims=(),
        states_nothing=None,
    )


def _origins(claim: ExplainedClaim, sentence: str) -> tuple[Origin, ...]:
    """Return the origin of every field, the attribute that resolution gives it included."""
    found = claim.claim
    attribute = attribute_of(statement_view(found, sentence))
    by = (
        "no rule of the lexicon: the predicate itself"
        if attribute.rule == "open"
        else f"lexicon rule {attribute.rule!r}"
    )
    made = Origin(field="made by", value=f"{found.extractor} {found.extractor_version}", how="extractor and version")
    fields = claim.origins or tuple(_plain(found))
    return (*fields, Origin(field="attribute", value=attribute.name, how=by), made)


def _plain(claim: FoundClaim) -> Iterator[Origin]:
    """Yield the fields of a claim whose extractor does not say how it came to them."""
    how = f"as {claim.extractor} gave it"
    for field in ("subject", "predicate", "object"):
        yield Origin(field=field, value=getattr(claim, field), how=how)
    if claim.quantity is not None:
        yield Origin(field="quantity", value=quantity_text(claim.quantity), how=how)
    said = claim.attribution
    if said is not None:
        by = f"by the cue {said.cue!r}" if said.cue else "by its quotation marks"
        yield Origin(field="speaker", value=said.speaker, how=f"{by}; {attribution_manner(said)}")
    cues = ", ".join(map(repr, claim.hedge_cues))
    yield Origin(field="modality", value=claim.modality, how=f"by {cues}" if cues else how)
    yield Origin(field="negated", value="yes" if claim.negated else "no", how=how)
    yield Origin(field="confidence", value=f"{claim.confidence:.2f}", how=how)


# As data.


def _complete(document: TextDocument, sentence: ExplainedSentence) -> dict[str, object]:
    found = sentence.found
    return {
        "field": found.field,
        "char_start": found.char_start,
        "char_end": found.char_end,
        "sentence": sentence.text,
        "block": sentence.block,
        "headings": list(sentence.headings),
        "gate": {"passed": sentence.verdict.passed, "why": sentence.verdict.why, "signs": sentence.verdict.signs},
        "states_nothing": sentence.states_nothing,
        "tokens": [asdict(token) for token in sentence.tokens],
        "quantities": [quantity_line(quantity) for quantity in found.quantities],
        "attributions": [attribution_line(attribution) for attribution in found.attributions],
        "claims": [
            {
                **claim_line(document, claim.claim),
                "left_out": claim.left_out,
                "origins": [asdict(origin) for origin in _origins(claim, sentence.text)],
            }
            for claim in sentence.claims
        ],
    }


def _numbered(claims: Sequence[ExplainedClaim]) -> Iterator[tuple[int | None, ExplainedClaim]]:
    """Yield the claims with their numbers; a statement that is left out has none."""
    number = 0
    for claim in claims:
        number += claim.left_out is None
        yield (number if claim.left_out is None else None), claim


def _rows(sentence: ExplainedSentence) -> Iterator[dict[str, object]]:
    for number, claim in _numbered(sentence.claims):
        for origin in _origins(claim, sentence.text):
            yield {
                "sentence": sentence.text,
                "claim": number,
                "left_out": claim.left_out,
                "extractor": claim.claim.extractor,
                **asdict(origin),
            }


# In a terminal.


def _lines(document: TextDocument, sentences: list[ExplainedSentence], note: str | None) -> Iterator[str]:
    language = document.language or "not certain, read as English"
    yield from _entry("language", language + (f": {note}" if note else ""))
    for sentence in sentences:
        yield ""
        yield from _entry("sentence", visible(sentence.text))
        under = f", under {' > '.join(map(visible, sentence.headings))}" if sentence.headings else ""
        yield from _entry("where", f"[{sentence.found.char_start}, {sentence.found.char_end}), {sentence.block}{under}")
        yield from _gate_lines(sentence)
        yield from _token_lines(sentence.tokens)
        for quantity in sentence.found.quantities:
            yield from _entry("quantity", visible(quantity_text(quantity)))
        for attribution in sentence.found.attributions:
            yield from _entry("said", _attribution_text(document, attribution))
        yield from _claim_lines(sentence)
    if not sentences:
        yield from _entry("sentences", "none")


def _gate_lines(sentence: ExplainedSentence) -> Iterator[str]:
    verdict = sentence.verdict
    told = "lets it through" if verdict.passed else "stops it"
    yield from _entry("gate", told + (f": {verdict.why}" if verdict.why else ""))
    for sign, words in verdict.signs.items():
        yield from _entry("", f"{sign}: {', '.join(map(visible, words))}", hang=len(sign) + 2)


def _token_lines(tokens: tuple[ExplainedToken, ...]) -> Iterator[str]:
    if not tokens:
        return
    rows = [("word", "lemma", "tag", "role", "hangs on", "name")]
    rows += [
        (
            f"{token.number} {visible(token.text)}",
            visible(token.lemma),
            token.tag,
            token.role,
            "-" if token.head == token.number else f"{token.head} {visible(token.head_text)}",
            token.entity or "",
        )
        for token in tokens
    ]
    limits = (17, 14, 5, 10, 14, 8)
    cells = [[_cut(cell, limit) for cell, limit in zip(row, limits, strict=True)] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    yield "tokens"
    for row in cells:
        yield "  " + "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _attribution_text(document: TextDocument, attribution: FoundAttribution) -> str:
    text = document.text if attribution.field is Field.TEXT else document.title or ""
    speaker = attribution.speaker or "nobody named"
    name = f" ({attribution.speaker_name})" if attribution.speaker_name not in {None, attribution.speaker} else ""
    content = " … ".join(repr(text[span.start : span.end]) for span in attribution.content)
    cue = f"by the cue {attribution.cue!r}" if attribution.cue else "without a cue"
    return visible(f"{speaker}{name}, {cue}, {attribution_manner(attribution)}: {content}")


def _claim_lines(sentence: ExplainedSentence) -> Iterator[str]:
    if not sentence.claims:
        yield from _entry("claims", f"none: {sentence.states_nothing}" if sentence.states_nothing else "none")
    for number, claim in _numbered(sentence.claims):
        found = claim.claim
        said = " | ".join(part for part in (found.subject or "?", found.predicate, found.object) if part)
        yield from _entry(f"claim {number}" if number else "no claim", visible(said))
        if claim.left_out:
            yield from _entry("  left out", claim.left_out, width=LABEL + 4, hang=2)
        for origin in _origins(claim, sentence.text):
            value = "none" if origin.value is None else visible(str(origin.value))
            yield from _entry(f"  {origin.field}", f"{value}  <- {visible(origin.how)}", width=LABEL + 4, hang=2)


def _entry(label: str, text: str, *, width: int = LABEL, hang: int = 0) -> Iterator[str]:
    """Yield a label and a text behind it, broken at the width, further lines indented by `hang` more."""
    try:
        columns = min(WIDTH, os.get_terminal_size(sys.stdout.fileno()).columns)
    except (OSError, ValueError):
        columns = WIDTH
    yield from textwrap.wrap(
        text,
        max(columns, NARROWEST),
        initial_indent=f"{label:<{width}}",
        subsequent_indent=" " * (width + hang),
        break_on_hyphens=False,
    )

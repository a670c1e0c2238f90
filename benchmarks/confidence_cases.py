"""Claims with the verdict of annotators: what confidence is fitted on, and what it is checked on.

A statement is right if at least half of its words stand in the same slots of one triple that annotators wrote: where
the line runs between predicate, object and further arguments is a matter of habit. Annotators do not write down
everything a sentence says: a statement with a predicate that no triple of the sentence has is not judged.
A speaker is right if annotators put the claim's predicate into the same source's mouth, or into nobody's where ours has
no speaker. The reasons that a claim's confidence rests on are recorded while it is extracted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest import mock

from adapters import claims_of, triple
from gold_folder import rows_of
from spacy.tokens import Doc
from triples import agreements

from claimhouse.evaluate import load_gold
from claimhouse.evaluate.claims import same_speaker
from claimhouse.extractors import confidence, extract_document
from claimhouse.extractors.clauses import Statement
from claimhouse.records import FoundAttribution, FoundClaim, TextDocument
from claimhouse.settings import ExtractSettings

LEAST_AGREEMENT = 0.5
"""Share of a claim's words that must stand in the same slots of one annotated triple."""
_OVERLAP = 0.5
_MOST_CLAIMS = 2**20
"""A claim number over this one is a confidence; no text has so many claims."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A claim with its reasons and the verdict; `group` is the text it is from, `shipped`: the gate lets it pass."""

    statement: frozenset[str]
    speaker: frozenset[str]
    right: bool
    group: str
    shipped: bool = False


def _recorded(text: str, *, gate: bool) -> list[tuple[FoundClaim, frozenset[str], frozenset[str]]]:
    """Return the claims of a text with their reasons: while extracting, a claim's confidence is its number."""
    seen: list[tuple[frozenset[str], frozenset[str]]] = []

    def record(doc: Doc, statement: Statement, subject_name: str | None, attribution: FoundAttribution | None) -> float:
        reasons = confidence.statement_reasons(doc, statement, subject_name)
        seen.append((reasons, confidence.speaker_reasons(doc, attribution)))
        return len(seen) / _MOST_CLAIMS

    with mock.patch("claimhouse.extractors.claims.confidence_of", record):
        found = extract_document(TextDocument(text=text, language="en"), ExtractSettings(gate=gate))
    claims = {
        replace(claim, confidence=1.0): seen[round(claim.confidence * _MOST_CLAIMS) - 1] for claim in claims_of(found)
    }
    return [(claim, *reasons) for claim, reasons in claims.items()]


def _key(claim: FoundClaim) -> tuple[str | None, ...]:
    return claim.subject, claim.predicate, claim.object


def triple_cases(path: Path) -> Iterator[Case]:
    """Yield statements against annotated triples."""
    for row in rows_of(path):
        found = {_key(claim): (claim, reasons) for claim, reasons, _ in _recorded(row["sentence"], gate=False)}
        shipped = {_key(claim) for claim, _, _ in _recorded(row["sentence"], gate=True)}
        agreed = agreements(row["tuples"], [triple(claim) for claim, _ in found.values()])
        for (key, (_, reasons)), agreement in zip(found.items(), agreed, strict=True):
            if not agreement:
                continue  # no triple with a word of its predicate
            yield Case(
                statement=reasons,
                speaker=frozenset(),
                right=agreement >= LEAST_AGREEMENT,
                group=f"triples {row['id']}",
                shipped=key in shipped,
            )


def own_cases(folder: Path) -> Iterator[Case]:
    """Yield statements, with their speakers, against our own annotated sentences."""
    for sentence in load_gold(folder).sentences:
        gold = [{"subject": c.subject, "predicate": c.predicate, "object": c.object} for c in sentence.claims]
        found = {_key(claim): (claim, *reasons) for claim, *reasons in _recorded(sentence.sentence, gate=True)}
        agreed = agreements(gold, [{**triple(claim), "extra": []} for claim, _, _ in found.values()])
        for (claim, stated, said), agreement in zip(found.values(), agreed, strict=True):
            speaker = claim.attribution.speaker if claim.attribution else None
            wanted = sentence.attribution.speaker if sentence.attribution else None
            fits = same_speaker(wanted, speaker) if wanted and speaker else not (wanted or speaker)
            yield Case(
                statement=stated,
                speaker=said,
                right=agreement >= LEAST_AGREEMENT and fits,
                group=f"own {sentence.id}",
                shipped=True,
            )


def speaker_cases(path: Path) -> Iterator[Case]:
    """Yield the speakers of claims against annotated attributions."""
    for row in rows_of(path):
        for claim, _, reasons in _recorded(row["text"], gate=True):
            place = _place_of(claim, row["text"])
            covering = [said for said in row["attributions"] if any(a <= place < b for a, b in said["content"])]
            yield Case(
                statement=frozenset(),
                speaker=reasons,
                right=_is_right_speaker(claim.attribution, covering),
                group=f"speakers {row['id']}",
                shipped=True,
            )


def _place_of(claim: FoundClaim, text: str) -> int:
    """Return where the predicate's last word stands in the sentence; the sentence's middle if it stands nowhere."""
    last = (claim.predicate or "").split()[-1:] or [""]
    at = text.find(last[0], claim.char_start, claim.char_end) if last[0] else -1
    return at if at >= 0 else (claim.char_start + claim.char_end) // 2


def _is_right_speaker(found: FoundAttribution | None, covering: Sequence[dict[str, Any]]) -> bool:
    if found is None or found.speaker_start is None or found.speaker_end is None:
        return (
            not any(said["source"] for said in covering)
            if found is None
            else not covering or any(not said["source"] for said in covering)
        )
    ours = set(range(found.speaker_start, found.speaker_end))
    for said in covering:
        wanted = {place for start, end in said["source"] for place in range(start, end)}
        if wanted and 2 * len(ours & wanted) / (len(ours) + len(wanted)) >= _OVERLAP:
            return True
    return False

"""Confidence: how often claims found like this one are right, from a table that was fitted on annotated text.

Two questions, each answered by a small account of reasons: is the statement what the sentence says, and is it put into
the right mouth? Each reason has a weight, their sum is looked up in a table of steps that only rises, and the two
answers are multiplied. Weights and steps are data (`data/en/confidence.toml`), written by
`benchmarks/train_confidence.py`; `docs/confidence.md` shows what they are worth.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from spacy.tokens import Doc

from claimhouse.extractors.clauses import Path, Statement
from claimhouse.extractors.worth import worth_words
from claimhouse.records import FoundAttribution, SpeakerKind

_DATA = "confidence.toml"
_LENGTHS = (12, 20, 30, 45)
"""Numbers of tokens from which on a sentence is called longer; long ones parse worse."""
_FAR = 6
"""From so many tokens between subject and predicate on, they are far apart."""
_LONG_SUBJECT, _LONG_OBJECT = 8, 15
_MANY_VERBS = 4
_DEEP = 3
_BREAKS = frozenset({";", ":", "—", "–", "--", "(", "[", "..."})


@dataclass(frozen=True, slots=True)
class Scale:
    """An account of reasons.

    Attributes:
        weights: reason -> what it adds.
        starts: sums at which a step begins; sums below the first belong to the first step.
        shares: what share of the claims of each step was right; rises from step to step.
    """

    weights: Mapping[str, float]
    starts: tuple[float, ...]
    shares: tuple[float, ...]

    def total(self, reasons: Collection[str]) -> float:
        """Return the sum of the weights; a reason without a weight counts nothing."""
        return sum(self.weights.get(reason, 0.0) for reason in sorted(reasons))

    def share(self, reasons: Collection[str]) -> float:
        """Return the share of the step on which the sum of the weights stands."""
        return self.shares[max(bisect_right(self.starts, round(self.total(reasons), 4)) - 1, 0)]


@cache
def scales() -> dict[str, Scale]:
    """Return the scales `statement` and `speaker`; the first call in a process reads them."""
    text = (resources.files("claimhouse.extractors") / "data" / "en" / _DATA).read_text(encoding="utf-8")
    return {
        name: Scale(dict(table["weights"]), tuple(table["starts"]), tuple(table["shares"]))
        for name, table in tomllib.loads(text).items()
    }


def confidence_of(
    doc: Doc, statement: Statement, subject_name: str | None, attribution: FoundAttribution | None
) -> float:
    """Return how often claims like this one are right, 0 to 1, two digits."""
    found = scales()
    stated = found["statement"].share(statement_reasons(doc, statement, subject_name))
    return round(stated * found["speaker"].share(speaker_reasons(doc, attribution)), 2)


def statement_reasons(doc: Doc, statement: Statement, subject_name: str | None) -> frozenset[str]:
    """Return what speaks for or against that the statement is what its sentence says.

    How it was found (`path …`); what it lacks (`no subject`, `no object`, `open pronoun`); how long the sentence and
    its parts are; what makes a parse unsure (`far subject`, `many verbs`, `breaks`, `deep`, `joined`, `loose`).
    """
    reasons = {f"path {statement.path}"}
    reasons |= {f"longer than {length}" for length in _LENGTHS if len(doc) > length}
    if statement.subject is None:
        reasons.add("no subject")
    elif subject_name is None and statement.subject.lower() in worth_words()["pointers"]:
        reasons.add("open pronoun")
    if statement.object is None:
        reasons.add("no object")
    return frozenset(reasons | _shape(doc, statement))


def _shape(doc: Doc, statement: Statement) -> set[str]:
    head, path, subject = doc[statement.head], statement.path, statement.subject_head
    roots = sum(token.dep_ == "ROOT" for token in doc)
    tests = {
        "far subject": subject is not None and abs(statement.head - subject) > _FAR,
        "long subject": len(statement.subject_tokens) > _LONG_SUBJECT,
        "long object": statement.object is not None and len(statement.object.split()) > _LONG_OBJECT,
        "arguments": bool(statement.arguments),
        "many verbs": sum(token.pos_ == "VERB" for token in doc) >= _MANY_VERBS,
        "breaks": any(token.text in _BREAKS for token in doc),
        "deep": sum(1 for _ in head.ancestors) >= _DEEP,
        "joined": head.dep_ == "conj" or path is Path.CONJUNCT,
        "loose": roots > 1 or any(token.dep_ == "dep" for token in doc),
        "no verb": path is Path.CLAUSE and head.pos_ not in {"VERB", "AUX"},
    }
    return {reason for reason, holds in tests.items() if holds}


def speaker_reasons(doc: Doc, attribution: FoundAttribution | None) -> frozenset[str]:
    """Return what speaks for or against that the claim is put into the right mouth, or rightly into nobody's.

    `nobody`, with `quotes` where quotation marks stand in the sentence; else who (`named`, `unnamed` …) and how
    (`direct`, `no cue`, `several parts`, `no speaker`).
    """
    if attribution is None:
        quotes = any(token.is_quote and token.text not in {"'", "’"} for token in doc)
        return frozenset({"nobody", "quotes"} if quotes else {"nobody"})
    reasons = {f"speaker {SpeakerKind(attribution.speaker_kind)}"}
    if attribution.direct:
        reasons.add("direct")
    if attribution.cue is None:
        reasons.add("no cue")
    if attribution.speaker is None:
        reasons.add("no speaker")
    if len(attribution.content) > 1:
        reasons.add("several parts")
    return frozenset(reasons)

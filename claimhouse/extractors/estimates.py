"""Verbs by which somebody says how much something is: "officials put the loan at $420 million".

Who estimates is the speaker; what is estimated is what the claim is about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from spacy.tokens import Token

_PARTICIPLES: Mapping[str, str] = {
    "put": "put",
    "estimate": "estimated",
    "peg": "pegged",
    "value": "valued",
    "reckon": "reckoned",
    "gauge": "gauged",
    "assess": "assessed",
    "appraise": "appraised",
    "tally": "tallied",
}
"""Verbs with "at" and an amount; "set" and "fix" decide it and say nothing."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is estimated, the "at" before the amount, and the amount's word."""

    of: Token
    at: Token
    amount: Token

    @property
    def predicate(self) -> str:
        """The passive of the verb: whoever estimates is the speaker."""
        verb = self.at.head if self.at.head.lemma_.lower() in _PARTICIPLES else self.of.head
        return f"is {_PARTICIPLES[verb.lemma_.lower()]} at"


def estimate_of(verb: Token) -> Estimate | None:
    """Return what an active verb estimates and at how much; null where it estimates nothing."""
    if verb.lemma_.lower() not in _PARTICIPLES or verb.pos_ != "VERB":
        return None
    if any(child.dep_ in {"auxpass", "nsubjpass", "neg"} for child in verb.children):
        return None
    of = next((child for child in verb.rights if child.dep_ == "dobj" and child.pos_ in {"NOUN", "PROPN"}), None)
    if of is None or of.like_num:
        return None
    for at in (*verb.rights, *of.rights):
        if at.lower_ != "at" or at.dep_ != "prep" or at.i < of.i:
            continue
        amount = next((child for child in at.rights if child.dep_ in {"pobj", "pcomp", "dep"}), None)
        if amount is not None and any(part.like_num for part in amount.subtree):
            return Estimate(of, at, amount)
    return None

"""What the gate costs: right answers that are lost because their sentence is not looked at, by the gate's reason."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from claimhouse.extractors.gate import refusal
from claimhouse.extractors.quantity import find_quantities
from claimhouse.extractors.sentences import split_sentences

NOT_WORTH = "not worth checking"
"""Reason of what is lost in a sentence that passes: its statement is not check-worthy."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Right answers without the gate, and those lost with it by reason."""

    right: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def share(self) -> float:
        """Percent of the right answers that the gate loses; what it wins elsewhere is not set against it."""
        return round(100 * self.reasons.total() / self.right, 1) if self.right else 0.0

    def row(self) -> dict[str, object]:
        """Return it as JSON has it."""
        return {"right": self.right, "percent": self.share, "reasons": dict(self.reasons.most_common())}


class GateView:
    """The gate's reasons over one text, by place."""

    def __init__(self, text: str) -> None:
        sentences = split_sentences(text)
        self._starts = [sentence.char_start for sentence in sentences]
        self._reasons = [
            refusal(part, sentence.kind, find_quantities(part, offset=sentence.char_start))
            for sentence in sentences
            for part in [text[sentence.char_start : sentence.char_end]]
        ]

    def reason(self, place: int) -> str | None:
        """Return why the sentence at a place is stopped, null where it passes."""
        at = bisect_right(self._starts, place) - 1
        return self._reasons[max(at, 0)] if self._reasons else "too short"


def loss_of(lost: Collection[tuple[GateView, int]], right: int) -> Loss:
    """Return the loss of answers, each given by its text's view and its place."""
    return Loss(right, Counter(view.reason(place) or NOT_WORTH for view, place in lost))

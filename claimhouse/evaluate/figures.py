"""What a measure gives: named figures between 0 and 1, and the cases behind what is missing to 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One case that went wrong: which figure it lowers, whose it is, and what was expected and found."""

    figure: str
    id: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The figures of a part of the gold, by name, and the failures behind them."""

    figures: Mapping[str, float]
    failures: tuple[Failure, ...]


@dataclass(slots=True, kw_only=True)
class Tally:
    """A running count of what was right, of what was found and of what was there to be found."""

    right: float = 0.0
    found: int = 0
    wanted: int = 0

    def add(self, right: float, found: int, wanted: int) -> None:
        """Count one case in."""
        self.right += right
        self.found += found
        self.wanted += wanted

    @property
    def precision(self) -> float:
        """Share of the found that is right; 1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the wanted that was found; 1 where nothing was wanted."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return harmonic(self.precision, self.recall)

    def figures(self, name: str) -> dict[str, float]:
        """Return the three figures under a common name."""
        return {f"{name}_precision": self.precision, f"{name}_recall": self.recall, f"{name}_f1": self.f1}


def harmonic(precision: float, recall: float) -> float:
    """Return the harmonic mean of two shares.

    >>> harmonic(0.5, 1.0)
    0.6666666666666666
    """
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def share(right: int, wanted: int) -> float:
    """Return a share; 1 where nothing was wanted."""
    return right / wanted if wanted else 1.0

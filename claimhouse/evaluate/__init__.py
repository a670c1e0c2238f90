"""How good are the stages? Annotated data and answers in, figures out.

The measures know no stage: answers are handed in as records. Only `load_gold` reads files.
"""

from claimhouse.evaluate.claims import evaluate_claims
from claimhouse.evaluate.cleaning import CleanAnswer, evaluate_clean
from claimhouse.evaluate.conflicts import ConflictAnswer, ConflictSide, evaluate_conflicts
from claimhouse.evaluate.duplicates import evaluate_dedupe
from claimhouse.evaluate.figures import Failure, Measured
from claimhouse.evaluate.gold import (
    Gold,
    GoldAttribution,
    GoldClaim,
    GoldConflict,
    GoldDocument,
    GoldPage,
    GoldPair,
    GoldQuantity,
    GoldSentence,
    GoldTrap,
    GoldValue,
    load_gold,
)
from claimhouse.evaluate.whole import Stages, evaluate_folder, evaluate_gold

__all__ = [
    "CleanAnswer",
    "ConflictAnswer",
    "ConflictSide",
    "Failure",
    "Gold",
    "GoldAttribution",
    "GoldClaim",
    "GoldConflict",
    "GoldDocument",
    "GoldPage",
    "GoldPair",
    "GoldQuantity",
    "GoldSentence",
    "GoldTrap",
    "GoldValue",
    "Measured",
    "Stages",
    "evaluate_claims",
    "evaluate_clean",
    "evaluate_conflicts",
    "evaluate_dedupe",
    "evaluate_folder",
    "evaluate_gold",
    "load_gold",
]

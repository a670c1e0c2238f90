"""A spaCy model run with less work: the same answers as spaCy's own components, at a fraction of their cost.

What depends on a word alone is computed once per word (`vectors`, `forms`), and decisions that do not depend on one
another are taken together instead of one by one (`names`, `trees`). A component of another build than these modules
know stays as it is, so any spaCy model runs; only slower. `docs/decisions/0017-cost-of-extraction.md` has the figures.
"""

from claimhouse.extractors.model.quicken import quicken

__all__ = ["quicken"]

"""Attribution: who says it, by which cue, and what exactly is attributed."""

from claimhouse.extractors.attribution.finding import find_attributions

__all__ = ["find_attributions"]

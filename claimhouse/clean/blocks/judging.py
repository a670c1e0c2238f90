"""Each block of a page kept or dropped, with the reason and how sure it is.

The block model says how likely each block belongs to the story; rules (`rules.py`) name the reason, and decide where
they are certain. Where a rule says furniture, the model must be surer to keep the block.
"""

from __future__ import annotations

from collections.abc import Sequence

from claimhouse.clean.blocks import rules
from claimhouse.clean.candidates import Candidate, Verdict
from claimhouse.records.vocabulary import BlockKind, BlockReason

EVEN = 0.5
# Chosen on the development pages, each site judged by a model that had not seen it (`benchmarks/clean.py`).
KEPT_ABOVE = 0.38
KEPT_ABOVE_SHORT = 0.6
KEPT_IN_LIST = 0.15
KEPT_AGAINST_RULE = 0.7
KEPT_AGAINST_WORDS = 0.9  # a line that says what it is: "By ...", "Share this"
SHORT_CHARS = 60
SCORE_DIGITS = 3
IN_LISTS = frozenset({BlockKind.LIST_ITEM, BlockKind.TABLE_ROW})
UNNAMED = frozenset({BlockReason.BOILERPLATE, BlockReason.RELATED, BlockReason.NAV})  # reasons of what nothing names


def judge(
    blocks: Sequence[Candidate], likely: Sequence[float], by_engine: Sequence[bool] | None, titles: Sequence[str]
) -> list[Verdict]:
    """Decide every block of a page.

    Args:
        blocks: all blocks, in reading order.
        likely: how likely each belongs to the story, from the block model.
        by_engine: whether the engine kept each, where it was asked.
        titles: the page's headline, as given beside it and as found in it.
    """
    by_model = [chance > EVEN for chance in likely]
    by_rules = rules.judge_by_rules(blocks, by_model if by_engine is None else by_engine, titles)
    naming = rules.around_story(blocks, by_model, rules.container_shares(blocks, by_model))
    verdicts = []
    for index, (block, chance, rule) in enumerate(zip(blocks, likely, by_rules, strict=True)):
        if rule.score == rules.CERTAIN:
            verdicts.append(rule)
        elif chance > _limit(rule, block):
            engine_lost = by_engine is not None and not by_engine[index]
            reason = BlockReason.RECOVERED if engine_lost else BlockReason.BODY
            verdicts.append(Verdict(reason, round(chance, SCORE_DIGITS)))
        else:
            reason = rules.nearest_reason(block, naming) if rule.kept else rule.reason
            verdicts.append(Verdict(reason, round(1 - chance, SCORE_DIGITS), rule.kind))
    _keep_lists_whole(blocks, verdicts, likely)
    rules.drop_bare_headings(blocks, verdicts)
    return verdicts


def _limit(rule: Verdict, block: Candidate) -> float:
    """Return how likely a block must be to stay: a short line is worth less when kept, and as much when it leaks."""
    if rule.kept:
        return KEPT_ABOVE if len(block.text) >= SHORT_CHARS else KEPT_ABOVE_SHORT
    return KEPT_AGAINST_WORDS if rule.score == rules.WORDED else KEPT_AGAINST_RULE


def _keep_lists_whole(blocks: Sequence[Candidate], verdicts: list[Verdict], likely: Sequence[float]) -> None:
    """Keep an item or a row between two kept ones of its own list or table, unless its words or a container name it."""
    for index in range(1, len(blocks) - 1):
        block, verdict = blocks[index], verdicts[index]
        if verdict.kept or block.kind not in IN_LISTS or likely[index] <= KEPT_IN_LIST:
            continue
        home = rules.home_of(block)
        if verdict.reason in UNNAMED and all(
            verdicts[near].kept and rules.home_of(blocks[near]) == home for near in (index - 1, index + 1)
        ):
            verdicts[index] = Verdict(BlockReason.BODY, round(likely[index], SCORE_DIGITS))

"""Modality: how surely a claim itself, not its sentence, is put forward."""

from claimhouse.extractors.modality.factuality import hedged_predicates
from claimhouse.extractors.modality.judging import Judgement, judge_modality
from claimhouse.extractors.modality.sentences import is_question, is_reader_address

__all__ = ["Judgement", "hedged_predicates", "is_question", "is_reader_address", "judge_modality"]

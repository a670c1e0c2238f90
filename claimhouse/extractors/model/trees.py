"""Dependency trees by spaCy's transition-based parser, one step of all texts at a time.

spaCy's own loop gives up and takes back Python's interpreter lock for each figure of the hidden layer, which costs as
much as the parse. The same transitions with the same scores are to be had from what it offers for training, in steps
over all texts, with the lock kept.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.pipeline import DependencyParser
from spacy.tokens import Doc

from claimhouse.extractors.model.component import Component
from claimhouse.extractors.model.vectors import Floats


class TreeFinder(Component):
    """Sets heads and relations as the parser it was made from would: a component of a spaCy pipeline."""

    texts_at_a_time = 256

    def __init__(self, parser: DependencyParser) -> None:
        """Take a parser.

        Raises:
            ValueError: it decides by more than the best next transition, or is built another way.
        """
        model = parser.model
        upper = model.layers[-1]
        if parser.cfg["beam_width"] != 1 or upper.name != "linear" or model.attrs["unseen_classes"]:
            message = f"expected a greedy parser, got {upper.name} and a beam of {parser.cfg['beam_width']}"
            raise ValueError(message)
        self._parser = parser
        self._upper = upper
        self._weights: Floats = upper.get_param("W")
        self._bias: Floats = upper.get_param("b")

    def annotate(self, docs: Sequence[Doc]) -> None:
        """Set on the texts what the component finds."""
        filled = [doc for doc in docs if len(doc)]
        states = self._parser.moves.init_batch(filled)
        unfinished = [state for state in states if not state.is_final()]
        if unfinished:
            steps = self._parser.model.predict(filled)
            while unfinished:
                hidden = steps.state2vec.predict(steps.get_token_ids(unfinished))
                scores = self._upper.ops.gemm(hidden, self._weights, trans2=True)
                scores += self._bias
                unfinished = self._parser.transition_states(unfinished, scores)
            steps.clear_memory()
        self._parser.set_annotations(filled, states)

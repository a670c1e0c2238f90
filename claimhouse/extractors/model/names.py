"""Names by spaCy's transition-based recognizer, its decisions taken together.

Outside a name, the recognizer's decision about a token depends on that token alone; inside one, on where the name
began, on its label, and on the token. So all tokens can be judged at once as if outside, all names that begin can be
followed side by side to their ends, and one pass over each text then keeps those that do not begin inside another.
spaCy goes token by token and asks 73 transitions each time whether they are allowed. The answers are the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc, Span

from claimhouse.extractors.model.component import Component
from claimhouse.extractors.model.vectors import Floats, TokenVectors

Numbers: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

_FEATURES = 3
"""What a decision looks at: the token, the first of the open name, and the token before."""


class NameFinder(Component):
    """Sets the names of texts as the recognizer it was made from would: a component of a spaCy pipeline."""

    texts_at_a_time = 64

    def __init__(self, recognizer: EntityRecognizer) -> None:
        """Take the weights of a recognizer.

        Raises:
            ValueError: it is built another way, or decides by more than the best next transition.
        """
        model = recognizer.model
        tok2vec, lower, upper = model.layers
        if (
            [layer.name for layer in tok2vec.layers[1:]] != ["list2array", "linear"]
            or lower.name != "precomputable_affine"
            or lower.get_dim("nF") != _FEATURES
            or upper.name != "linear"
            or model.attrs["unseen_classes"]
            or recognizer.cfg["beam_width"] != 1
        ):
            message = f"expected a greedy recognizer with {_FEATURES} features, got {tok2vec.name} and {upper.name}"
            raise ValueError(message)
        self._vectors = TokenVectors(tok2vec.layers[0])
        self._linear = tok2vec.layers[2]
        self._lower = lower
        self._weights: Floats = upper.get_param("W")
        self._bias: Floats = upper.get_param("b")
        self._read_moves([recognizer.moves.get_class_name(number) for number in range(upper.get_dim("nO"))])

    def _read_moves(self, moves: Sequence[str]) -> None:
        self._labels = sorted({move[2:] for move in moves if move[2:]})
        numbers = {move: number for number, move in enumerate(moves)}
        self._out = numbers["O"]
        self._begins = np.array([move[0] == "B" and bool(move[2:]) for move in moves])
        self._units = np.array([move[0] == "U" and bool(move[2:]) for move in moves])
        outside = self._begins | self._units
        outside[self._out] = True
        self._never = ~outside
        self._label = np.array([self._labels.index(move[2:]) if move[2:] else -1 for move in moves])
        self._inside = np.array([numbers[f"I-{label}"] for label in self._labels])
        self._last = np.array([numbers[f"L-{label}"] for label in self._labels])

    def annotate(self, docs: Sequence[Doc]) -> None:
        """Set on the texts what the component finds."""
        filled = [doc for doc in docs if len(doc)]
        if not filled:
            return
        vectors = np.concatenate(self._vectors.of(filled))
        features: Floats = self._lower.predict(self._linear.predict(vectors))
        flags = np.concatenate([doc.to_array(["IS_SPACE", "SENT_START"]) for doc in filled])
        ends = np.cumsum([len(doc) for doc in filled])
        # no name goes on behind the last token of a sentence
        is_last = np.append(flags[1:, 1] == 1, True)
        is_last[ends - 1] = True
        columns = features.reshape(len(features), _FEATURES, -1)
        best = self._outside(columns, is_space=flags[:, 0] != 0, is_last=is_last)
        names = self._names(columns, best, is_last)
        _set_names(filled, ends.tolist(), [(start, end, self._labels[label]) for start, end, label in names])

    def _hidden(self, sums: Floats) -> Floats:
        """Return the hidden layer of states, from the sums of their features."""
        sums = sums + self._lower.get_param("b").reshape(1, -1)
        pieces = sums.reshape(len(sums), self._weights.shape[1], -1)
        hidden: Floats = pieces[:, :, 0]
        for piece in range(1, pieces.shape[2]):
            hidden = np.maximum(hidden, pieces[:, :, piece])
        return hidden

    def _outside(self, columns: Floats, *, is_space: Flags, is_last: Flags) -> Numbers:
        """Return the best transition of each token as if no name were open before it."""
        padding = columns[0]
        hidden = self._hidden(columns[1:, 0] + padding[1] + padding[2])
        scores: Floats = self._lower.ops.gemm(hidden, self._weights, trans2=True)
        scores += self._bias
        scores[:, self._never] = -np.inf
        scores[np.ix_(is_last | is_space, self._begins)] = -np.inf
        scores[np.ix_(is_space, self._units)] = -np.inf
        best: Numbers = scores.argmax(axis=1)
        return best

    def _names(self, columns: Floats, best: Numbers, is_last: Flags) -> list[tuple[int, int, int]]:
        """Return start, end and label of every name that would begin if none were open, by start."""
        units = np.flatnonzero(self._units[best])
        found = [(start, start + 1, label) for start, label in _pairs(units, self._label[best[units]])]
        starts = np.flatnonzero(self._begins[best])
        labels = self._label[best[starts]]
        here = starts + 1
        while len(here):
            hidden = self._hidden(columns[here + 1, 0] + columns[starts + 1, 1] + columns[here, 2])
            inside, last = self._inside[labels], self._last[labels]
            gain = np.einsum("ij,ij->i", hidden, self._weights[inside]) + self._bias[inside]
            gain -= np.einsum("ij,ij->i", hidden, self._weights[last]) + self._bias[last]
            goes_on = (gain > 0) & ~is_last[here]
            ended = ~goes_on
            found += [
                (start, end, label)
                for (start, label), end in zip(
                    _pairs(starts[ended], labels[ended]), (here[ended] + 1).tolist(), strict=True
                )
            ]
            starts, labels, here = starts[goes_on], labels[goes_on], here[goes_on] + 1
        return sorted(found)


def _pairs(one: Numbers, other: Numbers) -> Iterator[tuple[int, int]]:
    return zip(one.tolist(), other.tolist(), strict=True)


def _set_names(docs: Sequence[Doc], ends: Sequence[int], names: Sequence[tuple[int, int, str]]) -> None:
    """Set the names, counted over all texts, that do not begin inside another."""
    left = iter([*names, (ends[-1], ends[-1], "")])
    name = next(left)
    begin = 0
    for doc, end in zip(docs, ends, strict=True):
        spans: list[Span] = []
        free = begin
        while name[0] < end:
            if name[0] >= free:
                spans.append(Span(doc, name[0] - begin, name[1] - begin, label=name[2]))
                free = name[1]
            name = next(left)
        doc.set_ents(spans, default="outside")
        begin = end

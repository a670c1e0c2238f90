"""Token vectors of spaCy's `Tok2Vec.v2`, with the part that depends on a word alone kept from word to word.

The network is two parts: an embedding of a word's form (hashes of its norm, prefix, suffix, shape), then layers that
look at one neighbour on each side. The first costs a third of the arithmetic and gives the same for every occurrence
of a word; the second is computed here for many sentences in one go, without what only training needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from thinc.api import Model

Floats: TypeAlias = NDArray[np.float32]

KEPT_WORDS = 20_000
"""Word forms kept at most (8 MB for 96 figures each); then all are forgotten. A day's news has about as many."""
_SENTENCES = 32
"""Sentences computed in one go: as many as fit a processor's cache with their intermediate figures."""
_GAP = 4
"""Empty rows between two sentences, so that the window of no layer reaches from one into the other."""
_EPSILON = 1e-8  # thinc's layer normalisation adds it to each variance
_PARTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layer:
    """One layer over windows of three: weights by piece, then the scale and shift of its normalisation."""

    weights: Floats
    bias: Floats
    pieces: int
    scale: Floats
    shift: Floats


class TokenVectors:
    """Computes what `model.predict(docs)` of a `Tok2Vec.v2` does, of hashed embeddings and windows of one."""

    def __init__(self, model: Model[Any, Any]) -> None:
        """Take the weights of a network.

        Raises:
            ValueError: it is built another way.
        """
        if len(model.layers) != _PARTS:
            message = f"expected an embedding and an encoder, got {model.name}"
            raise ValueError(message)
        embedding, encoder = model.layers
        if embedding.layers[0].name != "extract_features" or encoder.attrs.get("pad") != _GAP:
            message = f"expected hashed features and windows over {_GAP} neighbours, got {model.name}"
            raise ValueError(message)
        self._columns: Any = embedding.layers[0].attrs["columns"]
        self._embedding = embedding.layers[1:]
        self._layers = [_layer(residual) for residual in encoder.layers[0].layers]
        self._width: int = model.get_dim("nO")
        self._ops: Any = model.ops
        self._room: list[Floats] = [np.empty((0, 0), dtype=np.float32)]
        self._place: dict[bytes, int] = {}
        self._kept: Floats = np.zeros((1, self._width), dtype=np.float32)

    def of(self, docs: Sequence[Doc]) -> list[Floats]:
        """Return the vectors of the tokens of each text."""
        found: list[Floats] = []
        places = self._words([doc.to_array(self._columns) for doc in docs]) if docs else []
        for first in range(0, len(docs), _SENTENCES):
            found += self._of_some(places[first : first + _SENTENCES])
        return found

    def _of_some(self, places: Sequence[list[int]]) -> list[Floats]:
        rows: list[int] = []
        starts: list[int] = []
        for doc_places in places:
            rows += (0,) * _GAP  # the first row of what is kept is empty
            starts.append(len(rows))
            rows += doc_places
        rows += (0,) * _GAP
        vectors = self._encoded(self._kept[rows])
        return [vectors[start : start + len(doc_places)] for start, doc_places in zip(starts, places, strict=True)]

    def _words(self, features: Sequence[NDArray[Any]]) -> list[list[int]]:
        """Return the place of each token's word among the kept ones; new words are computed."""
        size = features[0].itemsize * len(self._columns)
        keys: list[list[bytes]] = [np.ascontiguousarray(rows).view(f"V{size}").ravel().tolist() for rows in features]
        wanted = {key for doc_keys in keys for key in doc_keys}
        new = wanted - self._place.keys()
        if len(self._place) + len(new) > KEPT_WORDS:
            self._place, self._kept, new = {}, self._kept[:1], wanted
        if new:
            ordered = sorted(new)
            layer_input: Any = [np.frombuffer(b"".join(ordered), dtype=np.uint64).reshape(len(ordered), -1)]
            for layer in self._embedding:
                layer_input = layer.predict(layer_input)
            self._place.update(zip(ordered, range(len(self._kept), len(self._kept) + len(ordered)), strict=True))
            self._kept = np.concatenate([self._kept, layer_input[0]])
        place = self._place
        return [[place[key] for key in doc_keys] for doc_keys in keys]

    def _room_for(self, rows: int) -> tuple[Floats, Floats, Floats]:
        """Return room for windows, sums and the best of them, the same each time: new room would have to be cleared."""
        if len(self._room[0]) < rows:
            widths = (3 * self._width, max(len(layer.bias) for layer in self._layers), self._width)
            self._room = [np.empty((rows, width), dtype=np.float32) for width in widths]
        windows, sums, best = (room[:rows] for room in self._room)
        return windows, sums, best

    def _encoded(self, vectors: Floats) -> Floats:
        width = self._width
        windows, all_sums, best = self._room_for(len(vectors))
        windows[0, :width] = windows[-1, 2 * width :] = 0
        for layer in self._layers:
            windows[1:, :width] = vectors[:-1]
            windows[:, width : 2 * width] = vectors
            windows[:-1, 2 * width :] = vectors[1:]
            sums: Any = self._ops.gemm(windows, layer.weights, out=all_sums[:, : len(layer.bias)])
            sums += layer.bias
            best[:] = sums[:, :width]
            for piece in range(1, layer.pieces):
                np.maximum(best, sums[:, piece * width : (piece + 1) * width], out=best)
            best -= best.mean(axis=1, keepdims=True)
            variance = np.einsum("ij,ij->i", best, best)
            variance /= width
            variance += _EPSILON
            best *= (1 / np.sqrt(variance))[:, None]
            best *= layer.scale
            best += layer.shift
            vectors += best
        return vectors


def _layer(residual: Model[Any, Any]) -> _Layer:
    """Return the weights of a residual layer, the pieces that compete side by side instead of interleaved."""
    if residual.name != "residual(expand_window>>maxout>>layernorm>>dropout)":
        message = f"expected a residual layer over a window, got {residual.name}"
        raise ValueError(message)
    leaves = {node.name: node for node in residual.walk() if not node.layers}
    window, maxout, norm = leaves["expand_window"], leaves["maxout"], leaves["layernorm"]
    if window.attrs["window_size"] != 1:
        message = f"expected a window of one neighbour, got {window.attrs['window_size']}"
        raise ValueError(message)
    weights: Any = maxout.get_param("W")
    bias: Any = maxout.get_param("b")
    scale: Any = norm.get_param("G")
    shift: Any = norm.get_param("b")
    outputs, pieces, inputs = weights.shape
    return _Layer(
        weights=np.ascontiguousarray(weights.transpose(1, 0, 2).reshape(pieces * outputs, inputs).T),
        bias=np.ascontiguousarray(bias.T.reshape(-1)),
        pieces=pieces,
        scale=scale,
        shift=shift,
    )

"""Puts the quick components into a spaCy pipeline, each where the one it stands for is of a build it knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Model

from claimhouse.extractors.model.forms import FormFinder
from claimhouse.extractors.model.names import NameFinder
from claimhouse.extractors.model.products import use_one_core
from claimhouse.extractors.model.trees import TreeFinder
from claimhouse.extractors.model.vectors import Floats, TokenVectors

_STANDS_FOR = {
    "claimhouse_trees": ("parser",),
    "claimhouse_forms": ("attribute_ruler", "lemmatizer"),
    "claimhouse_names": ("ner",),
}


@Language.factory("claimhouse_trees")
def _trees(nlp: Language, name: str) -> TreeFinder:
    del name
    return TreeFinder(nlp.get_pipe("parser"))


@Language.factory("claimhouse_forms")
def _forms(nlp: Language, name: str) -> FormFinder:
    del name
    return FormFinder(nlp.vocab, nlp.get_pipe("attribute_ruler"), nlp.get_pipe("lemmatizer"))  # type: ignore[arg-type]


@Language.factory("claimhouse_names")
def _names(nlp: Language, name: str) -> NameFinder:
    del name
    return NameFinder(nlp.get_pipe("ner"))


def quicken(pipeline: Language) -> tuple[str, ...]:
    """Let a pipeline give the same parses with less work; return the components that stay spaCy's own."""
    for _, component in pipeline.pipeline:
        if isinstance(model := getattr(component, "model", None), Model):
            use_one_core(model)
    if "tok2vec" in pipeline.pipe_names:
        _keep_vectors(pipeline.get_pipe("tok2vec"))
    for quick, slow in _STANDS_FOR.items():
        if set(slow) <= set(pipeline.pipe_names):
            try:
                pipeline.add_pipe(quick, after=slow[-1])
            except ValueError:  # of another build: it stays
                continue
            for name in slow:
                pipeline.disable_pipe(name)
    return tuple(name for name in pipeline.pipe_names if name not in _STANDS_FOR)


def _keep_vectors(component: Any) -> None:  # noqa: ANN401 - spaCy's Tok2Vec, whose model has no type
    """Let a component that shares token vectors with others compute them by words that are kept."""
    try:
        vectors = TokenVectors(component.model)
    except ValueError:
        return

    def forward(_: Model[Any, Any], docs: Sequence[Doc], *, is_train: bool) -> tuple[list[Floats], Any]:
        del is_train  # never: the pipeline only reads
        return vectors.of(docs), None

    component.model = Model("kept_vectors", forward, dims={"nO": component.model.get_dim("nO")})

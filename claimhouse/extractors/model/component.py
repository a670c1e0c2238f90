"""What the components that stand in for spaCy's have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Doc
from spacy.util import minibatch


class Component(ABC):
    """A component of a spaCy pipeline that works on many texts at a time.

    Attributes:
        texts_at_a_time: how many a step of `pipe` takes.
    """

    texts_at_a_time: int

    def __call__(self, doc: Doc) -> Doc:
        """Work on one text."""
        self.annotate([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int | None = None) -> Iterator[Doc]:
        """Work on texts, some at a time."""
        for batch in minibatch(stream, size=batch_size or self.texts_at_a_time):  # type: ignore[no-untyped-call]
            texts = list(batch)
            self.annotate(texts)
            yield from texts

    @abstractmethod
    def annotate(self, docs: Sequence[Doc]) -> None:
        """Set on the texts what the component finds."""

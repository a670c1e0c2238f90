"""A sentence with its parse: what attribution, modality and statements share while a document is in work."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

from claimhouse.records import BlockKind, Field


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

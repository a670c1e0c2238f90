"""What a claim is read to, and what of a document is read."""

from __future__ import annotations

from dataclasses import dataclass

from claimhouse.provenance import digest
from claimhouse.records import Claim, Modality, Quantity
from claimhouse.resolve.attributes import Attribute, StatementView
from claimhouse.resolve.deals import MetPair
from claimhouse.resolve.event_index import ToldEvent, UntoldEvent
from claimhouse.resolve.facts import EntityName
from claimhouse.resolve.subjects import ReadSentence, Subject
from claimhouse.resolve.values import Value

COUNTING = frozenset({Modality.ASSERTED, Modality.REPORTED})
SILENT = frozenset({Modality.OPINION, Modality.HYPOTHETICAL})  # say nothing of what is


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A claim as (subject, attribute, value).

    Attributes:
        text: the value as written: "$22.3 billion", "acquiring a minority stake".
        counts: asserted or reported, so it may corroborate and contradict.
        story: key of what its text is about: the event, else the entity; null where that is not known.
        figure: by which it is tied to other readings of its story (`claimhouse.resolve.figures`), if it has one.
    """

    claim: Claim
    subject: Subject
    attribute: Attribute
    value: Value
    text: str
    counts: bool
    story: str | None = None
    figure: str | None = None

    @property
    def member_key(self) -> str:
        """The key under which the reading is a member of a group."""
        return digest(self.claim.claim_key, self.attribute.name, self.value.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """A document's sentences, and what it tells the collection: all that other documents are read by.

    Attributes:
        names: comparable names of the entities it names.
        pairs: parties of deals that a sentence names in full.
        told: the main events of its segments.
        untold: its segments that tell of no class of event.
        foundations: persons with an organisation that they founded.
    """

    document_key: str
    sentences: tuple[ReadSentence, ...]
    names: frozenset[str]
    pairs: tuple[MetPair, ...]
    told: tuple[ToldEvent, ...]
    untold: tuple[UntoldEvent, ...]
    foundations: tuple[tuple[EntityName, EntityName], ...]


def statement_view(claim: Claim, quantity: Quantity | None) -> StatementView:
    """Return a stored claim as plain values."""
    inside = quantity is not None and quantity.field is claim.field
    return StatementView(
        sentence=claim.quote,
        subject=claim.subject,
        predicate=claim.predicate,
        object=claim.object,
        arguments=claim.arguments,
        kind=quantity.kind if quantity else None,
        unit=quantity.unit if quantity else None,
        concept=quantity.concept if quantity else None,
        raw=quantity.raw if quantity else None,
        quantity_start=quantity.char_start - claim.char_start if quantity and inside else None,
        quantity_end=quantity.char_end - claim.char_start if quantity and inside else None,
    )

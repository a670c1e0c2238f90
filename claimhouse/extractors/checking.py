"""Whether what an extractor returned holds: types, offsets, texts at their places, its own name on every claim.

Claims are only as good as their evidence, so nothing is stored that does not stand where it says. The first fault is
raised, with the place of the record in the result.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import cache

from claimhouse.errors import InvalidResult
from claimhouse.records import (
    ExtractedDocument,
    Field,
    FoundAttribution,
    FoundClaim,
    FoundMention,
    FoundQuantity,
    FoundSentence,
    TextDocument,
)

_SHOWN = 60  # characters of a value that a message shows


def check_extracted(document: TextDocument, found: object, *, name: str, version: str) -> None:
    """Check what the extractor of that name and version found in a document.

    Raises:
        InvalidResult: something does not hold; the message names the extractor, the record and what was expected.
    """
    checked = _Checked(texts={Field.TEXT: document.text, Field.TITLE: document.title or ""}, name=name, version=version)
    for fault in checked.faults(found):
        message = f"extractor {name!r} {version}: {fault}"
        raise InvalidResult(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    """A result while it is checked: the fields' texts, who made it, and the records that were found to hold.

    Claims share quantities and attributions with their sentence and with each other: each is looked at once.
    """

    texts: Mapping[Field, str]
    name: str
    version: str
    sound: set[int] = field(default_factory=set)

    def faults(self, found: object) -> Iterator[str]:
        """Yield every fault with its place; where a type is wrong, nothing else is asked of the record."""
        if not isinstance(found, ExtractedDocument):
            yield f"it returned {_shown(found)}, not an ExtractedDocument"
        elif fault := _type_fault(found):
            yield fault
        else:
            for number, mention in enumerate(found.mentions, start=1):
                yield from (f"mention {number}: {fault}" for fault in self._of_mention(mention))
            for number, sentence in enumerate(found.sentences, start=1):
                yield from (f"sentence {number}: {fault}" for fault in self._of_sentence(sentence))

    def _of_mention(self, mention: FoundMention) -> Iterator[str]:
        fault = _type_fault(mention) or self._place_fault(mention)
        fault = fault or self._text_fault("text", mention.text, mention.field, mention.char_start, mention.char_end)
        if fault:
            yield fault
        elif not mention.name:
            yield "name is empty"

    def _of_sentence(self, sentence: FoundSentence) -> Iterator[str]:
        if fault := _type_fault(sentence) or self._place_fault(sentence):
            yield fault
            return
        for number, quantity in enumerate(sentence.quantities, start=1):
            yield from (f"quantity {number}: {fault}" for fault in self._of_quantity(quantity))
        for number, attribution in enumerate(sentence.attributions, start=1):
            yield from (f"attribution {number}: {fault}" for fault in self._of_attribution(attribution))
        for number, claim in enumerate(sentence.claims, start=1):
            yield from (f"claim {number}: {fault}" for fault in self._of_claim(claim, sentence))

    def _of_quantity(self, quantity: FoundQuantity) -> Iterator[str]:
        if id(quantity) in self.sound:
            return
        fault = _type_fault(quantity) or self._place_fault(quantity)
        fault = fault or self._text_fault("raw", quantity.raw, quantity.field, quantity.char_start, quantity.char_end)
        if fault:
            yield fault
            return
        for part in ("value", "value_min", "value_max"):
            number: Decimal | None = getattr(quantity, part)
            if number is not None and not number.is_finite():
                yield f"{part} is {number}, not a number"
        self.sound.add(id(quantity))

    def _of_attribution(self, attribution: FoundAttribution) -> Iterator[str]:
        if id(attribution) in self.sound:
            return
        if fault := _type_fault(attribution):
            yield fault
            return
        places = (
            ("speaker", attribution.speaker, attribution.speaker_start, attribution.speaker_end),
            ("cue", attribution.cue, attribution.cue_start, attribution.cue_end),
        )
        for part, written, start, end in places:
            if start is None and end is None:
                continue
            if start is None or end is None or written is None:
                yield f"{part}, {part}_start and {part}_end do not go together: {_shown((written, start, end))}"
            elif fault := self._text_fault(part, written, attribution.field, start, end):
                yield fault
        length = len(self.texts[attribution.field])
        for span in attribution.content:
            if not 0 <= span.start < span.end <= length:
                yield f"content [{span.start}, {span.end}) is no place in a {attribution.field} of {length} characters"
        self.sound.add(id(attribution))

    def _of_claim(self, claim: FoundClaim, sentence: FoundSentence) -> Iterator[str]:
        if fault := _type_fault(claim):
            yield fault
            return
        if (claim.field, claim.char_start, claim.char_end) != (sentence.field, sentence.char_start, sentence.char_end):
            yield (
                f"{claim.field} [{claim.char_start}, {claim.char_end}) is not its sentence, "
                f"{sentence.field} [{sentence.char_start}, {sentence.char_end})"
            )
        if (claim.extractor, claim.extractor_version) != (self.name, self.version):
            yield f"it says that {claim.extractor!r} {claim.extractor_version} made it"
        if not (claim.subject or claim.predicate or claim.object):
            yield "it has neither subject nor predicate nor object"
        if not 0 <= claim.confidence <= 1:
            yield f"confidence is {claim.confidence}, not between 0 and 1"
        if claim.event_time is not None and claim.event_time.tzinfo is None:
            yield f"event_time {claim.event_time} has no time zone"
        for quantity in filter(None, (claim.quantity, *claim.quantities)):
            yield from (f"quantity: {fault}" for fault in self._of_quantity(quantity))
        if claim.attribution is not None:
            yield from (f"attribution: {fault}" for fault in self._of_attribution(claim.attribution))

    def _place_fault(self, record: FoundSentence | FoundQuantity | FoundMention) -> str | None:
        length = len(self.texts[record.field])
        if 0 <= record.char_start < record.char_end <= length:
            return None
        return f"[{record.char_start}, {record.char_end}) is no place in a {record.field} of {length} characters"

    def _text_fault(self, part: str, written: str, within: Field, start: int, end: int) -> str | None:
        text = self.texts[within]
        if 0 <= start < end and text[start:end] == written:
            return None
        return f"{part} is {_shown(written)}, but at [{start}, {end}) of the {within} stands {_shown(text[start:end])}"


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _type_fault(record: object) -> str | None:
    """Return the first field of a record whose value is not of the field's type."""
    record_type: type = type(record)
    for name, fits, expected in _checks(record_type):
        if not fits(getattr(record, name)):
            return f"{name} is {_shown(getattr(record, name))}, expected {expected}"
    return None


@cache
def _checks(record_type: type) -> tuple[tuple[str, Callable[[object], bool], str], ...]:
    hints = typing.get_type_hints(record_type)
    return tuple((part.name, _fitting(hints[part.name]), _named(hints[part.name])) for part in fields(record_type))


def _named(hint: object) -> str:
    return (
        hint.__name__ if isinstance(hint, type) and not typing.get_args(hint) else str(hint).replace("claimhouse.", "")
    )


def _fitting(hint: object) -> Callable[[object], bool]:
    """Return a test of values by a field's type: a class, `X | None`, or `tuple[X, ...]`."""
    arguments = typing.get_args(hint)
    if isinstance(hint, types.UnionType):
        tests = [_fitting(argument) for argument in arguments]
        return lambda value: any(test(value) for test in tests)
    if typing.get_origin(hint) is tuple:
        inner = _fitting(arguments[0])
        return lambda value: isinstance(value, tuple) and all(map(inner, value))
    if hint is int:
        return lambda value: isinstance(value, int) and not isinstance(value, bool)
    if hint is float:
        return lambda value: isinstance(value, int | float) and not isinstance(value, bool)
    wanted = hint if isinstance(hint, type) else object
    return lambda value: isinstance(value, wanted)

"""The value of a claim in comparable form, and whether its number is one of what its words name."""

from __future__ import annotations

import re

from claimhouse.records import Claim, Quantity, QuantityKind, QuantityRole
from claimhouse.resolve.attributes import Attribute, plain
from claimhouse.resolve.concepts import attribute_rule
from claimhouse.resolve.lexicon import SubjectKind, word_list
from claimhouse.resolve.values import Value, WrittenNumber, number_value, text_value

_ARTICLE = re.compile(r"^(?:the|a|an|its|their|his|her) ")
_PART_OF = re.compile(r"of (?:the|those|them|these|whom)\b")
_DIVISIBLE = frozenset({QuantityKind.COUNT, QuantityKind.MONEY})
# "among them 212,000", "including $3 billion", "another 24": a part, or what comes on top
_PART_AFTER = re.compile(
    r"\b(?:among (?:them|those|these)|including|of (?:them|whom|those|which))"
    r"(?: (?:at least|about|some|around|nearly|up to|more than|over|the))?$"
)
# "14 died and another 36 were injured" counts all that were injured; "another 200 customers" are not all customers.
_BESIDE = re.compile(
    r"\b(?:as well as|plus|another|a further|besides)"
    r"(?: (?:at least|about|some|around|nearly|up to|more than|over|the))?$"
)
_FURTHER = re.compile(r"(?:[a-z]+ ){0,2}(?:were|was|are|is|have|has|had) also\b")
_WORDS_BEFORE = 32  # characters before a number in which "among them" may stand
_NEXT_WORD = 16  # characters in which the word after a number stands
_INCREMENT = re.compile(r"\b(?:new|additional|further)\b|\bmore\b(?! than)")


def is_difference(quantity: Quantity, claim: Claim, attribute: Attribute) -> bool:
    """Say whether a number is by how much a value changed, or what it was before: "five new deaths", "up by 12"."""
    rule = attribute_rule(attribute.name)
    if rule is None or quantity.role in {QuantityRole.BY, QuantityRole.FROM}:
        return rule is not None and not rule.plans
    end = quantity.char_end - claim.char_start
    inside = quantity.field is claim.field
    after = claim.quote[end : end + _NEXT_WORD].partition(",")[0] if inside else ""
    if _PART_OF.match(plain(after)):
        return quantity.kind in _DIVISIBLE
    if inside and quantity.kind in _DIVISIBLE:
        before = plain(claim.quote[max(0, end - len(quantity.raw) - _WORDS_BEFORE) : end - len(quantity.raw)])
        further = _BESIDE.search(before) or _FURTHER.match(plain(claim.quote[end : end + _WORDS_BEFORE]))
        if _PART_AFTER.search(before) or (further and not rule.grows):
            return True
    words = plain(f"{quantity.raw} {' '.join(after.split()[:1])}")
    return rule.grows and _INCREMENT.search(words) is not None


def bring_to_value(claim: Claim, quantity: Quantity | None, attribute: Attribute) -> Value:
    """Return the value of a claim in comparable form.

    A denied number ("did not pay $3 billion") is a value without number or interval: it says what is not so.
    """
    if quantity is None:
        text = object_text(claim)
        return text_value(f"not {text}" if claim.negated else text)
    value = number_value(
        WrittenNumber(
            raw=quantity.raw,
            kind=quantity.kind,
            value=quantity.value,
            value_min=quantity.value_min,
            value_max=quantity.value_max,
            bound=quantity.bound,
            unit=_unit(quantity, attribute),
        )
    )
    return Value(text=f"not {value.text}", kind=value.kind, unit=value.unit) if denies(claim, quantity) else value


def denies(claim: Claim, quantity: Quantity) -> bool:
    """Say whether a denial is of the number: not in "the loss of $3 million left no choice"."""
    return claim.negated and quantity.raw not in (claim.subject or "")


def _unit(quantity: Quantity, attribute: Attribute) -> str | None:
    rule = attribute_rule(attribute.name)
    if rule is not None and rule.subject is SubjectKind.EVENT and quantity.kind is QuantityKind.AGE:
        return "person"  # "the number of dead at 60" is no age
    if rule is None or quantity.kind is not QuantityKind.COUNT:
        return quantity.unit
    if rule.unit == "person" and quantity.unit is not None and quantity.unit not in word_list("persons"):
        return quantity.unit  # "17 boats joined the search" counts no people
    if rule.unit is not None:
        return rule.unit
    people = quantity.unit is None or quantity.unit in word_list("people")
    return "person" if rule.subject is SubjectKind.EVENT and people else quantity.unit


def object_text(claim: Claim) -> str:
    """Return the words of a claim without a number by which it is told from others."""
    words = claim.object_name or claim.object or " ".join(claim.arguments) or claim.predicate or claim.subject or ""
    return _ARTICLE.sub("", plain(words))

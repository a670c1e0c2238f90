"""Figures that say again, mostly for another speaker, what the words before count.

"The union puts it at 15", "Police still count 17", "the maker's figure of 412": such a figure has no noun of its own.
It is of what the nearest figure before it counts, where one sentence gives one count, and who counts is who says so.
What is counted under an attribute of the open class is told by as many verbs as there are texts; but where a text gives
it two numbers, the text itself says that they are of one thing, and the two are read as such: `disputed:object`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from claimhouse.records import Claim, EntityKind, Field, Quantity, QuantityKind
from claimhouse.resolve.attributes import OPEN_RULE, plain
from claimhouse.resolve.concepts import DISPUTED, attribute_rule, is_told
from claimhouse.resolve.lexicon import SubjectKind
from claimhouse.resolve.readings.model import Reading
from claimhouse.resolve.readings.own import is_unreal
from claimhouse.resolve.readings.values import bring_to_value
from claimhouse.resolve.subjects import ReadSentence, is_of_the_past

_UNNAMED = frozenset({None, "count"})
_REACH = 2  # sentences before in which a figure that is taken up may stand
_FAR = 300  # characters between the two: sentences without a claim are not counted
_APART = 5  # times: numbers further apart are hardly of one thing
_LESS = (
    r"(?: (?:still|just|only|about|around|some|nearly|over|more|less|fewer|than|no|up to|at least|at most|roughly"
    r"|as many as|almost))*$"
)
_THE_NUMBER = re.compile(
    r"\b(?:the|this|that|their|its) (?:number|figure|total|tally|count)(?: (?:is|was|were|at|to|as|be|of|stands|stood"
    r"|put|given))*" + _LESS
)
_FIGURE_OF = re.compile(r"\b(?:figure|tally|count|total|estimate) of" + _LESS)
_SAYS = re.compile(
    r"\b(?:say|says|said|counts?|counted|speaks? of|spoke of|talks? of|talked of|reports?|reported|lists?|listed|cites?"
    r"|cited|registers?|registered|insists? on|insisted on|stick(?:s|ing)? to|stuck to|arrives? at|arrived at|stands?"
    r" at|stood at|puts? it at|gives?|gave)" + _LESS
)
_HAS = re.compile(r"\b(?:has|have|had)" + _LESS)
_ON_RECORD = re.compile(r"\W*on (?:its|their|the|his|her) (?:books?|lists?|records?|files?|registers?)\W*$")
_CLAUSE = re.compile(r"(?:;|, (?:and|but|while|as|when|where|which|who)|\band) (?=.* )")
_OTHER = re.compile(
    r"\b(?:neighbou?ring|rivals?|competitors?|sister|fellow|counterpart|elsewhere|another|others?|nearby)\b"
)
_SPAN = re.compile(r"\W*(?:(?:so far )?(?:since|this|last|in the past|over the past)|a (?:year|month|week|day))\b")
_ENDS = re.compile(r"\W*(?:$|[.,;:!?)\"”]|(?:and|but|while|whereas|yesterday|instead|so far|in all|altogether)\b)")


def take_up(said: Sequence[Reading], sentence: ReadSentence, before: list[list[Reading]]) -> list[Reading]:
    """Say of what the figures of a sentence are that have no noun of their own.

    Args:
        said: readings of the sentence.
        sentence: as read.
        before: readings of the sentences before it; where two numbers of one open thing meet, the first is put down
            here as disputed.
    """
    taken = []
    for reading in said:
        quantity = _bare(reading, sentence)
        first = None if quantity is None else _first_told(reading, quantity, sentence, before)
        if quantity is None or first is None or _is_of_another(first[1], reading, quantity):
            taken.append(reading)
            continue
        place, known = first
        if known.attribute.rule == OPEN_RULE and _differ(known, quantity):
            same = (known.attribute, known.value.text)
            before[place] = [
                _disputed(other) if (other.attribute, other.value.text) == same else other for other in before[place]
            ]
            known = _disputed(known)
        unit = known.value.unit if quantity.unit in _UNNAMED else quantity.unit
        value = bring_to_value(reading.claim, replace(quantity, unit=unit), known.attribute)
        claim = reading.claim if reading.claim.speaker else replace(reading.claim, speaker=reading.claim.subject)
        taken.append(replace(reading, claim=claim, subject=known.subject, attribute=known.attribute, value=value))
    return taken


def _bare(reading: Reading, sentence: ReadSentence) -> Quantity | None:
    """Return the number of a reading, if nothing in its sentence says what it counts."""
    claim = reading.claim
    quantity = sentence.document.quantities.get(claim.quantity_key or "")
    if quantity is None or quantity.kind is not QuantityKind.COUNT or reading.attribute.rule != OPEN_RULE:
        return None
    if claim.field is not Field.TEXT or quantity.field is not claim.field:
        return None
    if is_unreal(claim) or is_of_the_past(claim, sentence):
        return None
    before, after = _around(claim, quantity)
    # there is room for a noun of its own ("aftershocks went on, and the institute registered 14"), or it is of a time
    if _CLAUSE.search(before) or _SPAN.match(after) or _OTHER.search(before) or _is_of_a_place(claim, sentence):
        return None
    told = (_SAYS.search(before) and _ENDS.match(after)) or _FIGURE_OF.search(before) or _is_on_record(before, after)
    return quantity if _THE_NUMBER.search(before) or (told and quantity.unit in _UNNAMED) else None


def _is_of_a_place(claim: Claim, sentence: ReadSentence) -> bool:
    """Say whether a town counts: "Orvel reported 19" tells of Orvel."""
    named = {claim.subject, claim.subject_name}
    return any(mention.kind is EntityKind.PLACE and mention.name in named for mention in sentence.document.mentions)


def _around(claim: Claim, quantity: Quantity) -> tuple[str, str]:
    """Return the words before and after a quantity of a claim's sentence."""
    start, end = quantity.char_start - claim.char_start, quantity.char_end - claim.char_start
    return plain(claim.quote[:start]), plain(claim.quote[end:])


def _is_on_record(before: str, after: str) -> bool:
    return bool(_HAS.search(before) and _ON_RECORD.match(after))


def _is_of_another(known: Reading, reading: Reading, quantity: Quantity) -> bool:
    """Say whether who has a number on the books counts its own: the union's 610 are no figure for the yard's staff."""
    rule = attribute_rule(known.attribute.name)
    is_of_house = rule is not None and known.attribute.rule != OPEN_RULE and rule.subject is not SubjectKind.EVENT
    return is_of_house and _is_on_record(*_around(reading.claim, quantity))


def _first_told(
    reading: Reading, quantity: Quantity, sentence: ReadSentence, before: Sequence[Sequence[Reading]]
) -> tuple[int, Reading] | None:
    """Return the count that the nearest sentence before gives, and which sentence that is; null where it gives two."""
    for place in range(len(before) - 1, max(-1, len(before) - 1 - _REACH), -1):
        counts = [other for other in before[place] if _is_count(other, reading, sentence)]
        if not counts:
            continue
        if len({(other.subject, other.attribute.name, other.value.text) for other in counts}) != 1:
            return None
        number = counts[0].value.number
        near = number is not None and max(number, quantity.value or 0) <= _APART * min(number, quantity.value or 0)
        return (place, counts[0]) if near else None
    return None


def _is_count(other: Reading, reading: Reading, sentence: ReadSentence) -> bool:
    """Say whether a reading gives a count that a later figure of its text may take up."""
    claim = other.claim
    quantity = sentence.document.quantities.get(claim.quantity_key or "")
    if quantity is None or quantity.kind is not QuantityKind.COUNT or other.value.number is None:
        return False
    apart = reading.claim.char_start - claim.char_end
    if claim.segment != reading.claim.segment or not 0 <= apart <= _FAR:
        return False
    if attribute_rule(other.attribute.name) is not None:
        return True
    return other.counts and other.attribute.rule == OPEN_RULE and quantity.unit not in _UNNAMED


def _differ(known: Reading, quantity: Quantity) -> bool:
    is_open = attribute_rule(known.attribute.name) is None or is_told(known.attribute.name)
    return is_open and known.value.number != quantity.value


def _disputed(known: Reading) -> Reading:
    """Return a reading as one of two numbers that its text gives for one thing."""
    counted = known.attribute.name.partition(":")[2]
    if is_told(known.attribute.name):  # the noun alone: reports of it go on with other words
        counted = known.value.unit or counted
    return replace(known, attribute=replace(known.attribute, name=f"{DISPUTED}:{counted}", single_valued=True))

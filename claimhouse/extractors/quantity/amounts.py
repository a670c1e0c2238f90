"""What a number is an amount of: money, percent, duration, physical unit, or things counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from claimhouse.extractors.quantity.counted import counted_noun
from claimhouse.extractors.quantity.numbers import Number, spoken_value
from claimhouse.extractors.quantity.tables import Currency, Unit, tables
from claimhouse.records import QuantityKind

# Names and models carry no number as high as this.
MIN_BIG = Decimal(10_000)
PERCENT_SIGNS = "%\uff05"  # the second is full-width
# How far words are looked at that tell what a whole sentence is about.
CONTEXT_REACH = 400
# No word that decides about a number is longer.
WORD_REACH = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number with its unit; `low`/`high` instead of `value` where it is a range.

    Attributes:
        start, end: its place, unit included.
        number: as written; gives what ranges share.
        bare: nothing says what is counted or measured, so a neighbour's unit may hold for it.
        open: a lower limit only ("thousands of").
    """

    start: int
    end: int
    number: Number
    kind: QuantityKind
    unit: str | None
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    concept: str | None = None
    bare: bool = False
    open: bool = False


_UNIT_TOKEN = re.compile(
    r"(?: - (?=(?:year|month|week|day|hour|minute|mile|foot|inch|acre|metre|meter)\b)|[ \u00a0\u202f-]?)"
    r"((?:[a-z]\.){2,}[a-z]?\.?"
    r"|[°º℃℉%\uff05″Ωµμ]?\s?(?:[A-Za-zµμΩ]+(?:[-·][A-Za-z]+)?[²³23]?(?:/[A-Za-z]+[²³2]?)?)?)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[ \u00a0\u202f-]{1,2}([A-Za-z][A-Za-z.]*)")
_RATE = re.compile(
    r"(?:[ -](?:per|each|every)[ -]|\s?/\s?|[ -](?P<article>an?)[ -])(?P<unit>[A-Za-z]+)(?P<power>²|2\b)?",
    re.IGNORECASE,
)
_SUFFIX_SIGN = re.compile(r"\s?(zł|元|円|[$€£¥₹₩₽₺₴₪₫₦₱฿₡₲₵₸₾₭₮₼₿]|රු|ரூ)(?!\s?\d)")
_HUNDREDTHS = re.compile(
    r"(?:\s+and)?\s+(?P<digits>\d{1,2}|[a-z]+(?:-[a-z]+)?(?=\s(?:cents?|pence)\b))"
    r"(?:\s+(?:cents?|pence|p)\b|(?=\s*(?:[.,;!?)]|$))(?!\.\d|,\d))"
)
# "75 USD million", "$5 million Canadian".
_MONEY_TAIL = re.compile(
    r" ((?:hundred |thousand )?(?:million|billion|trillion)|thousand)\b"
    r"|[ -](U\.S\.|Canadian|Australian|[A-Z]{3}|dollars?|euros?)(?!\w)"
)
_THEN = re.compile(r"\s(?:earlier|ago|later|before|after|from now)\b")  # "$3 billion a year earlier" is no rate


def measure(text: str, number: Number) -> Amount | None:
    """Return the amount that the number belongs to; None where it is part of a word or a name."""
    if number.currency is not None:
        return _money(text, number, number.end, Currency(code=number.currency))
    found = _suffix_money(text, number)
    if found is not None:
        return _money(text, number, found[0], found[1])
    unit = _heat_after(text, number) or _points_of_percent(text, number) or _unit_after(text, number)
    if unit is not None:
        return _measured(text, number, *unit)
    if number.end < len(text) and text[number.end].isalnum():
        return None  # digits glued to letters that are no unit
    return _counted(text, number)


def _amount(
    number: Number, end: int, kind: QuantityKind, unit: str | None, factor: Decimal, concept: str | None
) -> Amount:
    value = number.value * factor
    return Amount(
        start=number.start,
        end=end,
        number=number,
        kind=kind,
        unit=unit,
        value=None if number.open else value,
        low=value if number.open else None,
        concept=concept,
        open=number.open,
    )


def _suffix_money(text: str, number: Number) -> tuple[int, Currency] | None:
    table = tables()
    position = number.end
    if number.open and (of := re.compile(r" of ").match(text, position)):
        position = of.end() - 1
    sign = _SUFFIX_SIGN.match(text, position)
    if sign and sign[1] in table.signs:
        return sign.end(), Currency(code=table.signs[sign[1]])
    if text.startswith("p", position) and not text[position + 1 : position + 2].isalnum():
        return position + 1, table.currencies["p"]
    if (glued := re.compile(r"\s?([MKk]?)([A-Z]{3})(?![A-Za-z])").match(text, position)) and glued[2] in table.codes:
        magnitude = table.abbreviations.get(glued[1], Decimal(1))
        return glued.end(), Currency(code=table.codes[glued[2]], factor=magnitude)
    words: list[str] = []
    ends: list[int] = []
    for _ in range(3):
        match = _WORD.match(text, position)
        if match is None:
            break
        words.append(match[1].lower() if match[1].lower() in {"u.s.", "us"} else match[1].lower().rstrip("."))
        position = match.end()
        ends.append(match.start(1) + len(match[1].rstrip(".")))
    for length in range(len(words), 0, -1):
        currency = table.currencies.get(" ".join(words[:length]))
        if currency is not None and words[:length] != ["p"]:
            if currency.certain or _is_money(text, number, words[0]):
                return ends[length - 1], _settled(text, currency, words[length - 1])
            return None
    return None


def _is_money(text: str, number: Number, word: str) -> bool:
    """Whether "pounds" (money or weight) or "cents" (of an unknown currency) is money here."""
    if word.startswith("cent"):
        return True
    near = text[max(0, number.start - CONTEXT_REACH) : number.end + CONTEXT_REACH]
    return number.magnitude >= Decimal(10**6) or any(
        token in tables().money_words for token in re.findall(r"£|[a-z]+", near.lower())
    )


def _settled(text: str, currency: Currency, word: str) -> Currency:
    """Give "cents" the currency that the text speaks of."""
    if not word.startswith("cent"):
        return currency
    if "€" in text or re.search(r"\beuros?\b", text, re.IGNORECASE):
        return Currency(code="EUR", factor=currency.factor)
    return currency


def _money(text: str, number: Number, end: int, currency: Currency) -> Amount:
    table = tables()
    code, number_value = currency.code, number.value * currency.factor
    tail = _MONEY_TAIL.match(text, end)
    if tail and tail[1] and number.magnitude == 1:
        for word in tail[1].split():
            number_value *= table.magnitudes[word]
        end = tail.end()
    elif tail and tail[2] and number.currency:
        named = {"U.S.": "USD", "Canadian": "CAD", "Australian": "AUD"}.get(tail[2]) or table.codes.get(tail[2])
        same = table.currencies.get(tail[2].lower())
        if (named and number.currency.endswith("D")) or (same and same.code == code):
            code, end = named or code, tail.end()
    if number.magnitude == 1 and number.core == int(number.core) and currency.factor == 1 and end > number.end:
        hundredths = _HUNDREDTHS.match(text, end)
        if hundredths:
            digits = hundredths["digits"]
            number_value += (Decimal(digits) if digits.isdigit() else spoken_value(digits)) / 100
            end = hundredths.end()
    end, per = _rate(text, end)
    amount = _amount(number, end, QuantityKind.MONEY, code, Decimal(1), per)
    return _with_value(amount, number_value)


def _with_value(amount: Amount, value: Decimal) -> Amount:
    return Amount(
        start=amount.start,
        end=amount.end,
        number=amount.number,
        kind=amount.kind,
        unit=amount.unit,
        value=None if amount.open else value,
        low=value if amount.open else None,
        concept=amount.concept,
        open=amount.open,
    )


def _unit_after(text: str, number: Number) -> tuple[int, Unit] | None:
    table = tables()
    position = number.end
    if number.open and (of := re.compile(r" of(?= )").match(text, position)):
        position = of.end()
    keys: list[str] = []
    ends: list[int] = []
    for _ in range(3):
        match = _UNIT_TOKEN.match(text, position)
        if match is None or not match[1].strip():
            break
        keys.append(match[1].strip())
        position = match.end()
        ends.append(match.start(1) + len(match[1].rstrip()))
    for length in range(len(keys), 0, -1):
        written = " ".join(keys[:length])
        unit = _unit_named(written)
        if unit is not None and _fits(text, number, written, ends[length - 1]):
            return ends[length - 1], unit
    hyphened = keys[0].split("-")[0] if keys and "-" in keys[0] else ""
    unit = table.symbols.get(hyphened) or table.units.get(hyphened.lower()) if hyphened else None
    if unit is not None and keys:
        return ends[0] - len(keys[0]) + len(hyphened), unit
    # "%" may be followed by anything
    if keys and keys[0][0] in PERCENT_SIGNS:
        return text.index(keys[0][0], number.end) + 1, table.symbols["%"]
    return None


_HEAT = re.compile(r" ?([CF])(?![\w'’-])")


def _heat_after(text: str, number: Number) -> tuple[int, Unit] | None:
    """Return the degrees of "12 C", where a word beside it speaks of heat or cold."""
    match = _HEAT.match(text, number.end)
    if match is None or number.magnitude != 1:
        return None
    near = text[max(0, number.start - CONTEXT_REACH) : number.end + CONTEXT_REACH].lower()
    if tables().heat.isdisjoint(re.findall(r"[a-z]+", near)):
        return None
    return match.end(), tables().units["celsius" if match[1] == "C" else "fahrenheit"]


_POINTS = re.compile(r"[ -]points?\b(?= (?:higher |lower |up |down )?(?:to|from|at) [\d.]+ ?(?:%|per ?cent\b))")


def _points_of_percent(text: str, number: Number) -> tuple[int, Unit] | None:
    """Return the unit of points that lead to or from a percentage: "fell by 2.5 points to 31%"."""
    match = _POINTS.match(text, number.end)
    return (match.end(), tables().units["percentage points"]) if match else None


def _unit_named(written: str) -> Unit | None:
    table = tables()
    unit = table.symbols.get(written.replace(" ", "")) or table.units.get(written.lower().replace("-", " "))
    if unit is None and "/" in written:
        above, _, below = written.partition("/")
        parts = [table.symbols.get(part) or table.units.get(part.lower()) for part in (above, below)]
        if parts[0] is not None and parts[1] is not None:
            return Unit(kind=QuantityKind.PHYSICAL, name=f"{parts[0].name} per {parts[1].name}")
    return unit


def _fits(text: str, number: Number, written: str, end: int) -> bool:
    """Whether a unit is meant, not a word or letter that looks like one."""
    if end < len(text) and text[end].isalnum():
        return False
    whole = number.core == int(number.core)
    if (
        written in {"second", "quarter", "mo", "min"}
        and whole
        and number.core != 1
        and text[number.end : number.end + 1] == " "
    ):
        return re.compile(r" [a-z]").match(text, end) is not None
    attached = text[number.end : end] == written
    if len(written) == 1 and written.isalpha():
        return (attached and number.magnitude == 1 and not number.words) or written in "WV"
    return written != "century" or not attached


def _rate(text: str, end: int) -> tuple[int, str | None]:
    """Return the end and name of "per barrel", "a share" or "/kg" behind an amount."""
    table = tables()
    match = _RATE.match(text, end)
    if match is None:
        return end, None
    word = match["unit"].lower()
    if (match["article"] and word not in table.rates) or _THEN.match(text, match.end()):
        return end, None
    unit = table.symbols.get(match["unit"]) or table.units.get(word)
    name = unit.name if unit else word
    if match["power"]:
        name = {"metre": "square metre", "centimetre": "square centimetre", "kilometre": "square kilometre"}.get(
            name, name
        )
    return match.end(), f"per {name}"


def _measured(text: str, number: Number, end: int, unit: Unit) -> Amount:
    end, per = _rate(text, end)
    if unit.kind is QuantityKind.PHYSICAL and per is not None:
        return _amount(number, end, unit.kind, f"{unit.name} {per}", unit.factor, None)
    return _amount(number, end, unit.kind, unit.name, unit.factor, per)


_LABEL = re.compile(r"([A-Za-z][A-Za-z.’'&-]*)[\s#-]*$")


def _counted(text: str, number: Number) -> Amount | None:
    after_article = (
        re.search(r"(?<!\w)an?\s$", text[max(0, number.start - 3) : number.start], re.IGNORECASE) is not None
    )
    noun = counted_noun(text, number.end, is_one=number.value == 1, is_compound=after_article and number.value > 1)
    window = max(0, number.start - WORD_REACH)
    before = _LABEL.search(text[window : number.start])
    previous = before[1] if before else ""
    at = window + before.start() if before else 0
    if not number.words and _is_label(text, previous, at, has_noun=noun is not None, number=number):
        return None
    if number.words and not _is_amount_in_words(text, number, previous, has_noun=noun is not None):
        return None
    if noun is None:
        if number.open:
            return None  # "raised billions for": nothing says of what
        amount = _amount(number, number.end, QuantityKind.COUNT, None, Decimal(1), None)
        return Amount(
            start=amount.start,
            end=amount.end,
            number=number,
            kind=amount.kind,
            unit=None,
            value=amount.value,
            low=amount.low,
            bare=True,
            open=amount.open,
        )
    unit = tables().units.get(noun.head)
    if unit is not None:
        return _measured(text, number, noun.end, unit)
    end, per = _rate(text, noun.end)
    return _amount(
        number, end, QuantityKind.COUNT, noun.head, Decimal(1), " ".join(filter(None, (noun.phrase, per))) or None
    )


def _is_label(text: str, previous: str, at: int, *, has_noun: bool, number: Number) -> bool:
    """Whether a number without unit is part of a name or counts pages, rooms and versions."""
    if (previous.lower().rstrip(".") in tables().labels or previous == "Local") and number.magnitude == 1:
        return True  # a union's branch: "Local 88"
    big = "," in number.written or number.magnitude != 1 or number.core >= MIN_BIG
    if text[number.start - 1 : number.start] == "-" and previous and not big:
        return previous.lower() not in {"sub", "mid", "to", "non", "over", "under", "pre", "post", "near"}
    named = previous.lower() != previous and previous.lower() not in tables().function_words
    if named and not big and not (has_noun and "." not in number.written and (at == 0 or _is_headline(text))):
        return True
    name_follows = re.compile(r"[ -][A-Z][a-z]+").match(text, number.end) is not None
    return name_follows and not has_noun and not big and "." not in number.written


def _is_headline(text: str) -> bool:
    """Whether most words start with a capital, so that a capital tells nothing."""
    words = re.findall(r"\b[A-Za-z][a-z]{3,}", text[:CONTEXT_REACH])
    return len(words) >= 3 and sum(word[0].isupper() for word in words) >= 0.7 * len(words)  # noqa: PLR2004  # most


# "One of the largest mills" praises and counts nothing.
_AMONG_BEST = re.compile(
    r" of (?:the|its|his|her|their|[A-Z]\w+[’']s) (?:\w+ )?"
    r"(?:most|least|best|worst|\w{2,}est|top|leading|few|only|main|key)\b"
)
_NEXT_NUMBER = re.compile(r"(?: or | to | and |-to-)([a-z]+|\d)", re.IGNORECASE)
_ONE_LEFT = re.compile(
    r"\b(?:the|this|that|which|no|any|every|each|some|another|first|last|latter|only|right|big|new|good|day|as)\s$",
    re.IGNORECASE,
)


def _is_amount_in_words(text: str, number: Number, previous: str, *, has_noun: bool) -> bool:
    """Whether a number word counts something: a pronoun ("the one"), an idiom or a name does not."""
    written = text[number.start : number.end]
    if written.lower() == "one":
        if _bare_words_count(text, number):
            return True
        if _AMONG_BEST.match(text, number.end):
            return False
        return has_noun and _ONE_LEFT.search(text[max(0, number.start - WORD_REACH) : number.start]) is None
    if previous[:1].isupper() and written[:1].isupper() and not _is_headline(text):
        return False
    if not has_noun and text[number.end : number.end + 1] == "-":
        return number.magnitude != 1
    return has_noun or number.magnitude != 1 or number.open or number.value > 12 or _bare_words_count(text, number)  # noqa: PLR2004  # a dozen


def _bare_words_count(text: str, number: Number) -> bool:
    """Whether "eight" of "eight or nine euros" may take the unit of what follows."""
    match = _NEXT_NUMBER.match(text, number.end)
    return match is not None and (
        match[1][0].isdigit() or match[1].lower() in tables().ones or match[1].lower() in tables().tens
    )

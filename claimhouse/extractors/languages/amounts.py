"""Quantities of a sentence by the tables of its language: numbers, units, currencies, dates, ages, ranges, bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from claimhouse.extractors.languages.language import APOSTROPHES, BLANKS, Numbers, common, language
from claimhouse.extractors.quantity.tables import Unit
from claimhouse.records import Bound, Field, FoundQuantity, QuantityKind

FIRST_YEAR, LAST_YEAR = 1500, 2100
"""Four digits between these may be a year."""
BOUND_REACH = 30
"""Characters before a number in which the word that bounds it stands."""
CHANGE_REACH = 40
GROUP = 3
_OR = frozenset({"ou", "oder", "o", "of"})
"""Words between two numbers that make a range of neighbours only: "deux ou trois"."""
_BLANK = f"[{BLANKS}]"
_APOSTROPHE = f"[{APOSTROPHES}]"
_DASH = "[-\u2013\u2011]"
_WORD = re.compile(rf"{_BLANK}{{1,2}}(?P<word>[^\W\d_](?:[\w-]*\w)?\.?{_APOSTROPHE}?)")
_MASKS = re.compile(
    r"https?://\S+|\bwww\.\S+|[\w.+-]+@[\w-]+\.\w+"  # addresses
    r"|\[\d[\d, \u2013-]*\]"  # citations
    r"|(?<!\d)\d{1,2}[ \u00a0\u202f]?[:hH][ \u00a0\u202f]?[0-5]\d(?!\d)(?:[ \u00a0\u202f]?(?:Uhr|h))?"  # clock times
    r"|(?<!\d)\d{1,2}(?:\.\d{2})?[ \u00a0\u202f](?:Uhr|uur)\b"
    r"|(?<!\d)(?:\+\d{1,3}|0\d)(?:[ \u00a0\u202f./-]\d{2,4}){3,}(?!\d)"  # telephones
    r"|(?<!\w)[#@№]\d+|(?<!\w)\d+(?:\.\d+){3,}(?!\w)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Number:
    start: int
    end: int
    core: Decimal
    magnitude: Decimal
    is_words: bool
    sign: str | None

    @property
    def value(self) -> Decimal:
        return self.core * self.magnitude


@dataclass(frozen=True, slots=True, kw_only=True)
class _Amount:
    start: int
    end: int
    number: _Number
    kind: QuantityKind
    unit: str | None
    factor: Decimal = Decimal(1)
    low: Decimal | None = None
    high: Decimal | None = None
    bare: bool = False
    opening: int | None = None

    @property
    def value(self) -> Decimal | None:
        return None if self.low is not None else self.number.value * self.factor


def find_amounts(
    text: str, code: str, *, field: Field = Field.TEXT, offset: int = 0, published_at: datetime | None = None
) -> tuple[FoundQuantity, ...]:
    """Return the quantities of a sentence in a language that has a folder, in order of place; they do not overlap.

    Args:
        text: one sentence, or a heading.
        code: the language.
        field: the clean text it is a part of.
        offset: where `text` begins in that field, in code points.
        published_at: gives days without a year theirs; without it they are left out.

    Values, kinds and units are those of `claimhouse.extractors.quantity`; the unit of a count is the noun in the
    singular where the folder says how it is made, else as it is written.
    """
    numbers = language(code).numbers
    if numbers is None:
        return ()
    taken = bytearray(len(text))
    for match in _MASKS.finditer(text):
        _claim(taken, *match.span())
    found: list[FoundQuantity] = []
    for start, end, kind, unit, value in (*_dates(text, code, numbers, published_at), *_ages(text, code, numbers)):
        if _claim(taken, start, end):
            found.append(_found(text, start, end, kind, unit, value, field=field, offset=offset, bound=Bound.EXACT))
    amounts = [
        amount
        for number in _numbers(text, code)
        if taken.find(1, number.start, number.end) < 0
        for amount in [_measured(text, code, numbers, number)]
        if amount is not None and _claim(taken, amount.start, amount.end)
    ]
    for amount in _ranged(text, numbers, amounts):
        if amount.bare and amount.number.is_words:
            continue
        before = amount.opening if amount.opening is not None else amount.start
        quantity = _found(
            text,
            amount.start,
            amount.end,
            amount.kind,
            amount.unit,
            amount.value,
            field=field,
            offset=offset,
            bound=_bound(text, numbers, before, amount.end),
        )
        found.append(replace(quantity, value_min=amount.low, value_max=amount.high))
    return tuple(sorted(found, key=lambda quantity: quantity.char_start))


def _claim(taken: bytearray, start: int, end: int) -> bool:
    if taken.find(1, start, end) >= 0:
        return False
    taken[start:end] = b"\x01" * (end - start)
    return True


def _found(
    text: str,
    start: int,
    end: int,
    kind: QuantityKind,
    unit: str | None,
    value: Decimal | None,
    *,
    field: Field,
    offset: int,
    bound: Bound,
) -> FoundQuantity:
    return FoundQuantity(
        field=field,
        char_start=start + offset,
        char_end=end + offset,
        raw=text[start:end],
        kind=kind,
        value=value,
        value_min=None,
        value_max=None,
        bound=bound,
        unit=unit,
    )


def any_of(words: Sequence[str] | frozenset[str]) -> str:
    """Return a pattern of words: any blank for a blank, any apostrophe for an apostrophe, the longest first."""
    patterns = [
        re.escape(word).replace("\\ ", _BLANK).replace("'", _APOSTROPHE)
        for word in sorted(words, key=lambda word: (-len(word), word))
    ]
    return "|".join(patterns) or "(?!)"


@cache
def _number_pattern(code: str) -> re.Pattern[str]:
    numbers = language(code).numbers
    assert numbers is not None  # noqa: S101 - asked only of languages that have them
    grouping = "".join(BLANKS if sign == " " else re.escape(sign) for sign in numbers.grouping)
    grouping += "\u2019" if "'" in numbers.grouping else ""
    decimals = rf"(?:{re.escape(numbers.decimal)}\d+|\.(?!\d{{3}}(?!\d))\d+|,(?!\d{{3}}(?!\d))\d+)?"
    signs = any_of([*common()["signs"], *common()["codes"]["list"]])
    magnitudes = any_of(tuple(numbers.magnitudes))
    short = any_of(tuple(numbers.short_magnitudes))
    words = any_of(tuple(numbers.words))
    articles = any_of(numbers.articles)
    return re.compile(
        rf"""
        (?:
          (?:(?<!\w)(?P<sign>{signs}){_BLANK}?)?
          (?<![\w])(?<!\d[.,])(?P<digits>(?:\d{{1,3}}(?:[{grouping}]\d{{3}})+(?!\d)|\d+){decimals})
        | (?<![\w-])(?P<words>(?i:{words})(?:(?:{_BLANK}|-)(?:(?i:{words})))*)(?![\w])
        | (?<![\w-])(?P<article>(?i:{articles}))(?={_BLANK}(?:{magnitudes})(?!\w))
        | (?<![\w-])(?P<alone>(?i:{magnitudes}))(?!\w)
        )
        (?P<magnitude>(?:{_BLANK}(?i:{magnitudes})(?!\w))+ | {_BLANK}?(?:{short})(?={_BLANK}?(?:{signs})))?
        """,
        re.VERBOSE,
    )


def _numbers(text: str, code: str) -> Iterator[_Number]:
    """Yield the numbers of a text, each with its magnitude and the currency sign before it."""
    numbers = language(code).numbers
    if numbers is None:
        return
    for match in _number_pattern(code).finditer(text):
        magnitude, short = Decimal(1), False
        written = match["magnitude"]
        if written:
            name = written.strip(BLANKS)
            short = name in numbers.short_magnitudes
            for word in [name] if short else re.split(_BLANK, name.lower()):
                magnitude *= numbers.short_magnitudes[word] if short else numbers.magnitudes[word]
        core = _core(match, numbers)
        if core is None:
            continue
        yield _Number(
            start=match.start(),
            end=match.end(),
            core=core,
            magnitude=magnitude,
            is_words=match["digits"] is None,
            sign=match["sign"],
        )


def _core(match: re.Match[str], numbers: Numbers) -> Decimal | None:
    if match["digits"]:
        return _digits(match["digits"], numbers)
    if match["article"]:
        return Decimal(1)
    if match["alone"]:
        word = match["alone"].lower()
        alone = numbers.magnitudes[word]
        return alone if alone <= 1000 and not word.endswith(("s", "aine", "taine")) else None  # noqa: PLR2004  # "cent", "mille"
    words = re.split(_BLANK, match["words"].lower())
    whole = numbers.words.get(" ".join(words))
    return Decimal(sum(numbers.words.get(word, 0) for word in words) if whole is None else whole)


def _digits(written: str, numbers: Numbers) -> Decimal:
    """Return the value of digits; a full stop or comma before other than three of them is a decimal sign."""
    plain = re.sub(rf"[{BLANKS}'\u2019]", "", written)
    other = "." if numbers.decimal == "," else ","
    if other in plain and numbers.decimal not in plain and len(plain.rsplit(other, 1)[1]) != GROUP:
        return Decimal(plain.replace(other, "."))
    return Decimal(plain.replace(other, "").replace(numbers.decimal, "."))


def _measured(text: str, code: str, numbers: Numbers, number: _Number) -> _Amount | None:
    """Return the amount that a number belongs to; None where it is a part of a word, a name or a label."""
    if number.sign is not None:
        currency = common()["signs"].get(number.sign, number.sign)
        return _amount(number, _rated(text, code, number.end), QuantityKind.MONEY, currency)
    unit = _symbol(text, number) or (None if _is_glued(text, number) else _unit(text, code, numbers, number))
    if unit is not None:
        return _amount(number, _rated(text, code, unit[0]), unit[1].kind, unit[1].name, unit[1].factor)
    if _is_glued(text, number) or _is_label(text, numbers, number):
        return None
    noun = _noun(text, numbers, number)
    if noun is not None:
        return _amount(number, _rated(text, code, noun[0]), QuantityKind.COUNT, noun[1])
    bare = _amount(number, number.end, QuantityKind.COUNT, None)
    is_idiom = number.is_words and number.magnitude == 1 and number.core >= 100  # noqa: PLR2004  # "mille mercis"
    return None if is_idiom else replace(bare, bare=True)


def _is_glued(text: str, number: _Number) -> bool:
    """Whether digits run on into a word that is no unit."""
    return number.end < len(text) and (text[number.end].isalnum() or text[number.end] == "_")


def _amount(number: _Number, end: int, kind: QuantityKind, unit: str | None, factor: Decimal = Decimal(1)) -> _Amount:
    return _Amount(start=number.start, end=end, number=number, kind=kind, unit=unit, factor=factor)


@cache
def _symbols() -> dict[str, Unit]:
    found = {
        symbol: Unit(kind=QuantityKind(kind), name=name)
        for kind, names in common()["symbols"].items()
        for name, symbols in names.items()
        for symbol in symbols
    }
    money = {**common()["signs"], **{code: code for code in common()["codes"]["list"]}}
    return found | {sign: Unit(kind=QuantityKind.MONEY, name=code) for sign, code in money.items()}


@cache
def _symbol_pattern() -> re.Pattern[str]:
    return re.compile(rf"{_BLANK}?(?P<symbol>{any_of(tuple(_symbols()))})(?![\w²³])(?!\d)")


def _symbol(text: str, number: _Number) -> tuple[int, Unit] | None:
    match = _symbol_pattern().match(text, number.end)
    return (match.end(), _symbols()[match["symbol"]]) if match else None


@cache
def _unit_pattern(code: str) -> re.Pattern[str]:
    numbers = language(code).numbers
    assert numbers is not None  # noqa: S101 - as above
    joiners = any_of(numbers.joiners)
    return re.compile(
        rf"(?:{_BLANK}|-)(?:(?:{joiners}){_BLANK}?)?(?P<unit>(?i:{any_of(tuple(numbers.units))}))(?![\w])",
        re.IGNORECASE,
    )


def _unit(text: str, code: str, numbers: Numbers, number: _Number) -> tuple[int, Unit] | None:
    match = _unit_pattern(code).match(text, number.end)
    if match is None:
        return None
    return match.end(), numbers.units[_plain(match["unit"])]


def _plain(written: str) -> str:
    """Return a word as the tables write it."""
    return re.sub(_BLANK, " ", written.lower()).replace("\u2019", "'")


@cache
def _rate_pattern(code: str) -> re.Pattern[str]:
    numbers = language(code).numbers
    rates = numbers.rates if numbers else ()
    return re.compile(rf"{_BLANK}?(?:{'|'.join(rates)})(?!\w)" if rates else "(?!)", re.IGNORECASE)


def _rated(text: str, code: str, end: int) -> int:
    match = _rate_pattern(code).match(text, end)
    return match.end() if match else end


def _is_label(text: str, numbers: Numbers, number: _Number) -> bool:
    """Whether the word before a number makes it a name: "page 12", "Apollo 11"."""
    before = re.search(
        rf"(?P<word>[^\W\d_][\w.°-]*\w?|n°){_BLANK}?-?$", text[max(0, number.start - BOUND_REACH) : number.start]
    )
    if before is None or number.magnitude != 1:
        return False
    if _plain(before["word"]) in numbers.labels:
        return True
    first = number.start - (len(before[0])) <= 0
    joined = before[0].endswith("-")
    named = before["word"][:1].isupper() and not numbers.nouns_capitalised and not first
    return not number.is_words and (joined or (named and number.core < 1000))  # noqa: PLR2004  # no name is a thousand


def _noun(text: str, numbers: Numbers, number: _Number) -> tuple[int, str] | None:
    """Return the end and the unit of the noun that is counted: the first behind the number that can be one."""
    position = number.end
    joined = re.compile(rf"{_BLANK}(?:{any_of(numbers.joiners)})(?={_BLANK}|\w)", re.IGNORECASE).match(text, position)
    if joined and number.magnitude != 1:
        position = joined.end()
    for _ in range(3):
        match = _WORD.match(text, position) or (
            re.compile(r"(?P<word>[^\W\d_](?:[\w-]*\w)?)").match(text, position) if position != number.end else None
        )
        if match is None:
            return None
        word = match["word"].rstrip(".")
        end = match.start("word") + len(word)
        plain = _plain(word)
        if plain in numbers.stops or plain.endswith("'"):
            return None
        if numbers.nouns_capitalised:
            if word[0].isupper():
                return end, word
            if not plain.endswith(("e", "en", "er", "es")):
                return None
        elif plain not in numbers.adjectives:
            return (end, _singular(plain, numbers)) if word[0].islower() else None
        position = end
    return None


def _singular(noun: str, numbers: Numbers) -> str:
    if noun in numbers.irregular:
        return numbers.irregular[noun]
    for ending, stem in numbers.singular:
        if noun.endswith(ending) and len(noun) > len(ending) + 1:
            return noun[: -len(ending)] + stem
    return noun


def _ranged(text: str, numbers: Numbers, amounts: Sequence[_Amount]) -> Iterator[_Amount]:
    """Yield the amounts, two that are one range as one: "entre 10 et 12 mètres", "zwei bis drei Jahre", "5-8 %"."""
    held: _Amount | None = None
    for amount in amounts:
        if held is not None:
            joined = _joined(text, numbers, held, amount)
            if joined is not None:
                held = joined
                continue
            yield held
        held = amount
    if held is not None:
        yield held


def _joined(text: str, numbers: Numbers, first: _Amount, second: _Amount) -> _Amount | None:
    """Return two neighbouring amounts as one range, if the words before and between them make one."""
    if first.value is None or second.value is None:
        return None
    between = _plain(text[first.end : second.start]).strip()
    before = _plain(text[max(0, first.start - CHANGE_REACH) : first.start]).rstrip()
    opening = _opening(numbers, before, between)
    alike = first.bare or (first.kind, first.unit) == (second.kind, second.unit)
    if opening is None or not alike:
        return None
    low, high = first.number.value * second.factor, second.value
    if first.number.magnitude == 1 and second.number.magnitude != 1 and low * second.number.magnitude <= high:
        low *= second.number.magnitude
    mixed = first.bare and second.bare and first.number.is_words != second.number.is_words
    if low >= high or mixed or (between in _OR and high - low > 1):
        return None
    blanks = len(text[: first.start]) - len(text[: first.start].rstrip())
    return replace(
        second,
        start=first.start,
        low=low,
        high=high,
        opening=first.start - blanks - len(opening) if opening else None,
    )


def _opening(numbers: Numbers, before: str, between: str) -> str | None:
    """Return the word that opens a range before these words, empty where none is needed; null where it is none."""
    if any(re.search(rf"(?<!\w){re.escape(change)}(?!\w)", before) for change in numbers.changes):
        return None
    if re.fullmatch(_DASH, between):
        return ""
    return next(
        (
            opening
            for opening, middle in numbers.ranges
            if between == middle and (not opening or re.search(rf"(?<!\w){re.escape(opening)}$", before))
        ),
        None,
    )


def _bound(text: str, numbers: Numbers, start: int, end: int) -> Bound:
    """Return how the words around an amount bound it."""
    before = _plain(text[max(0, start - BOUND_REACH) : start]).rstrip()
    for word, bound in numbers.bounds:
        if before.endswith(word) and not (len(before) > len(word) and before[-len(word) - 1].isalnum()):
            return bound
    after = _plain(text[end : end + BOUND_REACH]).lstrip()
    for word, bound in numbers.bounds_after:
        if re.match(rf"{re.escape(word)}(?!\w)", after):
            return bound
    return Bound.EXACT


_Dated = tuple[int, int, QuantityKind, str, Decimal]


@cache
def _date_pattern(code: str) -> re.Pattern[str]:
    numbers = language(code).numbers
    assert numbers is not None  # noqa: S101 - as above
    months = any_of(tuple(numbers.months))
    links = any_of(numbers.date_links)
    return re.compile(
        rf"""(?<![\w.,])(?:
            (?:(?P<day>\d{{1,2}})(?:er|re|\.|º|°|ste|e|de)?{_BLANK}(?:(?:{links}){_BLANK})?)?
            (?P<month>{months})(?![\w])(?:{_BLANK}(?:(?:{links}|del){_BLANK})?(?P<year>\d{{4}})(?!\d))?
          | (?P<d>\d{{1,2}})(?P<sep>[./])(?P<m>\d{{1,2}})(?P=sep)(?P<y>\d{{4}})(?!\d)
          | (?:(?<=\()|(?<=\w{_BLANK}))(?P<alone>\d{{4}})(?![\w%€$]|[.,]\d|{_BLANK}?[%€$]))""",
        re.VERBOSE | re.IGNORECASE,
    )


def _dates(text: str, code: str, numbers: Numbers, published_at: datetime | None) -> Iterator[_Dated]:
    for match in _date_pattern(code).finditer(text):
        if match["alone"]:
            if _is_year(text, code, numbers, match):
                start, end = match.span("alone")
                yield start, end, QuantityKind.DATE, "year", Decimal(match["alone"])
            continue
        year = int(match["year"] or match["y"] or 0)
        month = numbers.months[_plain(match["month"])] if match["month"] else int(match["m"])
        day = int(match["day"] or match["d"] or 0)
        if not year and day and published_at is not None:
            year = _nearest_year(month, day, published_at)
        if not year or not 1 <= month <= 12 or (day and not _is_day(year, month, day)):  # noqa: PLR2004  # months
            continue
        value = year * 10_000 + month * 100 + day if day else year * 100 + month
        yield match.start(), match.end(), QuantityKind.DATE, "day" if day else "month", Decimal(value)


def _is_year(text: str, code: str, numbers: Numbers, match: re.Match[str]) -> bool:
    year = int(match["alone"])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return False
    start, end = match.span("alone")
    if text[start - 1] == "(":
        return True
    before = _plain(text[max(0, start - BOUND_REACH) : start]).rstrip()
    if any(re.search(rf"(?<!\w){re.escape(word)}$", before) for word in numbers.year_before):
        number = _Number(start=start, end=end, core=Decimal(year), magnitude=Decimal(1), is_words=False, sign=None)
        return _unit(text, code, numbers, number) is None
    return numbers.nouns_capitalised and not re.match(rf"{_BLANK}(?:\w+e[nr]?{_BLANK})?[A-ZÄÖÜ]", text[end:])


def _nearest_year(month: int, day: int, published_at: datetime) -> int:
    """Return the year that brings a day nearest to the day of publication."""
    near = published_at.date()
    years = [year for year in (near.year - 1, near.year, near.year + 1) if _is_day(year, month, day)]
    return min(years, key=lambda year: abs(date(year, month, day) - near), default=0)


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


@cache
def _age_patterns(code: str) -> tuple[re.Pattern[str], ...]:
    numbers = language(code).numbers
    return tuple(
        re.compile(
            re.sub(" ", _BLANK, pattern).replace("{n}", r"(?P<n>\d{1,3})").replace("'", _APOSTROPHE), re.IGNORECASE
        )
        for pattern in (numbers.ages if numbers else ())
    )


def _ages(text: str, code: str, _numbers: Numbers) -> Iterator[_Dated]:
    for pattern in _age_patterns(code):
        for match in pattern.finditer(text):
            yield match.start("n"), match.end(), QuantityKind.AGE, "year", Decimal(match["n"])

"""Calendar dates: written out, in ISO form, as years; relative ones resolved against the publication date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from claimhouse.extractors.quantity.taken import Taken

# A day and month without a year belong to the year that brings them nearest to the publication; farther away
# than this, the text may mean another year.
NEAR_DAYS = 60
FIRST_YEAR, LAST_YEAR = 1500, 2199
# A number of four digits without a comma and unit in here is a year even if no word before it says so.
CERTAIN_YEARS = 1901, 2049

# How far from a weekday a word of the future may stand.
CLAUSE_REACH = 200

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_MONTH_NUMBER = {name: number for number, name in enumerate(_MONTHS, 1)}
_MONTH_NUMBER |= {name[:3]: number for name, number in _MONTH_NUMBER.items()} | {"sept": 9}

_DIGIT = re.compile(r"\d")
_MONTH = (
    r"(?P<{0}>(?i:january|february|april|june|july|august|september|october|november|december)|March|MARCH|May|MAY|"
    r"(?:Mar|(?i:jan|feb|apr|jun|jul|aug|sept|sep|oct|nov|dec))\b\.?)"
)
_DATE = re.compile(
    rf"""
      (?<!\w){_MONTH.format("month1")}\ (?P<day1>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|:|\.\d|,\d|[-–]\d)
        (?:,?\ (?P<year1>\d{{4}})\b(?!,\d))?
    | (?<![\w.,])(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\ (?:of\ )?{_MONTH.format("month2")}
        (?:,?\ (?P<year2>\d{{4}})\b(?!,\d))?(?!\w)
    | (?<!\w){_MONTH.format("month3")},?\ (?:of\ )?(?P<year3>\d{{4}})\b(?!,\d|\ ?%)
    | (?<![\w-])(?P<year4>\d{{4}})-(?P<month4>[01]\d)-(?P<day4>[0-3]\d)(?![\w-])
    """,
    re.VERBOSE,
)
_SMALL_MONTH = re.compile(
    r"\b(?:on|since|until|from|by)\ (?P<day>\d{1,2})(?:st|nd|rd|th)?\ (?P<month>may|march)\b(?!\ (?:be|have|not)\b)"
)
"""Months that are verbs, too, in text without capitals: "on 3 may"."""
_SPAN_OF_DAYS = re.compile(
    rf"(?<!\w){_MONTH.format('month')}\ \d{{1,2}}(?:-|–|\ to\ |\ and\ )\d{{1,2}}(?!\w)(?:,\ \d{{4}})?", re.VERBOSE
)
_YEAR = re.compile(
    r"(?<![\w.,$€£¥₹/])(?<![\d\w]-)(?P<year>1[5-9]\d\d|2[01]\d\d)(?![\w%]|[.,]\d|-\w*[a-z]|/\d|:\d|\s?(?:%|€|£|per\s?cent))"
)
_YEAR_CUE = re.compile(
    r"(?:\b(?:in|since|by|until|till|from|of|during|for|early|late|mid|before|after|around|circa|about|than|to|and|between|through|"
    r"spring|summer|autumn|fall|winter|year|the|this|that|a|an|its|his|her|their|fiscal|financial|calendar|on|Q[1-4]|A\.?D\.?|over|with|vs\.?)"
    r"|[\"“(,;—–-]|[’']s|^)\s?$",
    re.IGNORECASE,
)
_AS_NAME = re.compile(r"\b(?:the|an?|every|each)\s$", re.IGNORECASE)  # "the 1 May marches" may be of any year
_SUM = re.compile(
    r"\b(?:average|total|maximum|minimum|sum|cost|price|value|number)\sof\s$|\b(?:about|than|over|some|nearly)\s$"
)
_PLURAL_NEXT = re.compile(
    r"\s(?:[a-z-]+\s){0,2}?(?!was\b|has\b|is\b|as\b|this\b|its\b|his\b)[a-z-]{3,}s\b(?<!ss)(?<!us)"
)
_RELATIVE = re.compile(
    r"""\b(?:
      (?P<day>yesterday|today|tomorrow)
    | (?P<which>last|this|next)\ (?P<unit>year|month)
    | (?:on|late|early)\ (?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)
    | last\ (?P<last>monday|tuesday|wednesday|thursday|friday|saturday|sunday)
    )\b(?!['’]s|\ (?:morning\ )?and)""",
    re.VERBOSE | re.IGNORECASE,
)
_YEAR_SAID = re.compile(r",?\s(?:of\s)?(?P<which>last|this|next)\syear\b", re.IGNORECASE)
"""Which year a day is in: "31 March next year"."""
_STEPS = {"last": -1, "this": 0, "next": 1}
_COMING = re.compile(
    r"(?<!\bwas\s)(?<!\bwere\s)(?<!\bbeen\s)\b(?:will|due|expected|scheduled|set|going|planned|is\sto|are\sto)\s"
    r"(?:(?!said|told|announced|say|on)[a-z]+\s){0,6}(?:on|late|early)\s$"
)
"""What stands right before a weekday that is still to come: "is to end on Friday"."""
_FUTURE = re.compile(
    r"\b(?:will|would|shall|due|next|expected|scheduled|set|going|plans?|upcoming|is to|are to|may|could)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """A date with its precision; `value` is yyyy, yyyymm or yyyymmdd, null for a date that cannot be placed."""

    start: int
    end: int
    unit: str
    value: int | None


def find_dates(text: str, published_at: datetime | None) -> list[FoundDate]:
    """Return the dates of the text in order; those without value only keep their digits from being counted."""
    found: list[FoundDate] = []
    published = published_at.date() if published_at else None
    if _DIGIT.search(text):
        found = [*_written(text, published)]
        found += _years(text, found)
    if published is not None:
        found += [item for item in _relative(text, published) if not any(_overlap(item, other) for other in found)]
    return sorted(found, key=lambda item: item.start)


def _overlap(one: FoundDate, other: FoundDate) -> bool:
    return one.start < other.end and other.start < one.end


def _written(text: str, published: date | None) -> Iterator[FoundDate]:
    taken = Taken(len(text))
    for match in _SPAN_OF_DAYS.finditer(text):
        taken.add(*match.span())
        yield FoundDate(start=match.start(), end=match.end(), unit="day", value=None)
    for match in _SMALL_MONTH.finditer(text):
        found = _nearest(_MONTH_NUMBER[match["month"]], int(match["day"]), published)
        value = _day_number(found) if found else None
        yield FoundDate(start=match.start("day"), end=match.end(), unit="day", value=value)
    for match in _DATE.finditer(text):
        if not taken.is_free(*match.span()):
            continue
        form = next(number for number in "1234" if match["month" + number])
        day_text = match["day" + form] if form != "3" else None
        year_text = match["year" + form]
        month_text = match["month" + form].lower().rstrip(".")
        month = int(month_text) if form == "4" else _MONTH_NUMBER[month_text]
        if day_text is None:
            yield _month(match, int(year_text), month)
            continue
        said = _YEAR_SAID.match(text, match.end()) if year_text is None and published is not None else None
        if said is not None and published is not None:
            found = _real(published.year + _STEPS[said["which"].lower()], month, int(day_text))
            yield FoundDate(
                start=match.start(), end=said.end(), unit="day", value=_day_number(found) if found else None
            )
        else:
            yield _day(match, int(year_text) if year_text else None, month, int(day_text), published)


def _month(match: re.Match[str], year: int, month: int) -> FoundDate:
    value = year * 100 + month if FIRST_YEAR <= year <= LAST_YEAR else None
    return FoundDate(start=match.start(), end=match.end(), unit="month", value=value)


def _day(match: re.Match[str], year: int | None, month: int, day: int, published: date | None) -> FoundDate:
    is_name = _AS_NAME.search(match.string[max(0, match.start() - 6) : match.start()]) is not None
    found = _real(year, month, day) if year else None if is_name else _nearest(month, day, published)
    value = _day_number(found) if found else None
    return FoundDate(start=match.start(), end=match.end(), unit="day", value=value)


def _real(year: int, month: int, day: int) -> date | None:
    last_day = 31 if month in {1, 3, 5, 7, 8, 10, 12} else 30
    if month == 2:  # noqa: PLR2004  # February
        last_day = 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return date(year, month, day) if year and 1 <= month <= len(_MONTHS) and 1 <= day <= last_day else None


def _nearest(month: int, day: int, published: date | None) -> date | None:
    if published is None:
        return None
    years = (published.year - 1, published.year, published.year + 1)
    dates = [found for year in years if (found := _real(year, month, day))]
    best = min(dates, key=lambda found: abs(found - published), default=None)
    return best if best and abs(best - published) <= timedelta(days=NEAR_DAYS) else None


def _day_number(found: date) -> int:
    return found.year * 10_000 + found.month * 100 + found.day


def _years(text: str, dates: list[FoundDate]) -> Iterator[FoundDate]:
    taken = Taken(len(text))
    for item in dates:
        taken.add(item.start, item.end)
    for match in _YEAR.finditer(text):
        if not taken.is_free(*match.span()):
            continue
        before = text[max(0, match.start() - 14) : match.start()]
        is_round = match["year"].endswith("00")
        cued = _YEAR_CUE.search(before) is not None
        counted = _PLURAL_NEXT.match(text, match.end()) is not None
        weak = re.search(r"\b(?:of|to|about|around|than|for|over|with|and|a|the)\s$", before) is not None
        if is_round and _SUM.search(before):
            continue
        if counted and (not cued or (is_round and weak)):
            continue
        if not cued and (is_round or not CERTAIN_YEARS[0] <= int(match["year"]) <= CERTAIN_YEARS[1]):
            continue
        yield FoundDate(start=match.start(), end=match.end(), unit="year", value=int(match["year"]))


def _relative(text: str, published: date) -> Iterator[FoundDate]:
    for match in _RELATIVE.finditer(text):
        start, end = match.span()
        if match["day"]:
            step = {"yesterday": -1, "today": 0, "tomorrow": 1}[match["day"].lower()]
            yield FoundDate(start=start, end=end, unit="day", value=_day_number(published + timedelta(days=step)))
        elif match["which"]:
            step = _STEPS[match["which"].lower()]
            if match["unit"].lower() == "year":
                yield FoundDate(start=start, end=end, unit="year", value=published.year + step)
            else:
                months = published.year * 12 + published.month - 1 + step
                yield FoundDate(start=start, end=end, unit="month", value=months // 12 * 100 + months % 12 + 1)
        elif match["weekday"] and _COMING.search(text, max(0, start - CLAUSE_REACH), match.start("weekday")):
            ahead = (_WEEKDAYS.index(match["weekday"].lower()) - published.weekday()) % 7
            if not ahead:
                continue  # of the day itself, or a week later
            value = _day_number(published + timedelta(days=ahead))
            yield FoundDate(start=match.start("weekday"), end=end, unit="day", value=value)
        elif not _FUTURE.search(text, max(0, start - CLAUSE_REACH), end + CLAUSE_REACH):
            back = (published.weekday() - _WEEKDAYS.index((match["weekday"] or match["last"]).lower())) % 7
            if match["last"] and back == 0:
                back = 7
            word_start = match.start("weekday") if match["weekday"] else start
            value = _day_number(published - timedelta(days=back))
            yield FoundDate(start=word_start, end=end, unit="day", value=value)

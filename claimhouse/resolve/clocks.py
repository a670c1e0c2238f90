"""Times that are no quantities: at what time of day an event happened, and days that stand without a year.

"9.40 p.m." and "21.40" are one time. A text without a date of publication leaves open which year its days are in; such
a day is compared by month and day alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from claimhouse.resolve.attributes import plain

_ABOUT = 15  # minutes by which "about 9.40 p.m." may be off
_ROUND = 5  # minutes by which a time on the quarter of an hour may be off
_QUARTER = 15
_NOON = 12
_DAY = 24
_HOUR = 60

_TIME = re.compile(
    r"\b(?:at|by|around|about|before|after|shortly after|just after|just before|from)\b"
    r"(?P<about> (?:about|around|approximately|roughly|some|nearly|almost|(?:just|shortly) (?:after|before)))?"
    r" (?:(?P<hour>\d{1,2})(?:[.:h](?P<minute>[0-5]\d))?(?P<half> ?[ap]\.? ?m\b\.?)?|(?P<word>noon|midday|midnight))"
    r"(?P<clock> (?:o'clock|local time|gmt|utc|hours|hrs|est|pst|cet|bst))?(?![\d%]|[.,]\d)"
)
_EVENING = re.compile(r"\b(?:afternoon|evening|night|tonight)\b")
_MORNING = re.compile(r"\b(?:morning|overnight|before dawn|small hours)\b")
_HAPPENS = re.compile(
    r"\b(?:hits?|struck|strikes|collid(?:e|es|ed)|crash(?:es|ed)?|explod(?:e|es|ed)|broke out|breaks out|happen(?:s|ed)"
    r"|occur(?:s|red)|began|begins|start(?:s|ed)|erupt(?:s|ed)|collaps(?:e|es|ed)|ran (?:aground|into)|sank|went down"
    r"|capsized|derail(?:s|ed)|took place|takes place|smash(?:es|ed)|rammed|went off|opened fire|gave way|burst|met"
    r"|broke in(?:to)?|break-in|climbed in(?:to)?|forced (?:open|their way)|prised open|stormed|robbery|raid|burglary"
    r"|went dark|impact|collision|crash|explosion|blast|quake|earthquake|shaking|attack)\b"
)
_BEGINS = re.compile(
    r"\b(?:began|begins|beginning|start(?:s|ed|ing)?|set off|opens?|opened|took place|takes place|walked out)\b"
)
_SAID = re.compile(
    r"\b(?:say|says|said|confirm(?:s|ed)|told|announc(?:es|ed)|report(?:s|ed)|briefed|added|tweeted|posted) $"
)
_FAR = 90  # characters between what happened and its time
_NAMED = {"noon": _NOON, "midday": _NOON, "midnight": 0}
_SPAN = 30  # characters after a time in which "on Saturday evening" may stand


_NAMES = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_WRITTEN_DAY = re.compile(
    rf"(?<![\w.,])(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{_NAMES})"
    rf"|(?P<before>{_NAMES})\.? (?P<after>\d{{1,2}})(?:st|nd|rd|th)?)(?![\w%]|,? \d{{4}}|[.:]\d)",
    re.IGNORECASE,
)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_LONGEST = 31  # days of a month


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlessDay:
    """A day of some year, with its place in the sentence."""

    month: int
    day: int
    start: int
    end: int

    @property
    def text(self) -> str:
        """The day in the form --02-11."""
        return f"--{self.month:02d}-{self.day:02d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockTime:
    """A time of day.

    Attributes:
        minute: of the day.
        tolerance: minutes by which the true time may be off.
        words: as written.
    """

    minute: int
    tolerance: int
    words: str

    @property
    def text(self) -> str:
        """The time in the form 21:40."""
        return f"{self.minute // _HOUR:02d}:{self.minute % _HOUR:02d}"


def event_clock(sentence: str, *, is_sudden: bool = True) -> ClockTime | None:
    """Return the time of day at which something happened; null where a sentence tells none or leaves half of it open.

    Args:
        sentence: as written.
        is_sudden: whether the event is one that strikes; of one that is held (a strike, an election) the time is that
            of its beginning.

    >>> event_clock("The train hit the buffers at 9.40 on Saturday evening.").text
    '21:40'
    """
    text = plain(sentence)
    for match in _TIME.finditer(text):
        before = text[max(0, match.start() - _FAR) : match.start()]
        if (_HAPPENS if is_sudden else _BEGINS).search(before) and not _SAID.search(before):
            found = _clock(match, text[match.end() : match.end() + _SPAN])
            if found is not None:
                return found
    return None


def _clock(match: re.Match[str], after: str) -> ClockTime | None:
    words = match.group().strip()
    if match.group("word"):
        return ClockTime(minute=_NAMED[match.group("word")] * _HOUR, tolerance=_ROUND, words=words)
    hour, minute = int(match.group("hour")), int(match.group("minute") or 0)
    half = (match.group("half") or "").strip()
    late = half.startswith("p") or (not half and _EVENING.search(after) is not None)
    early = half.startswith("a") or (not half and not late and _MORNING.search(after) is not None)
    whole_day = match.group("minute") is not None and (hour > _NOON or match.group("hour").startswith("0"))
    if not (late or early or whole_day) or hour >= _DAY or (hour > _NOON and not whole_day):
        return None
    if (late or early) and hour <= _NOON:
        hour = hour % _NOON + (_NOON if late else 0)
    about = match.group("about") is not None or words.startswith(("around", "about", "before", "after", "shortly"))
    round_time = minute % _QUARTER == 0
    tolerance = _ABOUT if about else _ROUND if round_time else 0
    return ClockTime(minute=hour * _HOUR + minute, tolerance=tolerance, words=words)


def yearless_days(sentence: str) -> list[YearlessDay]:
    """Return the days of a sentence that stand without a year, in order.

    >>> [day.text for day in yearless_days("It was noticed on 11 February, not on 29 January 2024.")]
    ['--02-11']
    """
    found = []
    for match in _WRITTEN_DAY.finditer(sentence):
        month = _MONTHS[(match.group("month") or match.group("before"))[:3].casefold()]
        day = int(match.group("day") or match.group("after"))
        if 1 <= day <= _LONGEST:
            found.append(YearlessDay(month=month, day=day, start=match.start(), end=match.end()))
    return found

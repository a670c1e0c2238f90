"""At what time of day an event happened, as a sentence says it; "9.40 p.m." and "21.40" are one time."""

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
    r"|went dark|impact|collision|crash|explosion|blast|quake|earthquake|shaking|attack)\b"
)
_FAR = 90  # characters between what happened and its time
_NAMED = {"noon": _NOON, "midday": _NOON, "midnight": 0}
_SPAN = 30  # characters after a time in which "on Saturday evening" may stand


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


def event_clock(sentence: str) -> ClockTime | None:
    """Return the time of day at which something happened; null where a sentence tells none or leaves half of it open.

    >>> event_clock("The train hit the buffers at 9.40 on Saturday evening.").text
    '21:40'
    """
    text = plain(sentence)
    for match in _TIME.finditer(text):
        before = text[max(0, match.start() - _FAR) : match.start()]
        if _HAPPENS.search(before):
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

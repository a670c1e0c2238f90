"""Dates, names and languages as people write them, each without a page around it."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimhouse.clean.metadata.date_reading import parse, readings
from claimhouse.clean.metadata.language import code, identify
from claimhouse.clean.metadata.person_names import is_person, key, split, unique


@pytest.mark.parametrize(
    "text",
    [
        "March 5, 2024", "Mar. 5th, 2024", "5 March 2024", "Tuesday, 5th of March 2024", "5-Mar-2024",
        "5. März 2024", "Di., 5.3.2024, 12:30 Uhr", "05.03.24", "Stand: 5. Mrz. 2024",
        "5 mars 2024 à 12h30", "mardi 5 mars 2024", "5 de marzo de 2024", "05 mar. 2024", "5 marzo 2024",
        "5 de março de 2024", "5 maart 2024", "5 mars, 2024", "5. marts 2024", "den 5 mars 2024",
        "5 marca 2024 r.", "5 марта 2024", "5 березня 2024", "5. března 2024", "5 Mart 2024",
        "2024年3月5日 12時30分", "2024년 3월 5일", "2024. 3. 5.", "2024/03/05", "20240305", "2024-3-5",
        "Tue Mar 05 12:30:00 2024", "2024-03-05 12:30",
    ],
)  # fmt: skip
def test_a_day_in_many_languages(text: str) -> None:
    """A written date is its calendar day; a time of day beside it has no zone and is left out."""
    found = parse(text)
    assert found is not None
    assert (found.at.date().isoformat(), found.precision) == ("2024-03-05", "day")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-03-05T06:07:08Z", "2024-03-05T06:07:08+00:00"),
        ("2024-03-05T06:07:08.123456789+0100", "2024-03-05T06:07:08+01:00"),
        ("2024-03-05 06:07:08 +01", "2024-03-05T06:07:08+01:00"),
        ("20240305T060708Z", "2024-03-05T06:07:08+00:00"),
        ("Tue, 05 Mar 2024 06:07:08 -0500", "2024-03-05T06:07:08-05:00"),
        ("1709618828", "2024-03-05T06:07:08+00:00"),
        ("1709618828000", "2024-03-05T06:07:08+00:00"),
    ],
)
def test_a_point_in_time_has_a_zone(text: str, expected: str) -> None:
    """With a zone the time of day is kept, in the zone in which it is written."""
    found = parse(text)
    assert found is not None
    assert (found.at.isoformat(), found.precision) == (expected, "second")


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("03/04/2025", None, None),
        ("03/04/2025", "en", None),
        ("03/04/2025", "en-US", "2025-03-04"),
        ("03/04/2025", "en-GB", "2025-04-03"),
        ("03/04/2025", "fr", "2025-04-03"),
        ("03.04.2025", "en-US", "2025-04-03"),
        ("13/04/2025", "en-US", "2025-04-13"),
        ("04/13/2025", "fr", "2025-04-13"),
        ("04/04/2025", None, "2025-04-04"),
        ("31/02/2025", None, None),
        ("2025", None, None),
        ("Version 3.4.2025.1", None, None),
        ("2 hours ago", "en", None),
    ],
)
def test_day_and_month(text: str, language: str | None, day: str | None) -> None:
    """What can be read in two ways is left, unless the language of the page says which."""
    found = parse(text, language)
    assert (found.at.date().isoformat() if found else None) == day


@given(st.text())
def test_no_text_stops_the_reading_of_dates(text: str) -> None:
    """Whatever stands there, there are at most two readings."""
    assert len(readings(text)) <= 2


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2099, 12, 31)))  # noqa: DTZ001 - days
def test_days_come_back(day: datetime) -> None:
    """A day that is written in any of these forms is the day that is read."""
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d", "%d %B %Y", "%B %d, %Y", "%Y%m%d"):
        found = parse(day.strftime(form))
        assert found is not None
        assert found.at.date() == day.date()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Mira Osten and Jon Abt", ["Mira Osten", "Jon Abt"]),
        ("Written by: MIRA OSTEN | Updated March 5, 2024", ["MIRA OSTEN"]),
        ("Mira Osten, senior reporter in Telm", ["Mira Osten"]),
        ("Mira Osten in Berlin", ["Mira Osten"]),
        ("Von Mira von der Osten, Telm", ["Mira von der Osten"]),
        ("Par Mira Østen et Jon Abt", ["Mira Østen", "Jon Abt"]),
        ("Por Ana Ruiz y Luz Mora", ["Ana Ruiz", "Luz Mora"]),
        ("José Orte y Gasca", ["José Orte y Gasca"]),
        ("Dr. Mira Osten, PhD, RD", ["Mira Osten"]),
        ("Mira Osten (text) und Jon Abt (Fotos)", ["Mira Osten", "Jon Abt"]),
        ("J. R. Abt Jr.", ["J. R. Abt"]),
        ("Mira Osten @miraosten", ["Mira Osten"]),
        ("Mira Osten / dpa", ["Mira Osten"]),
        ("Mira Osten\nMira Osten", ["Mira Osten"]),
        ("Mira Osten Mira Osten", ["Mira Osten"]),
        ("April Jonas", ["April Jonas"]),
        ("Mira Osten, Telm University professor", ["Mira Osten"]),
        ("记者：李明、王小红", ["李明", "王小红"]),
        ("Автор: Мира Остен", ["Мира Остен"]),
        ("Editor", []),
        ("Our Editors", []),
        ("The Ostrel", []),
        ("Updated March 5", []),
        ("Ostrel News Desk", []),
        ("https://social.example/mira.osten", []),
        ("CategoryBy Maker", []),
        ("ostrel.example", []),
    ],
)
def test_names_in_author_lines(line: str, names: list[str]) -> None:
    """Labels, roles, places, degrees, times and handles are cut off; what names no person is none."""
    assert [name for name in split(line) if is_person(name)] == names


@given(st.text(max_size=300))
def test_no_text_stops_the_reading_of_names(text: str) -> None:
    """Names are not empty, differ, and a name that is cut again stays whole."""
    names = split(text)
    assert all(names)
    assert len({key(name) for name in names}) == len(names)


def test_names_that_differ_by_case_or_accents_are_one() -> None:
    """The first spelling stays."""
    assert unique(["José Abt", "JOSE ABT", "Jose  Abt", "Jon Abt"]) == ("José Abt", "Jon Abt")


TEXTS = {
    "sv": "Rådet sade att den nya bron är öppen och att det inte kostar något för den som går, och är till för alla.",
    "da": "Rådet sagde at den nye bro er åben og at det ikke koster noget for den som går over efter seks.",
    "pl": "Rada powiedziała, że nowy most jest otwarty i że nie trzeba płacić za przejście na drugą stronę, ale po co.",
    "ru": "Совет сказал, что новый мост открыт и что за проход по нему не надо платить, но не для всех и не на год.",
    "uk": "Рада сказала, що новий міст відкрито і що за прохід не треба платити, але це не для всіх та не на рік.",
    "ja": "町議会は月曜日に新しい橋を開通させたと発表した。通行料は無料で、誰でも歩いて渡ることができるという。",
    "zh": "镇议会周一宣布新桥已经开通，任何人都可以步行过河，不需要付费，货车则必须绕行到北面的旧桥，直到明年。",
    "ko": "마을 의회는 월요일에 새 다리가 열렸다고 발표했다. 누구나 걸어서 강을 건널 수 있으며 요금은 없다고 밝혔다.",
    "el": "Το συμβούλιο ανακοίνωσε τη Δευτέρα ότι η νέα γέφυρα άνοιξε και ότι η διέλευση είναι δωρεάν για όλους.",
}


@pytest.mark.parametrize(("language", "text"), TEXTS.items())
def test_the_language_of_a_text_counts_more_than_what_the_page_claims(language: str, text: str) -> None:
    """A template says "en" whatever is written in it."""
    assert identify(text, "en-US") == language
    assert identify(text, language) == language


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("de-AT", "de"), ("pt_BR", "pt"), ("eng", "en"), ("EN", "en"), ("english", None), ("", None), (None, None)],
)
def test_language_tags(tag: str | None, expected: str | None) -> None:
    """A tag, a locale or a code of three letters gives the code of two."""
    assert code(tag) == expected

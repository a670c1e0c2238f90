"""Phrase lists asked by a line's first letter: the answer is that of all patterns together."""

from __future__ import annotations

import re
import tomllib
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimhouse.clean.first_letters import first_letters
from claimhouse.clean.lexicon import MAX_FURNITURE_CHARS, fold, line_reason, max_line_chars
from claimhouse.records import BlockReason
from tests import test_clean_furniture, test_clean_lines, test_clean_pages

PHRASES = tomllib.loads((resources.files("claimhouse.clean") / "data" / "phrases.toml").read_text(encoding="utf-8"))
PATTERNS = [pattern for form in ("line", "start") for patterns in PHRASES[form].values() for pattern in patterns]
WORDS = sorted({word for pattern in PATTERNS for word in re.findall(r"[^\W\d_]+", pattern)})
UNIONS = {
    form: re.compile("|".join(f"(?P<{reason}>{'|'.join(patterns)})" for reason, patterns in PHRASES[form].items()))
    for form in ("line", "start")
}
PIECES = st.one_of(st.sampled_from([*WORDS, ":", "...", "5", "3 min", "©", "2024", "-", "(", "»"]), st.text(max_size=4))
LINES = st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=6).map(" ".join))


def _by_all(folded: str) -> BlockReason | None:
    """Hold a line against all patterns at once."""
    if len(folded) > MAX_FURNITURE_CHARS:
        return None
    found = UNIONS["line"].fullmatch(folded)
    if found is None and len(folded) <= max_line_chars():
        found = UNIONS["start"].match(folded)
    return BlockReason(found.lastgroup) if found and found.lastgroup else None


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        ("ads?", "a"),
        ("(the )?(ad|promotion)s?", "tap"),
        (r"\(?(photo|bild)\b.{0,9}", "(pb"),
        ("(?:à )?lire", "àl"),
        ("[a-c_]x|[]y]", "abc_]y"),
        ("x{0,2}y", "xy"),
        ("x{2}y", "x"),
        ("x{,2}y", "xy"),
        ("x+?y", "xy"),  # "+?" is read as "may be empty": too many letters are no mistake
        (r"\b(un|deux)", "ud"),
        (r"[\-.]a", "-."),
        ("", None),
        ("(ads)?", None),
        (".{1,4}ad", None),
        (r"\d+ likes?", None),
        ("[^.]{3}", None),
        (r"[\w.]x", None),
        ("(?=ad)ad", None),
        ("(?i)ad", None),
        (r"(a)\1", None),
        (r"\x41", None),
        ("a)", None),
        ("(a", None),
        ("[a", None),
    ],
)
def test_first_letters_are_read_from_the_pattern(pattern: str, letters: str | None) -> None:
    """A pattern begins with the letters it names, or, where that is not certain, with any."""
    found = first_letters(pattern)
    assert found == (None if letters is None else frozenset(letters))


@pytest.mark.parametrize("pattern", ["ads?|news", "(the )?ad", r"\(?ad", "[a-c]+x", "x{0,2}y", "(a|b?)c", r"\b(é|ü)"])
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_whatever_matches_begins_with_a_letter_that_was_read(pattern: str, data: st.DataObject) -> None:
    """No match begins with another letter than those that were read."""
    text = data.draw(st.from_regex(pattern, fullmatch=True))
    letters = first_letters(pattern)
    assert letters is not None
    assert text[0] in letters


def test_most_patterns_are_read() -> None:
    """Nearly all phrases name the letters they begin with: else the search by first letter saves nothing."""
    assert sum(first_letters(pattern) is None for pattern in PATTERNS) <= 0.05 * len(PATTERNS)


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value, *value.split("\n")]
    if isinstance(value, list | tuple):
        return [text for part in value for text in _strings(part)]
    return []


@pytest.mark.parametrize("module", [test_clean_furniture, test_clean_lines, test_clean_pages])
def test_lines_of_all_tests_get_the_same_reason_from_all_patterns_at_once(module: object) -> None:
    """On every line that the tests of cleaning name, the first letter's patterns and all patterns agree."""
    texts = [text for value in vars(module).values() for text in _strings(value)]
    marks = [mark for value in vars(module).values() for mark in getattr(value, "pytestmark", [])]
    texts += [text for mark in marks for text in _strings(mark.args)]
    assert texts
    for text in texts:
        assert line_reason(fold(text)) == _by_all(fold(text)), text


def test_words_of_the_phrases_get_the_same_reason_from_all_patterns_at_once() -> None:
    """On every word of the phrase lists, alone and followed by others, both agree."""
    for word in WORDS:
        for folded in (word, f"{word}:", f"{word} now", f"{word} 12"):
            assert line_reason(folded) == _by_all(folded), folded


@given(LINES)
@settings(max_examples=500, deadline=None)
def test_any_line_gets_the_same_reason_from_all_patterns_at_once(text: str) -> None:
    """On any line, folded or not, both agree."""
    for folded in (text, fold(text)):
        assert line_reason(folded) == _by_all(folded)

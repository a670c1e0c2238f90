"""Names of containers asked by the first letters of their words: the answer is that of all patterns together."""

from __future__ import annotations

import re
import tomllib
from importlib import resources

from hypothesis import given
from hypothesis import strategies as st

from claimhouse.clean.lexicon import BUILDING_WORDS, MAX_NAME_CHARS, STATES, container_reason
from claimhouse.records import BlockReason

TABLE = tomllib.loads((resources.files("claimhouse.clean") / "data" / "containers.toml").read_text(encoding="utf-8"))
UNION = "|".join(f"(?P<{reason}>{'|'.join(patterns)})" for reason, patterns in TABLE["words"].items())
ANYWHERE = re.compile(rf"\b(?:{UNION})(?: (?:{BUILDING_WORDS}))*$")
WORDS = sorted(set(re.findall(r"[a-z0-9]+", f"{UNION} {BUILDING_WORDS} has no story lead 12")))


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map("-".join))
def test_a_name_is_what_all_patterns_together_say(name: str) -> None:
    """A pattern that begins where a word does, found by its first letter, is the one that a search of all finds."""
    words = name.replace("-", " ")
    found = None if len(words) > MAX_NAME_CHARS or words.startswith(STATES) else ANYWHERE.search(words)
    assert container_reason("div", name, "") == (BlockReason(str(found.lastgroup)) if found else None)

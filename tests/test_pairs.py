"""Two documents side by side: passages of any two texts, and what `claimhouse explain pair` tells of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimhouse.cli.output import Format
from claimhouse.cli.pair_view import print_pair
from claimhouse.dedupe.passages import MIN_MOVED, MIN_RUN, Passage, PassageKind, align
from claimhouse.errors import QueryError
from claimhouse.pipeline import DirectExecutor, run_pipeline
from claimhouse.settings import Settings

FERRY = (
    "Two ferries collided off Elsden on Monday morning in thick fog.",
    "Nobody among the 212 passengers was hurt, the harbour master said.",
    "The northern line will run again on 14 May, once the bow of the older ship has been mended.",
    "An inquiry by the Harbour Safety Board is to look into the speed of both ships.",
    "It is the 3rd accident in the strait since 1998, when a trawler sank with 11 men.",
)
BREAD = (
    "The bakers of Norvik have agreed on a new price for rye bread after long talks.",
    "A loaf of two pounds will cost 41 crowns from June, which is 6 crowns more than now.",
    "The guild blames the poor harvest and a tax on flour that parliament passed in 2024.",
    "Shops on the islands may ask for a further 2 crowns, to cover the cost of the mail boat.",
)


def sides(passages: list[Passage], text: str, side: str) -> str:
    """Return the places of one side, in the order of that text, as the text they give."""
    places = sorted(place for passage in passages if (place := getattr(passage, side)) is not None)
    return "".join(text[slice(*place)] for place in places)


def kinds(left: str, right: str) -> list[tuple[str, str | None, str | None]]:
    """Return the passages with their texts."""
    return [
        (
            passage.kind.value,
            left[slice(*passage.left)].strip() if passage.left else None,
            right[slice(*passage.right)].strip() if passage.right else None,
        )
        for passage in align(left, right)
    ]


def test_other_words_in_the_same_place_are_a_change() -> None:
    """What stands between two common passages on both sides is one row."""
    left = "Two ferries collided off Elsden on Monday morning in thick fog."
    right = "Two ferries collided off Elsden late last night in very thick fog of May."
    assert kinds(left, right) == [
        ("same", "Two ferries collided off Elsden", "Two ferries collided off Elsden"),
        ("changed", "on Monday morning in thick fog.", "late last night in very thick fog of May."),
    ]


def test_moved_passages_are_found() -> None:
    """A paragraph that stands elsewhere is the same passage, and the others stay in place."""
    left, right = "\n".join(FERRY), "\n".join((FERRY[0], FERRY[3], FERRY[1], FERRY[2], FERRY[4]))
    assert {kind for kind, *_ in kinds(left, right)} == {"same", "moved"}
    assert [one for kind, one, _ in kinds(left, right) if kind == "moved"] == [FERRY[3]]


def test_what_is_only_in_one_text_stands_where_it_belongs() -> None:
    """A paragraph more or less is a row of its own, between its neighbours."""
    left, right = "\n".join(FERRY), "\n".join((FERRY[0], BREAD[0], *FERRY[1:3], FERRY[4]))
    found = kinds(left, right)
    assert [kind for kind, *_ in found] == ["same", "right", "same", "left", "same"]
    assert found[1][2] == BREAD[0]
    assert found[3][1] == FERRY[3]


def test_marks_stay_with_their_words() -> None:
    """A closing mark belongs to the word before it, a currency sign to the figure behind it."""
    found = kinds("They paid a price of $40 million.", "They paid a price of $36 million!")
    assert found[0] == ("same", "They paid a price of", "They paid a price of")
    assert found[1][1:] == ("$40 million.", "$36 million!")


WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f.", "G,", "$h", "“i”", "\n"]), max_size=60).map(" ".join)


@given(WORDS, WORDS)
def test_passages_cover_both_texts_once(left: str, right: str) -> None:
    """Every character of either text is in exactly one passage that has words, and common ones have equal words."""
    passages = align(left, right)
    for text, side in ((left, "left"), (right, "right")):
        if any(character.isalnum() for character in text):
            assert sides(passages, text, side) == text
    for passage in passages:
        if passage.kind in {PassageKind.SAME, PassageKind.MOVED}:
            assert passage.left is not None
            assert passage.right is not None
            ours, theirs = left[slice(*passage.left)], right[slice(*passage.right)]
            words = [[c for c in one.casefold() if c.isalnum()] for one in (ours, theirs)]
            assert words[0] == words[1]
            assert len(words[0]) >= (MIN_RUN if passage.kind is PassageKind.SAME else MIN_MOVED)


@given(WORDS)
def test_a_text_and_itself_are_one_passage(text: str) -> None:
    """Equal texts of enough words have nothing to tell apart."""
    if len(text.split()) > MIN_RUN and sum(character.isalnum() for character in text) >= MIN_RUN:
        assert [passage.kind for passage in align(text, text)] == [PassageKind.SAME]


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A warehouse with two printings of a story, another story, and a digest of both."""
    folder = tmp_path_factory.mktemp("pairs")
    ferry, bread = "\n\n".join(FERRY), "\n\n".join(BREAD)
    rows = [
        {"id": "first", "text": f"ELSDEN (AP) - {ferry}", "publisher": "Elsden Courier"},
        {"id": "second", "text": f"{ferry}\n\nSource: AP", "publisher": "Norvik Herald"},
        {"id": "bread", "text": bread, "publisher": "Norvik Herald"},
        {"id": "digest", "text": f"{ferry}\n\n{bread}", "publisher": "The Week"},
    ]
    source = folder / "pages.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    settings = Settings(database=str(folder / "news.duckdb"))
    run_pipeline([str(source)], settings, executor=DirectExecutor(workers=1))
    return settings


def shown(
    settings: Settings, names: tuple[str, str], capsys: pytest.CaptureFixture[str], form: Format = Format.TABLE
) -> str:
    """Return what is printed of a pair."""
    assert print_pair(names, settings, form, full=False) == 0
    return capsys.readouterr().out


def test_stored_pairs_say_how_they_relate_and_why(stored: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """The relation, the scores beside their limits, the rare shingles and the common agency are told."""
    found = shown(stored, ("first", "second"), capsys)
    assert "relation near" in found
    assert "Jaccard" in found
    assert "edge     A agency_credit associated press" in found
    assert "edge     B agency_credit associated press" in found
    assert "clusters that have them" in " ".join(found.split())


def test_a_digest_is_told_with_what_it_holds(stored: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """A digest and its story are a pair that unites nothing."""
    found = " ".join(shown(stored, ("digest", "bread"), capsys).split())
    assert "contains (A is a digest that holds B; this never unites)" in found
    assert "digest A is a digest: it holds" in found


def test_strangers_are_told_to_be_none(stored: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """Two documents without a pair are shown all the same."""
    assert "relation none" in shown(stored, ("first", "bread"), capsys)


def test_a_name_must_mean_one_article(stored: Settings) -> None:
    """An unknown id and the same document twice are errors that say so."""
    with pytest.raises(QueryError, match="no article"):
        print_pair(("first", "third"), stored, Format.TABLE, full=False)
    with pytest.raises(QueryError, match="same bytes"):
        print_pair(("first", "first"), stored, Format.TABLE, full=False)


def test_as_data_the_texts_are_whole(stored: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON holds the facts and every passage with its place in the text."""
    found = json.loads(shown(stored, ("first", "second"), capsys, Format.JSON))
    assert found["left"]["id"] == "first"
    assert [row["relation"] for row in found["relations"]] == ["near"]
    assert found["edges"][0]["kind"] == "agency_credit"
    same = [row for row in found["passages"] if row["kind"] == "same"]
    assert "".join(row["left"]["text"] for row in same).split()[1:4] == ["Two", "ferries", "collided"]
    assert all(row["left"]["char_end"] - row["left"]["char_start"] == len(row["left"]["text"]) for row in same)


@pytest.mark.parametrize("width", [80, 140])
def test_two_files_need_no_database_and_fit_the_terminal(
    width: int, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files are cleaned and compared on their own, in lines no longer than the terminal."""
    monkeypatch.setenv("COLUMNS", str(width))
    names = []
    for name, texts in (("one.txt", FERRY), ("two.txt", (FERRY[0], *FERRY[2:], BREAD[0]))):
        (tmp_path / name).write_text("\n\n".join(texts), encoding="utf-8")
        names.append(str(tmp_path / name))
    found = shown(Settings(), (names[0], names[1]), capsys)
    assert max(map(len, found.splitlines())) <= width
    assert "relation near" in found
    assert "no database" in found

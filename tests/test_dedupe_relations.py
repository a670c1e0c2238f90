"""Near-duplicates: what unites and what never does, through the whole stage."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimhouse.pipeline.dedupe import dedupe_texts
from claimhouse.records import Relation
from tests.dedupe_rows import SETTINGS, Writer, clusters_of


def test_a_text_on_very_many_sites_is_still_found() -> None:
    """Above the document-frequency cap the lowest keys stand in: copies meet through them."""
    writer = Writer(6)
    report = writer.story()
    texts = {f"d{n:03d}": f"{report} {writer.story(12)}" for n in range(30)}
    capped = SETTINGS.model_copy(update={"max_document_frequency": 5, "anchors": 1})
    assert {row.cluster for row in dedupe_texts(texts.items(), capped)} == {"d000"}
    blind = capped.model_copy(update={"anchors": 0})
    assert len({row.cluster for row in dedupe_texts(texts.items(), blind)}) == 30


def edited(edit: Callable[[Writer, list[str]], Iterable[str]]) -> Callable[[Writer, str], str]:
    """Make an edit of a list of words one of a text."""
    return lambda writer, text: " ".join(edit(writer, text.split(" ")))


EDITS: dict[str, tuple[Relation, Callable[[Writer, str], str]]] = {
    "copy": (Relation.EXACT, lambda _, text: text.upper() + "."),
    "dateline": (Relation.NEAR, lambda writer, text: f"{writer.word().upper()} (Wire) - {text}"),
    "furniture": (Relation.EXCERPT, lambda writer, text: f"{writer.story(160)} {text} {writer.story(320)}"),
    "truncated": (Relation.EXCERPT, edited(lambda _, words: words[:80])),
    "middle": (Relation.EXCERPT, edited(lambda writer, words: [writer.word(), *words[90:170], writer.word()])),
    "typing errors": (
        Relation.NEAR,
        edited(lambda w, words: [w.word() if i % 40 == 7 else x for i, x in enumerate(words)]),
    ),
    "moved": (Relation.NEAR, edited(lambda _, words: words[120:] + words[:120])),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edited_copy_is_united_with_its_text(name: str) -> None:
    """A copy, a copy in a frame, a truncated one, an excerpt from the middle: all meet their text, and say how."""
    relation, edit = EDITS[name]
    writer = Writer(7)
    story = writer.story()
    texts = {"a": story, "b": edit(writer, story)} | {f"x{n}": writer.story() for n in range(5)}
    rows = {row.id: row for row in dedupe_texts(texts.items(), SETTINGS)}
    assert rows["a"].cluster == rows["b"].cluster == "a"
    assert {rows["a"].relation, rows["b"].relation} == {relation}
    assert {rows[f"x{n}"].cluster for n in range(5)} == {f"x{n}" for n in range(5)}
    assert rows["x0"].relation is None
    assert rows["x0"].representative


@pytest.mark.parametrize("instances", [2, 3, 30])
def test_instances_of_a_template_stay_apart(instances: int) -> None:
    """Reports that share their wording but not their figures are different reports, in small collections too."""
    writer = Writer(8)
    texts = {f"t{n:02d}": writer.forecast() for n in range(instances)}
    assert clusters_of(texts) == {frozenset({key}) for key in texts}


def test_a_copied_instance_of_a_template_is_found() -> None:
    """Among many instances the two prints of one meet."""
    writer = Writer(9)
    texts = {f"t{n:02d}": writer.forecast() for n in range(20)}
    texts["copy"] = f"PORT ({writer.word()}) - {texts['t03']}"
    assert frozenset({"t03", "copy"}) in clusters_of(texts)
    assert len(clusters_of(texts)) == 20


@pytest.mark.parametrize("stories", [2, 3, 4])
def test_a_digest_never_unites_its_stories(stories: int) -> None:
    """A page that holds several stories is a cluster of its own, whatever copies the stories have."""
    writer = Writer(10)
    texts = {f"s{n}": writer.story(150) for n in range(stories)}
    digest = " ".join(texts.values())
    texts["copy"] = f"(Wire) {texts['s0']}"
    texts["digest"] = digest
    expected = {frozenset({"s0", "copy"}), frozenset({"digest"})} | {frozenset({f"s{n}"}) for n in range(1, stories)}
    assert clusters_of(texts) == expected


def test_a_digest_of_a_long_and_a_short_story_is_none_of_them() -> None:
    """Three quarters of the page being one story does not make the page its copy."""
    writer = Writer(21)
    texts = {"long": writer.story(300), "short": writer.story(100)}
    texts["digest"] = " ".join(texts.values())
    assert clusters_of(texts) == {frozenset({key}) for key in texts}


def test_a_copy_of_a_digest_is_a_copy() -> None:
    """Two prints of one digest meet, and still leave the stories alone."""
    writer = Writer(11)
    texts = {f"s{n}": writer.story(150) for n in range(3)}
    digest = " ".join(texts.values())
    texts |= {"digest": digest, "digest2": f"(Wire) {digest}"}
    assert clusters_of(texts) == {frozenset({"digest", "digest2"})} | {frozenset({f"s{n}"}) for n in range(3)}


def test_articles_about_one_event_on_one_page_make_a_digest() -> None:
    """Whole articles that make up all of a page are not united by it, even where they talk of the same things."""
    words = Writer(19).story(450).split(" ")
    texts = {f"s{n}": " ".join(words[150 * n : 150 * n + 150]) for n in range(3)}
    texts["digest"] = "\n".join(texts.values())
    assert clusters_of(texts) == {frozenset({key}) for key in texts}


def test_a_reworded_copy_is_found() -> None:
    """Where hardly a passage is left as it was, the vocabulary still shows the copy."""
    writer = Writer(20)
    words = writer.story(300).split(" ")
    reworded = [word for place, word in enumerate(words) if place % 9 > 1]
    texts = {"story": " ".join(words), "reworded": " ".join(reworded), "other": writer.story(300)}
    assert frozenset({"story", "reworded"}) in clusters_of(texts)


def test_two_parts_of_one_long_story_make_no_digest() -> None:
    """The truncated copy and the last part of a story share no passage but talk of the same things."""
    story = Writer(12).story(600)
    words = story.split(" ")
    texts = {"story": story, "start": " ".join(words[:200]), "end": " ".join(words[380:])}
    assert clusters_of(texts) == {frozenset(texts)}


def test_a_quotation_of_two_stories_makes_no_digest() -> None:
    """A story that another one shares a quotation with is still the story that a truncated copy was cut from."""
    writer = Writer(23)
    quote, rest, other = writer.story(80), writer.story(220), writer.story(220)
    texts = {"story": f"{rest} {quote}", "cut": " ".join(rest.split(" ")[:120]), "other": f"{other} {quote}"}
    assert clusters_of(texts) == {frozenset({"story", "cut"}), frozenset({"other"})}


def test_furniture_unites_nothing() -> None:
    """Short texts in the same large frame stay apart once the frame is seen on enough pages."""
    writer = Writer(13)
    above, below = writer.story(80), writer.story(120)
    texts = {f"p{n:02d}": f"{above} {writer.story(40)} {below}" for n in range(12)}
    assert clusters_of(texts) == {frozenset({key}) for key in texts}


def test_texts_without_words_stay_alone() -> None:
    """Two empty texts are no copies of each other, two equal short ones are."""
    assert clusters_of({"a": "", "b": "…", "c": "Gone fishing", "d": "gone fishing!"}) == {
        frozenset({"a"}),
        frozenset({"b"}),
        frozenset({"c", "d"}),
    }


def test_repeated_ids_are_rows_of_their_own() -> None:
    """A second row under the same id is a document like any other."""
    rows = dedupe_texts([("a", "one two three"), ("a", "one two three"), ("b", "four")], SETTINGS)
    assert [(row.id, row.cluster, row.relation) for row in rows] == [
        ("a", "a", Relation.EXACT),
        ("a", "a", Relation.EXACT),
        ("b", "b", None),
    ]
    assert [row.representative for row in rows] == [True, False, True]


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 1000), st.randoms())
def test_the_order_of_texts_does_not_matter(seed: int, source: random.Random) -> None:
    """Any order of the same collection gives the same rows by id."""
    writer = Writer(seed)
    story = writer.story(120)
    texts = {f"s{n}": writer.story(120) for n in range(3)} | {f"t{n}": writer.forecast() for n in range(3)}
    texts |= {"cut": story[:400], "whole": story, "again": story.title(), "digest": f"{texts['s0']} {texts['s1']}"}
    shuffled = source.sample(sorted(texts.items()), len(texts))
    rows = {row.id: row for row in dedupe_texts(shuffled, SETTINGS)}
    assert rows == {row.id: row for row in dedupe_texts(texts.items(), SETTINGS)}

"""Independence edges of documents that borrow: which documents are tied, to what, and with which evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimhouse.pipeline.independence import PublishedText, borrowed_edges
from claimhouse.records import EdgeKind, EdgeScope, IndependenceEdge
from claimhouse.settings import ResolveSettings

SETTINGS = ResolveSettings()
MONDAY = datetime(2026, 5, 4, tzinfo=UTC)
STATEMENT = (
    "We will open the new pier in the spring, and nobody in this town will be asked to pay for it, "
    "neither this year nor in the years that follow"
)
EVENT = ("Mira Abt", "Norvik Systems", "Harbour Safety Board", "Jon Osk")


def text(key: str, words: str, publisher: str | None = None, **more: object) -> PublishedText:
    """Return a text; without more it is alone in its cluster and names nobody."""
    values: dict[str, object] = {"key": key, "text": words, "publisher": publisher, "published_at": MONDAY, **more}
    return PublishedText(**values)  # type: ignore[arg-type]


def edges(texts: Sequence[PublishedText], changed: ResolveSettings = SETTINGS) -> set[tuple[str, str, str]]:
    """Return left, right and kind of all edges."""
    return {(edge.left_key, edge.right_key, edge.kind.value) for edge in borrowed_edges(texts, changed)}


def test_documents_of_an_agency_lead_to_its_name() -> None:
    """Whoever credits an agency, in whichever words, is tied to one name, and so are the agency's own pages."""
    found = edges([
        text("a", "ELSDEN (AP) - Two ferries collided."),
        text("b", "Two ferries collided.\nSource: The Associated Press", "The Elsden Courier"),
        text("c", "Two ferries collided.", "AP News"),
        text("d", "Two ferries collided.", "The Elsden Courier"),
    ])  # fmt: skip
    assert found == {(key, "associated press", "agency_credit") for key in "abc"}


def test_an_agency_that_is_only_cited_is_no_credit() -> None:
    """Words said to an agency are on its word for that sentence, under the same name as its credits."""
    (edge,) = borrowed_edges([text("a", "Two ferries collided. A captain told Reuters that he was well.")], SETTINGS)
    assert (edge.right_key, edge.kind, edge.scope) == ("reuters", EdgeKind.CITES, EdgeScope.PASSAGE)
    assert (edge.passage_start, edge.evidence) == (22, "told Reuters")


def test_a_shared_statement_ties_the_later_text_to_the_first() -> None:
    """The document that printed a statement first stands on the right, whatever the keys."""
    found = borrowed_edges(
        [
            text("a", f'The mayor spoke. "{STATEMENT}," she said.'),
            text("b", f'"{STATEMENT}," said the mayor, and left.', published_at=MONDAY - timedelta(days=1)),
            text("c", "The mayor said nothing."),
        ],
        SETTINGS,
    )
    (edge,) = found
    assert (edge.left_key, edge.right_key, edge.kind, edge.scope) == ("a", "b", EdgeKind.SAME_QUOTE, EdgeScope.PASSAGE)
    assert edge.evidence.startswith("We will open")
    assert (edge.passage_start, edge.passage_end) == (edge.char_start, edge.char_end) == (18, 18 + len(edge.evidence))


def test_copies_of_one_cluster_need_no_edge_for_their_quotation() -> None:
    """Within a cluster the near-duplicate edge says it all."""
    quoting = f'"{STATEMENT}," said the mayor.'
    assert not edges([text("a", quoting), text("b", quoting, cluster="a")])
    assert edges([text("a", quoting), text("b", quoting, cluster="a"), text("c", quoting)]) == {
        ("c", "a", "same_quote"),
    }


def test_a_slogan_is_no_edge() -> None:
    """What stands in more clusters than the limit is nobody's statement; at the limit it still is one."""
    few = SETTINGS.model_copy(update={"max_quote_clusters": 3})
    quoting = [text(key, f'Story {key}. "{STATEMENT}."') for key in "abcd"]
    assert len(edges(quoting[:3], few)) == 2
    assert not edges(quoting, few)


def test_of_nested_quotations_the_widest_is_the_evidence() -> None:
    """Two texts with the same two long sentences share one passage, not three."""
    two = f"{STATEMENT}. {STATEMENT.replace('pier', 'quay').replace('spring', 'autumn')}."
    (edge,) = borrowed_edges([text("a", f'"{two}"'), text("b", f'He said: "{two}"')], SETTINGS)
    assert edge.evidence == two
    three = [text("a", f'"{two}"'), text("b", f'He said: "{two}"'), text("c", f'"{STATEMENT}" is what he said.')]
    assert edges(three) == {("b", "a", "same_quote"), ("c", "a", "same_quote")}


ORIGINAL = text("z", "Two ferries collided.", "The Elsden Courier", names=EVENT, published_at=MONDAY)
CITING = "The collision was first reported by the Elsden Courier."

# What makes an edge lead to the outlet's own document: the citing document, others, the right side.
CITED_DOCUMENTS = [
    pytest.param([text("a", CITING, names=EVENT), ORIGINAL], "z", id="the event's names are shared"),
    pytest.param([text("a", CITING, names=EVENT[:3]), ORIGINAL], "z", id="three names are enough"),
    pytest.param([text("a", CITING, names=EVENT[:2]), ORIGINAL], "elsden courier", id="two names are not"),
    pytest.param([text("a", CITING), ORIGINAL], "elsden courier", id="no names"),
    pytest.param([text("a", CITING, names=EVENT)], "elsden courier", id="the outlet has no document"),
    pytest.param(
        [text("a", CITING, names=EVENT, published_at=MONDAY + timedelta(days=13)), ORIGINAL], "z", id="days later"
    ),
    pytest.param(
        [text("a", CITING, names=EVENT, published_at=MONDAY + timedelta(days=15)), ORIGINAL],
        "elsden courier",
        id="too much later",
    ),
    pytest.param(
        [text("a", CITING, names=EVENT, published_at=MONDAY - timedelta(days=2)), ORIGINAL],
        "elsden courier",
        id="the outlet came later",
    ),
    pytest.param([text("a", CITING, names=EVENT, published_at=None), ORIGINAL], "z", id="no date"),
    pytest.param([text("a", CITING, names=EVENT, cluster="z"), ORIGINAL], "elsden courier", id="one cluster"),
    pytest.param(
        [text("a", CITING, names=EVENT), text("y", "Other.", "elsden-courier.com", names=EVENT)],
        "y",
        id="the publisher by its host",
    ),
    pytest.param(
        [text("a", CITING, names=EVENT), ORIGINAL, text("y", "Less.", "Elsden Courier", names=EVENT[:3])],
        "z",
        id="the document that shares most",
    ),
    pytest.param(
        [text("a", CITING, names=EVENT), text("z", "Two ferries.", "The Norvik Herald", names=EVENT)],
        "elsden courier",
        id="another outlet's document",
    ),
    pytest.param(
        [text("a", CITING, names=EVENT), ORIGINAL, *(text(f"n{n}", "Names.", names=EVENT) for n in range(50))],
        "elsden courier",
        id="names that everybody has",
    ),
]


@pytest.mark.parametrize(("texts", "right"), CITED_DOCUMENTS)
def test_a_citation_leads_to_the_document_of_the_event_or_to_the_name(texts: list[PublishedText], right: str) -> None:
    """Only shared rare names, near in time, make another document the cited one; else the outlet's name stands."""
    assert {edge for edge in edges(texts) if edge[0] == "a"} == {("a", right, "cites")}


def test_a_page_does_not_cite_itself() -> None:
    """A publisher's own name in its text is no other source."""
    assert not edges([text("a", "The captain told the Elsden Courier so.", "Elsden Courier")])


def test_an_unsure_name_counts_where_a_publisher_bears_it() -> None:
    """A name behind a cue cites an outlet once it is a publisher's of the collection, and not before."""
    citing = text("a", "The captain told Harbourside that he was well.")
    assert not edges([citing])
    assert edges([citing, text("b", "Other news.", "Harbourside")]) == {("a", "harbourside", "cites")}


BORROWING = (
    text("a", f'ELSDEN (AP) - Two ferries collided. "{STATEMENT}," she said.', names=EVENT),
    text("b", f'{CITING} "{STATEMENT}," said the mayor.', names=EVENT, published_at=MONDAY - timedelta(hours=2)),
    text("c", "The captain told Harbourside that he was well. Source: none", names=EVENT[1:]),
    text("d", "Two ferries.\nReuters", "Harbourside", names=EVENT),
    text("e", f'"{STATEMENT}."', "The Elsden Courier", names=EVENT, published_at=None),
    text("f", f'A copy. "{STATEMENT}."', cluster="e", names=EVENT[:2]),
    ORIGINAL,
)


@cache
def in_order() -> list[IndependenceEdge]:
    """Return the edges of the texts above, in their order."""
    return borrowed_edges(BORROWING, SETTINGS)


@given(st.permutations(BORROWING))
@settings(max_examples=6, deadline=None)
def test_the_order_of_documents_does_not_matter(texts: list[PublishedText]) -> None:
    """Any order of arrival gives the same edges with the same evidence."""
    assert borrowed_edges(texts, SETTINGS) == in_order()


def test_evidence_is_in_the_text() -> None:
    """The words of every edge stand in the left document's text at their place."""
    by_key = {one.key: one.text for one in BORROWING}
    found: list[IndependenceEdge] = [edge for edge in in_order() if edge.char_start is not None]
    assert {edge.kind for edge in found} == {EdgeKind.AGENCY_CREDIT, EdgeKind.SAME_QUOTE, EdgeKind.CITES}
    for edge in found:
        assert by_key[edge.left_key][edge.char_start : edge.char_end] == edge.evidence

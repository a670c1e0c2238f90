"""The measures: known answers get known figures, and broken gold is refused with its place."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimhouse.errors import SourceError
from claimhouse.evaluate import (
    ConflictAnswer,
    ConflictSide,
    GoldAttribution,
    GoldClaim,
    GoldConflict,
    GoldDocument,
    GoldPage,
    GoldPair,
    GoldQuantity,
    GoldSentence,
    GoldTrap,
    GoldValue,
    Stages,
    evaluate_claims,
    evaluate_clean,
    evaluate_conflicts,
    evaluate_dedupe,
    evaluate_folder,
    load_gold,
)
from claimhouse.records import (
    Bound,
    CleanedPage,
    ExtractedDocument,
    Field,
    FoundAttribution,
    FoundClaim,
    FoundQuantity,
    FoundSentence,
    Modality,
    QuantityKind,
    RejectReason,
    Relation,
    SpeakerKind,
    TextDocument,
)

TEXT = "The mill in Ashgrove made forty tyres a day.\nIts owner sold them to bus drivers."


def gold_page(**fields: object) -> GoldPage:
    """A page whose kept text is TEXT, but for the given fields."""
    page = GoldPage(
        id="mill",
        path=Path("mill.html"),
        url=None,
        publisher=None,
        must=("forty tyres",),
        must_not=("Subscribe now",),
        text=TEXT,
        title="The mill",
        authors=("Ann Oak",),
        published_at=datetime(2026, 3, 1, 8, tzinfo=UTC),
        language="en",
        rejected=None,
    )
    return replace(page, **fields)  # type: ignore[arg-type] # fields are checked by the dataclass


def cleaned(**fields: object) -> CleanedPage:
    """The perfect answer to `gold_page()`, but for the given fields."""
    page = CleanedPage(
        text=TEXT,
        blocks=(),
        title="The mill",
        title_part=None,
        title_offsets=(),
        authors=("Ann Oak",),
        published_at=datetime(2026, 3, 1, 20, tzinfo=UTC),
        published_precision="second",
        published_evidence="json-ld",
        modified_at=None,
        language="en",
        canonical_url=None,
        publisher=None,
        segments=1,
        credits=(),
        encoding="utf-8",
        encoding_evidence="meta",
        rejected=None,
    )
    return replace(page, **fields)  # type: ignore[arg-type] # fields are checked by the dataclass


def test_a_perfect_page_gets_ones() -> None:
    """Every figure of cleaning is 1 when the answer is the gold; of a date only the day counts."""
    measured = evaluate_clean([gold_page()], {"mill": cleaned()})
    assert set(measured.figures.values()) == {1.0}
    assert measured.failures == ()


@pytest.mark.parametrize(
    ("figure", "expected", "answer"),
    [
        ("clean.must_not_dropped", 0.0, cleaned(text=TEXT + "\nSubscribe  NOW")),
        ("clean.must_kept", 0.0, cleaned(text="Its owner sold them to bus drivers.")),
        ("clean.precision", 13 / 14, cleaned(text=TEXT + " Cheap")),
        ("clean.title", 0.0, cleaned(title=None)),
        ("clean.authors", 0.0, cleaned(authors=("Ann Oak", "Share"))),
        ("clean.date", 0.0, cleaned(published_at=datetime(2026, 3, 2, tzinfo=UTC))),
        ("clean.language", 0.0, cleaned(language="de")),
        ("clean.articles_accepted", 0.0, cleaned(rejected=RejectReason.PAYWALL)),
    ],
)
def test_each_fault_lowers_its_figure(figure: str, expected: float, answer: CleanedPage) -> None:
    """A fault of cleaning lowers the figure that is named for it, and the page is listed."""
    measured = evaluate_clean([gold_page()], {"mill": answer})
    assert measured.figures[figure] == pytest.approx(expected)


def test_a_missing_answer_is_an_empty_text() -> None:
    """A page without an answer has no recall; precision is taken over the pages with an answer."""
    figures = evaluate_clean([gold_page(), gold_page(id="other")], {"mill": cleaned()}).figures
    assert (figures["clean.precision"], figures["clean.recall"]) == (1.0, 0.5)


def test_a_rejection_needs_its_reason() -> None:
    """A page that is no article counts only when it is rejected for the right reason."""
    wall = gold_page(id="wall", rejected=RejectReason.CONSENT_WALL, text=None)
    right = evaluate_clean([wall], {"wall": cleaned(rejected=RejectReason.CONSENT_WALL)})
    wrong = evaluate_clean([wall], {"wall": cleaned(rejected=RejectReason.TOO_SHORT)})
    assert (right.figures["clean.rejected"], wrong.figures["clean.rejected"]) == (1.0, 0.0)


def documents(clusters: str) -> list[GoldDocument]:
    """One document for each letter, which is its cluster."""
    return [
        GoldDocument(id=f"d{number}", cluster=cluster, kind="", title=None, url=None, text="")
        for number, cluster in enumerate(clusters)
    ]


@pytest.mark.parametrize(
    ("wanted", "found", "pair_f1", "b3_f1"),
    [("aabb", "xxyy", 1.0, 1.0), ("aabb", "wxyz", 0.0, 2 / 3), ("aabb", "xxxx", 0.5, 2 / 3), ("abc", "xyz", 1.0, 1.0)],
)
def test_clusterings_with_known_figures(wanted: str, found: str, pair_f1: float, b3_f1: float) -> None:
    """Names of clusters do not matter; all apart and all together get what the formulas say."""
    answer = {f"d{number}": cluster for number, cluster in enumerate(found)}
    figures = evaluate_dedupe(documents(wanted), [], answer).figures
    assert figures["dedupe.pair_f1"] == pytest.approx(pair_f1)
    assert figures["dedupe.b3_f1"] == pytest.approx(b3_f1)


@given(st.text("abc", min_size=1, max_size=12), st.text("xyz", min_size=12, max_size=12))
def test_pair_figures_equal_counting_pairs(wanted: str, found: str) -> None:
    """The figures from cluster sizes are those of looking at every pair."""
    answer = {f"d{number}": found[number] for number in range(len(wanted))}
    pairs = [(a, b) for a in range(len(wanted)) for b in range(a)]
    both = sum(wanted[a] == wanted[b] and found[a] == found[b] for a, b in pairs)
    together, belonging = sum(found[a] == found[b] for a, b in pairs), sum(wanted[a] == wanted[b] for a, b in pairs)
    figures = evaluate_dedupe(documents(wanted), [], answer).figures
    assert figures["dedupe.pair_precision"] == pytest.approx(both / together if together else 1.0)
    assert figures["dedupe.pair_recall"] == pytest.approx(both / belonging if belonging else 1.0)


def test_a_digest_must_stay_apart() -> None:
    """`contains` does not unite: a digest put together with its story is a failure of its kind."""
    pair = GoldPair(a="d0", b="d1", relation=Relation.CONTAINS, kind="neg_digest")
    measured = evaluate_dedupe(documents("ab"), [pair], {"d0": "x", "d1": "x"})
    assert measured.figures["dedupe.neg_digest"] == 0.0
    assert [failure.id for failure in measured.failures] == ["d0"]


SENTENCE = GoldSentence(
    id="s",
    genre="business",
    field=Field.TEXT,
    sentence="The mill did not sell 40 tyres, its owner, Ann Oak, said.",
    claims=(
        GoldClaim(
            subject="The mill", predicate="did sell", object="40 tyres", negated=True, modality=Modality.REPORTED
        ),
    ),
    quantities=(
        GoldQuantity(
            raw="40 tyres",
            kind=QuantityKind.COUNT,
            value=Decimal(40),
            value_min=None,
            value_max=None,
            bound="=",
            unit="tyre",
        ),
    ),
    attribution=GoldAttribution(speaker="its owner, Ann Oak", cue="said", direct=False),
    checkworthy=True,
)


def found_quantity(value: str, unit: str | None = "tyre") -> FoundQuantity:
    """A count of the sentence."""
    return FoundQuantity(
        field=Field.TEXT,
        char_start=22,
        char_end=30,
        raw="40 tyres",
        kind=QuantityKind.COUNT,
        value=Decimal(value),
        value_min=None,
        value_max=None,
        bound=Bound.EXACT,
        unit=unit,
    )


def found_claim(**fields: object) -> FoundClaim:
    """The right claim of the sentence, but for the given fields."""
    claim = FoundClaim(
        field=Field.TEXT,
        segment=0,
        char_start=0,
        char_end=57,
        subject="The mill",
        subject_name=None,
        predicate="did sell",
        object="40 tyres",
        object_name=None,
        arguments=(),
        negated=True,
        quantity=None,
        quantities=(),
        attribution=None,
        modality=Modality.REPORTED,
        hedge_cues=(),
        event_time=None,
        event_precision=None,
        extractor="test",
        extractor_version="1",
        confidence=1.0,
    )
    return replace(claim, **fields)  # type: ignore[arg-type] # fields are checked by the dataclass


def extracted(claims: tuple[FoundClaim, ...], quantities: tuple[FoundQuantity, ...], speaker: str) -> ExtractedDocument:
    """An answer to the sentence."""
    said = FoundAttribution(
        field=Field.TEXT,
        speaker=speaker,
        speaker_kind=SpeakerKind.NAMED,
        speaker_start=32,
        speaker_end=50,
        cue="said",
        cue_start=52,
        cue_end=56,
        content=(),
        direct=False,
    )
    sentence = FoundSentence(
        field=Field.TEXT,
        segment=0,
        char_start=0,
        char_end=57,
        candidate=True,
        claims=claims,
        quantities=quantities,
        attributions=(said,),
    )
    return ExtractedDocument(sentences=(sentence,), mentions=())


def test_a_perfect_sentence_gets_ones() -> None:
    """Every figure of extraction is 1 when all is found; a speaker may lack the apposition."""
    answer = extracted((found_claim(),), (found_quantity("40.0"),), "Ann Oak")
    measured = evaluate_claims([SENTENCE], {"s": answer})
    assert {name for name, figure in measured.figures.items() if figure != 1.0} == set()
    assert measured.failures == ()


@pytest.mark.parametrize(
    ("figure", "expected", "answer"),
    [
        ("claims.detection_recall", 0.0, extracted((), (), "Ann Oak")),
        ("claims.detection_recall", 0.0, extracted((found_claim(modality=Modality.OPINION),), (), "Ann Oak")),
        ("claims.modality_accuracy", 0.0, extracted((found_claim(modality=Modality.ASSERTED),), (), "Ann Oak")),
        ("claims.negation_recall", 0.0, extracted((found_claim(negated=False),), (), "Ann Oak")),
        ("claims.quantity_f1", 0.0, extracted((), (found_quantity("41"),), "Ann Oak")),
        ("claims.quantity_f1", 0.0, extracted((), (found_quantity("40", None),), "Ann Oak")),
        ("claims.quantity_value_f1", 1.0, extracted((), (found_quantity("40", None),), "Ann Oak")),
        ("claims.speaker_f1", 0.0, extracted((), (), "Tom Elm")),
        ("claims.spo_recall", 4 / 6, extracted((found_claim(object=None),), (), "Ann Oak")),
        ("claims.spo_precision", 0.5, extracted((found_claim(), found_claim(object="a pond")), (), "Ann Oak")),
        ("claims.spo_f1", 0.0, extracted((found_claim(predicate="bought"),), (), "Ann Oak")),
    ],
)
def test_each_miss_lowers_its_figure(figure: str, expected: float, answer: ExtractedDocument) -> None:
    """A fault of extraction shows in the figure that is named for it."""
    assert evaluate_claims([SENTENCE], {"s": answer}).figures[figure] == pytest.approx(expected)


def side(number: str, *names: str) -> ConflictSide:
    """One side of a found conflict."""
    return ConflictSide(
        value=number, number=Decimal(number), value_min=None, value_max=None, documents=frozenset(names)
    )


def gold_value(number: int, *names: str, required: bool = True) -> GoldValue:
    """One value of a gold conflict."""
    return GoldValue(value=Decimal(number), documents=frozenset(names), required=required)


TOLL = GoldConflict(
    id="toll",
    subject=("ferry",),
    attribute=("dead",),
    values=(gold_value(14, "a", "b"), gold_value(17, "c"), gold_value(16, "d", required=False)),
)
TRAP = GoldTrap(id="revised", why="one page, two days", left=gold_value(11, "e"), right=gold_value(14, "a"))


@pytest.mark.parametrize(
    ("left", "right", "is_open", "precision", "recall", "avoided"),
    [
        (side("14", "b"), side("17", "c"), True, 1.0, 1.0, 1.0),
        (side("17.0", "c"), side("14", "a", "z"), True, 1.0, 1.0, 1.0),
        (side("14", "b"), side("17", "c"), False, 1.0, 0.0, 1.0),
        (side("14", "b"), side("16", "d"), True, 1.0, 0.0, 1.0),
        (side("14", "z"), side("17", "c"), True, 0.0, 0.0, 1.0),
        (side("14", "a"), side("11", "e"), True, 0.0, 0.0, 0.0),
    ],
)
def test_conflicts_are_matched_by_values_and_documents(
    left: ConflictSide,
    right: ConflictSide,
    is_open: bool,  # noqa: FBT001 - a column of the table
    precision: float,
    recall: float,
    avoided: float,
) -> None:
    """An open conflict is right if both values are named with one of their documents; traps count apart."""
    answer = ConflictAnswer(
        subject="Solvei", attribute="deaths", type="contradiction", open=is_open, left=left, right=right
    )
    figures = evaluate_conflicts([TOLL], [TRAP], [answer]).figures
    assert (figures["conflicts.precision"], figures["conflicts.recall"]) == (precision, recall)
    assert figures["conflicts.traps_avoided"] == avoided


def test_any_folder_of_the_form_is_read(tmp_path: Path) -> None:
    """A folder with one file gives the figures of that file, and paths count from the folder."""
    row = {"id": "wall", "path": "pages/wall.html", "rejected": "paywall"}
    (tmp_path / "pages.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    asked = []

    def clean(page: GoldPage) -> CleanedPage:
        asked.append(page.path)
        return cleaned(text="", rejected=RejectReason.PAYWALL)

    def extract(_document: TextDocument) -> ExtractedDocument:
        raise AssertionError

    assert evaluate_folder(tmp_path, Stages(clean=clean, extract=extract))["clean.rejected"] == 1.0
    assert asked == [(tmp_path / "pages" / "wall.html").resolve()]


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("sentences.jsonl", '{"id": "s"}\n', r"sentences\.jsonl:1 is no gold: 'sentence' is missing"),
        ("pages.jsonl", '\n{"id": "p", "path": "p", "rejected": "dull"}\n', r"pages\.jsonl:2 is no gold: 'dull'"),
        ("documents.jsonl", "{", r"documents\.jsonl:1 is no gold"),
        ("conflicts.json", '{"conflicts": [], "sources": []}', r"conflicts\.json is no gold: 'traps' is missing"),
        ("notes.txt", "", "has none of pages.jsonl"),
    ],
)
def test_broken_gold_is_refused(tmp_path: Path, name: str, content: str, problem: str) -> None:
    """What does not have the form is named with file and line."""
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=problem):
        load_gold(tmp_path)


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    """A path that is no folder is said to be none."""
    with pytest.raises(SourceError, match="no gold folder"):
        load_gold(tmp_path / "none")

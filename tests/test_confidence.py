"""Confidence comes out of fitted tables, rises with what speaks for a claim, and falls with what speaks against it."""

from __future__ import annotations

import itertools
import re
from pathlib import Path as FilePath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimhouse.extractors import extract_document
from claimhouse.extractors.clauses import Path
from claimhouse.extractors.confidence import Scale, scales, speaker_reasons, statement_reasons
from claimhouse.extractors.parsed import load_pipeline
from claimhouse.extractors.statements import find_statements
from claimhouse.records import FoundClaim, SpeakerKind, TextDocument
from claimhouse.settings import ExtractSettings

PAGE = FilePath(__file__).parents[1] / "docs" / "confidence.md"
TEXT = (
    "Norvik Steel bought the Tessel mill for $40 million in May. It will close two furnaces, Ines Falk said. "
    "“We had no choice,” the director of the mill, which opened in 1911 and was sold twice, told reporters. "
    "According to people familiar with the matter, the price was higher than the $35 million that analysts expected, "
    "although the debts of the mill, which nobody had looked at for years, were not counted."
)
AGAINST = {
    *("no subject", "no object", "open pronoun", "far subject", "long subject", "long object", "arguments"),
    *("many verbs", "breaks", "deep", "loose", "no verb", "quotes", "no cue", "no speaker", "several parts"),
    *(f"longer than {length}" for length in (12, 20, 30, 45)),
}
EITHER_WAY = {
    *("joined", "nobody", "direct"),
    *(f"path {path}" for path in Path),
    *(f"speaker {kind}" for kind in SpeakerKind),
}


def claims_of(text: str) -> list[FoundClaim]:
    """Return the claims of an English text."""
    found = extract_document(TextDocument(text=text, language="en"), ExtractSettings())
    return [claim for sentence in found.sentences for claim in sentence.claims]


def test_every_confidence_comes_out_of_the_tables() -> None:
    """A confidence is the product of one step of each table, and no other number."""
    steps = {
        round(stated * said, 2)
        for stated, said in itertools.product(scales()["statement"].shares, scales()["speaker"].shares)
    }
    found = {claim.confidence for claim in claims_of(TEXT)}
    assert found
    assert found <= steps


@pytest.mark.parametrize("name", ["statement", "speaker"])
def test_steps_only_rise(name: str) -> None:
    """A greater sum of weights never means a smaller share, and shares are shares."""
    scale = scales()[name]
    assert len(scale.starts) == len(scale.shares)
    assert list(scale.starts) == sorted(set(scale.starts))
    assert list(scale.shares) == sorted(scale.shares)
    assert all(0 < share < 1 for share in scale.shares)


@pytest.mark.parametrize("name", ["statement", "speaker"])
def test_what_speaks_against_a_claim_never_raises_it(name: str) -> None:
    """Reasons against have no positive weight, and every weight belongs to a reason that the code can give."""
    weights = scales()[name].weights
    assert set(weights) <= AGAINST | EITHER_WAY
    assert all(weight <= 0 for reason, weight in weights.items() if reason in AGAINST)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(["statement", "speaker"]), st.sets(st.sampled_from(sorted(AGAINST | EITHER_WAY))), st.data())
def test_a_further_reason_moves_the_share_its_own_way(name: str, reasons: set[str], data: st.DataObject) -> None:
    """Adding a reason never lowers the share if its weight is positive and never raises it if it is negative."""
    scale = scales()[name]
    further = data.draw(st.sampled_from(sorted(scale.weights)))
    before, after = scale.share(reasons - {further}), scale.share(reasons | {further})
    assert (after - before) * scale.weights[further] >= 0


def test_a_sum_below_the_first_step_stands_on_it() -> None:
    """However much speaks against a claim, there is a share for it."""
    scale = Scale({"a": -2.0, "b": 1.0}, (-1.0, 0.5), (0.4, 0.8))
    assert (scale.share({"a"}), scale.share(set()), scale.share({"b"}), scale.share({"c"})) == (0.4, 0.4, 0.8, 0.4)


def test_a_claim_in_a_short_sentence_is_surer_than_one_that_only_points() -> None:
    """Sorting by confidence puts the plain sentence before the tangled one with an open pronoun."""
    plain = claims_of("Norvik Steel bought the Tessel mill.")
    tangled = claims_of(
        "They, which had, as the owners of the mills along the river knew well, been sold and bought back twice since "
        "the war (and closed once), paid $40 million, although nobody had asked, for what the director called debts."
    )
    assert plain
    assert tangled
    assert min(claim.confidence for claim in plain) > min(claim.confidence for claim in tangled)


STATED = [
    ("Norvik bought Tessel.", {"path clause"}, {"no subject", "no object", "open pronoun"}),
    ("They bought Tessel.", {"open pronoun"}, {"no subject"}),
    ("Norvik resigned.", {"no object"}, {"arguments"}),
    ("Norvik bought Tessel in May for cash from the owners of the mill by the river.", {"arguments"}, set()),
    ("Norvik (a mill) bought Tessel.", {"breaks"}, {"many verbs"}),
    ("Norvik came, saw, won, left and slept in Tessel.", {"many verbs"}, {"no subject"}),
]


@pytest.mark.parametrize(("text", "given_reasons", "others"), STATED)
def test_reasons_of_a_statement(text: str, given_reasons: set[str], others: set[str]) -> None:
    """How a statement was found and what it lacks are its reasons."""
    doc = load_pipeline()(text)
    reasons = statement_reasons(doc, next(iter(find_statements(doc))), None)
    assert given_reasons <= reasons
    assert not others & reasons


def test_reasons_of_a_speaker() -> None:
    """Nobody, or who and how."""
    pipeline = load_pipeline()
    assert speaker_reasons(pipeline("The mill closed."), None) == {"nobody"}
    assert speaker_reasons(pipeline("It was “closed” then."), None) == {"nobody", "quotes"}
    texts = (
        "Ines Falk said on Monday that Norvik Steel had bought the Tessel mill for $40 million.",
        "According to people familiar with the matter, Norvik Steel had bought the Tessel mill for $40 million.",
    )
    for text, speaker in zip(texts, ("speaker named", "speaker unnamed"), strict=True):
        said = [claim.attribution for claim in claims_of(text)]
        assert said
        assert all(speaker in speaker_reasons(pipeline(text), attribution) for attribution in said)


def test_the_page_shows_how_reliable_it_is() -> None:
    """`docs/confidence.md` holds the tables that training wrote, with the calibration error of each."""
    page = PAGE.read_text(encoding="utf-8")
    assert len(re.findall(r"expected calibration error\s+[\d.]+ points", page)) == 4
    assert page.count("| confidence from | claims | mean confidence | right |") == 4

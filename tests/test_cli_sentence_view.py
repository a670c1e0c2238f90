"""`claimhouse explain sentence`: words, the gate's verdict, and where each field of each claim comes from."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from claimhouse.cli import app
from claimhouse.cli.sentence_view import WIDTH, in_context, print_sentence
from claimhouse.cli.terminal import UNSEEN
from claimhouse.extractors import extract_document
from claimhouse.extractors.explaining import PATHS, explain_document
from claimhouse.extractors.languages import with_statements
from claimhouse.extractors.statements import Path as Found
from claimhouse.records import Modality, TextDocument
from claimhouse.settings import ExtractSettings

PLAN = "Norvik plans to buy Tessel for about $3 billion, Ann Bell, its chief executive, said on Monday."


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return what is printed for a sentence."""
    assert app(["explain", "sentence", *arguments], standalone_mode=False) == 0
    return capsys.readouterr().out


def data(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    """Return the complete object of a sentence."""
    shown: dict[str, Any] = json.loads(told(capsys, *arguments, "--format", "json"))
    return shown


def origins(claim: dict[str, Any]) -> dict[str, tuple[str | None, str]]:
    """Return value and origin of a claim's fields, by field."""
    return {origin["field"]: (origin["value"], origin["how"]) for origin in claim["origins"]}


def test_every_field_has_its_origin(capsys: pytest.CaptureFixture[str]) -> None:
    """A claim says of each field what it is and by which words or rule it came about."""
    (sentence,) = data(capsys, PLAN)["sentences"]
    claim = next(claim for claim in sentence["claims"] if claim["predicate"] == "plans to buy")
    found = origins(claim)
    assert found["found as"] == ("clause", PATHS[Found.CLAUSE])
    assert found["subject"] == ("Norvik", "'Norvik' is nsubj of 'plans'; a name")
    assert found["object"][0] == "Tessel"
    assert found["quantity"] == ("'$3 billion': money ~ 3,000,000,000 USD", found["quantity"][1])
    assert found["quantity"][1].startswith("its words stand in this statement")
    assert found["speaker"][0] == "Ann Bell, its chief executive"
    assert "what 'said' attributes holds 'buy'" in found["speaker"][1]
    assert found["modality"][0] == "predicted"
    assert "'plans'" in found["modality"][1]
    assert found["negated"] == ("no", "no word denies it")
    assert found["attribute"] == ("deal_amount", "lexicon rule 'deal_amount'")
    assert float(found["confidence"][0] or 0) == pytest.approx(claim["confidence"], abs=0.005)
    assert found["made by"][0] == f"{claim['extractor']} {claim['extractor_version']}"


def test_words_the_gate_and_attributions_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """Tokens come with lemma, tag, role and head; the gate with what it sees; attributions with cue and scope."""
    (sentence,) = data(capsys, PLAN)["sentences"]
    tokens = {token["text"]: token for token in sentence["tokens"]}
    assert (tokens["plans"]["lemma"], tokens["plans"]["tag"]) == ("plan", "VBZ")
    assert (tokens["Norvik"]["role"], tokens["Norvik"]["head_text"]) == ("nsubj", "plans")
    assert sentence["gate"]["passed"]
    assert sentence["gate"]["signs"]["amount"] == ["$3 billion"]
    assert sentence["gate"]["signs"]["somebody's word"] == ["said"]
    (attribution,) = sentence["attributions"]
    start, end = attribution["content"][0]
    assert PLAN[start:end].startswith("Norvik plans to buy")
    text = told(capsys, PLAN)
    assert "said        Ann Bell, its chief executive (Ann Bell), by the cue 'said', named," in text
    assert "in other words: 'Norvik plans to buy Tessel for about $3 billion'" in " ".join(text.split())
    assert "gate        lets it through" in text


@pytest.mark.parametrize(
    ("text", "field", "value", "how"),
    [
        ("Norvik did not buy Tessel for $3 million.", "negated", "yes", "by 'not'"),
        ("Ann Bell denied that Norvik had bought Tessel for $3 million.", "negated", "yes", "by 'denied'"),
        ("Norvik may buy Tessel for $3 million.", "modality", "hypothetical", "by 'may'"),
        ("Norvik bought Tessel for $3 million.", "modality", "asserted", "nothing takes it out of plain fact"),
        ("Norvik bought Tessel for $3 million.", "speaker", None, "nobody's word covers the predicate"),
        ("Norvik bought Tessel for $3 million in 2019.", "event time", "2019-01-01", "to the year"),
        ("Norvik said it had sold Tessel for $3 million.", "subject", "it", "it can only mean 'Norvik' here"),
        ("Norvik bought Tessel.", "quantity", None, "holds none of its own"),
    ],
)
def test_an_origin_names_what_decided(
    text: str, field: str, value: str | None, how: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Negation, modality, speaker, time and names say by which word they came about."""
    (sentence,) = data(capsys, text)["sentences"]
    found = [origins(claim)[field] for claim in sentence["claims"] if field in origins(claim)]
    assert any(given == value and how in why for given, why in found), found


def test_a_heading_and_a_title_lend_context(capsys: pytest.CaptureFixture[str]) -> None:
    """Under a heading that calls it hypothetical a claim is so, by that word; neither it nor the title is explained."""
    plain, under = (
        data(capsys, "Sales reached $4 million.", *more)["sentences"]
        for more in ((), ("--heading", "A hypothetical case"))
    )
    assert plain[0]["claims"][0]["modality"] == "asserted"
    (sentence,) = under
    assert sentence["headings"] == ["A hypothetical case"]
    value, how = origins(sentence["claims"][0])["modality"]
    assert (value, "'hypothetical'" in how) == ("hypothetical", True)
    titled = data(capsys, "She denied that she had sold the mill for $3 million.", "--title", "Ann Bell leaves Norvik")
    assert [sentence["field"] for sentence in titled["sentences"]] == ["text"]


def test_dates_count_from_the_publication(capsys: pytest.CaptureFixture[str]) -> None:
    """`--published` is where "last year" counts from."""
    found = data(capsys, "Norvik bought Tessel for $3 million last year.", "--published", "2024-05-06")
    assert found["sentences"][0]["claims"][0]["event_time"].startswith("2023")


@pytest.mark.parametrize(
    ("text", "why"),
    [("Did Norvik buy Tessel?", "question"), ("Why not?", "question"), ("Read it.", "too short")],
)
def test_what_the_gate_stops_says_why(text: str, why: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A stopped sentence is shown with the reason, parsed all the same, and without claims."""
    (sentence,) = data(capsys, text)["sentences"]
    assert (sentence["gate"]["passed"], sentence["gate"]["why"]) == (False, why)
    assert sentence["tokens"]
    assert [claim for claim in sentence["claims"] if not claim["left_out"]] == []
    assert f"stops it: {why}" in told(capsys, text)


def test_a_claim_that_is_left_out_says_why(capsys: pytest.CaptureFixture[str], tmp_path: Any) -> None:  # noqa: ANN401 - pytest's
    """What the gate's account of worth leaves out is shown with its points; without the gate it is a claim."""
    text = "The firm is nice."
    (left,) = data(capsys, text)["sentences"][0]["claims"]
    assert "of 2 points for what can be looked up" in left["left_out"]
    (kept,) = data(capsys, text, "--no-gate")["sentences"][0]["claims"]
    assert kept["left_out"] is None
    config = tmp_path / "sure.toml"
    config.write_text("[extract]\nmin_confidence = 1.0\n", encoding="utf-8")
    unsure = data(capsys, PLAN, "--config", str(config))["sentences"][0]["claims"]
    assert {claim["left_out"] for claim in unsure} >= {"its confidence is below extract.min_confidence, 1"}


def test_a_language_without_extractor_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """A text that nobody states anything in is marked, and nothing is claimed of it."""
    shown = data(capsys, "Prynodd y cyngor y bont.", "--language", "cy")
    assert shown["note"] == "no statement extractor for cy"
    assert [claim for sentence in shown["sentences"] for claim in sentence["claims"]] == []
    assert "cy: no statement extractor for cy" in told(capsys, "Prynodd y cyngor y bont.", "--language", "cy")


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("de", "Der Rat zahlte nach Angaben der Stadt 3 Millionen Euro.", "der Stadt"),
        ("fr", "Le conseil a payé 3 millions d'euros, a déclaré Anne Bel.", "Anne Bel"),
    ],
)
def test_other_languages_show_what_was_found_and_by_what(
    language: str, text: str, speaker: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where no trace is kept, the cues and the extractor are named; words are shown where a parser is installed."""
    shown = data(capsys, text, "--language", language)
    (sentence,) = shown["sentences"]
    found = origins(sentence["claims"][0])
    assert found["speaker"][0] == speaker
    assert found["speaker"][1].startswith("by the cue ")
    assert str(found["made by"][0]).split()[0] in {"cues", "universal"}
    assert bool(sentence["tokens"]) is (language in with_statements())
    assert (shown["note"] is None) is (language in with_statements())


def test_rows_of_fields_come_as_csv(capsys: pytest.CaptureFixture[str]) -> None:
    """As CSV there is one row a field of a claim."""
    rows = list(csv.DictReader(io.StringIO(told(capsys, PLAN, "--format", "csv"))))
    assert {"subject", "predicate", "object", "speaker", "modality", "confidence"} <= {row["field"] for row in rows}
    assert {row["extractor"] for row in rows} == {"rules"}


def test_help_has_an_example_and_wrong_use_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """`--help` ends with an example; an empty text and a date that is none are wrong use."""
    with pytest.raises(SystemExit):
        app(["explain", "sentence", "--help"])
    assert 'Example: claimhouse explain sentence "The mill may close' in " ".join(capsys.readouterr().out.split())
    for arguments, words in ((["  "], "no text"), (["A mill.", "--published", "spring"], "takes a date like")):
        with pytest.raises(Exception, match=words):
            app(["explain", "sentence", *arguments], standalone_mode=False)


@settings(max_examples=12, phases=[Phase.explicit, Phase.generate])
@given(st.text(max_size=120).filter(str.strip))
def test_any_text_is_explained_in_eighty_columns(text: str) -> None:
    """Whatever the text, no line is wider than the page where a break is possible, and none steers the terminal."""
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", out)
        assert print_sentence(in_context(text.strip(), None, None, None, None), ExtractSettings(), None) == 0
    for line in out.getvalue().splitlines():
        assert not UNSEEN.search(line)
        assert len(line) <= WIDTH or len(max(line.split(), key=len)) > WIDTH // 3


def test_what_is_explained_is_what_is_extracted() -> None:
    """The claims that are not left out are exactly those of the extractor, each with its origins."""
    text = (
        f'{PLAN} "We will hire 200 engineers," Bell said. Tessel, a maker of maps, employs 900 people.\n\n'
        "Its $14 million investment in Harrow was a loss, and it sold the plant. Chief executive Ann Bell left.\n"
    )
    document = TextDocument(text=text, title="Norvik to buy Tessel for $3 billion")
    explained = explain_document(document, ExtractSettings())
    kept = [claim.claim for sentence in explained for claim in sentence.claims if claim.left_out is None]
    extracted = extract_document(document, ExtractSettings())
    assert kept == [claim for sentence in extracted.sentences for claim in sentence.claims]
    fields = [{origin.field for origin in claim.origins} for sentence in explained for claim in sentence.claims]
    assert all({"found as", "subject", "predicate", "modality", "confidence"} <= found for found in fields)
    assert {claim.modality for claim in kept} > {Modality.PREDICTED}

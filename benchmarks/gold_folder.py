"""Where the gold of a benchmark is: `--gold` may name the whole collection or the one part that is needed."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any


def add_gold_options(parser: argparse.ArgumentParser, holds: str) -> None:
    """Add `--gold FOLDER` (default: CLAIMHOUSE_GOLD) and `--split NAME`; `holds` says what is looked for there."""
    named = os.environ.get("CLAIMHOUSE_GOLD")
    parser.add_argument(
        "--gold",
        type=Path,
        default=Path(named) if named else None,
        required=named is None,
        help=f"folder that holds {holds}, or the folder above it; default: CLAIMHOUSE_GOLD",
    )
    parser.add_argument("--split", default="dev", help="which part of it")


def part_of(gold: Path, part: str) -> Path:
    """Return the folder of one part (`claims`, `dedup`, `extraction`) of a collection, or `gold` if it is that part."""
    inner = gold / part
    return inner if inner.is_dir() else gold


def add_peers_option(parser: argparse.ArgumentParser) -> None:
    """Add `--peers PYTHON`: the interpreter of an environment that holds the tools we are measured against."""
    parser.add_argument(
        "--peers",
        default=os.environ.get("CLAIMHOUSE_PEERS", sys.executable),
        metavar="PYTHON",
        help="interpreter that has the peers; default: CLAIMHOUSE_PEERS, or this one",
    )


def rows_of(path: Path) -> list[Any]:
    """Return the rows of a JSON lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]

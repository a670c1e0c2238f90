"""Train the block model on labelled pages: `claimhouse/clean/data/block_model.json` and `block_words.json`.

    pip install lightgbm
    python benchmarks/train_blocks.py --gold FOLDER [--split dev]

Nothing of a page goes into the weights but what single words are worth, each of them from several sites. Digests of the
sites are stored beside the weights, so that `benchmarks/clean.py` knows which pages they have seen. The floors that
new weights must reach stand in `docs/cleaning.md`.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from pathlib import Path

import block_training
from gold_folder import add_gold_options, part_of

DATA = Path(__file__).parents[1] / "claimhouse" / "clean" / "data"


def main() -> int:
    """Train on all pages and write the two files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_gold_options(parser, "extraction/")
    parser.add_argument("--out", type=Path, default=DATA, help="folder for the two files")
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)
    folder = part_of(arguments.gold, "extraction") / arguments.split
    pages = block_training.read_pages(folder)
    weights, words = block_training.fit(pages)
    weights["sites"] = sorted({block_training.site_digest(page.site) for page in pages})
    write(arguments.out / "block_model.json", weights)
    write(arguments.out / "block_words.json", words)
    print(f"{len(pages)} pages, {sum(len(found) for found in words.values())} words: {arguments.out}")
    return 0


def write(path: Path, data: dict[str, object] | dict[str, dict[str, float]]) -> None:
    """Write JSON, one key a line, so that a change of one part shows as one line."""
    lines = [f"{json.dumps(key)}: {json.dumps(value, separators=(',', ':'))}" for key, value in data.items()]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())

"""A labelled collection of near-duplicates of any size, from invented texts, in the form of the development gold.

    python benchmarks/dedupe_collection.py FOLDER --documents 3000 --seed 1

writes `docs.jsonl` {id, text} and `clusters.jsonl` {id, cluster, kind}. Kinds as in the gold: edits of a base text
belong to its cluster; `neg_*` documents look alike and belong to no other cluster. The same arguments give the same
bytes.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from dedupe_texts import DATA, SYNONYMS, Invention, Site, Story, report

Edit = Callable[[random.Random, list[str], "Collection"], list[str]]

_SYNONYM = re.compile(r"\b(" + "|".join(sorted(map(re.escape, SYNONYMS), key=len, reverse=True)) + r")\b")
_SENTENCE = re.compile(r"(?<=[.!?]) ")
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_SITES = 24
# Shares of the edits: how many sentences a heavy rewriting drops or turns round, synonyms a light one swaps,
# numbers an update changes, letters that are damaged, negatives that have a copy of their own.
_DROPPED, _TURNED, _SWAPPED, _CHANGED, _DAMAGED, _COPIED = 1 / 6, 0.3, 0.5, 1 / 3, 0.004, 1 / 8
_TURNED_WORDS = 8  # a shorter sentence has no part to put in front


@dataclass
class Collection:
    """Documents made so far, and the sites they may stand on."""

    source: random.Random
    sites: list[Site]
    rows: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, paragraphs: list[str], cluster: str | None, kind: str) -> str:
        """Add a document; without a cluster it is one of its own. Returns its cluster."""
        cluster = cluster or f"c{len(self.rows):07d}"
        self.rows.append(("\n\n".join(paragraphs), cluster, kind))
        return cluster


def syndicated(source: random.Random, text: list[str], _: Collection) -> list[str]:
    """Put a dateline before the text and a line of the house behind it."""
    place = Invention(source).place().upper()
    credit = f"({source.choice(('NordWire', 'PressPool', 'Tallis News', 'Union Cable'))})"
    return [f"{place} {credit} - {text[0]}", *text[1:], "This report came over the wire and was not edited here."]


def site_chrome(source: random.Random, text: list[str], made: Collection) -> list[str]:
    """Leave a site's furniture around the text."""
    site = source.choice(made.sites)
    return [*site.above(), *text, *site.below(source)]


def truncated(source: random.Random, text: list[str], _: Collection) -> list[str]:
    """Break off after a third to two thirds."""
    words = "\n\n".join(text).split(" ")
    kept = " ".join(words[: int(len(words) * source.uniform(0.35, 0.7))])
    return [f"{kept}…", "[…] The whole piece is for members only."]


def excerpt(source: random.Random, text: list[str], _: Collection) -> list[str]:
    """Quote some paragraphs in a row, with a little of one's own around them."""
    count = max(2, int(len(text) * source.uniform(0.3, 0.6)))
    start = source.randrange(len(text) - count + 1)
    name = Invention(source).person()
    return [
        f"Worth a look, says {name}, and quoted at length for those who have not seen it:",
        *text[start : start + count],
    ]


def reorder(source: random.Random, text: list[str], _: Collection) -> list[str]:
    """Shuffle the paragraphs after the first."""
    rest = text[1:]
    source.shuffle(rest)
    return [text[0], *rest]


def light_paraphrase(source: random.Random, text: list[str], _: Collection) -> list[str]:
    """Swap every second word that has a synonym."""
    return [_SYNONYM.sub(lambda m: SYNONYMS[m[0]] if source.random() < _SWAPPED else m[0], part) for part in text]


def heavy_rewrite(source: random.Random, text: list[str], made: Collection) -> list[str]:
    """Swap all synonyms, drop every sixth sentence and turn some sentences round."""
    turned = []
    for part in text:
        sentences = [s for s in _SENTENCE.split(part) if source.random() > _DROPPED]
        for number, sentence in enumerate(sentences):
            if source.random() < _TURNED and sentence.count(" ") > _TURNED_WORDS:
                words = sentence.rstrip(".").split(" ")
                cut = len(words) - source.randrange(3, 6)
                sentences[number] = " ".join([*words[cut:], *words[:cut]]) + "."
        turned.append(" ".join(sentences))
    swapped = [_SYNONYM.sub(lambda m: SYNONYMS[m[0]], part) for part in turned if part]
    return swapped or light_paraphrase(source, text, made)


def update(source: random.Random, text: list[str], _: Collection) -> list[str]:
    """Change a third of the numbers, and add a paragraph that says so."""
    make = Invention(source)
    changed = [_NUMBER.sub(lambda m: make.number() if source.random() < _CHANGED else m[0], part) for part in text]
    return [f"Updated with new figures and a comment by {make.person()}.", *changed]


def char_noise(source: random.Random, text: list[str], _: Collection) -> list[str]:
    """Damage one letter in about 250."""
    return ["".join(source.choice("aeinrst") if source.random() < _DAMAGED else c for c in part) for part in text]


def normalised(_: random.Random, text: list[str], __: Collection) -> list[str]:
    """Print all in capitals, on one line."""
    return [" ".join(text).upper()]


EDITS: tuple[Edit, ...] = (
    syndicated,
    site_chrome,
    truncated,
    excerpt,
    reorder,
    light_paraphrase,
    heavy_rewrite,
    update,
    char_noise,
    normalised,
)


def neg_template(source: random.Random, made: Collection) -> None:
    """An instance of a template; one in eight is also carried by another site."""
    text = report(source, source.choice(sorted(DATA["templates"])))
    cluster = made.add(text, None, "neg_template")
    if source.random() < _COPIED:
        made.add(syndicated(source, text, made), cluster, "template_copy")


def neg_digest(source: random.Random, made: Collection) -> None:
    """Two to four whole stories on one page; each is also a document of its own."""
    texts = [Story(source).paragraphs(4, 9) for _ in range(source.randrange(2, 5))]
    for text in texts:
        made.add(text, None, "base")
    made.add([part for text in texts for part in text], None, "neg_digest")


def neg_roundup(source: random.Random, made: Collection) -> None:
    """The leads of five to eight stories on one page; some are documents, some also as truncated copies."""
    texts = [Story(source).paragraphs(5, 12) for _ in range(source.randrange(5, 9))]
    for text in texts[:3]:
        cluster = made.add(text, None, "base")
        if source.random() < _SWAPPED:
            made.add(truncated(source, text, made), cluster, "truncated")
    made.add(["What else is new, in brief:", *(text[0] for text in texts)], None, "neg_roundup")


def neg_quote_share(source: random.Random, made: Collection) -> None:
    """Two stories that carry the same long statement."""
    quote = Story(source).quote(source.randrange(3, 6))
    for _ in range(2):
        text = Story(source).paragraphs(6, 12)
        text.insert(source.randrange(1, len(text)), quote)
        made.add(text, None, "neg_quote_share")


def neg_stub_chrome(source: random.Random, made: Collection) -> None:
    """Two sentences of a story in the large frame of a site."""
    site, story = source.choice(made.sites), Story(source)
    made.add([*site.above(), f"{story.sentence()} {story.sentence()}", *site.below(source)], None, "neg_stub_chrome")


def neg_live_blog(source: random.Random, made: Collection) -> None:
    """A live blog: a site's usual welcome above the posts of the day."""
    site = source.choice(made.sites)
    made.add([site.welcome(), *Story(source).paragraphs(4, 9)], None, "neg_same_intro")


NEGATIVES = (neg_template, neg_template, neg_digest, neg_roundup, neg_quote_share, neg_stub_chrome, neg_live_blog)


def collect(documents: int, seed: int) -> Collection:
    """Make a collection of about `documents` documents: half edits of stories, half negatives and their stories."""
    source = random.Random(seed)  # noqa: S311 - reproducible, not secret
    made = Collection(source=source, sites=[Site(source) for _ in range(_SITES)])
    turn = 0
    while len(made.rows) < documents:
        text = Story(source).paragraphs()
        cluster = made.add(text, None, "base")
        # Most stories have few copies, some have many.
        for _ in range(min(12, int(source.paretovariate(1.1)))):
            edit = EDITS[turn % len(EDITS)]
            made.add(edit(source, list(text), made), cluster, edit.__name__)
            turn += 1
        for _ in range(2):
            NEGATIVES[source.randrange(len(NEGATIVES))](source, made)
    return made


def main() -> None:
    """Write a collection."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    made = collect(arguments.documents, arguments.seed)
    order = list(range(len(made.rows)))
    made.source.shuffle(order)
    arguments.folder.mkdir(parents=True, exist_ok=True)
    with (arguments.folder / "docs.jsonl").open("w", encoding="utf-8") as docs:
        docs.writelines(json.dumps({"id": f"d{n:07d}", "text": made.rows[n][0]}) + "\n" for n in order)
    with (arguments.folder / "clusters.jsonl").open("w", encoding="utf-8") as clusters:
        clusters.writelines(
            json.dumps({"id": f"d{n:07d}", "cluster": made.rows[n][1], "kind": made.rows[n][2]}) + "\n" for n in order
        )


if __name__ == "__main__":
    main()

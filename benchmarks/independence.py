"""Independence edges beyond text: precision and recall by kind on invented events, and what is found on gold texts.

    python benchmarks/independence.py --events 400 --seed 1
    python benchmarks/independence.py --gold FOLDER --split dev --show 50

Events are made from `dedupe_texts` and `independence.toml`, where every edge is known: documents that credit agencies,
cite outlets with and without a document in the collection, and carry a statement; and documents that only look so. On
the gold (dedup/SPLIT/docs.jsonl), which labels no such edges, they are counted, and `--show` prints some, drawn by the
seed, for a person to judge. The last line is one JSON object with all figures.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dedupe_texts import LANGUAGES, Invention, Piece, Story

from claimhouse.borrowings import outlet_name, outlet_of
from claimhouse.pipeline.dedupe import dedupe_texts
from claimhouse.pipeline.independence import PublishedText, borrowed_edges
from claimhouse.records import IndependenceEdge
from claimhouse.settings import DedupeSettings, ResolveSettings

CASES: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
KINDS = ("agency_credit", "cites", "same_quote")
_START = datetime(2026, 1, 5, 8, tzinfo=UTC)
_SLOGANS = 2  # statements that very many stories carry
_AROUND = 60  # characters shown around an edge's evidence

Edge = tuple[str, str, str]
"""Left, right, kind."""


@dataclass
class Labelled:
    """Texts and the edges that there are."""

    texts: list[PublishedText] = field(default_factory=list)
    edges: set[Edge] = field(default_factory=set)


class _Maker:
    """Makes events, each with an original, a citing document, a crediting one, and some that only look so."""

    def __init__(self, seed: int) -> None:
        self.source = random.Random(seed)  # noqa: S311 - reproducible, not secret
        self.make = Invention(self.source)
        self.made = Labelled()
        self._slogans = [self._quote(Story(self.source, LANGUAGES["en"])) for _ in range(_SLOGANS)]

    def event(self) -> None:
        """Add the documents of one event."""
        story = Story(self.source, self.source.choice([LANGUAGES["en"], LANGUAGES["en"], *LANGUAGES.values()]))
        start = _START + timedelta(hours=6 * len(self.made.texts))
        outlet = self._fill(self.source.choice(CASES["outlets"]), {})
        statement = self._quote(story)
        original = self._add(story, ["plain", statement], start, _named(outlet))
        self._credit(story, start)
        self._cite(story, start, outlet, original)
        self._cite(story, start, self._fill(self.source.choice(CASES["outlets"]), {}), None)
        carrying = self._add(story, ["plain", statement], start + timedelta(hours=3))
        self.made.edges.add((carrying, original, "same_quote"))
        self._add(story, ["plain", self.source.choice(self._slogans)], start)
        self._look_alikes(story, start)

    def _credit(self, story: Story, start: datetime) -> None:
        written, name = self.source.choice(CASES["agencies"])
        place = self.source.choice(("head", "line", "tail"))
        words = self._fill(self.source.choice(CASES[f"credit_{place}"]), {"agency": written})
        key = self._add(story, [place, words], start)
        self.made.edges.add((key, name, "agency_credit"))

    def _cite(self, story: Story, start: datetime, outlet: str, original: str | None) -> None:
        words = self.source.choice(CASES[self.source.choice(("cites_document", "cites_passage"))])
        key = self._add(story, ["plain", self._fill(words, {"outlet": outlet})], start + timedelta(hours=5))
        self.made.edges.add((key, original or outlet_name(_named(outlet)), "cites"))

    def _look_alikes(self, story: Story, start: datetime) -> None:
        written = self.source.choice(CASES["agencies"])[0]
        outlet = self._fill(self.source.choice(CASES["outlets"]), {})
        place = self.source.choice(("line", "plain"))
        self._add(story, [place, self._fill(self.source.choice(CASES["no_credit"]), {"agency": written})], start)
        self._add(story, ["plain", self._fill(self.source.choice(CASES["no_cites"]), {"outlet": outlet})], start)

    def _quote(self, story: Story) -> str:
        return story.quote(self.source.randrange(2, 5))

    def _fill(self, words: str, slots: dict[str, str]) -> str:
        place = self.make.place()
        outlet = slots.get("outlet", "")
        return words.format(
            place=place,
            PLACE=place.upper(),
            person=self.make.person(),
            person2=self.make.person(),
            Outlet=outlet[:1].upper() + outlet[1:],
            **{"outlet": outlet, "agency": "", **slots},
        )

    def _add(self, story: Story, added: Sequence[str], at: datetime, publisher: str | None = None) -> str:
        piece = story.piece(4, 9)
        text = piece.text()
        place, words = added
        if place == "head":
            text[0] = words + text[0]
        elif place == "tail":
            text[-1] += words
        elif place == "line":
            text.insert(self.source.choice((0, len(text))), words)
        else:
            text.insert(self.source.randrange(1, len(text)), words)
        key = f"d{len(self.made.texts):06d}"
        names = frozenset(_names(piece))
        self.made.texts.append(
            PublishedText(
                key=key,
                text="\n\n".join(text),
                publisher=publisher or f"The {self.make.place()} Lantern",
                published_at=at,
                names=names,
            )
        )
        return key


def _named(outlet: str) -> str:
    """Return an outlet's name without the words before it, as a publisher bears it."""
    for noun in ("the weekly ", "the broadcaster ", "the news site ", "the ", "die ", "das ", "der "):
        outlet = outlet.removeprefix(noun)
    return outlet


def _names(piece: Piece) -> Iterable[str]:
    for facts in piece.paragraphs:
        for fact in facts:
            yield fact.values["person"]
            yield fact.values["body"]


def invented(events: int, seed: int) -> Labelled:
    """Make a labelled collection of so many events; their clusters of copies are found, not given."""
    maker = _Maker(seed)
    for _ in range(events):
        maker.event()
    maker.made.texts = with_clusters(maker.made.texts)
    return maker.made


def with_clusters(texts: Sequence[PublishedText]) -> list[PublishedText]:
    """Return the texts with the clusters that claimhouse finds."""
    rows = dedupe_texts([(text.key, text.text) for text in texts], DedupeSettings())
    return [
        PublishedText(
            key=text.key,
            text=text.text,
            publisher=text.publisher,
            published_at=text.published_at,
            names=text.names,
            cluster=row.cluster,
        )
        for text, row in zip(texts, rows, strict=True)
    ]


def read_gold(folder: Path, split: str) -> list[PublishedText]:
    """Read the texts of a gold of near-duplicates; the publisher is the host of the URL."""
    place = folder / "dedup" / split if (folder / "dedup").is_dir() else folder / split
    rows = [json.loads(line) for line in (place / "docs.jsonl").read_text(encoding="utf-8").splitlines() if line]
    return with_clusters(
        [PublishedText(key=row["id"], text=row["text"], publisher=urlsplit(row["url"] or "").hostname) for row in rows]
    )


def by_kind(wanted: set[Edge], found: set[Edge]) -> dict[str, dict[str, float]]:
    """Return precision and recall for each kind of edge; both sides and the kind must agree."""
    figures = {}
    for kind in KINDS:
        expected, got = ({edge for edge in edges if edge[2] == kind} for edges in (wanted, found))
        right = len(expected & got)
        figures[kind] = {
            "edges": float(len(expected)),
            "precision": round(right / len(got), 4) if got else 1.0,
            "recall": round(right / len(expected), 4) if expected else 1.0,
        }
    return figures


def show(texts: Sequence[PublishedText], edges: Sequence[IndependenceEdge], count: int, seed: int) -> None:
    """Print some edges with their evidence in its surroundings, for a person to judge."""
    by_key = {text.key: text.text for text in texts}
    source = random.Random(seed)  # noqa: S311 - reproducible, not secret
    for edge in source.sample(edges, min(count, len(edges))):
        start, end = edge.char_start or 0, edge.char_end or 0
        around = " ".join(by_key[edge.left_key][max(0, start - _AROUND) : end + _AROUND].split())
        print(f"{edge.kind:13} {edge.scope:8} {edge.left_key} -> {edge.right_key}\n    {around}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=os.environ.get("CLAIMHOUSE_GOLD"), help="folder of the gold")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--events", type=int, default=200, help="invented events of ten documents each; 0 for none")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N edges of the gold to be judged")
    parser.add_argument("--wrong", action="store_true", help="print the invented edges that are missing or too many")
    arguments = parser.parse_args()
    settings, figures = ResolveSettings(), {}
    if arguments.events:
        made = invented(arguments.events, arguments.seed)
        found = {(edge.left_key, edge.right_key, edge.kind.value) for edge in borrowed_edges(made.texts, settings)}
        figures["invented"] = {"documents": len(made.texts), **by_kind(made.edges, found)}
        for kind in KINDS:
            row = by_kind(made.edges, found)[kind]
            print(f"{kind:14} {row['edges']:6.0f} edges  precision {row['precision']:.4f}  recall {row['recall']:.4f}")
        if arguments.wrong:
            _print_wrong(made, found)
    if arguments.gold:
        texts = read_gold(Path(arguments.gold), arguments.split)
        edges = borrowed_edges(texts, settings)
        counts = Counter(edge.kind.value for edge in edges)
        figures["gold"] = {"documents": len(texts), **counts}
        print(f"gold {arguments.split}: {len(texts)} documents, edges {dict(counts)}")
        show(texts, edges, arguments.show, arguments.seed)
    print(json.dumps(figures))


def _print_wrong(made: Labelled, found: set[Edge]) -> None:
    by_key = {text.key: text.text for text in made.texts}
    for sign, edges in (("missing", made.edges - found), ("too many", found - made.edges)):
        for edge in sorted(edges):
            lines = [line for line in by_key[edge[0]].split("\n\n") if outlet_of(edge[1]) or line]
            shortest = min(lines, key=len)
            print(f"{sign:8} {edge} | {lines[0][:60]} | {shortest[:100]} | {lines[-1][-60:]}")


if __name__ == "__main__":
    main()

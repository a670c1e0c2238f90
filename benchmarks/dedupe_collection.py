"""A labelled collection of near-duplicates of any size, from invented texts, in the form of the development gold.

    python benchmarks/dedupe_collection.py FOLDER --documents 3000 --seed 1

writes `docs.jsonl` {id, text} and `clusters.jsonl` {id, cluster, kind}. Kinds as in the gold: edits of a text
belong to its cluster; `neg_*` documents look like others and belong to no other cluster than their own edits'. An
edited text may stand in a frame as well ("truncated+site_chrome": counted under both). At 3,000 documents there are at
least 200 of every kind but exact, normalised and template_copy, so most stories are a hard case themselves: they carry
a statement that another story has too, or stand in a live blog.

The same arguments give the same bytes. A collection is made in parts of about 3,000 documents, each from a seed of its
own, so a larger collection begins with the smaller one; parts share sites and templates.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from dedupe_edits import EDITS, FRAMED, FRAMES, excerpt, truncated
from dedupe_texts import DATA, LANGUAGES, Draw, Piece, Site, Story, ready, report

PART = 3_000
"""Documents made from one seed."""

NEGATIVE = "neg_"
SHARED_SITES, OWN_SITES = 16, 8
"""Sites of all parts, and of one part."""

COPIES = (1, 1, 1, 2, 2, 3, 4, 4, 6, 10)
"""Edits of a story: most have few, some have many."""

_SORTS = ("live", "quote", "live", "quote", "live", "quote", "plain")
_FRAMED_SHARE = 0.34
_COPIED = 1 / 8  # of template instances, that another site carries too
_THIRD_QUOTE = 0.3  # of statements, that a third story has
_REACH = 40  # stories back from which a digest or a round-up takes its parts
# Negatives of a kind per story.
_RATE = 0.425

Row = tuple[str, str, str]
"""Text, cluster, kind."""


@dataclass(frozen=True, slots=True)
class _Printed:
    """A story as it was first printed: what edits start from."""

    piece: Piece
    text: list[str]
    cluster: str


@dataclass
class Collection:
    """Documents made so far; the first of a cluster is the one that the others were made from."""

    rows: list[Row] = field(default_factory=list)


class _Part:
    """The makers of one part of a collection; each yields its documents."""

    def __init__(self, number: int, seed: int) -> None:
        self.source = Draw(f"{seed}/{number}")
        shared = Draw(f"{seed}/sites")
        self.sites = [Site(shared) for _ in range(SHARED_SITES)] + [Site(self.source) for _ in range(OWN_SITES)]
        self._number = number
        self._clusters = 0
        self._printed: list[_Printed] = []
        self._quotes: dict[str, str] = {}
        self._turns = [edit for edit, count in EDITS for _ in range(count)]
        self.source.shuffle(self._turns)
        self._turn = 0
        self._copies: list[int] = []

    def rows(self) -> Iterator[Row]:
        """Yield documents without end: stories with their edits, and negatives between them."""
        made = 0.0
        negatives = (self._templates, self._stub, self._digest, self._roundup)
        for turn in range(10**9):
            yield from self._story(_SORTS[turn % len(_SORTS)])
            made += _RATE
            if made >= 1:
                made -= 1
                for negative in negatives:
                    yield from negative()

    def _cluster(self) -> str:
        self._clusters += 1
        return f"c{self._number:05d}-{self._clusters:04d}"

    def _story(self, sort: str) -> Iterator[Row]:
        source = self.source
        # The furniture of all sites is English, and so is what a live page opens with.
        piece = Story(source, LANGUAGES["en"] if sort == "live" else None).piece()
        text, kind = piece.text(), "base"
        if sort == "quote":
            text.insert(source.randrange(1, len(text)), self._quotation(piece))
            kind = "neg_quote_share"
        elif sort == "live":
            text.insert(0, source.choice(self.sites).welcome())
            kind = "neg_same_intro"
        printed = _Printed(piece, text, self._cluster())
        self._printed.append(printed)
        yield "\n\n".join(text), printed.cluster, kind
        if not self._copies:  # as often as they are listed, in another order each time: the counts of kinds are even
            self._copies = source.sample(COPIES, len(COPIES))
        for _ in range(self._copies.pop()):
            yield self._edited(printed)

    def _quotation(self, piece: Piece) -> str:
        """Return a quotation that another story of the language has, or one that others will have."""
        source, code = self.source, piece.language.code
        if code not in self._quotes:
            self._quotes[code] = Story(source, piece.language).quote(source.randrange(3, 6))
            return self._quotes[code]
        quote = self._quotes[code]
        if source.random() >= _THIRD_QUOTE:
            del self._quotes[code]
        return quote

    def _edited(self, printed: _Printed) -> Row:
        edit = self._turns[self._turn % len(self._turns)]
        self._turn += 1
        text = printed.piece.text() if edit in {truncated, excerpt} else list(printed.text)
        text, kind = edit(self.source, printed.piece, text, self.sites), edit.__name__
        if edit in FRAMED and self.source.random() < _FRAMED_SHARE:
            frame = self.source.choice(FRAMES)
            text, kind = frame(self.source, printed.piece, text, self.sites), f"{kind}+{frame.__name__}"
        return "\n\n".join(text), printed.cluster, kind

    def _templates(self) -> Iterator[Row]:
        """An instance of a template; one in eight is also carried by another site."""
        text = report(self.source, self.source.choice(sorted(DATA["templates"])))
        cluster = self._cluster()
        yield "\n\n".join(text), cluster, "neg_template"
        if self.source.random() < _COPIED:
            site = self.source.choice(self.sites)
            yield "\n\n".join([*site.above(), *text]), cluster, "template_copy"

    def _stub(self) -> Iterator[Row]:
        """Two sentences of a story in the large frame of a site."""
        site, story = self.source.choice(self.sites), Story(self.source)
        text = f"{story.fact().sentence()} {story.fact().sentence()}"
        yield "\n\n".join([*site.above(), text, *site.below(self.source)]), self._cluster(), "neg_stub_chrome"

    def _some(self, count: int) -> list[_Printed]:
        recent = self._printed[-_REACH:]
        return self.source.sample(recent, min(count, len(recent)))

    def _digest(self) -> Iterator[Row]:
        """Two to four whole stories on one page; each is also a document of its own."""
        stories = self._some(self.source.randrange(2, 5))
        yield "\n\n".join(part for story in stories for part in story.text), self._cluster(), "neg_digest"

    def _roundup(self) -> Iterator[Row]:
        """The leads of five to eight stories on one page; all but one or two are documents."""
        stories = self._some(self.source.randrange(4, 7))
        leads = [story.piece.text()[0] for story in stories]
        leads += [Story(self.source).piece().text()[0] for _ in range(self.source.randrange(1, 3))]
        self.source.shuffle(leads)
        above = ready(self.source, LANGUAGES["en"], "roundup")
        yield "\n\n".join([above, *leads]), self._cluster(), "neg_roundup"


def stream(documents: int, seed: int) -> Iterator[Row]:
    """Yield the rows of a collection without holding it in memory; a part's documents follow each other."""
    for number, start in enumerate(range(0, documents, PART)):
        yield from islice(_Part(number, seed).rows(), min(PART, documents - start))


def collect(documents: int, seed: int) -> Collection:
    """Make a collection of so many documents."""
    return Collection(list(stream(documents, seed)))


def kinds_of(kind: str) -> Sequence[str]:
    """Return the kinds that a document counts under: "truncated+site_chrome" under both."""
    return kind.split("+")


@dataclass(frozen=True, slots=True)
class KindFigures:
    """How a clustering treats the documents of one kind.

    Attributes:
        documents: how many there are.
        recall_to_base: share of the edits that are with the text they were made from; null for what is no edit.
        false_merges: share of the documents that are with a document of another cluster.
    """

    documents: int
    recall_to_base: float | None
    false_merges: float


def bases(clusters: Mapping[str, str], kinds: Mapping[str, str], order: Iterable[str] | None = None) -> dict[str, str]:
    """Return, by cluster, the document that its edits were made from: `base` or, in a generated one, the first."""
    found: dict[str, str] = {}
    for key in order or sorted(clusters):
        if kinds[key] == "base":
            found[clusters[key]] = key
        elif kinds[key].startswith(NEGATIVE):
            found.setdefault(clusters[key], key)
    return found


def figures_by_kind(
    clusters: Mapping[str, str], kinds: Mapping[str, str], found: Mapping[str, str]
) -> dict[str, KindFigures]:
    """Measure a clustering kind by kind.

    Args:
        clusters: the labels, by document.
        kinds: the kind of each document.
        found: the clustering; a document without one is alone.
    """
    found = {key: found.get(key, f"alone {key}") for key in clusters}
    labels: dict[str, set[str]] = defaultdict(set)
    for key, name in found.items():
        labels[name].add(clusters[key])
    base_of = bases(clusters, kinds)
    hits: dict[str, list[bool]] = defaultdict(list)
    bad: dict[str, list[bool]] = defaultdict(list)
    for key, listed in kinds.items():
        base = base_of.get(clusters[key])
        for kind in kinds_of(listed):
            bad[kind].append(len(labels[found[key]]) > 1)
            if base is not None and base != key:
                hits[kind].append(found[base] == found[key])
    return {
        kind: KindFigures(
            documents=len(marks),
            recall_to_base=round(sum(hits[kind]) / len(hits[kind]), 4) if hits[kind] else None,
            false_merges=round(sum(marks) / len(marks), 4),
        )
        for kind, marks in sorted(bad.items())
    }


def main() -> None:
    """Write a collection, part by part; within a part the documents are shuffled."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    order = random.Random(arguments.seed)  # noqa: S311 - reproducible, not secret
    counts: Counter[str] = Counter()
    rows = enumerate(stream(arguments.documents, arguments.seed))
    with (
        (arguments.folder / "docs.jsonl").open("w", encoding="utf-8") as docs,
        (arguments.folder / "clusters.jsonl").open("w", encoding="utf-8") as clusters,
    ):
        while part := list(islice(rows, PART)):
            order.shuffle(part)
            for number, (text, cluster, kind) in part:
                name = f"d{number:07d}"
                counts.update(kinds_of(kind))
                docs.write(json.dumps({"id": name, "text": text}, ensure_ascii=False) + "\n")
                clusters.write(json.dumps({"id": name, "cluster": cluster, "kind": kind}) + "\n")
    print(json.dumps(dict(sorted(counts.items()))))


if __name__ == "__main__":
    main()

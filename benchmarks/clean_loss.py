"""Count the characters of pages that cleaning loses: they stand in no block, neither kept nor dropped.

    python benchmarks/clean_loss.py --gold FOLDER --split dev [--every N]

FOLDER holds `extraction/SPLIT/gold.jsonl` and `pages/ID.html.gz`; default is the folder that CLAIMHOUSE_GOLD names.
Every page is read a second time by `html.parser` of the standard library, which shares no code with us; what it
gives as text outside of scripts, styles and the page's title is compared with all blocks, white space and characters
without any sign left out. The last line is one JSON object:
    pages, characters  how much was compared
    refused, misread   pages that we refuse, and that the second reading loses itself: not compared
    lost               characters that the second reading has and no block has
    invented           characters of blocks that the second reading does not have
    twice              source characters that two blocks claim
    unproved           blocks whose raw bytes do not give their text (DESIGN §3: decode, drop tags, unescape)
    wide               blocks whose raw spans hold more than twice their characters
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import re
from collections import Counter
from html.parser import HTMLParser

from gold_folder import add_gold_options, part_of

from claimhouse.clean import clean_page
from claimhouse.clean.encoding import decode
from claimhouse.clean.mapped import INVISIBLE
from claimhouse.errors import DocumentError
from claimhouse.records import CleanedPage, MediaType, Page, raw_spans
from claimhouse.settings import CleanSettings

UNREAD = frozenset({"script", "style"})
NO_SIGN = re.compile(rf"[\s{INVISIBLE}]+")
TAG = re.compile(r"<!--.*?-->|<[A-Za-z/!?][^<>]*>", re.DOTALL)
MIN_SECOND_SHARE = 0.5  # of our characters; a second reading with less went astray itself
MAX_SHOWN = 8


class SecondReading(HTMLParser):
    """The text of a page as the standard library reads it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self._unread = ""
        self._title_seen = False
        self._lines: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin to leave out scripts, styles and the first title."""
        del attrs
        if not self._unread and (tag in UNREAD or (tag == "title" and not self._title_seen)):
            self._unread = tag
            self._title_seen |= tag == "title"

    def handle_endtag(self, tag: str) -> None:
        """Read on."""
        if tag == self._unread:
            self._unread = ""

    def handle_data(self, data: str) -> None:
        """Take text."""
        if not self._unread:
            self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        """Take a named character reference as it is written; it is resolved with what is around it."""
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        """Take a numbered character reference as it is written."""
        self._reference(f"&#{name}")

    def _reference(self, written: str) -> None:
        line, column = self.getpos()
        semicolon = self._lines[line - 1][column + len(written) : column + len(written) + 1] == ";"
        if not self._unread:
            self.parts.append(written + (";" if semicolon else ""))

    def read(self, source: str) -> str:
        """Return the text of a page without white space and signless characters.

        A comment that is never closed is cut off before: this parser takes it for text, a browser does not.
        """
        opened = source.rfind("<!--")
        if opened >= 0 and "-->" not in source[opened:]:
            source = source[:opened]
        self._lines = re.split("\n", source)
        self.feed(source)
        self.close()
        return NO_SIGN.sub("", html.unescape("".join(self.parts)))


def without_signless(page: CleanedPage) -> str:
    """Return the text of all blocks, as the second reading is compared."""
    return NO_SIGN.sub("", "".join(block.text for block in page.blocks))


def proofs(payload: bytes, page: CleanedPage) -> tuple[int, int, int]:
    """Return how many blocks their bytes do not prove, how many have wide spans, how many bytes are claimed twice."""
    unproved = wide = 0
    claimed: Counter[int] = Counter()
    for block in page.blocks:
        start = block.char_start or 0
        spans = raw_spans(block.offsets, start, start + len(block.text))
        pieces = [payload[span.start : span.end].decode(page.encoding, "replace") for span in spans]
        read = "".join("".join(html.unescape(TAG.sub("", piece)) for piece in pieces).split())
        bare = "".join(block.text.split())
        unproved += read != bare
        length = sum(len(html.unescape(piece)) for piece in pieces)
        wide += length > 2 * len(bare)
        for span in spans:
            claimed.update(range(span.start, span.end))
    return unproved, wide, sum(count - 1 for count in claimed.values())


def main() -> None:
    """Read all pages twice and print what differs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add_gold_options(parser, "extraction/SPLIT/gold.jsonl and pages/")
    parser.add_argument("--every", type=int, default=1, help="take every Nth page only")
    options = parser.parse_args()
    folder = part_of(options.gold, "extraction") / options.split
    rows = [json.loads(line) for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    total: Counter[str] = Counter()
    shown = 0
    for row in rows[:: options.every]:
        payload = gzip.decompress((folder / "pages" / f"{row['id']}.html.gz").read_bytes())
        try:
            page = clean_page(Page(payload=payload, media_type=MediaType.HTML, url=row.get("url")), CleanSettings())
        except DocumentError as error:
            total["refused"] += 1
            print(f"{row['id']}: {error}")
            continue
        expected, found = SecondReading().read(decode(payload).text), without_signless(page)
        if len(expected) < MIN_SECOND_SHARE * len(found):
            total["misread"] += 1
            print(f"{row['id']}: the second reading has {len(expected)} characters of {len(found)}: not compared")
            continue
        lost, invented = Counter(expected) - Counter(found), Counter(found) - Counter(expected)
        unproved, wide, twice = proofs(payload, page)
        total.update(
            pages=1,
            characters=len(expected),
            lost=lost.total(),
            invented=invented.total(),
            unproved=unproved,
            wide=wide,
            twice=twice,
        )
        if (lost or invented or unproved or wide or twice) and shown < MAX_SHOWN:
            shown += 1
            print(f"{row['id']}: lost {lost.total()}, invented {invented.total()}, {unproved=}, {wide=}, {twice=}")
    print(json.dumps({"benchmark": "clean_loss", "split": options.split, "refused": 0, "misread": 0, **total}))


if __name__ == "__main__":
    main()

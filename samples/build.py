"""Build the sample corpus from `articles/` and the site templates; the output is committed.

    python -m samples.build            # from the root of the project

Writes `pages.jsonl`, `pages/`, `loose/`, `archive.warc.gz` and the cleaning gold `tests/gold/pages.jsonl`.
The same sources give the same bytes, apart from what another zlib or zstd makes of them.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import zstandard

from samples.site_templates import CITATION, TEMPLATES, Article, Sheet, Site

HERE = Path(__file__).parent

LEDGER = Site(
    name="The Harbour Ledger",
    host="www.ledger.example",
    template="semantic",
    related=("Winter gas stores are full again", "Why your parcel is late", "Five charts on copper"),
    tags=("companies", "energy", "markets"),
    consent="We value your privacy. We and our 214 partners store cookies on your device. Accept all. Manage choices.",
    policy="The Ledger corrects its errors. Write to corrections@ledger.example to report one.",
)
WIRE = Site(
    name="Meridian Wire",
    host="meridianwire.example",
    template="div_soup",
    related=("Oil slips on weak demand", "Tornhem elects first woman as mayor"),
)
COURIER = Site(
    name="Elsden Courier",
    host="elsdencourier.example",
    template="wordpress",
    related=("Previous: Market hall to close for repairs", "Next: Swans return to the canal"),
    tags=("Business", "Port Elsden"),
    comments=("harbourlad says: About time somebody bought something from us.", "Kit says: First they take the trams."),
    consent="This site uses cookies to improve your experience. Accept Reject Read More",
)
BEACON = Site(
    name="The Beacon",
    host="thebeacon.example",
    template="table_layout",
    related=("Dog drives tractor into pond", "Is your kettle spying on you?", "Star chef weds plumber"),
)
VOLT = Site(
    name="Volt Notes",
    host="voltnotes.example",
    template="wordpress",
    related=("Ten storage start-ups to watch this year", "My trip to the Sarnholm fair"),
    tags=("batteries", "gossip"),
    comments=("ohm_sweet_ohm says: I heard five billion.",),
)
STANDARD = Site(
    name="Northern Standard",
    host="northernstandard.example",
    template="amp",
    related=("Column: The end of the office plant", "Quiz: How well do you know the coast?"),
    consent="Northern Standard and its partners need your permission to use cookies. Agree. Settings.",
)
STACK = replace(
    LEDGER,
    name="Cell & Stack",
    host="cellandstack.example",
    consent=None,
    policy=None,
    tags=("people",),
    repeat_title=True,
)
TRIBUNE = replace(
    WIRE, name="La Tribune du Réseau", host="tribune-reseau.example", related=("Grève à la régie des ports",)
)
POST = replace(
    WIRE, name="Hallsund Post", host="hallsundpost.example", related=("Snowploughs at the limit", "Cod quota cut again")
)
RADIO = replace(
    STANDARD, name="Coastal Radio", host="coastalradio.example", consent=None, related=("Listen: The morning show",)
)
HERALD = replace(COURIER, name="Lakeside Herald", host="lakesideherald.example", tags=("World",), comments=())
QUARTERLY = replace(STACK, name="Northern Quarterly", host="northernquarterly.example", tags=(), repeat_title=False)
GAZETTE = replace(
    BEACON, name="Sarnholm Gazette", host="gazette.example", related=("Bus lane painted twice", "Swimming pool reopens")
)
FRONTIER = replace(
    VOLT, name="Frontier Notes", host="frontiernotes.example", tags=("science",), comments=("Ada says: Take me there!",)
)
METRO = replace(
    POST, name="Sarnholm Metro", host="metro.example", related=("Escalator out of order", "Where to eat at night")
)
GRUEN = replace(
    POST, name="Grünwerder Anzeiger", host="anzeiger.example", related=("Freibad öffnet früher", "Markt zieht um")
)
TEXTS = Site(name="Newsroom", host="newsroom.example", template="plain_text")


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplePage:
    """One page: which article, on which site, under which id, and in which bytes.

    Attributes:
        place: `pages` (named by the manifest), `loose` (met in the folder).
        fetched_at: for pages of the manifest, when the page was fetched.
        packing: `""`, `.gz` or `.zst`.
        cut_after: words of the article after which the page breaks off; such a page has no end tags either.
    """

    id: str
    article: str
    site: Site
    path: str
    fetched_at: str
    place: str = "pages"
    encoding: str = "utf-8"
    packing: str = ""
    cut_after: str = ""

    @property
    def url(self) -> str:
        """The page's address."""
        return f"https://{self.site.host}/{self.path}"

    @property
    def file(self) -> str:
        """The page's file, relative to the samples."""
        ending = "txt" if self.site.template == "plain_text" else "html"
        return f"{self.place}/{self.id}.{ending}{self.packing}"


def _page(
    page_id: str,
    article: str,
    site: Site,
    path: str,
    fetched_at: str,
    *,
    place: str = "pages",
    encoding: str = "utf-8",
    packing: str = "",
    cut_after: str = "",
) -> SamplePage:
    return SamplePage(
        id=page_id,
        article=article,
        site=site,
        path=path,
        fetched_at=fetched_at,
        place=place,
        encoding=encoding,
        packing=packing,
        cut_after=cut_after,
    )


PAGES = (
    _page("ledger-deal", "deal-ledger", LEDGER, "2026/03/10/corvane-brightloom-stake", "2026-03-10T18:02:11Z"),
    _page("wire-deal", "deal-wire", WIRE, "a/corvane-brightloom-88412", "2026-03-10T07:31:40Z"),
    _page("wire-deal-evening", "deal-wire-updated", WIRE, "a/corvane-brightloom-88412", "2026-03-10T19:12:05Z"),
    _page("courier-deal", "deal-wire", COURIER, "2026/03/corvane-brightloom-talks/", "2026-03-10T09:15:00Z"),
    _page("beacon-deal", "deal-tabloid", BEACON, "news/brightloom-sold.htm", "2026-03-10T20:44:10Z"),
    _page("volt-rumour", "deal-blog", VOLT, "rumour-mill-brightloom/", "2026-03-07T08:00:00Z"),
    _page("standard-opinion", "deal-opinion", STANDARD, "amp/opinion/stake-not-strategy", "2026-03-12T06:00:00Z"),
    _page("stack-profile", "deal-profile", STACK, "people/mara-dellin", "2026-03-16T10:30:00Z"),
    _page(
        "tribune-review", "deal-review", TRIBUNE, "en/corvane-review.html", "2026-06-02T11:00:00Z", encoding="cp1252"
    ),
    _page("post-ferry", "ferry-first", POST, "nyheter/solvei-fire", "2026-01-15T03:00:00Z"),
    _page("post-ferry-friday", "ferry-update", POST, "nyheter/solvei-fire", "2026-01-16T09:30:00Z"),
    _page("radio-ferry", "ferry-radio", RADIO, "amp/solvei-truck-battery", "2026-01-16T13:10:00Z"),
    _page("wire-ferry", "ferry-wire", WIRE, "a/solvei-toll-86990", "2026-01-16T18:45:00Z", packing=".gz"),
    _page("herald-ferry", "ferry-wire", HERALD, "2026/01/union-ferry-toll/", "2026-01-17T05:20:00Z"),
    _page("ledger-report", "ferry-report", LEDGER, "2026/07/08/solvei-report", "2026-07-08T09:40:00Z", packing=".zst"),
    _page("beacon-ferry", "ferry-tabloid", BEACON, "news/inferno-at-sea.htm", "2026-01-15T06:30:00Z"),
    _page(
        "quarterly-water",
        "ferry-feature",
        QUARTERLY,
        "2026/spring/two-hours",
        "2026-02-02T12:00:00Z",
        encoding="utf-16",
    ),
    _page("standard-final", "sport-final", STANDARD, "amp/sport/cup-final", "2026-05-17T21:00:00Z"),
    _page("ledger-sleep", "health-trial", LEDGER, "2026/04/22/light-for-night-shifts", "2026-04-22T07:00:00Z"),
    _page("gazette-court", "court-verdict", GAZETTE, "court/stahl.htm", "2026-02-26T17:00:00Z"),
    _page("frontier-lake", "science-lake", FRONTIER, "2026/03/hidden-lake-varden/", "2026-03-24T14:00:00Z"),
    _page("metro-tram", "tram-vote", METRO, "city/tram-vote", "2026-03-20T05:00:00Z"),
    _page("ledger-rate", "bank-rate", LEDGER, "2026/04/09/rate-held", "2026-04-09T13:00:00Z"),
    _page("anzeiger-bruecke", "german-bridge", GRUEN, "lokales/hafenbruecke", "2026-03-18T09:00:00Z"),
    _page("courier-digest", "+digest", COURIER, "2026/03/week-in-two-stories/", "2026-03-25T06:00:00Z"),
    _page("radio-roundup", "+roundup", RADIO, "amp/spring-round-up", "2026-05-18T06:00:00Z"),
    _page("corvane-release", "deal-release", TEXTS, "release/1", "2026-03-10T14:05:00Z", place="loose"),
    _page("board-bulletin", "ferry-bulletin", TEXTS, "bulletin/3", "2026-01-19T11:05:00Z", place="loose"),
    _page("weather-north", "weather-north", TEXTS, "weather/n", "2026-03-11T04:05:00Z", place="loose"),
    _page("weather-south", "weather-south", TEXTS, "weather/s", "2026-03-11T04:05:00Z", place="loose"),
    _page("advice-lock", "advice-lock", STANDARD, "amp/service/bicycle-lock", "2026-04-03T10:00:00Z", place="loose"),
    _page(
        "library-broken",
        "library-broken",
        LEDGER,
        "2026/05/05/merrow-library",
        "2026-05-05T11:00:00Z",
        place="loose",
        cut_after="and that she has not",
    ),
)


def read_article(name: str) -> Article:
    """Read an article's source; `+digest` and `+roundup` are put together from others."""
    if name == "+digest":
        stories = [read_article("tram-vote"), read_article("science-lake")]
        return _joined("Two stories of the week: a tram and a lake", "2026-03-25T05:30:00Z", stories, paragraphs=99)
    if name == "+roundup":
        names = ("deal-wire-updated", "ferry-wire", "court-verdict", "sport-final")
        return _joined(
            "The spring in four minutes", "2026-05-18T05:45:00Z", [read_article(n) for n in names], paragraphs=1
        )
    head, _, text = (HERE / "articles" / f"{name}.txt").read_text(encoding="utf-8").partition("\n\n")
    fields = dict(line.split(":", 1) for line in head.splitlines())
    blocks = []
    for line in text.strip().splitlines():
        mark, _, rest = line.partition(" ")
        kind = mark if mark.startswith("!") else "h2" if mark == "##" else "p"
        blocks.append((kind, line if kind == "p" else rest))
    return Article(
        name=name,
        title=fields["title"].strip(),
        authors=tuple(part.strip() for part in fields["authors"].split(";") if part.strip()),
        date=fields["date"].strip(),
        modified=fields["modified"].strip() if "modified" in fields else None,
        summary=fields["summary"].strip(),
        language=fields.get("language", "en").strip(),
        blocks=tuple(blocks),
    )


def _joined(title: str, date: str, stories: list[Article], *, paragraphs: int) -> Article:
    blocks: list[tuple[str, str]] = []
    for story in stories:
        prose = [block for block in story.blocks if block[0] == "p"]
        blocks += [("h2", story.title), *prose[:paragraphs]]
    return replace(
        stories[0],
        name=title,
        title=title,
        date=date,
        modified=None,
        summary="",
        authors=("The desk",),
        blocks=tuple(blocks),
    )


def render(page: SamplePage) -> tuple[bytes, Sheet]:
    """Return the payload of a page and the sheet that knows its noise."""
    sheet = Sheet(site=page.site, article=read_article(page.article), url=page.url)
    html = TEMPLATES[page.site.template](sheet)
    if page.encoding != "utf-8":
        html = html.replace('charset="utf-8"', f'charset="{"windows-1252" if page.encoding == "cp1252" else "utf-16"}"')
    if page.cut_after:
        html = html[: html.index(page.cut_after) + len(page.cut_after)].replace("</p>", "").replace("</figure>", "")
        sheet.seen = [text for text in sheet.seen if text in html]
    return html.encode(page.encoding), sheet


def packed(payload: bytes, packing: str) -> bytes:
    """Compress a payload as a file name's ending says."""
    if packing == ".gz":
        return gzip.compress(payload, mtime=0)
    return zstandard.compress(payload, 19) if packing == ".zst" else payload


def gold_row(page: SamplePage, sheet: Sheet) -> dict[str, object]:
    """Return what cleaning should make of a page, in the form of `tests/gold/README.md`."""
    article = sheet.article
    kept = "\n".join(CITATION.sub("", text) for kind, text in article.blocks if not kind.startswith("!"))
    if page.cut_after:
        kept = kept[: kept.index(page.cut_after) + len(page.cut_after)]
    prose = [text for kind, text in article.blocks if kind == "p" and not CITATION.search(text) and text in kept]
    return {
        "id": page.id,
        "path": f"../../samples/{page.file}",
        "url": None if page.place == "loose" else page.url,
        "publisher": None if page.place == "loose" else page.site.name,
        "must": [prose[0], prose[len(prose) // 2], prose[-1]],
        "must_not": list(dict.fromkeys(sheet.seen)),
        "text": kept,
        "title": article.title,
        "authors": _persons(article.authors) if page.site.template != "plain_text" else None,
        "published_at": article.date if page.site.template != "plain_text" else None,
        "rejected": None,
        "language": article.language,
    }


def _persons(names: tuple[str, ...]) -> list[str] | None:
    """Return the authors' names without titles; null where a desk signs, on which annotators would differ."""
    if any(name in {"Staff reporter", "Beacon reporters", "The desk"} for name in names):
        return None
    return [name.removeprefix("Dr. ") for name in names]


UNFIT = {
    "standard-consent": ("consent_wall", "https://northernstandard.example/consent?to=sport"),
    "quarterly-paywall": ("paywall", "https://northernquarterly.example/2026/spring/the-bridge"),
    "metro-404": ("error_page", "https://metro.example/city/trams-2025"),
    "metro-index": ("index_page", "https://metro.example/city/"),
    "shop-app": ("script_shell", "https://app.fluxmarket.example/"),
}


def manifest_lines() -> Iterator[str]:
    """Yield the rows of `pages.jsonl`: all fetched pages, a line that breaks off and a row without its file."""
    for page in PAGES:
        if page.place == "pages":
            yield json.dumps(
                {
                    "id": page.id,
                    "url": page.url,
                    "path": page.file,
                    "fetched_at": page.fetched_at,
                    "publisher": page.site.name,
                    "title": read_article(page.article).title,
                },
                ensure_ascii=False,
            )
        if page.id == "standard-final":
            yield '{"id": "standard-cut", "url": "https://northernstandard.example/amp/sport/se'
    for name, (_, url) in UNFIT.items():
        yield json.dumps({"id": name, "url": url, "path": f"pages/{name}.html", "fetched_at": "2026-05-20T08:00:00Z"})
    yield json.dumps(
        {
            "id": "metro-lost",
            "url": "https://metro.example/city/lost",
            "path": "pages/lost.html",
            "fetched_at": "2026-05-20T08:00:00Z",
        }
    )


def _warc_record(kind: str, url: str | None, date: str, media: str, content: bytes) -> bytes:
    digest = sha256(f"{kind} {url} {date}".encode() + content).hexdigest()
    uuid = f"{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-a{digest[17:20]}-{digest[20:32]}"
    lines = ["WARC/1.1", f"WARC-Type: {kind}", f"WARC-Record-ID: <urn:uuid:{uuid}>", f"WARC-Date: {date}"]
    lines += [f"WARC-Target-URI: {url}"] if url else []
    lines += [f"Content-Type: {media}", f"Content-Length: {len(content)}"]
    return gzip.compress("\r\n".join(lines).encode() + b"\r\n\r\n" + content + b"\r\n\r\n", mtime=0)


def warc() -> bytes:
    """Return an archive: two pages of its own, an excerpt, a page with known bytes, an error, a redirect.

    Every record is a gzip member of its own, as crawlers write them.
    """
    meals = _page("metro-meals", "school-meals", METRO, "city/school-meals", "2026-05-28T06:00:00Z")
    letter = _page("frontier-letter", "weather-letter", FRONTIER, "2026/05/fog-letter/", "2026-05-28T06:00:02Z")
    excerpt = replace(read_article("health-trial"), blocks=read_article("health-trial").blocks[:7])
    sheet = Sheet(site=COURIER, article=excerpt, url=f"https://{COURIER.host}/2026/04/light-nurses/")
    known = next(page for page in PAGES if page.id == "ledger-deal")
    html, ok = "text/html; charset=utf-8", "200 OK"
    responses = (
        (meals.url, ok, html, render(meals)[0]),
        (letter.url, ok, html, render(letter)[0]),
        (sheet.url, ok, html, TEMPLATES[COURIER.template](sheet).encode()),
        ("https://m.ledger.example/2026/03/10/corvane-brightloom-stake", ok, html, render(known)[0]),
        ("https://metro.example/city/gone", "410 Gone", html, b"<html><title>410 Gone</title><h1>Gone</h1></html>"),
        ("https://metro.example/old", "301 Moved Permanently", html, b""),
        ("https://metro.example/logo.png", ok, "image/png", b"\x89PNG\r\n\x1a\n" + bytes(16)),
    )
    records = [
        _warc_record(
            "warcinfo", None, "2026-05-28T06:00:00Z", "application/warc-fields", b"software: samples/build.py\r\n"
        )
    ]
    for second, (url, status, media, payload) in enumerate(responses):
        date = f"2026-05-28T06:00:{second:02}Z"
        request = f"GET {url.split('example', 1)[1]} HTTP/1.1\r\nHost: {url.split('/')[2]}\r\n\r\n".encode()
        head = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\nContent-Length: {len(payload)}\r\n\r\n".encode()
        records.append(_warc_record("request", url, date, "application/http; msgtype=request", request))
        records.append(_warc_record("response", url, date, "application/http; msgtype=response", head + payload))
    return b"".join(records)


def outputs() -> dict[str, bytes]:
    """Return every built file, by its path relative to the project."""
    files: dict[str, bytes] = {}
    rows = []
    for page in PAGES:
        payload, sheet = render(page)
        files[f"samples/{page.file}"] = packed(payload, page.packing)
        rows.append(gold_row(page, sheet))
    for name, (reason, url) in UNFIT.items():
        files[f"samples/pages/{name}.html"] = (HERE / "articles" / f"{name}.html").read_bytes()
        rows.append({"id": name, "path": f"../../samples/pages/{name}.html", "url": url, "rejected": reason})
    files["samples/loose/scraped-notes.txt"] = (HERE / "articles" / "scraped-notes.txt").read_bytes()
    rows.append(json.loads((HERE / "articles" / "scraped-notes.gold.json").read_text(encoding="utf-8")))
    files["samples/loose/release-copy.txt.gz"] = packed(files["samples/loose/corvane-release.txt"], ".gz")
    files["samples/pages.jsonl"] = ("\n".join(manifest_lines()) + "\n").encode()
    files["samples/archive.warc.gz"] = warc()
    files["tests/gold/pages.jsonl"] = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    return files


def main() -> None:
    """Write every built file."""
    for name, content in outputs().items():
        path = HERE.parent / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    main()

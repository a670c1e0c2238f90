"""A payload to a cleaned page: the two ways, for markup and for plain text, joined at the blocks."""

from __future__ import annotations

from urllib.parse import urlsplit

from claimhouse.clean import (
    dates,
    engine,
    headline,
    judging,
    language,
    line_judging,
    lines,
    page_data,
    persons,
    rejecting,
    segmenting,
)
from claimhouse.clean.assembling import Assembly
from claimhouse.clean.candidates import Candidate, Verdict
from claimhouse.clean.encoding import Decoded, decode, decode_utf8
from claimhouse.clean.mapped import Builder, MappedText, to_offsets
from claimhouse.clean.markup import parse
from claimhouse.clean.page_signs import PageSigns
from claimhouse.errors import EmptyExtraction
from claimhouse.records.found import CleanedPage, Page
from claimhouse.records.spans import OffsetRun
from claimhouse.records.vocabulary import BlockReason, EvidencePart, MediaType
from claimhouse.settings import CleanSettings

MAX_BYLINE_CHARS = 150
FIRST_LINES = 3  # of the text: a dateline credits its agency there, and author lines stand above their end


def clean_page(page: Page, settings: CleanSettings) -> CleanedPage:
    """Take a page apart: every stretch of text kept or dropped with a reason, and the page's metadata.

    Args:
        page: the payload and what its first sighting says of it.
        settings: the stage's settings.

    Returns:
        The page. Where it is no article, `rejected` says why, and the text is what is left.

    Raises:
        DecodeError: the payload is empty.
        EmptyExtraction: there is no text in it.
        DocumentError: text is nested deeper than the parser keeps (`too_deep`).
    """
    decoded = decode(page.payload)
    if page.media_type is MediaType.TEXT:
        return _clean_text(page, decoded, settings)
    return _clean_markup(page, decoded, settings)


def _clean_markup(page: Page, decoded: Decoded, settings: CleanSettings) -> CleanedPage:
    markup = parse(decoded.text)
    data = page_data.read(markup, page.url)
    publisher = page.publisher or _publisher(data)
    blocks = segmenting.candidates(markup, headline.stated_lines(markup, data, publisher))
    found = headline.find(markup, data, blocks, publisher)
    title, part, offsets = _title(page, decoded, found.body if found else None)
    output = engine.engine_text(markup.root, page.url)
    by_engine = engine.found_in(output, [block.text for block in blocks])
    verdicts = judging.judge(blocks, by_engine, [text for text in (title, found.body.text if found else None) if text])
    assembly = Assembly(decoded.starts, marked_up=False)
    assembly.add(blocks, verdicts)
    text = assembly.text
    bylines, datelines = _bylines(blocks, verdicts), _lines(blocks, verdicts, BlockReason.DATELINE)
    published = dates.published(data, markup.root, page.url, page.fetched_at, next(iter(datelines), None))
    return CleanedPage(
        text=text,
        blocks=tuple(assembly.blocks),
        title=title,
        title_part=part,
        title_offsets=offsets,
        authors=persons.authors(data, bylines, (publisher or "", _host(data.canonical or page.url))),
        published_at=published.at if published else None,
        published_precision=published.precision if published else None,
        published_evidence=published.evidence if published else None,
        modified_at=dates.modified(data, page.fetched_at),
        language=language.identify(text, _stated_language(data)),
        canonical_url=data.canonical,
        publisher=publisher,
        segments=1,
        credits=persons.credits_of(
            data, _lines(blocks, verdicts, BlockReason.SOURCE_LINE), text.split("\n")[:FIRST_LINES]
        ),
        encoding=decoded.encoding,
        encoding_evidence=decoded.evidence,
        rejected=rejecting.reject(
            text,
            title,
            blocks,
            verdicts,
            signs=PageSigns(markup, data, page.url),
            min_words=settings.min_words,
        ),
    )


def _clean_text(page: Page, decoded: Decoded, settings: CleanSettings) -> CleanedPage:
    blocks = lines.candidates(decoded.text)
    if not blocks:
        message = "the payload holds nothing but white space"
        raise EmptyExtraction(message)
    verdicts, index = line_judging.judge(blocks, page.given_title)
    title, part, offsets = _title(page, decoded, blocks[index].body if index is not None else None)
    assembly = Assembly(decoded.starts, marked_up=True)
    assembly.add(blocks, verdicts)
    text = assembly.text
    dateline = next(iter(_lines(blocks, verdicts, BlockReason.DATELINE)), None)
    published = dates.published_in_text(dateline, page.url, page.fetched_at)
    source_lines = _lines(blocks, verdicts, BlockReason.SOURCE_LINE)
    return CleanedPage(
        text=text,
        blocks=tuple(assembly.blocks),
        title=title,
        title_part=part,
        title_offsets=offsets,
        authors=persons.authors(page_data.NOTHING, _bylines(blocks, verdicts), (page.publisher or "",)),
        published_at=published.at if published else None,
        published_precision=published.precision if published else None,
        published_evidence=published.evidence if published else None,
        modified_at=None,
        language=language.identify(text, None),
        canonical_url=None,
        publisher=page.publisher,
        segments=1 + max((verdict.segment for verdict in verdicts), default=0),
        credits=persons.credits_of(page_data.NOTHING, source_lines, text.split("\n")[:FIRST_LINES]),
        encoding=decoded.encoding,
        encoding_evidence=decoded.evidence,
        rejected=rejecting.reject(text, title, blocks, verdicts, signs=PageSigns(), min_words=settings.min_words),
    )


def _title(
    page: Page, decoded: Decoded, found: MappedText | None
) -> tuple[str | None, EvidencePart | None, tuple[OffsetRun, ...]]:
    """Return the title, which bytes it stands in, and where: a title given beside the payload wins."""
    if page.given_title and page.given_title.strip():
        given, offsets = _given_title(page.given_title)
        return given, EvidencePart.TITLE, offsets
    if found is None or not found.text:
        return None, None, ()
    return found.text, EvidencePart.PAYLOAD, to_offsets(found.runs, decoded.starts)


def _given_title(title: str) -> tuple[str, tuple[OffsetRun, ...]]:
    """Return a given title with its white space collapsed, and its places in its UTF-8 bytes."""
    _, starts = decode_utf8(title.encode())
    builder = Builder(title, entities=False)
    builder.add(0, len(title))
    body = builder.build()
    return body.text, to_offsets(body.runs, starts)


def _publisher(data: page_data.PageData) -> str | None:
    if found := data.meta("og:site_name"):
        return found[1].value.strip()
    names = page_data.strings(data.article.get("publisher"))
    return names[0] if names else None


def _stated_language(data: page_data.PageData) -> str | None:
    if data.lang:
        return data.lang
    found = data.meta("content-language", "og:locale")
    if found:
        return found[1].value
    names = page_data.strings(data.article.get("inLanguage"))
    return names[0] if names else None


def _lines(blocks: list[Candidate], verdicts: list[Verdict], reason: BlockReason) -> list[str]:
    pairs = zip(blocks, verdicts, strict=True)
    return [block.text for block, verdict in pairs if verdict.reason is reason and len(block.text) <= MAX_BYLINE_CHARS]


def _bylines(blocks: list[Candidate], verdicts: list[Verdict]) -> list[persons.Byline]:
    found, prose = [], 0
    for block, verdict in zip(blocks, verdicts, strict=True):
        prose += verdict.kept and len(block.text) >= judging.PROSE_CHARS
        if verdict.reason is BlockReason.BYLINE and len(block.text) <= MAX_BYLINE_CHARS:
            found.append(persons.Byline(block.text, block.path, above=prose < FIRST_LINES))
    return found


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:  # an address that is none
        return ""

"""A payload to a cleaned page: the two ways, for markup and for plain text, joined at the blocks."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from claimhouse.clean import profiles
from claimhouse.clean.assembling import Assembly
from claimhouse.clean.blocks import block_model, engine, judging, page_segments, rules
from claimhouse.clean.blocks.block_model import BlockModel
from claimhouse.clean.candidates import Candidate, Verdict
from claimhouse.clean.encoding import Decoded, decode, decode_utf8
from claimhouse.clean.mapped import Builder, MappedText, to_offsets
from claimhouse.clean.metadata import dates, headline, json_ld, language, page_data, person_names, persons, publishing
from claimhouse.clean.plain import line_judging, lines
from claimhouse.clean.plain.line_model import LineModel
from claimhouse.clean.profiles import Profile
from claimhouse.clean.rejection import rejecting
from claimhouse.clean.rejection.page_signs import PageSigns
from claimhouse.clean.walk import segmenting
from claimhouse.clean.walk.markup import Markup, parse
from claimhouse.errors import EmptyExtraction
from claimhouse.records.found import CleanedPage, Page
from claimhouse.records.spans import OffsetRun
from claimhouse.records.vocabulary import BlockReason, EvidencePart, MediaType
from claimhouse.settings import CleanSettings

MAX_BYLINE_CHARS = 150
FIRST_LINES = 3  # of the text: a dateline credits its agency there, and author lines stand above their end


class CutPage(NamedTuple):
    """A page of markup as blocks, before any of them is judged."""

    markup: Markup
    data: page_data.PageData
    publisher: str | None
    host: str
    blocks: list[Candidate]
    found: headline.Headline | None
    titles: list[str]


def clean_page(
    page: Page,
    settings: CleanSettings,
    profile: Profile | None = None,
    model: BlockModel | None = None,
    line_model: LineModel | None = None,
) -> CleanedPage:
    """Take a page apart: every stretch of text kept or dropped with a reason, and the page's metadata.

    Args:
        page: the payload and what its first sighting says of it.
        settings: the stage's settings.
        profile: what is known of the page's host; it decides about blocks and about nothing else.
        model: the weights of the block model; those that come with the package if None.
        line_model: the same of the line model, which judges text without markup.

    Returns:
        The page. Where it is no article, `rejected` says why, and the text is what is left.

    Raises:
        DecodeError: the payload is empty.
        EmptyExtraction: there is no text in it.
    """
    decoded = decode(page.payload)
    if page.media_type is MediaType.TEXT:
        return _clean_text(page, decoded, settings, profile, line_model)
    return _clean_markup(page, decoded, settings, profile, model or block_model.shipped())


def cut(page: Page, decoded: Decoded | None = None) -> CutPage:
    """Cut a page of markup into its blocks.

    Raises:
        EmptyExtraction: there is no text in it.
    """
    markup = parse((decoded or decode(page.payload)).text)
    data = page_data.read_page(markup, page.url)
    publisher, host = page.publisher or publishing.publisher(data), _host(data.canonical or page.url)
    blocks = segmenting.candidates(markup, headline.stated_lines(markup, data, publisher, host))
    found = headline.find(markup, data, blocks, publisher, host)
    given = " ".join((page.given_title or "").split())
    titles = [text for text in (given, found.body.text if found else None) if text]
    return CutPage(markup, data, publisher, host, blocks, found, titles)


def _clean_markup(
    page: Page, decoded: Decoded, settings: CleanSettings, profile: Profile | None, model: BlockModel
) -> CleanedPage:
    markup, data, publisher, host, blocks, found, titles = cut(page, decoded)
    title, part, offsets = _title(page, decoded, found.body if found else None)

    def ask_engine() -> list[bool] | None:
        if any(block.depth > engine.MAX_DEPTH for block in blocks):
            return None
        output = engine.engine_text(markup.root, page.url)
        return None if output is None else engine.found_in(output, [block.text for block in blocks])

    judgement = block_model.judge_blocks(model, blocks, titles, ask_engine)
    judged = judging.judge(blocks, judgement.likely.tolist(), judgement.by_engine, titles)
    verdicts = page_segments.in_segments(blocks, profiles.overrule(blocks, judged, profile))
    assembly = Assembly(decoded.starts, marked_up=False)
    assembly.add(blocks, verdicts)
    text = assembly.text
    bylines, datelines = _bylines(blocks, judged), _lines(blocks, judged, BlockReason.DATELINE)
    stated_language = _stated_language(data)
    published = dates.published(
        data, page.url, page.fetched_at, next(iter(datelines), None), stated_language, given=page.given_date
    )
    modified = dates.modified(data, page.fetched_at, published, stated_language)
    authorship = persons.authors(data, bylines, (publisher or "", host))
    return CleanedPage(
        text=text,
        blocks=tuple(assembly.blocks),
        title=title,
        title_part=part,
        title_offsets=offsets,
        title_evidence=_title_evidence(part, found.evidence if found else None),
        authors=authorship.persons,
        author_organizations=authorship.organizations,
        authors_evidence=authorship.evidence,
        published_at=published.at if published else None,
        published_precision=published.precision if published else None,
        published_evidence=published.evidence if published else None,
        modified_at=modified.at if modified else None,
        modified_precision=modified.precision if modified else None,
        modified_evidence=modified.evidence if modified else None,
        language=language.identify(text, stated_language),
        canonical_url=data.canonical,
        publisher=publisher,
        segments=1 + max((verdict.segment for verdict in verdicts), default=0),
        credits=persons.credits_in_text(
            data, _lines(blocks, judged, BlockReason.SOURCE_LINE), text.split("\n")[:FIRST_LINES]
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


def _clean_text(
    page: Page, decoded: Decoded, settings: CleanSettings, profile: Profile | None, model: LineModel | None
) -> CleanedPage:
    blocks = lines.candidates(decoded.text)
    if not blocks:
        message = "the payload holds nothing but white space"
        raise EmptyExtraction(message)
    judged, index = line_judging.judge(blocks, page.given_title, model)
    verdicts = profiles.overrule(blocks, judged, profile)
    title, part, offsets = _title(page, decoded, blocks[index].body if index is not None else None)
    assembly = Assembly(decoded.starts, marked_up=True)
    assembly.add(blocks, verdicts)
    text = assembly.text
    dateline = next(iter(_lines(blocks, judged, BlockReason.DATELINE)), None)
    published = dates.published(page_data.NOTHING, page.url, page.fetched_at, dateline, given=page.given_date)
    authorship = persons.authors(page_data.NOTHING, _bylines(blocks, judged), (page.publisher or "",))
    source_lines = _lines(blocks, judged, BlockReason.SOURCE_LINE)
    return CleanedPage(
        text=text,
        blocks=tuple(assembly.blocks),
        title=title,
        title_part=part,
        title_offsets=offsets,
        title_evidence=_title_evidence(part, "text"),
        authors=authorship.persons,
        author_organizations=authorship.organizations,
        authors_evidence=authorship.evidence,
        published_at=published.at if published else None,
        published_precision=published.precision if published else None,
        published_evidence=published.evidence if published else None,
        modified_at=None,
        modified_precision=None,
        modified_evidence=None,
        language=language.identify(text, None),
        canonical_url=None,
        publisher=page.publisher,
        segments=1 + max((verdict.segment for verdict in verdicts), default=0),
        credits=persons.credits_in_text(page_data.NOTHING, source_lines, text.split("\n")[:FIRST_LINES]),
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


def _title_evidence(part: EvidencePart | None, found: str | None) -> str | None:
    """Say where the title was read; one that was given beside the payload is "given"."""
    return None if part is None else "given" if part is EvidencePart.TITLE else found


def _stated_language(data: page_data.PageData) -> str | None:
    if data.lang:
        return data.lang
    found = data.meta("content-language", "og:locale")
    if found:
        return found[1].value
    names = json_ld.strings(data.article.get("inLanguage"))
    return names[0] if names else None


def _lines(blocks: list[Candidate], verdicts: list[Verdict], reason: BlockReason) -> list[str]:
    pairs = zip(blocks, verdicts, strict=True)
    return [
        block.text
        for block, verdict in pairs
        if verdict.reason is reason
        and len(block.text) <= MAX_BYLINE_CHARS
        and not any(cue.reason in headline.OTHERS for cue in block.cues)  # the date of a comment, a teaser
    ]


def _bylines(blocks: list[Candidate], verdicts: list[Verdict]) -> list[persons.Byline]:
    """Return the author lines, and what stands behind a line that only says "Written by"."""
    found, prose, labelled = [], 0, False
    for block, verdict in zip(blocks, verdicts, strict=True):
        prose += verdict.kept and len(block.text) >= rules.PROSE_CHARS
        if len(block.text) > MAX_BYLINE_CHARS or block.hidden:
            continue
        is_label = person_names.is_label(block.text)
        if verdict.reason is BlockReason.BYLINE or is_label or labelled:
            found.append(persons.Byline(block.text, block.path, above=prose < FIRST_LINES))
        labelled = is_label
    return found


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:  # an address that is none
        return ""

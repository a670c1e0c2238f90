"""The headline of a page, with the place it is taken from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from claimhouse.clean.candidates import Candidate
from claimhouse.clean.lexicon import fold, line_reason
from claimhouse.clean.mapped import Builder, MappedText, SourceRun
from claimhouse.clean.metadata.json_ld import strings
from claimhouse.clean.metadata.page_data import PageData
from claimhouse.clean.walk.markup import Attribute, Markup
from claimhouse.records.vocabulary import BlockReason

WORDS = re.compile(r"\w+")
NOT_LETTERS = re.compile(r"[\W_]+")
SITE_SEPARATOR = re.compile(r"\s+[|\-–—·•:»«/]{1,2}\s+|\s*\|\s*")
MIN_TITLE_WORDS = 3  # left of a separator, for the rest to be taken for the site's name
MAX_SITE_WORDS = 6
LOWEST_LEVEL = 3  # of a heading that can be the headline
MIN_HEADLINE_WORDS = 4  # of an h1 that the page's title does not know
MIN_SITE_CHARS = 3  # of a part of a title that is compared with the site's name
OTHERS = frozenset(  # what a container holds that has headings of its own
    {BlockReason.CONSENT, BlockReason.PAYWALL, BlockReason.NEWSLETTER, BlockReason.RELATED, BlockReason.COMMENT}
)
PUNCTUATION = re.compile(r"[:/|–—]|\s-\s")
MIN_OVERLAP = 0.6  # of the words of an h1 in what the page calls its title


class Headline(NamedTuple):
    """A headline; `block` is the block that holds it, if one does; `evidence` says what it was taken from."""

    body: MappedText
    block: int | None
    evidence: str


class _Title(NamedTuple):
    """What the page calls its title, and where it says so."""

    body: MappedText
    evidence: str


def find(
    markup: Markup, data: PageData, blocks: Sequence[Candidate], publisher: str | None, host: str = ""
) -> Headline | None:
    """Return the headline as the page shows it, without the name of the site.

    1. A heading that is, letter by letter, what the page calls its title (`og:title`, the headline of its JSON-LD,
       `title`), else the h1 that agrees with that best. The line above a headline is cut off it where the page's
       title begins behind it; where an h1 runs its lines together, the title with its punctuation is taken.
    2. The only h1 of the page, if it is a line of its own and no site's name.
    3. What the page calls its title.
    """
    sites = _sites(publisher, host)
    titles = [_Title(_without_site(title.body, sites), title.evidence) for title in _stated(markup, data)]
    tops = [
        index
        for index, block in enumerate(blocks)
        if 0 < block.level <= LOWEST_LEVEL
        and not block.hidden
        and _words(block.text)
        and not _is_site(block.text, sites)
    ]
    same = _best(blocks, tops, titles)
    if same is not None:
        index, title = same
        shown = _shown(blocks[index].body, title)
        return Headline(shown.body, index, shown.evidence)
    first = [index for index in tops if blocks[index].level == 1]
    if first and (not titles or (len(first) == 1 and _is_headline(blocks[first[0]]))):
        return Headline(blocks[first[0]].body, first[0], "h1")
    return Headline(titles[0].body, None, titles[0].evidence) if titles else None


def _best(blocks: Sequence[Candidate], tops: Sequence[int], titles: Sequence[_Title]) -> tuple[int, _Title] | None:
    """Return the heading that agrees best with a title of the page, and that title."""
    best: tuple[float, int, _Title] | None = None
    tops_read = [(index, _letters(blocks[index].text), set(_words(blocks[index].text))) for index in tops]
    for title in titles:
        letters, words = _letters(title.body.text), set(_words(title.body.text))
        for index, own_letters, own in tops_read:
            is_first = blocks[index].level == 1
            shared = len(own & words)
            if letters and own_letters == letters:
                score = 2.0 if is_first else 1.5
            elif is_first and shared >= MIN_OVERLAP * len(own):
                score = shared / len(own | words)
            else:
                continue
            if best is None or score > best[0]:
                best = score, index, title
    return best[1:] if best else None


def _shown(body: MappedText, title: _Title) -> _Title:
    """Return the heading, or what the page's title shows of it: see `find`."""
    shown, stated = body.text, title.body.text
    if _letters(shown) == _letters(stated):
        plain = len(PUNCTUATION.findall(shown)) < len(PUNCTUATION.findall(stated))
        return title if plain else _Title(body, "h1")
    if len(_words(stated)) >= MIN_TITLE_WORDS and shown.endswith(stated):
        return _Title(body.slice(len(shown) - len(stated), len(shown)), "h1")
    return _Title(body, "h1")


def _is_headline(block: Candidate) -> bool:
    """Whether a heading that the page calls otherwise elsewhere is one of an article: a line, not in a side column."""
    is_of_others = any(cue.reason in OTHERS for cue in block.cues)
    if is_of_others or not block.zones.isdisjoint({"aside", "nav", "footer"}):
        return False
    return len(_words(block.text)) >= MIN_HEADLINE_WORDS and line_reason(fold(block.text)) is None


def stated_lines(markup: Markup, data: PageData, publisher: str | None, host: str = "") -> frozenset[str]:
    """Return what the page calls its title, with and without the site's name, folded."""
    sites = _sites(publisher, host)
    texts = [title.body for title in _stated(markup, data)]
    texts += [_without_site(text, sites) for text in texts]
    return frozenset(fold(text.text) for text in texts if len(_words(text.text)) >= MIN_TITLE_WORDS)


def _stated(markup: Markup, data: PageData) -> list[_Title]:
    titles = []
    if found := data.meta("og:title"):
        titles.append(_Title(_of_attribute(markup.source, found[1]), "og:title"))
    for text in strings(data.article.get("headline"))[:1]:
        place = markup.source.find(text)
        if place >= 0:
            runs = (SourceRun(0, len(text), place, place + len(text)),)
            titles.append(_Title(MappedText(text, runs), "json-ld"))
    if markup.title is not None:
        builder = Builder(markup.source)
        builder.add(*markup.title)
        titles.append(_Title(builder.build(), "title"))
    if found := data.meta("twitter:title"):
        titles.append(_Title(_of_attribute(markup.source, found[1]), "twitter:title"))
    return [title for title in titles if title.body.text]


def _of_attribute(source: str, attribute: Attribute) -> MappedText:
    builder = Builder(source)
    builder.add(attribute.start, attribute.end)
    return builder.build()


def _words(text: str) -> list[str]:
    return WORDS.findall(text.lower())


def _letters(text: str) -> str:
    return NOT_LETTERS.sub("", text.lower())


def _sites(publisher: str | None, host: str) -> tuple[str, ...]:
    """Return what the site may be called in a title, folded to letters: its name, its host, the host's label."""
    host = host.removeprefix("www.")
    label = host.rsplit(".", 1)[0]
    return tuple(dict.fromkeys(letters for name in (publisher or "", host, label) if (letters := _letters(name))))


def _is_site(text: str, sites: Sequence[str]) -> bool:
    return _letters(text) in sites


def _names_site(text: str, sites: Sequence[str]) -> bool:
    letters = _letters(text)
    return len(letters) >= MIN_SITE_CHARS and any(site in letters or letters in site for site in sites)


def _without_site(title: MappedText, sites: Sequence[str]) -> MappedText:
    """Cut the site's name off the end (or, where it is known, the start) of a title.

    Without knowing the name only a part behind "|" is taken for it, and only if enough is left.
    """
    cuts = list(SITE_SEPARATOR.finditer(title.text))
    if not cuts:
        return title
    first, last = cuts[0], cuts[-1]
    behind = title.text[first.end() :]
    if _is_site(title.text[: first.start()], sites) and len(_words(behind)) > 1:
        return title.slice(first.end(), len(title.text)).strip()
    left, right = title.text[: last.start()], title.text[last.end() :]
    named = _names_site(right, sites) and len(_words(right)) <= MAX_SITE_WORDS
    if _words(left) and named:
        return title.slice(0, last.start()).strip()
    if "|" in last.group() and len(_words(left)) >= MIN_TITLE_WORDS and len(_words(right)) <= MAX_SITE_WORDS:
        return title.slice(0, last.start()).strip()
    return title

"""The headline of a page, with the place it is taken from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from claimhouse.clean.candidates import Candidate
from claimhouse.clean.lexicon import fold
from claimhouse.clean.mapped import Builder, MappedText, SourceRun
from claimhouse.clean.markup import Attribute, Markup
from claimhouse.clean.page_data import PageData, strings

SITE_SEPARATOR = re.compile(r"\s+[|\-–—·•:»«/]{1,2}\s+|\s*\|\s*")
MIN_TITLE_WORDS = 3  # left of a separator, for the rest to be taken for the site's name
MAX_SITE_WORDS = 6
MIN_OVERLAP = 0.6  # of the words of an h1 in what the page calls its title


class Headline(NamedTuple):
    """A headline; `block` is the block that holds it, if one does."""

    body: MappedText
    block: int | None


def find(markup: Markup, data: PageData, blocks: Sequence[Candidate], publisher: str | None) -> Headline | None:
    """Return the headline: the h1 that the page's own title agrees with, else that title without the site's name.

    What the page calls its title, in this order: `og:title`, the headline of its JSON-LD, `title`.
    """
    stated = _stated(markup, data)
    words = [set(_words(text.text)) for text in stated]
    tops = [index for index, block in enumerate(blocks) if block.level == 1 and not block.hidden and _words(block.text)]
    for index in tops:
        own = set(_words(blocks[index].text))
        if any(len(own & other) >= MIN_OVERLAP * len(own) for other in words) and not _is_site(
            blocks[index].text, publisher
        ):
            return Headline(blocks[index].body, index)
    if stated:
        short = _without_site(stated[0], publisher)
        same = next(
            (index for index, block in enumerate(blocks) if block.level and fold(block.text) == fold(short.text)), None
        )
        return Headline(blocks[same].body if same is not None else short, same)
    return Headline(blocks[tops[0]].body, tops[0]) if tops else None


def stated_lines(markup: Markup, data: PageData, publisher: str | None) -> frozenset[str]:
    """Return what the page calls its title, with and without the site's name, folded."""
    texts = _stated(markup, data)
    texts += [_without_site(text, publisher) for text in texts]
    return frozenset(fold(text.text) for text in texts if len(_words(text.text)) >= MIN_TITLE_WORDS)


def _stated(markup: Markup, data: PageData) -> list[MappedText]:
    texts = []
    if found := data.meta("og:title"):
        texts.append(_of_attribute(markup.source, found[1]))
    for text in strings(data.article.get("headline"))[:1]:
        place = markup.source.find(text)
        runs = (SourceRun(0, len(text), place, place + len(text)),) if place >= 0 else ()
        if runs:
            texts.append(MappedText(text, runs))
    if markup.title is not None:
        builder = Builder(markup.source)
        builder.add(*markup.title)
        texts.append(builder.build())
    if found := data.meta("twitter:title"):
        texts.append(_of_attribute(markup.source, found[1]))
    return [text for text in texts if text.text]


def _of_attribute(source: str, attribute: Attribute) -> MappedText:
    builder = Builder(source)
    builder.add(attribute.start, attribute.end)
    return builder.build()


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _is_site(text: str, publisher: str | None) -> bool:
    return bool(publisher) and fold(text) == fold(publisher or "")


def _without_site(title: MappedText, publisher: str | None) -> MappedText:
    """Cut the site's name off the end (or, where it is known, the start) of a title."""
    cuts = list(SITE_SEPARATOR.finditer(title.text))
    if not cuts:
        return title
    site = fold(publisher or "")
    first, last = cuts[0], cuts[-1]
    if site and fold(title.text[: first.start()]) == site:
        return title.slice(first.end(), len(title.text)).strip()
    left, right = title.text[: last.start()], title.text[last.end() :]
    named = bool(site) and (site in fold(right) or fold(right) in site)
    if named or ("|" in last.group() and len(_words(left)) >= MIN_TITLE_WORDS and len(_words(right)) <= MAX_SITE_WORDS):
        return title.slice(0, last.start()).strip()
    return title

"""What a page states about itself for machines: JSON-LD, meta elements, links."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urljoin, urlsplit

from claimhouse.clean.markup import Attribute, Markup

Node: TypeAlias = "dict[str, object]"
ARTICLE_TYPES = (
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "BackgroundNewsArticle",
    "LiveBlogPosting",
    "BlogPosting",
    "Article",
    "Report",
    "ScholarlyArticle",
    "TechArticle",
    "Review",
    "SocialMediaPosting",
)
MAX_DEPTH = 8  # of nested objects in JSON-LD; deeper ones are hostile or broken


@dataclass(frozen=True, slots=True)
class PageData:
    """Statements of a page about itself.

    Attributes:
        metas: content of `meta` elements by lower-case property, name or itemprop; the first of each.
        article: the JSON-LD object that describes the article; empty where there is none.
        lang: `lang` of the html element.
        canonical: absolute URL of `rel=canonical`.
    """

    metas: dict[str, Attribute]
    article: Node
    lang: str | None
    canonical: str | None

    def meta(self, *names: str) -> tuple[str, Attribute] | None:
        """Return the first of the names that the page has, with its content."""
        for name in names:
            found = self.metas.get(name)
            if found is not None and found.value.strip():
                return name, found
        return None


NOTHING = PageData({}, {}, None, None)  # what plain text states about itself


def read(markup: Markup, url: str | None) -> PageData:
    """Collect a page's statements about itself."""
    metas: dict[str, Attribute] = {}
    lang = canonical = None
    for tag in markup.tags:
        if tag.name == "meta":
            content = tag.attributes.get("content")
            for key in ("property", "name", "itemprop", "http-equiv"):
                if content is not None and key in tag.attributes:
                    metas.setdefault(tag.attributes[key].value.strip().lower(), content)
        elif tag.name == "html" and lang is None:
            found = tag.attributes.get("lang") or tag.attributes.get("xml:lang")
            lang = found.value if found else None
        elif tag.name == "link" and canonical is None and "href" in tag.attributes:
            rel = tag.attributes.get("rel")
            if rel is not None and "canonical" in rel.value.lower().split():
                canonical = _absolute(tag.attributes["href"].value, url)
    return PageData(metas, _article(markup), lang, canonical)


def _absolute(link: str, url: str | None) -> str | None:
    try:
        address = urljoin(url or "", link.strip())
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in {"http", "https"} and parts.netloc else None


def _article(markup: Markup) -> Node:
    best: Node = {}
    rank = len(ARTICLE_TYPES)
    for script in markup.root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text:
            continue
        for node in _nodes(_loaded(script.text), 0):
            types = strings(node.get("@type"))
            place = min((ARTICLE_TYPES.index(name) for name in types if name in ARTICLE_TYPES), default=rank)
            if place < rank:
                best, rank = node, place
    return best


def _loaded(text: str) -> object:
    stripped = text.strip().removeprefix("<!--").removesuffix("-->").removeprefix("//<![CDATA[").removesuffix("//]]>")
    try:
        return json.loads(stripped.strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):  # broken JSON-LD is frequent; the page has other statements
        return None


def _nodes(value: object, depth: int) -> Iterator[Node]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for member in value:
            yield from _nodes(member, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "hasPart"):
            if key in value:
                yield from _nodes(value[key], depth + 1)


def strings(value: object) -> list[str]:
    """Return the texts of a JSON-LD value: of a text, of an object's name, of a list of these."""
    if isinstance(value, str):
        return [value.strip()] if value.strip() else []
    if isinstance(value, dict):
        return strings(value.get("name"))
    if isinstance(value, list):
        return [text for member in value for text in strings(member)]
    return []

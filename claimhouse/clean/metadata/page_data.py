"""What a page states about itself: JSON-LD, meta elements, links, and elements that say what they hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from claimhouse.clean.metadata.json_ld import Node, addresses_of, article, page, read, strings
from claimhouse.clean.metadata.marked_elements import NO_ELEMENTS, Elements, find
from claimhouse.clean.walk.markup import Attribute, Markup

MAX_METAS = 20  # of one name: article:tag stands once for each tag
MIN_SLUG_CHARS = 8  # of a last step of a path that tells an article from a section

__all__ = ["NOTHING", "PageData", "is_own_address", "read_page", "strings"]


@dataclass(frozen=True, slots=True)
class PageData:
    """Statements of a page about itself.

    Attributes:
        metas: content of `meta` elements by lower-case property, name or itemprop; all of each.
        article: the JSON-LD object that describes the article; empty where there is none.
        lang: `lang` of the html element.
        canonical: the page's own address, where what it names as such is plausible.
        page: the JSON-LD object that describes the page; empty where there is none.
        elements: what elements of the page say they hold.
    """

    metas: dict[str, tuple[Attribute, ...]]
    article: Node
    lang: str | None
    canonical: str | None
    page: Node = field(default_factory=dict)
    elements: Elements = NO_ELEMENTS

    def meta(self, *names: str) -> tuple[str, Attribute] | None:
        """Return the first of the names that the page has, with its first content."""
        for name in names:
            for found in self.metas.get(name, ()):
                if found.value.strip():
                    return name, found
        return None

    def values(self, name: str) -> list[str]:
        """Return all that the page says under a name."""
        return [found.value.strip() for found in self.metas.get(name, ()) if found.value.strip()]


NOTHING = PageData({}, {}, None, None)  # what plain text states about itself


class _Tags(NamedTuple):
    metas: dict[str, list[Attribute]]
    lang: str | None
    linked: str | None
    base: str | None


def read_page(markup: Markup, url: str | None) -> PageData:
    """Collect a page's statements about itself."""
    metas, lang, linked, base = _read_tags(markup, url)
    elements = find(markup.root)
    nodes = read(elements.scripts)
    canonical = _canonical(_named_addresses(linked, metas), base, url)
    titles = [metas[name][0].value for name in ("og:title", "title", "twitter:title") if name in metas]
    if markup.title is not None:
        titles.append(markup.source[slice(*markup.title)])
    return PageData(
        metas={name: tuple(said) for name, said in metas.items()},
        article=article(nodes, [address for address in (url, canonical) if address], titles),
        lang=lang,
        canonical=canonical or _canonical(_addresses_of_article(nodes), base, url),
        page=page(nodes),
        elements=elements,
    )


def _read_tags(markup: Markup, url: str | None) -> _Tags:
    metas: dict[str, list[Attribute]] = {}
    firsts: dict[str, str] = {}
    for name, attributes in markup.tags:
        link = attributes.get("href")
        if name == "meta" and "content" in attributes:
            for key in ("property", "name", "itemprop", "http-equiv"):
                if key in attributes:
                    said = metas.setdefault(attributes[key].value.strip().lower(), [])
                    said += [attributes["content"]] if len(said) < MAX_METAS else []
        elif name == "html" and (found := attributes.get("lang") or attributes.get("xml:lang")):
            firsts.setdefault("lang", found.value)
        elif name == "base" and link is not None:
            firsts.setdefault("base", link.value)
        elif name == "link" and link is not None and _is_canonical(attributes):
            firsts.setdefault("linked", link.value)
    base = _absolute(firsts.get("base", ""), url) or url
    return _Tags(metas, firsts.get("lang"), firsts.get("linked"), base)


def _is_canonical(attributes: dict[str, Attribute]) -> bool:
    return "rel" in attributes and "canonical" in attributes["rel"].value.lower().split()


def _named_addresses(linked: str | None, metas: dict[str, list[Attribute]]) -> Iterator[str]:
    if linked:
        yield linked
    for attribute in metas.get("og:url", ()):
        yield attribute.value


def _addresses_of_article(nodes: list[Node]) -> Iterator[str]:
    described = article(nodes, (), ())
    yield from addresses_of(described.get("mainEntityOfPage"))
    yield from strings(described.get("url"))


def _canonical(named: Iterator[str], base: str | None, url: str | None) -> str | None:
    """Return the first address that can be the page's own."""
    for link in named:
        address = _absolute(link, base)
        if address is not None and (url is None or is_own_address(address, url)):
            return address
    return None


def _absolute(link: str, url: str | None) -> str | None:
    try:
        address = urljoin(url or "", link.strip())
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return None
    return address if parts.scheme in {"http", "https"} and "." in host and " " not in host else None


def is_own_address(address: str, url: str) -> bool:
    """Whether a page seen at `url` can have that address as its own.

    On its own site any page but the home page, which careless templates name on every page. On another site only
    the same article: the last step of the path, or a long number in it, is the same.

    >>> is_own_address("https://ostrel.example/", "https://ostrel.example/news/bridge-opens")
    False
    >>> is_own_address("https://telm.example/2025/bridge-opens", "https://ostrel.example/news/bridge-opens/")
    True
    """
    try:
        named, seen = urlsplit(address), urlsplit(url)
        hosts = (named.hostname or "", seen.hostname or "")
    except ValueError:
        return False
    steps = [step for step in named.path.split("/") if step]
    own = [step for step in seen.path.split("/") if step]
    if not steps and not named.query:
        return not own and not seen.query
    if _site(hosts[0]) == _site(hosts[1]):
        return True
    return bool(steps and own) and len(steps[-1]) >= MIN_SLUG_CHARS and steps[-1] in own


def _site(host: str) -> str:
    """Return the last two labels of a host, three where the last two are short ("co.uk")."""
    labels = host.lower().removeprefix("www.").split(".")
    short = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3  # noqa: PLR2004 - see above
    return ".".join(labels[-3 if short else -2 :])

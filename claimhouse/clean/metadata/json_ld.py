"""JSON-LD as pages really have it: several scripts, lists, `@graph`, references, broken syntax, hostile sizes.

Nothing here raises on any input: what cannot be read is no statement of the page.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple, TypeAlias

Node: TypeAlias = "dict[str, object]"

# Articles first by how much a type says, then what may stand for one. A page has one article; the others on it
# are its related links, so a type that a teaser rarely has comes first.
ARTICLE_TYPES = {
    name: rank
    for rank, names in enumerate(
        (
            "ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle BackgroundNewsArticle LiveBlogPosting",
            "ReviewNewsArticle AskPublicNewsArticle AdvertiserContentArticle",
            "NewsArticle",
            "BlogPosting ScholarlyArticle MedicalScholarlyArticle TechArticle Report",
            "Article SatiricalArticle",
            "SocialMediaPosting DiscussionForumPosting Recipe HowTo Review Blog CreativeWork",
        )
    )
    for name in names.split()
}
PAGE_TYPES = frozenset({"WebPage", "ItemPage", "AboutPage", "MedicalWebPage", "FAQPage", "CollectionPage"})
ORGANIZATION_TYPES = re.compile(r"Organi[sz]ation|Corporation|Company|Brand|WebSite|Newspaper|Periodical")
# Where an article may stand inside another object; items of a list are other articles and are read last.
INSIDE = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemListElement", "item")

MAX_SCRIPT_CHARS = 2_000_000  # a long article with all its text is 0.3 M; parsing takes 10 ms per million
MAX_SCRIPTS = 60
MAX_NODES = 2_000
MAX_DEPTH = 8  # of objects that hold the article; deeper ones are hostile or broken
MAX_VALUES = 100  # texts of one value: no article has more authors
WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[|\ufeff)+", re.IGNORECASE)
WRAPPED = re.compile(r"(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>|;)+\s*$")
TRAILING_COMMA = re.compile(r",(\s*[}\]])")
COMMENT = re.compile(r"^\s*(?://[^\n]*|/\*.*?\*/)\s*$", re.MULTILINE | re.DOTALL)
SURROGATE = re.compile("[\x00\ud800-\udfff]")  # "\\ud800" in JSON; neither UTF-8 nor a table can hold it
DECODER = json.JSONDecoder(strict=False)  # line breaks and tabs inside strings are frequent


class Credit(NamedTuple):
    """A name that a page credits; `kind` is "person", "organization" or None where the page does not say."""

    name: str
    kind: str | None = None


def read(scripts: Iterable[str]) -> list[Node]:
    """Return all objects of the scripts, outer before inner, in document order."""
    nodes: list[Node] = []
    for text in islice(scripts, MAX_SCRIPTS):
        if len(text) <= MAX_SCRIPT_CHARS:
            for value in _values(text):
                nodes.extend(islice(_nodes(value, 0), MAX_NODES))
    return nodes


def _values(text: str) -> Iterator[object]:
    """Read a script, then again repaired in the ways in which they are broken."""
    bare = WRAPPED.sub("", WRAPPING.sub("", text)).strip()
    for repaired in _repairs(bare):
        rest = repaired.strip()
        try:
            while rest:  # one object after the other, without a list
                value, end = DECODER.raw_decode(rest)
                yield value
                rest = rest[end:].lstrip(" \t\r\n,;")
        except (ValueError, RecursionError):  # broken JSON-LD is frequent; the page has other statements
            continue
        return


def _repairs(text: str) -> Iterator[str]:
    yield text
    if COMMENT.search(text) or TRAILING_COMMA.search(text):
        yield TRAILING_COMMA.sub(r"\1", COMMENT.sub("", text))
    if "&quot;" in text or "&#34;" in text:
        yield html.unescape(text)


def _nodes(value: object, depth: int) -> Iterator[Node]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for member in value:
            yield from _nodes(member, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in INSIDE:
            if key in value:
                yield from _nodes(value[key], depth + 1)


def types(node: Mapping[str, object]) -> list[str]:
    """Return the types of an object without the address of their vocabulary."""
    return [re.split(r"[/#:]", name)[-1] for name in strings(node.get("@type"))]


def article(nodes: Sequence[Node], addresses: Iterable[str], titles: Iterable[str]) -> Node:
    """Return the object that describes the article of the page; empty where there is none.

    Of several, the one that names the page's address, then the one with the page's title, then the most explicit
    type, then the one that says most, then the first. References to other objects (`{"@id": …}`) are followed.

    Args:
        nodes: all objects of the page.
        addresses: the page's own addresses.
        titles: what the page calls its title elsewhere.
    """
    own = {_bare(address) for address in addresses}
    words = {_key(title) for title in titles} - {""}
    best: Node = {}
    best_rank: tuple[bool, bool, int, int] | None = None
    for node in nodes:
        kinds = [ARTICLE_TYPES[name] for name in types(node) if name in ARTICLE_TYPES]
        if not kinds:
            continue
        about = [*strings(node.get("url")), *strings(node.get("@id")), *addresses_of(node.get("mainEntityOfPage"))]
        title = next(iter(strings(node.get("headline")) or strings(node.get("name"))), "")
        said = sum(key in node for key in ("headline", "datePublished", "author", "publisher", "articleBody"))
        rank = (
            not any(_bare(address) in own for address in about),
            not (title and any(_key(title) in other or other in _key(title) for other in words)),
            min(kinds),
            -said,
        )
        if best_rank is None or rank < best_rank:
            best, best_rank = node, rank
    return _resolved(best, nodes) if best else {}


def page(nodes: Iterable[Node]) -> Node:
    """Return the object that describes the page as such; empty where there is none."""
    return next((node for node in nodes if not PAGE_TYPES.isdisjoint(types(node))), {})


def _resolved(node: Node, nodes: Sequence[Node]) -> Node:
    """Put the objects that the article only refers to in their places."""
    named = {str(other["@id"]): other for other in nodes if isinstance(other.get("@id"), str) and len(other) > 1}
    resolved = dict(node)
    for key in ("author", "creator", "publisher"):
        value = node.get(key)
        members = value if isinstance(value, list) else [value]
        found = [_followed(member, named) for member in members[:MAX_VALUES]]
        if value is not None:
            resolved[key] = found
    return resolved


def _followed(value: object, named: Mapping[str, Node]) -> object:
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        return named.get(str(value["@id"]), value)
    return value


def strings(value: object) -> list[str]:
    """Return the texts of a value: of a text, of an object's name or `@value`, of a list of these.

    >>> strings([{"name": "Ada Quill"}, {"@value": "Jon Abt"}, 7, None, " "])
    ['Ada Quill', 'Jon Abt']
    """
    return list(islice(_texts(value, 0), MAX_VALUES))


def _texts(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        text = SURROGATE.sub("", value).strip()
        if text:
            yield text
    elif depth < MAX_DEPTH and isinstance(value, dict):
        yield from _texts(value.get("name") or value.get("@value"), depth + 1)
    elif depth < MAX_DEPTH and isinstance(value, list):
        for member in value:
            yield from _texts(member, depth + 1)


def addresses_of(value: object) -> list[str]:
    """Return the addresses of a value: of a text, of an object's `@id` or `url`, of a list of these."""
    members = value if isinstance(value, list) else [value]
    found = []
    for member in members[:MAX_VALUES]:
        if isinstance(member, dict):
            found += strings(member.get("@id")) + strings(member.get("url"))
        else:
            found += strings(member)
    return found


def credits_of(value: object) -> list[Credit]:
    """Return the names of an `author` value with what the page says they are.

    >>> credits_of([{"@type": "Person", "name": "Ada Quill"}, {"@type": "NewsMediaOrganization", "name": "Ostrel"}])
    [Credit(name='Ada Quill', kind='person'), Credit(name='Ostrel', kind='organization')]
    """
    members = value if isinstance(value, list) else [value]
    found: list[Credit] = []
    for member in members[:MAX_VALUES]:
        kind = None
        if isinstance(member, dict):
            names = types(member)
            if any(ORGANIZATION_TYPES.search(name) for name in names):
                kind = "organization"
            elif "Person" in names:
                kind = "person"
        found += [Credit(html.unescape(name), kind) for name in strings(member)]
    return found


def _bare(address: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|[#?].*$|/$", "", address.strip(), flags=re.IGNORECASE).rstrip("/").lower()


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())

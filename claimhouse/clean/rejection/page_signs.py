"""What a page's markup and address say of its kind, asked only where its text leaves doubt."""

from __future__ import annotations

import re
from functools import cached_property
from urllib.parse import urlsplit

from claimhouse.clean.metadata.page_data import NOTHING, PageData, strings
from claimhouse.clean.walk.markup import Markup

# schema.org types; the pages of lists, and the objects that are the main thing of a page that is no article.
LIST_TYPES = frozenset(
    {"CollectionPage", "SearchResultsPage", "ItemList", "ImageGallery", "OfferCatalog", "ProductGroup"}
)
OTHER_TYPES = frozenset({"ContactPage", "CheckoutPage", "ProfilePage", "RegisterAction", "LoginAction"})
ARTICLE_TYPE = re.compile(r"(?:Article|Posting|Report|Recipe|HowTo|Review)$")
TYPE = re.compile(r'"@type"\s*:\s*(?:"([A-Za-z]+)"|\[([^\]]{1,200})\])')
NAME = re.compile(r"[A-Za-z]+")
# Open Graph types of pages whose main thing is no text; "website" is what half of all articles say too.
OTHER_OG_TYPES = ("product", "profile", "music", "place", "business", "restaurant", "hotel")
# Elements that frameworks fill by script: React, Vue, Next, Nuxt, Svelte, Angular, Gatsby, Ember.
ROOTS = frozenset(
    {"root", "app", "__next", "__nuxt", "svelte", "main", "gatsby", "___gatsby", "ember-app", "react-root"}
)
ROOT_TAGS = frozenset({"app-root", "app-main", "ion-app"})
LIST_PATH = re.compile(
    r"/(?:tags?|topics?|category|categories|section|author|archives?|search|suche|recherche|buscar|ricerca|pesquisa"
    r"|thema|themen|sujet|tema|temas|argomenti|rubrik|rubrique|ticker|shop|collections?|products?|page/\d+)(?:/|$)"
)
LIST_QUERY = re.compile(r"(?:^|&)(?:q|s|query|search|page|paged|p)=[^&]")


class PageSigns:
    """Signs of a parsed page, each worked out when it is first asked for.

    Args:
        markup: the page; null for plain text, which has no signs.
        data: what it states of itself.
        url: where it was seen.
    """

    def __init__(self, markup: Markup | None = None, data: PageData = NOTHING, url: str | None = None) -> None:
        self._markup = markup
        self._data = data
        self._url = url

    @cached_property
    def scripts(self) -> int:
        """Number of script elements."""
        return sum(1 for _ in self._markup.root.iter("script")) if self._markup else 0

    @cached_property
    def is_free(self) -> bool:
        """False where the page states that it is not free to read."""
        return str(self._data.article.get("isAccessibleForFree", True)).lower() != "false"

    @cached_property
    def stated_words(self) -> int:
        """How many words the page says its article has; 0 where it does not say."""
        stated = str(self._data.article.get("wordCount", ""))
        return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < len("1000000") else 0

    @cached_property
    def is_article(self) -> bool:
        """Whether the page says that it is an article, and not that it lists some."""
        if self._og_type == "article":
            return True
        types = strings(self._data.article.get("@type"))
        return any(ARTICLE_TYPE.search(name) for name in types) and not self.is_list

    @cached_property
    def is_list(self) -> bool:
        """Whether the page says that it is a collection."""
        return not self._types.isdisjoint(LIST_TYPES)

    @cached_property
    def is_other(self) -> bool:
        """Whether the page says that it is neither text nor list."""
        return not self.is_article and (
            not self._types.isdisjoint(OTHER_TYPES) or self._og_type.startswith(OTHER_OG_TYPES)
        )

    @cached_property
    def has_list_address(self) -> bool:
        """Whether the address is that of a front page, of a section or of a search."""
        address = self._url or self._data.canonical
        if not address:
            return False
        parts = urlsplit(address)
        path = parts.path.lower().removesuffix("index.html").removesuffix("index.php")
        return path in {"", "/"} or LIST_PATH.search(path) is not None or LIST_QUERY.search(parts.query) is not None

    @cached_property
    def asks_password(self) -> bool:
        """Whether there is a field for a password."""
        return self._markup is not None and any(
            (field.get("type") or "").lower() == "password" for field in self._markup.root.iter("input")
        )

    @cached_property
    def has_empty_root(self) -> bool:
        """Whether there is an element that a script is to fill with the page, and it is empty."""
        if self._markup is None:
            return False
        return any(
            not any(text.strip() for text in element.itertext("div", "span", "p", "main", "section", "a"))
            for element in self._markup.root.iter()
            if element.tag in ROOT_TAGS or (element.get("id") or "") in ROOTS
        )

    @cached_property
    def _og_type(self) -> str:
        found = self._data.meta("og:type")
        return found[1].value.strip().lower() if found else ""

    @cached_property
    def _types(self) -> frozenset[str]:
        """All types that the page's JSON-LD names at any depth."""
        if self._markup is None:
            return frozenset()
        return frozenset(
            name
            for script in self._markup.root.iter("script")
            if script.text and "ld+json" in (script.get("type") or "").lower()
            for found in TYPE.finditer(script.text)
            for name in NAME.findall(found[1] or found[2])
        )

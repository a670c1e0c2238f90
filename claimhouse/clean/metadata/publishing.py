"""Who publishes a page, in one form."""

from __future__ import annotations

import re

from claimhouse.clean.metadata.json_ld import strings
from claimhouse.clean.metadata.page_data import PageData

MARKS = re.compile(r"[®™©]|\((?:tm|r|c)\)", re.IGNORECASE)
TAGLINE = re.compile(r"\s+[|–—•·»]\s+|\s+-\s+|\s*\|\s*")
PREFIX = re.compile(r"^(?:https?://)?(?:www\.)?", re.IGNORECASE)
MAX_NAME_CHARS = 80


def publisher(data: PageData) -> str | None:
    """Return the name of the publisher as the page states it; None where it states none.

    The page's `og:site_name`, else the publisher of its JSON-LD, without trade marks, "www." and the slogan behind
    the name. A handle or an address is no name; an address of a home page gives its host.
    """
    stated = data.values("og:site_name")
    stated += strings(data.article.get("publisher")) + strings(data.page.get("publisher"))
    stated += [*data.values("application-name"), *data.values("dc.publisher"), *data.values("dcterms.publisher")]
    return next((name for text in stated if (name := one_form(text))), None)


def one_form(text: str) -> str | None:
    """Return the name in a statement about the publisher.

    >>> one_form("Ostrel Post® | News from the delta"), one_form("https://www.Ostrel.example/"), one_form("@ostrel")
    ('Ostrel Post', 'ostrel.example', None)
    """
    name = " ".join(MARKS.sub("", text).split())
    name = next((part for part in TAGLINE.split(name) if part.strip()), "").strip(" .,:;-–|")
    bare = PREFIX.sub("", name).rstrip("/")
    if bare != name:
        name = bare.lower()
    if not name or name.startswith("@") or ("/" in bare and bare != name) or len(name) > MAX_NAME_CHARS:
        return None
    return name

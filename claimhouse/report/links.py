"""Links to the very sentence of a page."""

from __future__ import annotations

from urllib.parse import quote

_WHOLE = 10  # words of a sentence that is given whole
_END = 5  # words of a longer one that are given from its start and its end


def link_to_sentence(url: str | None, sentence: str, field: str) -> str | None:
    """Return the address of a page with a text fragment for the sentence; null where it has no web address.

    A sentence of the title is no text of the page for certain, so the link is to the page.
    """
    if url is None or not url.lower().startswith(("http://", "https://")):
        return None
    page = url.partition("#")[0]
    words = sentence.split()
    if field != "text" or not words:
        return page
    if len(words) <= _WHOLE:
        return f"{page}#:~:text={_part(words)}"
    return f"{page}#:~:text={_part(words[:_END])},{_part(words[-_END:])}"


def _part(words: list[str]) -> str:
    return quote(" ".join(words), safe="").replace("-", "%2D")

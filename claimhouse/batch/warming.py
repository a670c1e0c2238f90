"""What a process loads before its first document: models and word lists, whose memory is no document's fault."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from claimhouse.records import MediaType, Page, TextDocument
from claimhouse.settings import CleanSettings, ExtractSettings

if TYPE_CHECKING:
    from claimhouse.extractors import Extractor

_TITLE = "Trams for Ostrow"
_TEXT = (
    "The Ostrow council bought 40 trams for $12 million on Monday, 2 March 2026, its mayor, Lena Brack, told reporters."
    ' "They will replace cars that were built in 1971 and break down twice a week," she said. The maker, Halvern Works,'
    " employs 3,100 people in two towns and denied that it had asked for more money."
)
_HTML = (
    f"<html><head><title>{_TITLE}</title></head><body><article><h1>{_TITLE}</h1>"
    f"<time>2 March 2026</time>{f'<p>{_TEXT}</p>' * 4}</article></body></html>"
)

_warm: set[str] = set()


def warm_cleaning(settings: CleanSettings) -> Callable[[], None]:
    """Return what cleans an ordinary page, the first time that it is called in a process."""

    def warm_up() -> None:
        from claimhouse.clean import clean_page  # noqa: PLC0415 - a process that only plans never pays for it

        page = Page(
            payload=_HTML.encode(),
            media_type=MediaType.HTML,
            url=None,
            host=None,
            given_title=None,
            given_date=None,
            publisher=None,
            fetched_at=datetime(2026, 3, 3, tzinfo=UTC),
        )
        _once("clean", lambda: clean_page(page, settings))

    return warm_up


def warm_extracting(extractor: Extractor, settings: ExtractSettings) -> Callable[[], None]:
    """Return what extracts from an ordinary text, the first time that it is called in a process."""

    def warm_up() -> None:
        from claimhouse.extractors import run_extractor  # noqa: PLC0415 - see above

        document = TextDocument(text=_TEXT, title=_TITLE, language="en", published_at=None, blocks=())
        _once(f"extract {extractor.name}", lambda: run_extractor(extractor, document, settings))

    return warm_up


def _once(name: str, load: Callable[[], object]) -> None:
    """Load what is not loaded yet; what fails fails again, and is told, over a document."""
    if name not in _warm:
        _warm.add(name)
        with suppress(Exception):
            load()

"""From addresses to pages: what is listed, what of it is due, who is asked for it, and when it is done with."""

from __future__ import annotations

import hashlib
import io
import logging
import random
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from claimhouse.errors import DocumentError, ItemUnreadable
from claimhouse.fetching.answers import is_page_type, may_list, not_media, page_in
from claimhouse.fetching.jobs import attempted, hosts_in_parallel
from claimhouse.fetching.known import Due, Kept, Root, read, root_key, written
from claimhouse.fetching.listings import Entry, judge_listing, read_listing, read_url_list
from claimhouse.fetching.network import Aborting, Answer, Door, Failure, Internet, Network
from claimhouse.fetching.state import MAX_DOUBLINGS, State
from claimhouse.fetching.visiting import NOT_MODIFIED, Clock, Validators, Visitor, WallClock, later
from claimhouse.records import MediaType, QuarantineReason
from claimhouse.settings import FetchSettings
from claimhouse.sources.addresses import Address, AddressKind, Fetched, name_of
from claimhouse.sources.item import Found
from claimhouse.sources.streams import Stored, decompressed, read_bounded
from claimhouse.urls import page_digest, shown_url

log = logging.getLogger(__name__)

PAGE = "page"
HOUR_S = 3600.0
# Passing faults of a page in a row, over as many runs, after which it counts as failed.
PAGE_FAILURES = 6
# An index may not name an index (sitemaps.org); one step of leniency, and no circle.
MAX_SITEMAP_DEPTH = 2


class Fetcher:
    """Fetches what is new at addresses; made for one run.

    Pages stay kept until `confirm`: a run that ends without it yields the same pages again the next time.

    Args:
        settings: of fetching.
        max_bytes: of a page.
        folder: where the state stands; null for none that outlives the process.
        identity: of the warehouse that the pages go to.
        run: that is beginning.
        left_out: digests (`page_digest`) of addresses that are never asked for again.
        network: names and connections; the machine's without it.
        clock: the time; the machine's without it.
        chance: of the jitter.
    """

    def __init__(
        self,
        settings: FetchSettings,
        max_bytes: int,
        folder: Path | None,
        identity: str = "",
        run: int = 1,
        *,
        left_out: Collection[str] = (),
        network: Network | None = None,
        clock: Clock | None = None,
        chance: random.Random | None = None,
    ) -> None:
        self._settings = settings
        self._max_bytes = max_bytes
        self._run = run
        self._aborting = Aborting()
        self._clock = clock or WallClock(self._aborting.asked)
        door = Door(
            network=network or Internet(),
            allow_private=settings.allow_private,
            aborting=self._aborting,
        )
        self._visitor = Visitor(settings, door, self._clock, chance or random.Random())  # noqa: S311 - spreads waits
        self._state = State.open(folder, identity, run)
        self._visitor.waits.update({key: read(until) for key, until in self._state.waits(self._now()).items()})
        self._left_out = frozenset(left_out)
        self._yielded: list[int] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._state.close()

    def fetched(self, addresses: Sequence[Address]) -> Iterator[Fetched]:
        """Yield what is new at the addresses, in the order of their listings, one page at a time.

        Raises:
            WarehouseError: what was fetched cannot be kept.
        """
        named = list({address.source: address for address in addresses}.values())
        hosts = self._settings.parallel_hosts
        hosts_in_parallel(((address.target, self._listing_job(address)) for address in named), hosts, self._aborting)
        hosts_in_parallel(self._pages(named), hosts, self._aborting)
        for key, until in self._visitor.waits.items():
            self._state.note_wait(key, written(until))
        for address in named:
            for number, kept in self._state.kept(address.source):
                self._yielded.append(number)
                yield _yielded(kept)

    def ask_again(self, digests: Sequence[str]) -> None:
        """Let faults be tried again, whenever they were to be: by their input digests."""
        self._state.ask_again(digests, self._now())

    def mended(self) -> Sequence[str]:
        """Return the input digests of faults that are over, to be taken out of quarantine; before `confirm`."""
        return self._state.mended(self._yielded)

    def confirm(self) -> None:
        """Write down that all that was yielded is in the warehouse."""
        self._state.confirm(self._yielded, self._run)
        self._yielded.clear()

    def _now(self) -> str:
        return written(self._clock.now())

    # What the sources name

    def _listing_job(self, address: Address) -> Callable[[], None]:
        def failed(fault: Failure) -> None:
            self._root_failed(address, address.target, self._state.root(address.source, address.target), fault)

        return attempted(lambda: self._list(address), failed)

    def _list(self, address: Address) -> None:
        source, url = address.source, address.target
        known = self._state.root(source, url)
        kind = known.kind if known else address.kind
        if page_digest(url) in self._left_out:
            log.info("an address is of a page that is forgotten, and is not asked")
        elif kind == AddressKind.URLS:
            try:
                listing = read_url_list(Path(url), self._settings.max_listed)
            except ItemUnreadable as error:
                self._root_failed(address, url, known, Failure(error=error, is_passing=True))
                return
            self._note_listing(source, url, Root(kind=kind), listing.entries, more=listing.more)
        elif kind == PAGE:
            self._state.list_entries(source, url, Root(kind=PAGE), [Entry(url=url)])
        elif known and known.next_at and known.next_at > self._now():
            log.warning("%s failed %d times in a row and is not asked before %s", source, known.failures, known.next_at)
        elif self._visitor.is_over() or self._visitor.leaves_alone(url):
            log.warning("%s is left alone in this run: its host asked for it, or the time is over", source)
        else:
            self._ask_root(address, known, AddressKind(kind))

    def _ask_root(self, address: Address, known: Root | None, kind: AddressKind) -> None:
        url = address.target
        settings = self._settings
        validators = Validators(etag=known.etag, last_modified=known.last_modified) if known else None
        most = max(settings.max_listing_bytes, self._max_bytes)
        result = self._visitor.visit(url, most, may_list if kind is AddressKind.ANY else not_media, validators)
        if isinstance(result, Failure):
            self._root_failed(address, url, known, result)
        elif result.status == NOT_MODIFIED:
            if known is not None:
                self._state.note_root(address.source, url, replace(known, failures=0, failing_since=None, next_at=None))
        else:
            try:
                self._take_root(address, kind, result)
            except DocumentError as error:
                self._root_failed(address, url, known, Failure(error=error, is_passing=False))

    def _take_root(self, address: Address, kind: AddressKind, answer: Answer) -> None:
        source, url = address.source, address.target
        body = self._unpacked(answer.body)
        if kind is AddressKind.ANY:
            kind = AddressKind(judge_listing(body) or AddressKind.ANY)
            if kind is AddressKind.ANY:
                self._state.list_entries(source, url, Root(kind=PAGE), [Entry(url=url)])
                if due := [page for page in self._due(source, [source]) if page.url == url]:
                    self._take_page(source, due[0], answer)
                return
        if kind is AddressKind.SITEMAP:
            self._take_sitemaps(address, answer.url, body, Validators.of(answer))
            return
        listing = read_listing(kind, body, answer.url, self._settings.max_listed)
        validators = Validators.of(answer)
        root = Root(kind=kind, etag=validators.etag, last_modified=validators.last_modified)
        self._note_listing(source, url, root, listing.entries, more=listing.more)

    def _take_sitemaps(self, address: Address, url: str, body: bytes, validators: Validators) -> None:
        """Read a sitemap and those that it names, each once, up to the limits; only plain ones are asked by ETag."""
        source = address.source
        first = read_listing(AddressKind.SITEMAP, body, url, self._settings.max_listed)
        plain = Validators() if first.sitemaps else validators
        root = Root(kind=AddressKind.SITEMAP, etag=plain.etag, last_modified=plain.last_modified)
        self._note_listing(source, address.target, root, first.entries, more=first.more)
        left = self._settings.max_listed - len(first.entries)
        waiting = [(named, 1) for named in first.sitemaps]
        seen = {address.target, url}
        while waiting:
            named, depth = waiting.pop(0)
            if named in seen:
                continue
            if len(seen) > self._settings.max_sitemaps or left <= 0 or self._visitor.is_over():
                log.warning("%s names more sitemaps or pages than one run reads; the rest is left out", source)
                break
            seen.add(named)
            found = self._one_sitemap(source, named, left, depth)
            if found is not None:
                left -= found[0]
                waiting += [(deeper, depth + 1) for deeper in found[1]]
        self._state.drop_roots(source, sorted(seen))

    def _one_sitemap(self, source: str, url: str, most: int, depth: int) -> tuple[int, Sequence[str]] | None:
        known = self._state.root(source, url)
        if known and known.next_at and known.next_at > self._now():
            return None
        validators = Validators(etag=known.etag, last_modified=known.last_modified) if known else None
        result = self._visitor.visit(url, self._settings.max_listing_bytes, not_media, validators)
        nested = Address(source=source, kind=AddressKind.SITEMAP, target=url)
        if isinstance(result, Failure):
            self._root_failed(nested, url, known, result)
            return None
        if result.status == NOT_MODIFIED:
            return 0, ()
        try:
            listing = read_listing(AddressKind.SITEMAP, self._unpacked(result.body), result.url, most)
            if listing.sitemaps and depth >= MAX_SITEMAP_DEPTH:
                message = f"sitemaps that name sitemaps, more than {MAX_SITEMAP_DEPTH} deep"
                raise ItemUnreadable(message, QuarantineReason.TOO_DEEP)
        except DocumentError as error:
            self._root_failed(nested, url, known, Failure(error=error, is_passing=False))
            return None
        said = Validators() if listing.sitemaps else Validators.of(result)
        root = Root(kind=AddressKind.SITEMAP, etag=said.etag, last_modified=said.last_modified)
        self._note_listing(source, url, root, listing.entries, more=listing.more)
        return len(listing.entries), listing.sitemaps

    def _unpacked(self, body: bytes) -> bytes:
        """Take a layer of gzip off a listing that is stored that way (`sitemap.xml.gz`)."""
        return read_bounded(decompressed(Stored(io.BytesIO(body))), self._settings.max_listing_bytes)

    def _note_listing(self, source: str, url: str, root: Root, entries: Sequence[Entry], *, more: bool) -> None:
        good = [entry for entry in entries if entry.problem is None and page_digest(entry.url) not in self._left_out]
        for place, entry in enumerate(entries):
            if entry.problem is not None:
                self._keep_unusable(source, place, entry)
        self._state.list_entries(source, url, root, good)  # last: its ETag says that all of it is dealt with
        if more:
            log.warning("%s names more than %d pages; the rest is left out", source, self._settings.max_listed)

    def _keep_unusable(self, source: str, place: int, entry: Entry) -> None:
        key = "unusable " + hashlib.sha256(f"{source}\n{entry.url}\n{entry.problem}".encode()).hexdigest()
        if self._state.knows(key):
            return
        message = f"{shown_url(entry.url)!r} is not fetched: {entry.problem}"
        failed = Failure(error=ItemUnreadable(message, QuarantineReason.FORBIDDEN_ADDRESS), is_passing=False)
        kept = self._failed(source, Due(url=key, place=place), failed)
        self._state.keep(replace(kept, name=name_of(entry.url) or "entry", seen_url=None, next_at=None))

    def _root_failed(self, address: Address, url: str, known: Root | None, failed: Failure) -> None:
        """Keep the fault of a feed, a sitemap or a list as an item, and ask ever more rarely where it stays."""
        if failed.is_put_off or self._aborting.asked.is_set():
            return
        now = self._clock.now()
        root = known or Root(kind=address.kind)
        failures = root.failures + 1
        over = failures - self._settings.give_up_after
        wait_s = failed.wait_s
        if over >= 0:
            wait_s = max(wait_s or 0.0, min(HOUR_S * 2**over, self._settings.longest_wait_hours * HOUR_S))
        next_at = None if wait_s is None else written(later(now, wait_s))
        since = root.failing_since or written(now)
        self._state.note_root(
            address.source, url, replace(root, failures=failures, failing_since=since, next_at=next_at)
        )
        log.warning(
            "%s: %s cannot be read, %d in a row since %s: %s%s",
            *(address.source, shown_url(url), failures, since, failed.error),
            f"; asked again at {next_at}" if next_at else "",
        )
        due = Due(url=root_key(url), place=-1, failing_since=since, failures=failures - 1)
        kept = self._failed(address.source, due, failed)
        self._state.keep(replace(kept, seen_url=url if "://" in url else None, name=name_of(url), next_at=None))

    # The pages

    def _due(self, source: str, named: Sequence[str]) -> list[Due]:
        return self._state.due(source, named, self._now(), self._settings.max_pages)

    def _pages(self, addresses: Sequence[Address]) -> Iterator[tuple[str, Callable[[], None]]]:
        taken: set[str] = set()
        named = [address.source for address in addresses]
        for address in addresses:
            due = self._due(address.source, named)
            if len(due) == self._settings.max_pages:
                log.warning(
                    "%s: %d pages are asked for in this run, others wait for the next", address.source, len(due)
                )
            for page in due:
                if page.url not in taken:
                    taken.add(page.url)
                    yield page.url, self._page_job(address.source, page)

    def _page_job(self, source: str, page: Due) -> Callable[[], None]:
        def failed(fault: Failure) -> None:
            self._state.keep(self._failed(source, page, fault))

        return attempted(lambda: self._ask_page(source, page), failed)

    def _ask_page(self, source: str, page: Due) -> None:
        if self._visitor.is_over() or self._visitor.leaves_alone(page.url):
            return  # it stays due
        validators = Validators(etag=page.etag, last_modified=page.last_modified)
        result = self._visitor.visit(page.url, self._max_bytes, is_page_type, validators)
        if isinstance(result, Failure):
            if not (result.is_put_off or (result.is_passing and self._aborting.asked.is_set())):
                self._state.keep(self._failed(source, page, result))
        elif result.status == NOT_MODIFIED:
            self._state.unchanged(page.url, self._now(), self._revisit(page.unchanged + 1))
        else:
            self._take_page(source, page, result)

    def _take_page(self, source: str, page: Due, answer: Answer) -> None:
        try:
            payload, media_type = page_in(answer, self._max_bytes)
        except DocumentError as error:
            self._state.keep(self._failed(source, page, Failure(error=error, is_passing=False)))
            return
        digest = hashlib.sha256(payload).hexdigest()
        unchanged = page.unchanged + 1 if digest == page.digest else 0
        validators = Validators.of(answer)
        self._state.keep(
            Kept(
                source=source,
                url=page.url,
                place=page.place,
                seen_url=answer.url,
                name=name_of(answer.url),
                title=page.title,
                publisher=page.publisher,
                updated=page.updated,
                outcome="done",
                seen_at=self._now(),
                next_at=self._revisit(unchanged),
                failures=0,
                failing_since=None,
                unchanged=unchanged,
                digest=digest,
                etag=validators.etag,
                last_modified=validators.last_modified,
                media_type=media_type,
                payload=payload,
            )
        )

    def _failed(self, source: str, page: Due, failed: Failure) -> Kept:
        """Return what is kept of a fault: one that lasts over several runs is one and the same item."""
        now = self._clock.now()
        failures = page.failures + 1
        since = page.failing_since or written(now)
        waiting = failed.is_passing and failures < PAGE_FAILURES
        next_at = written(later(now, HOUR_S * 2 ** (failures - 1))) if waiting else self._revisit(failures)
        fault = f"{page.url}\n{failed.error.reason}\n{since}"
        return Kept(
            source=source,
            url=page.url,
            place=page.place,
            seen_url=page.url,
            name=name_of(page.url),
            title=None,
            publisher=page.publisher,
            updated=page.updated,
            outcome="waiting" if waiting else "failed",
            seen_at=written(now),
            next_at=next_at,
            failures=failures,
            failing_since=since,
            unchanged=0,
            digest=hashlib.sha256(fault.encode("utf-8", "replace")).hexdigest(),
            reason=failed.error.reason,
            message=str(failed.error),
        )

    def _revisit(self, times: int) -> str | None:
        """Return when a page is asked for again that was the same so many times; null for never."""
        hours = self._settings.revisit_hours
        if not hours:
            return None
        return written(later(self._clock.now(), hours * HOUR_S * 2 ** min(times, MAX_DOUBLINGS)))


def _yielded(kept: Kept) -> Fetched:
    media_type = MediaType(kept.media_type) if kept.media_type else None
    error = None
    if kept.payload is None:
        error = ItemUnreadable(kept.message or "", QuarantineReason(kept.reason or QuarantineReason.UNREACHABLE))
    found = Found(
        record=None,
        input_digest=kept.digest,
        payload=kept.payload,
        media_type=media_type,
        url=kept.seen_url,
        publisher=kept.publisher,
        # HTML has its headline in itself, where it can be checked; a feed's is written by who makes the feed.
        given_title=kept.title if media_type is MediaType.TEXT else None,
        fetched_at=read(kept.seen_at),
        error=error,
    )
    return Fetched(source=kept.source, name=kept.name, found=found)

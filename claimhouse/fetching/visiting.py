"""Asking for pages politely: robots.txt, one request at a time per host, waiting when told to, redirects by hand."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import Protocol

import httpx
from protego import Protego

from claimhouse.fetching.network import Answer, Door, Failure, Limits, ask, failure
from claimhouse.records import QuarantineReason
from claimhouse.settings import FetchSettings
from claimhouse.urls import MAX_URL_CHARS, shown_url, url_problem

PRODUCT = "claimhouse"
# RFC 9309 §2.5: what of a robots.txt must be read at the least.
MAX_ROBOTS_BYTES = 512_000
FIRST_WAIT_S = 1.0
# Failures in a row after which a host is left alone until the next run.
HOST_FAILURES = 3

REDIRECTS = frozenset({301, 302, 303, 307, 308})
NOT_MODIFIED, TOO_MANY, UNAVAILABLE = 304, 429, 503
FIRST_CLIENT_ERROR, FIRST_SERVER_ERROR = 400, 500
TIMEOUTS = frozenset({408, 425})


class Clock(Protocol):
    """The time, and waiting."""

    def now(self) -> datetime:
        """Return the time in UTC."""

    def monotonic(self) -> float:
        """Return seconds that only go forward."""

    def wait(self, seconds: float) -> None:
        """Wait."""


class WallClock:
    """The machine's time.

    Args:
        asked_to_end: ends every wait.
    """

    def __init__(self, asked_to_end: threading.Event) -> None:
        self._asked_to_end = asked_to_end

    def now(self) -> datetime:
        """See `Clock.now`."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """See `Clock.monotonic`."""
        return time.monotonic()

    def wait(self, seconds: float) -> None:
        """See `Clock.wait`."""
        self._asked_to_end.wait(seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server said of the bytes it gave, to be asked whether they are still the same."""

    etag: str | None = None
    last_modified: str | None = None

    @classmethod
    def of(cls, answer: Answer) -> Validators:
        """Return those of an answer."""
        return cls(etag=answer.fields.get("etag"), last_modified=answer.fields.get("last-modified"))

    def headers(self) -> dict[str, str]:
        """Return the fields of a request that asks for what is newer."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in named.items() if value and value.isascii() and value.isprintable()}


@dataclass(slots=True)
class _Host:
    """What is known of a host in a run."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    next_at: float = 0.0
    delay_s: float = 0.0
    failures: int = 0
    robots: Protego | None = None


class Visitor:
    """Asks for URLs, from several threads, each host by one at a time.

    Args:
        settings: of fetching.
        door: the way out.
        clock: the time.
        chance: of the jitter.
    """

    def __init__(self, settings: FetchSettings, door: Door, clock: Clock, chance: random.Random) -> None:
        self._settings = settings
        self._door = door
        self._clock = clock
        self._chance = chance
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()
        self.waits: dict[str, datetime] = {}
        self._end = clock.monotonic() + settings.max_seconds
        contact = f" (+{settings.contact})" if settings.contact else ""
        self.agent = f"{PRODUCT}/{version('claimhouse')}{contact}"

    def is_over(self) -> bool:
        """Whether the time of the run for fetching is used up, or the run is being ended."""
        return self._door.aborting.asked.is_set() or self._clock.monotonic() >= self._end

    def leaves_alone(self, url: str) -> bool:
        """Whether the host of a URL asked to be left alone, or failed too often in this run."""
        host = host_key(url)
        until = self.waits.get(host)
        return (until is not None and until > self._clock.now()) or self._host(host).failures >= HOST_FAILURES

    def visit(
        self,
        url: str,
        max_bytes: int,
        wanted: Callable[[str], bool] = lambda _: True,
        validators: Validators | None = None,
    ) -> Answer | Failure:
        """Ask for a URL, follow where it leads, and try again where that may help."""
        tried = 0
        while True:
            result = self._followed(url, max_bytes, wanted, (validators or Validators()).headers())
            host = self._host(host_key(url))
            if not (isinstance(result, Failure) and result.is_passing):
                host.failures = 0
                return result
            tried += 1
            wait_s = self._back_off(tried, result)
            if tried > self._settings.retries or wait_s > self._settings.max_wait_s or self.is_over():
                host.failures += 1
                if result.of_host:
                    host.failures = HOST_FAILURES
                if result.wait_s is not None:
                    self.waits[host_key(url)] = later(self._clock.now(), result.wait_s)
                return result
            self._clock.wait(wait_s)

    def _back_off(self, tried: int, result: Failure) -> float:
        """Return the seconds to wait: what the server asks for, else twice as long each time, more or less half."""
        if result.wait_s is not None:
            return result.wait_s
        return float(FIRST_WAIT_S * 2 ** (tried - 1) * (0.5 + self._chance.random()))

    def _followed(
        self, url: str, max_bytes: int, wanted: Callable[[str], bool], headers: Mapping[str, str]
    ) -> Answer | Failure:
        place = url
        for _ in range(self._settings.max_redirects + 1):
            problem = url_problem(place)
            if problem is not None:
                named = "" if place == url else f"it leads to {shown_url(place)!r}, and "
                return failure(named + problem, QuarantineReason.FORBIDDEN_ADDRESS)
            try:
                parsed = httpx.URL(place)
            except (httpx.InvalidURL, ValueError, TypeError) as error:  # IDNA, and what httpx finds besides
                return failure(f"{shown_url(place)!r} is no URL: {error}", QuarantineReason.FORBIDDEN_ADDRESS)
            result = self._hop(parsed, max_bytes, wanted, headers)
            if isinstance(result, Failure) or result.status not in REDIRECTS:
                return result if isinstance(result, Failure) else self._judged(result)
            location = result.fields.get("location", "")
            if not location:
                return failure("it redirects to nowhere", QuarantineReason.UNREACHABLE)
            try:
                place = str(parsed.join(location))
            except (httpx.InvalidURL, ValueError, TypeError) as error:
                return failure(f"it leads to what is no URL: {error}", QuarantineReason.FORBIDDEN_ADDRESS)
        return failure(f"more than {self._settings.max_redirects} redirects", QuarantineReason.UNREACHABLE)

    def _hop(
        self, url: httpx.URL, max_bytes: int, wanted: Callable[[str], bool], headers: Mapping[str, str]
    ) -> Answer | Failure:
        host = self._host(host_key(str(url)))
        with host.lock:  # one request at a time; a redirect to another host waits for that one's turn
            if host.robots is None:
                rules = self._read_robots(url, host)
                if isinstance(rules, Failure):
                    return rules
                host.robots = rules
            if not host.robots.can_fetch(str(url), PRODUCT):
                return failure("robots.txt does not allow it", QuarantineReason.DISALLOWED)
            limits = Limits(max_bytes=max_bytes, response_s=self._settings.response_s)
            return self._ask(url, host, headers, limits, wanted)

    def _ask(
        self,
        url: httpx.URL,
        host: _Host,
        headers: Mapping[str, str],
        limits: Limits,
        wanted: Callable[[str], bool],
    ) -> Answer | Failure:
        wait_s = host.next_at - self._clock.monotonic()
        if self._clock.monotonic() + max(wait_s, 0) > self._end:
            over = failure("the run's time for fetching is over", QuarantineReason.TIMED_OUT)
            return replace(over, is_put_off=True)
        if wait_s > 0:
            self._clock.wait(wait_s)
        sent = {
            "User-Agent": self.agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.5",
            "Accept-Encoding": "gzip, deflate, br, zstd",
            "Connection": "close",
            **headers,
        }
        try:
            return ask(url, sent, limits, self._door, wanted)
        finally:
            host.next_at = self._clock.monotonic() + host.delay_s

    def _read_robots(self, url: httpx.URL, host: _Host) -> Protego | Failure:
        """Read what a host asks of robots; where it has nothing to say everything is allowed (RFC 9309 §2.3.1)."""
        host.delay_s = self._settings.delay_s
        result = self._robots_at(url.join("/robots.txt"), host)
        if isinstance(result, Failure):
            closed = result.is_passing or result.is_put_off
            if closed or result.error.reason is QuarantineReason.FORBIDDEN_ADDRESS:
                return replace(result, of_host=result.is_passing)
            return Protego.parse("")  # it is there, and no robots.txt
        if result.status >= FIRST_SERVER_ERROR or result.status == TOO_MANY:
            message = f"robots.txt cannot be read: status {result.status}"
            wait_s = retry_after(result.fields.get("retry-after"), self._clock.now())
            passing = failure(message, QuarantineReason.UNREACHABLE, is_passing=True)
            return replace(passing, of_host=True, wait_s=wait_s)
        rules = Protego.parse(result.body.decode("utf-8", "replace"))
        host.delay_s = max(self._settings.delay_s, float(rules.crawl_delay(PRODUCT) or 0.0))
        host.next_at = self._clock.monotonic() + host.delay_s
        return rules

    def _robots_at(self, place: httpx.URL, host: _Host) -> Answer | Failure:
        limits = Limits(max_bytes=MAX_ROBOTS_BYTES, response_s=self._settings.response_s)
        result = self._ask(place, host, {}, limits, lambda _: True)
        for _ in range(self._settings.max_redirects):
            if isinstance(result, Failure) or result.status not in REDIRECTS:
                break
            try:
                place = place.join(result.fields.get("location", ""))
            except (httpx.InvalidURL, ValueError, TypeError):
                break
            if url_problem(str(place)) is not None:
                break
            result = self._ask(place, host, {}, limits, lambda _: True)
        return result

    def _judged(self, answer: Answer) -> Answer | Failure:
        """Return an answer that is of use, or why it is none."""
        status = answer.status
        if status in {httpx.codes.OK, NOT_MODIFIED}:
            return answer
        passing = status >= FIRST_SERVER_ERROR or status == TOO_MANY or status in TIMEOUTS
        found = failure(f"the server answers {status}", QuarantineReason.UNREACHABLE, is_passing=passing)
        if status in {TOO_MANY, UNAVAILABLE}:
            wait_s = retry_after(answer.fields.get("retry-after"), self._clock.now())
            return replace(found, of_host=True, wait_s=wait_s)
        return found

    def _host(self, key: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(key, _Host())


def host_key(url: str) -> str:
    """Return what is asked by one at a time: scheme, host and port.

    >>> host_key("https://News.example:8080/a?b")
    'https://news.example:8080'
    """
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError, TypeError):
        return url[:MAX_URL_CHARS]  # nobody will be asked
    return f"{parsed.scheme}://{parsed.netloc.decode('ascii')}"


def retry_after(value: str | None, now: datetime) -> float | None:
    """Return the seconds that a `Retry-After` asks to wait; null where it is missing or broken.

    >>> retry_after("120", datetime(2026, 1, 1, tzinfo=UTC))
    120.0
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(min(int(text[:12]), 10**9))
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def later(moment: datetime, seconds: float) -> datetime:
    """Return a moment so many seconds later."""
    return datetime.fromtimestamp(moment.timestamp() + min(seconds, 10**9), UTC)

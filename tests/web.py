"""A network for tests: many hosts on one loopback server, name answers as told, and a clock that nobody waits for."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

import httpcore

PUBLIC = "93.184.216.34"
START = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Request:
    """What came in."""

    host: str
    path: str
    fields: Mapping[str, str]

    @property
    def url(self) -> str:
        """Host and path."""
        return self.host + self.path


Reply = bytes | Iterable[bytes]
Handler = Callable[[Request], Reply]


def reply(
    body: bytes | str = b"", status: int = 200, media_type: str = "text/html", fields: Mapping[str, str] | None = None
) -> bytes:
    """Return a response as bytes."""
    content = body.encode() if isinstance(body, str) else body
    said = {"Content-Type": media_type, "Content-Length": str(len(content)), **(fields or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    return f"HTTP/1.1 {status} Said\r\n{head}\r\n".encode() + content


def redirect(location: str, status: int = 302) -> bytes:
    """Return a redirect."""
    return f"HTTP/1.1 {status} Moved\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()


def cached(body: bytes | str, media_type: str = "text/html", etag: str = '"one"') -> Handler:
    """Return a handler of a page with an ETag that answers 304 to whoever has it."""

    def handle(request: Request) -> bytes:
        if request.fields.get("if-none-match") == etag:
            return reply(status=304)
        return reply(body, media_type=media_type, fields={"ETag": etag})

    return handle


@dataclass
class Web:
    """The loopback server, and the names and connections that lead to it.

    Attributes:
        pages: replies by host and path; others are 404.
        names: addresses by host, one answer of the name service after the other; the last stays.
        requests: that came in, in order.
        connected: addresses to which connections were made.
        most_at_once: requests of one host that were in work at a time, at the most.
    """

    pages: dict[str, Reply | Handler] = field(default_factory=dict)
    names: dict[str, list[Sequence[str]]] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    connected: list[str] = field(default_factory=list)
    most_at_once: int = 0

    def __enter__(self) -> Self:
        self._lock = threading.Lock()
        self._working: dict[str, int] = {}
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def resolve(self, host: str, port: int) -> Sequence[str]:
        """Answer as the name service: what was told, an address as itself, else a public one."""
        assert port > 0
        told = self.names.get(host)
        if told is not None:
            return told.pop(0) if len(told) > 1 else told[0]
        if host.endswith(".nowhere"):
            message = "no such name"
            raise OSError(message)
        return [host.strip("[]")] if host[-1].isdigit() or ":" in host else [PUBLIC]

    def connect(self, address: str, port: int, timeout_s: float) -> httpcore.NetworkStream:
        """Connect to the loopback server, whatever the address is."""
        assert port > 0
        self.connected.append(address)
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", self.port, timeout=timeout_s)

    def asked(self, *, robots: bool = False) -> list[str]:
        """Return what was asked for, without robots.txt."""
        return [request.url for request in self.requests if robots or not request.path.endswith("/robots.txt")]

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._handle, args=(connection,), daemon=True).start()

    def _handle(self, connection: socket.socket) -> None:
        with connection, suppress(OSError, ValueError, KeyError):
            head = b""
            while b"\r\n\r\n" not in head and (part := connection.recv(65536)):
                head += part
            line, *rest = head.decode("latin-1").split("\r\n")
            fields = {
                name.lower(): value.strip() for name, _, value in (entry.partition(":") for entry in rest) if value
            }
            host = fields["host"].partition(":")[0] if not fields["host"].startswith("127.") else fields["host"]
            request = Request(host=host, path=line.split(" ")[1], fields=fields)
            with self._lock:
                self.requests.append(request)
                self._working[host] = self._working.get(host, 0) + 1
                self.most_at_once = max(self.most_at_once, self._working[host])
            found = self.pages.get(request.url, self.pages.get(request.path, reply("gone", 404)))
            last = b""
            try:
                answer = found(request) if callable(found) else found
                for part in [answer] if isinstance(answer, bytes) else answer:
                    connection.sendall(last + part[:-1])
                    last = part[-1:]
            finally:  # before the last byte: whoever has it may ask again before this thread is heard of
                with self._lock:
                    self._working[host] -= 1
            connection.sendall(last)


class QuickClock:
    """A clock that goes on when somebody waits."""

    def __init__(self, start: datetime = START) -> None:
        self._start = start
        self.waited = 0.0
        self.waits: list[float] = []
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """See `Clock.now`."""
        return self._start + timedelta(seconds=self.waited)

    def monotonic(self) -> float:
        """See `Clock.monotonic`."""
        return self.waited

    def wait(self, seconds: float) -> None:
        """See `Clock.wait`."""
        with self._lock:
            self.waited += seconds
            self.waits.append(seconds)


def article(what: str) -> str:
    """Return a page about something."""
    return (
        f"<!doctype html><html><head><title>{what} are bought</title></head><body><article><h1>{what} are bought</h1>"
        f"<p>The council of Ostrow bought forty {what} for $12 million on Monday, the mayor, Lena Brack, said.</p>"
        f"<p>The {what} will arrive in March 2027 and replace older ones that were built in 1971, she added.</p>"
        "</article></body></html>"
    )


def rss(*links: str, title: str = "The Ostrow Courier", updated: str = "Mon, 04 May 2026 10:00:00 GMT") -> str:
    """Return a feed."""
    entries = "".join(
        f"<item><title>About {number}</title><link>{link}</link><pubDate>{updated}</pubDate></item>"
        for number, link in enumerate(links)
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>'
        f"<link>https://courier.example/</link>{entries}</channel></rss>"
    )


def sitemap(*urls: str, index: bool = False) -> str:
    """Return a sitemap, or an index of sitemaps."""
    outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    entries = "".join(f"<{inner}><loc>{url}</loc></{inner}>" for url in urls)
    return f'<?xml version="1.0"?><{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</{outer}>'

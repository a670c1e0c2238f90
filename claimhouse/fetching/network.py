"""One request: to an address that was checked, within a size and a time, and nothing else of the network.

The name of a host is resolved once, every address it has is checked, and the connection is made to a checked address:
a second answer of the name service, which could name a machine of the house, is never asked for.
"""

from __future__ import annotations

import functools
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

import httpcore
import httpx

from claimhouse.errors import DocumentError, ItemUnreadable, TooLarge
from claimhouse.records import QuarantineReason
from claimhouse.sources.responses import decode_body

CONNECT_S = 10.0
# A body is encoded once; a proxy may do it again. More is a bomb in a bomb.
MAX_ENCODINGS = 2

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_GLOBAL_V6 = ipaddress.ip_network("2000::/3")
# What Python's own lists leave out, or only know from some version on (IANA registries of special addresses).
_SPECIAL = tuple(
    ipaddress.ip_network(text)
    for text in (
        *("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4"),
        *("2001::/23", "2001:db8::/32", "3fff::/20"),
    )
)

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address


class Network(Protocol):
    """Names and connections."""

    def resolve(self, host: str, port: int) -> Sequence[str]:
        """Return the addresses of a host.

        Raises:
            OSError: it has none.
        """

    def connect(self, address: str, port: int, timeout_s: float) -> httpcore.NetworkStream:
        """Open a connection to an address.

        Raises:
            httpcore.NetworkError, httpcore.TimeoutException: there is none.
        """


class Internet:
    """The network that the machine is on."""

    def resolve(self, host: str, port: int) -> Sequence[str]:
        """See `Network.resolve`."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return list(dict.fromkeys(str(entry[4][0]) for entry in found))

    def connect(self, address: str, port: int, timeout_s: float) -> httpcore.NetworkStream:
        """See `Network.connect`."""
        return httpcore.SyncBackend().connect_tcp(address, port, timeout=timeout_s)


def is_public(address: str) -> bool:
    """Whether an address is one of the public network, the one it embeds included.

    >>> is_public("93.184.216.34"), is_public("::ffff:127.0.0.1"), is_public("64:ff9b::a9fe:a9fe")
    (True, False, False)
    """
    try:
        ip: Ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    embedded = _embedded(ip)
    if embedded is not None:
        return is_public(str(embedded))
    if isinstance(ip, ipaddress.IPv6Address) and ip not in _GLOBAL_V6:
        return False
    return ip.is_global and not ip.is_multicast and not any(ip in special for special in _SPECIAL)


def _embedded(ip: Ip) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 address leads to: mapped, 6to4 or NAT64."""
    if not isinstance(ip, ipaddress.IPv6Address):
        return None
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour


class Forbidden(httpcore.ConnectError):
    """A host whose address is not one of the public network; passed through httpcore, and caught in `ask`."""


class Aborting:
    """Ends all connections at once, so that an interrupted run need not wait for them."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self._open: set[httpcore.NetworkStream] = set()
        self._lock = threading.Lock()

    def opened(self, stream: httpcore.NetworkStream) -> None:
        """Note an open connection."""
        with self._lock:
            self._open.add(stream)

    def closed(self, stream: httpcore.NetworkStream) -> None:
        """Forget a connection."""
        with self._lock:
            self._open.discard(stream)

    def abort(self) -> None:
        """Let every read that waits return now."""
        self.asked.set()
        with self._lock:
            for stream in self._open:
                found = stream.get_extra_info("socket")
                with suppress(OSError, AttributeError):
                    found.shutdown(socket.SHUT_RDWR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """The way out.

    Attributes:
        network: names and connections.
        allow_private: whether addresses of the machine and its house may be asked.
        aborting: ends what is under way.
    """

    network: Network
    allow_private: bool
    aborting: Aborting


@functools.cache
def trusted_certificates() -> ssl.SSLContext:
    """Return what is trusted: what browsers trust, or what SSL_CERT_FILE names."""
    return httpx.create_ssl_context()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a response may cost.

    Attributes:
        max_bytes: of its body, before and after decoding.
        response_s: from the first byte sent to the last received.
    """

    max_bytes: int
    response_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response.

    Attributes:
        url: that gave it.
        status: the status code.
        fields: header fields by lower-case name; the first of its name counts.
        body: decoded; empty unless the status is 200.
    """

    url: str
    status: int
    fields: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """What the server says that the body is, in lower case, without parameters."""
        return self.fields.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why there is no response, or none that can be used.

    Attributes:
        error: for the quarantine.
        is_passing: whether it may be otherwise a little later.
        wait_s: what the server asks to wait.
        of_host: whether the host as a whole is at fault, and its other pages need not be tried now.
        is_put_off: whether nobody was asked, since the run's time for fetching is over.
    """

    error: DocumentError
    is_passing: bool
    wait_s: float | None = None
    of_host: bool = False
    is_put_off: bool = False


def failure(message: str, reason: QuarantineReason, *, is_passing: bool = False) -> Failure:
    """Return a failure with its error."""
    return Failure(error=ItemUnreadable(message, reason), is_passing=is_passing)


def ask(
    url: httpx.URL, headers: Mapping[str, str], limits: Limits, door: Door, wanted: Callable[[str], bool]
) -> Answer | Failure:
    """Make one request and follow nothing.

    Args:
        url: checked by `url_problem`.
        headers: of the request.
        limits: of the response.
        door: the way out.
        wanted: whether a body of that media type is read at all.
    """
    backend = _Backend(door, limits.response_s)
    try:
        with httpcore.ConnectionPool(
            ssl_context=trusted_certificates() if url.scheme == "https" else None,
            max_connections=1,
            network_backend=backend,
            http2=False,
        ) as pool:
            return _asked(pool, url, headers, limits, wanted)
    except Forbidden as error:
        return failure(str(error), QuarantineReason.FORBIDDEN_ADDRESS)
    except httpcore.TimeoutException:
        message = f"no whole response within {limits.response_s:g} s"
        return failure(message, QuarantineReason.TIMED_OUT, is_passing=True)
    except httpcore.RemoteProtocolError as error:
        return failure(f"the response is broken: {error}", QuarantineReason.TRUNCATED, is_passing=True)
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        return failure(f"no connection: {error or type(error).__name__}", QuarantineReason.UNREACHABLE, is_passing=True)
    except DocumentError as error:
        return Failure(error=error, is_passing=error.reason is QuarantineReason.TRUNCATED)


def _asked(
    pool: httpcore.ConnectionPool,
    url: httpx.URL,
    headers: Mapping[str, str],
    limits: Limits,
    wanted: Callable[[str], bool],
) -> Answer:
    target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    timeouts = dict.fromkeys(("connect", "read", "write", "pool"), limits.response_s)
    with pool.stream("GET", target, headers=list(headers.items()), extensions={"timeout": timeouts}) as response:
        fields: dict[str, str] = {}
        for name, value in response.headers:
            fields.setdefault(name.decode("latin-1").lower(), _text(value).strip())
        answer = Answer(url=str(url), status=response.status, fields=fields, body=b"")
        if response.status != httpx.codes.OK:
            return answer
        if not wanted(answer.media_type):
            message = f"it is {answer.media_type[:80]!r}, which is not read"
            raise ItemUnreadable(message, QuarantineReason.UNKNOWN_FORMAT)
        raw = _read(response.iter_stream(), fields, limits.max_bytes)
    return Answer(url=str(url), status=answer.status, fields=fields, body=_decoded(raw, fields, limits.max_bytes))


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _read(chunks: Iterable[bytes], fields: Mapping[str, str], max_bytes: int) -> bytes:
    promised = fields.get("content-length", "")
    if promised.isascii() and promised.isdigit() and len(promised) > len(str(max_bytes)):
        message = f"{promised[:20]} bytes are announced, the limit is {max_bytes}"
        raise TooLarge(message)
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > max_bytes:
            message = f"more than {max_bytes} bytes"
            raise TooLarge(message)
    return bytes(body)


def _decoded(raw: bytes, fields: Mapping[str, str], max_bytes: int) -> bytes:
    encodings = fields.get("content-encoding", "")
    if encodings.count(",") >= MAX_ENCODINGS:
        message = f"the body is encoded {encodings.count(',') + 1} times"
        raise ItemUnreadable(message, QuarantineReason.UNREADABLE)
    return decode_body(raw, {"content-encoding": encodings}, max_bytes)  # the transfer encoding is undone already


class _Backend(httpcore.NetworkBackend):
    """Connects to checked addresses only; one response long."""

    def __init__(self, door: Door, response_s: float) -> None:
        self._door = door
        self._end = time.monotonic() + response_s

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002 - httpcore calls it so
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002 - the same
    ) -> httpcore.NetworkStream:
        try:
            addresses = self._door.network.resolve(host, port)
        except (OSError, UnicodeError) as error:
            message = f"the name {host[:100]!r} is not known: {getattr(error, 'strerror', None) or error}"
            raise httpcore.ConnectError(message) from error
        private = [address for address in addresses if not is_public(address)]
        if private and not self._door.allow_private:
            message = f"{host[:100]!r} leads to {private[0]}, which is no address of the public network"
            raise Forbidden(message)
        problem: Exception = httpcore.ConnectError(f"{host[:100]!r} has no address")
        for address in addresses:
            try:
                left = min(_left(self._end, httpcore.ConnectTimeout), CONNECT_S, timeout or CONNECT_S)
                stream = self._door.network.connect(address, port, left)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
                continue
            return _Stream(stream, self._end, self._door.aborting)
        raise problem

    def sleep(self, seconds: float) -> None:
        time.sleep(min(seconds, _left(self._end, httpcore.ConnectTimeout)))


class _Stream(httpcore.NetworkStream):
    """A connection that ends when the time of its response is over, however slowly bytes drip."""

    def __init__(self, inner: httpcore.NetworkStream, end: float, aborting: Aborting) -> None:
        self._inner = inner
        self._end = end
        self._aborting = aborting
        aborting.opened(inner)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._go_on()
        found = self._inner.read(max_bytes, _shorter(timeout, _left(self._end, httpcore.ReadTimeout)))
        self._go_on()  # a connection that we end looks like a body that is at its end
        return found

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._go_on()
        self._inner.write(buffer, _shorter(timeout, _left(self._end, httpcore.WriteTimeout)))

    def close(self) -> None:
        self._aborting.closed(self._inner)
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _shorter(timeout, _left(self._end, httpcore.ConnectTimeout))
        self._aborting.closed(self._inner)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, left), self._end, self._aborting)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore says so
        return self._inner.get_extra_info(info)

    def _go_on(self) -> None:
        if self._aborting.asked.is_set():
            message = "the run is being ended"
            raise httpcore.ReadError(message)


def _left(end: float, problem: type[Exception]) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise problem
    return left


def _shorter(asked: float | None, left: float) -> float:
    return left if asked is None else min(asked, left)

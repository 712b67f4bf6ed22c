"""Asking another server for a document: what is asked for was typed by somebody, and our network is not theirs to see.

The name is resolved once and the address that was checked is the one that is connected to, so that a name cannot mean
one place when it is looked at and another when it is asked. All bounds hold for the whole exchange, redirections
included, however slowly the other side answers.
"""

import ipaddress
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from threading import Timer
from time import monotonic
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from django.utils.translation import gettext as _

MOST_REDIRECTS = 3
LONGEST_ADDRESS = 2_000
PORTS = {"http": 80, "https": 443}
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # an IPv4 address behind a translator
AGENT = "Preau (lecteur de flux RSS et Atom)"


class NotFetched(Exception):
    """Why, in a sentence for the person who gave the address."""


@dataclass(frozen=True)
class Bounds:
    seconds: float = 10
    most_bytes: int = 2_000_000
    private: bool = False  # whether addresses of private networks, and any port, may be asked: for tests only


def fetch(address: str, bounds: Bounds) -> bytes:
    """The body found at an http(s) address. Raises `NotFetched`."""
    deadline = monotonic() + bounds.seconds
    for _turn in range(MOST_REDIRECTS + 1):
        parts = _checked(address, bounds)
        answer = _ask(parts, deadline, bounds)
        if isinstance(answer, bytes):
            return answer
        address = urljoin(parts.geturl(), answer)
    raise NotFetched(_("This address sends to too many others."))


def _checked(address: str, bounds: Bounds) -> SplitResult:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise NotFetched(_("This is not an address of the web.")) from None
    known = PORTS.get(parts.scheme)
    printable = address.isascii() and address.isprintable() and " " not in address and len(address) <= LONGEST_ADDRESS
    if known is None or not parts.hostname or "@" in parts.netloc or not printable:
        raise NotFetched(_("This is not an address of the web."))
    if port not in (None, known) and not bounds.private:
        raise NotFetched(_("This address names a port: only the usual ones are asked."))
    return parts


def is_public(host: str) -> bool:
    """Whether an IP address is one of the Internet's, and nobody's own network."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    inner: Any = None
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if address in TRANSLATED:
            inner = ipaddress.IPv4Address(address.packed[-4:])
    return address.is_global and not address.is_multicast and (not inner or is_public(str(inner)))


def _resolve(parts: SplitResult, bounds: Bounds) -> tuple[str, int]:
    """The first address that the name has, when all that it has may be asked."""
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    try:
        found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        raise NotFetched(_("No server has this name.")) from None
    if not bounds.private and not all(map(is_public, found)):
        raise NotFetched(_("This address is one of a private network: it is not asked."))
    return found[0], port


def _ask(parts: SplitResult, deadline: float, bounds: Bounds) -> bytes | str:
    """The body, or where the server sends to."""
    host, port = _resolve(parts, bounds)
    left = deadline - monotonic()
    if left <= 0:
        raise NotFetched(_("This server takes too long to answer."))
    line = _Line((host, port), deadline)
    connection = _connection(parts, port, left, line)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {
            "User-Agent": AGENT,
            "Accept": "application/atom+xml, application/rss+xml, application/xml, */*;q=0.5",
        }
        connection.request("GET", path, headers={**headers, "Accept-Encoding": "identity"})
        answer = _read(connection.getresponse(), bounds)
        if monotonic() >= deadline:  # cut by our own alarm, perhaps
            raise TimeoutError
        return answer
    except (OSError, HTTPException, ValueError) as error:
        if isinstance(error, ssl.SSLError) and monotonic() < deadline:
            raise NotFetched(_("The certificate of this server cannot be trusted.")) from None
        slow = isinstance(error, TimeoutError) or monotonic() >= deadline
        told = (
            _("This server takes too long to answer.") if slow else _("This server does not answer as one of the web.")
        )
        raise NotFetched(told) from None
    finally:
        line.close()
        connection.close()


def _read(response: HTTPResponse, bounds: Bounds) -> bytes | str:
    where = response.getheader("Location")
    if response.status in {301, 302, 303, 307, 308} and where:
        return where
    if response.status != 200:
        raise NotFetched(_("This server answers with error %(status)d.") % {"status": response.status})
    content = response.read(bounds.most_bytes + 1)
    if len(content) > bounds.most_bytes:
        most = bounds.most_bytes // 1_000_000
        raise NotFetched(_("What this address gives is too large: over %(most)d MB.") % {"most": most})
    if response.length:  # cut short
        raise OSError
    return content


def _connection(parts: SplitResult, port: int, seconds: float, line: "_Line") -> HTTPConnection:
    """Certificates are asked for the name, whatever the address."""
    make: Callable[..., HTTPConnection] = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = make(parts.hostname or "", port, timeout=seconds)
    connection._create_connection = line.open  # type: ignore[attr-defined]
    return connection


class _Line:
    """A connection to the address that was checked, hung up at the deadline.

    A timeout of the socket is one of each reading: a server that sends a byte a second would hold us for ever. The
    descriptor is our own, as `http.client` and the TLS layer give the first one away.
    """

    def __init__(self, address: tuple[str, int], deadline: float) -> None:
        self.address = address
        self.deadline = deadline
        self.own: socket.socket | None = None
        self.alarm: Timer | None = None

    def open(self, _address: object, timeout: float, source: Any) -> socket.socket:
        made = socket.create_connection(self.address, timeout, source)
        self.own = made.dup()
        self.alarm = Timer(max(0.0, self.deadline - monotonic()), self._hang_up)
        self.alarm.daemon = True
        self.alarm.start()
        return made

    def _hang_up(self) -> None:
        if self.own is not None:
            with suppress(OSError):
                self.own.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        if self.alarm is not None:
            self.alarm.cancel()
        if self.own is not None:
            self.own.close()

"""Failed sign-ins, counted per network and per account, whatever the door: the API and the administration ask here.

A success is not counted, so that a class of thirty signs in behind one address. Counts live in the cache: with
several web processes, they are shared where the cache is Redis.
"""

import hashlib
import math
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from cms.core import clock

MOST = 20  # failures
WINDOW = 60  # seconds


class Tries:
    """The recent failures that speak against one attempt."""

    def __init__(self, request: HttpRequest, username: str) -> None:
        self.keys = [_key("network", network_of(request)), _key("account", username.strip().casefold())]

    def wait(self) -> int:
        """Seconds to wait before this attempt is heard; 0 when it may be made now."""
        now = clock.now().timestamp()
        waits = [recent[-MOST] + WINDOW - now for recent in map(self._recent, self.keys) if len(recent) >= MOST]
        return max([0, *(math.ceil(seconds) for seconds in waits)])

    def failed(self) -> None:
        for key in self.keys:
            cache.set(key, [*self._recent(key), clock.now().timestamp()][-MOST:], WINDOW)

    def _recent(self, key: str) -> list[float]:
        oldest = clock.now().timestamp() - WINDOW
        return [instant for instant in cache.get(key, []) if instant > oldest]


def network_of(request: HttpRequest) -> str:
    """The caller's address; for IPv6 its /64, which one subscriber fills at will.

    `X-Forwarded-For` is what the caller pleases, unless a web server of ours stands in front and adds the last value.
    """
    address = str(request.META.get("REMOTE_ADDR") or "")
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if settings.BEHIND_PROXY and forwarded:
        address = forwarded[-1]
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(ip_network(f"{parsed}/64", strict=False)) if isinstance(parsed, IPv6Address) else str(parsed)


def _key(kind: str, subject: str) -> str:
    return f"tries-{kind}-" + hashlib.sha256(subject.encode("utf-8", "surrogatepass")).hexdigest()

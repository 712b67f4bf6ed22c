"""Does every link of the site lead somewhere?

The frame around a page is the same everywhere: it is looked at once, on the page of what is not found. Of the other
pages, what stands in `<main>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from sys import intern
from urllib.parse import unquote, urlsplit

from publicsite.contract import Problem
from publicsite.render.addresses import NOT_FOUND
from publicsite.render.manifest import Made, Manifest
from publicsite.render.markup import addresses

SPACE = "/espace/"  # served beside the release: no file of it
_MAIN = re.compile(r"<main\b.*</main>", re.DOTALL)


def own_links(page: str, html: str) -> tuple[str, ...]:
    """The paths of this site that a page leads to."""
    main = None if page == f"{NOT_FOUND}.html" else _MAIN.search(html)
    return tuple(map(intern, sorted(set(_paths(main[0] if main else html)))))  # pages lead to the same places


class Checker:
    """Remembers the addresses that led somewhere, as long as their files are there, and the pages without another."""

    def __init__(self) -> None:
        self._good: dict[str, str] = {SPACE: ""}  # by address, the file that answers
        self._sound: dict[str, Made] = {}  # pages as they were found

    def broken(self, manifest: Manifest, removed: Iterable[str]) -> list[Problem]:
        """One problem per page and address that no file of the site answers. `removed` went since the last call."""
        self._forget(set(removed))
        found = []
        for page, made in manifest.made.items():
            if self._sound.get(page) is not made:
                lost = [address for address in made.links if not self._leads(address, manifest)]
                found += [(page, address) for address in lost]
                if not lost:
                    self._sound[page] = made
        return [
            Problem(Path(page), None, f"le lien « {address} » ne mène nulle part : corrigez-le.", fatal=False)
            for page, address in sorted(found, key=itemgetter(0))
        ]

    def _forget(self, gone: set[str]) -> None:
        lost = {address for address, file in self._good.items() if file in gone}
        for address in lost:
            del self._good[address]
        if gone:
            self._sound = {
                page: made
                for page, made in self._sound.items()
                if page not in gone and (not lost or lost.isdisjoint(made.links))
            }

    def _leads(self, address: str, manifest: Manifest) -> bool:
        file = _target(address)
        if address not in self._good and (file in manifest.made or file in manifest.lent):
            self._good[address] = file
        return address in self._good


def _paths(html: str) -> Iterator[str]:
    return filter(None, map(_own_path, addresses(html)))


@lru_cache(maxsize=4096)
def _own_path(address: str) -> str:
    """Empty for what is on another site, or on the page itself."""
    parts = urlsplit(address)
    return "" if parts.scheme or parts.netloc else parts.path


def _target(address: str) -> str:
    path = unquote(address).removeprefix("/")
    return f"{path}index.html" if not path or path.endswith("/") else path

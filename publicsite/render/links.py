"""Does every link of the site lead somewhere?

The frame around a page is the same everywhere: it is looked at once, on the page of what is not found. Of the other
pages, what stands in `<main>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from functools import lru_cache
from pathlib import Path
from sys import intern
from urllib.parse import unquote, urlsplit

from publicsite.contract import Problem
from publicsite.render.addresses import NOT_FOUND
from publicsite.render.manifest import Manifest
from publicsite.render.markup import addresses

SPACE = "/espace/"  # served beside the release: no file of it
_MAIN = re.compile(r"<main\b.*</main>", re.DOTALL)


def own_links(page: str, html: str) -> tuple[str, ...]:
    """The paths of this site that a page leads to."""
    main = None if page == f"{NOT_FOUND}.html" else _MAIN.search(html)
    return tuple(map(intern, sorted(set(_paths(main[0] if main else html)))))  # pages lead to the same places


class Checker:
    """Remembers the addresses that led somewhere, as long as their files are there, and the pages with another."""

    def __init__(self) -> None:
        self._good: dict[str, str] = {SPACE: ""}  # by address, the file that answers
        self._broken: set[str] = set()

    def broken(self, manifest: Manifest, fresh: Set[str], removed: Iterable[str]) -> list[Problem]:
        """One problem per page and address that no file of the site answers. Since the last call `removed` went, and
        `fresh` were made."""
        asked = self._broken | fresh | self._left_alone(manifest, set(removed))
        found = [
            (page, address)
            for page in asked & manifest.made.keys()
            for address in manifest.made[page].links
            if not self._leads(address, manifest)
        ]
        self._broken = {page for page, _address in found}
        return [
            Problem(Path(page), None, f"le lien « {address} » ne mène nulle part : corrigez-le.", fatal=False)
            for page, address in sorted(found)
        ]

    def _left_alone(self, manifest: Manifest, gone: set[str]) -> set[str]:
        """The pages that lead to what went."""
        lost = {address for address, file in self._good.items() if file in gone} if gone else set()
        for address in lost:
            del self._good[address]
        if not lost:
            return set()
        return {page for page, made in manifest.made.items() if not lost.isdisjoint(made.links)}

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

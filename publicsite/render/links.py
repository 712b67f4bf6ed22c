"""Does every link of the site lead somewhere?

The frame around a page is the same everywhere: it is looked at once, on the page of what is not found. Of the other
pages, what stands in `<main>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from operator import itemgetter
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
    """Remembers the addresses that led somewhere, as long as their files are there."""

    def __init__(self) -> None:
        self._good: dict[str, str] = {SPACE: ""}  # by address, the file that answers

    def broken(self, manifest: Manifest, removed: Iterable[str]) -> list[Problem]:
        """One problem per page and address that no file of the site answers. `removed` went since the last call."""
        gone = set(removed)
        if gone:
            self._good = {address: file for address, file in self._good.items() if file not in gone}
        good = set(self._good)
        suspect = [(page, made) for page, made in manifest.made.items() if not good.issuperset(made.links)]
        return [
            Problem(Path(page), None, f"le lien « {address} » ne mène nulle part : corrigez-le.", fatal=False)
            for page, made in sorted(suspect, key=itemgetter(0))
            for address in made.links
            if not self._leads(address, manifest)
        ]

    def _leads(self, address: str, manifest: Manifest) -> bool:
        file = _target(address)
        if address not in self._good and (file in manifest.made or file in manifest.lent):
            self._good[address] = file
        return address in self._good


def _paths(html: str) -> Iterator[str]:
    for address in addresses(html):
        parts = urlsplit(address)
        if not parts.scheme and not parts.netloc and parts.path:
            yield parts.path


def _target(address: str) -> str:
    path = unquote(address).removeprefix("/")
    return f"{path}index.html" if not path or path.endswith("/") else path

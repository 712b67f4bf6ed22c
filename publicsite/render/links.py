"""Does every link of the site lead somewhere?

The frame around a page is the same everywhere: it is looked at once, on the page of what is not found. Of the other
pages, what stands in `<main>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
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
    return tuple(sorted(set(_paths(main[0] if main else html))))


def broken(manifest: Manifest) -> list[Problem]:
    """One problem per page and address that no file of the site answers."""
    files = manifest.made.keys() | manifest.lent.keys()
    known: dict[str, bool] = {}

    def leads(address: str) -> bool:
        if address not in known:
            known[address] = address == SPACE or _target(address) in files
        return known[address]

    return [
        Problem(Path(page), None, f"le lien « {address} » ne mène nulle part : corrigez-le.", fatal=False)
        for page, made in sorted(manifest.made.items())
        for address in made.links
        if not leads(address)
    ]


def _paths(html: str) -> Iterator[str]:
    for address in addresses(html):
        parts = urlsplit(address)
        if not parts.scheme and not parts.netloc and parts.path:
            yield parts.path


def _target(address: str) -> str:
    path = unquote(address).removeprefix("/")
    return f"{path}index.html" if not path or path.endswith("/") else path

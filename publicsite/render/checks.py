"""After the build: does every link of the site lead somewhere?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from publicsite.contract import Problem
from publicsite.render.markup import addresses

SPACE = "/espace/"  # served beside the release: no file of it


def check_links(output: Path) -> list[Problem]:
    """One problem per page and address that no file of `output` answers."""

    @cache
    def is_answered(address: str) -> bool:
        return address == SPACE or _target(output, address).is_file()

    return [
        Problem(page.relative_to(output), None, f"le lien « {address} » ne mène nulle part : corrigez-le.", fatal=False)
        for page in sorted(output.rglob("*.html"))
        for address in sorted(_internal(page))
        if not is_answered(address)
    ]


def _internal(page: Path) -> set[str]:
    return set(_paths(page.read_text(encoding="utf-8")))


def _paths(html: str) -> Iterator[str]:
    """The paths of the addresses that are this site's own; all those that templates write begin with a slash."""
    for address in set(addresses(html)):
        parts = urlsplit(address)
        if not parts.scheme and not parts.netloc and parts.path:
            yield parts.path


def _target(output: Path, address: str) -> Path:
    path = unquote(address)
    return output / path.removeprefix("/") / ("index.html" if path.endswith("/") else "")

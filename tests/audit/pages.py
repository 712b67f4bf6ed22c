"""Which pages are looked at: one of each kind, found in the release itself."""

from __future__ import annotations

from pathlib import Path

KINDS = {
    "homepage": "index.html",
    "rubric with articles": "vie-du-college/index.html",
    "rubric without articles": "infos-pratiques/index.html",
    "article": "vie-du-college/sport-scolaire/cross-2026/index.html",
    "article with every block": "le-college/actualites/portes-ouvertes-2026/index.html",
    "tags": "tags/index.html",
    "archives": "archives/index.html",
    "search": "recherche/index.html",
    "agenda": "agenda/index.html",
    "site map": "plan-du-site/index.html",
    "legal notice": "mentions-legales/index.html",
    "accessibility": "accessibilite/index.html",
    "not found": "404.html",
}
FIRST_OF = {
    "a tag": "tags/*/index.html",
    "a month": "archives/*/*/index.html",
    "a month of agenda": "**/agenda/????-??/index.html",
}


def kinds(release: Path) -> dict[str, str]:
    """Addresses by kind, of those that this release has."""
    found = {kind: path for kind, path in KINDS.items() if (release / path).is_file()}
    for kind, pattern in FIRST_OF.items():
        if pages := sorted(release.glob(pattern)):
            found[kind] = str(pages[len(pages) // 2].relative_to(release))
    return {kind: "/" + path.removesuffix("index.html") for kind, path in found.items()}

"""The addresses that the site itself takes, beside those of rubrics and articles."""

from __future__ import annotations

# One page each, written by Pelican's direct templates: template name, address.
DIRECT_PAGES = {
    "index": "",
    "tags": "tags/",
    "archives": "archives/",
    "recherche": "recherche/",
    "plan-du-site": "plan-du-site/",
    "mentions-legales": "mentions-legales/",
    "accessibilite": "accessibilite/",
}
NOT_FOUND = "404"

# A rubric of the first level, or an article outside any rubric, would hide what is there.
RESERVED = frozenset(
    {"agenda", "feeds", "files", "images", "theme", *(url.rstrip("/") for url in DIRECT_PAGES.values() if url)}
)


def address(path: str) -> str:
    return f"{path}/"

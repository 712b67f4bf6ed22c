"""Long lists in several pages, which are cut from the oldest article.

An older page holds the same ten articles for ever, and its number is counted from the oldest: a new article makes the
first page anew, and now and then one more. The first page, at the address of the list, holds the ten to nineteen
newest. No page tells how many there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from publicsite.render.french import french_span
from publicsite.render.rubrics import Article

PER_PAGE = 10


@dataclass(frozen=True, slots=True)
class ListPage:
    articles: Sequence[Article]
    url: str
    newer: str = ""  # the address of the page before, in the order of reading; empty for none
    older: str = ""
    is_first: bool = True
    span: str = ""  # "du 3 mars au 12 mai 2026", of a list in several pages

    @property
    def name(self) -> str:
        return f"{self.url}index.html"


def pages_of(articles: Sequence[Article], url: str) -> Iterator[ListPage]:
    """The pages of a list, whose articles are given in the order of reading, the newest first."""
    full = max(0, len(articles) // PER_PAGE - 1)  # pages of ten, beside the first one
    addresses = ["", *(f"{url}page/{number}/" for number in range(1, full + 1)), url]
    end = len(articles) - full * PER_PAGE
    first = articles[:end]
    yield ListPage(first, url, older=addresses[full], span=_span(first) if full else "")
    for number in range(full, 0, -1):
        shown = articles[end : end + PER_PAGE]
        end += PER_PAGE
        yield ListPage(
            shown, addresses[number], addresses[number + 1], addresses[number - 1], is_first=False, span=_span(shown)
        )


def _span(articles: Sequence[Article]) -> str:
    """The days of a page, whatever its order: as its cards tell them."""
    days = [(article.updated or article.date).date() for article in articles]
    return french_span(min(days), max(days))

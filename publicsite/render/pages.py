"""Long lists in several pages, which are cut where their own articles say.

Every article has a mark, drawn from its address. One whose mark is the smallest among its neighbours opens a page, and
the page has its mark for an address. So what comes, goes, or is back at the top of a list changes the pages around it,
however long the list is, and an older page is found where it was. The first page, at the address of the list, holds the
ten newest and what follows them up to the first cut. No page tells how many there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from publicsite.render.french import french_span
from publicsite.render.rubrics import Article

NEWEST = 10
NEIGHBOURS = 5  # on either side: pages hold six articles at least, and eleven on average


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
    cuts = list(_cuts(articles))
    if not cuts:
        yield ListPage(articles, url)
        return
    addresses = ["", url, *(f"{url}page/{articles[cut].mark}/" for cut in cuts), ""]
    for number, (start, end) in enumerate(pairwise([0, *cuts, len(articles)])):
        shown = articles[start:end]
        newer, own, older = addresses[number : number + 3]
        yield ListPage(shown, own, newer, older, is_first=not number, span=_span(shown))


def _cuts(articles: Sequence[Article]) -> Iterator[int]:
    """Where the pages after the first begin."""
    marks = [article.mark for article in articles]
    for place in range(NEWEST, len(marks) - NEIGHBOURS):
        if marks[place] == min(marks[place - NEIGHBOURS : place + NEIGHBOURS + 1]):
            yield place


def _span(articles: Sequence[Article]) -> str:
    """The days of a page, whatever its order: as its cards tell them."""
    days = [(article.updated or article.date).date() for article in articles]
    return french_span(min(days), max(days))

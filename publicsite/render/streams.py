"""The lists that articles stand in, kept in order as articles come and go: the site, rubrics, tags, years, months.

Streams begin with what was shown last; archives are in the order of the articles' own dates.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Any

from publicsite.render.rubrics import Article

Order = Callable[[Article], tuple[float, str]]
LATEST: Order = attrgetter("order")
DATED: Order = attrgetter("dated")


class Streams:
    def __init__(self, articles: Iterable[Article] = ()) -> None:
        self.all: list[Article] = []
        self.rubrics: dict[str, list[Article]] = {}
        self.tags: dict[str, list[Article]] = {}  # by slug
        self.periods: dict[tuple[int, ...], list[Article]] = {}  # by year, and by year and month
        for article in articles:
            self.add(article)

    def add(self, article: Article) -> None:
        for listed, order in self._lists(article):
            insort(listed, article, key=order)

    def remove(self, article: Article) -> None:
        for listed, order in self._lists(article):
            del listed[bisect_left(listed, order(article), key=order)]
        named: tuple[dict[Any, list[Article]], ...] = (self.rubrics, self.tags, self.periods)
        for lists in named:
            for name in [name for name, listed in lists.items() if not listed]:
                del lists[name]

    def _lists(self, article: Article) -> Iterator[tuple[list[Article], Order]]:
        yield self.all, LATEST
        yield self.rubrics.setdefault(article.doc.rubric, []), LATEST
        for slug in {tag.slug: None for tag in article.tags}:
            yield self.tags.setdefault(slug, []), LATEST
        year, month = article.date.year, article.date.month
        yield self.periods.setdefault((year,), []), DATED
        yield self.periods.setdefault((year, month), []), DATED

"""The tree of rubrics as the theme sees it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from publicsite.contract import RubricDoc

FEEDS, FEED_SUFFIX = "feeds", ".atom.xml"
Article = Any  # pelican.contents.Article, which has no types


def newest_first(article: Article) -> tuple[float, str]:
    """Sort key of the streams: what was changed since it was published comes back to the top."""
    shown_since = getattr(article, "updated", None) or article.date
    return -shown_since.timestamp(), article.url


@dataclass(eq=False, slots=True)
class Rubric:
    doc: RubricDoc
    introduction: Markup = field(default_factory=Markup)
    parent: Rubric | None = None
    children: list[Rubric] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)  # its own, newest first

    @property
    def path(self) -> str:
        return self.doc.path

    @property
    def title(self) -> str:
        return self.doc.title

    @property
    def url(self) -> str:
        return f"/{self.path}/"

    @property
    def feed_path(self) -> str:
        return f"{FEEDS}/{self.path}{FEED_SUFFIX}"

    @property
    def menu(self) -> list[Rubric]:
        return [child for child in self.children if child.doc.in_menu]

    @property
    def trail(self) -> list[Rubric]:
        """The rubrics above, from the top, and the rubric itself."""
        return [*(self.parent.trail if self.parent else []), self]

    def within(self) -> Iterator[Rubric]:
        """The rubric itself and all those below."""
        yield self
        for child in self.children:
            yield from child.within()


class Tree:
    """All the rubrics of a site, by path and from the top."""

    def __init__(self, docs: Iterable[RubricDoc]) -> None:
        self.by_path = {doc.path: Rubric(doc) for doc in docs}
        for rubric in self.by_path.values():
            rubric.parent = self.by_path.get(rubric.doc.parent_path)
            if rubric.parent:
                rubric.parent.children.append(rubric)
        self.roots = [rubric for rubric in self.by_path.values() if rubric.parent is None]
        for siblings in (self.roots, *(rubric.children for rubric in self.by_path.values())):
            siblings.sort(key=lambda rubric: (rubric.doc.position, rubric.title, rubric.path))

    @property
    def menu(self) -> list[Rubric]:
        return [rubric for rubric in self.roots if rubric.doc.in_menu]

    def __iter__(self) -> Iterator[Rubric]:
        """Every rubric, parents first, in the order of the menus."""
        for root in self.roots:
            yield from root.within()


def with_implied(docs: Iterable[RubricDoc], article_rubrics: Iterable[str]) -> list[RubricDoc]:
    """The rubrics, and those that only the folders of articles or of sub-rubrics tell of.

    A rubric whose file could not be read must not take its articles away with it.
    """
    known = {doc.path: doc for doc in docs}
    for path in [*known, *article_rubrics]:
        parts = path.split("/") if path else []
        for depth in range(1, len(parts) + 1):
            above = "/".join(parts[:depth])
            if above not in known:
                known[above] = RubricDoc(above, parts[depth - 1].replace("-", " ").capitalize(), public=True)
    return [known[path] for path in sorted(known)]

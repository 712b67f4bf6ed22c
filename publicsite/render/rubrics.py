"""The tree of rubrics as the theme sees it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from html import unescape
from typing import Any

from markupsafe import Markup

from publicsite.contract import ArticleDoc, RubricDoc
from publicsite.render.addresses import address

MAPPED = 20
FEEDS, FEED_SUFFIX = "feeds", ".atom.xml"
_LINK = re.compile(r'="([{|][^"]*)"')


@dataclass(frozen=True, slots=True)
class Tag:
    name: str
    slug: str

    @property
    def url(self) -> str:
        return f"tags/{self.slug}/"


@dataclass(eq=False, slots=True)
class Article:
    """An article as Pelican and the theme see it. It is kept from build to build; the last fields are of one build."""

    doc: ArticleDoc
    source: str  # its path in the content folder
    date: datetime
    updated: datetime | None
    tags: list[Tag]
    teaser: str
    links: tuple[str, ...]  # of its text, to documents and media of the folder
    whole: bytes  # digest of the document
    face: bytes  # the same, without its text
    url: str = ""
    page: str = ""  # the file of it
    mark: str = ""  # drawn from its address: see `pages`
    order: tuple[float, str] = (0, "")  # in the streams: what was changed since it was published comes back to the top
    dated: tuple[float, str] = (0, "")  # in the archives
    tells_dates: bool = False  # for the agenda
    body: Markup = field(default_factory=Markup)  # while a page that shows it is made
    rubric: Rubric | None = None
    newer: Article | None = None
    older: Article | None = None
    known: dict[str, tuple[Any, ...]] = field(default_factory=dict)  # keys, with what they were made of: see `inputs`

    def __post_init__(self) -> None:
        self.url = address(self.doc.path)
        self.page = f"{self.url}index.html"
        self.mark = blake2b(self.url.encode(), digest_size=5).hexdigest()
        self.order = -self.shown_since.timestamp(), self.url
        self.dated = -self.date.timestamp(), self.url
        self.tells_dates = 'class="event"' in self.doc.body

    def __reduce__(self) -> tuple[Any, ...]:
        """What is read of it, without what one build or one process knows."""
        read = self.doc, self.source, self.date, self.updated, self.tags, self.teaser, self.links, self.whole, self.face
        return type(self), read

    @property
    def shown_since(self) -> datetime:
        return self.updated or self.date

    @property
    def title(self) -> str:
        return self.doc.title

    @property
    def slug(self) -> str:
        return self.doc.slug


def links_of(html: str) -> tuple[str, ...]:
    """The links of a canonical body that lead to documents and media of the folder."""
    return tuple(sorted({unescape(link) for link in _LINK.findall(html)})) if "{" in html or "|" in html else ()


@dataclass(eq=False, slots=True)
class Rubric:
    doc: RubricDoc
    source: str = ""  # its path in the content folder; empty for one that only others tell of
    introduction: Markup = field(default_factory=Markup)  # while its page is made
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
    def links(self) -> tuple[str, ...]:
        """Of its introduction, to documents and media of the folder."""
        return links_of(self.doc.introduction)

    @property
    def feed_path(self) -> str:
        return f"{FEEDS}/{self.path}{FEED_SUFFIX}"

    @property
    def menu(self) -> list[Rubric]:
        return [child for child in self.children if child.doc.in_menu]

    @property
    def mapped(self) -> list[Article]:
        """Its newest articles, as many as the map of the site names: the others are in its own lists."""
        return self.articles[:MAPPED]

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

    def at(self, address: str) -> Rubric | None:
        """The rubric whose page is there ("vie/sorties/")."""
        return self.by_path.get(address.removesuffix("/"))

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

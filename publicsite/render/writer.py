"""Pages and feeds, made when their inputs differ. Feeds show no other date than their articles'."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

from feedgenerator import Atom1Feed
from feedgenerator.django.utils.xmlutils import SimplerXMLGenerator
from jinja2 import Template
from markupsafe import Markup, escape
from pelican.writers import Writer

from publicsite.render.bodies import Bodies
from publicsite.render.door import Door, Unmade
from publicsite.render.faults import stops_the_build
from publicsite.render.markup import absolute
from publicsite.render.pages import ListPage
from publicsite.render.rubrics import FEED_SUFFIX, FEEDS, Article, Rubric
from publicsite.render.site import SETTING, Site

BEGINNING = "2026-01-01"  # a day on which the name was the school's, as tag URIs want one; it never changes
NOT_SHOWN = "ce texte n’a pas pu être mis en page ({}) : il n’est pas publié."
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Unshowable(Exception):
    """A document cannot be put on its page, which has no earlier version: the site is built without it."""

    def __init__(self, source: str, cause: Exception) -> None:
        super().__init__(str(cause))
        self.source = source


class Feed(Atom1Feed):
    """Of entries that are written already, as `told`: an article is in the feed of each rubric above it."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: Mapping[str, Any]) -> None:
        handler.ignorableWhitespace(item["told"])  # as it stands

    def latest_post_date(self) -> datetime:
        """Of an empty feed too: the stock class gives the time of the build, and no two builds would be equal."""
        return super().latest_post_date() if self.items else datetime(1970, 1, 1, tzinfo=UTC)


class SiteWriter(Writer):
    """`made_of` is the key of what is written; see `inputs`."""

    bodies: Bodies
    key_of_body: Callable[[Article], bytes]

    @property
    def door(self) -> Door:
        return self._site.door

    def write_file(
        self,
        name: str,
        template: Template,
        context: Mapping[str, Any],
        *,
        made_of: bytes | None,
        shows: Any = None,
        late: Callable[[], dict[str, Any]] | None = None,
        **values: Any,
    ) -> None:
        """`shows` is the document whose text stands on the page: it is made ready for it, and for it only.

        `late` gives more values, computed only when the page is made.
        """
        if self._site.only not in {"", name} or (made_of is not None and self.door.has(name, made_of)):
            return

        def make() -> str:
            with self._shown(shows):
                return template.render({**context, **values, **(late() if late else {}), "output_file": name})

        try:
            self.door.put(name, made_of, make)
        except Unmade as unmade:
            if shows is None:
                raise
            raise Unshowable(shows.source, unmade.cause) from unmade

    def write_list(
        self,
        pages: Iterable[tuple[ListPage, bytes]],
        template: Template,
        context: Mapping[str, Any],
        *,
        shows: Any = None,
        **values: Any,
    ) -> None:
        """The pages of a list, each with its key; `shows` is for the first. Most of them are there already."""
        for page, made_of in pages:
            if not self.door.has(page.name, made_of):
                shown = shows if page.is_first else None
                self.write_file(page.name, template, context, made_of=made_of, shows=shown, page=page, **values)

    def write_feed(
        self, elements: Sequence[Article], context: Mapping[str, Any], path: str, title: str = "", **_: Any
    ) -> None:
        if self._site.only:
            return
        shown = elements[: self.settings["FEED_MAX_ITEMS"]]

        def make() -> str:
            feed = self._feed(path, title, context)
            for article in shown:
                self._add_item_to_the_feed(feed, article)
            told = StringIO()
            feed.write(told, "utf-8")
            return told.getvalue()

        self.door.put(path, context["inputs"].feed(path, title, shown), make)

    @contextmanager
    def _shown(self, document: Any) -> Iterator[None]:
        """With its text as HTML: it is not kept, and what is wrong with it is no fault of a template."""
        if document is None:
            yield
            return
        if isinstance(document, Rubric):
            document.introduction = self._introduction(document)
        else:
            document.body = self._body(document)
        try:
            yield
        finally:
            if isinstance(document, Rubric):
                document.introduction = Markup()
            else:
                document.body = Markup()

    def _body(self, document: Any) -> Markup:
        if not isinstance(document, Article):
            return self.bodies.render(document.doc.body)
        return self.bodies.of(self.key_of_body(document), document.doc.body)

    def _introduction(self, rubric: Rubric) -> Markup:
        """Without it the page is published all the same: it lists articles, and an old list shows what is gone."""
        try:
            return self.bodies.render(rubric.doc.introduction)
        except Exception as error:
            if stops_the_build(error):
                raise
            self._site.complain(rubric.source, NOT_SHOWN.format(error))
            self.door.lack()
            return Markup()

    @property
    def _site(self) -> Site:
        site: Site = self.settings[SETTING]
        return site

    def _feed(self, path: str, title: str, context: Mapping[str, Any]) -> Feed:
        """A feed of a rubric leads to its page."""
        school, site_url = self._site.school, self.settings["SITEURL"]
        rubric = context["tree"].by_path.get(path.removeprefix(f"{FEEDS}/").removesuffix(FEED_SUFFIX))
        return Feed(
            title=_xml(f"{title} – {school.name}" if title else school.name),
            link=f"{site_url}{rubric.url if rubric else '/'}",
            feed_url=f"{site_url}/{path}",
            feed_guid=f"tag:{self._authority},{BEGINNING}:/{path}",
            description=_xml(school.motto),
            author_name=_xml(school.name),
            language="fr",
        )

    def _add_item_to_the_feed(self, feed: Feed, item: Article) -> None:
        try:
            body = self._body(item)  # known or not: the feed uses its pictures
        except Exception as error:
            if stops_the_build(error):
                raise
            self.door.lack()  # its page says why
            return
        told = self._site.memory.recent.of(("entry", self.key_of_body(item)), lambda: self._entry(item, body))
        feed.add_item(item.title, "", None, pubdate=item.date, updateddate=item.updated, told=told)

    def _entry(self, item: Article, body: Markup) -> str:
        site_url, told = self.settings["SITEURL"], StringIO()
        feed = Atom1Feed("", "", None)
        feed.add_item(
            title=_xml(item.title),
            link=f"{site_url}/{item.url}",
            unique_id=self._identity(item),
            description=_xml(escape(item.teaser)),
            content=_xml(absolute(body, site_url)),
            categories=[_xml(tag.name) for tag in item.tags] or None,
            author_name=_xml(item.doc.author) or None,
            pubdate=item.date,
            updateddate=item.updated,
        )
        feed.add_item_elements(SimplerXMLGenerator(told, "utf-8", short_empty_elements=True), feed.items[0])
        return told.getvalue()

    def _identity(self, item: Article) -> str:
        return f"tag:{self._authority},{item.date:%Y-%m-%d}:/{item.url}"

    @property
    def _authority(self) -> str:
        """Of tag URIs (RFC 4151); a site without a host of its own is known by its slug."""
        return urlsplit(self.settings["SITEURL"]).hostname or f"{self._site.school.slug}.invalid"


def _xml(text: str) -> str:
    """Text without the control characters that XML forbids: one of them would make the whole feed unreadable."""
    return _NOT_IN_XML.sub("", text)

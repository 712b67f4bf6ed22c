"""Writes pages and feeds: one address is written once, and feeds show no other date than their articles'."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import IO, Any
from urllib.parse import urlsplit

from feedgenerator import Atom1Feed
from markupsafe import escape
from pelican.writers import FileOverwriteFailedError, Writer

from publicsite.render.markup import absolute
from publicsite.render.rubrics import FEED_SUFFIX, FEEDS, Article
from publicsite.render.site import SETTING, Site

BEGINNING = "2026-01-01"  # a day on which the name was the school's, as tag URIs want one; it never changes
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Feed(Atom1Feed):
    def latest_post_date(self) -> datetime:
        """Of an empty feed too: the stock class gives the time of the build, and no two builds would be equal."""
        return super().latest_post_date() if self.items else datetime(1970, 1, 1, tzinfo=UTC)


class SiteWriter(Writer):
    def write_file(self, name: str, *args: Any, **kwargs: Any) -> None:
        if self._site.only not in {"", name}:
            return
        try:
            super().write_file(name, *args, **kwargs)
        except FileOverwriteFailedError:
            message = "deux documents ont cette adresse : le second n’est pas publié. Changez l’adresse de l’un d’eux."
            self._site.complain(name, message)

    def write_feed(self, *args: Any, **kwargs: Any) -> Any:
        return None if self._site.only else super().write_feed(*args, **kwargs)

    def _open_w(self, filename: str, encoding: str, override: bool = False) -> IO[str]:
        """Nothing may override: Pelican does so, silently, for whatever brings its own address."""
        return super()._open_w(filename, encoding)

    @property
    def _site(self) -> Site:
        site: Site = self.settings[SETTING]
        return site

    def _create_new_feed(self, feed_type: str, feed_title: str | None, context: dict[str, Any]) -> Feed:
        """A feed of a rubric leads to its page; `feed_url` is the feed's path below the site's address."""
        school, site_url = self._site.school, self.settings["SITEURL"]
        path = self.feed_url.removeprefix(site_url).lstrip("/")
        rubric = context["tree"].by_path.get(path.removeprefix(f"{FEEDS}/").removesuffix(FEED_SUFFIX))
        return Feed(
            title=_xml(f"{feed_title} – {school.name}" if feed_title else school.name),
            link=f"{site_url}{rubric.url if rubric else '/'}",
            feed_url=f"{site_url}/{path}",
            feed_guid=f"tag:{self._authority},{BEGINNING}:/{path}",
            description=_xml(school.motto),
            author_name=_xml(school.name),
            language="fr",
        )

    def _add_item_to_the_feed(self, feed: Feed, item: Article) -> None:
        site_url = self.settings["SITEURL"]
        feed.add_item(
            title=_xml(item.title),
            link=f"{site_url}/{item.url}",
            unique_id=self._identity(item),
            description=_xml(escape(item.teaser)),
            content=_xml(absolute(item.body, site_url)),
            categories=[_xml(tag.name) for tag in item.tags] or None,
            author_name=_xml(item.doc.author) or None,
            pubdate=item.date,
            updateddate=item.updated,
        )

    def _identity(self, item: Article) -> str:
        return f"tag:{self._authority},{item.date:%Y-%m-%d}:/{item.url}"

    @property
    def _authority(self) -> str:
        """Of tag URIs (RFC 4151); a site without a host of its own is known by its slug."""
        return urlsplit(self.settings["SITEURL"]).hostname or f"{self._site.school.slug}.invalid"


def _xml(text: str) -> str:
    """Text without the control characters that XML forbids: one of them would make the whole feed unreadable."""
    return _NOT_IN_XML.sub("", text)

"""What robots ask for first: the map of the site, and where they need not go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from publicsite.render.door import Door
from publicsite.render.generators import Part
from publicsite.render.rubrics import Rubric
from publicsite.render.writer import SiteWriter

UNLISTED = frozenset({"recherche/"})  # empty without a question
NOT_FOR_ROBOTS = ("/admin/", "/api/", "/espace/")


class RobotsGenerator(Part):
    """sitemap.xml and robots.txt. Runs last: the map lists the pages that were written, whoever wrote them."""

    def generate_output(self, writer: SiteWriter) -> None:
        site_url = self.settings["SITEURL"]
        sitemap = [
            '<?xml version="1.0" encoding="utf-8"?>',
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
            *(f"<url><loc>{escape(f'{site_url}/{url}')}</loc>{day}</url>" for url, day in self._entries(writer.door)),
            "</urlset>\n",
        ]
        writer.door.put("sitemap.xml", None, lambda: "\n".join(sitemap))
        rules = ["User-agent: *", *(f"Disallow: {address}" for address in NOT_FOR_ROBOTS), "Allow: /"]
        rules += [f"Sitemap: {site_url}/sitemap.xml"] if site_url else []
        writer.door.put("robots.txt", None, lambda: "\n".join([*rules, ""]))

    def _entries(self, door: Door) -> Iterator[tuple[str, str]]:
        """Address and last change, where it is known, of every page; of a list in several pages, the first."""
        changes = self._changes()
        for page in sorted(door.manifest.made):
            url = page.removesuffix("index.html")
            if (url != page) and url not in UNLISTED and not _is_continued(url):
                yield url, f"<lastmod>{changes[url].isoformat()}</lastmod>" if url in changes else ""

    def _changes(self) -> dict[str, datetime]:
        articles = self.context["articles"]
        changes = {article.url: article.updated or article.date for article in articles}
        lists = [(rubric.url[1:], _within(rubric)) for rubric in self.context["tree"]]
        lists += [(tag.url, tagged) for tag, tagged in self.context["tags"]]
        lists += [(url, articles) for url in ("", "archives/", "tags/", "plan-du-site/")]
        return changes | {url: max(changes[a.url] for a in listed) for url, listed in lists if listed}


def _within(rubric: Rubric) -> list[Any]:
    return [article for below in rubric.within() for article in below.articles]


def _is_continued(url: str) -> bool:
    """Pages that follow the first are `…/page/<number>/`; "page" is an address that no rubric takes."""
    return url.split("/")[-3:-2] == ["page"]

"""What robots ask for first: the map of the site, and where they need not go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from xml.sax.saxutils import escape

from publicsite.render.door import Door
from publicsite.render.generators import Part
from publicsite.render.rubrics import Article
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
            *self._lines(writer.door),
            "</urlset>\n",
        ]
        writer.door.put("sitemap.xml", None, lambda: "\n".join(sitemap))
        rules = ["User-agent: *", *(f"Disallow: {address}" for address in NOT_FOR_ROBOTS), "Allow: /"]
        rules += [f"Sitemap: {site_url}/sitemap.xml"] if site_url else []
        writer.door.put("robots.txt", None, lambda: "\n".join([*rules, ""]))

    def _lines(self, door: Door) -> Iterator[str]:
        """Every page with its last change, where it is known; of a list in several pages, the first."""
        lines = {f"{article.url}index.html": self._line_of(article) for article in self.context["articles"]}
        changes = self._changes()
        for page in door.manifest.made:
            line = lines.get(page)
            url = page.removesuffix("index.html")
            if line:
                yield line
            elif url != page and url not in UNLISTED and not _is_continued(url):
                yield self._line(url, changes.get(url))

    def _line_of(self, article: Article) -> str:
        site_url = self.settings["SITEURL"]
        known = article.known.get("line")
        if known is None or known[0] != site_url:
            known = article.known["line"] = site_url, self._line(article.url, article.shown_since)
        return str(known[1])

    def _line(self, url: str, changed: datetime | None) -> str:
        day = f"<lastmod>{changed.isoformat()}</lastmod>" if changed else ""
        address = f"{self.settings['SITEURL']}/{url}"
        return f"<url><loc>{escape(address)}</loc>{day}</url>"

    def _changes(self) -> dict[str, datetime]:
        """Of a list, the newest change: that of its first article."""
        articles, tree = self.context["articles"], self.context["tree"]
        lists = [
            (rubric.url[1:], [below.articles[0] for below in rubric.within() if below.articles]) for rubric in tree
        ]
        lists += [(tag.url, tagged[:1]) for tag, tagged in self.context["tags"]]
        lists += [(url, articles[:1]) for url in ("", "archives/", "tags/", "plan-du-site/")]
        return {url: max(article.shown_since for article in listed) for url, listed in lists if listed}


def _is_continued(url: str) -> bool:
    """Pages that follow the first are `…/page/<number>/`; "page" is an address that no rubric takes."""
    return url.split("/")[-3:-2] == ["page"]

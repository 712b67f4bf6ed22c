"""What robots ask for first: the map of the site, and where they need not go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from datetime import datetime
from xml.sax.saxutils import escape

from publicsite.render.door import Door
from publicsite.render.generators import Part
from publicsite.render.rubrics import Article
from publicsite.render.site import SETTING, Site
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
        site: Site = self.settings[SETTING]
        articles = [self._of_rubric(path, listed) for path, listed in sorted(site.streams.rubrics.items())]
        others = door.manifest.made.keys() - frozenset().union(*(pages for pages, _lines in articles))
        urls = sorted(page.removesuffix("index.html") for page in others if page.endswith("index.html"))
        changes = self._changes()
        yield from (self._line(url, changes.get(url)) for url in urls if url not in UNLISTED and not _is_continued(url))
        for _pages, lines in articles:
            yield from lines

    def _of_rubric(self, path: str, listed: Sequence[Article]) -> tuple[Set[str], Sequence[str]]:
        """The pages of its articles and their lines, as they were the last time where it has the same articles."""
        site: Site = self.settings[SETTING]
        kept = site.memory.mapped.get(path)
        if kept is None or kept[0] != self.settings["SITEURL"] or kept[1] != listed:
            pages = {article.page for article in listed}
            lines = [self._line(article.url, article.shown_since) for article in listed]
            kept = site.memory.mapped[path] = self.settings["SITEURL"], list(listed), pages, lines
        return kept[2], kept[3]

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
    """Pages that follow the first are `…/page/<mark>/`; "page" is an address that no rubric takes."""
    return url.split("/")[-3:-2] == ["page"]

"""What robots ask for first: the map of the site, and where they need not go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from pelican.generators import Generator

from publicsite.render.rubrics import Rubric

UNLISTED = frozenset({"recherche/"})  # empty without a question
NOT_FOR_ROBOTS = ("/admin/", "/api/", "/espace/")


class RobotsGenerator(Generator):
    """sitemap.xml and robots.txt. Runs last: the map lists the pages that were written, whoever wrote them."""

    def generate_output(self, writer: Any) -> None:
        site_url = self.settings["SITEURL"]
        sitemap = [
            '<?xml version="1.0" encoding="utf-8"?>',
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
            *(f"<url><loc>{escape(f'{site_url}/{url}')}</loc>{day}</url>" for url, day in self._entries()),
            "</urlset>\n",
        ]
        Path(self.output_path, "sitemap.xml").write_text("\n".join(sitemap), encoding="utf-8")
        rules = ["User-agent: *", *(f"Disallow: {address}" for address in NOT_FOR_ROBOTS), "Allow: /"]
        rules += [f"Sitemap: {site_url}/sitemap.xml"] if site_url else []
        Path(self.output_path, "robots.txt").write_text("\n".join([*rules, ""]), encoding="utf-8")

    def _entries(self) -> Iterator[tuple[str, str]]:
        """Address and last change, where it is known, of every page; of a list in several pages, the first."""
        changes = self._changes()
        output = Path(self.output_path)
        for page in sorted(output.rglob("index.html")):
            folder = page.parent.relative_to(output).as_posix()
            url = "" if folder == "." else f"{folder}/"
            if url not in UNLISTED and not _is_continued(folder):
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


def _is_continued(folder: str) -> bool:
    """Pages from the second on are `…/page/<number>`; "page" is an address that no rubric takes."""
    return folder.split("/")[-2:-1] == ["page"]

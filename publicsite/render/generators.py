"""What Pelican's own generators do not write: rubrics, and the files that browsers and robots ask for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from pelican.generators import Generator

from publicsite.render import palette
from publicsite.render.addresses import DIRECT_PAGES
from publicsite.render.rubrics import Article, Rubric, Tree, newest_first
from publicsite.render.site import SETTING, Site
from publicsite.render.writer import SiteWriter


class RubricsGenerator(Generator):
    """Rubric pages with the stream of their own articles, and feeds that hold their sub-rubrics' articles too."""

    def generate_output(self, writer: SiteWriter) -> None:
        template = self.get_template("rubric")
        for rubric in self.context["tree"]:
            writer.write_file(
                f"{rubric.path}/index.html",
                template,
                self.context,
                rubric=rubric,
                articles=rubric.articles,
                template_name="rubric",
                url=f"{rubric.path}/",
            )
            writer.write_feed(
                _newest_first(rubric), self.context, rubric.feed_path, rubric.feed_path, feed_title=rubric.title
            )


class AssetsGenerator(Generator):
    """The style sheet, in one file with the school's colours, the script of contents of other sites, and the icon."""

    def generate_context(self) -> None:
        self.context["stylesheet"] = self._name("preau", ".css", self._css)
        self.context["embed_script"] = self._name("embed", ".js", self._script)

    def generate_output(self, writer: SiteWriter) -> None:
        _write(Path(self.output_path, self.context["stylesheet"].removeprefix("/")), self._css)
        _write(Path(self.output_path, self.context["embed_script"].removeprefix("/")), self._script)
        icon = self.env.get_template("favicon.svg").render(colour=self._colour, accent=self._accent)
        _write(Path(self.output_path, "theme/favicon.svg"), icon)

    @property
    def _site(self) -> Site:
        site: Site = self.settings[SETTING]
        return site

    @property
    def _colour(self) -> str:
        return palette.parse(self._site.school.colour, "#1f4e79")

    @property
    def _accent(self) -> str:
        return palette.parse(self._site.school.accent, "#b5462f")

    @cached_property
    def _css(self) -> str:
        sheets = sorted(Path(self.theme, "static/css").glob("*.css"))
        own = palette.stylesheet(self._colour, self._accent, _tones(self.context["tree"]))
        return "\n".join([own, *(sheet.read_text(encoding="utf-8") for sheet in sheets)])

    @cached_property
    def _script(self) -> str:
        return Path(self.theme, "static/js/embed.js").read_text(encoding="utf-8")

    @staticmethod
    def _name(stem: str, suffix: str, content: str) -> str:
        """A name that changes with the content, so that browsers may keep the file for ever."""
        return f"/theme/{stem}-{blake2b(content.encode(), digest_size=4).hexdigest()}{suffix}"


class RobotsGenerator(Generator):
    """sitemap.xml and robots.txt."""

    def generate_output(self, writer: SiteWriter) -> None:
        site_url = self.settings["SITEURL"]
        entries = [f"<url><loc>{escape(site_url + address)}</loc>{day}</url>" for address, day in self._entries()]
        sitemap = [
            '<?xml version="1.0" encoding="utf-8"?>',
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
            *entries,
            "</urlset>\n",
        ]
        _write(Path(self.output_path, "sitemap.xml"), "\n".join(sitemap))
        rules = ["User-agent: *", "Allow: /", *([f"Sitemap: {site_url}/sitemap.xml"] if site_url else []), ""]
        _write(Path(self.output_path, "robots.txt"), "\n".join(rules))

    def _entries(self) -> Iterator[tuple[str, str]]:
        """Address and last change of every page that is not a mere list."""
        yield from (("/" + url, "") for url in DIRECT_PAGES.values())
        yield from ((rubric.url, "") for rubric in self.context["tree"])
        for article in self.context["articles"]:
            yield f"/{article.url}", f"<lastmod>{(article.updated or article.date).isoformat()}</lastmod>"


def _newest_first(rubric: Rubric) -> list[Article]:
    articles = [article for below in rubric.within() for article in below.articles]
    return sorted(articles, key=newest_first)


def _tones(tree: Tree) -> dict[str, str]:
    """The colour of each rubric that has one, or has it from above."""
    tones: dict[str, str] = {}
    for rubric in tree:
        inherited = tones.get(rubric.parent.path, "") if rubric.parent else ""
        tone = palette.parse(rubric.doc.colour, inherited)
        if tone:
            tones[rubric.path] = tone
    return tones


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def generators() -> list[type[Any]]:
    return [RubricsGenerator, AssetsGenerator, RobotsGenerator]


def assets_only() -> list[type[Any]]:
    """What one page alone needs beside itself."""
    return [AssetsGenerator]

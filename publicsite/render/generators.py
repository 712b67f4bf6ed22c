"""What Pelican's own generators do not write: rubrics, and the style sheet with its scripts."""

from __future__ import annotations

from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any

from pelican.generators import Generator

from cms.core import colours
from publicsite.render import palette
from publicsite.render.agenda import AgendaGenerator
from publicsite.render.identity import IdentityGenerator
from publicsite.render.robots import RobotsGenerator
from publicsite.render.rubrics import Article, Rubric, Tree, newest_first
from publicsite.render.search_pages import SearchGenerator
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


SCRIPTS = ("menu", "embed", "carousel")  # of every page; contents of other sites; pictures that move


class AssetsGenerator(Generator):
    """The style sheet, in one file with the school's colours and layout, the scripts, and the icon."""

    def generate_context(self) -> None:
        self.context["stylesheet"] = self._name("preau", ".css", self._css)
        for script in SCRIPTS:
            self.context[f"{script}_script"] = self._name(script, ".js", self._scripts[script])

    def generate_output(self, writer: SiteWriter) -> None:
        _write(Path(self.output_path, self.context["stylesheet"].removeprefix("/")), self._css)
        for script in SCRIPTS:
            _write(Path(self.output_path, self.context[f"{script}_script"].removeprefix("/")), self._scripts[script])
        icon = self.env.get_template("favicon.svg").render(colour=self._colour, accent=self._accent)
        _write(Path(self.output_path, "theme/favicon.svg"), icon)

    @property
    def _site(self) -> Site:
        site: Site = self.settings[SETTING]
        return site

    @property
    def _colour(self) -> str:
        return colours.parse(self._site.school.colour, colours.MAIN)

    @property
    def _accent(self) -> str:
        return colours.parse(self._site.school.accent, colours.ACCENT)

    @cached_property
    def _css(self) -> str:
        """One cascade layer a sheet, in the order of their numbers: a later one wins whatever its selectors are.

        The sheet of the school's layout is the last but one, before print.
        """
        own = palette.stylesheet(self._colour, self._accent, _tones(self.context["tree"]))
        folder = Path(self.theme, "static/css")
        sheets = sorted(
            [*folder.glob("*.css"), folder / f"layouts/80-{self._site.layout}.css"], key=lambda path: path.name
        )
        return "\n".join([_layer("palette", own), *(_layer(path.stem, path.read_text("utf-8")) for path in sheets)])

    @cached_property
    def _scripts(self) -> dict[str, str]:
        return {name: Path(self.theme, f"static/js/{name}.js").read_text(encoding="utf-8") for name in SCRIPTS}

    @staticmethod
    def _name(stem: str, suffix: str, content: str) -> str:
        """A name that changes with the content, so that browsers may keep the file for ever."""
        return f"/theme/{stem}-{blake2b(content.encode(), digest_size=4).hexdigest()}{suffix}"


def _newest_first(rubric: Rubric) -> list[Article]:
    articles = [article for below in rubric.within() for article in below.articles]
    return sorted(articles, key=newest_first)


def _tones(tree: Tree) -> dict[str, str]:
    """The colour of each rubric that has one, or has it from above."""
    tones: dict[str, str] = {}
    for rubric in tree:
        inherited = tones.get(rubric.parent.path, "") if rubric.parent else ""
        tone = colours.parse(rubric.doc.colour, inherited)
        if tone:
            tones[rubric.path] = tone
    return tones


def _layer(name: str, css: str) -> str:
    return f"@layer {name.partition('-')[2] or name} {{\n{css}}}\n"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def generators() -> list[type[Any]]:
    """Robots last: the map of the site is made of the pages that are there."""
    return [RubricsGenerator, AgendaGenerator, AssetsGenerator, IdentityGenerator, SearchGenerator, RobotsGenerator]


def assets_only() -> list[type[Any]]:
    """What one page alone needs beside itself."""
    return [AssetsGenerator, IdentityGenerator]

"""What Pelican's own generators do not write: rubrics, and the style sheet with its scripts."""

from __future__ import annotations

from functools import cached_property, partial
from hashlib import blake2b
from heapq import merge
from itertools import islice
from pathlib import Path
from typing import Any

from jinja2 import Template
from pelican.generators import Generator

from cms.core import colours
from publicsite.render import palette
from publicsite.render.rubrics import Article, Rubric, Tree
from publicsite.render.settings import FEED_ITEMS
from publicsite.render.site import SETTING, Site
from publicsite.render.streams import LATEST
from publicsite.render.writer import SiteWriter


class Part(Generator):
    """A generator with the templates that all share, and no reader of its own: see `memory`."""

    def __init__(self, context: dict[str, Any], settings: Any, path: str, theme: str, output_path: str) -> None:
        self.context, self.settings, self.path, self.theme, self.output_path = (
            context,
            settings,
            path,
            theme,
            output_path,
        )
        self.env = context["environment"]

    def get_template(self, name: str) -> Template:
        return self.env.get_template(f"{name}.html")

    def generate_context(self) -> None:
        """Nothing to add."""


class RubricsGenerator(Part):
    """Rubric pages with the stream of their own articles, and feeds that hold their sub-rubrics' articles too."""

    def generate_output(self, writer: SiteWriter) -> None:
        template, inputs = self.get_template("rubric"), self.context["inputs"]
        for rubric in self.context["tree"]:
            writer.write_list(inputs.rubric(rubric), template, self.context, shows=rubric, rubric=rubric)
            writer.write_feed(_newest(rubric), self.context, rubric.feed_path, title=rubric.title)


SCRIPTS = ("menu", "embed", "carousel")  # of every page; contents of other sites; pictures that move


class AssetsGenerator(Part):
    """The style sheet, in one file with the school's colours and layout, the scripts, and the icon."""

    def generate_context(self) -> None:
        self.context["stylesheet"] = self._name("preau", ".css", self._css)
        for script in SCRIPTS:
            self.context[f"{script}_script"] = self._name(script, ".js", self._scripts[script])

    def generate_output(self, writer: SiteWriter) -> None:
        door = writer.door
        door.put(self.context["stylesheet"].removeprefix("/"), None, lambda: self._css)
        for script in SCRIPTS:
            door.put(self.context[f"{script}_script"].removeprefix("/"), None, partial(str, self._scripts[script]))
        icon = self.env.get_template("favicon.svg")
        door.put("theme/favicon.svg", None, lambda: icon.render(colour=self._colour, accent=self._accent))

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


def _newest(rubric: Rubric) -> list[Article]:
    """Of the rubric and of all those below, as many as a feed shows."""
    return list(islice(merge(*(below.articles for below in rubric.within()), key=LATEST), FEED_ITEMS))


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

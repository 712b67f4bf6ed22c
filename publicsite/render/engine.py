"""Pelican with our generators and our writer, fed from memory.

Pelican's order of work gives the steps: every generator has its context before the first one writes. So templates and
keys find everything in place. What its own classes do anew for each build and each article (looking for files, reading
them, comparing all lists with each other) is done here once, by `memory`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pelican
from jinja2 import Environment, FileSystemLoader
from jinja2.runtime import Macro
from pelican.generators import ArticlesGenerator, PagesGenerator

from publicsite.render.agenda import AgendaGenerator, Agendas
from publicsite.render.bodies import Bodies
from publicsite.render.generators import AssetsGenerator, Part, RubricsGenerator
from publicsite.render.homepage import Homepage
from publicsite.render.identity import IdentityGenerator
from publicsite.render.inputs import Inputs
from publicsite.render.redirects import RedirectsGenerator
from publicsite.render.robots import RobotsGenerator
from publicsite.render.rubrics import Article, Rubric, Tag, Tree, with_implied
from publicsite.render.search_pages import SearchGenerator
from publicsite.render.site import SETTING, Site
from publicsite.render.streams import Streams
from publicsite.render.structured import Head
from publicsite.render.writer import SiteWriter

DOUBLE = "un autre article a déjà l’adresse « /{} » : changez celle-ci."


class SitePelican(pelican.Pelican):
    def __init__(self, settings: dict[str, Any], env: Environment, theme_key: bytes, *, search: bool) -> None:
        self._env, self._theme_key, self._search = env, theme_key, search
        super().__init__(settings)

    def init_plugins(self) -> None:
        """None: signals would stay connected from one build to the next."""

    def run(self) -> None:
        site: Site = self.settings[SETTING]
        context = {**self.settings, "environment": self._env, "search_now": self._search}
        self._env.globals.update(self.settings["JINJA_GLOBALS"], head=Head(site, self.settings["SITEURL"]), once=Once())
        # Templates that were imported keep what their macros saw of the build before.
        for template in (self._env.cache or {}).values():
            template._module = None
        shared = {"settings": self.settings, "path": self.path, "theme": self.theme, "output_path": self.output_path}
        generators = [cls(context=context, **shared) for cls in self._get_generator_classes()]
        for generator in generators:
            generator.generate_context()
        context["inputs"] = Inputs(site, context, self._theme_key)
        self._env.globals["kept"] = Cards(site, context["inputs"])
        writer = SiteWriter(self.output_path, settings=self.settings)
        writer.bodies, writer.key_of_body = context["bodies"], context["inputs"].body
        for generator in generators:
            generator.generate_output(writer)

    def _get_generator_classes(self) -> list[type[Any]]:
        """Robots after all pages, of which the map of the site is made; then what only leads to one of them."""
        first = [Articles, Rubrics, AssetsGenerator, IdentityGenerator]
        if self.settings[SETTING].only:
            return first
        return [*first, SearchGenerator, RubricsGenerator, AgendaGenerator, RobotsGenerator, RedirectsGenerator]


class Once:
    """What a macro gave for the same things (as objects), kept for one build: the menu is the same on most pages.

    Not for a macro that shows pictures: the pages that use one are noted as it is asked for.
    """

    def __init__(self) -> None:
        self._given: dict[tuple[Any, ...], tuple[Any, ...]] = {}

    def __call__(self, macro: Macro, *things: Any) -> str:
        known = macro.name, *map(id, things)
        if known not in self._given:
            self._given[known] = macro(*things), things  # kept with it: their numbers are theirs as long as they are
        text: str = self._given[known][0]
        return text


class Cards:
    """What a macro gave for an article, kept from build to build: it stands in the lists of its rubric, of its tags and
    of the archives. For a macro that shows of it what `Inputs.card` tells, with its picture as a card."""

    def __init__(self, site: Site, inputs: Inputs) -> None:
        self._pictures, self._recent, self._inputs = site.pictures, site.memory.recent, inputs

    def __call__(self, macro: Macro, article: Article, *options: Any) -> str:
        self._pictures.get(article.doc.illustration, "card")  # known or not: the list uses it
        made_of = macro.name, *options, self._inputs.card(article)
        text: str = self._recent.of(made_of, lambda: macro(article, *options))
        return text


@dataclass(frozen=True, slots=True)
class Period:
    """A year or a month of the archives."""

    period_num: tuple[int, ...]
    url: str
    articles: list[Article] = field(default_factory=list)


class Articles(Part, ArticlesGenerator):
    """The articles of the folder, their archives and tags, and the pages that are there once."""

    def generate_context(self) -> None:
        site: Site = self.settings[SETTING]
        for article in site.memory.doubles:
            site.complain(article.source, DOUBLE.format(article.url))
        self.articles = self.context["articles"] = site.streams.all
        self.context["tags"] = [(_name_of(slug, tagged), tagged) for slug, tagged in sorted(site.streams.tags.items())]
        self.context["period_archives"] = _periods(site.streams)
        sites = site.school.peertube_hosts.split()
        self.context["bodies"] = Bodies(
            self.env, site.pictures, site.attachments, site.address_of, sites, site.memory.recent
        )

    def generate_output(self, writer: SiteWriter) -> None:
        if self.settings[SETTING].only:
            self._write_direct(writer)
            return
        writer.write_feed(self.articles, self.context, self.settings["FEED_ATOM"])
        self._write_articles(writer)
        self._write_periods(writer)
        self._write_direct(writer)
        self._write_tags(writer)

    def _write_articles(self, writer: SiteWriter) -> None:
        template, inputs, door = self.get_template("article"), self._inputs, writer.door
        for article in self.articles:
            made_of = inputs.article(article)
            if not door.has(article.page, made_of):
                writer.write_file(article.page, template, self.context, made_of=made_of, shows=article, article=article)

    def _write_periods(self, writer: SiteWriter) -> None:
        template, inputs = self.get_template("period_archives"), self._inputs
        for periods in self.context["period_archives"].values():
            for period in periods:
                pages = inputs.period(period.period_num, period.url, period.articles)
                writer.write_list(pages, template, self.context, period_num=period.period_num)

    def _write_tags(self, writer: SiteWriter) -> None:
        template, inputs = self.get_template("tag"), self._inputs
        for tag, tagged in self.context["tags"]:
            writer.write_list(inputs.tag(tag, tagged), template, self.context, tag=tag, count=len(tagged))

    def _write_direct(self, writer: SiteWriter) -> None:
        site: Site = self.settings[SETTING]
        for name in self.settings["DIRECT_TEMPLATES"]:
            path = self.settings.get(f"{name.upper()}_SAVE_AS", f"{name}.html")
            if site.only in {"", path}:
                template, made_of = self.get_template(name), self._inputs.direct(name, self.context)
                writer.write_file(path, template, self.context, made_of=made_of, late=self._late(name, site))

    def _late(self, name: str, site: Site) -> Callable[[], dict[str, Any]] | None:
        """The front page computes what it shows; so the pictures of its tiles are known to be its own."""
        if name != "index":
            return None
        context = self.context
        return lambda: {"homepage": Homepage(site, context["articles"], context["tree"], context["bodies"])}

    @property
    def _inputs(self) -> Inputs:
        inputs: Inputs = self.context["inputs"]
        return inputs


class Rubrics(Part, PagesGenerator):
    """The tree of rubrics, which are Pelican's pages, and the agendas."""

    def generate_context(self) -> None:
        site: Site = self.settings[SETTING]
        articles = self.context["articles"]
        docs = {doc.path: (path, doc) for path, doc in site.memory.rubrics}
        known = [doc for _path, doc in docs.values()]
        tree = Tree(with_implied(known, sorted(site.streams.rubrics)))
        for path, doc in docs.values():
            tree.by_path[doc.path].source = path
        for path, listed in site.streams.rubrics.items():
            _settle(listed, tree.by_path.get(path))
        self.context["tree"] = tree
        site.agendas = self.context["agendas"] = Agendas(site, tree, articles)

    def generate_output(self, writer: SiteWriter) -> None:
        """`RubricsGenerator` writes them, with their streams and feeds."""


def _settle(articles: list[Article], rubric: Rubric | None) -> None:
    """Each in its rubric, beside its neighbours there; outside any rubric there are none."""
    if rubric:
        rubric.articles = articles
    newer: Article | None = None
    for article in articles:
        article.rubric, article.newer, article.older = rubric, newer, None
        if newer:
            newer.older = article
        newer = article if rubric else None


def _name_of(slug: str, tagged: list[Article]) -> Tag:
    """Tags that are written alike in an address are one, under the name that the newest article gives it."""
    return next(tag for tag in tagged[0].tags if tag.slug == slug)


def _periods(streams: Streams) -> dict[str, list[Period]]:
    """Years and months, from the newest."""
    found: dict[str, list[Period]] = {"year": [], "month": []}
    for numbers, articles in sorted(streams.periods.items(), reverse=True):
        path = "/".join((f"{numbers[0]:04}", *(f"{month:02}" for month in numbers[1:])))
        found["month" if len(numbers) > 1 else "year"].append(Period(numbers, f"archives/{path}/", articles))
    return found


def environment(settings: Mapping[str, Any], theme: str) -> Environment:
    """The theme's templates, as Pelican gives them."""
    loader = FileSystemLoader(f"{theme}/templates")
    env = Environment(loader=loader, **settings["JINJA_ENVIRONMENT"])  # noqa: S701 - it escapes, see `settings`
    env.filters.update(settings["JINJA_FILTERS"])
    return env

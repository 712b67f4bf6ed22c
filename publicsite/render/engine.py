"""Pelican with our generators and our writer, fed from memory.

Pelican's order of work gives the steps: every generator has its context before the first one writes. So templates and
keys find everything in place. What its own classes do anew for each build and each article (looking for files, reading
them, comparing all lists with each other) is done here once, by `memory`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pelican
from jinja2 import Environment, FileSystemLoader
from pelican.generators import ArticlesGenerator, PagesGenerator

from publicsite.render.addresses import address
from publicsite.render.agenda import AgendaGenerator, Agendas
from publicsite.render.bodies import Bodies
from publicsite.render.generators import AssetsGenerator, Part, RubricsGenerator
from publicsite.render.homepage import Homepage
from publicsite.render.identity import IdentityGenerator
from publicsite.render.inputs import Inputs
from publicsite.render.pages import pages_of
from publicsite.render.robots import RobotsGenerator
from publicsite.render.rubrics import Article, Tag, Tree, newest_first, with_implied
from publicsite.render.search_pages import SearchGenerator
from publicsite.render.site import SETTING, Site
from publicsite.render.structured import Head
from publicsite.render.writer import SiteWriter


class SitePelican(pelican.Pelican):
    def __init__(self, settings: dict[str, Any], env: Environment, theme_key: bytes, *, search: bool) -> None:
        self._env, self._theme_key, self._search = env, theme_key, search
        super().__init__(settings)

    def init_plugins(self) -> None:
        """None: signals would stay connected from one build to the next."""

    def run(self) -> None:
        site: Site = self.settings[SETTING]
        context = {**self.settings, "environment": self._env, "search_now": self._search}
        self._env.globals.update(self.settings["JINJA_GLOBALS"], head=Head(site, self.settings["SITEURL"]))
        shared = {"settings": self.settings, "path": self.path, "theme": self.theme, "output_path": self.output_path}
        generators = [cls(context=context, **shared) for cls in self._get_generator_classes()]
        for generator in generators:
            generator.generate_context()
        context["inputs"] = Inputs(site, context, self._theme_key)
        writer = SiteWriter(self.output_path, settings=self.settings)
        writer.bodies = context["bodies"]
        for generator in generators:
            generator.generate_output(writer)

    def _get_generator_classes(self) -> list[type[Any]]:
        """Robots last: the map of the site is made of the pages that are there."""
        first = [Articles, Rubrics, AssetsGenerator, IdentityGenerator]
        if self.settings[SETTING].only:
            return first
        return [*first, SearchGenerator, RubricsGenerator, AgendaGenerator, RobotsGenerator]


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
        there = [article for path, article in site.memory.articles.items() if path not in site.left_out]
        self.articles = sorted(_without_doubles(there, site), key=newest_first)
        self.context["articles"] = self.articles
        self.context["tags"] = _by_tag(self.articles)
        self.context["period_archives"] = _by_period(self.articles)
        known = {article.source: f"/{article.url}" for article in self.articles}
        known |= {path: f"/{address(path[6:-5])}" for path in site.memory.rubric_files}
        known |= {f"{event.file}.html": f"/{address(event.path)}" for _path, event in site.events}
        self.context["known"] = known
        sites = site.school.peertube_hosts.split()
        self.context["bodies"] = Bodies(self.env, site.pictures, site.attachments, known.get, sites)

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
            name, made_of = f"{article.url}index.html", inputs.article(article)
            if not door.has(name, made_of):
                writer.write_file(name, template, self.context, made_of=made_of, shows=article, article=article)

    def _write_periods(self, writer: SiteWriter) -> None:
        template, inputs = self.get_template("period_archives"), self._inputs
        for periods in self.context["period_archives"].values():
            for period in periods:
                for page in pages_of(period.articles, period.url):
                    made_of = inputs.period(period.period_num, page)
                    values = {"page": page, "period_num": period.period_num}
                    writer.write_file(f"{page.url}index.html", template, self.context, made_of=made_of, **values)

    def _write_tags(self, writer: SiteWriter) -> None:
        template, inputs = self.get_template("tag"), self._inputs
        for tag, tagged in self.context["tags"]:
            for page in pages_of(tagged, tag.url):
                made_of = inputs.tag(tag, page, len(tagged))
                values = {"page": page, "tag": tag, "count": len(tagged)}
                writer.write_file(f"{page.url}index.html", template, self.context, made_of=made_of, **values)

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
        tree = Tree(with_implied(known, sorted({article.doc.rubric for article in articles})))
        for path, doc in docs.values():
            tree.by_path[doc.path].source = path
        for article in articles:
            article.newer = article.older = None
            article.rubric = tree.by_path.get(article.doc.rubric)
            if article.rubric:
                article.rubric.articles.append(article)
        for rubric in tree:
            for newer, older in pairwise(rubric.articles):
                newer.older, older.newer = older, newer
        self.context["tree"] = tree
        site.agendas = self.context["agendas"] = Agendas(site, tree, articles)

    def generate_output(self, writer: SiteWriter) -> None:
        """`RubricsGenerator` writes them, with their streams and feeds."""


def _without_doubles(articles: list[Article], site: Site) -> list[Article]:
    by_address: dict[str, Article] = {}
    for article in sorted(articles, key=lambda article: article.source):
        if by_address.setdefault(article.url, article) is not article:
            site.complain(article.source, f"un autre article a déjà l’adresse « /{article.url} » : changez celle-ci.")
    return list(by_address.values())


def _by_tag(articles: Iterable[Article]) -> list[tuple[Tag, list[Article]]]:
    """Tags that are written alike in an address are one, under the name that the newest article gives it."""
    found: dict[str, tuple[Tag, list[Article]]] = {}
    for article in articles:
        for slug, tag in {tag.slug: tag for tag in reversed(article.tags)}.items():
            found.setdefault(slug, (tag, []))[1].append(article)
    return list(found.values())


def _by_period(articles: Iterable[Article]) -> dict[str, list[Period]]:
    """Years and months, from the newest, each with its articles in the order of their own dates."""
    periods: dict[str, dict[tuple[int, ...], Period]] = {"year": {}, "month": {}}
    for article in sorted(articles, key=lambda article: (-article.date.timestamp(), article.url)):
        year, month = article.date.year, article.date.month
        for name, numbers, path in (("year", (year,), f"{year:04}"), ("month", (year, month), f"{year:04}/{month:02}")):
            period = periods[name].setdefault(numbers, Period(numbers, f"archives/{path}/"))
            period.articles.append(article)
    return {name: list(found.values()) for name, found in periods.items()}


def environment(settings: Mapping[str, Any], theme: str) -> Environment:
    """The theme's templates, as Pelican gives them."""
    loader = FileSystemLoader(f"{theme}/templates")
    env = Environment(loader=loader, **settings["JINJA_ENVIRONMENT"])  # noqa: S701 - it escapes, see `settings`
    env.filters.update(settings["JINJA_FILTERS"])
    return env

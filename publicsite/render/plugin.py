"""Our Pelican plugin: our reader, writer and generators, and what they share through Pelican's context.

Pelican's order of work gives the steps: articles are read, then pages; every generator has its context before the
first one writes. So bodies are made ready once all documents are known, and templates find everything in place.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

from markupsafe import Markup
from pelican import signals
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator
from pelican.readers import BaseReader, Readers

from publicsite.contract import RubricDoc
from publicsite.render.agenda import Agendas
from publicsite.render.bodies import Bodies, teaser
from publicsite.render.faults import stops_the_build
from publicsite.render.generators import assets_only, generators
from publicsite.render.homepage import Homepage
from publicsite.render.reader import DocumentReader, address
from publicsite.render.rubrics import Article, Tree, with_implied
from publicsite.render.site import SETTING, Site
from publicsite.render.structured import Head
from publicsite.render.writer import SiteWriter


def register() -> None:
    signals.readers_init.connect(_use_our_reader)
    signals.generator_init.connect(_share_templates)
    signals.article_generator_pretaxonomy.connect(_prepare_articles)
    signals.page_generator_finalized.connect(_build_tree)
    signals.get_generators.connect(_our_generators)
    signals.get_writer.connect(_our_writer)


def _our_generators(pelican: Any) -> list[type[Any]]:
    return assets_only() if pelican.settings[SETTING].only else generators()


def _our_writer(pelican: Any) -> type[SiteWriter]:
    return SiteWriter


def _use_our_reader(readers: Readers) -> None:
    """HTML is all that a content folder holds; what else Pelican could read is not looked at."""
    readers.reader_classes = {"static": BaseReader, "html": DocumentReader}


def _share_templates(generator: Generator) -> None:
    """One environment for all generators: each template is loaded once."""
    generator.env = generator.context.setdefault("environment", generator.env)
    generator.env.globals["head"] = generator.context.setdefault(
        "head", Head(generator.settings[SETTING], generator.settings["SITEURL"])
    )


def _prepare_articles(generator: ArticlesGenerator) -> None:
    """Make the bodies ready; leave out articles that cannot be, before any list is made."""
    site: Site = generator.settings[SETTING]
    context = generator.context
    unique = _without_doubles(generator.articles, site)
    known = {_source(article, site): f"/{article.url}" for article in unique}
    known |= {path: f"/{address(path[6:-5])}" for path in _page_files(site.content)}
    known |= {f"{event.file}.html": f"/{address(event.path)}" for event in site.events}
    sites = site.school.peertube_hosts.split()
    context["bodies"] = Bodies(generator.env, site.pictures, site.attachments, known.get, sites)
    generator.articles = [article for article in unique if _prepare(article, context["bodies"], site)]


def _without_doubles(articles: list[Article], site: Site) -> list[Article]:
    by_address: dict[str, Article] = {}
    for article in sorted(articles, key=lambda article: _source(article, site)):
        if by_address.setdefault(article.url, article) is not article:
            site.complain(
                _source(article, site), f"un autre article a déjà l’adresse « /{article.url} » : changez celle-ci."
            )
    return [article for article in articles if by_address[article.url] is article]


def _prepare(article: Article, bodies: Bodies, site: Site) -> bool:
    """Whether the article can be published: what is wrong with one must not stop the others."""
    body = _render(article, bodies, site)
    if body is None:
        return False
    article.body = body
    article.teaser = teaser(article.doc.summary, article.doc.body)
    return True


def _render(document: Article, bodies: Bodies, site: Site) -> Markup | None:
    if site.only:  # a page that is not written needs no body
        return Markup()
    html = document.doc.introduction if isinstance(document.doc, RubricDoc) else document.doc.body
    try:
        return bodies.render(html)
    except Exception as error:
        if stops_the_build(error):
            raise
        site.complain(_source(document, site), f"ce texte n’a pas pu être mis en page ({error}) : il n’est pas publié.")
        return None


def _build_tree(generator: PagesGenerator) -> None:
    """Turn Pelican's pages into the tree of rubrics, which our own generator writes in their place."""
    site: Site = generator.settings[SETTING]
    context = generator.context
    articles = context["articles"]
    docs = with_implied([page.doc for page in generator.pages], sorted({a.doc.rubric for a in articles}))
    tree = Tree(docs)
    for page in generator.pages:
        tree.by_path[page.doc.path].introduction = _render(page, context["bodies"], site) or Markup()
    for article in articles:
        article.newer = article.older = None
        article.rubric = tree.by_path.get(article.doc.rubric)
        if article.rubric:
            article.rubric.articles.append(article)
    for rubric in tree:
        for newer, older in pairwise(rubric.articles):
            newer.older, older.newer = older, newer
    generator.pages = []
    # Every file that a page uses has been lent to the output already.
    context["static_links"].clear()
    context["tree"] = tree
    site.agendas = context["agendas"] = Agendas(site, tree, articles, context["bodies"])
    context["homepage"] = Homepage(site, articles, tree, context["bodies"])


def _source(document: Article, site: Site) -> str:
    return Path(document.source_path).relative_to(site.content).as_posix()


def _page_files(content: Path) -> list[str]:
    return [path.relative_to(content).as_posix() for path in (content / "pages").rglob("*.html")]

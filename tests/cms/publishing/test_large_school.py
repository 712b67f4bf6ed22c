"""SITE-02, ZONE-03: the index of a large school's search comes after its pages, but never tells of what was withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cms.articles import services as articles
from cms.articles.models import Article
from cms.publishing.enums import Outcome, Reason
from cms.publishing.models import PublicationRequest, Release
from publicsite import publisher
from publicsite.publisher import publish, site_folder
from publicsite.renderer import Renderer
from tests.support.campus import make_campus, text_block
from tests.support.releases import files_of
from tests.support.world import World


@pytest.fixture
def renderer() -> Iterator[Renderer]:
    renderer = Renderer(standby=True)
    yield renderer
    renderer.close()


@pytest.fixture
def large(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> World:
    """A school with more documents than are indexed at once: here, more than none."""
    for name in ("SITES_DIR", "EXPORT_DIR", "CACHE_DIR"):
        setattr(settings, name, tmp_path / name)
    monkeypatch.setattr(publisher, "SEARCH_AT_ONCE", 0)
    return World(make_campus("essai", "essai.example"), tmp_path / "unused")


def index(world: World) -> set[Path]:
    return {path for path in files_of(site_folder(world.school).current) if "index-" in str(path)}


def edit(world: World, word: str) -> None:
    article = Article.objects.get(slug="match")
    articles.edit_article(article=article, actor=world.chef, body=[text_block(f"<p>{word}</p>")])
    articles.put_online(article=article, actor=world.chef)


def waiting() -> list[str]:
    return list(PublicationRequest.objects.values_list("reason", flat=True))


def test_site_02_pages_come_first_and_their_index_in_a_publication_of_its_own(large: World, renderer: Renderer) -> None:
    publish(large.school, renderer=renderer)
    first = index(large)
    assert first and waiting() == []
    for word in ("brindolence", "trifougnette"):
        edit(large, word)
        publish(large.school, renderer=renderer)
        page = site_folder(large.school).current / "sport/match/index.html"
        assert word in page.read_text()
        assert index(large) == first
        assert waiting() == [Reason.SEARCH]  # one row, however many edits
    publish(large.school, renderer=renderer)
    assert waiting() == []
    assert index(large) != first
    assert "trifougnet" in "".join(path.read_text() for path in index(large))


def test_zone_03_what_is_withdrawn_leaves_the_index_at_once(large: World, renderer: Renderer) -> None:
    edit(large, "brindolence")
    publish(large.school, renderer=renderer)
    assert "brindolen" in "".join(path.read_text() for path in index(large))
    articles.take_offline(article=Article.objects.get(slug="match"), actor=large.chef)
    publish(large.school, renderer=renderer)
    outcomes = list(Release.objects.order_by("pk").values_list("outcome", flat=True))
    assert outcomes == [Outcome.IN_SERVICE, Outcome.WITHDRAWN, Outcome.IN_SERVICE]
    assert index(large)
    assert "brindolen" not in "".join(path.read_text() for path in index(large))
    assert waiting() == []

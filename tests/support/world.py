"""A small school with something of everything, that anything may be done to, and its content folder."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from wagtail.models import Page

from cms.accounts.models import User
from cms.articles.models import Article
from cms.homepage.services import write_homepage
from cms.publishing.enums import Reason
from cms.publishing.selectors import waiting_requests
from cms.publishing.services import finish_release, request_publication
from cms.rubrics.enums import Role, Zone
from cms.rubrics.models import Rubric
from publicsite.content import Changes, bring_up_to_date
from publicsite.exporting import public_site
from publicsite.portable.writer import write_site
from tests.support.campus import Campus, attachment_block, image_block, text_block

TODAY = date(2026, 11, 27)


class World:
    """A small school that anything may be done to, and its content folder."""

    def __init__(self, campus: Campus, folder: Path) -> None:
        self.campus, self.folder = campus, folder
        self.school = campus.school
        chef = campus.person("chef", "teacher")
        campus.grant(campus.root, Role.MANAGER, person=chef)
        self.chef = User.objects.get(pk=chef.user_id)
        life, sport, closed = (campus.rubric(name, slug=name) for name in ("vie", "sport", "conseil"))
        inner = campus.rubric("Clubs", slug="clubs", under=life, agenda=True)
        Rubric.objects.filter(pk=closed.pk).update(zone=Zone.PRIVATE)
        self.image, self.other = campus.image("un.png", description="Un"), campus.image("deux.png")
        self.document = campus.document("menu.pdf", title="Menu")
        self.lea = campus.person("lea", "pupil")
        first = campus.article(life, "Le cross", slug="cross", body=[image_block(self.image)], tags=["sport"])
        campus.article(life, "sortie", slug="sortie", body=[link_to(first), attachment_block(self.document)])
        for rubric, slug in ((sport, "match"), (inner, "echecs")):
            campus.article(rubric, slug, slug=slug, body=[link_to(first)])
        campus.article(closed, "secret", slug="secret")
        campus.event(inner, "Concert", TODAY, slug="concert")
        tiles = [
            {"type": "selection", "value": selection(first)},
            {"type": "image", "value": {"title": "", "image": self.other.pk, "width": "full"}},
        ]
        write_homepage(school=self.school, slug="accueil", title="Accueil", in_service=True, tiles=tiles)
        write_homepage(school=self.school, slug="noel", title="Noël", in_service=False, tiles=tiles[:1])

    def articles(self) -> list[Article]:
        return [page.specific for page in Article.objects.order_by("pk")]

    def rubrics(self) -> list[Rubric]:
        return list(Rubric.objects.order_by("pk"))

    def publish(self) -> Changes:
        """As the publisher does, without rendering."""
        requests = waiting_requests(self.school)
        changes = bring_up_to_date(self.school, self.folder, requests)
        finish_release(school=self.school, number=1, requests=requests, seconds=0)
        return changes

    def ask(self, page: Page | None = None) -> None:
        request_publication(school=self.school, reason=Reason.ASKED, page=page.pk if page else None)


def link_to(page: Page) -> dict[str, Any]:
    return text_block(f'<p>Lisez <a linktype="page" id="{page.pk}">le récit du cross</a>.</p>')


def selection(article: Article) -> dict[str, Any]:
    shown = {"show_illustration": True, "show_summary": True, "show_date": True, "width": "full"}
    return {"title": "", "articles": [{"type": "item", "id": str(uuid4()), "value": article.pk}], **shown}


def held(folder: Path) -> dict[str, bytes]:
    """Every file, and the empty folders."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    return {name: path.read_bytes() if path.is_file() else b"" for name, path in found.items()}


def anew(world: World) -> dict[str, bytes]:
    with TemporaryDirectory() as name:
        write_site(public_site(world.school), Path(name))
        return held(Path(name))

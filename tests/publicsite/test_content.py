"""SITE-02, SITE-03: the content folder brought up to date is the folder written anew, whatever was done to the school."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from wagtail.models import Page

from cms.accounts.models import User
from cms.articles.models import Article
from cms.consents.models import Consent, Depiction
from cms.consents.services import note_person, record_consent, withdraw_consent
from cms.core import clock
from cms.core.exceptions import DomainError
from cms.homepage.models import Homepage
from cms.homepage.services import put_in_service, write_homepage
from cms.media.models import SchoolDocument, SchoolImage
from cms.publishing.enums import Reason
from cms.publishing.selectors import waiting_requests
from cms.publishing.services import finish_release, request_publication
from cms.rubrics.enums import Zone
from cms.rubrics.models import Rubric
from cms.rubrics.services import archive_rubric, restore_rubric, set_zone
from cms.schools.services import update_school
from publicsite.content import Changes, bring_up_to_date, leaving
from publicsite.exporting import public_site
from publicsite.portable.writer import write_site
from tests.support.campus import Campus, attachment_block, image_block, make_campus, text_block

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 27)


class World:
    """A small school that anything may be done to, and its content folder."""

    def __init__(self, campus: Campus, folder: Path) -> None:
        self.campus, self.folder = campus, folder
        self.school = campus.school
        self.chef = User.objects.create_superuser("chef", password=None)
        life, sport, closed = (campus.rubric(name, slug=name) for name in ("vie", "sport", "conseil"))
        inner = campus.rubric("Clubs", slug="clubs", under=life, agenda=True)
        Rubric.objects.filter(pk=closed.pk).update(zone=Zone.PRIVATE)
        self.image, self.other = campus.image("un.png", description="Un"), campus.image("deux.png")
        self.document = campus.document("menu.pdf", title="Menu")
        self.lea = campus.person("lea", "pupil")
        first = campus.article(life, "Le cross", slug="cross", body=[image_block(self.image)], tags=["sport"])
        for rubric, slug in ((life, "sortie"), (sport, "match"), (inner, "echecs"), (closed, "secret")):
            campus.article(rubric, slug, slug=slug, body=[link_to(first), attachment_block(self.document)])
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
    return text_block(f'<p>Lisez <a linktype="page" id="{page.pk}">ceci</a>.</p>')


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


@pytest.fixture
def world(settings: Any, tmp_path: Path) -> World:
    settings.MEDIA_ROOT = tmp_path / "media"
    made = World(make_campus("essai", "essai.example"), tmp_path / "content" / "essai")
    made.folder.parent.mkdir()
    return made


# --- Anything that may be done, on the thing that a number chooses ---

Act = Callable[[World, int], None]


def corrected(world: World, number: int, **fields: Any) -> None:
    article = world.articles()[number % len(world.articles())]
    for name, value in fields.items():
        setattr(article, name, value)
    article.save_revision(user=world.chef).publish()


def relinked(world: World, number: int) -> None:
    pages = list(Page.objects.filter(depth__gte=3).order_by("pk"))
    blocks = [link_to(pages[number % len(pages)]), image_block((world.image, world.other)[number % 2])]
    corrected(world, number // 7, body=json.dumps(blocks))


def taken_off(world: World, number: int) -> None:
    world.articles()[number % len(world.articles())].unpublish(user=world.chef)


def moved(world: World, number: int) -> None:
    rubrics = world.rubrics()
    article = world.articles()[number % len(world.articles())]
    article.move(rubrics[number % len(rubrics)], pos="last-child", user=world.chef)


def rubric_moved(world: World, number: int) -> None:
    rubrics = world.rubrics()
    rubric, target = rubrics[number % len(rubrics)], rubrics[number // 7 % len(rubrics)]
    if not target.path.startswith(rubric.path):
        rubric.move(target, pos="last-child", user=world.chef)


def rubric_first(world: World, number: int) -> None:
    rubric = world.rubrics()[number % len(world.rubrics())]
    first = rubric.get_siblings().first()
    if first.pk != rubric.pk:
        rubric.move(first, pos="left", user=world.chef)


def rubric_changed(world: World, number: int, **fields: Any) -> None:
    rubric = world.rubrics()[number % len(world.rubrics())]
    for name, value in fields.items():
        setattr(rubric, name, value)
    rubric.save_revision(user=world.chef).publish()


def deleted(world: World, number: int) -> None:
    if len(world.articles()) > 2:
        Page.objects.get(pk=world.articles()[number % len(world.articles())].pk).delete()


def zone_changed(world: World, number: int) -> None:
    rubric = world.rubrics()[number % len(world.rubrics())]
    zone = Zone.PRIVATE if rubric.zone == Zone.PUBLIC else Zone.PUBLIC
    set_zone(rubric=rubric, zone=zone, actor=world.chef)


def put_away(world: World, number: int) -> None:
    rubric = world.rubrics()[number % len(world.rubrics())]
    (restore_rubric if rubric.archived_at else archive_rubric)(rubric=rubric, actor=world.chef)


def copied(world: World, number: int) -> None:
    article, rubric = world.articles()[number % len(world.articles())], world.rubrics()[number % len(world.rubrics())]
    if not article.alias_of_id:
        article.create_alias(parent=rubric, update_slug=f"alias-{Page.objects.count()}")


def image_changed(world: World, number: int) -> None:
    image = SchoolImage.objects.get(pk=world.image.pk)
    image.description, image.credit = f"Texte {number}", f"Crédit {number}"
    image.save()


def seen_in_it(world: World, number: int) -> None:
    image = (world.image, world.other)[number % 2]
    if depiction := Depiction.objects.filter(image=image).first():
        consent = Consent.objects.filter(person=depiction.person, withdrawn_on=None).first()
        if consent:
            withdraw_consent(consent=consent, actor=world.chef)
        else:
            year = {"starts_on": clock.now().date(), "ends_on": clock.now().date() + timedelta(days=300)}
            record_consent(person=world.lea, actor=world.chef, purpose="site", given_by=world.lea, image=True, **year)
    else:
        note_person(image=image, person=world.lea, actor=world.chef)


def document_changed(world: World, number: int) -> None:
    document = SchoolDocument.objects.get(pk=world.document.pk)
    document.title = f"Menu {number}"
    document.file = ContentFile(f"%PDF-1.7 {number}".encode(), name="menu.pdf")
    document.save()


def tile_changed(world: World, number: int) -> None:
    homepage = Homepage.objects.order_by("pk")[number % 2]
    article = world.articles()[number % len(world.articles())]
    homepage.tiles = json.dumps([{"type": "selection", "value": selection(article)}])
    homepage.save_revision(user=world.chef).publish()


def homepage_switched(world: World, number: int) -> None:
    put_in_service(school=world.school, homepage=Homepage.objects.order_by("pk")[number % 2], actor=world.chef)


ACTS: list[Act] = [
    lambda world, number: corrected(world, number, title=f"Titre {number}"),
    lambda world, number: corrected(world, number, slug=f"page-{number % 5}"),
    lambda world, number: corrected(world, number, illustration=(world.image, world.other)[number % 2]),
    relinked,
    relinked,
    taken_off,
    moved,
    rubric_moved,
    rubric_first,
    lambda world, number: rubric_changed(world, number, title=f"Rubrique {number}"),
    lambda world, number: rubric_changed(world, number, slug=f"rubrique-{number % 5}"),
    lambda world, number: rubric_changed(world, number, agenda=bool(number % 2)),
    deleted,
    zone_changed,
    put_away,
    copied,
    image_changed,
    seen_in_it,
    document_changed,
    tile_changed,
    homepage_switched,
    lambda world, number: update_school(school=world.school, motto=f"Devise {number}"),
]
series = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 97), st.booleans()), min_size=10, max_size=10)


@hypothesis(
    max_examples=6,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # a shorter series takes minutes to find
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=series)
def test_site_03_a_folder_brought_up_to_date_is_the_folder_written_anew(
    world: World, acts: list[tuple[Act, int, bool]]
) -> None:
    with transaction.atomic():
        world.ask()
        world.publish()
        before = held(world.folder)
        for act, number, drained in acts:
            with suppress(DomainError, ValidationError), transaction.atomic():
                act(world, number)
            if not drained:
                continue
            gone = leaving(world.school, world.folder, waiting_requests(world.school))
            changes = world.publish()
            after = held(world.folder)
            assert after == anew(world)
            differing = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
            told = changes.files and {path.relative_to(world.folder).as_posix() for path in changes.files}
            assert told is None or {name for name in differing if not is_folder(name)} == set(told)
            assert not {name for name in gone if name.startswith(("images/", "files/"))} & after.keys()
            before = after
        transaction.set_rollback(True)


def is_folder(name: str) -> bool:
    return "." not in name

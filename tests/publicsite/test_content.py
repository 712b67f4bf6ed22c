"""SITE-02, SITE-03: the content folder brought up to date is the folder written anew, whatever was done to the school."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from wagtail.models import Page

from cms.articles.models import Article
from cms.consents.models import Consent, Depiction
from cms.consents.services import note_person, record_consent, withdraw_consent
from cms.core import clock
from cms.core.exceptions import DomainError
from cms.homepage.models import Homepage
from cms.homepage.services import put_in_service
from cms.media.models import SchoolDocument, SchoolImage
from cms.publishing.enums import Reason
from cms.publishing.selectors import waiting_requests
from cms.publishing.services import finish_release, request_publication
from cms.rubrics.enums import Zone
from cms.rubrics.models import Rubric
from cms.rubrics.services import archive_rubric, restore_rubric, set_zone
from cms.schools.services import update_school
from publicsite.content import bring_up_to_date, identity, leaving
from publicsite.content_index import Index
from tests.support.campus import image_block, make_campus
from tests.support.world import World, anew, held, link_to, selection

pytestmark = pytest.mark.django_db


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
    if article.alias_of_id:
        return
    for name, value in fields.items():
        setattr(article, name, value)
    article.save_revision(user=world.chef).publish()


def relinked(world: World, number: int) -> None:
    pages = list(Page.objects.filter(depth__gte=3).order_by("pk"))
    blocks = [link_to(pages[number % len(pages)]), image_block((world.image, world.other)[number % 2])]
    corrected(world, number // 7, body=json.dumps(blocks))


def taken_off(world: World, number: int) -> None:
    article = world.articles()[number % len(world.articles())]
    if article.live:
        article.unpublish(user=world.chef)


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


# What does not export the whole school is drawn oftener.
ALONE: list[Act] = [
    lambda world, number: corrected(world, number, title=f"Titre {number}"),
    lambda world, number: corrected(world, number, slug=f"page-{number % 5}"),
    lambda world, number: corrected(world, number, illustration=(world.image, world.other)[number % 2]),
    relinked,
    taken_off,
    moved,
    deleted,
    copied,
    tile_changed,
    homepage_switched,
]
ACTS: list[Act] = [
    *(3 * ALONE),
    rubric_moved,
    rubric_first,
    lambda world, number: rubric_changed(world, number, title=f"Rubrique {number}"),
    lambda world, number: rubric_changed(world, number, slug=f"rubrique-{number % 5}"),
    lambda world, number: rubric_changed(world, number, agenda=bool(number % 2)),
    zone_changed,
    put_away,
    image_changed,
    seen_in_it,
    document_changed,
    lambda world, number: update_school(school=world.school, motto=f"Devise {number}"),
    lambda world, number: update_school(school=world.school, timezone=("Indian/Reunion", "Europe/Paris")[number % 2]),
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


# --- What the index is believed of ---


def edit(world: World, title: str) -> Path:
    page = Article.objects.get(slug="cross").specific
    page.title = title
    page.save_revision().publish()
    return world.folder / "articles/vie/cross.html"


@pytest.fixture
def published(world: World) -> World:
    world.ask()
    world.publish()
    return world


def test_site_02_an_edit_touches_its_own_file_alone(published: World) -> None:
    file = edit(published, "Le grand cross")
    assert published.publish().files == [file]
    assert b"Le grand cross" in file.read_bytes()


def test_site_02_the_school_and_its_homepage_are_exported_without_its_articles(published: World) -> None:
    """Here an article is changed behind everybody's back: whoever exports it again would write it."""
    Article.objects.filter(slug="cross").update(title="En cachette")
    acts: list[tuple[Callable[[], object], list[str]]] = [
        (lambda: update_school(school=published.school, opening_hours="8 h – 17 h"), ["school.toml"]),
        (lambda: tile_changed(published, 0), ["homepages/accueil.toml"]),
        (lambda: homepage_switched(published, 1), ["homepages/accueil.toml", "homepages/noel.toml"]),
        (lambda: request_publication(school=published.school, reason=Reason.DAY), []),
    ]
    for act, files in acts:
        act()
        written = published.publish().files
        told = {path.relative_to(published.folder).as_posix() for path in written or []}
        assert written is not None and {*files} <= told and not any(file.startswith("articles/") for file in told)
    update_school(school=published.school, timezone="Indian/Reunion")  # the hours of all documents
    assert published.publish().files is None
    assert held(published.folder) == anew(published)


def test_site_03_a_folder_that_is_not_as_it_was_left_is_written_anew(published: World) -> None:
    for hurt in (
        lambda: (published.folder / "articles/sport/match.html").unlink(),  # a file gone
        lambda: (published.folder / "articles/sport/autre.html").write_text("intrus"),  # and one come
        lambda: shutil.rmtree(published.folder),
        lambda: index(published).unlink(),
        lambda: index(published).write_text("{"),
        lambda: index(published).write_text(index(published).read_text().replace(identity(published.school), "autre")),
    ):
        hurt()
        edit(published, "Le cross")
        assert published.publish().files is None
        assert held(published.folder) == anew(published)


def index(world: World) -> Path:
    return world.folder.with_name(f".{world.folder.name}.index")


def test_site_03_another_process_reads_in_the_index_what_this_one_knows(published: World) -> None:
    whole = len(index(published).read_text().splitlines())
    for act in (
        lambda: edit(published, "Le grand cross"),
        lambda: moved(published, 1),
        lambda: taken_off(published, 3),  # the last one of its folder
        lambda: relinked(published, 2),
    ):
        act()
        assert published.publish().files is not None
        known = Index.read(published.folder, identity(published.school))
        index(published).write_text(index(published).read_text())  # the same, and yet a file that nobody has read
        assert known is not None and Index.read(published.folder, identity(published.school)) == known
    assert len(index(published).read_text().splitlines()) > whole
    assert held(published.folder) == anew(published)


def test_site_03_after_an_attempt_that_failed_any_file_may_be_new_to_the_renderer(published: World) -> None:
    edit(published, "Un")
    bring_up_to_date(published.school, published.folder, waiting_requests(published.school))  # and nothing in service
    assert published.publish().files is None
    file = edit(published, "Deux")
    assert published.publish().files == [file]


def test_site_03_a_document_that_is_refused_leaves_folder_and_index_as_they_were(published: World) -> None:
    before = held(published.folder)
    Article.objects.filter(slug="cross").update(extra_headers={"slug": "autre"})
    published.ask(Article.objects.get(slug="cross"))
    with pytest.raises(ValueError, match="a déjà un sens"):
        published.publish()
    assert held(published.folder) == before
    Article.objects.filter(slug="cross").update(extra_headers={})
    assert published.publish().files == []


def test_site_03_what_is_committed_while_rows_are_read_is_exported_and_its_row_stays(published: World) -> None:
    edit(published, "Un")
    requests = waiting_requests(published.school)
    set_zone(rubric=Rubric.objects.get(slug="sport"), zone=Zone.PRIVATE, actor=published.chef)
    update_school(school=type(published.school).objects.get(), motto="Entre-temps")
    bring_up_to_date(published.school, published.folder, requests)
    finish_release(school=published.school, number=2, requests=requests, seconds=0)
    assert held(published.folder) == anew(published)
    assert not (published.folder / "articles/sport").exists()
    assert [row.reason for row in waiting_requests(published.school)] == ["zone", "school"]


def test_site_02_what_is_over_leaves_with_the_next_edit_of_another_page(published: World) -> None:
    page = Article.objects.get(slug="match").specific
    page.expire_at = clock.now() + timedelta(hours=1)
    page.save_revision().publish()
    published.publish()
    later = clock.now() + timedelta(hours=2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: later)
        edit(published, "Le cross")
        rows = waiting_requests(published.school)
        assert leaving(published.school, published.folder, rows) == ["sport/match/"]
        changes = published.publish()
        assert held(published.folder) == anew(published)
    assert changes.files is not None
    assert not (published.folder / "articles/sport").exists()


# --- What leaves ---


def left_after(world: World, act: Callable[[], object]) -> list[str]:
    act()
    found = leaving(world.school, world.folder, waiting_requests(world.school))
    world.publish()
    world.ask()
    return found


def test_site_02_what_the_public_may_read_no_more_is_named_before_anything_is_built(published: World) -> None:
    page = Article.objects.get(slug="cross").specific
    assert left_after(published, lambda: edit(published, "Le cross")) == []
    assert left_after(
        published, lambda: note_person(image=published.image, person=published.lea, actor=published.chef)
    ) == ["images/un.png"]
    sport = Rubric.objects.get(slug="sport")
    assert left_after(published, lambda: page.move(sport, pos="last-child")) == []  # still public, elsewhere
    assert left_after(published, lambda: set_zone(rubric=sport, zone=Zone.PRIVATE, actor=published.chef)) == [
        "sport/",
        "sport/cross/",
        "sport/match/",
        "vie/cross/index.html",  # it led to one of them
    ]
    outing = Article.objects.get(slug="sortie").specific
    assert left_after(published, lambda: outing.unpublish()) == ["files/menu.pdf", "vie/sortie/"]


def test_site_02_what_leaves_is_known_without_index(published: World) -> None:
    Article.objects.get(slug="sortie").specific.unpublish()
    index(published).unlink()
    rows = waiting_requests(published.school)
    assert leaving(published.school, published.folder, rows) == ["vie/sortie/"]

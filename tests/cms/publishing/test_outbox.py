"""SITE-02, invariant 5: whatever may change the public zone leaves a row in the outbox, in the same transaction."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image
from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Collection, Page, Site

from cms.accounts.models import User
from cms.articles.models import Article
from cms.core.exceptions import Conflict, NotAllowed
from cms.homepage.models import Homepage
from cms.homepage.services import put_in_service
from cms.media.models import SchoolDocument, SchoolImage
from cms.publishing.enums import Reason
from cms.publishing.models import PublicationRequest, Release
from cms.publishing.selectors import waiting_requests
from cms.publishing.services import fail_release, finish_release, record_rollback, request_publication
from cms.publishing.waiting import asked_since, failing, outbox
from cms.rubrics.enums import Zone
from cms.rubrics.models import Rubric, SchoolPage
from cms.rubrics.services import set_zone
from cms.schools.models import School
from cms.schools.services import update_school

pytestmark = pytest.mark.django_db


def open_school(slug: str) -> School:
    top = Page.objects.get(depth=1).add_child(instance=SchoolPage(title=slug, slug=slug))
    site = Site.objects.create(hostname=f"{slug}.example", root_page=top)
    shelf = Collection.objects.get(depth=1).add_child(name=slug)
    return School.objects.create(slug=slug, name=slug, site=site, collection=shelf)


@pytest.fixture
def school(settings: Any, tmp_path: Any) -> School:
    settings.MEDIA_ROOT = tmp_path
    return open_school("essai")


@pytest.fixture
def rubric(school: School) -> Rubric:
    return fresh(school.root_page).add_child(instance=Rubric(title="Vie", slug="vie", zone=Zone.PUBLIC))


@pytest.fixture
def article(rubric: Rubric) -> Article:
    return fresh(rubric).add_child(instance=Article(title="Le cross", slug="cross"))


@pytest.fixture
def manager(db: None) -> User:
    return User.objects.create_superuser("chef", password="un-mot-de-passe-long")


@pytest.fixture
def left(school: School, rubric: Rubric, article: Article) -> Iterator[Callable[[], list[tuple[str, str]]]]:
    """The rows that were left since the last time they were asked for: their reason and their subject."""
    PublicationRequest.objects.all().delete()

    def rows() -> list[tuple[str, str]]:
        found = list(PublicationRequest.objects.values_list("reason", "subject"))
        PublicationRequest.objects.all().delete()
        return found

    yield rows
    assert rows() == []  # every row was expected


Left = Callable[[], list[tuple[str, str]]]


def fresh(page: Page) -> Page:
    return Page.objects.get(pk=page.pk).specific


def photo(colour: str = "red") -> ContentFile[bytes]:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(buffer, "PNG")
    return ContentFile(buffer.getvalue(), name="photo.png")


def test_site_02_a_draft_asks_for_nothing(left: Left, article: Article, rubric: Rubric) -> None:
    article.title = "Un brouillon"
    article.save_revision()
    fresh(rubric).add_child(instance=Article(title="Nouveau", slug="nouveau", live=False)).delete()
    assert left() == []


def test_site_02_an_article_put_online_then_taken_off(left: Left, article: Article) -> None:
    article.title = "Le cross, corrigé"
    article.save_revision().publish()
    assert left() == [("published", "Le cross, corrigé")]
    fresh(article).unpublish()
    assert left() == [("withdrawn", "Le cross, corrigé")]


def test_site_02_a_rubric_and_a_homepage_put_online(left: Left, rubric: Rubric, school: School) -> None:
    rubric.save_revision().publish()
    assert left() == [("published", "Vie")]
    homepage = fresh(school.root_page).add_child(instance=Homepage(title="Accueil", slug="accueil"))
    left()
    homepage.save_revision().publish()
    assert left() == [("homepage", "Accueil")]


def test_site_02_a_change_of_address(left: Left, article: Article) -> None:
    article.slug = "cross-2026"
    article.save_revision().publish()
    assert ("published", "Le cross") in left()


def test_site_02_a_move_to_another_rubric(left: Left, article: Article, school: School) -> None:
    other = fresh(school.root_page).add_child(instance=Rubric(title="Sport", slug="sport"))
    left()
    fresh(article).move(fresh(other), pos="last-child")
    assert ("moved", "Le cross") in left()


def test_site_02_a_new_order_of_siblings(left: Left, article: Article, rubric: Rubric) -> None:
    second = fresh(rubric).add_child(instance=Article(title="Le second", slug="second"))
    left()
    fresh(second).move(fresh(article), pos="left")
    assert left() == [("moved", "Le second")]


def test_site_02_a_move_between_schools_asks_both(left: Left, article: Article) -> None:
    other = open_school("autre")
    shelf = fresh(other.root_page).add_child(instance=Rubric(title="Là-bas", slug="la-bas"))
    left()
    fresh(article).move(fresh(shelf), pos="last-child")
    asked = set(PublicationRequest.objects.filter(reason="moved").values_list("school__slug", flat=True))
    assert asked == {"essai", "autre"}
    left()


def test_site_02_an_article_deleted(left: Left, article: Article) -> None:
    fresh(article).delete()
    assert left() == [("withdrawn", "Le cross")]  # Wagtail takes a page offline before it deletes it


def test_site_02_a_rubric_deleted_with_all_that_it_holds(left: Left, rubric: Rubric) -> None:
    fresh(rubric).delete()
    assert set(left()) == {("withdrawn", "Vie"), ("withdrawn", "Le cross")}


def test_site_02_a_whole_set_of_pages_deleted_at_once(left: Left, article: Article) -> None:
    Page.objects.filter(pk=article.pk).delete()
    assert left() == [("withdrawn", "Le cross")]


def test_site_02_an_alias_and_the_changes_that_it_follows(left: Left, article: Article, rubric: Rubric) -> None:
    alias = article.create_alias(parent=fresh(rubric), update_slug="alias")
    assert left() == [("published", "Le cross")]
    assert alias.ref != article.ref
    article.title = "Le cross, suivi"
    article.save_revision().publish()
    assert ("published", "Le cross, suivi") in left()
    followed = Article.objects.get(pk=alias.pk)
    assert (followed.title, followed.ref) == ("Le cross, suivi", alias.ref)


def test_site_02_a_copy_put_online(left: Left, article: Article, rubric: Rubric) -> None:
    article.save_revision().publish()
    left()
    copied = CopyPageAction(
        page=fresh(article), to=fresh(rubric), update_attrs={"slug": "copie", "title": "La copie"}, keep_live=True
    ).execute(skip_permission_checks=True)
    assert ("published", copied.title) in left()


def test_site_02_an_image_changed_renamed_and_deleted(left: Left, school: School) -> None:
    image = SchoolImage.objects.create(collection=school.collection, title="Photo", file=photo())
    assert left() == []  # nothing uses it yet
    image.file = photo("blue")
    image.save()
    assert left() == [("media", "Photo")]
    image.description = "Le départ"
    image.save()
    assert left() == [("media", "Photo")]
    image.delete()
    assert left() == [("media", "Photo")]


def test_site_02_a_document_replaced_and_deleted(left: Left, school: School) -> None:
    menu = ContentFile(b"%PDF-1.7", name="menu.pdf")
    document = SchoolDocument.objects.create(collection=school.collection, title="Menu", file=menu)
    assert left() == []
    document.file = ContentFile(b"%PDF-1.7 suite", name="menu.pdf")
    document.save()
    assert left() == [("media", "Menu")]
    document.delete()
    assert left() == [("media", "Menu")]


def test_zone_03_a_change_of_zone(left: Left, rubric: Rubric, manager: User) -> None:
    with pytest.raises(NotAllowed):
        set_zone(rubric=rubric, zone=Zone.PRIVATE, actor=User.objects.create_user("quidam"))
    assert left() == []
    set_zone(rubric=rubric, zone=Zone.PRIVATE, actor=manager)
    assert left() == [("zone", "Vie")]
    child = fresh(rubric).add_child(instance=Rubric(title="Dessous", slug="dessous", zone=Zone.PRIVATE))
    left()
    with pytest.raises(Conflict):
        set_zone(rubric=child, zone=Zone.PUBLIC, actor=manager)
    assert left() == []


def test_site_02_the_settings_of_the_school(left: Left, school: School) -> None:
    update_school(school=school, motto="Lire et relire")
    assert left() == [("school", "essai")]
    school.colour = "#000000"
    school.save()
    assert left() == [("school", "essai")]


def test_home_01_a_homepage_put_in_service(left: Left, school: School, manager: User) -> None:
    first, second = (
        fresh(school.root_page).add_child(instance=Homepage(title=title, slug=title.lower()))
        for title in ("Automne", "Hiver")
    )
    left()
    with pytest.raises(NotAllowed):
        put_in_service(school=school, homepage=first, actor=User.objects.create_user("quidam"))
    assert left() == []
    put_in_service(school=school, homepage=first, actor=manager)
    put_in_service(school=school, homepage=second, actor=manager)
    assert left() == [("homepage", "Automne"), ("homepage", "Hiver")]
    assert list(Homepage.objects.filter(in_service=True)) == [second]


def test_site_02_a_change_taken_back_takes_its_row_with_it(left: Left, article: Article) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        article.title = "Jamais"
        article.save_revision().publish()
        raise RuntimeError
    assert left() == []
    assert fresh(article).title == "Le cross"


# --- what is done of the rows ------------------------------------------------------------------------------------


def test_site_03_a_release_in_service_takes_only_the_rows_that_it_answers(school: School) -> None:
    PublicationRequest.objects.all().delete()
    request_publication(school=school, reason=Reason.ASKED, subject="avant")
    answered = waiting_requests(school)
    request_publication(school=school, reason=Reason.ASKED, subject="pendant")  # while it was being built
    release = finish_release(school=school, number=3, requests=answered, seconds=1.23456)
    assert [request.subject for request in waiting_requests(school)] == ["pendant"]
    assert release.changes == [{"reason": "asked", "subject": "avant", "by": ""}]
    assert (release.number, release.seconds) == (3, 1.235)


def test_site_03_a_failure_keeps_every_row_and_is_recorded(school: School) -> None:
    PublicationRequest.objects.all().delete()
    request_publication(school=school, reason=Reason.ASKED, subject="x" * 400)
    for _ in range(3):
        fail_release(school=school, requests=waiting_requests(school), seconds=0, message="le disque est plein")
    assert len(waiting_requests(school)) == 1
    fault = failing(school.pk)
    assert fault and (fault.failures, fault.last.message) == (3, "le disque est plein")
    assert (fault.next_try - fault.last.ended_at).total_seconds() == 8
    finish_release(school=school, number=1, requests=waiting_requests(school), seconds=0)
    assert failing(school.pk) is None
    assert waiting_requests(school) == []
    record_rollback(school=school, number=1)
    assert list(Release.objects.values_list("outcome", flat=True)) == [
        "rolled-back",
        "in-service",
        "failed",
        "failed",
        "failed",
    ]


def test_site_02_schools_wait_in_the_order_in_which_they_asked(school: School) -> None:
    other = open_school("autre")
    PublicationRequest.objects.all().delete()
    for asker in (other, school, other, school):
        request_publication(school=asker, reason=Reason.ASKED)
    assert [waiting.school_id for waiting in outbox()] == [other.pk, school.pk]


def test_site_03_delays_grow_up_to_five_minutes_and_whoever_asks_does_not_wait(school: School) -> None:
    for _ in range(12):
        fail_release(school=school, requests=[], seconds=0, message="le disque est plein")
    fault = failing(school.pk)
    assert fault and (fault.next_try - fault.last.ended_at).total_seconds() == 300
    request_publication(school=school, reason=Reason.PUBLISHED)
    assert not asked_since(school.pk, fault.last.ended_at)
    request_publication(school=school, reason=Reason.ASKED)
    assert asked_since(school.pk, fault.last.ended_at)

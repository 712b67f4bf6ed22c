"""ADM-01, SITE-04: the screen of publications, and what an editor is told of the page that is open."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from cms.core import clock
from cms.notifications.models import Notice
from cms.publishing.models import PublicationRequest, Release
from cms.publishing.selectors import waiting_requests
from cms.publishing.services import fail_release, finish_release
from cms.releases.notices import tell_what_fails
from cms.rubrics.enums import Role, Zone
from publicsite.publisher import site_folder
from tests.support.schools import SmallSchool, browser_of, is_refused, said

pytestmark = pytest.mark.django_db


class Published(SmallSchool):
    """A school whose releases are made of the files that a test names."""

    def publish(self, *pages: str, message: str = "") -> int:
        folder = site_folder(self.school)
        with folder.locked():
            number, building = folder.begin()
            for page in ("", *pages):
                (building / page).mkdir(parents=True, exist_ok=True)
                (building / page / "index.html").write_text(page)
            folder.finish(number, built_at=clock.now().isoformat(), seconds=1, changes=[])
            folder.put_in_service(number)
        requests = waiting_requests(self.school)
        finish_release(school=self.school, number=number, requests=requests, seconds=1.5, message=message)
        return number

    @property
    def screen(self) -> str:
        return said(browser_of(self.chef).get(reverse("publications")))

    def beside(self, page: Any) -> str:
        return said(browser_of(self.chef).get(reverse("page_on_site", args=[page.pk])))


@pytest.fixture
def school(settings: Any, tmp_path: Path) -> Published:
    settings.SITES_DIR = tmp_path / "sites"
    school = Published()
    PublicationRequest.objects.all().delete()
    return school


@pytest.fixture
def article(school: Published) -> Any:
    article = school.article(school.rubric("Vie"), "Le cross")
    article.save_revision().publish()
    return type(article).objects.get(pk=article.pk)


ADDRESS = "vie/le-cross"


def test_adm_01_only_those_who_manage_the_school_see_it_or_act(school: Published) -> None:
    writer = school.with_role(Role.MODERATOR, school.rubric("Vie"))
    school.publish()
    Release.objects.all().delete()
    doors = [writer.get(reverse(name)) for name in ("publications", "publications_state")]
    doors += [writer.post(reverse("publications_again")), writer.post(reverse("publication_back", args=[1]))]
    assert all(is_refused(answer) for answer in doors)
    assert (Release.objects.count(), PublicationRequest.objects.count()) == (0, 0)
    assert "Publications" not in said(writer.get(reverse("wagtailadmin_home")))
    assert reverse("publications") in said(browser_of(school.chef).get(reverse("wagtailadmin_home")))


def test_adm_01_a_school_that_was_never_published(school: Published) -> None:
    assert "Rien n’est encore en service" in school.screen
    assert "Rien n’a encore été publié" in school.screen


def test_adm_01_what_waits_then_what_is_in_service(school: Published, article: Any) -> None:
    waiting = school.screen
    assert "Mise en ligne de « Le cross »" in waiting
    assert "data-waiting" in waiting
    school.publish(ADDRESS)
    idle = school.screen
    assert "La publication 1 est en service" in idle
    assert "faite en 1,5 s" in idle
    assert "Rien n’attend" in idle
    assert "data-waiting" not in idle


def test_adm_01_a_failure_says_why_and_when_the_next_attempt_comes(school: Published, article: Any) -> None:
    for _ in range(3):
        fail_release(school=school.school, requests=waiting_requests(school.school), seconds=1, message="Disque plein.")
    said_then = school.screen
    assert "Les 3 dernières publications ont échoué" in said_then
    assert "Disque plein." in said_then
    assert "Prochain essai à" in said_then
    assert "échec × 3" in said_then
    assert "la personne qui exploite l’installation" in said_then
    assert "Mise en ligne retardée" in school.beside(article) and "Disque plein." in school.beside(article)
    # It may name folders of the machine, and other people's pages: a writer is told that it fails, and when again.
    writer = school.with_role(Role.MODERATOR, article.get_parent())
    told = said(writer.get(reverse("page_on_site", args=[article.pk])))
    assert "Mise en ligne retardée" in told and "Prochain essai à" in told and "Disque plein." not in told


def test_adm_01_managers_are_told_once_when_failures_last_an_hour_and_no_more_when_they_end(
    school: Published, article: Any
) -> None:
    def fails(ago: timedelta) -> list[str]:
        release = fail_release(school=school.school, requests=[], seconds=1, message="Disque plein.")
        Release.objects.filter(pk=release.pk).update(ended_at=clock.now() - ago)
        tell_what_fails(school.school)
        return [notice.recipient.username for notice in Notice.objects.all()]

    assert fails(timedelta(minutes=59)) == []
    Release.objects.all().update(ended_at=clock.now() - timedelta(minutes=61))
    assert fails(timedelta(0)) == ["chef"]
    Notice.objects.update(read_at=clock.now())
    assert fails(timedelta(0)) == ["chef"]
    school.publish(ADDRESS)
    tell_what_fails(school.school)
    assert not Notice.objects.exists()


def test_adm_01_what_is_to_be_mended_leads_to_its_editor(school: Published, article: Any) -> None:
    school.publish(ADDRESS, message="articles/vie/le-cross.html, ligne 3 : une image manque.\ninconnu : autre chose.")
    editor = reverse("wagtailadmin_pages:edit", args=[article.pk])
    assert f'<a href="{editor}">Le cross</a> — une image manque.' in school.screen
    assert "inconnu : autre chose." in school.screen


@pytest.mark.parametrize(
    "place",
    [
        "articles/vie/le-cross.html",
        "vie/le-cross/index.html",
        "agenda/vie/le-cross.html",
        "vie/agenda/le-cross/index.html",
    ],
)
def test_adm_01_a_problem_is_that_of_its_page_however_its_file_is_named(
    school: Published, article: Any, place: str
) -> None:
    school.publish(ADDRESS, message=f"{place} : à voir.")
    assert reverse("wagtailadmin_pages:edit", args=[article.pk]) in school.screen


def test_adm_01_everything_is_published_again_when_asked(school: Published) -> None:
    browser_of(school.chef).post(reverse("publications_again"))
    [request] = waiting_requests(school.school)
    assert (request.reason, request.actor) == ("asked", school.chef.user)
    assert "par chef" in school.screen


def test_site_04_an_earlier_release_is_put_back_after_its_list_was_read(school: Published, article: Any) -> None:
    school.publish(ADDRESS)
    article.unpublish()
    school.publish()
    chef, address = browser_of(school.chef), reverse("publication_back", args=[1])
    asked = said(chef.get(address))
    assert f"<strong>Le cross</strong> — /{ADDRESS}/" in asked
    assert "Tout montrer de nouveau" in asked
    chef.post(address, {"seen": "1"})  # looked at before publication 2
    assert site_folder(school.school).current_number() == 2
    chef.post(address, {"seen": "2"})
    assert site_folder(school.school).current_number() == 1
    last = Release.objects.first()
    assert last and (last.outcome, last.number) == ("rolled-back", 1)
    assert "par chef" in school.screen


def test_site_04_what_shows_nothing_withdrawn_is_put_back_without_fear(school: Published) -> None:
    school.publish()
    school.publish("nouveau")
    asked = said(browser_of(school.chef).get(reverse("publication_back", args=[1])))
    assert "Elle ne montre rien de ce qui a été retiré depuis." in asked
    assert "Tout montrer de nouveau" not in asked


def test_site_04_one_that_is_not_kept_or_while_something_is_published(school: Published) -> None:
    school.publish()
    school.publish()
    chef = browser_of(school.chef)
    assert "n’est pas conservée" in said(chef.get(reverse("publication_back", args=[9]), follow=True))
    with site_folder(school.school).locked():
        answer = chef.post(reverse("publication_back", args=[1]), {"seen": "2"}, follow=True)
    assert "Une publication est en cours" in said(answer)
    assert site_folder(school.school).current_number() == 2


def test_adm_01_beside_an_article_from_draft_to_online(school: Published) -> None:
    rubric = school.rubric("Vie")
    draft = school.article(rubric, "Le cross", live=False)
    PublicationRequest.objects.all().delete()
    assert "Pas en ligne" in school.beside(draft)
    draft.save_revision().publish()
    coming = school.beside(draft)
    assert "Mise en ligne en cours…" in coming
    assert "data-waiting" in coming
    number = school.publish(ADDRESS)
    online = school.beside(draft)
    assert f"(publication {number})" in online and "En ligne depuis le" in online
    assert f"essai.example/{ADDRESS}/" in online
    assert "data-waiting" not in online


def test_adm_01_beside_an_article_that_is_changed_then_taken_off(school: Published, article: Any) -> None:
    school.publish(ADDRESS)
    article.title = "Le cross, corrigé"
    article.save_revision().publish()
    assert "lisent encore un instant la version d’avant" in school.beside(article)
    school.publish(ADDRESS)
    assert "(publication 2)" in school.beside(article)
    article.unpublish()
    assert "Retrait en cours" in school.beside(article)
    school.publish()
    assert "Pas en ligne" in school.beside(article)


def test_adm_01_beside_what_waits_for_its_day(school: Published) -> None:
    later = school.article(school.rubric("Vie"), "Demain", live=False, go_live_at=clock.now() + timedelta(days=1))
    later.save_revision(approved_go_live_at=later.go_live_at).publish()
    assert "mise en ligne prévue le" in school.beside(later)


def test_zone_02_beside_what_is_private(school: Published) -> None:
    room = school.rubric("Conseil", zone=Zone.PRIVATE)
    inside = school.article(room, "Ordre du jour")
    PublicationRequest.objects.all().delete()
    school.publish()
    for page in (room, inside):
        assert "zone authentifiée seulement" in school.beside(page)


def test_adm_01_beside_what_an_older_release_shows_otherwise(school: Published, article: Any) -> None:
    school.publish(ADDRESS)
    article.title = "Le cross, corrigé"
    article.save_revision().publish()
    school.publish(ADDRESS)
    browser_of(school.chef).post(reverse("publication_back", args=[1]), {"seen": "2"})
    assert "Une publication plus ancienne (1) a été remise en service" in school.beside(article)


def test_adm_01_beside_what_no_publication_shows(school: Published, article: Any) -> None:
    school.publish()
    assert "la publication en service ne la montre pas" in school.beside(article)

"""RUB-02: events are written in the rubrics whose agenda is on, under the rules of articles (ART-02, ZONE-04)."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site

from cms.agenda.models import Event
from cms.agenda.selectors import public_events
from cms.agenda.services import follow_the_day
from cms.articles import services
from cms.articles.enums import State
from cms.articles.models import Article
from cms.articles.selectors import managed_articles, public_articles
from cms.core.exceptions import DomainError
from cms.publishing.enums import Outcome, Reason
from cms.publishing.models import PublicationRequest, Release
from cms.rubrics.enums import Role, Zone
from publicsite.exporting import public_site, whole_site
from publicsite.importing import import_site
from tests.support.articles import FORM
from tests.support.schools import SmallSchool, browser_of, fresh, is_refused, said

DAY = date(2026, 12, 1)
TYPED = {
    **FORM,
    **dict.fromkeys(("place", "start", "last_day", "end", "repeat", "until", "times", "exceptions"), ""),
    "title": "Concert",
    "slug": "concert",
    "day": "01/12/2026",
}


@pytest.fixture
def school(db: None) -> SmallSchool:
    Site.objects.all().delete()
    return SmallSchool()


def event(rubric: Page, title: str = "Concert", **fields: Any) -> Event:
    fields = {"slug": title.lower(), "day": DAY, "live": False, **fields}
    made: Event = Page.objects.get(pk=rubric.pk).add_child(instance=Event(title=title, **fields))
    return made


def write(browser: Client, rubric: Page, **changes: Any) -> Any:
    return browser.post(reverse("wagtailadmin_pages:add", args=["agenda", "event", rubric.pk]), {**TYPED, **changes})


def test_rub_02_who_may_propose_writes_events_where_the_agenda_is_on_and_nowhere_else(school: SmallSchool) -> None:
    on, off = school.rubric("Vie", agenda=True), school.rubric("CDI")
    editor = school.with_role(Role.EDITOR, on)
    school.grant(off, Role.EDITOR, person=_person("editor"))
    assert is_refused(write(school.with_role(Role.VISITOR, on), on))
    write(editor, off)
    assert not Event.objects.exists()
    assert write(editor, on, **{"action-submit": "1"}).status_code == 302
    made = Event.objects.get()
    assert (made.state, made.day, made.live) == (State.SUBMITTED, DAY, False)
    assert list(public_events(school.school)) == []
    # A moderator finds it among the contributions, and puts it online with its day.
    moderator = school.with_role(Role.MODERATOR, on)
    assert managed_articles(_person("moderator").user).filter(pk=made.pk).exists()
    services.put_online(article=Article.objects.get(pk=made.pk), actor=_person("moderator").user)
    assert is_refused(moderator.get("/admin/sites/"))
    assert [(one.title, one.day) for one in public_events(school.school)] == [("Concert", DAY)]
    assert list(public_articles(school.school)) == [], "an event is in no list of articles"
    assert (Reason.PUBLISHED, "Concert") in school.waiting()


@pytest.mark.parametrize("name", ["editor", "publisher", "moderator", "manager"])
def test_rub_02_each_role_may_do_with_an_event_what_it_may_with_an_article(school: SmallSchool, name: str) -> None:
    rubric = school.rubric("Vie", agenda=True)
    person = school.person(name)
    school.grant(rubric, Role[name.upper()], person=person)
    verbs = (services.put_online, services.take_offline, services.archive_article, services.delete_article)
    for owner in (person.user, school.chef.user):
        pair = [
            event(rubric, f"e{owner.pk}", owner=owner, live=False),
            school.article(rubric, f"a{owner.pk}", owner=owner, live=False),
        ]
        for one in pair:
            one.save_revision()
        for verb in verbs:
            assert _tried(verb, pair[0], person.user) == _tried(verb, pair[1], person.user), (verb, owner)


def test_rub_02_through_any_door_an_event_keeps_its_day(school: SmallSchool) -> None:
    """Doors that know articles hold it as one: what they keep of it is the whole of it."""
    rubric = school.rubric("Vie", agenda=True)
    made = event(rubric, place="Salle 3", start=time(9), repeat="week", times=4)  # no version yet, as imports make them
    chef = school.chef.user
    services.submit_article(article=Article.objects.get(pk=made.pk), actor=chef)
    services.put_online(article=Article.objects.get(pk=made.pk), actor=chef)
    services.edit_article(article=Article.objects.get(pk=made.pk), actor=chef, title="Grand concert")
    services.put_online(article=Article.objects.get(pk=made.pk), actor=chef)
    copy = services.copy_article(source=Article.objects.get(pk=made.pk), rubric=rubric, actor=chef)
    for one in (fresh(made), Event.objects.get(pk=copy.pk)):
        assert (one.title, one.place, one.start, one.repeat, one.times) == (
            *("Grand concert", "Salle 3", time(9), "week", 4),
        )
    services.delete_article(article=Article.objects.get(pk=made.pk), actor=chef)
    assert not Event.objects.filter(pk=made.pk).exists()


def test_zone_04_what_is_typed_as_the_place_is_looked_at_before_it_goes_public(school: SmallSchool) -> None:
    rubric = school.rubric("Vie", agenda=True)
    made = event(rubric, place="Chez Mme Petit, 06 12 34 56 78")
    with pytest.raises(DomainError):
        services.put_online(article=Article.objects.get(pk=made.pk), actor=school.chef.user)
    assert not fresh(made).live


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"start": "18:00", "end": "17:00"}, "La fin vient avant le début"),
        ({"repeat": "week"}, "Une répétition a une fin"),
        ({"repeat": "week", "times": "4", "exceptions": "30/02/2027"}, "« 30/02/2027 » n’existe pas"),
        ({"repeat": "week", "times": "4", "weekdays": ["0"]}, "Le premier jour est un mardi"),
        ({"day": "31/02/2027"}, "Saisissez une date valide"),
        ({"slug": "2026-12"}, "est l’adresse d’un mois de l’agenda"),
    ],
)
def test_rub_02_what_cannot_take_place_is_said_and_what_was_typed_stays(
    school: SmallSchool, changes: dict[str, Any], says: str
) -> None:
    rubric = school.rubric("Vie", agenda=True)
    answer = write(browser_of(school.chef), rubric, place="Salle Bérénice", **changes)
    assert answer.status_code == 200
    assert says in said(answer)
    assert "Salle Bérénice" in said(answer)
    assert str(list(changes.values())[-1]).strip("[']") in said(answer)
    assert not Event.objects.exists()


def test_rub_02_an_agenda_that_is_switched_off_shows_nothing_and_says_so_to_writers(school: SmallSchool) -> None:
    rubric = school.rubric("Vie", agenda=True)
    made = event(rubric, live=True, first_published_at=timezone.now())
    assert [doc.path for doc in public_site(school.school).public.events] == ["vie/agenda/concert"]
    type(rubric).objects.filter(pk=rubric.pk).update(agenda=False)
    assert public_site(school.school).public.events == ()
    assert [doc.slug for doc in whole_site(school.school).private.events] == ["concert"], "kept for who leaves"
    editor = browser_of(school.chef).get(reverse("wagtailadmin_pages:edit", args=[made.pk]))
    assert "n’a pas d’agenda" in said(editor)


def test_zone_03_an_event_leaves_with_its_rubric_and_with_its_end(school: SmallSchool) -> None:
    rubric, now = school.rubric("Vie", agenda=True), timezone.now()
    event(rubric, "Gala", live=True, first_published_at=now)
    event(rubric, "Expiré", live=True, slug="expire", first_published_at=now, expire_at=now - timedelta(minutes=1))
    assert [one.title for one in public_events(school.school)] == ["Gala"]
    type(rubric).objects.filter(pk=rubric.pk).update(zone=Zone.PRIVATE)
    assert list(public_events(school.school)) == []


def test_site_08_events_come_back_as_they_were_exported(school: SmallSchool) -> None:
    rubric, now = school.rubric("Vie", agenda=True), timezone.now().replace(microsecond=0)
    stamps = {"live": True, "first_published_at": now, "last_published_at": now, "latest_revision_created_at": now}
    weekly = {"repeat": "week", "weekdays": "1,3", "until": date(2027, 3, 4), "exceptions": "03/12/2026\n08/12/2026"}
    event(rubric, "Chorale", start=time(12, 45), end=time(13, 35), place="Salle 3", **weekly, **stamps)
    event(rubric, "Séjour", slug="sejour", last_day=date(2026, 12, 5), cancelled=True, **stamps)
    event(rubric, "Projet", latest_revision_created_at=now)
    exported = whole_site(school.school)
    assert len(exported.public.events) == 2
    report = import_site(exported, slug="ailleurs", hostname="ailleurs.example")
    assert report.problems == []
    back = whole_site(type(school.school).objects.get(slug="ailleurs"))
    for one, other in ((back.public, exported.public), (back.private, exported.private)):
        assert sorted(one.events, key=lambda doc: doc.slug) == sorted(other.events, key=lambda doc: doc.slug)
    assert back.public.rubrics == exported.public.rubrics


def test_site_04_a_day_that_ends_on_the_school_s_clock_asks_for_one_publication(
    school: SmallSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    school.rubric("Vie", agenda=True)
    type(school.school).objects.update(timezone="Pacific/Noumea")
    noon = timezone.now().astimezone(ZoneInfo("Pacific/Noumea")).replace(hour=12)
    PublicationRequest.objects.all().delete()

    def at(moment: Any) -> list[tuple[str, str]]:
        monkeypatch.setattr("cms.core.clock.now", lambda: moment)
        follow_the_day()
        return [reason for reason, _subject in school.waiting()]

    assert at(noon) == [], "never published"
    release = Release.objects.create(school=school.school, number=1, outcome=Outcome.IN_SERVICE)
    Release.objects.filter(pk=release.pk).update(ended_at=noon)
    assert at(noon.replace(hour=23)) == []
    assert at(noon.replace(hour=0, minute=5) + timedelta(days=1)) == [Reason.DAY]


def _person(name: str) -> Any:
    from cms.directory.models import Person

    return Person.objects.get(user__username=name)


def _tried(verb: Any, page: Any, actor: Any) -> str:
    article = Article.objects.filter(pk=page.pk).first()
    if article is None:
        return "gone"
    try:
        verb(article=article, actor=actor)
    except DomainError as error:
        return error.code
    return "done"

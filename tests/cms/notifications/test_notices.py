"""ART-03: notices in the application and by mail, once, grouped."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command

from cms.accounts.models import User
from cms.agenda.models import Event
from cms.core import clock
from cms.directory.enums import State
from cms.directory.models import Person
from cms.homepage.models import Stream
from cms.notifications import rules
from cms.notifications.enums import Kind
from cms.notifications.models import Notice
from cms.notifications.services import forget, mark_read, send_mails, tell
from cms.rubrics.enums import Role, Zone
from cms.schools.models import School
from tests.support.schools import SmallSchool, browser_of, said

NOON = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)


class Hands:
    """The time, as the test says it."""

    def __init__(self) -> None:
        self.now = NOON

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)


class Refusing(EmailBackend):
    """A server that knows nobody at `inconnu.example`."""

    def send_messages(self, messages: Any) -> int:
        for message in messages:
            if message.to[0].endswith("@inconnu.example"):
                raise SMTPRecipientsRefused({message.to[0]: (550, b"no such user")})
        return int(super().send_messages(messages))


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Hands:
    hands = Hands()
    monkeypatch.setattr(clock, "now", lambda: hands.now)
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    return hands


def account(name: str, email: str | None = None) -> User:
    """Of somebody of a school: nobody else is told anything."""
    user = User.objects.create_user(name, email=f"{name}@ecole.example" if email is None else email)
    school = School.objects.first() or SmallSchool().school
    Person.objects.create(school=school, user=user, profile="teacher", first_name=name, last_name="Durand")
    return user


def news(*recipients: User, text: str = "hugo propose « Le cross ».", about: Any = None, **fields: Any) -> None:
    fields = {"kind": Kind.PROPOSED, "address": "/admin/pages/7/edit/", "actor": None, **fields}
    tell(recipients=recipients, about=about or uuid4(), text=text, **fields)


@pytest.mark.parametrize(
    ("oldest", "newest", "leaves"), [(0, 0, False), (59, 59, False), (60, 60, True), (200, 5, False), (900, 5, True)]
)
def test_art_03_a_mail_leaves_after_a_quiet_minute(oldest: int, newest: int, leaves: bool) -> None:
    told = [NOON - timedelta(seconds=seconds) for seconds in (oldest, newest)]
    assert rules.leaves(*told, NOON) is leaves


@pytest.mark.django_db
def test_art_03_one_mail_for_all_that_waits_and_once(hands: Hands) -> None:
    nadia, lise = account("nadia"), account("lise")
    news(nadia, lise)
    hands.later(seconds=30)
    news(nadia, text="hugo propose « La chorale ».")
    assert (send_mails(), mail.outbox) == ((0, 0), [])
    hands.later(seconds=61)
    assert send_mails() == (2, 0)
    assert send_mails() == (0, 0)
    both = next(one for one in mail.outbox if one.to == ["nadia@ecole.example"])
    assert both.subject == "2 notifications de Préau"
    assert "« Le cross »" in both.body and "« La chorale »" in both.body
    assert "/admin/pages/7/edit/" in both.body and "/admin/notices/" in both.body


@pytest.mark.django_db
def test_art_03_told_again_before_it_is_read_it_counts_once(hands: Hands) -> None:
    nadia, about = account("nadia"), uuid4()
    news(nadia, about=about, text="d’abord")
    news(nadia, about=about, text="ensuite")
    assert list(Notice.objects.values_list("text", flat=True)) == ["ensuite"]
    forget(about=about, kind=Kind.REFUSED)
    assert Notice.objects.count() == 1
    forget(about=about, kind=Kind.PROPOSED)
    hands.later(minutes=5)
    assert (send_mails(), Notice.objects.count()) == ((0, 0), 0)


@pytest.mark.django_db
def test_art_03_what_was_read_in_the_application_is_not_mailed(hands: Hands) -> None:
    nadia = account("nadia")
    news(nadia)
    mark_read(user=nadia)
    hands.later(minutes=5)
    assert send_mails() == (0, 0)


@pytest.mark.django_db
def test_art_03_a_refused_address_is_tried_again_and_the_others_are_sent(hands: Hands) -> None:
    """One that is missing waits in the application; when it is there, the mail goes."""
    silent, wrong, right = account("silent", ""), account("wrong", "wrong@inconnu.example"), account("right")
    news(silent, wrong, right)
    hands.later(minutes=2)
    assert send_mails() == (1, 1)
    assert send_mails() == (0, 0)  # not before a while
    assert (Notice.objects.filter(read_at=None).count(), [one.to[0] for one in mail.outbox]) == (3, [right.email])
    User.objects.filter(pk__in=[silent.pk, wrong.pk]).update(email="mended@ecole.example")
    hands.later(minutes=3)
    assert send_mails() == (2, 0)
    assert not Notice.objects.filter(mailed_at=None).exists()


@pytest.mark.django_db
def test_art_03_news_of_last_week_are_not_mailed(hands: Hands) -> None:
    news(account("nadia"))
    hands.later(days=8)
    assert send_mails() == (0, 0)


@pytest.mark.django_db
def test_art_03_what_one_postman_took_another_leaves(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second comes while the first waits for the server."""
    news(account("nadia"))
    hands.later(minutes=2)
    answers: list[tuple[int, int]] = []
    send = Refusing.send_messages

    def slowly(self: Any, messages: Any) -> int:
        answers.append(send_mails())
        return send(self, messages)

    monkeypatch.setattr(Refusing, "send_messages", slowly)
    assert (send_mails(), answers, len(mail.outbox)) == ((1, 0), [(0, 0)], 1)


@pytest.mark.django_db
def test_dir_05_who_may_not_enter_is_not_mailed(hands: Hands) -> None:
    """A stay that ended since, a closed account, one that is nobody in any school, a family while families are out."""
    guest, closed, nobody, parent, there = (account(name) for name in ("guest", "closed", "nobody", "parent", "there"))
    people = Person.objects
    people.filter(user=guest).update(profile="guest", ends_on=NOON.date())
    people.filter(user=parent).update(profile="parent")
    School.objects.update(families_out_from=NOON.date(), families_out_until=NOON.date() + timedelta(days=1))
    news(guest, closed, nobody, parent, there)
    people.filter(user=closed).update(state=State.SUSPENDED)
    people.filter(user=nobody).delete()
    hands.later(days=1)
    assert send_mails() == (1, 0)
    assert [one.to for one in mail.outbox] == [[there.email]]
    hands.later(days=1)
    assert (send_mails(), mail.outbox[-1].to) == ((1, 0), [parent.email])
    people.filter(user=guest).update(ends_on=NOON.date() + timedelta(days=9))  # prolonged: it is still news
    hands.later(minutes=10)
    assert (send_mails(), mail.outbox[-1].to) == ((1, 0), [guest.email])


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["article", "event"])
def test_art_03_who_lost_the_right_to_read_it_is_not_mailed_about_an_article(hands: Hands, kind: str) -> None:
    """Whoever decided, whoever wrote; what one may still know goes, in the same mail."""
    school = SmallSchool()
    lost, kept = school.rubric("Conseil", zone=Zone.PRIVATE, agenda=True), school.rubric("Journal")
    nadia, hugo = account("nadia"), account("hugo")
    rows = [
        school.grant(place, role, person=person)
        for person, role in ((nadia.people.get(), Role.MODERATOR), (hugo.people.get(), Role.EDITOR))
        for place in (lost, kept)
    ]
    fields = {"kind": Event, "day": NOON.date()} if kind == "event" else {}
    here = school.article(lost, "Exclusion", owner=hugo, **fields)
    there = school.article(kept, "Le cross", owner=hugo)
    for article in (here, there):
        news(nadia, text=f"hugo propose « {article.title} ».", about=article.ref)
        news(hugo, text=f"nadia a refusé « {article.title} ».", about=article.ref, kind=Kind.REFUSED)
    hands.later(minutes=2)
    for row in rows:
        if row.page_id == lost.pk:
            row.delete()
    assert send_mails() == (2, 0)
    said_in_mails = "".join(str(one.body) for one in mail.outbox)
    assert said_in_mails.count("« Le cross »") == 2 and "Exclusion" not in said_in_mails
    hands.later(minutes=10)
    assert send_mails() == (0, 0)
    school.grant(lost, Role.VISITOR, person=nadia.people.get())  # they read it, and do not decide any more
    hands.later(minutes=10)
    assert send_mails() == (0, 0)


@pytest.mark.django_db
def test_home_05_who_manages_the_school_no_more_is_not_mailed_of_its_homepage_nor_of_its_publications(
    hands: Hands,
) -> None:
    school = SmallSchool()
    nadia = account("nadia")
    row = school.grant(school.top, Role.MANAGER, person=nadia.people.get())
    stream = Stream.objects.create(school=school.school, address="https://voisin.example/flux")
    news(nadia, about=school.school.ref, kind=Kind.HOMEPAGE)
    news(nadia, about=stream.ref, kind=Kind.HOMEPAGE)
    news(nadia, about=school.school.ref, kind=Kind.PUBLICATION)
    hands.later(minutes=2)
    row.delete()
    assert send_mails() == (0, 0)
    school.grant(school.top, Role.MANAGER, person=nadia.people.get())
    hands.later(minutes=10)
    assert (send_mails(), mail.outbox[0].subject) == ((1, 0), "3 notifications de Préau")


@pytest.mark.django_db
def test_art_03_the_command_says_what_left(hands: Hands, capsys: pytest.CaptureFixture[str]) -> None:
    news(account("nadia"))
    hands.later(minutes=2)
    call_command("send_notices")
    assert "Courriels partis : 1" in capsys.readouterr().out


@pytest.mark.django_db
def test_art_03_ones_notices_are_on_the_home_screen_in_the_menu_and_in_a_list() -> None:
    school = SmallSchool()
    place = school.rubric("Journal")
    nadia, lise = school.person("nadia"), school.person("lise")
    for person in (nadia, lise):
        school.grant(place, Role.MODERATOR, person=person)
    news(nadia.user, text="hugo propose « Le cross ».")  # the home screen lists what waits by itself, and once
    news(nadia.user, text="hugo a mis en ligne « La chorale ».", kind=Kind.ACCEPTED)
    news(lise.user, text="hugo a mis en ligne « Les échecs ».", kind=Kind.ACCEPTED)
    browser = browser_of(nadia)
    home = said(browser.get("/admin/"))
    assert "« La chorale »" in home and "Notifications (2)" in home and "« Les échecs »" not in home
    assert "« Le cross »" not in home
    foreign, mine = Notice.objects.get(recipient=lise.user), Notice.objects.filter(recipient=nadia.user).first()
    browser.post("/admin/notices/read/", {"notice": [foreign.pk, mine.pk]})
    assert Notice.objects.filter(read_at=None, recipient=lise.user).exists()
    listed = said(browser.get("/admin/notices/"))
    assert (
        "Notifications (1)" in listed
        and listed.count("« La chorale »")
        and "« Le cross »" in listed
        and "« Les échecs »" not in listed
    )
    browser.post("/admin/notices/read/")
    assert "Notifications (" not in said(browser.get("/admin/notices/"))

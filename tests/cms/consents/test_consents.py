"""What somebody agreed to, and what of it the public site may show (ZONE-07)."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import ModelLogEntry

from cms.articles.models import Article
from cms.consents import rules
from cms.consents.enums import State
from cms.consents.models import Consent, Depiction
from cms.consents.selectors import public_images, withheld_images
from cms.consents.services import (
    follow_the_calendar,
    forget_person,
    note_person,
    record_consent,
    require_consents,
    withdraw_consent,
)
from cms.core import clock
from cms.core.exceptions import Conflict, Invalid, NotAllowed
from cms.directory.enums import GuardianKind, Profile
from cms.directory.models import Guardianship, Person
from cms.homepage.services import write_homepage
from cms.media.models import SchoolImage
from cms.publishing.models import PublicationRequest
from cms.publishing.selectors import waiting_requests
from cms.rubrics.enums import Role, Zone
from cms.rubrics.models import Rubric
from publicsite.exporting import public_site, whole_site
from publicsite.publisher import publish
from tests.api.conftest import API, Campus, image_block, item_block, pixels, text_block
from tests.cms.media.conftest import Enter
from tests.support.releases import files_of

TODAY = date(2026, 11, 27)
DAY = timedelta(days=1)
LETTERS = "LéaSecrète"


@pytest.fixture(autouse=True)
def settled(settings: Any, tmp_path: Path) -> None:
    settings.SITES_DIR, settings.EXPORT_DIR, settings.CACHE_DIR = (tmp_path / name for name in ("s", "e", "c"))


@pytest.fixture
def head(campus: Campus, enter: Enter) -> Any:
    return enter(campus, "cheffe", (Role.MANAGER, campus.root))


@pytest.fixture
def lea(campus: Campus) -> Person:
    return somebody(campus, "Léa", Profile.PUPIL)


@pytest.fixture
def mother(campus: Campus, lea: Person) -> Person:
    parent = somebody(campus, "Anne", Profile.PARENT)
    Guardianship.objects.create(guardian=parent, pupil=lea, kind=GuardianKind.LEGAL)
    return parent


@pytest.fixture
def photo(campus: Campus) -> SchoolImage:
    return campus.image("sortie.jpg", pixels(800, 400), title="La sortie")


@pytest.fixture
def sport(campus: Campus) -> Rubric:
    return campus.rubric("Sport", slug="sport")


def somebody(campus: Campus, name: str, profile: Profile) -> Person:
    return Person.objects.create(school=campus.school, profile=profile, first_name=name, last_name="Martin")


def agree(person: Person, head: Any, **facts: Any) -> Consent:
    guardian = Person.objects.filter(children=person).first()
    today = clock.now().date()
    known = {"purpose": "Photos", "starts_on": today - DAY, "ends_on": today + 30 * DAY, "given_by": guardian or person}
    return record_consent(person=person, actor=head.user, **{**known, **facts})


def shows(campus: Campus, image: SchoolImage) -> bool:
    return image.pk in public_images(campus.school)


# --- the rule ---


@pytest.mark.parametrize(
    ("terms", "state", "covers"),
    [
        (rules.Terms(TODAY, TODAY), State.IN_FORCE, True),
        (rules.Terms(TODAY - DAY, TODAY + DAY, image=False), State.IN_FORCE, False),
        (rules.Terms(TODAY - DAY, TODAY + DAY, public_site=False), State.IN_FORCE, False),
        (rules.Terms(TODAY + DAY, TODAY + DAY), State.TO_COME, False),
        (rules.Terms(TODAY - DAY, TODAY - DAY), State.ENDED, False),
        (rules.Terms(TODAY - DAY, TODAY + DAY, withdrawn_on=TODAY), State.WITHDRAWN, False),
        (rules.Terms(TODAY - DAY, TODAY + DAY, withdrawn_on=TODAY + DAY), State.IN_FORCE, True),
    ],
)
def test_zone_07_a_consent_covers_what_it_says_while_it_lasts(terms: rules.Terms, state: State, covers: bool) -> None:
    assert (rules.state(terms, TODAY), rules.covers(terms, TODAY)) == (state, covers)


def test_zone_07_one_person_who_did_not_agree_is_enough() -> None:
    yes, no = rules.Terms(TODAY, TODAY), rules.Terms(TODAY - DAY, TODAY - DAY)
    assert rules.may_be_public([], TODAY)
    assert rules.may_be_public([[no, yes]], TODAY)
    assert not rules.may_be_public([[yes], [no]], TODAY)
    assert not rules.may_be_public([[yes], []], TODAY)


def test_zone_07_the_database_answers_as_the_rule_does(campus: Campus, photo: SchoolImage, lea: Person) -> None:
    today = clock.now().date()
    Depiction.objects.create(image=photo, person=lea)
    choices = [today - DAY, today, today + DAY]
    cases = [
        {"image": image, "public_site": public, "starts_on": first, "ends_on": last, "withdrawn_on": gone}
        for image in (True, False)
        for public in (True, False)
        for first in choices
        for last in choices
        for gone in (None, *choices)
    ]
    for facts in cases:
        Consent.objects.all().delete()
        consent = Consent.objects.create(person=lea, purpose="x", giver="x", **facts)
        expected = rules.may_be_public([[consent.terms]], today)
        assert shows(campus, photo) is expected, facts
        assert (photo.pk in withheld_images(campus.school)) is not expected


# --- the public site ---


def everywhere(campus: Campus, sport: Rubric, photo: SchoolImage) -> Article:
    """The picture as illustration, in a text and a gallery, on a rubric, on the homepage, as the school's logo."""
    sport.illustration = photo
    sport.save()
    picture = image_block(photo, alt=LETTERS, caption=LETTERS)
    body = [text_block("<p>Le récit de la sortie</p>"), picture, item_block("gallery", picture["value"])]
    article = campus.article(sport, "La sortie", slug="sortie", body=body, illustration=photo)
    tile = {"type": "top", "value": {"image": photo.pk, "article": article.pk, "visible": True}}
    write_homepage(school=campus.school, slug="accueil", title="Accueil", in_service=True, tiles=[tile])
    campus.school.logo_name = photo.name
    campus.school.save()
    return article


def served(campus: Campus, settings: Any) -> dict[str, bytes]:
    """Every file that visitors can ask for, the theme's apart."""
    current = settings.SITES_DIR / campus.school.slug / "current"
    files = {path.relative_to(current).as_posix(): path.read_bytes() for path in files_of(current)}
    return {name: content for name, content in files.items() if not name.startswith("theme/")}


def test_zone_07_a_withdrawal_takes_the_picture_and_all_its_sizes_off_the_site_with_one_publication(
    campus: Campus, settings: Any, head: Any, sport: Rubric, photo: SchoolImage, lea: Person, mother: Person
) -> None:
    everywhere(campus, sport, photo)
    note_person(image=photo, person=lea, actor=head.user)
    consent = agree(lea, head)
    publish(campus.school)
    before = served(campus, settings)
    sizes = {name for name in before if "sortie" in name and name.endswith((".jpg", ".webp"))}
    assert len(sizes) > 8 and LETTERS.encode() in before["sport/sortie/index.html"]

    assert waiting_requests(campus.school) == []
    withdraw_consent(consent=consent, actor=head.user)
    assert len(waiting_requests(campus.school)) == 1
    publish(campus.school)
    after = served(campus, settings)
    contents = {before[name] for name in sizes}
    assert [name for name, content in after.items() if name in sizes or content in contents] == []
    assert [name for name, content in after.items() if b"sortie.jpg" in content or b"/images/sortie-" in content] == []
    assert LETTERS not in after["sport/sortie/index.html"].decode()
    assert "Le récit de la sortie" in after["sport/sortie/index.html"].decode()
    exported = settings.EXPORT_DIR / campus.school.slug
    assert [path for path in exported.rglob("*") if path.name == photo.name] == []
    assert waiting_requests(campus.school) == []


def test_zone_07_a_school_that_leaves_takes_the_picture_in_its_private_room(
    campus: Campus, head: Any, sport: Rubric, photo: SchoolImage, lea: Person
) -> None:
    everywhere(campus, sport, photo)
    assert [image.name for image in public_site(campus.school).public.images] == [photo.name]
    note_person(image=photo, person=lea, actor=head.user)
    site = whole_site(campus.school)
    assert ([*site.public.images], site.school.logo) == ([], None)
    assert [image.name for image in site.private.images] == [photo.name]


def test_zone_07_nobody_in_particular_finds_it_in_the_api_either(
    campus: Campus, head: Any, sport: Rubric, photo: SchoolImage, lea: Person
) -> None:
    article = everywhere(campus, sport, photo)
    parent = campus.client(campus.person("zoe"))
    address = f"{API}/articles/{article.ref}"
    for visitor, noted, seen in ((campus.client(), False, True), (campus.client(), True, False), (parent, True, True)):
        if noted and not Depiction.objects.exists():
            note_person(image=photo, person=lea, actor=head.user)
        listed = visitor.get(f"{API}/articles").json()["results"][0]
        read = visitor.get(address).json()
        found = [listed["illustration"], read["illustration"], "sortie.jpg" in read["body_html"]]
        assert list(map(bool, found)) == [seen] * 3
        assert visitor.get(f"{address}/images/{photo.name}").status_code == (200 if seen else 404)


# --- the calendar ---


def test_zone_07_what_begins_or_ends_by_its_date_is_published_without_anybody(
    campus: Campus, head: Any, photo: SchoolImage, lea: Person, mother: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    note_person(image=photo, person=lea, actor=head.user)
    agree(lea, head, starts_on=now.date() + 2 * DAY, ends_on=now.date() + 4 * DAY)
    seen = []
    for days in range(7):
        PublicationRequest.objects.all().delete()
        monkeypatch.setattr(clock, "now", lambda days=days: now + days * DAY)
        follow_the_calendar()
        told = bool(waiting_requests(campus.school))
        seen.append((shows(campus, photo), told))
        assert follow_the_calendar() == 0
    assert seen == [(False, False)] * 2 + [(True, True)] + [(True, False)] * 2 + [(False, True), (False, False)]


def test_zone_07_whoever_left_agrees_to_nothing_any_more(
    campus: Campus, head: Any, photo: SchoolImage, lea: Person, mother: Person
) -> None:
    note_person(image=photo, person=lea, actor=head.user)
    agree(lea, head)
    PublicationRequest.objects.all().delete()
    assert shows(campus, photo)
    lea.delete()
    assert not shows(campus, photo)
    assert waiting_requests(campus.school) and not Consent.objects.exists()


# --- putting online ---


def test_zone_07_putting_it_online_says_which_picture_and_who(
    campus: Campus, enter: Enter, head: Any, sport: Rubric, photo: SchoolImage, lea: Person, mother: Person
) -> None:
    private = campus.rubric("Salle", zone=Zone.PRIVATE)
    articles = {
        where: campus.article(where, "Brouillon", live=False, body=[image_block(photo)]) for where in (sport, private)
    }
    note_person(image=photo, person=lea, actor=head.user)
    teacher = enter(campus, "prof", (Role.PUBLISHER, sport)).user
    parent = campus.person("zoe").user
    with pytest.raises(Conflict, match=r"« La sortie » montre Léa Martin\. Retirez"):
        require_consents(articles[sport], teacher)
    with pytest.raises(Conflict, match=r"« La sortie » montre une personne\. Retirez"):  # who may not search people
        require_consents(articles[sport], parent)
    require_consents(articles[private], teacher)
    agree(lea, head)
    require_consents(articles[sport], teacher)


# --- recording ---


def test_zone_07_only_those_who_answer_for_a_pupil_agree_for_them(
    campus: Campus, head: Any, lea: Person, mother: Person
) -> None:
    teacher = somebody(campus, "Paul", Profile.TEACHER)
    stranger = somebody(campus, "Eve", Profile.PARENT)
    for person, giver in ((lea, {"given_by": stranger}), (lea, {"given_by": None}), (teacher, {"given_by": stranger})):
        with pytest.raises(Invalid):
            agree(person, head, **giver)
    with pytest.raises(Invalid, match="adulte"):
        agree(teacher, head, given_by=None, giver="Quelqu’un")
    today = clock.now().date()
    for wrong in (
        {"ends_on": today - 9 * DAY},
        {"ends_on": today + 2000 * DAY},
        {"image": False, "voice": False},
        {"public_site": False, "family_space": False},
    ):
        with pytest.raises(Invalid):
            agree(lea, head, **wrong)
    assert not Consent.objects.exists()
    given = [agree(lea, head), agree(lea, head, given_by=lea), agree(teacher, head)]
    given.append(agree(lea, head, given_by=None, giver="Odile Grand"))
    assert [consent.giver for consent in given] == ["Anne Martin", "Léa Martin", "Paul Martin", "Odile Grand"]


def test_zone_07_consents_are_kept_by_those_who_manage_the_school_and_people_noted_by_who_may_change_the_picture(
    campus: Campus,
    other: Campus,
    enter: Enter,
    head: Any,
    sport: Rubric,
    photo: SchoolImage,
    lea: Person,
    mother: Person,
) -> None:
    consent = agree(lea, head)
    teacher = enter(campus, "prof", (Role.MANAGER, sport))
    foreign = enter(other, "ailleurs", (Role.MANAGER, other.root))
    for actor in (teacher, foreign):
        with pytest.raises(NotAllowed):
            agree(lea, actor)
        with pytest.raises(NotAllowed):
            withdraw_consent(consent=consent, actor=actor.user)
        with pytest.raises(NotAllowed):
            note_person(image=photo, person=lea, actor=actor.user)
    mine = campus.image("mienne.jpg", uploaded_by_user=teacher.user)
    again = type(teacher.user).objects.get(pk=teacher.user.pk)  # rights on files are remembered for one request
    noted = note_person(image=mine, person=lea, actor=again)
    with pytest.raises(Invalid):
        note_person(image=mine, person=somebody(other, "Max", Profile.PUPIL), actor=again)
    with pytest.raises(NotAllowed):
        forget_person(depiction=noted, actor=foreign.user)
    withdraw_consent(consent=consent, actor=head.user)
    with pytest.raises(Conflict):
        withdraw_consent(consent=consent, actor=head.user)
    actions = set(ModelLogEntry.objects.filter(action__startswith="preau.").values_list("action", flat=True))
    assert actions == {"preau.consent.recorded", "preau.consent.withdrawn", "preau.shown.noted"}


# --- screens ---


def said(answer: Any) -> str:
    return unescape(answer.content.decode())


def test_zone_07_the_screens_note_record_and_withdraw(
    campus: Campus, head: Any, photo: SchoolImage, lea: Person, mother: Person
) -> None:
    picture = f"/admin/consents/images/{photo.pk}/"
    assert "Léa Martin" in said(head.get(f"{picture}?q=lea"))
    head.post(picture, {"note": str(lea.ref)})
    assert "aucun accord pour le site public" in said(head.get(picture))
    assert "il manque un accord" in said(head.get(f"/admin/images/{photo.pk}/"))

    record = f"/admin/consents/people/{lea.ref}/"
    today = clock.now().date()
    form = {
        "giver_choice": str(mother.pk),
        "image": "on",
        "public_site": "on",
        "purpose": "Photos du cross",
        "starts_on": today.isoformat(),
        "ends_on": (today - DAY).isoformat(),
    }
    wrong = said(head.post(record, form))
    assert "Le dernier jour vient avant le premier" in wrong and "Photos du cross" in wrong
    assert head.post(record, {**form, "ends_on": (today + DAY).isoformat()}).status_code == 302
    assert "accord jusqu’au" in said(head.get(picture))
    assert "Photos du cross" in said(head.get("/admin/consents/?q=martin&state=soon"))

    consent = Consent.objects.get()
    page = f"/admin/consents/{consent.ref}/withdraw/"
    assert "La sortie" in said(head.get(page))
    assert head.post(page, {"day": today.isoformat()}).status_code == 302
    assert "aucun accord en cours" in said(head.get(picture))
    head.post(picture, {"forget": str(photo.depictions.get().pk)})
    assert "Léa Martin" not in said(head.get(picture))


def test_zone_07_who_notes_people_is_told_whether_they_agreed_and_nothing_else_of_it(
    campus: Campus, enter: Enter, head: Any, photo: SchoolImage, lea: Person, mother: Person, sport: Rubric
) -> None:
    """That a family has withdrawn is for the head of school to know, and for no teacher."""
    teacher = enter(campus, "karim", (Role.EDITOR, sport))
    Person.objects.filter(user=teacher.user).update(profile=Profile.TEACHER)
    SchoolImage.objects.filter(pk=photo.pk).update(uploaded_by_user=teacher.user)
    Depiction.objects.create(image=photo, person=lea)
    picture = f"/admin/consents/images/{photo.pk}/"
    until = f"{agree(lea, head).ends_on:%d/%m/%Y}"
    assert until in said(head.get(picture))
    shown = said(teacher.get(picture))
    assert "accord pour le site public" in shown and until not in shown
    Consent.objects.update(withdrawn_on=clock.now().date())
    assert "(retiré)" in said(head.get(picture))
    shown = said(teacher.get(picture))
    assert "aucun accord pour le site public" in shown and "(retiré)" not in shown


def test_zone_07_a_page_that_names_somebody_of_another_school_notes_nobody(
    campus: Campus, other: Campus, head: Any, photo: SchoolImage
) -> None:
    for ref in (str(somebody(other, "Max", Profile.PUPIL).ref), "rien", ""):
        assert head.post(f"/admin/consents/images/{photo.pk}/", {"note": ref}).status_code == 302
    for key in ("0", "rien", "9" * 30):
        assert head.post(f"/admin/consents/images/{photo.pk}/", {"forget": key}).status_code == 302
    assert not Depiction.objects.exists()

"""ZONE-04, ZONE-05: what rubrics say of themselves and what tiles say is looked at, at every door that makes it public."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils.text import slugify
from wagtail.models import Page

from cms.agenda.models import Event
from cms.articles.models import Article
from cms.clearance.enums import Ground, Outcome
from cms.clearance.models import Decision
from cms.clearance.services import confirm, looked_at
from cms.core import clock
from cms.core.exceptions import Conflict, NotAllowed
from cms.directory.enums import Profile
from cms.homepage.models import Homepage
from cms.homepage.selectors import public_homepage
from cms.homepage.services import put_in_service, put_online, undo, write_homepage
from cms.media.models import SchoolImage
from cms.rubrics.enums import Role, Zone
from cms.rubrics.models import Rubric
from cms.rubrics.selectors import public_paths
from cms.rubrics.services import (
    archive_rubric,
    check_move,
    create_rubric,
    publish_rubric,
    restore_rubric,
    set_zone,
    write_rubric,
)
from tests.support.campus import pixels
from tests.support.schools import SmallSchool, browser_of, fresh, said

pytestmark = pytest.mark.django_db
TELEPHONE = "06 39 98 12 34"
PERSONAL = f"<p>Pour la sortie, appelez Lina Castel au {TELEPHONE}.</p>"
PLAIN = "<p>Ce que font les élèves.</p>"
HELD = "clearance.undecided"


@pytest.fixture
def place(settings: Any, tmp_path: Any) -> SmallSchool:
    settings.MEDIA_ROOT = tmp_path
    school = SmallSchool()
    school.person("lina", Profile.PUPIL, first_name="Lina", last_name="Castel")
    return school


def answer(page: Any, actor: Any) -> None:
    """Confirm all that is found in the latest version."""
    version = page.get_latest_revision_as_object()
    keys = [found.key for found in looked_at(version, SCHOOL(page)).undecided]
    confirm(version=version, keys=keys, ground=Ground.OFFICIAL, actor=actor)


def SCHOOL(page: Any) -> Any:  # noqa: N802 - reads as the noun it is
    from cms.schools.selectors import school_of_page

    return school_of_page(page)


def is_public(place: SmallSchool, rubric: Rubric) -> bool:
    return fresh(rubric).path in public_paths(place.school)


# --- Rubrics: each door ----------------------------------------------------------------------------------------------

Door = tuple[Rubric, Callable[[], None]]


def _zone(place: SmallSchool) -> Door:
    rubric = place.rubric("Sorties", zone=Zone.PRIVATE, introduction=PERSONAL)
    return rubric, lambda: set_zone(rubric=fresh(rubric), zone=Zone.PUBLIC, actor=place.chef.user)


def _zone_above(place: SmallSchool) -> Door:
    above = place.rubric("Vie", zone=Zone.PRIVATE)
    rubric = place.rubric("Sorties", under=above, introduction=PERSONAL)
    return rubric, lambda: set_zone(rubric=fresh(above), zone=Zone.PUBLIC, actor=place.chef.user)


def _move(place: SmallSchool) -> Door:
    above, news = place.rubric("Interne", zone=Zone.PRIVATE), place.rubric("Actualités")
    rubric = place.rubric("Sorties", under=above, introduction=PERSONAL)

    def go() -> None:
        check_move(page=fresh(rubric), destination=fresh(news), actor=place.chef.user)
        Page.objects.get(pk=rubric.pk).move(fresh(news), pos="last-child")

    return rubric, go


def _restore(place: SmallSchool) -> Door:
    rubric = place.rubric("Sorties", introduction=PERSONAL)
    archive_rubric(rubric=rubric, actor=place.chef.user)
    return rubric, lambda: restore_rubric(rubric=fresh(rubric), actor=place.chef.user)


def _draft(place: SmallSchool) -> Door:
    """A draft stands open: it becomes public when it is put online."""
    rubric = place.rubric("Sorties", introduction=PERSONAL, live=False)
    rubric.save_revision()
    return rubric, lambda: publish_rubric(rubric=fresh(rubric), actor=place.chef.user)


@pytest.mark.parametrize("door", [_zone, _zone_above, _move, _restore, _draft])
def test_zone_04_a_rubric_becomes_public_once_what_it_says_is_decided(
    place: SmallSchool, door: Callable[[SmallSchool], Door]
) -> None:
    rubric, go = door(place)
    with pytest.raises(Conflict) as refusal:
        go()
    assert refusal.value.code == HELD
    assert refusal.value.remedy
    assert not is_public(place, rubric)
    answer(rubric, place.chef.user)
    go()
    assert is_public(place, rubric)


def test_zone_04_a_rubric_made_public_at_once_is_asked_too(place: SmallSchool) -> None:
    def make(introduction: str) -> Rubric:
        return create_rubric(
            parent=place.top, title="Sorties", actor=place.chef.user, introduction=introduction, zone=Zone.PUBLIC
        )

    with pytest.raises(Conflict):
        make(PERSONAL)
    assert not Rubric.objects.filter(slug="sorties").exists()
    assert is_public(place, make(PLAIN))


def test_zone_04_a_draft_rubric_is_put_online_when_its_articles_are_decided_too(place: SmallSchool) -> None:
    rubric = place.rubric("Sorties", introduction=PLAIN, live=False)
    rubric.save_revision()
    body = json.dumps([{"type": "text", "value": PERSONAL, "id": str(uuid4())}])
    article = place.article(rubric, "Rendez-vous", body=body)
    with pytest.raises(Conflict, match="« Rendez-vous »"):
        publish_rubric(rubric=fresh(rubric), actor=place.chef.user)
    assert not is_public(place, rubric)
    answer(article, place.chef.user)
    publish_rubric(rubric=fresh(rubric), actor=place.chef.user)
    assert is_public(place, rubric)


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Les photos de Lina Castel"},
        {"slug": "lina-castel"},
        {"introduction": PERSONAL},
        {"introduction": '<p><a href="mailto:lina.castel@exemple.fr">Lui écrire</a></p>'},
    ],
    ids=["title", "address", "introduction", "link"],
)
def test_zone_04_every_text_of_a_rubric_is_looked_at(place: SmallSchool, fields: dict[str, str]) -> None:
    rubric = place.rubric(**{"title": "Sorties", "slug": "sorties", **fields}, zone=Zone.PRIVATE)
    with pytest.raises(Conflict):
        set_zone(rubric=rubric, zone=Zone.PUBLIC, actor=place.chef.user)


def picture(place: SmallSchool, **fields: Any) -> SchoolImage:
    return SchoolImage.objects.create(
        collection=place.school.collection, file=ContentFile(pixels(), "p.jpg"), width=8, height=4,
        **{"title": "Photo", **fields},
    )  # fmt: skip


def test_zone_04_the_words_of_a_rubrics_picture_are_looked_at(place: SmallSchool) -> None:
    rubric = place.rubric("Sorties", zone=Zone.PRIVATE, illustration=picture(place, credit="Lina Castel"))
    (found,) = looked_at(rubric, place.school).undecided
    assert found.where == "Image « Photo », crédit"


# --- Rubrics: the editor ---------------------------------------------------------------------------------------------


def rich(words: str) -> str:
    block = {"key": "a", "text": words, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [block], "entityMap": {}})


def form_of_rubric(title: str, words: str) -> dict[str, str]:
    return {
        "title": title, "slug": "sorties", "introduction": rich(words), "illustration": "", "colour": "", "icon": "",
        "blog": "on", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "action-publish": "action-publish",
    }  # fmt: skip


def edit(client: Client, page: Any, form: dict[str, str]) -> Any:
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)


def decide_on_screen(client: Client, page: Any, **fields: Any) -> Any:
    version = fresh(page).get_latest_revision_as_object()
    keys = [found.key for found in looked_at(version, SCHOOL(page)).undecided]
    address = reverse("clearance_check", args=[page.pk])
    return client.post(address, {"needed": "on", "key": keys, "ground": "official", **fields})


def test_zone_04_the_editor_of_a_public_rubric_leads_to_the_questions_and_keeps_what_was_typed(
    place: SmallSchool,
) -> None:
    rubric = place.rubric("Sorties", introduction=PLAIN)
    client = browser_of(place.chef)
    led = edit(client, rubric, form_of_rubric("Sorties", f"Appelez Lina Castel au {TELEPHONE}."))
    assert led.url == reverse("clearance_check", args=[rubric.pk])
    assert fresh(rubric).introduction == PLAIN
    screen = said(client.get(led.url))
    assert f"<mark>{TELEPHONE}</mark>" in screen
    assert "<mark>Lina Castel</mark>" in screen
    assert "Présentation" in screen

    assert decide_on_screen(client, rubric).status_code == 302
    assert TELEPHONE in fresh(rubric).introduction
    assert list(Decision.objects.order_by("pk").values_list("outcome", flat=True)) == ["asked", "confirmed"]
    edit(client, rubric, form_of_rubric("Sorties", f"Au besoin : {TELEPHONE}."))  # the same number: nothing to ask
    assert "Au besoin" in fresh(rubric).introduction


def test_zone_04_what_a_rubric_says_can_be_corrected_or_kept_for_those_who_are_signed_in(place: SmallSchool) -> None:
    client = browser_of(place.chef)
    corrected, closed = place.rubric("Clubs", introduction=PLAIN), place.rubric("Sorties", introduction=PLAIN)
    edit(client, corrected, {**form_of_rubric("Clubs", f"Appelez le {TELEPHONE}."), "slug": "clubs"})
    edit(client, corrected, {**form_of_rubric("Clubs", "Venez nombreux."), "slug": "clubs"})
    assert "nombreux" in fresh(corrected).introduction
    assert Decision.objects.filter(page=corrected, outcome=Outcome.CORRECTED).exists()

    edit(client, closed, form_of_rubric("Sorties", f"Appelez le {TELEPHONE}."))
    screen = said(client.get(reverse("clearance_check", args=[closed.pk])))
    assert "Va disparaître du site public : 1 rubrique" in screen
    client.post(reverse("clearance_check", args=[closed.pk]), {"private": "1"})
    assert fresh(closed).zone == Zone.PRIVATE
    assert TELEPHONE in fresh(closed).introduction
    assert Decision.objects.filter(page=closed, outcome=Outcome.MOVED).exists()


def test_zone_04_a_private_rubric_is_asked_nothing(place: SmallSchool) -> None:
    rubric = place.rubric("Sorties", zone=Zone.PRIVATE)
    edit(browser_of(place.chef), rubric, form_of_rubric("Sorties", f"Appelez le {TELEPHONE}."))
    assert TELEPHONE in fresh(rubric).introduction


def test_only_who_manages_a_rubric_decides_what_it_says(place: SmallSchool) -> None:
    rubric = place.rubric("Sorties", introduction=PERSONAL)
    moderator = place.person("moderatrice")
    place.grant(rubric, Role.MODERATOR, person=moderator)
    with pytest.raises(NotAllowed):
        answer(rubric, moderator.user)
    assert not Decision.objects.exists()


# --- Homepages -------------------------------------------------------------------------------------------------------


def homepage(place: SmallSchool, title: str, *tiles: dict[str, Any], in_service: bool = False) -> Homepage:
    return write_homepage(school=place.school, slug=slugify(title), title=title, in_service=in_service, tiles=[*tiles])


def figures(label: str, number: str = "12") -> dict[str, Any]:
    return {"type": "figures", "value": {"title": "", "figures": [{"number": number, "label": label}]}}


def link(**fields: str) -> dict[str, Any]:
    return {"type": "links", "value": {"title": "", "links": [{"label": "Site", "address": "https://a.fr", **fields}]}}


NAME = "Lina Castel"
TILES: dict[str, Callable[[SmallSchool], dict[str, Any]]] = {
    "text": lambda _place: {"type": "text", "value": {"title": "", "text": PERSONAL}},
    "title": lambda _place: {"type": "news", "value": {"title": f"Bravo {NAME}", "rubrics": [], "count": 3}},
    "caption": lambda place: {"type": "image", "value": {"image": picture(place).pk, "caption": NAME}},
    "alternative": lambda place: {"type": "image", "value": {"image": picture(place, description=NAME).pk}},
    "top": lambda place: {"type": "top", "value": {"image": picture(place, description=NAME).pk, "more": []}},
    "several": lambda place: {
        "type": "top",
        "value": {"image": picture(place).pk, "more": [picture(place, credit=NAME).pk]},
    },
    "link": lambda _place: link(label=f"Écrire à {NAME}"),
    "address": lambda _place: link(address="https://a.fr/eleves/lina-castel"),
    "contact": lambda _place: {"type": "contact", "value": {"title": "Contact", "phone": TELEPHONE}},
    "mail": lambda _place: {"type": "contact", "value": {"title": "Contact", "email": "lina.castel@exemple.fr"}},
    "place": lambda _place: {"type": "contact", "value": {"title": "", "address": "12 rue des Lilas\n14000 Caen"}},
    "hours": lambda _place: {"type": "contact", "value": {"title": "", "opening_hours": f"Sinon le {TELEPHONE}"}},
    "figures": lambda _place: figures(f"prix pour {NAME}"),
    "embed": lambda _place: {
        "type": "embed",
        "value": {
            "title": "",
            "content": {"address": "https://www.youtube.com/watch?v=aaaaaaaaaaa", "title": f"Film de {NAME}"},
        },
    },
}


@pytest.mark.parametrize("kind", TILES)
def test_zone_04_every_text_of_every_tile_is_looked_at(place: SmallSchool, kind: str) -> None:
    page = homepage(place, "Rentrée", TILES[kind](place))
    with pytest.raises(Conflict) as refusal:
        put_in_service(school=place.school, homepage=page, actor=place.chef.user)
    assert refusal.value.code == HELD
    assert public_homepage(place.school) is None
    answer(page, place.chef.user)
    put_in_service(school=place.school, homepage=page, actor=place.chef.user)
    assert public_homepage(place.school) == page


def test_zone_04_the_schools_own_telephone_in_a_tile_is_no_find(place: SmallSchool) -> None:
    place.school.phone = TELEPHONE
    place.school.save()
    page = homepage(place, "Rentrée", TILES["contact"](place))
    put_in_service(school=place.school, homepage=page, actor=place.chef.user)
    assert public_homepage(place.school) == page


def _latest(place: SmallSchool) -> tuple[Homepage, Callable[[], None]]:
    page = homepage(place, "Rentrée", figures("élèves"), in_service=True)
    page.tiles = json.dumps([{**figures(f"prix pour {NAME}"), "id": str(uuid4())}])
    page.save_revision()
    return page, lambda: put_online(homepage=fresh(page), actor=place.chef.user)


def _prepared(place: SmallSchool) -> tuple[Homepage, Callable[[], None]]:
    homepage(place, "Été", figures("élèves"), in_service=True)
    page = homepage(place, "Rentrée", figures(f"prix pour {NAME}"))
    return page, lambda: put_in_service(school=place.school, homepage=fresh(page), actor=place.chef.user)


def _undone(place: SmallSchool) -> tuple[Homepage, Callable[[], None]]:
    chef = place.chef.user
    page = homepage(place, "Rentrée", figures(f"prix pour {NAME}"), in_service=True)
    summer = homepage(place, "Été", figures("élèves"))
    put_in_service(school=place.school, homepage=summer, actor=chef)
    return page, lambda: undo(school=place.school, actor=chef, seen=summer.pk) and None


@pytest.mark.parametrize("door", [_latest, _prepared, _undone])
def test_zone_04_a_homepage_goes_online_once_what_it_says_is_decided(place: SmallSchool, door: Any) -> None:
    page, go = door(place)
    with pytest.raises(Conflict):
        go()
    shown = public_homepage(place.school)
    assert shown is not None
    assert NAME not in json.dumps(shown.tiles.get_prep_value())
    answer(fresh(page), place.chef.user)
    go()
    shown = public_homepage(place.school)
    assert shown == page
    assert NAME in json.dumps(shown.tiles.get_prep_value())


def form_of_homepage(title: str, tile: str) -> dict[str, str]:
    return {
        "title": title, "slug": "rentree", "tiles-count": "1", "tiles-0-deleted": "", "tiles-0-order": "0",
        "tiles-0-type": "news", "tiles-0-id": str(uuid4()), "tiles-0-value-title": tile,
        "tiles-0-value-width": "full", "tiles-0-value-colour": "", "tiles-0-value-count": "3",
        "tiles-0-value-rubrics-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
        "action-publish": "action-publish",
    }  # fmt: skip


def test_zone_04_the_editor_of_a_homepage_leads_to_the_questions_and_keeps_what_was_typed(place: SmallSchool) -> None:
    page = homepage(place, "Rentree", figures("élèves"), in_service=True)
    client = browser_of(place.chef)
    led = edit(client, page, form_of_homepage("Rentrée", f"Bravo {NAME}"))
    assert led.url == reverse("clearance_check", args=[page.pk])
    assert "Bravo" not in json.dumps(fresh(page).tiles.get_prep_value())
    screen = said(client.get(led.url))
    assert f"<mark>{NAME}</mark>" in screen
    assert "Actualités (tuile 1), titre" in screen
    decide_on_screen(client, page)
    assert NAME in json.dumps(fresh(page).tiles.get_prep_value())
    assert public_homepage(place.school) == page


def test_zone_04_a_new_homepage_that_is_published_at_once_waits_as_a_draft(place: SmallSchool) -> None:
    client = browser_of(place.chef)
    address = reverse("wagtailadmin_pages:add", args=["homepage", "homepage", place.top.pk])
    led = client.post(address, form_of_homepage("Rentrée", f"Bravo {NAME}"))
    page = Homepage.objects.get(slug="rentree")
    assert led.url == reverse("clearance_check", args=[page.pk])
    assert not page.live
    asked = decide_on_screen(client, page)  # nobody asked that visitors see it yet
    assert asked.url == reverse("homepage_online", args=[page.pk])
    assert public_homepage(place.school) is None
    client.post(asked.url)
    assert public_homepage(place.school) == page


def test_zone_04_the_screen_that_puts_online_says_what_to_decide_and_records_that_it_did(place: SmallSchool) -> None:
    page = homepage(place, "Rentree", figures(f"prix pour {NAME}"))
    screen = said(browser_of(place.chef).post(reverse("homepage_online", args=[page.pk]), follow=True))
    assert reverse("clearance_check", args=[page.pk]) in screen
    assert public_homepage(place.school) is None
    assert Decision.objects.get().outcome == Outcome.ASKED


def test_zone_04_rubrics_and_homepages_among_many_are_asked_too(place: SmallSchool) -> None:
    rubric = place.rubric("Sorties", introduction=PLAIN)
    rubric.introduction = PERSONAL
    rubric.save_revision()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    asked = f"{address}?id={rubric.pk}&next={reverse('wagtailadmin_home')}"
    client = browser_of(place.chef)
    client.post(asked, {"include_descendants": ""})
    assert fresh(rubric).introduction == PLAIN
    answer(fresh(rubric), place.chef.user)
    client.post(asked, {"include_descendants": ""})
    assert fresh(rubric).introduction == PERSONAL


# --- What is public already ------------------------------------------------------------------------------------------


@pytest.fixture
def imported(place: SmallSchool) -> tuple[Rubric, Homepage]:
    """An operator's import is not stopped: it is in the list."""
    rubric = write_rubric(parent=place.top, slug="sorties", title="Sorties", zone=Zone.PUBLIC, introduction=PERSONAL)
    return rubric, homepage(place, "Rentrée", figures(f"prix pour {NAME}"), in_service=True)


def listed(client: Client, **asked: Any) -> str:
    return said(client.get(reverse("clearance_review"), asked))


def test_zone_05_rubrics_and_the_homepage_in_service_are_in_the_list_and_decided_together(
    place: SmallSchool, imported: tuple[Rubric, Homepage]
) -> None:
    rubric, page = imported
    homepage(place, "Brouillon", figures(f"médaille de {NAME}"))
    place.rubric("Interne", zone=Zone.PRIVATE, introduction=PERSONAL)
    client = browser_of(place.chef)
    screen = listed(client)
    assert "2 contiennent quelque chose, 2 sont à décider." in screen
    assert "Chiffres (tuile 1)" in screen
    assert "Castel" not in screen
    moderator = place.with_role(Role.MODERATOR, rubric)
    assert "Chiffres" not in listed(moderator)

    chosen = {"page": [rubric.pk, page.pk]}
    for deed, more in (("withdraw", {}), ("move", {"rubric": Rubric.objects.get(slug="interne").pk})):
        client.post(reverse("clearance_many"), {"deed": deed, "sure": "1", **chosen, **more})
    assert is_public(place, rubric)
    assert public_homepage(place.school) == page
    keys = [f"{one.pk}:{found.key}" for one in imported for found in looked_at(fresh(one), place.school).undecided]
    asked = {"deed": "confirm", "sure": "1", "ground": "consent", "key": keys, **chosen}
    assert "2 pages sont confirmées." in said(client.post(reverse("clearance_many"), asked, follow=True))
    assert "0 est à décider." in listed(client)


def test_zone_05_an_event_is_in_the_list(place: SmallSchool) -> None:
    rubric = place.rubric("Rendez-vous", agenda=True)
    event = Event(title="Réunion", slug="reunion", place=f"Chez {NAME}", day=clock.now().date())
    Page.objects.get(pk=rubric.pk).add_child(instance=event)
    assert "Réunion" in listed(browser_of(place.chef))


def test_zone_04_a_rubric_about_to_open_is_in_its_list_and_decided_there(place: SmallSchool) -> None:
    rubric = place.rubric("Sorties", zone=Zone.PRIVATE, introduction=PERSONAL)
    client = browser_of(place.chef)
    screen = listed(client, under=rubric.pk)
    assert "Présentation" in screen
    keys = [f"{rubric.pk}:{found.key}" for found in looked_at(rubric, place.school).undecided]
    asked = {"deed": "confirm", "sure": "1", "ground": "consent", "page": [rubric.pk], "key": keys}
    client.post(reverse("clearance_many"), asked)
    client.post(reverse("rubric_zone", args=[rubric.pk]), {"zone": "public"})
    assert is_public(place, rubric)


def test_zone_04_an_article_still_has_its_own_decisions(place: SmallSchool) -> None:
    """What was confirmed of a rubric says nothing of an article in it."""
    rubric = place.rubric("Sorties", introduction=PERSONAL)
    answer(rubric, place.chef.user)
    body = json.dumps([{"type": "text", "value": PERSONAL, "id": str(uuid4())}])
    article = Page.objects.get(pk=rubric.pk).add_child(instance=Article(title="A", slug="a", body=body))
    assert not looked_at(article, place.school).clear

"""SITE-02: whatever changes the public zone leaves a row, and is in the export that follows; the table of all of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from taggit.models import Tag
from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Site

from cms.addresses.models import OldAddress
from cms.addresses.services import forget
from cms.agenda.models import Event
from cms.articles.models import Article
from cms.consents.models import Depiction
from cms.consents.services import follow_the_calendar, forget_person, note_person, record_consent, withdraw_consent
from cms.core import clock
from cms.homepage.models import Homepage
from cms.homepage.services import put_in_service
from cms.look.services import change_look
from cms.media.models import SchoolDocument, SchoolImage
from cms.publishing.models import PublicationRequest
from cms.publishing.services import request_publication
from cms.rubrics.enums import Zone
from cms.rubrics.models import Rubric
from cms.rubrics.services import archive_rubric, delete_rubric, restore_rubric, set_zone
from cms.schools.services import update_school
from tests.support.campus import make_campus, pixels
from tests.support.world import World, held, selection

pytestmark = pytest.mark.django_db

CROSS, SORTIE = "articles/vie/cross.html", "articles/vie/sortie.html"
CLUBS, CHESS, CONCERT = "pages/vie/clubs.html", "articles/vie/clubs/echecs.html", "agenda/vie/clubs/concert.html"
SPORT, MATCH = "pages/sport.html", "articles/sport/match.html"
FRONT, REDIRECTS = "homepages/accueil.toml", "redirects.toml"
Act = Callable[[World], object]


@pytest.fixture
def world(settings: Any, tmp_path: Path) -> World:
    settings.MEDIA_ROOT = tmp_path / "media"
    made = World(make_campus("essai", "essai.example"), tmp_path / "content" / "essai")
    made.folder.parent.mkdir()
    request_publication(school=made.school, reason="asked")
    made.publish()
    return made


def article(slug: str) -> Article:
    return Article.objects.get(slug=slug).specific


def rubric(slug: str) -> Rubric:
    return Rubric.objects.get(slug=slug)


def put_online(page: Any, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def on_article(which: str, /, **fields: Any) -> Act:
    return lambda world: put_online(article(which), **fields)


def on_rubric(which: str, /, **fields: Any) -> Act:
    return lambda world: put_online(rubric(which), **fields)


def on_image(**fields: Any) -> Act:
    def act(world: World) -> None:
        image = SchoolImage.objects.get(pk=world.image.pk)
        for name, value in fields.items():
            setattr(image, name, value)
        image.save()

    return act


def on_document(**fields: Any) -> Act:
    def act(world: World) -> None:
        document = SchoolDocument.objects.get(pk=world.document.pk)
        for name, value in fields.items():
            setattr(document, name, value)
        document.save()

    return act


def on_school(**facts: Any) -> Act:
    return lambda world: update_school(school=world.school, **facts)


def through_the_look(**facts: Any) -> Act:
    return lambda world: change_look(school=world.school, actor=world.chef, **facts)


def agree(world: World, days: int = 300) -> Any:
    day = clock.now().date()
    facts = {"starts_on": day - timedelta(days=2), "ends_on": day + timedelta(days=days), "image": True}
    return record_consent(person=world.lea, actor=world.chef, purpose="site", giver="Mme Durand", **facts)


def in_turn(*acts: Act) -> tuple[Act, ...]:
    """What comes before, each published, then the act itself."""
    return acts


def tagged(world: World) -> Tag:
    return Tag.objects.get(name="sport")


def change_tiles(slug: str) -> Act:
    def act(world: World) -> None:
        tiles = [{"type": "selection", "value": selection(article("match"))}]
        put_online(Homepage.objects.get(slug=slug), tiles=json.dumps(tiles))

    return act


def expire(world: World) -> None:
    Article.objects.filter(slug="cross").update(expire_at=clock.now() - timedelta(seconds=1))
    call_command("publish_scheduled", verbosity=0)


def program(world: World) -> None:
    page = article("brouillon")
    page.go_live_at = clock.now() + timedelta(hours=1)
    page.save_revision().publish()
    revision = page.get_latest_revision()
    revision.approved_go_live_at = clock.now() - timedelta(seconds=1)  # the hour has come
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    call_command("publish_scheduled", verbosity=0)


def copy_online(world: World) -> None:
    facts = {"slug": "copie", "title": "La copie"}
    CopyPageAction(page=article("match"), to=rubric("sport"), update_attrs=facts, keep_live=True).execute(
        skip_permission_checks=True
    )


def consent_ends(world: World) -> None:
    world.lea.consents.update(ends_on=clock.now().date() - timedelta(days=1))
    follow_the_calendar()


def remove_old_address(world: World) -> None:
    forget(old=OldAddress.objects.get(path="vie/cross"), actor=world.chef)


def back_in_its_place(world: World) -> None:
    """Another article comes to where the cross was."""
    article("cross").move(rubric("vie"), pos="last-child")


@dataclass
class Trigger:
    """An act, the reason of a row that it leaves, and what of the folder differs: text that is then in a file, or None
    for a file that is no more."""

    name: str
    act: Act | tuple[Act, ...]
    reason: str
    expected: dict[str, str | None]


TABLE = [
    Trigger("publish", on_article("cross", title="Le grand cross"), "published", {CROSS: "Le grand cross"}),
    Trigger("publish a draft", on_article("brouillon"), "published", {"articles/sport/brouillon.html": "Brouillon"}),
    Trigger(
        "unpublish",
        lambda world: article("cross").unpublish(),
        "withdrawn",
        {CROSS: None, SORTIE: "Lisez le récit du cross."},
    ),
    Trigger("expiry", expire, "withdrawn", {CROSS: None}),
    Trigger("scheduled", program, "published", {"articles/sport/brouillon.html": "Brouillon"}),
    Trigger(
        "another address",
        on_article("cross", slug="course"),
        "published",
        {
            CROSS: None,
            "articles/vie/course.html": "cross",
            SORTIE: "vie/course.html",
            MATCH: "vie/course.html",
            REDIRECTS: '"vie/cross" = "{filename}/articles/vie/course.html"',
        },
    ),
    Trigger(
        "move",
        lambda world: article("cross").move(rubric("sport"), pos="last-child"),
        "moved",
        {CROSS: None, "articles/sport/cross.html": "sport", SORTIE: "sport/cross.html", FRONT: "sport/cross"}
        | {REDIRECTS: '"vie/cross" = "{filename}/articles/sport/cross.html"'},
    ),
    Trigger(
        "new order",
        lambda world: rubric("sport").move(rubric("vie"), pos="left"),
        "moved",
        {SPORT: '"position" content="0"', "pages/vie.html": '"position" content="1"'},
    ),
    Trigger(
        "alias",
        lambda world: article("match").create_alias(parent=rubric("vie"), update_slug="alias"),
        "published",
        {"articles/vie/alias.html": "match"},
    ),
    Trigger("copy put online", copy_online, "published", {"articles/sport/copie.html": "La copie"}),
    Trigger(
        "delete",
        lambda world: article("cross").delete(),
        "withdrawn",
        {CROSS: None, SORTIE: "Lisez le récit du cross."},
    ),
    Trigger(
        "delete a rubric",
        lambda world: delete_rubric(rubric=rubric("clubs"), actor=world.chef),
        "withdrawn",
        {CLUBS: None, CHESS: None, CONCERT: None},
    ),
    Trigger(
        "private",
        lambda world: set_zone(rubric=rubric("clubs"), zone=Zone.PRIVATE, actor=world.chef),
        "zone",
        {CLUBS: None, CHESS: None, CONCERT: None},
    ),
    Trigger(
        "public",
        lambda world: set_zone(rubric=rubric("conseil"), zone=Zone.PUBLIC, actor=world.chef),
        "zone",
        {"pages/conseil.html": "conseil", "articles/conseil/secret.html": "secret"},
    ),
    Trigger(
        "archived",
        lambda world: archive_rubric(rubric=rubric("sport"), actor=world.chef),
        "withdrawn",
        {SPORT: None, MATCH: None},
    ),
    Trigger(
        "restored",
        in_turn(
            lambda world: archive_rubric(rubric=rubric("sport"), actor=world.chef),
            lambda world: restore_rubric(rubric=rubric("sport"), actor=world.chef),
        ),
        "zone",
        {SPORT: "sport", MATCH: "match"},
    ),
    Trigger("rubric renamed", on_rubric("sport", title="Sports"), "published", {SPORT: "Sports", MATCH: "Sports"}),
    Trigger(
        "rubric elsewhere",
        on_rubric("sport", slug="sports"),
        "published",
        {SPORT: None, MATCH: None, "articles/sports/match.html": "match", REDIRECTS: '"sport/match" = "{filename}/'},
    ),
    Trigger(
        "old address removed",
        in_turn(on_article("cross", slug="course"), remove_old_address),
        "moved",
        {REDIRECTS: None},
    ),
    Trigger(
        "old address taken",
        in_turn(on_article("cross", slug="course"), on_article("brouillon", slug="cross"), back_in_its_place),
        "moved",
        {REDIRECTS: '"sport/cross" = "{filename}/articles/vie/cross.html"'},
    ),
    Trigger("colour", on_rubric("sport", colour="#123456"), "published", {SPORT: "#123456"}),
    Trigger("menu", on_rubric("sport", show_in_menus=True), "published", {SPORT: '"menu" content="yes"'}),
    Trigger("agenda off", on_rubric("clubs", agenda=False), "published", {CONCERT: None}),
    Trigger(
        "event cancelled",
        lambda world: put_online(Event.objects.get(slug="concert"), cancelled=True),
        "published",
        {CONCERT: '"cancelled" content="yes"'},
    ),
    Trigger(
        "image: text", on_image(description="Le départ"), "media", {CROSS: "Le départ", "images.toml": "Le départ"}
    ),
    Trigger("image: credit", on_image(credit="Paul"), "media", {"images.toml": "Paul"}),
    Trigger("image: licence", on_image(licence="cc-by-4.0"), "media", {"images.toml": "cc-by-4.0"}),
    Trigger(
        "image: focal point",
        on_image(focal_point_x=3, focal_point_y=2, focal_point_width=1, focal_point_height=1),
        "media",
        {"images.toml": "focal = [3, 2, 1, 1]"},
    ),
    Trigger(
        "image: file",
        on_image(file=ContentFile(pixels(16, 16, "PNG"), name="un.png")),
        "media",
        {"images/un.png": "PNG"},
    ),
    Trigger(
        "image deleted",
        lambda world: SchoolImage.objects.get(pk=world.image.pk).delete(),
        "media",
        {"images/un.png": None},
    ),
    Trigger(
        "document replaced",
        on_document(file=ContentFile(b"%PDF-1.7 nouveau", name="menu.pdf")),
        "media",
        {"files/menu.pdf": "nouveau"},
    ),
    Trigger(
        "document retitled", on_document(title="La carte"), "media", {SORTIE: "La carte", "files.toml": "La carte"}
    ),
    Trigger(
        "seen",
        lambda world: note_person(image=world.image, person=world.lea, actor=world.chef),
        "consent",
        {"images/un.png": None},
    ),
    Trigger(
        "not seen",
        in_turn(
            lambda world: note_person(image=world.other, person=world.lea, actor=world.chef),
            lambda world: forget_person(depiction=Depiction.objects.get(), actor=world.chef),
        ),
        "consent",
        {"images/deux.png": "JFIF", FRONT: "deux.png"},
    ),
    Trigger(
        "consent withdrawn",
        in_turn(
            agree,
            lambda world: note_person(image=world.image, person=world.lea, actor=world.chef),
            lambda world: withdraw_consent(consent=world.lea.consents.get(), actor=world.chef),
        ),
        "consent",
        {"images/un.png": None},
    ),
    Trigger(
        "consent over",
        in_turn(agree, lambda world: note_person(image=world.image, person=world.lea, actor=world.chef), consent_ends),
        "consent",
        {"images/un.png": None},
    ),
    Trigger("tile", change_tiles("accueil"), "homepage", {FRONT: "sport/match"}),
    Trigger(
        "homepage",
        lambda world: put_in_service(school=world.school, homepage=Homepage.objects.get(slug="noel"), actor=world.chef),
        "homepage",
        {FRONT: None, "homepages/noel.toml": "Noël"},
    ),
    Trigger("palette", through_the_look(colour="#003300"), "school", {"school.toml": "#003300"}),
    Trigger("foot of pages", through_the_look(address="3 rue des Lilas"), "school", {"school.toml": "rue des Lilas"}),
    Trigger("hours", through_the_look(opening_hours="8 h à 18 h"), "school", {"school.toml": "8 h à 18 h"}),
    Trigger("motto", through_the_look(motto="Lire et relire"), "school", {"school.toml": "Lire et relire"}),
    Trigger("logo", through_the_look(logo_name="deux.png"), "school", {"school.toml": 'logo = "deux.png"'}),
    Trigger("PeerTube", on_school(peertube_hosts="tube.example.fr"), "school", {"school.toml": "tube.example.fr"}),
    Trigger("tag renamed", lambda world: rename(tagged(world), "athlétisme"), "tag", {CROSS: "athlétisme"}),
    Trigger("signature", on_article("cross", signature="Mme Roux"), "published", {CROSS: "Mme Roux"}),
]


def rename(tag: Tag, name: str) -> None:
    tag.name = name
    tag.save()


def is_there(files: dict[str, bytes], name: str, text: str | None) -> bool:
    return name not in files if text is None else text.encode() in files.get(name, b"")


def test_site_02_every_trigger_leaves_a_row_and_reaches_the_export(world: World) -> None:
    world.campus.article(rubric("sport"), "Brouillon", slug="brouillon", live=False)
    wrong = []
    for trigger in TABLE:
        *earlier, act = trigger.act if isinstance(trigger.act, tuple) else (trigger.act,)
        with transaction.atomic():
            for one in (World.ask, *earlier):
                one(world)
                world.publish()
            before = held(world.folder)
            act(world)
            reasons = set(PublicationRequest.objects.values_list("reason", flat=True))
            world.publish()
            after = held(world.folder)
            new = {
                name
                for name, text in trigger.expected.items()
                if is_there(after, name, text) and not is_there(before, name, text)
            }
            if trigger.reason not in reasons or new != set(trigger.expected):
                wrong.append((trigger.name, reasons, set(trigger.expected) - new))
            transaction.set_rollback(True)
    assert not wrong, "\n".join(map(str, wrong))


# What cannot be seen: it leaves no row, or the export is the same.
UNSEEN: list[tuple[str, Act, list[str]]] = [
    ("a draft saved", lambda world: article("cross").save_revision(), []),
    ("a rubric opened", lambda world: world.campus.rubric("Privée", zone=Zone.PRIVATE, under=rubric("vie")), []),
    ("a draft begun", lambda world: world.campus.article(rubric("vie"), "Début", live=False), []),
    ("a draft deleted", lambda world: article("brouillon").delete(), []),
    ("in a private rubric", on_article("secret", title="Autre"), ["published"]),
    ("a private rubric", on_rubric("conseil", title="Autre"), ["published"]),
    ("a prepared homepage", change_tiles("noel"), ["homepage"]),
    ("articles in another order", lambda world: article("sortie").move(article("cross"), pos="left"), ["moved"]),
    ("an image added", lambda world: world.campus.image("trois.png"), []),
    ("a consent about nobody's picture", agree, []),
    ("a tag of nothing online", lambda world: Tag.objects.create(name="vide", slug="vide").delete(), []),
    ("another host name", lambda world: host(world, "autre.example"), ["school"]),  # told to servers, not in pages
    ("the author renamed", lambda world: rename_user(world.chef), []),  # readers see the signature, a text
]


def host(world: World, name: str) -> None:
    site = Site.objects.get(pk=world.school.site_id)
    site.hostname = name
    site.save()


def rename_user(user: Any) -> None:
    user.first_name = "Anonyme"
    user.save()


def test_site_02_what_cannot_be_seen_changes_nothing_in_the_export(world: World) -> None:
    world.campus.article(rubric("sport"), "Brouillon", slug="brouillon", live=False)
    before = held(world.folder)
    wrong = []
    for name, act, expected in UNSEEN:
        with transaction.atomic():
            act(world)
            reasons = list(PublicationRequest.objects.values_list("reason", flat=True))
            request_publication(school=world.school, reason="asked")
            world.publish()
            if reasons != expected or held(world.folder) != before:
                wrong.append((name, reasons))
            transaction.set_rollback(True)
    assert wrong == []


def test_site_02_a_row_says_who_also_in_the_administration(world: World, client: Any) -> None:
    page = article("cross")
    client.force_login(world.chef)
    client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    row = PublicationRequest.objects.get()
    assert (row.reason, row.page, row.actor) == ("withdrawn", page.pk, world.chef)

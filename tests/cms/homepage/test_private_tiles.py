"""HOME-05: a tile shows nothing private: refused when it is set up, and gone from the site when it becomes so."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from wagtail import blocks
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.consents.models import Depiction
from cms.homepage.models import Homepage
from cms.homepage.notices import tell_what_is_hidden
from cms.homepage.services import write_homepage
from cms.homepage.tiles import HEAVY, TilesBlock
from cms.media.models import SchoolImage
from cms.notifications.models import Notice
from cms.rubrics.enums import Role, Zone
from cms.rubrics.models import Rubric
from publicsite.exporting import public_site
from publicsite.portable.writer import homepage_toml
from publicsite.publisher import publish
from tests.support.campus import Campus, pixels

WORD = "trifougnette"  # in the address or the name of all that is hidden
PAGE = "Ceci n’est pas public, et tout le monde voit la page d’accueil."
IMAGE = "Cette image n’est pas publique"
DOCUMENT = "Ce document compte dans une rubrique privée"


class Place:
    """A rubric, and what is in it: an article, an image and a document that count there."""

    def __init__(self, campus: Campus, zone: Zone) -> None:
        self.campus = campus
        self.rubric = campus.rubric("Cachette", slug=WORD, zone=zone, agenda=True)
        self.article = campus.article(self.rubric, "Caché", slug=f"{WORD}-article")
        self.event = campus.event(self.rubric, "Caché", date(2036, 3, 1), slug=f"{WORD}-evenement")
        self.image = campus.image(f"{WORD}.jpg", pixels(80, 40), place=self.rubric)
        self.document = campus.document(f"{WORD}.txt", b"Bonjour.", place=self.rubric)

    def turn(self, zone: Zone) -> None:
        Rubric.objects.filter(pk=self.rubric.pk).update(zone=zone)


def items(*values: Any) -> list[dict[str, Any]]:
    return [{"type": "item", "id": str(uuid4()), "value": value} for value in values]


def link_to(place: Place, what: str) -> str:
    key = getattr(place, what).pk
    kind = "document" if what == "document" else "page"
    return f'<p>Lisez <a linktype="{kind}" id="{key}">ceci</a>.</p>'


# Kind, what of it would be private, its stored value for a place, what its refusal begins with.
WAYS: list[tuple[str, str, Callable[[Place], dict[str, Any]], str]] = [
    ("top", "image", lambda place: {"image": place.image.pk}, IMAGE),
    ("top", "more", lambda place: {"image": ours(place), "more": items(place.image.pk)}, IMAGE),
    ("top", "article", lambda place: {"image": ours(place), "article": place.article.pk}, PAGE),
    ("news", "rubrics", lambda place: {"rubrics": items(place.rubric.pk)}, PAGE),
    ("agenda", "rubrics", lambda place: {"rubrics": items(place.rubric.pk)}, PAGE),
    ("selection", "articles", lambda place: {"articles": items(place.article.pk)}, PAGE),
    ("rubrics", "rubrics", lambda place: {"rubrics": items(place.rubric.pk)}, PAGE),
    ("text", "article", lambda place: {"text": link_to(place, "article")}, PAGE),
    ("text", "event", lambda place: {"text": link_to(place, "event")}, PAGE),
    ("text", "document", lambda place: {"text": link_to(place, "document")}, DOCUMENT),
    ("image", "image", lambda place: {"image": place.image.pk}, IMAGE),
    ("image", "page", lambda place: {"image": ours(place), "label": "Voir", "page": place.rubric.pk}, PAGE),
    (
        "image",
        "document",
        lambda place: {"image": ours(place), "label": "Lire", "document": place.document.pk},
        DOCUMENT,
    ),
    ("links", "page", lambda place: {"links": items({"label": "Voir", "page": place.article.pk})}, PAGE),
    ("links", "event", lambda place: {"links": items({"label": "Voir", "page": place.event.pk})}, PAGE),
    ("links", "document", lambda place: {"links": items({"label": "Lire", "document": place.document.pk})}, DOCUMENT),
    ("contact", "image", lambda place: {"image": place.image.pk}, IMAGE),
]
IDS = [f"{kind}-{what}" for kind, what, _make, _told in WAYS]


def ours(place: Place) -> int:
    return (SchoolImage.objects.filter(name="ours.jpg").first() or place.campus.image("ours.jpg")).pk


def typed(block: Any, stored: Any) -> Any:
    """A stored value as the form of its block sends it."""
    if isinstance(block, blocks.StructBlock):
        told = {name: typed(child, (stored or {}).get(name)) for name, child in block.child_blocks.items()}
        return {name: value for name, value in told.items() if value is not None}
    if isinstance(block, blocks.ListBlock):
        sent: dict[str, Any] = {"count": str(len(stored or ()))}
        for number, item in enumerate(stored or ()):
            value = typed(block.child_block, item["value"])
            sent |= {f"{number}-deleted": "", f"{number}-order": str(number), f"{number}-value": value}
        return sent
    if isinstance(block, blocks.RichTextBlock):
        return rich_text(stored or "<p>x</p>")
    if isinstance(block, blocks.BooleanBlock):
        return "on" if stored in (True, None) else None
    if stored is None and not isinstance(block, blocks.ChooserBlock):
        stored = block.get_default()
    if stored is None and block.required and not isinstance(block, blocks.ChooserBlock):
        return "x"
    return "" if stored is None else str(stored)


def tile(kind: str, value: dict[str, Any]) -> tuple[str, Any]:
    return kind, typed(TilesBlock().child_blocks[kind], value)


class Editor:
    """The homepage in service, and the form of its editor in a manager's browser."""

    def __init__(self, campus: Campus, client: Any) -> None:
        self.client = client
        self.school = campus.school
        self.page = write_homepage(school=campus.school, slug="accueil", title="Accueil", in_service=True, tiles=[])

    def save(self, *tiles: tuple[str, Any], publish: bool = True) -> tuple[bool, str]:
        sent = {
            "title": "Accueil",
            "slug": "accueil",
            "tiles": streamfield(list(tiles)),
            "comments": inline_formset([]),
        }
        sent |= {"action-publish": "1"} if publish else {}
        answer = self.client.post(f"/admin/pages/{self.page.pk}/edit/", nested_form_data(sent))
        return answer.status_code == 302, unescape(answer.content.decode())

    def exported(self) -> str:
        site = public_site(self.school)
        names = [file.name for file in (*site.public.images, *site.public.files)]
        return homepage_toml(site.public.homepages[0]) + " ".join(names)


@pytest.fixture
def editor(campus: Campus, enter: Any) -> Editor:
    return Editor(campus, enter(campus, "cheffe", (Role.MANAGER, campus.root)))


@pytest.mark.parametrize(("kind", "what", "make", "told"), WAYS, ids=IDS)
def test_home_05_what_is_private_is_refused_and_what_becomes_private_is_gone(
    campus: Campus, editor: Editor, kind: str, what: str, make: Callable[[Place], dict[str, Any]], told: str
) -> None:
    place = Place(campus, Zone.PRIVATE)
    for publishes in (False, True):
        accepted, screen = editor.save(tile(kind, make(place)), publish=publishes)
        assert not accepted and told in json_words(screen)
    assert list(Homepage.objects.get().tiles) == []

    place.turn(Zone.PUBLIC)
    accepted, screen = editor.save(tile(kind, make(place)))
    assert accepted
    assert WORD in editor.exported()

    place.turn(Zone.PRIVATE)
    assert WORD not in editor.exported()
    tell_what_is_hidden(campus.school)
    assert Notice.objects.count() == 1 and "tuile 1" in Notice.objects.get().text
    assert WORD not in Notice.objects.get().text

    place.turn(Zone.PUBLIC)
    assert WORD in editor.exported()
    place.article.delete()
    place.event.delete()
    place.image.delete()
    place.document.delete()
    if what in {"rubrics", "page"}:
        Rubric.objects.get(pk=place.rubric.pk).delete()
    assert WORD not in editor.exported()


def json_words(screen: str) -> str:
    """The errors of a StreamField are in the JSON that its script reads."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), screen)


def test_home_05_news_of_rubrics_that_are_all_private_do_not_become_the_news_of_all(
    campus: Campus, editor: Editor
) -> None:
    place = Place(campus, Zone.PUBLIC)
    campus.article(campus.rubric("Sport", slug="sport"), "Cross", slug="cross")
    assert editor.save(tile("news", {"rubrics": items(place.rubric.pk)}))[0]
    assert 'kind = "news"' in editor.exported()
    place.turn(Zone.PRIVATE)
    assert "kind" not in editor.exported()


def test_home_05_an_article_offline_or_of_another_school_and_a_picture_without_consent(
    campus: Campus, other: Campus, editor: Editor
) -> None:
    sport = campus.rubric("Sport", slug="sport")
    offline = campus.article(sport, "Brouillon", slug="brouillon", live=False)
    theirs = other.article(other.rubric("Leur sport", slug="sport"), "Leur cross", slug="leur-cross")
    for article in (offline, theirs):
        accepted, screen = editor.save(tile("selection", {"articles": items(article.pk)}))
        assert not accepted and PAGE in json_words(screen)
    photo = campus.image("sortie.jpg")
    assert editor.save(tile("image", {"image": photo.pk}))[0]
    assert "sortie.jpg" in editor.exported()
    Depiction.objects.create(image=photo, person=campus.person("lea", "pupil"))
    assert "sortie.jpg" not in editor.exported()
    accepted, screen = editor.save(tile("image", {"image": photo.pk}))
    assert not accepted and IMAGE in json_words(screen)


def test_home_05_where_an_article_is_shown_an_event_is_none(campus: Campus, editor: Editor) -> None:
    """It has its own page, and its own tile: the agenda."""
    place = Place(campus, Zone.PUBLIC)
    for kind, value in (
        ("selection", {"articles": items(place.event.pk)}),
        ("top", {"image": ours(place), "article": place.event.pk}),
    ):
        accepted, screen = editor.save(tile(kind, value))
        assert not accepted and PAGE in json_words(screen)


def test_home_05_the_managers_are_told_once_for_all_tiles_and_not_at_each_publication(
    campus: Campus, editor: Editor, enter: Any, settings: Any, tmp_path: Any
) -> None:
    settings.SITES_DIR, settings.EXPORT_DIR, settings.CACHE_DIR = (tmp_path / name for name in ("s", "e", "c"))
    place = Place(campus, Zone.PUBLIC)
    enter(campus, "redacteur", (Role.PUBLISHER, place.rubric))  # no manager: not told
    tiles = [
        tile("links", {"links": items({"label": "Voir", "page": place.article.pk})}),
        tile("figures", {"figures": items({"number": "3", "label": "clubs"})}),
    ]
    assert editor.save(*tiles, tile("image", {"image": place.image.pk}))[0]
    publish(campus.school)
    assert not Notice.objects.exists()

    place.turn(Zone.PRIVATE)
    publish(campus.school)
    notice = Notice.objects.get()
    assert (notice.recipient, notice.address) == (editor.client.user, f"/admin/pages/{editor.page.pk}/edit/")
    assert "tuile 1 (Liens permanents), 1 page; tuile 3 (Image avec lien), 1 image" in notice.text
    Notice.objects.update(read_at=notice.created_at)
    tell_what_is_hidden(campus.school)
    assert Notice.objects.count() == 1

    place.turn(Zone.PUBLIC)
    tell_what_is_hidden(campus.school)
    assert not Notice.objects.exists()


def test_home_02_an_animated_image_beyond_1_mb_is_accepted_with_a_warning(campus: Campus, editor: Editor) -> None:
    heavy = SchoolImage.objects.create(
        collection=campus.school.collection,
        name="feu.gif",
        title="Le feu",
        file=ContentFile(pixels(8, 4, "GIF"), name="feu.gif"),
    )
    for size, warned in ((HEAVY, False), (HEAVY + 700_000, True)):
        SchoolImage.objects.filter(pk=heavy.pk).update(file_size=size)
        assert editor.save(tile("top", {"image": heavy.pk}))[0]
        screen = unescape(editor.client.get(f"/admin/pages/{editor.page.pk}/edit/").content.decode())
        assert ("« Le feu » pèse 1,7 Mo" in screen) is warned


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        ("links", {"links": items({"label": "Nulle part"})}, "Dites où mène le lien : une page"),
        ("links", {"links": items({"label": "x", "address": "javascript:alert(1)"})}, "URL valide"),
        ("image", {"image": "ours", "address": "https://example.org/"}, "Dites où mène le lien : qui ne voit pas"),
        ("image", {"image": "ours", "label": "Voir"}, "Dites où mène le lien, ou retirez son texte"),
        ("contact", {"phone": "appelez-nous"}, "Écrivez un numéro de téléphone"),
        ("stream", {"title": "x", "address": "pas une adresse"}, "URL valide"),
        ("embed", {"content": {"title": "x", "content": "<script>alert(1)</script>"}}, "Ce code ne contient"),
    ],
)
def test_home_04_what_is_badly_filled_is_refused_at_its_field(
    campus: Campus, editor: Editor, kind: str, value: dict[str, Any], told: str
) -> None:
    if value.get("image") == "ours":
        value = {**value, "image": campus.image("ours.jpg").pk}
    accepted, screen = editor.save(tile(kind, value))
    assert not accepted
    assert told in json_words(screen)

"""HOME-01, HOME-05: homepages prepared side by side, arranged, looked at, put online and put back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.text import slugify
from wagtail.models import Page, Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.core.exceptions import NotAllowed
from cms.homepage import previews
from cms.homepage.models import Homepage
from cms.homepage.services import arrange, copy_homepage, put_online, undo, write_homepage
from cms.publishing.models import PublicationRequest
from cms.rubrics.enums import Role, Zone
from publicsite.publisher import publish
from tests.support.campus import Campus, make_campus

pytestmark = pytest.mark.django_db


@pytest.fixture
def campus(settings: Any, tmp_path: Path) -> Campus:
    settings.MEDIA_ROOT, settings.CACHE_DIR = tmp_path / "media", tmp_path / "cache"
    settings.EXPORT_DIR, settings.SITES_DIR = tmp_path / "content", tmp_path / "sites"
    return make_campus("jean-moulin", "testserver")


@pytest.fixture
def head(campus: Campus) -> Client:
    person = campus.person("helene", "staff")
    campus.grant(campus.root, Role.MANAGER, person=person)
    return campus.client(person)


def news(title: str, **values: Any) -> dict[str, Any]:
    return {"type": "news", "value": {"title": title, "rubrics": [], "count": 3, **values}}


def homepage(campus: Campus, title: str, *titles: str, in_service: bool = False) -> Homepage:
    tiles = [news(one) for one in titles or (title,)]
    return write_homepage(school=campus.school, slug=slugify(title), title=title, in_service=in_service, tiles=tiles)


def act(client: Client, name: str, page: Homepage | None = None, **form: Any) -> Any:
    return client.post(reverse(name, args=[page.pk] if page else []), form)


def save(client: Client, page: Homepage, arrangement: str, seen: int, **form: Any) -> Any:
    return act(client, "homepage_arrange", page, arrangement=arrangement, seen=seen, **form)


def draft(page: Homepage) -> list[tuple[str, str, str]]:
    """Title, width and colour of the tiles, as the latest version has them."""
    latest = Homepage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return [(tile.value["title"], tile.value["width"], tile.value["colour"] or "") for tile in latest.tiles]


def titles(page: Homepage) -> list[str]:
    return [title for title, _width, _colour in draft(page)]


def front_page(campus: Campus) -> str:
    """What visitors read, once what waits is published."""
    publish(campus.school)
    return (settings.SITES_DIR / campus.school.slug / "current" / "index.html").read_text()


def test_home_01_a_homepage_goes_online_in_one_act_and_back_in_another(campus: Campus, head: Client) -> None:
    autumn = homepage(campus, "Automne", "Feuilles", in_service=True)
    winter = homepage(campus, "Hiver", "Flocons")
    stranger = campus.person("karim", "teacher").user
    PublicationRequest.objects.all().delete()
    for refused in (
        lambda: put_online(homepage=winter, actor=stranger),
        lambda: undo(school=campus.school, actor=stranger, seen=autumn.pk),
        lambda: copy_homepage(homepage=winter, actor=stranger),
        lambda: arrange(homepage=winter, seen=0, arrangement="0:full:", actor=stranger),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert head.get(reverse("homepage_online", args=[winter.pk])).status_code == 200
    assert (PublicationRequest.objects.count(), list(Homepage.objects.filter(in_service=True))) == (0, [autumn])

    act(head, "homepage_online", winter)
    assert list(PublicationRequest.objects.values_list("reason", "subject")) == [("homepage", "Hiver")]
    assert ("Flocons" in (shown := front_page(campus)), "Feuilles" in shown) == (True, False)

    stale = act(head, "homepage_undo", seen=autumn.pk)  # a list that was opened before
    assert (stale.status_code, list(Homepage.objects.filter(in_service=True))) == (302, [winter])
    act(head, "homepage_undo", seen=winter.pk)
    assert list(PublicationRequest.objects.values_list("reason", "subject")) == [("homepage", "Automne")]
    assert ("Flocons" in (shown := front_page(campus)), "Feuilles" in shown) == (False, True)

    told = head.get(reverse("homepages")).context["services"]
    assert [(one.title, one.by) for one in told] == [
        ("Automne", "helene"),
        ("Hiver", "helene"),
        ("Automne", ""),
    ]
    assert [one.until for one in told] == [None, told[0].since, told[1].since]


def test_home_01_undoing_the_first_leaves_the_latest_news(campus: Campus, head: Client) -> None:
    only = homepage(campus, "Accueil", "Bienvenue")
    act(head, "homepage_online", only)
    act(head, "homepage_undo", seen=only.pk)
    assert not Homepage.objects.filter(in_service=True).exists()
    assert "Bienvenue" not in front_page(campus)
    act(head, "homepage_undo", seen="")
    assert list(Homepage.objects.filter(in_service=True)) == [only]


def test_home_01_the_one_online_is_neither_deleted_nor_taken_offline(campus: Campus, head: Client) -> None:
    online, other = homepage(campus, "Automne", in_service=True), homepage(campus, "Hiver")
    for name in ("wagtailadmin_pages:delete", "wagtailadmin_pages:unpublish"):
        act(head, name, online)
    many = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    head.post(f"{many}?id={online.pk}&id={other.pk}")
    assert list(Homepage.objects.live().order_by("pk")) == [online, other]
    act(head, "wagtailadmin_pages:delete", other)
    assert list(Homepage.objects.all()) == [online]


def test_home_01_an_arrangement_is_a_draft_until_it_is_put_online(campus: Campus, head: Client) -> None:
    page = homepage(campus, "Accueil", "Un", "Deux", "Trois", in_service=True)
    PublicationRequest.objects.all().delete()
    saved = save(head, page, "2:half:main,0:third:,1:full:soft", 0).json()
    assert draft(page) == [("Trois", "half", "main"), ("Un", "third", ""), ("Deux", "full", "soft")]
    page.refresh_from_db()
    assert [tile.value["title"] for tile in page.tiles] == ["Un", "Deux", "Trois"]
    assert (PublicationRequest.objects.count(), saved["seen"]) == (0, page.latest_revision_id)

    act(head, "homepage_online", page, seen=saved["seen"])
    shown = front_page(campus)
    assert sorted(["Un", "Deux", "Trois"], key=shown.index) == ["Trois", "Un", "Deux"]


@pytest.mark.parametrize(
    "arrangement",
    ["", "0:full:", "0:full:,0:full:", "0:full:,1:full:,2:full:", "1:full,0:full", "0:huge:,1:full:", "0:full:red,1:full:",
     "-1:full:,0:full:", "²:full:,0:full:", "99999999999:full:,0:full:", "0:full:,1:full:,", "<script>"],
)  # fmt: skip
def test_home_01_a_malformed_arrangement_changes_nothing(campus: Campus, head: Client, arrangement: str) -> None:
    page = homepage(campus, "Accueil", "Un", "Deux")
    answer = save(head, page, arrangement, 0)
    assert (answer.status_code, "rien n’a été changé" in answer.json()["sentence"]) == (400, True)
    looked = head.get(reverse("homepage_preview", args=[page.pk]), {"seen": 0, "arrangement": arrangement})
    assert (looked.status_code, Revision.objects.count(), titles(page)) == (400, 0, ["Un", "Deux"])


def test_home_01_the_second_of_two_who_arrange_is_told_and_chooses(campus: Campus, head: Client) -> None:
    colleague = campus.person("valerie", "staff")
    campus.grant(campus.root, Role.MANAGER, person=colleague)
    other = campus.client(colleague)
    page = homepage(campus, "Accueil", "Un", "Deux", "Trois")
    first = save(other, page, "1:full:,0:full:,2:full:", 0).json()["seen"]
    told = save(head, page, "2:half:,1:full:,0:full:", 0)
    assert (told.status_code, told.json()["latest"]) == (409, first)
    assert told.json()["sentence"].startswith("valerie a enregistré une autre version")
    assert titles(page) == ["Deux", "Un", "Trois"]

    # Meanwhile words are changed, a tile goes and another comes: keeping one's order keeps all that.
    latest = Homepage.objects.get(pk=page.pk).get_latest_revision_as_object()
    stored = [tile for tile in latest.tiles.get_prep_value() if tile["value"]["title"] != "Un"]
    stored[0]["value"]["title"] = "Deux, corrigé"
    latest.tiles = json.dumps([*stored, news("Quatre")])
    third = latest.save_revision(user=colleague.user)
    assert save(head, page, "2:half:,1:full:,0:full:", 0, over=first).status_code == 409
    assert save(head, page, "2:half:,1:full:,0:full:", 0, over=third.pk).status_code == 200
    assert draft(page)[:2] == [("Trois", "half", ""), ("Deux, corrigé", "full", "")]
    assert titles(page)[2:] == ["Quatre"]

    act(head, "homepage_online", page, seen=third.pk)  # a version that is no longer the latest
    assert not Homepage.objects.filter(in_service=True).exists()


def test_home_01_a_copy_begins_with_the_latest_tiles_and_shows_nothing(campus: Campus, head: Client) -> None:
    page = homepage(campus, "Accueil", "Un", "Deux", in_service=True)
    save(head, page, "1:full:,0:full:", 0)
    for slug in ("copie-de-accueil", "copie-de-accueil-2"):
        act(head, "homepage_copy", page)
        copy = Homepage.objects.get(slug=slug)
        assert (titles(copy), copy.live, copy.in_service) == (["Deux", "Un"], False, False)


def test_home_05_what_may_not_be_online_is_said_and_does_not_go_online(campus: Campus, head: Client) -> None:
    page = homepage(campus, "Accueil", "Actualités")
    page.tiles = [("news", {"title": "", "rubrics": [], "count": 3})]
    page.save_revision(clean=False)
    screen = head.get(reverse("homepage_online", args=[page.pk]))
    assert [box.fault for box in screen.context["faults"]] == ["titre : Champ requis."]
    act(head, "homepage_online", page)
    assert not Homepage.objects.filter(in_service=True).exists()


def test_home_01_a_preview_is_the_public_page_and_only_for_who_prepares_it(campus: Campus, head: Client) -> None:
    private = campus.rubric("Salle des profs", zone=Zone.PRIVATE)
    campus.article(private, "Conseil de discipline")
    campus.article(campus.rubric("Vie"), "Le cross")
    homepage(campus, "En ligne", "Déjà en ligne", in_service=True)
    page = homepage(campus, "Prête", "Un", "Deux")
    PublicationRequest.objects.all().delete()
    answer = head.get(reverse("homepage_preview", args=[page.pk]), {"seen": 0, "arrangement": "1:full:,0:full:"})
    address = answer.json()["address"]
    looked = head.get(address)
    html = b"".join(looked.streaming_content).decode()
    assert sorted(["Un", "Deux"], key=html.index) == ["Deux", "Un"]
    assert ("Le cross" in html, "Conseil" in html, "Déjà en ligne" in html) == (True, False, False)
    assert "sandbox allow-same-origin" in looked["Content-Security-Policy"]
    assert (looked["X-Robots-Tag"], "private" in looked["Cache-Control"]) == ("noindex", True)
    sheet = html.split('rel="stylesheet" href="')[1].split('"')[0]
    assert sheet.startswith(address.removesuffix("index.html")) and head.get(sheet).status_code == 200
    # Looking changes nothing, and is for nobody else.
    assert (PublicationRequest.objects.count(), Revision.objects.count()) == (0, 0)
    editor = campus.person("karim", "teacher")
    campus.grant(private, Role.MANAGER, person=editor)
    assert campus.client(editor).get(address).status_code == 302
    assert campus.client().get(address).status_code == 302
    for name in ("../content/school.toml", "..%2Fcontent/school.toml", "/etc/passwd", "theme"):
        assert head.get(address.removesuffix("index.html") + name).status_code == 404
    other = make_campus("marie-curie", "localhost")
    assert previews.file_of(other.school, address.split("/")[-2], "index.html") is None


def test_home_01_the_editor_shows_what_is_on_its_form(campus: Campus, head: Client) -> None:
    page = homepage(campus, "Accueil", "Un")
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    form = {
        "title": "Accueil", "slug": "accueil", "tiles-count": "1", "tiles-0-deleted": "", "tiles-0-order": "0",
        "tiles-0-type": "news", "tiles-0-id": "", "tiles-0-value-title": "Pas encore enregistré",
        "tiles-0-value-width": "full", "tiles-0-value-colour": "", "tiles-0-value-count": "3",
        "tiles-0-value-rubrics-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
    }  # fmt: skip
    assert head.post(address, form).json() == {"is_valid": True, "is_available": True}
    shown = head.get(address, follow=True)
    assert "Pas encore enregistré" in b"".join(shown.streaming_content).decode()
    assert Page.objects.get(pk=page.pk).specific.latest_revision_id is None


def test_home_01_from_its_form_a_homepage_is_saved_then_asked_about(campus: Campus, head: Client) -> None:
    autumn, winter = homepage(campus, "Automne", in_service=True), homepage(campus, "Hiver")
    for page in (autumn, winter):
        editor = reverse("wagtailadmin_pages:edit", args=[page.pk])
        shown = head.get(editor).content.decode()
        assert ('name="action-go-online"' in shown, 'name="action-publish"' in shown) == (True, False)
        form = nested_form_data(
            {"title": f"{page.title} 2", "slug": page.slug, "tiles": streamfield([]), "comments": inline_formset([])}
        )
        assert head.post(editor, form)["Location"] == editor
        answer = head.post(editor, {**form, "action-go-online": "1"})
        assert answer["Location"] == reverse("homepage_online", args=[page.pk])
        assert f"{page.title} 2" in head.get(answer["Location"]).content.decode()
    # Nothing is online before it is asked: the saved titles are drafts.
    assert set(Homepage.objects.values_list("title", "in_service")) == {("Automne", True), ("Hiver", False)}
    made = head.post(
        reverse("wagtailadmin_pages:add", args=["homepage", "homepage", campus.root.pk]),
        {**form, "title": "Été", "slug": "ete", "action-go-online": "1"},
    )
    assert made["Location"] == reverse("homepage_online", args=[Homepage.objects.get(slug="ete").pk])

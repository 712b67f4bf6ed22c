"""SITE-06: an address that was public leads to where its page is now, as long as that is public."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Page, PageLogEntry

from cms.addresses.models import OldAddress
from cms.agenda.models import Event
from cms.articles.models import Article
from cms.core import clock
from cms.publishing.models import PublicationRequest
from cms.publishing.selectors import waiting_requests
from cms.rubrics.enums import Role, Zone
from cms.rubrics.services import archive_rubric, delete_rubric, set_zone
from publicsite.content import leaving
from publicsite.exporting import public_site, whole_site
from publicsite.importing import import_site
from publicsite.portable.reader import read_site
from publicsite.portable.writer import write_site
from tests.support.campus import make_campus
from tests.support.world import World, anew, held

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings: Any, tmp_path: Path) -> World:
    settings.MEDIA_ROOT = tmp_path / "media"
    made = World(make_campus("essai", "essai.example"), tmp_path / "content" / "essai")
    made.folder.parent.mkdir()
    made.ask()
    made.publish()
    return made


def page(slug: str) -> Any:
    return Page.objects.get(slug=slug, url_path__startswith="/essai/").specific


def online(which: str, /, **fields: Any) -> Any:
    found = page(which)
    for name, value in fields.items():
        setattr(found, name, value)
    found.save_revision().publish()
    return found


def told(world: World) -> dict[str, str]:
    """What the folder says after a publication, which is also what it would say written anew."""
    world.publish()
    assert held(world.folder) == anew(world)
    site, problems = read_site(world.folder)
    assert [str(problem) for problem in problems] == []
    assert site.public.redirects == public_site(world.school).public.redirects
    return {doc.path: doc.target for doc in site.public.redirects}


def article(path: str) -> str:
    return f"{{filename}}/articles/{path}.html"


def test_site_06_a_renamed_article_is_found_at_its_old_addresses_without_a_chain(world: World) -> None:
    assert told(world) == {}
    online("cross", slug="course")
    assert told(world) == {"vie/cross": article("vie/course")}
    online("course", slug="footing")
    assert told(world) == {"vie/cross": article("vie/footing"), "vie/course": article("vie/footing")}
    online("footing", slug="cross")  # back: no loop
    assert told(world) == {"vie/course": article("vie/cross"), "vie/footing": article("vie/cross")}


def test_site_06_a_rubric_takes_along_the_addresses_of_all_that_is_public_in_it(world: World) -> None:
    world.campus.article(page("clubs"), "Brouillon", slug="brouillon", live=False)
    world.campus.rubric("Bureau", slug="bureau", under=page("clubs"), zone=Zone.PRIVATE)
    world.campus.article(page("bureau"), "Comptes", slug="comptes")
    online("vie", slug="vie-scolaire")
    page("clubs").move(page("sport"), pos="last-child", user=world.chef)
    assert told(world) == {
        "vie": "{filename}/pages/vie-scolaire.html",
        "vie/cross": article("vie-scolaire/cross"),
        "vie/sortie": article("vie-scolaire/sortie"),
        **{f"{above}/clubs": "{filename}/pages/sport/clubs.html" for above in ("vie", "vie-scolaire")},
        **{f"{above}/clubs/echecs": article("sport/clubs/echecs") for above in ("vie", "vie-scolaire")},
        **{
            f"{above}/clubs/agenda/concert": "{filename}/agenda/sport/clubs/concert.html"
            for above in ("vie", "vie-scolaire")
        },
    }


def test_site_06_an_event_is_found_in_the_agenda_where_it_was(world: World) -> None:
    online("concert", slug="recital")
    assert told(world) == {"vie/clubs/agenda/concert": "{filename}/agenda/vie/clubs/recital.html"}


def test_site_06_a_new_order_moves_no_address(world: World) -> None:
    page("sortie").move(page("cross"), pos="left", user=world.chef)
    page("sport").move(page("vie"), pos="left", user=world.chef)
    assert not OldAddress.objects.exists()


def test_site_06_what_was_not_public_leaves_no_address(world: World) -> None:
    online("secret", slug="secret-defense")
    online("conseil", slug="conseil-interne")
    page("secret-defense").move(page("vie"), pos="last-child", user=world.chef)
    page("cross").unpublish()
    Article.objects.filter(slug="match").update(expire_at=clock.now() - timedelta(days=1), live=False)
    for slug in ("cross", "match"):
        withdrawn = page(slug)
        withdrawn.slug = f"{slug}-bis"
        withdrawn.save()
    online("clubs", agenda=False)
    hidden = Event.objects.get(slug="concert")
    hidden.slug = "recital"
    hidden.save()
    assert not OldAddress.objects.exists()
    assert told(world) == {}


def test_zone_02_where_a_private_page_is_now_is_never_told(world: World) -> None:
    """Neither in the folder nor in what an earlier one says: the old address leaves with the page that it led to."""
    online("cross", slug="canari")
    online("clubs", slug="voliere")
    assert set(told(world)) == {"vie/cross", "vie/clubs", "vie/clubs/echecs", "vie/clubs/agenda/concert"}
    page("canari").move(page("conseil"), pos="last-child", user=world.chef)
    set_zone(rubric=page("voliere"), zone=Zone.PRIVATE, actor=world.chef)
    gone = leaving(world.school, world.folder, waiting_requests(world.school))
    assert {f"{old}/index.html" for old in ("vie/cross", "vie/clubs", "vie/clubs/echecs")} <= set(gone)
    assert {"vie/canari/", "vie/voliere/agenda/concert/"} <= set(gone)
    assert told(world) == {}
    assert not [name for name, data in held(world.folder).items() if b"canari" in data or b"voliere" in data]
    set_zone(rubric=page("voliere"), zone=Zone.PUBLIC, actor=world.chef)
    assert set(told(world)) == {"vie/clubs", "vie/clubs/echecs", "vie/clubs/agenda/concert"}


def test_zone_02_below_a_rubric_that_is_private_now_no_address_is_told(world: World) -> None:
    page("match").move(page("vie"), pos="last-child", user=world.chef)
    assert set(told(world)) == {"sport/match"}
    set_zone(rubric=page("sport"), zone=Zone.PRIVATE, actor=world.chef)
    assert told(world) == {}
    set_zone(rubric=page("sport"), zone=Zone.PUBLIC, actor=world.chef)
    assert set(told(world)) == {"sport/match"}
    archive_rubric(rubric=page("sport"), actor=world.chef)
    assert told(world) == {}


def test_site_06_a_page_that_is_there_wins_and_keeps_its_address(world: World) -> None:
    online("cross", slug="course")
    draft = world.campus.article(page("vie"), "Un autre cross", slug="cross", live=False)
    assert set(told(world)) == {"vie/cross"}  # a draft is nowhere yet
    draft.save_revision().publish()
    assert told(world) == {}
    page("cross").unpublish()
    assert told(world) == {}  # what is withdrawn is withdrawn: its readers are not sent to another page
    online("echecs", slug="dames")
    page("dames").move(page("sport"), pos="last-child", user=world.chef)
    online("match", slug="echecs")
    page("echecs").move(page("clubs"), pos="last-child", user=world.chef)
    assert told(world) == {
        "vie/clubs/dames": article("sport/dames"),
        "sport/match": article("vie/clubs/echecs"),
        "sport/echecs": article("vie/clubs/echecs"),
    }


def test_site_06_an_address_that_was_given_back_leads_to_the_page_that_had_it_last(world: World) -> None:
    world.campus.article(page("vie"), "La voile", slug="voile")
    online("cross", slug="course")
    online("voile", slug="cross")
    online("cross", slug="voyage")
    assert told(world) == {"vie/cross": article("vie/voyage"), "vie/voile": article("vie/voyage")}


def test_site_06_pages_that_are_deleted_are_looked_for_no_more(world: World) -> None:
    online("cross", slug="course")
    online("clubs", slug="ateliers")
    page("course").delete()
    delete_rubric(rubric=page("ateliers"), actor=world.chef)
    assert not OldAddress.objects.exists()
    assert told(world) == {}


def test_site_06_the_address_is_kept_with_the_change_or_not_at_all(world: World) -> None:
    found = page("cross")
    found.slug = "sortie"  # another's
    with pytest.raises(Exception, match="sortie"):
        found.save()
    assert not OldAddress.objects.exists()


def test_site_08_old_addresses_leave_with_the_school_and_come_back(world: World, tmp_path: Path) -> None:
    online("cross", slug="course")
    online("match", slug="partie")
    online("concert", slug="recital")
    online("clubs", slug="ateliers")
    set_zone(rubric=page("sport"), zone=Zone.PRIVATE, actor=world.chef)
    site = whole_site(world.school)
    assert {doc.path for doc in site.private.redirects} == {"sport/match"}
    write_site(site, tmp_path / "ailleurs")
    back, problems = read_site(tmp_path / "ailleurs")
    assert ([str(one) for one in problems], back.public.redirects, back.private.redirects) == (
        [],
        site.public.redirects,
        site.private.redirects,
    )
    report = import_site(back, slug="neuf", hostname="neuf.example")
    assert [str(one) for one in report.problems if one.path.name == "redirects.toml"] == []
    again = whole_site(type(world.school).objects.get(slug="neuf"))
    assert (again.public.redirects, again.private.redirects) == (site.public.redirects, site.private.redirects)


def test_site_08_an_old_address_that_cannot_be_kept_is_told_and_the_rest_is_imported(
    world: World, tmp_path: Path
) -> None:
    write_site(public_site(world.school), tmp_path / "dossier")
    long = "/".join(["a" * 200] * 6)
    lines = {"admin/page": "vie/cross", long: "vie/cross", "ancien": "vie/cross", "vie/absent": "vie/cross"}
    text = "".join(f'"{old}" = "{article(new)}"\n' for old, new in lines.items())
    (tmp_path / "dossier" / "redirects.toml").write_text(text)
    site, problems = read_site(tmp_path / "dossier")
    assert problems == []
    world.campus.article(page("vie"), "Revenu", slug="absent")
    report = import_site(site, slug="essai", hostname="essai.example")
    said = sorted(str(one) for one in report.problems if one.path.name == "redirects.toml")
    assert [" ".join(line.replace("\u00a0", " ").split()[:6]) for line in said] == [
        f"redirects.toml : l’adresse fait {len(long)} caractères,",
        "redirects.toml : l’adresse « /admin/page/ »",
        "redirects.toml : l’adresse « /vie/absent/ »",
    ]
    assert list(OldAddress.objects.values_list("path", "page__slug")) == [("ancien", "cross")]


# --- In the administration ---


def test_site_06_who_renames_is_told_before_and_sees_the_old_addresses_after(world: World, client: Any) -> None:
    client.force_login(world.chef)
    cross = page("cross")
    edit = reverse("wagtailadmin_pages:edit", args=[cross.pk])
    before = client.get(edit).content.decode()
    assert "l’ancienne adresse mène d’elle-même à la nouvelle" in before
    screen = reverse("page_addresses", args=[cross.pk])
    assert screen not in before
    online("cross", slug="course")
    assert screen in client.get(edit).content.decode()
    assert "/vie/cross/" in client.get(screen).content.decode()


def test_site_06_a_move_says_that_the_old_address_leads_to_the_new_one(world: World, client: Any) -> None:
    client.force_login(world.chef)
    confirm = reverse("wagtailadmin_pages:move_confirm", args=[page("cross").pk, page("sport").pk])
    answer = client.post(confirm, follow=True).content.decode()
    assert "Son ancienne adresse sur le site public mène à la nouvelle." in answer
    assert told(world) == {"vie/cross": article("sport/cross")}


def test_site_06_an_old_address_is_removed_by_who_may_put_the_page_online(world: World, client: Any) -> None:
    online("cross", slug="course")
    online("sport", slug="sports")
    world.publish()
    old = OldAddress.objects.get(path="vie/cross")
    screen = reverse("page_addresses", args=[old.page_id])
    writer = world.campus.person("plume", "teacher")
    world.campus.grant(page("vie"), Role.EDITOR, person=writer)
    client.force_login(writer.user)
    for answer in (client.get(screen), client.post(screen, {"old": old.pk})):
        assert answer.status_code == 302  # home, with a word
    client.force_login(world.chef)
    for wrong in ("", "x", "9" * 30, OldAddress.objects.get(path="sport").pk):
        client.post(screen, {"old": wrong})
    assert OldAddress.objects.filter(pk=old.pk).exists()
    assert not PublicationRequest.objects.exists()
    answer = client.post(screen, {"old": old.pk}, follow=True).content.decode()
    assert "/vie/cross/ ne mène plus nulle part." in answer
    row = PublicationRequest.objects.get()
    assert (row.reason, row.page, row.actor) == ("moved", old.page_id, world.chef)
    assert "vie/cross" not in told(world)
    entry = PageLogEntry.objects.get(action="preau.address.forgotten")
    assert (entry.message, entry.user) == ("Ancienne adresse retirée : /vie/cross/", world.chef)


def test_site_07_schools_know_nothing_of_each_others_addresses(world: World) -> None:
    other = make_campus("autre", "autre.example")
    there = other.article(other.rubric("Vie", slug="vie"), "Le cross d’ailleurs", slug="cross")
    online("cross", slug="course")
    Page.objects.get(pk=there.pk).specific.save_revision().publish()
    assert told(world) == {"vie/cross": article("vie/course")}
    assert public_site(other.school).public.redirects == ()
    assert whole_site(other.school).private.redirects == ()

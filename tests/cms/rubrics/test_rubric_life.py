"""The life of rubrics, through the administration's doors: made, opened, moved, put away, brought back, deleted."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cms.articles.models import Article
from cms.audiences.models import Audience
from cms.audiences.selectors import audiences_of, people_in
from cms.core import clock
from cms.directory.enums import GroupKind, Profile, State
from cms.directory.models import Guardianship, Person, SchoolClass
from cms.directory.selectors import class_names, facts_of
from cms.directory.services import create_groups
from cms.homepage.models import Homepage
from cms.publishing.models import PublicationRequest
from cms.rubrics.enums import Role, Zone
from cms.rubrics.models import Rubric, RubricRole
from cms.rubrics.selectors import readable_paths
from cms.rubrics.services import grant_role
from tests.support.schools import SmallSchool, browser_of, fresh, is_refused, said

pytestmark = pytest.mark.django_db
WRITERS = (Role.EDITOR, Role.PUBLISHER, Role.MODERATOR)


@pytest.fixture
def place(settings: Any, tmp_path: Any) -> SmallSchool:
    settings.MEDIA_ROOT = tmp_path
    return SmallSchool()


@pytest.fixture
def chef(place: SmallSchool) -> Client:
    return browser_of(place.chef)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


def move(page: Page, destination: Page) -> str:
    return reverse("wagtailadmin_pages:move_confirm", args=[page.pk, destination.pk])


def bulk(action: str, *pages: Page) -> str:
    chosen = "&".join(f"id={page.pk}" for page in pages)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    return f"{address}?{chosen}&next={reverse('wagtailadmin_home')}"


def screen(name: str, rubric: Page) -> str:
    return reverse(f"rubric_{name}", args=[rubric.pk])


# --- The zone (ZONE-02, ZONE-03) ---


@pytest.mark.parametrize("role", WRITERS)
def test_zone_02_only_managers_see_and_use_the_zone_screen(place: SmallSchool, role: Role) -> None:
    rubric = place.rubric("Clubs")
    writer = place.with_role(role, rubric)
    place.waiting()
    assert is_refused(writer.get(screen("zone", rubric)))
    assert is_refused(writer.post(screen("zone", rubric), {"zone": "private"}))
    assert fresh(rubric).zone == Zone.PUBLIC
    assert place.waiting() == []


def test_zone_02_under_a_private_rubric_the_screen_says_what_to_do_first(place: SmallSchool, chef: Client) -> None:
    staff = place.rubric("Personnels", zone=Zone.PRIVATE)
    rubric = place.rubric("Stages", zone=Zone.PRIVATE, under=staff)
    shown = said(chef.get(screen("zone", rubric)))
    assert "« Personnels », au-dessus, est privée" in shown
    assert "La rendre publique" not in shown
    refused = said(chef.post(screen("zone", rubric), {"zone": "public"}))
    assert "« Stages » ne peut pas être publique" in refused
    assert fresh(rubric).zone == Zone.PRIVATE


def test_zone_03_making_private_says_by_name_what_vanishes_then_does_it_at_once(
    place: SmallSchool, chef: Client
) -> None:
    clubs = place.rubric("Clubs")
    for number in range(12):
        under = place.rubric(f"Atelier {number:02}", under=clubs)
        place.article(under, f"Séance {number}")
    place.rubric("Coulisses", zone=Zone.PRIVATE, under=clubs)
    place.waiting()
    shown = said(chef.get(screen("zone", clubs)))
    assert "Va disparaître du site public : 13 rubriques et 12 articles" in shown
    assert "Va apparaître" not in shown
    assert all(f"<li>Atelier {number:02}</li>" in shown for number in range(9))
    assert "<li>Atelier 09</li>" not in shown
    assert "et 3 autres" in shown
    assert "Coulisses" not in shown
    assert fresh(clubs).zone == Zone.PUBLIC  # a look changes nothing
    assert place.waiting() == []
    assert chef.post(screen("zone", clubs), {"zone": "private"}).status_code == 302
    assert fresh(clubs).zone == Zone.PRIVATE
    assert place.waiting() == [("zone", "Clubs")]


def test_zone_03_making_public_says_what_appears_and_the_same_zone_again_is_nothing(
    place: SmallSchool, chef: Client
) -> None:
    clubs = place.rubric("Clubs", zone=Zone.PRIVATE)
    place.article(clubs, "Le tournoi")
    place.article(clubs, "Un brouillon", live=False)
    assert "Va apparaître sur le site public : 1 rubrique et 1 article" in said(chef.get(screen("zone", clubs)))
    chef.post(screen("zone", clubs), {"zone": "public"})
    assert fresh(clubs).zone == Zone.PUBLIC
    place.waiting()
    again = chef.post(screen("zone", clubs), {"zone": "public"}, follow=True)
    assert "« Clubs » est déjà publique." in said(again)
    assert place.waiting() == []


# --- Moving across the border (ZONE-03) ---


@pytest.mark.parametrize("role", WRITERS)
def test_zone_03_who_may_not_move_a_rubric_is_refused_without_a_statement(place: SmallSchool, role: Role) -> None:
    public, private = place.rubric("Vie"), place.rubric("Interne", zone=Zone.PRIVATE)
    rubric = place.rubric("Clubs", under=public)
    writer = place.with_role(role, public)
    assert is_refused(writer.get(move(rubric, private)))
    assert is_refused(writer.post(move(rubric, private), {"understood": "on"}))
    assert fresh(rubric).get_parent().pk == public.pk


def test_rub_01_a_rubric_does_not_go_under_its_own_child(place: SmallSchool, chef: Client) -> None:
    rubric = place.rubric("Clubs")
    child = place.rubric("Échecs", under=rubric, slug="echecs")
    for destination in (rubric, child):
        answer = chef.post(move(rubric, destination), {"understood": "on"}, follow=True)
        assert "« Clubs » ne peut pas aller dans elle-même" in said(answer)
    assert fresh(rubric).depth == 3


def test_rub_01_the_same_address_twice_in_a_place_is_refused_in_plain_words(place: SmallSchool, chef: Client) -> None:
    public = place.rubric("Vie")
    place.rubric("Clubs", under=public)
    rubric = place.rubric("Clubs")
    answer = said(chef.post(move(rubric, public), {"understood": "on"}, follow=True))
    assert "« clubs » est déjà l’adresse d’une autre page à cet endroit" in answer
    assert fresh(rubric).depth == 3


def test_rub_01_an_address_of_the_site_itself_does_not_come_to_the_first_level(
    place: SmallSchool, chef: Client
) -> None:
    archives = place.rubric("Archives", under=place.rubric("CDI"), slug="archives")
    answer = chef.post(move(archives, place.top), {"understood": "on"}, follow=True)
    assert "« archives » est une adresse que le site lui-même utilise" in said(answer)
    assert fresh(archives).depth == 4


def test_zone_03_a_rubric_does_not_leave_its_school(place: SmallSchool) -> None:
    elsewhere = SmallSchool("ailleurs")
    rubric, destination = place.rubric("Clubs"), elsewhere.rubric("Secret", zone=Zone.PRIVATE)
    elsewhere.grant(elsewhere.top, Role.MANAGER, person=_same_account(elsewhere, place.chef))
    answer = said(browser_of(place.chef).get(move(rubric, destination), follow=True))
    assert "rester dans la même école" in answer
    assert "Secret" not in answer


def test_zone_03_a_move_across_the_border_is_stated_and_ticked(place: SmallSchool, chef: Client) -> None:
    public, private = place.rubric("Vie"), place.rubric("Interne", zone=Zone.PRIVATE)
    rubric = place.rubric("Clubs", under=public)
    place.article(rubric, "Le tournoi")
    place.waiting()
    stated = said(chef.get(move(rubric, private)))
    assert "Va disparaître du site public : 1 rubrique et 1 article" in stated
    assert "<li>Clubs</li>" in stated
    unticked = said(chef.post(move(rubric, private)))
    assert "Rien n’a été déplacé : cochez d’abord « J’ai compris »" in unticked
    assert fresh(rubric).get_parent().pk == public.pk
    assert place.waiting() == []
    chef.post(move(rubric, private), {"understood": "on"})
    assert fresh(rubric).get_parent().pk == private.pk
    assert place.waiting() == [("moved", "Clubs")]
    assert "Va apparaître sur le site public : 1 rubrique et 1 article" in said(chef.get(move(fresh(rubric), public)))


def test_zone_03_an_article_that_crosses_is_stated_a_draft_is_not(place: SmallSchool, chef: Client) -> None:
    public, private = place.rubric("Vie"), place.rubric("Interne", zone=Zone.PRIVATE)
    article, draft = place.article(private, "Le conseil"), place.article(private, "Essai", live=False)
    assert "Va apparaître sur le site public : 1 article" in said(chef.get(move(article, public)))
    chef.post(move(article, public))
    assert fresh(article).get_parent().pk == private.pk
    place.waiting()
    chef.post(move(article, public), {"understood": "on"})
    assert fresh(article).get_parent().pk == public.pk
    assert place.waiting() == [("moved", "Le conseil")]
    chef.post(move(draft, public))
    assert fresh(draft).get_parent().pk == public.pk


def test_zone_03_a_move_within_one_zone_asks_wagtails_own_question(place: SmallSchool, chef: Client) -> None:
    rubric, destination = place.rubric("Clubs"), place.rubric("Vie")
    assert "J’ai compris" not in said(chef.get(move(rubric, destination)))
    chef.post(move(rubric, destination))
    assert fresh(rubric).get_parent().pk == destination.pk


def test_zone_03_in_bulk_a_move_across_the_border_is_refused_whole(place: SmallSchool, chef: Client) -> None:
    public, private = place.rubric("Vie"), place.rubric("Interne", zone=Zone.PRIVATE)
    quiet = place.article(private, "Brouillon", live=False)
    crossing = place.article(private, "Le conseil")
    answer = chef.post(bulk("move", quiet, crossing), {"chooser": public.pk}, follow=True)
    assert "Rien n’a été déplacé" in said(answer)
    assert "« Le conseil »" in said(answer)
    assert {fresh(page).get_parent().pk for page in (quiet, crossing)} == {private.pk}
    chef.post(bulk("move", quiet), {"chooser": public.pk})
    assert fresh(quiet).get_parent().pk == public.pk


def test_rub_01_reordering_keeps_the_zone_and_is_published(place: SmallSchool, chef: Client) -> None:
    first, second = place.rubric("Clubs"), place.rubric("Vie")
    editor = place.with_role(Role.EDITOR, place.top)
    address = reverse("wagtailadmin_pages:set_page_position", args=[second.pk]) + "?position=0"
    place.waiting()
    assert is_refused(editor.post(address))
    assert place.waiting() == []
    chef.post(address)
    assert [page.pk for page in place.top.get_children()] == [second.pk, first.pk]
    assert place.waiting() == [("moved", "Vie")]


# --- Archive and restore (RUB-06) ---


@pytest.mark.parametrize("role", WRITERS)
def test_rub_06_only_managers_archive_restore_and_delete(place: SmallSchool, role: Role) -> None:
    rubric = place.rubric("Clubs")
    writer = place.with_role(role, rubric)
    for name in ("archive", "delete", "restore"):
        assert is_refused(writer.get(screen(name, rubric)))
        assert is_refused(writer.post(screen(name, rubric), {"title": "Clubs"}))
    assert is_refused(writer.get(reverse("wagtailadmin_pages:delete", args=[rubric.pk])))
    assert fresh(rubric).archived_at is None


def test_rub_06_archiving_says_what_goes_and_restoring_what_comes_back(place: SmallSchool, chef: Client) -> None:
    clubs = place.rubric("Clubs")
    place.article(place.rubric("Échecs", under=clubs, slug="echecs"), "Le tournoi")
    place.article(clubs, "Essai", live=False)
    place.grant(clubs, Role.VISITOR, profile=Profile.PUPIL)
    place.waiting()
    stated = said(chef.get(screen("archive", clubs)))
    for words in ("2 rubriques, celle-ci comprise", "1 article en ligne", "1 brouillon", "1 rôle donné ici"):
        assert words in stated
    assert "Va disparaître du site public : 2 rubriques et 1 article" in stated
    assert "continue de les lire" not in stated
    assert fresh(clubs).archived_at is None
    chef.post(screen("archive", clubs))
    assert fresh(clubs).archived_at is not None
    assert place.waiting() == [("withdrawn", "Clubs")]
    explorer = said(chef.get(reverse("wagtailadmin_explore", args=[place.top.pk])))
    assert "archivée" in explorer
    assert screen("restore", clubs) in explorer
    again = chef.post(screen("archive", clubs), follow=True)
    assert "« Clubs » est déjà archivée" in said(again)
    assert "Va apparaître sur le site public : 2 rubriques et 1 article" in said(chef.get(screen("restore", clubs)))
    chef.post(screen("restore", clubs))
    assert fresh(clubs).archived_at is None
    assert place.waiting() == [("zone", "Clubs")]


def test_rub_06_nothing_is_written_nor_made_in_an_archive(place: SmallSchool, chef: Client) -> None:
    clubs = place.rubric("Clubs")
    article = place.article(clubs, "Le tournoi")
    chef.post(screen("archive", clubs))
    assert is_refused(chef.get(reverse("wagtailadmin_pages:edit", args=[article.pk])))
    assert is_refused(chef.get(reverse("wagtailadmin_pages:add", args=["articles", "article", clubs.pk])))
    assert is_refused(chef.post(screen("zone", clubs), {"zone": "private"}))
    assert fresh(clubs).zone == Zone.PUBLIC
    stranger = place.with_role(Role.MANAGER, place.rubric("Vie"))
    assert is_refused(stranger.get(screen("archive", clubs)))
    assert is_refused(stranger.post(screen("archive", clubs)))


# --- Delete (RUB-06) ---


def test_rub_06_deleting_what_holds_something_asks_for_its_title(place: SmallSchool, chef: Client) -> None:
    clubs = place.rubric("Clubs")
    place.article(clubs, "Le tournoi")
    stated = said(chef.get(screen("delete", clubs)))
    assert "Tout ce qui suit est supprimé" in stated
    assert "Va disparaître du site public : 1 rubrique et 1 article" in stated
    for typed in ("", "Club", "clubs"):
        refused = said(chef.post(screen("delete", clubs), {"title": typed}))
        assert "Ce n’est pas le titre de la rubrique" in refused
        assert f'value="{typed}"' in refused
    assert Article.objects.filter(title="Le tournoi").exists()
    place.waiting()
    chef.post(screen("delete", clubs), {"title": "Clubs"})
    assert not Rubric.objects.filter(pk=clubs.pk).exists()
    assert not Article.objects.filter(title="Le tournoi").exists()
    assert "Clubs" in {subject for _reason, subject in place.waiting()}


def test_rub_06_an_empty_rubric_is_deleted_without_typing(place: SmallSchool, chef: Client) -> None:
    clubs = place.rubric("Clubs")
    assert "Cette rubrique est vide" in said(chef.get(screen("delete", clubs)))
    chef.post(screen("delete", clubs))
    assert not Rubric.objects.filter(pk=clubs.pk).exists()


def test_rub_06_wagtails_own_delete_screen_leads_to_the_statement(place: SmallSchool, chef: Client) -> None:
    clubs = place.rubric("Clubs")
    article = place.article(clubs, "Le tournoi")
    wagtails = reverse("wagtailadmin_pages:delete", args=[clubs.pk])
    for answer in (chef.get(wagtails), chef.post(wagtails)):
        assert answer.url == screen("delete", clubs)
    assert Rubric.objects.filter(pk=clubs.pk).exists()
    chef.post(reverse("wagtailadmin_pages:delete", args=[article.pk]))
    assert not Article.objects.filter(pk=article.pk).exists()


def test_rub_06_in_bulk_rubrics_that_hold_something_are_not_deleted(place: SmallSchool, chef: Client) -> None:
    clubs, empty = place.rubric("Clubs"), place.rubric("Vide")
    place.article(clubs, "Le tournoi")
    answer = chef.post(bulk("delete", clubs, empty), follow=True)
    assert "Rien n’a été supprimé. Ces rubriques ont un contenu : « Clubs »" in said(answer)
    assert Rubric.objects.filter(pk__in=[clubs.pk, empty.pk]).count() == 2
    chef.post(bulk("delete", empty))
    assert not Rubric.objects.filter(pk=empty.pk).exists()


def test_rub_06_a_deleted_rubric_leaves_no_audience_that_keeps_a_group(place: SmallSchool, chef: Client) -> None:
    clubs = place.rubric("Clubs")
    group = create_groups(school=place.school, groups={"Club échecs": GroupKind.FREE})["Club échecs"]
    place.grant(clubs, Role.EDITOR, group=group)
    chef.post(screen("delete", clubs))
    assert not Audience.objects.filter(terms__group=group).exists()
    group.delete()
    row = place.grant(place.top, Role.EDITOR, profile=Profile.STAFF)
    row.audience.delete()
    assert not RubricRole.objects.filter(pk=row.pk).exists()


# --- Create (RUB-01, RUB-03) ---


@pytest.mark.parametrize("role", WRITERS)
def test_rub_03_writers_make_neither_rubric_nor_homepage_by_address(place: SmallSchool, role: Role) -> None:
    writer = place.with_role(role, place.top)
    clubs = place.rubric("Clubs")
    fields = {"title": "Piégée", "slug": "piegee", "introduction": "null", "action-publish": "1"}
    for app, model, parent in (
        ("rubrics", "rubric", clubs),
        ("rubrics", "rubric", place.top),
        ("homepage", "homepage", place.top),
    ):
        address = reverse("wagtailadmin_pages:add", args=[app, model, parent.pk])
        assert [writer.get(address).status_code, writer.post(address, fields).status_code] == [302, 302]
    in_clubs = reverse("wagtailadmin_pages:add", args=["rubrics", "rubric", clubs.pk])
    assert "Seuls les gestionnaires de « Clubs » y créent des rubriques" in said(
        writer.post(in_clubs, fields, follow=True)
    )
    assert not Page.objects.filter(title="Piégée").exists()
    assert not Homepage.objects.exists()


def test_rub_03_the_choice_of_a_kind_hides_what_one_may_not_make(place: SmallSchool, chef: Client) -> None:
    clubs = place.rubric("Clubs")
    editor = place.with_role(Role.EDITOR, clubs)
    choice = reverse("wagtailadmin_pages:add_subpage", args=[clubs.pk])
    assert editor.get(choice).url == reverse("wagtailadmin_pages:add", args=["articles", "article", clubs.pk])
    offered = said(chef.get(choice))
    assert reverse("wagtailadmin_pages:add", args=["rubrics", "rubric", clubs.pk]) in offered
    assert reverse("wagtailadmin_pages:add", args=["articles", "article", clubs.pk]) in offered


def test_rub_01_a_manager_makes_a_private_rubric_and_reserved_addresses_are_said(
    place: SmallSchool, chef: Client
) -> None:
    address = reverse("wagtailadmin_pages:add", args=["rubrics", "rubric", place.top.pk])
    fields = {"title": "Espace", "slug": "espace", "introduction": "null", "action-publish": "1"}
    refused = said(chef.post(address, fields))
    assert "« espace » est une adresse dont le site lui-même se sert" in refused
    assert 'value="Espace"' in refused
    assert not Rubric.objects.filter(slug="espace").exists()
    chef.post(address, {**fields, "slug": "notre-espace"})
    assert Rubric.objects.get(slug="notre-espace").zone == Zone.PRIVATE


# --- To look after (RUB-07, RUB-08) ---


def test_rub_08_only_who_manages_the_whole_school_sees_the_lists(place: SmallSchool) -> None:
    clubs = place.rubric("Clubs")
    manager = place.with_role(Role.MANAGER, clubs)
    assert is_refused(manager.get(reverse("rubrics_to_look_after")))
    assert is_refused(manager.post(reverse("rubrics_repair_heads")))
    assert reverse("rubrics_to_look_after") not in said(manager.get(reverse("wagtailadmin_home")))
    SmallSchool("ailleurs")
    head = browser_of(place.chef)
    assert is_refused(head.get(reverse("rubrics_to_look_after") + "?school=ailleurs"))
    assert reverse("rubrics_to_look_after") in said(head.get(reverse("wagtailadmin_home")))


def test_rub_08_empty_and_stale_rubrics_are_listed(place: SmallSchool, chef: Client) -> None:
    address = reverse("rubrics_to_look_after")
    assert "Aucune rubrique n’est vide" in said(chef.get(address))
    long_ago = clock.now() - timedelta(days=400)
    place.article(place.rubric("Voyage à Rome", slug="rome"), "Le départ", latest_revision_created_at=long_ago)
    lively = place.rubric("Vie")
    place.article(lively, "Ancien", latest_revision_created_at=long_ago)
    place.article(lively, "Récent", latest_revision_created_at=clock.now())
    place.rubric("Déserte", slug="deserte")
    shown = said(chef.get(address))
    empty, stale = (shown.split(f'id="care-{name}"')[1].split("</section>")[0] for name in ("empty", "stale"))
    assert "Déserte" in empty
    assert "Rome" not in empty
    assert "Voyage à Rome" in stale
    assert not any(title in stale for title in ("Vie<", "Déserte"))


def test_rub_07_the_heads_right_is_repaired_in_one_click(place: SmallSchool) -> None:
    broken = place.rubric("Conseil", zone=Zone.PRIVATE)
    Rubric.objects.filter(pk=broken.pk).update(inherits=False)
    other = place.person("adjoint", Profile.STAFF)
    place.grant(place.top, Role.MANAGER, person=other)
    client = browser_of(other)
    shown = said(client.get(reverse("rubrics_to_look_after")))
    assert "Conseil" in shown.split('id="care-heads"')[1].split("</section>")[0]
    answer = client.post(reverse("rubrics_repair_heads"), {"school": "essai"}, follow=True)
    assert "rétabli à 1 endroit" in said(answer)
    assert "rien à réparer" in said(answer)
    assert broken.path in readable_paths(place.school, place.chef)


def test_rub_07_a_school_without_a_head_is_told_where_to_go(place: SmallSchool) -> None:
    other = place.person("adjoint", Profile.STAFF)
    place.grant(place.top, Role.MANAGER, person=other)
    client = browser_of(other)
    assert "est vide : personne" not in said(client.get(reverse("rubrics_to_look_after")))
    place.chef.groups.clear()
    assert "Le groupe « Chef d’établissement » est vide" in said(client.get(reverse("rubrics_to_look_after")))


def test_rub_08_the_lists_ask_as_much_for_many_rubrics_as_for_one(
    place: SmallSchool, chef: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        place.rubric(f"Atelier {number}")
    chef.get(reverse("rubrics_to_look_after"))
    with django_assert_max_num_queries(45):
        chef.get(reverse("rubrics_to_look_after"))


# --- Class rubrics (RUB-05) ---

SEPTEMBER_2026, SEPTEMBER_2027 = (datetime(year, 9, 2, 8, tzinfo=UTC) for year in (2026, 2027))


def test_rub_05_an_unknown_school_is_said(place: SmallSchool) -> None:
    with pytest.raises(CommandError, match="inconnue"):
        call_command("class_rubrics", "inconnue")


def test_rub_05_a_new_year_archives_the_class_and_gives_its_address_to_the_next(
    place: SmallSchool, at: Callable[[datetime], None]
) -> None:
    at(SEPTEMBER_2026)
    old = place.school_class("3eA")
    before = _family(place, old, "lina")
    first = Rubric.objects.get(school_class=old)
    assert _reads(before, first)
    at(SEPTEMBER_2027)
    PublicationRequest.objects.all().delete()
    assert _told()["archived"] == ["3eA (2026)"]
    assert (fresh(first).slug, fresh(first).archived_at) == ("3ea-2026", SEPTEMBER_2027)
    assert ("withdrawn", "3eA (2026)") in place.waiting()
    new = SchoolClass.objects.create(school=place.school, name="3eA", year_group="3e")
    assert new.school_year == 2027
    after = _family(place, new, "gabin")
    assert _told() == {"made": ["3eA"], "archived": []}
    assert _told() == {"made": [], "archived": []}
    second = Rubric.objects.get(school_class=new)
    assert second.slug == "3ea"
    assert second.url_path.endswith("/classes/3ea/")
    assert _reads(after, second)
    assert not _reads(before, second)
    assert not _reads(before, first)
    assert not _reads(after, first)


def test_rub_03_a_year_group_is_that_of_this_school_year(place: SmallSchool, at: Callable[[datetime], None]) -> None:
    """What is for the 6e is not for those who were in 6e last year, whom the directory still knows by their class."""
    at(SEPTEMBER_2026)
    rubric = place.rubric("Les sixièmes", zone=Zone.PRIVATE)
    row = place.grant(rubric, Role.VISITOR, year_group="6e")
    lina = _family(place, place.school_class("6eA", "6e"), "lina")
    assert _reads(lina, rubric) and set(people_in(row.audience)) == set(lina)
    assert class_names(lina[1]) == ["6eA"]
    at(SEPTEMBER_2027)
    lina[0].classes.add(place.school_class("5eA", "5e"))
    gabin = _family(place, place.school_class("6eA", "6e"), "gabin")
    assert _reads(gabin, rubric) and not _reads(lina, rubric)
    assert set(people_in(row.audience)) == set(gabin)
    assert not audiences_of(facts_of(lina[0])).filter(pk=row.audience_id).exists()
    assert class_names(lina[1]) == ["5eA"]


def test_dir_08_what_a_class_gives_ends_with_its_school_year(
    place: SmallSchool, at: Callable[[datetime], None]
) -> None:
    """Even before anything is put away; what a class was left out of stays closed to it."""
    at(SEPTEMBER_2026)
    before = place.school_class("6eB", "6e")
    trip, others, staff = (place.rubric(name, zone=Zone.PRIVATE) for name in ("Voyage", "Les autres", "Échanges"))
    row = place.grant(trip, Role.VISITOR, school_class=before)
    grant_role(
        school=place.school,
        page=others,
        role=Role.VISITOR,
        terms=[{"profile": "pupil"}, {"profile": "parent"}, {"school_class": before, "excluded": True}],
    )
    omar, lina = place.person("omar"), _family(place, before, "lina")
    omar.classes.add(before)
    place.grant(staff, Role.MODERATOR, profile=Profile.TEACHER, school_class=before)
    assert _reads([*lina, omar], trip) and not _reads(lina, others) and _reads([omar], staff)
    at(datetime(2027, 7, 31, 8, tzinfo=UTC))
    assert _reads([*lina, omar], trip)
    at(datetime(2027, 8, 1, 8, tzinfo=UTC))
    assert not _reads([*lina, omar], trip) and not people_in(row.audience).exists()
    assert not _reads(lina, others) and not _reads([omar], staff)
    at(SEPTEMBER_2027)
    gabin = _family(place, place.school_class("6eB", "6e"), "gabin")
    assert not _reads(gabin, trip) and _reads(gabin, others)
    assert str(row.audience) == "6eB (2026-2027)"


def test_dir_02_what_a_child_gives_their_parents_ends_when_the_child_leaves(place: SmallSchool) -> None:
    """The class of the child who left, then, with the last one, what is for parents; by name, rights stay."""
    class_rubric, families, named = (place.rubric(name, zone=Zone.PRIVATE) for name in ("3eA", "Familles", "Conseil"))
    third, sixth = place.school_class("3eA"), place.school_class("6eB", "6e")
    lina, parent = _family(place, third, "lina")
    gabin = place.person("gabin", Profile.PUPIL)
    gabin.classes.add(sixth)
    Guardianship.objects.create(guardian=parent, pupil=gabin)
    rows = [
        place.grant(class_rubric, Role.VISITOR, school_class=third),
        place.grant(class_rubric, Role.VISITOR, year_group="3e"),
        place.grant(families, Role.VISITOR, profile=Profile.PARENT),
    ]
    grant_role(
        school=place.school,
        page=place.rubric("Sauf 3eA", zone=Zone.PRIVATE),
        role=Role.VISITOR,
        terms=[{"profile": "parent"}, {"school_class": third, "excluded": True}],
    )
    place.grant(named, Role.VISITOR, person=parent)
    assert _read_by(parent) >= {"3eA", "Familles", "Conseil"} and "Sauf 3eA" not in _read_by(parent)
    assert class_names(parent) == ["3eA", "6eB"]
    Person.objects.filter(pk=lina.pk).update(state=State.LEAVING)
    assert _read_by(parent) == {"Familles", "Conseil"} | PASSED
    assert class_names(parent) == ["6eB"]
    assert [people_in(row.audience).filter(pk=parent.pk).exists() for row in rows] == [False, False, True]
    Person.objects.filter(pk=gabin.pk).update(ends_on=clock.now().date() - timedelta(days=1))
    assert _read_by(parent) == {"Conseil"}
    assert not people_in(rows[2].audience).filter(pk=parent.pk).exists()
    Person.objects.filter(pk=lina.pk).update(state=State.ACTIVE)
    assert _read_by(parent) >= {"3eA", "Familles", "Conseil"}


def test_rub_05_a_past_class_rubric_that_was_restored_goes_back_under_the_same_name(
    place: SmallSchool, at: Callable[[datetime], None]
) -> None:
    at(SEPTEMBER_2026)
    rubric = Rubric.objects.get(school_class=place.school_class("3eA"))
    at(SEPTEMBER_2027)
    _told()
    chef = browser_of(place.chef)
    chef.post(screen("restore", rubric))
    assert _told()["archived"] == ["3eA (2026)"]
    assert fresh(rubric).slug == "3ea-2026"
    listed = said(chef.get(reverse("rubrics_to_look_after")))
    assert "3eA (2026)" in listed.split('id="care-ended"')[1].split("</section>")[0]
    chef.post(screen("delete", rubric))
    assert not Rubric.objects.filter(pk=rubric.pk).exists()


def test_rub_05_the_command_answers_people_too(place: SmallSchool, at: Callable[[datetime], None]) -> None:
    at(SEPTEMBER_2026)
    SchoolClass.objects.create(school=place.school, name="6eB", year_group="6e")
    output = StringIO()
    call_command("class_rubrics", "essai", stdout=output)
    assert "faites : 6eB" in output.getvalue()
    assert "archivées : aucune" in output.getvalue()


def _told() -> dict[str, list[str]]:
    output = StringIO()
    call_command("class_rubrics", "essai", json=True, stdout=output)
    answer: dict[str, list[str]] = json.loads(output.getvalue())["essai"]
    return answer


def _family(place: SmallSchool, school_class: SchoolClass, name: str) -> list[Person]:
    pupil = place.person(name, Profile.PUPIL)
    pupil.classes.add(school_class)
    parent = place.person(f"parent-{name}", Profile.PARENT)
    Guardianship.objects.create(guardian=parent, pupil=pupil)
    return [pupil, parent]


def _reads(people: list[Person], rubric: Rubric) -> bool:
    """Whether all of them do; that some do and others not is a failure of its own."""
    answers = {fresh(rubric).path in readable_paths(person.school, person) for person in people}
    assert len(answers) == 1
    return answers.pop()


PASSED = {"Les classes"}  # where class rubrics stand, which whoever is of the school passes through


def _read_by(person: Person) -> set[str]:
    paths = readable_paths(person.school, Person.objects.get(pk=person.pk))
    return {rubric.title for rubric in Rubric.objects.filter(path__in=paths, school_class=None)}


def _same_account(elsewhere: SmallSchool, person: Person) -> Person:
    return Person.objects.create(
        school=elsewhere.school, user=person.user, profile=Profile.STAFF, first_name="Chef", last_name="Durand"
    )

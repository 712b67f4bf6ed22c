"""The people screens of the administration, by their door: who is turned away, then what is shown and done."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from cms.accounts.models import User
from cms.core import clock
from cms.directory.enums import GroupKind, GroupPurpose, GuardianKind, Profile, State
from cms.directory.models import Group, Guardianship, Person, SchoolClass
from cms.directory.selectors import class_names, reserved_group
from cms.directory.services import Guard, create_classes, create_groups, create_people, enrol, entrust
from cms.rubrics.enums import Role
from cms.rubrics.models import RubricRole
from cms.rubrics.selectors import readable_paths
from cms.rubrics.services import grant_role
from tests.cms.directory.conftest import refused, said

pytestmark = pytest.mark.django_db

PEOPLE = "/admin/directory/people/"
GROUPS = "/admin/directory/groups/"
GUESTS = "/admin/directory/guests/"
ACCESS = "/admin/directory/access/"
FOR_COLLEAGUES = (PEOPLE, GROUPS)
FOR_ADMINISTRATORS = (GUESTS, GUESTS + "new/", GUESTS + "remove/", GROUPS + "new/", ACCESS)
TODAY = date(2026, 11, 10)


@pytest.fixture(autouse=True)
def in_november(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 10, 9, tzinfo=ZoneInfo("Europe/Paris")))


def record(person: Person) -> str:
    return f"{PEOPLE}{person.ref}/"


def free_group(somewhere, name: str = "Club théâtre") -> Group:
    return create_groups(school=somewhere.school, groups={name: GroupKind.FREE})[name]


def logged(somewhere) -> list[str]:
    """Actions of the log of one school, the latest last."""
    rows = ModelLogEntry.objects.filter(action__startswith="preau.").order_by("pk")
    return [row.action for row in rows if row.data.get("school") == somewhere.school.pk]


# --- Who is turned away ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("username", ["parent", "guest", "pupil"])
@pytest.mark.parametrize("address", [*FOR_COLLEAGUES, *FOR_ADMINISTRATORS])
def test_dir_03_families_and_guests_reach_no_screen_even_when_they_edit_somewhere(here, username, address):
    client = here.client(username)
    assert refused(client.get(address))
    assert refused(client.post(address, {"name": "Essai"}))
    assert refused(client.get(record(here["teacher"])))
    assert "directory/" not in said(client.get("/admin/")).replace("preau/directory.css", "")


@pytest.mark.parametrize("address", FOR_ADMINISTRATORS)
def test_dir_04_a_teacher_reaches_no_screen_of_the_administrators(here, address):
    client = here.client("teacher")
    assert refused(client.get(address))
    assert refused(client.post(address, {"name": "Essai", "first": "2026-12-01", "last": "2026-12-02"}))
    assert not Group.objects.filter(name="Essai").exists()
    assert here.fresh().families_out_from is None


def test_dir_04_a_teacher_changes_no_group_guest_or_link(here):
    client, group = here.client("teacher"), free_group(here)
    body = {"people": [str(here["guest"].ref)], "name": "Autre", "ends_on": "2026-12-24"}
    guest, pupil = here["guest"], here["pupil"]
    for address in (
        f"{GROUPS}{group.ref}/",
        f"{GROUPS}{group.ref}/add/",
        f"{GROUPS}{group.ref}/rename/",
        f"{GROUPS}{group.ref}/delete/",
        f"{GUESTS}{guest.ref}/",
        f"{GUESTS}{guest.ref}/end/",
        f"{GUESTS}{guest.ref}/link/",
        f"{PEOPLE}{pupil.ref}/adults/",
        f"{PEOPLE}{pupil.ref}/adults/{guest.ref}/",
    ):
        assert refused(client.post(address, body)), address
    group.refresh_from_db()
    assert (group.name, group.people.count()) == ("Club théâtre", 0)
    assert Person.objects.get(pk=guest.pk).ends_on == guest.ends_on
    assert not Guardianship.objects.exists()
    assert logged(here) == []


def test_dir_03_a_teacher_who_writes_nowhere_does_not_enter_the_administration(here):
    here.add("other", Profile.TEACHER)
    assert refused(here.client("other").get(PEOPLE))


def test_dir_03_somebody_whose_account_is_closed_is_nobody(here):
    client = here.client("administrator")
    assert client.get(PEOPLE).status_code == 200
    Person.objects.filter(pk=here["administrator"].pk).update(state=State.SUSPENDED)
    assert refused(client.get(PEOPLE))


@pytest.mark.parametrize("username", ["head", "administrator"])
def test_dir_03_another_school_does_not_exist(here, elsewhere, username):
    client, group = here.client(username), free_group(elsewhere)
    stranger, guest, pupil = elsewhere["teacher"], elsewhere["guest"], elsewhere["pupil"]
    for address in (
        record(stranger),
        f"{PEOPLE}?school={elsewhere.school.slug}",
        f"{ACCESS}?school={elsewhere.school.slug}",
        f"{GROUPS}{group.ref}/",
        f"{GROUPS}{group.ref}/add/",
        f"{GROUPS}{group.ref}/rename/",
        f"{GROUPS}{group.ref}/delete/",
        f"{GUESTS}{guest.ref}/",
        f"{GUESTS}{guest.ref}/end/",
        f"{PEOPLE}{pupil.ref}/adults/",
        f"{PEOPLE}{here['pupil'].ref}/adults/{stranger.ref}/",
    ):
        assert client.get(address).status_code == 404, address
        assert client.post(address, {"name": "Essai"}).status_code == 404, address
    assert elsewhere["teacher"].last_name not in said(client.get(PEOPLE))


def test_dir_03_a_list_names_no_child_whose_record_is_closed(here):
    """Their own record is not for colleagues any more: neither is what their parent's line says of them."""
    (zelda,) = create_people(
        school=here.school, people=[{"profile": Profile.PUPIL, "first_name": "Zelda", "last_name": "Partie"}]
    )
    entrust(guards=[Guard(here["parent"], zelda), Guard(here["parent"], here["pupil"])])
    teacher = here.client("teacher")
    assert "Zelda Partie" in said(teacher.get(PEOPLE, {"profile": "parent"}))
    Person.objects.filter(pk=zelda.pk).update(state=State.SUSPENDED)
    assert teacher.get(record(zelda)).status_code == 404
    listed = said(teacher.get(PEOPLE, {"profile": "parent"}))
    assert str(here["pupil"]) in listed and "Zelda" not in listed


def test_dir_03_another_school_s_reference_in_a_form_is_refused(here, elsewhere):
    client, group = here.client("administrator"), free_group(here)
    for given in (str(elsewhere["teacher"].ref), str(uuid.uuid4()), "12"):
        for address in (f"{GROUPS}{group.ref}/add/", f"{PEOPLE}{here['pupil'].ref}/adults/", f"{GUESTS}remove/"):
            answer = client.post(address, {"people": [given]})
            assert "n’existe pas ici" in said(answer), (address, given)
    assert group.people.count() == 0
    assert not Guardianship.objects.exists()
    strange = client.get(PEOPLE, {"group": free_group(elsewhere).ref})
    assert "Personne ne correspond" in said(strange)


def test_dir_03_primary_keys_are_no_addresses(here):
    client = here.client("administrator")
    for address in (f"{PEOPLE}{here['teacher'].pk}/", f"{GROUPS}{free_group(here).pk}/"):
        assert client.get(address).status_code == 404


def test_dir_03_nobody_signed_out_reads_anything(here):
    for address in (*FOR_COLLEAGUES, *FOR_ADMINISTRATORS, record(here["teacher"])):
        assert refused(Client().get(address))


# --- Who enters ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("username", ["head", "administrator"])
def test_dir_04_the_reserved_groups_enter_without_any_other_role(here, username):
    client = here.client(username)
    page = said(client.get("/admin/"))
    assert PEOPLE in page
    assert ACCESS in page
    for address in (*FOR_COLLEAGUES, *FOR_ADMINISTRATORS):
        assert client.get(address).status_code == 200, address


def test_dir_03_a_colleague_who_edits_has_people_and_groups_in_the_menu_only(here):
    page = said(here.client("teacher").get("/admin/"))
    assert PEOPLE in page
    assert GROUPS in page
    assert GUESTS not in page
    assert ACCESS not in page


def test_dir_03_an_account_of_two_schools_chooses(here, elsewhere):
    User.objects.filter(pk=here["administrator"].user_id).update(is_superuser=True)
    client = here.client("administrator")
    assert elsewhere["teacher"].last_name in said(client.get(PEOPLE, {"school": "ailleurs"}))
    page = said(client.get(PEOPLE, {"school": "ici"}))
    assert elsewhere["teacher"].last_name not in page
    assert '<option value="ailleurs">' in page


# --- Searching and reading (DIR-01, DIR-03) --------------------------------------------------------------------------


def names_found(client: Client, **asked: object) -> set[str]:
    answer = client.get(PEOPLE, asked)
    return {person.first_name for person in answer.context["page_obj"].object_list}


def test_dir_03_a_name_is_found_whatever_its_accents_and_order(here):
    rows = [("Éloïse", "Le Gœff"), ("Anaïs", "Çelik"), ("Loïs", "Legrand")]
    create_people(
        school=here.school,
        people=[{"profile": Profile.PUPIL, "first_name": first, "last_name": last} for first, last in rows],
    )
    client = here.client("teacher")
    assert names_found(client, name="goeff eloise") == {"Éloïse"}
    assert names_found(client, name="CELIK") == {"Anaïs"}
    assert names_found(client, name="loi") == {"Loïs"} | {"Éloïse"}
    assert names_found(client, name="personne") == set()


def test_dir_03_each_criterion_of_the_advanced_search(here):
    classes = create_classes(school=here.school, classes={"3eA": "3e", "6eB": "6e"})
    pupil, parent, teacher = here["pupil"], here["parent"], here["teacher"]
    enrol(places=[(pupil, classes["3eA"]), (teacher, classes["6eB"])])
    entrust(guards=[Guard(parent, pupil)])
    group = free_group(here)
    group.people.add(teacher)
    client = here.client("teacher")
    assert names_found(client, profile="guest") == {"Guest"}
    assert names_found(client, function=here["head"].functions.get().ref) == {"Head"}
    assert names_found(client, subject=teacher.subjects.get().ref) == {"Teacher"}
    assert names_found(client, school_class=classes["3eA"].ref) == {"Pupil", "Parent"}
    assert names_found(client, school_class=classes["3eA"].ref, profile="parent") == {"Parent"}
    assert names_found(client, year_group="6e") == {"Teacher"}
    assert names_found(client, group=group.ref) == {"Teacher"}


def test_dir_03_technical_criteria_are_the_administrators(here):
    here.add("left", Profile.TEACHER, state=State.LEAVING, source_key="J-17")
    ends = here.add("leaving", Profile.GUEST, source="school", ends_on=TODAY + timedelta(days=5))
    Person.objects.filter(pk=ends.pk).update(source_key="J-18")
    client = here.client("administrator")
    assert names_found(client, state="leaving") == {"Left"}
    assert names_found(client, source_key="J-17") == {"Left"}
    assert names_found(client, username="teacher-ici") == {"Teacher"}
    assert names_found(client, source="school") == {"Guest", "Leaving"}
    assert names_found(client, ending="soon") == {"Leaving"}
    teacher = here.client("teacher")
    everybody = names_found(teacher)
    assert "Left" not in everybody
    assert names_found(teacher, source_key="J-17", username="teacher-ici", ending="soon") == everybody
    assert "source_key" not in said(teacher.get(PEOPLE))


def test_dir_03_results_come_by_pages(here):
    rows = [{"profile": Profile.PUPIL, "first_name": f"P{n:03}", "last_name": "Durand"} for n in range(70)]
    create_people(school=here.school, people=rows)
    client = here.client("teacher")
    first, last = names_found(client, name="durand"), names_found(client, name="durand", p=3)
    assert (len(first), len(last), first & last) == (30, 10, set())
    assert "70 personnes" in said(client.get(PEOPLE, {"name": "durand", "p": 2}))
    assert client.get(PEOPLE, {"p": "x"}).status_code == 200


def test_dir_03_a_page_of_people_asks_the_database_the_same_however_many(here, django_assert_max_num_queries):
    rows = [{"profile": Profile.PARENT, "first_name": f"P{n}", "last_name": "Durand"} for n in range(30)]
    create_people(school=here.school, people=rows)
    client = here.client("administrator")
    client.get(PEOPLE)
    with django_assert_max_num_queries(40):
        client.get(PEOPLE)


@pytest.mark.parametrize("username", ["pupil", "parent"])
def test_dir_03_a_colleague_reads_no_technical_fact_of_families(here, username):
    person = here[username]
    Person.objects.filter(pk=person.pk).update(source_key="J-1234", ends_on=TODAY + timedelta(days=400))
    colleague = said(here.client("teacher").get(record(person)))
    assert str(person) in colleague
    for word in ("J-1234", "-ici</dd>", "académie", "actif", "15/12/2027", "Informations techniques"):
        assert word not in colleague, word
    page = said(here.client("administrator").get(record(person)))
    for word in ("J-1234", f"{username}-ici", "vient de l’annuaire de l’académie", "actif", "15/12/2027"):
        assert word in page, word


def test_dir_03_a_record_not_in_force_is_the_administrators(here):
    left = here.add("left", Profile.TEACHER, state=State.LEAVING)
    assert refused(here.client("teacher").get(record(left)))
    assert "n’est plus en vigueur" in said(here.client("administrator").get(record(left)))


def test_dir_01_the_classes_that_are_told_are_those_of_this_year(here):
    row = SchoolClass.objects.create(school=here.school, name="4eZ", year_group="4e", school_year=2025)
    here["pupil"].classes.add(row, create_classes(school=here.school, classes={"3eY": "3e"})["3eY"])
    client = here.client("teacher")
    for address in (f"{PEOPLE}?profile=pupil", record(here["pupil"])):
        page = said(client.get(address))
        assert "3eY" in page and "4eZ" not in page


def test_dir_01_a_record_of_the_academie_has_no_form(here):
    page = said(here.client("administrator").get(record(here["teacher"])))
    main = page.partition('class="preau-directory"')[2]
    assert "vient de l’annuaire de l’académie" in main
    assert "<form" not in main.partition("</main>")[0]
    assert "Allemand" in main


def test_dir_03_the_links_of_a_family_show_on_both_records(here):
    entrust(guards=[Guard(here["parent"], here["pupil"])])
    client = here.client("teacher")
    assert record(here["parent"]) in said(client.get(record(here["pupil"])))
    assert record(here["pupil"]) in said(client.get(record(here["parent"])))


# --- Groups (DIR-04) -------------------------------------------------------------------------------------------------


def test_dir_04_a_group_of_the_academie_is_only_read(here):
    institutional = create_groups(school=here.school, groups={"Conseil": GroupKind.INSTITUTIONAL})["Conseil"]
    institutional.people.add(here["teacher"])
    client = here.client("head")
    page = said(client.get(f"{GROUPS}{institutional.ref}/"))
    assert "vient de l’annuaire de l’académie" in page
    assert 'name="people"' not in page
    body = {"people": [str(here["teacher"].ref)], "name": "Autre"}
    for address in ("", "rename/", "delete/"):
        assert "ne se change pas ici" in said(client.post(f"{GROUPS}{institutional.ref}/{address}", body)), address
    assert "ne se change pas ici" in said(client.post(f"{GROUPS}{institutional.ref}/add/", body, follow=True))
    assert list(Group.objects.get(name="Conseil").people.all()) == [here["teacher"]]


@pytest.mark.parametrize("purpose", GroupPurpose)
def test_dir_04_reserved_groups_are_not_renamed_nor_deleted(here, purpose):
    group, client = reserved_group(here.school, purpose), here.client("head")
    for address in ("rename/", "delete/"):
        assert "que le portail réserve" in said(client.post(f"{GROUPS}{group.ref}/{address}", {"name": "Autre"}))
    assert reserved_group(here.school, purpose).name == group.name


@pytest.mark.parametrize("username", ["parent", "pupil"])
def test_dir_04_no_pupil_or_parent_is_put_among_the_heads(here, username):
    group = reserved_group(here.school, GroupPurpose.HEADS)
    client = here.client("administrator")
    assert str(here[username].ref) not in said(client.get(f"{GROUPS}{group.ref}/add/"))
    answer = client.post(f"{GROUPS}{group.ref}/add/", {"people": [str(here[username].ref)]})
    assert "réservé aux adultes de l’école" in said(answer)
    assert list(group.people.all()) == [here["head"]]


def test_dir_04_the_last_head_is_not_taken_out(here):
    group, client = reserved_group(here.school, GroupPurpose.HEADS), here.client("administrator")
    out = {"people": [str(here["head"].ref)]}
    assert "n’aurait plus personne" in said(client.post(f"{GROUPS}{group.ref}/", out))
    gone = here.add("gone", Profile.STAFF, state=State.LEAVING)
    group.people.add(gone)
    assert "n’aurait plus personne" in said(client.post(f"{GROUPS}{group.ref}/", out))
    assert here["head"] in group.people.all()
    client.post(f"{GROUPS}{group.ref}/add/", {"people": [str(here["administrator"].ref)]})
    assert client.post(f"{GROUPS}{group.ref}/", out).status_code == 302
    assert here["head"] not in group.people.all()
    assert logged(here) == ["preau.group.joined", "preau.group.left"]


def test_dir_04_a_new_administrator_enters_at_once_and_leaves_at_once(here):
    group, client = reserved_group(here.school, GroupPurpose.ADMINISTRATORS), here.client("head")
    newcomer = here.add("newcomer", Profile.STAFF)
    assert refused(here.client("newcomer").get(GUESTS))
    client.post(f"{GROUPS}{group.ref}/add/", {"people": [str(newcomer.ref)]})
    assert here.client("newcomer").get(GUESTS).status_code == 200
    client.post(f"{GROUPS}{group.ref}/", {"people": [str(newcomer.ref)]})
    assert refused(here.client("newcomer").get(GUESTS))


def test_dir_04_a_group_is_made_filled_emptied_and_deleted(here):
    client = here.client("administrator")
    answer = client.post(GROUPS + "new/", {"name": "  Chorale   des 6e "})
    group = Group.objects.get(school=here.school, name="Chorale des 6e")
    assert answer.url == f"{GROUPS}{group.ref}/add/"
    both = [str(here["pupil"].ref), str(here["teacher"].ref)]
    assert client.post(f"{GROUPS}{group.ref}/add/", {"people": both}).status_code == 302
    assert set(group.people.all()) == {here["pupil"], here["teacher"]}
    assert client.post(f"{GROUPS}{group.ref}/rename/", {"name": "Chorale"}).status_code == 302
    assert client.post(f"{GROUPS}{group.ref}/", {"people": both[:1]}).status_code == 302
    assert list(group.people.all()) == [here["teacher"]]
    assert client.post(f"{GROUPS}{group.ref}/delete/").status_code == 302
    assert not Group.objects.filter(pk=group.pk).exists()
    assert logged(here) == [f"preau.group.{name}" for name in ("made", "joined", "renamed", "left", "deleted")]
    assert Person.objects.filter(pk=here["teacher"].pk).exists()


@pytest.mark.parametrize("name", ["", "   ", "club THEATRE", "x" * 81])
def test_dir_04_a_name_missing_too_long_or_taken_is_refused_and_kept_in_the_form(here, name):
    free_group(here, "Club théâtre")
    before = Group.objects.count()
    answer = here.client("administrator").post(GROUPS + "new/", {"name": name})
    assert answer.context["form"].errors["name"]
    assert answer.context["form"]["name"].value() == name
    assert Group.objects.count() == before


def test_dir_04_nobody_ticked_is_refused(here):
    group = free_group(here)
    client = here.client("administrator")
    for address in (f"{GROUPS}{group.ref}/add/", f"{GROUPS}{group.ref}/", f"{GUESTS}remove/"):
        assert "Choisissez au moins une personne" in said(client.post(address, {})), address


def test_dir_04_a_group_that_gives_rights_is_not_deleted_and_says_where(here):
    group, client = free_group(here), here.client("administrator")
    group.people.add(here["teacher"])
    row = grant_role(school=here.school, page=here.rubric, role=Role.EDITOR, terms=[{"group": group}])
    answer = said(client.post(f"{GROUPS}{group.ref}/delete/"))
    assert "donne encore des droits : « Clubs » (rédacteur)" in answer
    assert "Retirez-les d’abord" in answer
    assert Group.objects.filter(pk=group.pk).exists()
    assert "Ce groupe donne des droits" in said(client.get(f"{GROUPS}{group.ref}/"))
    assert logged(here) == []
    row.audience.delete()
    assert client.post(f"{GROUPS}{group.ref}/delete/").status_code == 302


def test_dir_04_taking_out_the_last_member_of_a_group_that_gives_rights_is_said(here):
    group, client = free_group(here), here.client("administrator")
    group.people.add(here["teacher"])
    grant_role(school=here.school, page=here.rubric, role=Role.EDITOR, terms=[{"group": group}])
    assert "dernier membre d’un groupe qui donne des droits" in said(client.get(f"{GROUPS}{group.ref}/"))
    answer = client.post(f"{GROUPS}{group.ref}/", {"people": [str(here["teacher"].ref)]}, follow=True)
    assert "n’a plus aucun membre : plus personne n’a les droits qu’il donne (« Clubs » (rédacteur))" in said(answer)
    assert group.people.count() == 0


# --- Guests (DIR-05) -------------------------------------------------------------------------------------------------

GUEST = {"first_name": "Élodie", "last_name": "D’Arc", "email": "elodie@example.org", "ends_on": "2027-06-30"}


@pytest.mark.parametrize(
    ("changed", "at"),
    [
        ({"ends_on": "2026-11-09"}, "ends_on"),
        ({"ends_on": "2028-11-11"}, "ends_on"),
        ({"ends_on": ""}, "ends_on"),
        ({"ends_on": "demain"}, "ends_on"),
        ({"email": ""}, "email"),
        ({"email": "elodie"}, "email"),
        ({"email": "DEJA@example.org"}, "email"),
        ({"first_name": " "}, "first_name"),
        ({"last_name": "x" * 81}, "last_name"),
    ],
)
def test_dir_05_a_guest_badly_described_is_refused_at_the_field(here, changed, at):
    User.objects.filter(pk=here["teacher"].user_id).update(email="deja@example.org")
    before = (Person.objects.count(), User.objects.count())
    answer = here.client("administrator").post(GUESTS + "new/", GUEST | changed)
    assert list(answer.context["form"].errors) == [at]
    assert answer.context["form"]["first_name"].value() == (GUEST | changed)["first_name"]
    assert (Person.objects.count(), User.objects.count()) == before


@pytest.mark.parametrize("ends_on", ["2026-11-10", "2028-11-10"])
def test_dir_05_a_guest_is_made_with_an_account_that_nobody_can_use_yet(here, ends_on):
    User.objects.create_user("elodie.darc")
    answer = here.client("administrator").post(GUESTS + "new/", GUEST | {"ends_on": ends_on})
    guest = Person.objects.get(school=here.school, first_name="Élodie")
    assert answer.url == f"{GUESTS}{guest.ref}/"
    assert (guest.profile, guest.source, str(guest.ends_on)) == ("guest", "school", ends_on)
    assert guest.user is not None
    assert (guest.user.username, guest.user.email) == ("elodie.darc2", "elodie@example.org")
    assert not guest.user.has_usable_password()
    assert logged(here) == ["preau.guest.made"]


def test_dir_05_a_new_guest_chooses_a_password_by_a_link_that_opens_once(here):
    client = here.client("administrator")
    client.post(GUESTS + "new/", GUEST)
    guest = Person.objects.get(first_name="Élodie")
    answer = client.post(f"{GUESTS}{guest.ref}/link/")
    address = said(answer).partition('value="http://testserver')[2].partition('"')[0]
    visitor = Client()
    page = visitor.get(address, follow=True)
    secret = "quatre-mots-bien-longs"
    visitor.post(page.request["PATH_INFO"], {"new_password1": secret, "new_password2": secret})
    assert Client().login(username=guest.user.username, password=secret)
    assert visitor.get(address, follow=True).context["validlink"] is False
    assert "a déjà un mot de passe" in said(client.post(f"{GUESTS}{guest.ref}/link/"))


def test_dir_05_no_link_for_somebody_else_s_account(here):
    """An administrator of the portal does not take over an account: guests of the school alone, before their first
    password."""
    client = here.client("administrator")
    teacher = here["teacher"]
    assert refused(client.post(f"{GUESTS}{teacher.ref}/link/"))
    guest = here["guest"]
    guest.user.set_unusable_password()
    guest.user.save()
    address = f"{GUESTS}{guest.ref}/link/"
    User.objects.filter(pk=guest.user_id).update(is_superuser=True)
    assert "password_reset/confirm" not in said(client.post(address))
    User.objects.filter(pk=guest.user_id).update(is_superuser=False)
    Person.objects.filter(pk=guest.pk).update(source="academie")
    assert "password_reset/confirm" not in said(client.post(address))
    Person.objects.filter(pk=guest.pk).update(source="school", ends_on=TODAY - timedelta(days=1))
    assert "password_reset/confirm" not in said(client.post(address))
    assert logged(here) == []
    Person.objects.filter(pk=guest.pk).update(ends_on=TODAY)
    assert "password_reset/confirm" in said(client.post(address))


def test_dir_05_a_guest_of_the_academie_is_not_changed_here(here):
    guest, client = here["guest"], here.client("administrator")
    Person.objects.filter(pk=guest.pk).update(source="academie")
    for address, body in (("", {"ends_on": "2026-12-24"}), ("end/", {})):
        assert "ne se change pas ici" in said(client.post(f"{GUESTS}{guest.ref}/{address}", body))
    assert Person.objects.get(pk=guest.pk).ends_on == guest.ends_on


def test_dir_05_a_teacher_is_no_guest(here):
    teacher, client = here["teacher"], here.client("administrator")
    for address in (f"{GUESTS}{teacher.ref}/", f"{GUESTS}{teacher.ref}/end/"):
        assert client.post(address, {"ends_on": "2026-12-24"}).status_code == 404
    answer = client.post(f"{GUESTS}remove/", {"people": [str(teacher.ref)]})
    assert "Seuls se retirent les invités dont l’accès est terminé" in said(answer)
    assert Person.objects.get(pk=teacher.pk).ends_on is None


@pytest.mark.parametrize("ends_on", ["2026-11-09", "2028-11-11", ""])
def test_dir_05_a_stay_is_not_changed_to_a_bad_date(here, ends_on):
    guest = here["guest"]
    answer = here.client("administrator").post(f"{GUESTS}{guest.ref}/", {"ends_on": ends_on})
    assert list(answer.context["form"].errors) == ["ends_on"]
    assert Person.objects.get(pk=guest.pk).ends_on == guest.ends_on


def test_dir_05_a_stay_is_changed_ended_and_opened_again(here):
    guest, client = here["guest"], here.client("administrator")
    client.post(f"{GUESTS}{guest.ref}/", {"ends_on": "2026-12-24"})
    assert Person.objects.get(pk=guest.pk).ends_on == date(2026, 12, 24)
    assert here.client("guest").get("/admin/").status_code == 200
    client.post(f"{GUESTS}{guest.ref}/end/")
    assert refused(here.client("guest").get("/admin/"))
    assert "déjà terminé" in said(client.post(f"{GUESTS}{guest.ref}/end/"))
    client.post(f"{GUESTS}{guest.ref}/", {"ends_on": "2026-12-24"})
    assert here.client("guest").get("/admin/").status_code == 200
    assert logged(here) == ["preau.guest.until", "preau.guest.ended", "preau.guest.until"]


def test_dir_05_a_guest_who_is_the_last_head_is_neither_ended_nor_removed(here):
    guest, client = here["guest"], here.client("administrator")
    reserved_group(here.school, GroupPurpose.HEADS).people.set([guest])
    assert "n’aurait plus personne" in said(client.post(f"{GUESTS}{guest.ref}/end/"))
    assert Person.objects.get(pk=guest.pk).ends_on == guest.ends_on
    Person.objects.filter(pk=guest.pk).update(ends_on=TODAY - timedelta(days=3))
    assert "n’aurait plus personne" in said(client.post(f"{GUESTS}remove/", {"people": [str(guest.ref)]}))
    assert Person.objects.filter(pk=guest.pk).exists()


def test_dir_05_guests_who_left_or_soon_leave_come_first(here):
    here.add("later", Profile.GUEST, source="school", ends_on=TODAY + timedelta(days=300))
    here.add("soon", Profile.GUEST, source="school", ends_on=TODAY + timedelta(days=20))
    here.add("gone", Profile.GUEST, source="school", ends_on=TODAY - timedelta(days=1))
    answer = here.client("administrator").get(GUESTS)
    names = [person.first_name for person in answer.context["page_obj"].object_list]
    assert names[:2] == ["Gone", "Soon"]
    assert set(names[2:]) == {"Later", "Guest"}


def test_dir_05_a_guest_still_there_is_not_removed(here):
    answer = here.client("administrator").post(f"{GUESTS}remove/", {"people": [str(here["guest"].ref)]})
    assert "Terminez-le d’abord" in said(answer)
    assert Person.objects.filter(pk=here["guest"].pk).exists()


def test_dir_05_guests_who_left_are_removed_with_their_account_and_their_roles_only(here, elsewhere):
    gone = here.add("gone", Profile.GUEST, writes=True, source="school", ends_on=TODAY - timedelta(days=1))
    both = here.add("both", Profile.GUEST, source="school", ends_on=TODAY - timedelta(days=1))
    shared = [{"person": gone}, {"person": here["teacher"]}]
    kept = grant_role(school=here.school, page=here.school.root_page, role=Role.VISITOR, terms=shared)
    create_people(
        school=elsewhere.school,
        people=[{"user": both.user, "profile": Profile.GUEST, "first_name": "Both", "last_name": "Là"}],
    )
    roles = RubricRole.objects.count()
    client = here.client("administrator")
    answer = client.post(f"{GUESTS}remove/", {"people": [str(gone.ref), str(both.ref)]})
    assert answer.status_code == 302
    assert not Person.objects.filter(pk__in=[gone.pk, both.pk]).exists()
    assert not User.objects.filter(username="gone-ici").exists()
    assert User.objects.filter(username="both-ici").exists()
    assert RubricRole.objects.count() == roles - 1
    assert [term.person for term in kept.audience.terms.all()] == [here["teacher"]]
    assert logged(here) == ["preau.guest.removed", "preau.guest.removed"]


# --- Accompanying adults (DIR-05) ------------------------------------------------------------------------------------


@pytest.mark.parametrize("username", ["pupil2", "parent", "teacher"])
def test_dir_05_only_staff_agents_and_guests_accompany_a_pupil(here, username):
    here.add("pupil2", Profile.PUPIL)
    address = f"{PEOPLE}{here['pupil'].ref}/adults/"
    client = here.client("administrator")
    assert str(here[username].ref) not in said(client.get(address))
    assert "accompagnent un élève" in said(client.post(address, {"people": [str(here[username].ref)]}))
    assert not Guardianship.objects.exists()


def test_dir_05_only_a_pupil_is_accompanied(here):
    answer = here.client("administrator").post(
        f"{PEOPLE}{here['parent'].ref}/adults/", {"people": [str(here["guest"].ref)]}
    )
    assert answer.status_code == 404
    assert not Guardianship.objects.exists()


def test_dir_05_a_parent_is_not_unlinked_here(here):
    entrust(guards=[Guard(here["parent"], here["pupil"])])
    client = here.client("administrator")
    address = f"{PEOPLE}{here['pupil'].ref}/adults/{here['parent'].ref}/"
    assert address not in said(client.get(record(here["pupil"])))
    assert "ne se change pas ici" in said(client.post(address))
    assert Guardianship.objects.count() == 1


def test_dir_05_an_accompanying_adult_is_linked_shown_on_both_records_and_unlinked(here):
    pupil, guest, client = here["pupil"], here["guest"], here.client("administrator")
    address = f"{PEOPLE}{pupil.ref}/adults/"
    assert client.post(address, {"people": [str(guest.ref)]}).status_code == 302
    assert Guardianship.objects.get().kind == GuardianKind.ACCOMPANYING
    assert "adulte accompagnant" in said(client.get(record(pupil)))
    assert record(pupil) in said(client.get(record(guest)))
    assert "déjà rattaché" in said(client.post(address, {"people": [str(guest.ref)]}))
    assert client.post(f"{address}{guest.ref}/").status_code == 302
    assert not Guardianship.objects.exists()
    assert "n’est plus rattaché" in said(client.post(f"{address}{guest.ref}/"))
    assert logged(here) == ["preau.adult.linked", "preau.adult.unlinked"]


def test_dir_05_accompanying_a_pupil_gives_nothing_on_rubrics(here):
    classes = create_classes(school=here.school, classes={"3eA": "3e"})
    enrol(places=[(here["pupil"], classes["3eA"])])
    guest = here["guest"]
    before = readable_paths(here.school, guest)
    here.client("administrator").post(f"{PEOPLE}{here['pupil'].ref}/adults/", {"people": [str(guest.ref)]})
    assert Guardianship.objects.filter(guardian=guest).exists()
    assert readable_paths(here.school, guest) == before
    assert class_names(guest) == []


# --- Access of pupils and parents (DIR-07) ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "at"),
    [
        ("2027-07-06", "2027-07-05", "last"),
        ("2027-07-06", "2028-07-06", "last"),
        ("2026-10-01", "2026-11-09", "last"),
        ("", "2027-08-31", "first"),
        ("2027-07-06", "été", "last"),
    ],
)
def test_dir_07_bad_dates_are_refused_at_their_field(here, first, last, at):
    answer = here.client("administrator").post(ACCESS, {"first": first, "last": last})
    assert list(answer.context["form"].errors) == [at]
    assert answer.context["form"]["last"].value() == last
    assert here.fresh().families_out_from is None


def test_dir_07_the_coming_summer_is_proposed(here):
    page = said(here.client("administrator").get(ACCESS))
    assert 'value="2027-07-06"' in page
    assert 'value="2027-08-31"' in page
    assert "aucune fermeture n’est prévue" in page


def test_dir_07_access_is_closed_for_families_alone_and_opened_again(here):
    client = here.client("administrator")
    assert here.client("parent").get("/admin/").status_code == 200
    assert client.post(ACCESS, {"first": "2026-11-10", "last": "2027-11-09"}).status_code == 302
    assert "Aujourd’hui, l’accès est fermé" in said(client.get(ACCESS))
    assert refused(here.client("parent").get("/admin/"))
    assert here.client("teacher").get("/admin/").status_code == 200
    assert client.post(ACCESS, {"open": "1"}).status_code == 302
    assert here.client("parent").get("/admin/").status_code == 200
    assert "déjà ouvert" in said(client.post(ACCESS, {"open": "1"}, follow=True))
    assert logged(here) == ["preau.access.closed", "preau.access.opened"]


def test_dir_07_closing_one_school_leaves_the_other_open(here, elsewhere):
    here.client("administrator").post(ACCESS, {"first": "2026-11-10", "last": "2026-11-30"})
    assert elsewhere.fresh().families_out_from is None
    assert elsewhere.client("parent").get("/admin/").status_code == 200


# --- The log ---------------------------------------------------------------------------------------------------------


def test_every_act_is_logged_in_words_with_its_author(here):
    group = free_group(here)
    here.client("administrator").post(f"{GROUPS}{group.ref}/add/", {"people": [str(here["pupil"].ref)]})
    row = ModelLogEntry.objects.get(action="preau.group.joined")
    assert row.user == here.user("administrator")
    assert row.label == "Club théâtre"
    assert row.formatter.format_message(row) == f"Ajout au groupe : {here['pupil']}"

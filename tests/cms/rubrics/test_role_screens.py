"""The screens where managers say who may do what in rubrics, through the door that browsers use (RUB-03, RUB-04)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.accounts.models import User
from cms.core import clock
from cms.directory.enums import GroupKind, Profile
from cms.directory.models import Person
from cms.directory.services import Guard, create_groups, enrol, entrust
from cms.rubrics.enums import Role, Zone
from cms.rubrics.models import Rubric, RubricRole
from tests.support.schools import SmallSchool, browser_of, is_refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> SmallSchool:
    return SmallSchool()


@pytest.fixture
def boss(school: SmallSchool) -> Client:
    return browser_of(school.chef)


def read(answer: Any) -> str:
    """What is read on a screen, on one line, no-break spaces as others."""
    assert answer.status_code == 200, answer.status_code
    page = BeautifulSoup(answer.content, "html.parser")
    return " ".join((page.select_one("main") or page).get_text(" ").split()).replace(" ,", ",").replace(" .", ".")


def told(client: Client, answer: Any) -> str:
    """The screen that an answer leads to."""
    assert answer.status_code == 302, read(answer)
    return read(client.get(answer.url))


def rights(page: Any, name: str = "rubric_rights", *more: int) -> str:
    return reverse(name, args=[page.pk, *more])


def line(number: int = 0, **named: Any) -> dict[str, Any]:
    """One line of who is meant, as the form sends it: with what it leaves empty."""
    fields = dict.fromkeys(("profile", "school_class", "year_group", "group", "function", "subject", "person"), "")
    return {f"line-{number}-{name}": value for name, value in {**fields, **named}.items()}


def give(client: Client, page: Any, role: Role, *lines: dict[str, Any]) -> Any:
    """What somebody does: look at who is meant, then give."""
    asked = {"role": role.value}
    for one in lines:
        asked |= one
    seen = client.post(rights(page, "rubric_role_give"), {**asked, "do": "see"})
    field = BeautifulSoup(seen.content, "html.parser").select_one("[name=seen]")
    return client.post(
        rights(page, "rubric_role_give"), {**asked, "do": "give", "seen": field["value"] if field else ""}
    )


def table() -> list[tuple[str, str, int]]:
    return sorted((row.page.title, str(row.audience), row.role) for row in RubricRole.objects.all())


def family(school: SmallSchool, class_name: str, size: int) -> list[Person]:
    """Pupils of a new class, each with one parent. Returns the parents."""
    place = school.school_class(class_name)
    pupils = [school.person(f"eleve{class_name}{n}", Profile.PUPIL) for n in range(size)]
    parents = [school.person(f"parent{class_name}{n}", Profile.PARENT) for n in range(size)]
    enrol(places=[(pupil, place) for pupil in pupils])
    entrust(guards=[Guard(parent, pupil) for parent, pupil in zip(parents, pupils, strict=True)])
    return parents


# --- Who may not ---


ELSEWHERE = "elsewhere"
REFUSED: dict[str, Callable[[SmallSchool, Rubric], Client]] = {
    "nobody signed in": lambda school, rubric: Client(),
    "visitor": lambda school, rubric: school.with_role(Role.VISITOR, rubric),
    "editor": lambda school, rubric: school.with_role(Role.EDITOR, rubric),
    "publisher": lambda school, rubric: school.with_role(Role.PUBLISHER, rubric),
    "moderator": lambda school, rubric: school.with_role(Role.MODERATOR, rubric),
    "manager of another rubric": lambda school, rubric: school.with_role(Role.MANAGER, school.rubric("Clubs")),
    "manager beneath": lambda school, rubric: school.with_role(Role.MANAGER, school.rubric("Chorale", under=rubric)),
    "head of another school": lambda school, rubric: browser_of(SmallSchool(ELSEWHERE).chef),
}


@pytest.mark.parametrize("who", REFUSED)
def test_rub_03_only_managers_of_a_rubric_see_and_change_its_rights(school: SmallSchool, who: str) -> None:
    rubric = school.rubric("Sport")
    row = school.grant(rubric, Role.EDITOR, profile=Profile.TEACHER)
    client = REFUSED[who](school, rubric)
    before = table()
    for name in ("rubric_rights", "rubric_role_give", "rubric_inheritance", "rubric_why"):
        assert is_refused(client.get(rights(rubric, name))), name
    for name in ("rubric_role_concerned", "rubric_role_people"):
        assert is_refused(client.get(rights(rubric, name), {"q": "chef", **line(profile="teacher")})), name
    for name in ("rubric_role_change", "rubric_role_take"):
        assert is_refused(client.get(rights(rubric, name, row.pk))), name
        assert is_refused(client.post(rights(rubric, name, row.pk), {"role": "5"})), name
    assert is_refused(
        client.post(rights(rubric, "rubric_role_give"), {"role": "5", "do": "give", **line(profile="pupil")})
    )
    assert is_refused(client.post(rights(rubric, "rubric_inheritance"), {"inherits": "no"}))
    assert table() == before
    assert Rubric.objects.get(pk=rubric.pk).inherits


@pytest.mark.parametrize("who", ["visitor", "editor", "moderator"])
def test_rub_04_who_manages_nothing_has_no_list_of_rights(school: SmallSchool, who: str) -> None:
    client = REFUSED[who](school, school.rubric("Sport"))
    assert is_refused(client.get(reverse("rubrics_rights")))


def test_rub_03_a_row_is_looked_for_in_the_rubric_of_its_address_only(school: SmallSchool, boss: Client) -> None:
    """A manager of one rubric cannot name a row of another behind the address of their own."""
    sport, clubs = school.rubric("Sport"), school.rubric("Clubs")
    row = school.grant(clubs, Role.EDITOR, profile=Profile.TEACHER)
    foreign = SmallSchool(ELSEWHERE)
    strange = foreign.grant(foreign.rubric("Sport"), Role.EDITOR, profile=Profile.TEACHER)
    manager = school.with_role(Role.MANAGER, sport)
    before = table()
    for client in (manager, boss):
        for key in (row.pk, strange.pk, 999_999):
            for name in ("rubric_role_change", "rubric_role_take"):
                assert client.get(rights(sport, name, key)).status_code == 404
                assert client.post(rights(sport, name, key), {"role": "1"}).status_code == 404
    assert table() == before


def test_rub_03_only_rubrics_and_the_top_of_a_school_have_rights(school: SmallSchool, boss: Client) -> None:
    article = school.article(school.rubric("Sport"), "Cross")
    assert boss.get(rights(article)).status_code == 404
    assert boss.get("/admin/rubrics/999999/rights/").status_code == 404
    assert boss.get(rights(school.top)).status_code == 200
    assert boss.get(rights(school.top, "rubric_inheritance")).status_code == 404


# --- The whole tree ---


def test_rub_04_the_list_says_who_reads_and_who_writes(school: SmallSchool, boss: Client) -> None:
    sport = school.rubric("Sport")
    school.rubric("Cross", under=sport)
    karim = school.person("karim", last_name="Ouali")
    school.grant(sport, Role.MANAGER, profile=Profile.STAFF)
    school.grant(sport, Role.EDITOR, person=karim)
    inner = school.rubric("Salle", zone=Zone.PRIVATE)
    school.grant(inner, Role.VISITOR, profile=Profile.TEACHER)
    away = school.rubric("Ancienne", archived_at=clock.now())
    school.rubric("Dessous", under=away)
    text = read(boss.get(reverse("rubrics_rights")))
    assert (
        "Sport : ses droits publique Lisent : tout le monde. "
        "Écrivent : personnels non enseignants (gestionnaires), Karim Ouali (rédacteur). 2 rôles donnés ici." in text
    )
    assert "Cross : ses droits publique Lisent : tout le monde." in text
    assert "Rôles hérités de « Sport »." in text
    assert (
        "Salle : ses droits privée Lisent : enseignants. Écrivent : le chef d’établissement seul. 1 rôle donné ici."
        in text
    )
    assert "Ancienne : ses droits archivée Lisent : personne tant qu’elle est archivée." in text
    assert "Dessous : ses droits archivée, comme « Ancienne »" in text


def test_rub_04_a_manager_sees_what_they_manage_and_where_it_is(school: SmallSchool) -> None:
    sport = school.rubric("Sport")
    cross = school.rubric("Cross", under=sport)
    school.rubric("Clubs")
    client = school.with_role(Role.MANAGER, cross, "karim")
    text = read(client.get(reverse("rubrics_rights")))
    assert "Sport › Cross : ses droits" in text
    assert "Clubs" not in text
    assert "Tout l’établissement" not in text
    assert reverse("rubrics_rights") in client.get(reverse("wagtailadmin_home")).content.decode()


def test_rub_04_the_list_flags_a_role_that_lets_nobody_in(school: SmallSchool, boss: Client) -> None:
    """ZONE-02: a role under a private rubric that its people cannot read, and what to do about it."""
    salle = school.rubric("Salle", zone=Zone.PRIVATE)
    school.grant(salle, Role.VISITOR, profile=Profile.STAFF)
    beneath = school.rubric("Formation", zone=Zone.PRIVATE, under=salle)
    school.person("lea", Profile.GUEST)
    school.grant(beneath, Role.VISITOR, profile=Profile.GUEST)
    note = (
        "Invités (visiteurs) — sans effet : « Salle », au-dessus, est privée et aucun rôle n’y fait entrer ces "
        "personnes. Donnez-leur aussi un rôle de visiteur dans « Salle »."
    )
    text = read(boss.get(reverse("rubrics_rights")))
    assert note in text
    assert "Formation : ses droits privée Lisent : personnels non enseignants." in text
    school.grant(salle, Role.VISITOR, profile=Profile.GUEST)
    assert "sans effet" not in read(boss.get(reverse("rubrics_rights")))


def test_rub_04_the_list_flags_those_whom_a_role_lets_in_only_in_part(school: SmallSchool, boss: Client) -> None:
    salle = school.rubric("Salle", zone=Zone.PRIVATE)
    beneath = school.rubric("Formation", zone=Zone.PRIVATE, under=salle)
    school.grant(salle, Role.VISITOR, person=school.person("lea"))
    school.person("marc")
    school.person("nour")
    school.grant(beneath, Role.VISITOR, profile=Profile.TEACHER)
    assert "Enseignants (visiteurs) — sans effet pour 2 de ces personnes" in read(boss.get(reverse("rubrics_rights")))


def test_rub_04_the_list_asks_as_many_queries_for_sixty_rubrics_as_for_ten(school: SmallSchool, boss: Client) -> None:
    def rubrics(first: int, last: int) -> None:
        parent = None
        for n in range(first, last):
            parent = school.rubric(f"Rubrique {n}", under=parent if n % 5 else None, zone=Zone.PRIVATE)
            school.grant(parent, Role.EDITOR, person=school.person(f"personne{n}"))
            school.grant(parent, Role.VISITOR, profile=Profile.TEACHER)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert f"Rubrique {shown}" in read(boss.get(reverse("rubrics_rights")))
        return len(asked)

    rubrics(0, 10)
    shown = 9
    queries()
    ten = queries()
    rubrics(10, 60)
    shown = 59
    assert queries() == ten
    assert ten < 30


def test_site_07_whoever_manages_several_schools_chooses_one(school: SmallSchool) -> None:
    school.rubric("Sport")
    SmallSchool(ELSEWHERE).rubric("Clubs")
    client = Client()
    client.force_login(User.objects.create_superuser("exploitant"))
    text = read(client.get(reverse("rubrics_rights"), {"school": ELSEWHERE}))
    assert "École elsewhere École essai" in text
    assert "Clubs" in text
    assert "Sport" not in text
    assert is_refused(client.get(reverse("rubrics_rights"), {"school": "inconnue"}))


# --- One rubric ---


def test_rub_03_the_rows_of_a_rubric_say_whether_they_are_inherited(school: SmallSchool) -> None:
    sport = school.rubric("Sport")
    cross = school.rubric("Cross", under=sport)
    school.grant(sport, Role.EDITOR, profile=Profile.TEACHER)
    client = school.with_role(Role.MANAGER, cross, "karim")
    text = read(client.get(rights(cross)))
    assert "Donnés ici Karim Durand Gestionnaire · 1 personne" in text
    assert "Hérités Enseignants Rédacteur · 1 personne : voir leurs noms · hérité de « Sport »" in text
    assert "Changer là où il est donné" not in text  # they do not manage « Sport »
    assert "Chef d’établissement Gestionnaire · 1 personne : voir leurs noms · hérité de tout l’établissement" in text


def test_rub_03_names_are_unfolded_on_demand_fifty_at_a_time(school: SmallSchool, boss: Client) -> None:
    sport = school.rubric("Sport")
    Person.objects.bulk_create(
        Person(school=school.school, profile=Profile.PUPIL, first_name="Élève", last_name=f"N{n:03}") for n in range(60)
    )
    row = school.grant(sport, Role.VISITOR, profile=Profile.PUPIL)
    folded = read(boss.get(rights(sport)))
    assert "60 personnes" in folded
    assert "Élève N000" not in folded
    first = read(boss.get(rights(sport), {"who": row.pk}))
    assert "Élève N049" in first
    assert "Élève N050" not in first
    assert "1 à 50 sur 60." in first
    assert "51 à 60 sur 60." in read(boss.get(rights(sport), {"who": row.pk, "p": 2}))


def test_dir_03_names_are_for_those_who_consult_the_directory(school: SmallSchool) -> None:
    """A guest who manages a rubric counts the people whom a role reaches; they do not get a list of them."""
    sport = school.rubric("Sport")
    guest = school.person("bastien", Profile.GUEST)
    school.grant(sport, Role.MANAGER, person=guest)
    school.person("lina", Profile.PUPIL)
    row = school.grant(sport, Role.VISITOR, profile=Profile.PUPIL)
    client = browser_of(guest)
    text = read(client.get(rights(sport), {"who": row.pk}))
    assert "Élèves Visiteur · 1 personne" in text
    assert "Lina" not in text
    assert "Lina" not in read(client.get(rights(sport, "rubric_role_concerned"), line(profile="pupil")))
    assert "Personne, par son nom" not in read(client.get(rights(sport, "rubric_role_give")))
    assert is_refused(client.get(rights(sport, "rubric_role_people"), {"q": "lina"}))
    assert is_refused(client.get(rights(sport, "rubric_why"), {"q": "lina"}))
    before = table()
    answer = give(client, sport, Role.EDITOR, line(profile="pupil", person="Lina Durand"))
    assert "Vous ne pouvez pas désigner des personnes." in read(answer)
    assert table() == before


# --- Giving ---


def test_rub_03_what_was_not_shown_is_not_given(school: SmallSchool, boss: Client) -> None:
    family(school, "3eA", 2)
    sport = school.rubric("Sport")
    asked = {"role": "1", "do": "give", **line(profile="parent")}
    text = read(boss.post(rights(sport, "rubric_role_give"), asked))
    assert "Voici qui est concerné. Si c’est bien cela, donnez le rôle. 2 personnes : parents" in text
    assert not RubricRole.objects.filter(page=sport).exists()


def test_rub_03_a_manager_gives_the_parents_of_a_class_the_role_of_visitor(school: SmallSchool, boss: Client) -> None:
    parents = family(school, "3eA", 3)
    family(school, "3eB", 2)
    one = school.school.classes.get(name="3eA")
    sport = school.rubric("Sport", zone=Zone.PRIVATE)
    shown = read(
        boss.post(
            rights(sport, "rubric_role_give"), {"role": "1", "do": "see", **line(profile="parent", school_class=one.pk)}
        )
    )
    assert "3 personnes : parents · 3eA" in shown
    assert all(str(parent) in shown for parent in parents)
    text = told(boss, give(boss, sport, Role.VISITOR, line(profile="parent", school_class=one.pk)))
    assert "Rôle donné : parents · 3eA (visiteurs)." in text
    assert ("Sport", "parents · 3eA", 1) in table()


def test_rub_03_lines_add_up_and_leave_people_out(school: SmallSchool, boss: Client) -> None:
    sport = school.rubric("Sport")
    school.person("karim", last_name="Ouali")
    school.person("lea")
    school.person("sam", Profile.AUTHORITY)
    lines = (line(0, profile="teacher"), line(1, profile="authority"), line(2, person="ouali", excluded="on"))
    asked = {key: value for one in lines for key, value in one.items()}
    shown = read(boss.get(rights(sport, "rubric_role_concerned"), asked))
    assert "2 personnes : enseignants, personnels de collectivité sauf Karim Ouali" in shown
    told(boss, give(boss, sport, Role.EDITOR, *lines))
    assert ("Sport", "enseignants, personnels de collectivité sauf Karim Ouali", 2) in table()


def test_rub_03_adding_and_removing_lines_keeps_what_was_typed(school: SmallSchool, boss: Client) -> None:
    sport = school.rubric("Sport")
    asked = {"role": "4", **line(0, profile="teacher"), **line(1, person="Ouali")}
    added = BeautifulSoup(boss.post(rights(sport, "rubric_role_give"), {**asked, "do": "add"}).content, "html.parser")
    assert [one["data-line"] for one in added.select("[data-lines] [data-line]")] == ["0", "1", "2"]
    assert added.select_one("#id_line-0-profile option[selected]")["value"] == "teacher"
    assert added.select_one("#id_line-1-person")["value"] == "Ouali"
    assert added.select_one("[name=role][checked]")["value"] == "4"
    assert "Personne de" not in added.get_text()  # nothing is checked before it is asked for
    removed = boss.post(rights(sport, "rubric_role_give"), {**asked, "do": "remove-0"})
    left = BeautifulSoup(removed.content, "html.parser")
    assert [one["data-line"] for one in left.select("[data-lines] [data-line]")] == ["1"]
    assert not RubricRole.objects.filter(page=sport).exists()


def test_rub_03_three_people_by_name_are_given_a_role_at_once(school: SmallSchool, boss: Client) -> None:
    sport = school.rubric("Sport")
    people = [school.person(name, last_name=name.title()) for name in ("ouali", "fontaine", "lorrain")]
    asked: dict[str, Any] = {"role": "2", **line(0)}
    for number in range(1, 4):
        shown = boss.post(rights(sport, "rubric_role_give"), {**asked, "do": "add-person"})
        page = BeautifulSoup(shown.content, "html.parser")
        # The line where nothing was chosen gives way, and a person is asked for by their name alone.
        numbers = [one["data-line"] for one in page.select("[data-lines] [data-line]")]
        assert numbers == [str(each) for each in range(1, number + 1)]
        assert not page.select("[data-lines] select")
        asked = {"role": "2", **{f"line-{n}-person": one.last_name for n, one in enumerate(people[:number], 1)}}
    lines = [{key: value} for key, value in asked.items() if key != "role"]
    told(boss, give(boss, sport, Role.EDITOR, *lines))
    [row] = RubricRole.objects.filter(page=sport)
    assert (row.role, {term.person for term in row.audience.terms.all()}) == (Role.EDITOR, set(people))


def test_rub_03_a_role_that_would_let_nobody_in_is_told_before_it_is_given(school: SmallSchool, boss: Client) -> None:
    salle = school.rubric("Salle", zone=Zone.PRIVATE)
    beneath = school.rubric("Formation", zone=Zone.PRIVATE, under=salle)
    school.person("lea")
    shown = read(boss.get(rights(beneath, "rubric_role_concerned"), {"role": "1", **line(profile="teacher")}))
    assert "Sans effet : « Salle », au-dessus, est privée" in shown


def test_dir_03_people_are_found_by_name_in_this_school_only(school: SmallSchool, boss: Client) -> None:
    sport = school.rubric("Sport")
    school.person("emilie", first_name="Émilie", last_name="Vasseur")
    SmallSchool(ELSEWHERE).person("emile", first_name="Émile", last_name="Vasseur")
    found = boss.get(rights(sport, "rubric_role_people"), {"q": "vasseur emil"}).json()
    assert found == {"people": ["Émilie Vasseur (enseignant)"]}
    assert boss.get(rights(sport, "rubric_role_people"), {"q": " "}).json() == {"people": []}


def test_dir_03_people_of_one_name_are_told_apart(school: SmallSchool, boss: Client) -> None:
    sport = school.rubric("Sport")
    first = school.person("marie", last_name="Petit")
    second = school.person("marie2", first_name="Marie", last_name="Petit")
    answer = give(boss, sport, Role.EDITOR, line(person="marie petit"))
    assert "Plusieurs personnes portent ce nom." in read(answer)
    assert not RubricRole.objects.filter(page=sport).exists()
    named = [one["value"] for one in BeautifulSoup(answer.content, "html.parser").select("[name=line-0-picked]")]
    assert named == [f"Marie Petit (enseignant) n° {one.pk}" for one in (first, second)]
    told(boss, give(boss, sport, Role.EDITOR, line(person="marie petit", picked=named[1])))
    assert RubricRole.objects.get(page=sport).audience.terms.get().person == second


# --- What is refused at the form ---


def refused(client: Client, page: Any, role: Role, *lines: dict[str, Any]) -> str:
    """The sentence of a refusal, once it is certain that nothing changed and that what was typed is there."""
    before = table()
    answer = give(client, page, role, *lines)
    text = read(answer)
    assert table() == before
    form = BeautifulSoup(answer.content, "html.parser")
    assert form.select_one("[name=role][checked]")["value"] == str(role.value)
    for one in lines:
        for name, value in one.items():
            if value and name.endswith(("-profile", "-person")):
                field = form.select_one(f"[name={name}]")
                chosen = field.select_one("[selected]") if field.name == "select" else field
                assert value in chosen["value"]
    return text


def test_rub_03_a_role_given_twice_is_refused(school: SmallSchool, boss: Client) -> None:
    sport = school.rubric("Sport")
    school.grant(sport, Role.EDITOR, profile=Profile.TEACHER)
    assert "« enseignants » a déjà un rôle ici : rédacteur." in refused(
        boss, sport, Role.MODERATOR, line(profile="teacher")
    )


def test_rub_03_an_audience_that_names_nobody_is_refused(school: SmallSchool, boss: Client) -> None:
    sport = school.rubric("Sport")
    assert "Cette ligne ne désigne personne." in refused(boss, sport, Role.EDITOR, line())
    assert "Cette ligne ne désigne personne." in refused(boss, sport, Role.EDITOR, line(0, profile="teacher"), line(1))
    alone = refused(boss, sport, Role.EDITOR, line(profile="teacher", excluded="on"))
    assert "Dites au moins qui est concerné" in alone
    assert "ne porte ce nom" in refused(boss, sport, Role.EDITOR, line(person="Personne Inconnue"))


def test_site_07_what_another_school_has_is_refused(school: SmallSchool, boss: Client) -> None:
    sport = school.rubric("Sport")
    elsewhere = SmallSchool(ELSEWHERE)
    group = create_groups(school=elsewhere.school, groups={"Club": GroupKind.FREE})["Club"]
    stranger = elsewhere.person("zoe", first_name="Zoé", last_name="Lointaine")
    for named in ({"school_class": elsewhere.school_class("3eZ").pk}, {"group": group.pk}):
        text = refused(boss, sport, Role.EDITOR, line(profile="teacher", **named))
        assert "Ce choix n’est pas de cet établissement, ou n’existe plus." in text
    for name in ("Zoé Lointaine", f"Zoé Lointaine (enseignant) n° {stranger.pk}"):
        assert "Personne de École essai ne porte ce nom." in refused(boss, sport, Role.EDITOR, line(person=name))


def test_rub_03_a_role_that_is_not_one_is_refused(school: SmallSchool, boss: Client) -> None:
    sport = school.rubric("Sport")
    for role in ("", "9", "chef"):
        asked = {"role": role, "do": "give", "seen": "x", **line(profile="teacher")}
        assert "Choisissez un rôle." in read(boss.post(rights(sport, "rubric_role_give"), asked))
    assert not RubricRole.objects.filter(page=sport).exists()


# --- Changing and taking away ---


def test_rub_03_a_manager_changes_a_role(school: SmallSchool, boss: Client) -> None:
    sport = school.rubric("Sport")
    row = school.grant(sport, Role.EDITOR, profile=Profile.TEACHER)
    assert "Choisissez un rôle." in read(boss.post(rights(sport, "rubric_role_change", row.pk), {"role": "9"}))
    assert ("Sport", "enseignants", 2) in table()
    text = told(boss, boss.post(rights(sport, "rubric_role_change", row.pk), {"role": "4"}))
    assert "Rôle changé : enseignants (modérateurs)." in text
    assert ("Sport", "enseignants", 4) in table()


def test_rub_03_taking_a_role_away_asks_first(school: SmallSchool, boss: Client) -> None:
    sport = school.rubric("Sport")
    row = school.grant(sport, Role.EDITOR, profile=Profile.TEACHER)
    asked = read(boss.get(rights(sport, "rubric_role_take", row.pk)))
    assert "Le rôle de rédacteur, donné ici à « enseignants » (0 personne), sera retiré." in asked
    assert ("Sport", "enseignants", 2) in table()
    text = told(boss, boss.post(rights(sport, "rubric_role_take", row.pk)))
    assert "Rôle retiré : enseignants (rédacteurs)." in text
    assert RubricRole.objects.filter(page=sport).count() == 0


def test_rub_07_the_heads_keep_their_role(school: SmallSchool, boss: Client) -> None:
    row = RubricRole.objects.get(page=school.top)
    before = table()
    assert "gardé d’office" in read(boss.get(rights(school.top)))
    for name in ("rubric_role_change", "rubric_role_take"):
        text = read(boss.post(rights(school.top, name, row.pk), {"role": "1"}))
        assert "Le chef d’établissement garde le rôle de gestionnaire partout" in text
    assert table() == before


def test_rub_03_the_last_manager_stays(school: SmallSchool) -> None:
    """With no head in post, whoever manages a rubric alone does not leave it without anybody."""
    sport = school.rubric("Sport")
    client = school.with_role(Role.MANAGER, sport, "karim")
    school.chef.groups.clear()
    row = RubricRole.objects.get(page=sport)
    before = table()
    changed = client.post(rights(sport, "rubric_role_change", row.pk), {"role": "2"})
    assert "« Sport » n’aurait plus aucun gestionnaire." in read(changed)
    chosen = BeautifulSoup(changed.content, "html.parser").select_one("[name=role][checked]")
    assert chosen["value"] == "2"  # what was asked for is still there
    assert "« Sport » n’aurait plus aucun gestionnaire." in read(client.post(rights(sport, "rubric_role_take", row.pk)))
    assert table() == before


# --- Inheritance ---


def test_rub_03_breaking_the_inheritance_says_what_it_changes(school: SmallSchool, boss: Client) -> None:
    sport = school.rubric("Sport")
    cross = school.rubric("Cross", under=sport)
    school.grant(sport, Role.EDITOR, profile=Profile.TEACHER)
    asked = read(boss.get(rights(cross, "rubric_inheritance")))
    assert "ces rôles sont recopiés ici" in asked
    assert "enseignants (rédacteurs) · 0 personne · donné dans « Sport »" in asked
    assert Rubric.objects.get(pk=cross.pk).inherits
    text = told(boss, boss.post(rights(cross, "rubric_inheritance"), {"inherits": "no"}))
    assert "« Cross » ne reprend plus les rôles donnés au-dessus." in text
    assert ("Cross", "enseignants", 2) in table()
    again = read(boss.get(rights(cross, "rubric_inheritance")))
    assert "Ces rôles vaudront à nouveau" in again
    assert "enseignants (rédacteurs) · 0 personne · donné dans « Sport »" in again
    boss.post(rights(cross, "rubric_inheritance"), {"inherits": "no"})  # sent twice: the same
    assert not Rubric.objects.get(pk=cross.pk).inherits
    told(boss, boss.post(rights(cross, "rubric_inheritance"), {"inherits": "yes"}))
    assert Rubric.objects.get(pk=cross.pk).inherits


# --- Why ---


def test_rub_04_why_says_the_role_and_where_it_comes_from(school: SmallSchool, boss: Client) -> None:
    top = school.rubric("Espaces", zone=Zone.PRIVATE)
    rubric = school.rubric("Troisième", zone=Zone.PRIVATE, under=top)
    one = school.school_class("3eA")
    karim = school.person("karim", last_name="Ouali")
    enrol(places=[(karim, one)])
    school.grant(rubric, Role.MANAGER, profile=Profile.TEACHER, school_class=one)
    school.grant(top, Role.VISITOR, profile=Profile.TEACHER)
    text = read(boss.get(rights(rubric, "rubric_why"), {"q": "ouali"}))
    assert "Karim Ouali : gestionnaire, comme enseignant de 3eA (rôle donné ici)." in text
    assert "Aussi visiteur, comme enseignant (hérité de « Espaces »)" in text
    assert "ne lit pas" not in text


def test_rub_04_why_says_what_stands_in_the_way(school: SmallSchool, boss: Client) -> None:
    salle = school.rubric("Salle", zone=Zone.PRIVATE)
    beneath = school.rubric("Formation", zone=Zone.PRIVATE, under=salle)
    lea = school.person("lea")
    school.grant(beneath, Role.VISITOR, person=lea)
    text = read(boss.get(rights(beneath, "rubric_why"), {"person": lea.pk}))
    assert "Lea Durand : visiteur, par son nom (rôle donné ici)." in text
    assert (
        "Lea Durand ne lit pas : « Salle », au-dessus, est privée et aucun rôle ne l’y fait entrer — "
        "donnez-lui un rôle de visiteur dans « Salle »." in text
    )
    assert "la rubrique est privée et aucun rôle ne l’y fait entrer" in read(
        boss.get(rights(salle, "rubric_why"), {"person": lea.pk})
    )
    public = school.rubric("Sport")
    assert "Lea Durand lit, comme tout le monde" in read(boss.get(rights(public, "rubric_why"), {"person": lea.pk}))


def test_site_07_why_knows_nobody_of_another_school(school: SmallSchool, boss: Client) -> None:
    sport = school.rubric("Sport")
    stranger = SmallSchool(ELSEWHERE).person("zoe", last_name="Lointaine")
    assert boss.get(rights(sport, "rubric_why"), {"person": stranger.pk}).status_code == 404
    assert boss.get(rights(sport, "rubric_why"), {"person": "x"}).status_code == 404
    assert "ne porte ce nom" in read(boss.get(rights(sport, "rubric_why"), {"q": "Lointaine"}))


# --- What is kept of it ---


def test_rub_03_the_history_tells_the_audience_and_the_role(school: SmallSchool, boss: Client) -> None:
    sport = school.rubric("Sport")
    told(boss, give(boss, sport, Role.EDITOR, line(profile="teacher")))
    row = RubricRole.objects.get(page=sport)
    boss.post(rights(sport, "rubric_role_change", row.pk), {"role": "4"})
    boss.post(rights(sport, "rubric_role_take", row.pk))
    boss.post(rights(sport, "rubric_inheritance"), {"inherits": "no"})
    text = read(boss.get(reverse("wagtailadmin_pages:history", args=[sport.pk])))
    for action, role in (("donné", "rédacteur"), ("changé", "modérateur"), ("retiré", "modérateur")):
        assert re.search(rf"[^.]*{action}[^.]*enseignants[^.]*{role}|enseignants[^.]*{action}[^.]*{role}", text), text
    assert "ne reprend plus les rôles donnés au-dessus" in text

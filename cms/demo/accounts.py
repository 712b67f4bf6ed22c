"""The demonstration's accounts, what each may do, and the writing of the whole school into the database.

The rights follow the rubrics of `content/demo`, by address. Passwords are public: never made in production.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from wagtail.models import Page

from cms.accounts.models import User
from cms.core import clock
from cms.core.exceptions import Conflict, NotAllowed, NotFound
from cms.demo.people import CLASSES, COUNCIL, GROUPS, HEADS, MANAGEMENT, SEED, DemoPeople, draw_people
from cms.directory.enums import GroupPurpose, GuardianKind, Profile
from cms.directory.models import Function, Person, Subject
from cms.directory.selectors import reserved_group
from cms.directory.services import bulk
from cms.rubrics.enums import Role
from cms.rubrics.models import Rubric
from cms.rubrics.services import grant_role
from cms.schools.models import School

PASSWORD = "preau-demo-2026"  # noqa: S105 (printed on the screen and in the README: it protects nothing)


@dataclass(frozen=True)
class Account:
    """A way into the demonstration. `person` is who it is among the people drawn; nobody for the operator."""

    username: str
    who: str
    may: str
    person: str = ""
    password: str = PASSWORD


ACCOUNTS = (
    Account(
        "chef",
        "Hélène Marchetti, principale",
        "gestionnaire de toutes les rubriques, par le groupe « Chef d’établissement »",
        "helene.marchetti",
    ),
    Account(
        "secretariat",
        "Valérie Nogaret, secrétaire",
        "gestionnaire de tout le portail, par délégation de la principale : rubriques, page d’accueil, droit à l’image",
        "valerie.nogaret",
    ),
    Account(
        "cpe",
        "Nadia Benhamou, CPE",
        "gestionnaire de Vie scolaire interne ; publie dans Santé et prévention et dans Clubs et ateliers ; "
        "lit Salle des personnels et Conseil d’administration",
        "nadia.benhamou",
    ),
    Account(
        "moderatrice",
        "Isabelle Lorrain, professeure de SVT",
        "modératrice de Vie du collège : valide ce que les autres y proposent ; gère les rubriques de ses classes",
        "isabelle.lorrain",
    ),
    Account(
        "publieuse",
        "Claire Fontaine, professeure d’EPS",
        "rédactrice avec mise en ligne de Sport scolaire : publie ses articles, sans toucher à ceux des autres ; "
        "gère les rubriques de ses classes",
        "claire.fontaine",
    ),
    Account(
        "redacteur",
        "Karim Ouali, professeur de technologie",
        "rédacteur de CDI, de Numérique et d’Atelier robotique : propose, un autre valide ; "
        "gère les rubriques de ses classes",
        "karim.ouali",
    ),
    Account(
        "eleve",
        "Lina Castel, élève de 3eA",
        "visiteuse : lit la zone publique et l’espace de la 3eA, n’écrit nulle part",
        "lina.castel",
    ),
    Account(
        "parent",
        "Sandrine Castel, mère de Lina (3eA) et de Gabin (6eB)",
        "visiteuse : lit la zone publique et les espaces de la 3eA et de la 6eB, n’écrit nulle part",
        "sandrine.castel",
    ),
    Account(
        "collectivite",
        "Rémi Chastang, chef de cuisine, agent du département",
        "rédacteur avec mise en ligne de Menus ; lit Salle des personnels",
        "remi.chastang",
    ),
    Account(
        "invite",
        "Bastien Roucaute, intervenant théâtre, jusqu’à la fin de l’année scolaire",
        "rédacteur de Club théâtre, et de rien d’autre",
        "bastien.roucaute",
    ),
    Account(
        "admin",
        "L’exploitant du serveur, qui n’est personne dans le collège",
        "tous les droits techniques (superutilisateur)",
    ),
)


@dataclass(frozen=True)
class Grant:
    """A role in the rubric at an address ("" is the whole tree), for whoever matches any of the terms.

    A term names a group, a function or a subject by its name, and a person by the username of their account.
    """

    rubric: str
    role: Role
    terms: Sequence[Mapping[str, str]]


TEACHERS = {"profile": Profile.TEACHER}
OTHER_STAFF = {"profile": Profile.STAFF}
AUTHORITY = {"profile": Profile.AUTHORITY}


def person(username: str) -> list[dict[str, str]]:
    return [{"person": username}]


def group(name: str) -> list[dict[str, str]]:
    return [{"group": name}]


GRANTS = (
    Grant("", Role.MANAGER, person("secretariat")),
    Grant("vie-du-college", Role.MODERATOR, person("moderatrice")),
    Grant("vie-du-college/sport-scolaire", Role.PUBLISHER, person("publieuse")),
    Grant("vie-du-college/sante-et-prevention", Role.PUBLISHER, person("cpe")),
    Grant("vie-du-college/clubs-et-ateliers", Role.PUBLISHER, person("cpe")),
    Grant("vie-du-college/clubs-et-ateliers/theatre", Role.EDITOR, person("invite")),
    Grant("vie-du-college/clubs-et-ateliers/robotique", Role.EDITOR, person("redacteur")),
    Grant("cdi", Role.EDITOR, person("redacteur")),
    Grant("cdi", Role.MANAGER, [{"profile": Profile.TEACHER, "subject": "Documentation"}]),
    Grant("pedagogie/numerique", Role.EDITOR, person("redacteur")),
    Grant("restauration/menus", Role.PUBLISHER, person("collectivite")),
    Grant("espaces-pedagogiques", Role.VISITOR, [TEACHERS]),
    Grant("conseil-d-administration", Role.MANAGER, group(MANAGEMENT)),
    Grant("conseil-d-administration", Role.VISITOR, group(COUNCIL)),
    Grant("salle-des-personnels", Role.MANAGER, group(MANAGEMENT)),
    Grant("salle-des-personnels", Role.VISITOR, [TEACHERS, OTHER_STAFF, AUTHORITY]),
    Grant("vie-scolaire-interne", Role.MANAGER, [{"profile": Profile.STAFF, "function": "CPE"}]),
    Grant("vie-scolaire-interne", Role.VISITOR, [OTHER_STAFF]),
)


def describe_accounts() -> list[Account]:
    """The accounts in the order in which one tries them, with French words for the terminal and the README."""
    return list(ACCOUNTS)


@transaction.atomic
def populate(school: School, *, seed: int = SEED) -> None:
    """Write the people of the demonstration, their accounts and their rights, all of it or nothing.

    Does nothing in a school that has people already. Raises `NotAllowed` in production, `NotFound` when a rubric
    that somebody has rights in is missing, `Conflict` when an account of the same name exists.
    """
    if settings.PRODUCTION:
        raise NotAllowed(
            "Le collège de démonstration ne s’installe pas en production : ses mots de passe sont publics."
        )
    if Person.objects.filter(school=school).exists():
        return
    drawn = draw_people(seed, until=end_of_school_year(clock.now().date()))
    people = _write_people(school, drawn, _write_users(drawn))
    named: dict[str, Mapping[str, Any]] = {
        "person": {account.username: people[account.person] for account in ACCOUNTS if account.person},
        "school_class": _write_classes(school, drawn, people),
        "group": _write_groups(school, drawn, people),
        "function": {row.name: row for row in Function.objects.filter(school=school)},
        "subject": {row.name: row for row in Subject.objects.filter(school=school)},
    }
    for grant in GRANTS:
        terms = [
            {key: named[key][name] if key in named else name for key, name in term.items()} for term in grant.terms
        ]
        grant_role(school=school, page=rubric_at(school, grant.rubric), role=grant.role, terms=terms)


def end_of_school_year(today: date) -> date:
    """The fifth of July that comes."""
    this_year = date(today.year, 7, 5)
    return this_year if today <= this_year else this_year.replace(year=today.year + 1)


def rubric_at(school: School, path: str) -> Page:
    """The rubric at this address in the school's tree, the top of the tree for "". Raises `NotFound`."""
    if not path:
        return school.root_page
    rubric = Rubric.objects.filter(url_path=f"{school.root_page.url_path}{path}/").first()
    if rubric is None:
        raise NotFound(
            f"{school.name} n’a pas de rubrique à l’adresse « {path} ». Importez d’abord le contenu de démonstration.",
            code="rubrics.unknown",
        )
    return rubric


def _write_users(drawn: DemoPeople) -> dict[str, User]:
    """An account each, by the username drawn; those of the demonstration have a short one and a password that opens."""
    opening, closed = make_password(PASSWORD), make_password(None)  # each hashed once: hashing is slow on purpose
    accounts = {account.person: account.username for account in ACCOUNTS if account.person}
    users = {
        someone.username: User(
            username=accounts.get(someone.username, someone.username),
            first_name=someone.first_name,
            last_name=someone.last_name,
            # Mails are written into a folder; no such domain can exist (RFC 2606).
            email=f"{accounts[someone.username]}@demo.example" if someone.username in accounts else "",
            password=opening if someone.username in accounts else closed,
        )
        for someone in drawn.everyone
    }
    operators = [
        User(username=account.username, password=opening, is_superuser=True, is_staff=True)
        for account in ACCOUNTS
        if not account.person
    ]
    everybody = [*users.values(), *operators]
    _refuse_usernames_in_use([user.username for user in everybody])
    User.objects.bulk_create(everybody, bulk.BATCH)
    return users


def _refuse_usernames_in_use(usernames: Sequence[str]) -> None:
    found = User.objects.filter(username__in=usernames).values_list("username", flat=True)
    if taken := ", ".join(sorted(found)):
        raise Conflict(f"Ces comptes existent déjà : {taken}. La démonstration veut une base à elle.")


def _write_people(school: School, drawn: DemoPeople, users: Mapping[str, User]) -> dict[str, Person]:
    rows = [
        {
            "user": users[someone.username],
            "profile": someone.profile,
            "first_name": someone.first_name,
            "last_name": someone.last_name,
            "functions": [someone.function] if someone.function else [],
            "subjects": [someone.subject] if someone.subject else [],
            "source": someone.source,
            "ends_on": someone.ends_on,
        }
        for someone in drawn.everyone
    ]
    made = bulk.create_people(school=school, people=rows)
    people = {someone.username: row for someone, row in zip(drawn.everyone, made, strict=True)}
    bulk.entrust(
        guards=[
            bulk.Guard(
                people[guard.guardian],
                people[guard.pupil],
                GuardianKind.LEGAL if guard.legal else GuardianKind.IN_CHARGE,
            )
            for guard in drawn.guards
        ]
    )
    return people


def _write_classes(school: School, drawn: DemoPeople, people: Mapping[str, Person]) -> Mapping[str, Any]:
    classes = bulk.create_classes(school=school, classes=CLASSES)
    bulk.enrol(
        places=[(people[someone.username], classes[name]) for someone in drawn.everyone for name in someone.classes]
    )
    return classes


def _write_groups(school: School, drawn: DemoPeople, people: Mapping[str, Person]) -> Mapping[str, Any]:
    groups = bulk.create_groups(school=school, groups=GROUPS)
    groups[HEADS] = reserved_group(school, GroupPurpose.HEADS)
    bulk.add_members(
        members=[(people[member], groups[name]) for name, members in drawn.members.items() for member in members]
    )
    return groups

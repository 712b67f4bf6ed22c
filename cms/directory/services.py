"""Writes about people.

The first ones are in bulk, a few queries a table, and ask nobody's rights: they serve the feeds and the demonstration,
which act for the school itself. The others have an actor: check, change, log.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.db import models, transaction
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from wagtail.log_actions import log

from cms.accounts.models import User
from cms.core import clock
from cms.core.exceptions import Conflict, Invalid, NotAllowed
from cms.directory import rules
from cms.directory.enums import ACCOMPANISTS, FAMILIES, GroupKind, GroupPurpose, GuardianKind, Profile, Source
from cms.directory.models import Function, Group, Guardianship, Person, SchoolClass, Subject, this_school_year
from cms.directory.permissions import may_in_directory
from cms.directory.rules import DirectoryRight
from cms.directory.selectors import (
    current_people,
    gone_guests,
    is_current,
    reserved_group,
    uses_of,
    waits_for_password,
)
from cms.directory.signals import classes_made, people_going
from cms.schools.models import School
from cms.schools.services import update_school

BATCH = 1000  # rows in one insert

# --- In bulk, for the school itself ---


@dataclass(frozen=True, slots=True)
class Guard:
    """Who answers for whom. `LEGAL` is the parental authority, which a step-parent or a tutor may not have."""

    guardian: Person
    pupil: Person
    kind: GuardianKind = GuardianKind.LEGAL


@transaction.atomic
def create_classes(*, school: School, classes: Mapping[str, str]) -> dict[str, SchoolClass]:
    """Classes of this school year by name, from their year groups: `{"3eA": "3e"}`.

    Raises `Conflict` for a name already there; that of a class of last year is free.
    """
    _refuse_names_in_use(SchoolClass.objects.filter(school_year=this_school_year()), school, classes)
    rows = [SchoolClass(school=school, name=name, year_group=year) for name, year in classes.items()]
    made = {row.name: row for row in SchoolClass.objects.bulk_create(rows, BATCH)}
    classes_made.send(School, school=school)
    return made


@transaction.atomic
def create_groups(*, school: School, groups: Mapping[str, GroupKind]) -> dict[str, Group]:
    """Groups by name, from their kinds. Raises `Conflict` for a name already there."""
    _refuse_names_in_use(Group.objects.all(), school, groups)
    made = [Group(school=school, name=name, kind=kind) for name, kind in groups.items()]
    return {row.name: row for row in Group.objects.bulk_create(made, BATCH)}


def make_reserved_groups(*, school: School) -> None:
    """The groups that the product counts on, for a school that is new (DIR-04). Those already there stay."""
    names = {GroupPurpose.HEADS: "Chef d’établissement", GroupPurpose.ADMINISTRATORS: "Administrateurs du portail"}
    for purpose, name in names.items():
        found = {"kind": GroupKind.INSTITUTIONAL, "name": name}
        Group.objects.get_or_create(school=school, purpose=purpose, defaults=found)


@transaction.atomic
def create_people(*, school: School, people: Sequence[Mapping[str, Any]]) -> list[Person]:
    """People in the order given, each from the keyword arguments of a `Person`.

    `functions` and `subjects` are names; those that the school does not know yet are made.
    """
    people = list(people)
    named = ("functions", "subjects")
    plain = [{key: value for key, value in fields.items() if key not in named} for fields in people]
    made = Person.objects.bulk_create([Person(school=school, **fields) for fields in plain], BATCH)
    _name(Function, "function", school, zip(made, (fields.get("functions", ()) for fields in people), strict=True))
    _name(Subject, "subject", school, zip(made, (fields.get("subjects", ()) for fields in people), strict=True))
    return made


def _name(model: Any, field: str, school: School, given: Iterable[tuple[Person, Iterable[str]]]) -> None:
    """Link people to what they are called, by its name."""
    pairs = [(person, name) for person, names in given for name in names]
    rows = model.objects.filter(school=school)
    have = set(rows.values_list("name", flat=True))
    missing = dict.fromkeys(name for _person, name in pairs if name not in have)
    model.objects.bulk_create([model(school=school, name=name) for name in missing], BATCH)
    keys = dict(rows.values_list("name", "pk"))
    through: Any = getattr(Person, f"{field}s").through
    links = [through(**{"person": person, f"{field}_id": keys[name]}) for person, name in pairs]
    through.objects.bulk_create(links, BATCH, ignore_conflicts=True)


@transaction.atomic
def enrol(*, places: Iterable[tuple[Person, SchoolClass]]) -> None:
    """Put people in classes, pupils and teachers alike. A place already held is left as it is."""
    places = list(places)
    _refuse_other_schools(places)
    through = Person.classes.through
    rows = [through(person=person, schoolclass=place) for person, place in places]
    through.objects.bulk_create(rows, BATCH, ignore_conflicts=True)


@transaction.atomic
def add_members(*, members: Iterable[tuple[Person, Group]]) -> None:
    """Put people in groups. A member already there is left as they are."""
    members = list(members)
    _refuse_other_schools(members)
    through = Person.groups.through
    rows = [through(person=person, group=group) for person, group in members]
    through.objects.bulk_create(rows, BATCH, ignore_conflicts=True)


@transaction.atomic
def entrust(*, guards: Iterable[Guard]) -> None:
    """Give pupils their guardians. Raises `Invalid` when the pupil is none, or the guardian is one."""
    guards = list(guards)
    _refuse_other_schools((guard.guardian, guard.pupil) for guard in guards)
    for guard in guards:
        if guard.pupil.profile != Profile.PUPIL:
            raise Invalid(f"{guard.pupil} n’est pas élève : personne n’en est responsable ici.", code="not-a-pupil")
        if guard.guardian.profile == Profile.PUPIL:
            raise Invalid(f"{guard.guardian} est élève et ne peut répondre d’un autre élève.", code="pupil-as-guardian")
    rows = [Guardianship(guardian=guard.guardian, pupil=guard.pupil, kind=guard.kind) for guard in guards]
    Guardianship.objects.bulk_create(rows, BATCH)


def _refuse_names_in_use(rows: models.QuerySet[Any], school: School, names: Iterable[str]) -> None:
    found = rows.filter(school=school, name__in=list(names)).values_list("name", flat=True)
    if taken := ", ".join(sorted(found)):
        raise Conflict(f"{school.name} a déjà : {taken}.", code="name-in-use")


def _refuse_other_schools(pairs: Iterable[tuple[Person, Person | SchoolClass | Group]]) -> None:
    """Two schools never share a class, a group or a family: each has its own record of the same account."""
    for person, other in pairs:
        if person.school_id != other.school_id:
            raise Invalid(f"{person} et {other} ne sont pas de la même école.", code="other-school")


# --- Free groups (DIR-04) ---


@transaction.atomic
def make_group(*, school: School, name: str, actor: Any) -> Group:
    """A free group, empty. Raises `NotAllowed`, `Invalid`, `Conflict`."""
    _require(actor, DirectoryRight.MANAGE_GROUPS, school)
    group = Group.objects.create(school=school, name=_free_name(school, name), kind=GroupKind.FREE)
    _log("preau.group.made", group, actor)
    return group


@transaction.atomic
def rename_group(*, group: Group, name: str, actor: Any) -> None:
    _require(actor, DirectoryRight.MANAGE_GROUPS, group.school)
    _refuse_unless_free(group)
    before = group.name
    group.name = _free_name(group.school, name, but=group)
    group.save(update_fields=["name"])
    _log("preau.group.renamed", group, actor, before=before)


@transaction.atomic
def delete_group(*, group: Group, actor: Any) -> None:
    """Raises `Conflict` while the group gives rights: who decides would not see what goes with it."""
    _require(actor, DirectoryRight.MANAGE_GROUPS, group.school)
    _refuse_unless_free(group)
    if uses := uses_of(group):
        raise Conflict(
            f"« {group.name} » donne encore des droits : {_listed(uses)}. "
            "Retirez-les d’abord, dans les acteurs de chacune de ces rubriques ; vous pourrez ensuite le supprimer.",
            code="group-in-use",
        )
    _log("preau.group.deleted", group, actor, deleted=True)
    try:
        group.delete()
    except models.RestrictedError:
        raise Conflict(
            f"« {group.name} » sert encore à désigner des personnes, dans un droit ou dans un envoi. "
            "Retirez-le d’abord de là.",
            code="group-in-use",
        ) from None


@transaction.atomic
def put_in_group(*, group: Group, people: Sequence[Person], actor: Any) -> None:
    """Add members to a free group, to the heads or to the administrators. Those already there stay."""
    _require(actor, DirectoryRight.MANAGE_GROUPS, group.school)
    _refuse_unless_filled_here(group)
    _refuse_nobody(people)
    for person in people:
        if group.purpose and person.profile in FAMILIES:
            raise Invalid(
                f"{person} est {person.get_profile_display()} : « {group.name} » est réservé aux adultes de l’école.",
                code="family-in-reserved-group",
            )
        if not is_current(person):
            raise Invalid(f"{person} n’est plus dans l’école : son compte est fermé.", code="not-current")
    add_members(members=[(person, group) for person in people])
    _log("preau.group.joined", group, actor, people=people)


@transaction.atomic
def take_out_of_group(*, group: Group, people: Sequence[Person], actor: Any) -> None:
    """Raises `Conflict` when the school would have no head any more."""
    _require(actor, DirectoryRight.MANAGE_GROUPS, group.school)
    _refuse_unless_filled_here(group)
    _refuse_nobody(people)
    _refuse_other_schools([(person, group) for person in people])
    if group.purpose == GroupPurpose.HEADS:
        _keep_a_head(group.school, people)
    group.people.remove(*people)
    _log("preau.group.left", group, actor, people=people)


def _refuse_unless_free(group: Group) -> None:
    if group.purpose:
        raise Conflict(
            f"« {group.name} » est un groupe que le portail réserve : il ne se renomme ni ne se supprime.",
            code="group-read-only",
        )
    if group.kind != GroupKind.FREE:
        raise _from_elsewhere(group)


def _refuse_unless_filled_here(group: Group) -> None:
    if group.kind != GroupKind.FREE and not group.purpose:
        raise _from_elsewhere(group)


def _from_elsewhere(group: Group) -> Conflict:
    return Conflict(
        f"« {group.name} » vient de l’annuaire de l’académie et ne se change pas ici. Créez plutôt un groupe libre.",
        code="group-read-only",
    )


def _refuse_nobody(people: Sequence[Person]) -> None:
    if not people:
        raise Invalid("Choisissez au moins une personne.", code="nobody")


def _free_name(school: School, name: str, but: Group | None = None) -> str:
    """The name as it is kept. Two groups whose names differ by an accent or a capital would be taken for each other."""
    name = " ".join(name.split())
    longest = Group._meta.get_field("name").max_length or 0
    if not name or len(name) > longest:
        raise Invalid(f"Donnez au groupe un nom, de {longest} caractères au plus.", code="group-name")
    for key, other in Group.objects.filter(school=school).values_list("pk", "name"):
        if rules.folded(other) == rules.folded(name) and not (but and key == but.pk):
            raise Conflict(f"{school.name} a déjà un groupe « {other} ». Choisissez un autre nom.", code="name-in-use")
    return name


def _keep_a_head(school: School, going: Iterable[Person]) -> None:
    """The group of heads is never emptied: without it, nobody would answer for the school's rubrics (RUB-07)."""
    group = reserved_group(school, GroupPurpose.HEADS)
    Group.objects.select_for_update().get(pk=group.pk)  # two heads who take each other out at once
    keys = {person.pk for person in going}
    members = group.people.all()
    if members.filter(pk__in=keys).exists() and not (
        current_people(school.pk).filter(groups=group).exclude(pk__in=keys).exists()
    ):
        raise Conflict(
            f"« {group.name} » n’aurait plus personne, et l’école plus de responsable. "
            "Ajoutez d’abord à ce groupe la personne qui prend la suite.",
            code="last-head",
        )


# --- Guests (DIR-05) ---


@transaction.atomic
def create_guest(*, school: School, first_name: str, last_name: str, email: str, ends_on: date, actor: Any) -> Person:
    """Somebody from outside, until a date, with an account that has no password yet."""
    _require(actor, DirectoryRight.MANAGE_GUESTS, school)
    first_name, last_name = (" ".join(name.split()) for name in (first_name, last_name))
    if not first_name or not last_name:
        raise Invalid("Donnez le prénom et le nom de l’invité.", code="guest-name")
    known = Person.objects.filter(school=school, user__email__iexact=email).first()
    if known:
        raise Conflict(
            f"Cette adresse est déjà celle de {known} ({known.get_profile_display()}). "
            "Si c’est la même personne, prolongez son accès au lieu d’en créer un autre.",
            code="email-in-use",
        )
    _check_end_of_stay(ends_on)
    user = User(username=_free_username(first_name, last_name), first_name=first_name, last_name=last_name, email=email)
    user.set_unusable_password()
    user.save()
    guest = Person.objects.create(
        school=school,
        user=user,
        profile=Profile.GUEST,
        source=Source.SCHOOL,
        first_name=first_name,
        last_name=last_name,
        ends_on=ends_on,
    )
    _log("preau.guest.made", guest, actor, until=ends_on.isoformat())
    return guest


@transaction.atomic
def change_end_of_stay(*, guest: Person, ends_on: date, actor: Any) -> None:
    """Prolong a guest's stay, or shorten it. Raises `Invalid` for a date past or too far."""
    _require(actor, DirectoryRight.MANAGE_GUESTS, guest.school)
    _refuse_unless_guest(guest)
    _check_end_of_stay(ends_on)
    _set_end(guest, ends_on)
    _log("preau.guest.until", guest, actor, until=ends_on.isoformat())


@transaction.atomic
def end_stay(*, guest: Person, actor: Any) -> None:
    """At once: the last day becomes yesterday, since the last day itself is included."""
    _require(actor, DirectoryRight.MANAGE_GUESTS, guest.school)
    _refuse_unless_guest(guest)
    if not is_current(guest):
        raise Conflict(f"L’accès de {guest} est déjà terminé.", code="already-ended")
    _keep_a_head(guest.school, [guest])
    _set_end(guest, clock.now().date() - timedelta(days=1))
    _log("preau.guest.ended", guest, actor)


@transaction.atomic
def remove_guests(*, school: School, guests: Sequence[Person], actor: Any) -> None:
    """Delete the records of guests who left, and the accounts that are nobody else's."""
    _require(actor, DirectoryRight.MANAGE_GUESTS, school)
    _refuse_nobody(guests)
    keys = [guest.pk for guest in guests]
    if gone_guests(school).filter(pk__in=keys).count() != len(set(keys)):
        raise Conflict(
            "Seuls se retirent les invités dont l’accès est terminé. Terminez-le d’abord.", code="guest-present"
        )
    _keep_a_head(school, guests)
    people_going.send(Person, people=guests)
    for guest in guests:
        _log("preau.guest.removed", guest, actor, deleted=True)
    users = [guest.user_id for guest in guests if guest.user_id]
    Person.objects.filter(pk__in=keys).delete()
    User.objects.filter(pk__in=users, people=None, is_superuser=False).delete()


@transaction.atomic
def password_link(*, guest: Person, actor: Any) -> tuple[str, str]:
    """The two parts of the address where a new guest chooses a password: their key and a token that is used once."""
    _require(actor, DirectoryRight.MANAGE_GUESTS, guest.school)
    _refuse_unless_guest(guest)
    user = guest.user
    if user is None or not waits_for_password(guest):
        raise Conflict(f"{guest} a déjà un mot de passe, ou n’a plus d’accès : aucun lien n’est donné.", code="no-link")
    _log("preau.guest.link", guest, actor)
    return urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)


def _refuse_unless_guest(person: Person) -> None:
    if person.profile != Profile.GUEST or person.source != Source.SCHOOL:
        raise Conflict(
            f"Le dossier de {person} vient de l’annuaire de l’académie et ne se change pas ici.",
            code="record-read-only",
        )


def _check_end_of_stay(day: date) -> None:
    today = clock.now().date()
    latest = rules.latest_end_of_stay(today)
    if day < today:
        raise Invalid("Cette date est passée : choisissez aujourd’hui ou un jour à venir.", code="stay-past")
    if day > latest:
        raise Invalid(
            f"Un invité est accueilli deux ans au plus : choisissez une date jusqu’au {latest:%d/%m/%Y}.",
            code="stay-too-long",
        )


def _set_end(guest: Person, day: date) -> None:
    guest.ends_on = day
    guest.save(update_fields=["ends_on"])


def _free_username(first: str, last: str) -> str:
    wanted = rules.username_for(first, last)[:140] or "invite"
    taken = set(User.objects.filter(username__istartswith=wanted).values_list("username", flat=True))
    taken = {name.lower() for name in taken}
    return next(name for name in (f"{wanted}{number or ''}" for number in (0, *range(2, 10_000))) if name not in taken)


# --- Accompanying adults (DIR-05) ---


@transaction.atomic
def link_adults(*, pupil: Person, adults: Sequence[Person], actor: Any) -> None:
    """Adults who accompany a pupil and see their lessons. The link gives nothing on rubrics."""
    _require(actor, DirectoryRight.LINK_ADULTS, pupil.school)
    _refuse_nobody(adults)
    for adult in adults:
        if adult.profile not in ACCOMPANISTS:
            raise Invalid(
                f"{adult} est {adult.get_profile_display()} : accompagnent un élève les personnels, les agents de la "
                "collectivité et les invités.",
                code="not-an-accompanist",
            )
        if not is_current(adult):
            raise Invalid(f"{adult} n’est plus dans l’école : son compte est fermé.", code="not-current")
        if Guardianship.objects.filter(guardian=adult, pupil=pupil).exists():
            raise Conflict(f"{adult} est déjà rattaché à {pupil}.", code="already-linked")
    entrust(guards=[Guard(adult, pupil, GuardianKind.ACCOMPANYING) for adult in adults])
    _log("preau.adult.linked", pupil, actor, people=adults)


@transaction.atomic
def unlink_adult(*, pupil: Person, adult: Person, actor: Any) -> None:
    """Raises `Conflict` for a parent or a person in charge: the académie says who they are."""
    _require(actor, DirectoryRight.LINK_ADULTS, pupil.school)
    link = Guardianship.objects.filter(guardian=adult, pupil=pupil).first()
    if link is None:
        raise Conflict(f"{adult} n’est plus rattaché à {pupil}.", code="not-linked")
    if link.kind != GuardianKind.ACCOMPANYING:
        raise Conflict(
            f"Le lien entre {adult} et {pupil} vient de l’annuaire de l’académie et ne se change pas ici.",
            code="record-read-only",
        )
    link.delete()
    _log("preau.adult.unlinked", pupil, actor, people=[adult])


# --- Access of pupils and parents (DIR-07) ---


@transaction.atomic
def close_access(*, school: School, first: date, last: date, actor: Any) -> None:
    """Keep pupils and parents out from one day to another, both included. Staff and guests still enter."""
    _require(actor, DirectoryRight.CLOSE_ACCESS, school)
    if last < first:
        raise Invalid("La fin vient avant le début : choisissez un jour plus tard.", code="closing-reversed")
    if last < clock.now().date():
        raise Invalid("Cette fermeture serait déjà finie : choisissez une fin à venir.", code="closing-past")
    if last > (latest := rules.latest_closing(first)):
        raise Invalid(
            f"L’accès se ferme pour un an au plus : choisissez une fin jusqu’au {latest:%d/%m/%Y}.",
            code="closing-too-long",
        )
    update_school(school=school, families_out_from=first, families_out_until=last)
    _log("preau.access.closed", school, actor, first=first.isoformat(), until=last.isoformat())


@transaction.atomic
def open_access(*, school: School, actor: Any) -> None:
    """Let pupils and parents in at once, and forget the closing that was to come."""
    _require(actor, DirectoryRight.CLOSE_ACCESS, school)
    if school.families_out_from is None and school.families_out_until is None:
        raise Conflict("L’accès des élèves et des parents est déjà ouvert.", code="already-open")
    update_school(school=school, families_out_from=None, families_out_until=None)
    _log("preau.access.opened", school, actor)


# --- What the verbs share ---

REFUSALS = {
    DirectoryRight.MANAGE_GROUPS: "changent les groupes",
    DirectoryRight.MANAGE_GUESTS: "accueillent des invités",
    DirectoryRight.LINK_ADULTS: "rattachent un adulte à un élève",
    DirectoryRight.CLOSE_ACCESS: "ferment et ouvrent l’accès des familles",
}


def _require(actor: Any, right: DirectoryRight, school: School) -> None:
    if not may_in_directory(actor, right, school):
        raise NotAllowed(
            f"Seuls le chef d’établissement et les administrateurs du portail de {school.name} {REFUSALS[right]}."
        )


def _log(
    action: str,
    about: Group | Person | School,
    actor: Any,
    *,
    people: Sequence[Person] = (),
    deleted: bool = False,
    **data: Any,
) -> None:
    """Every row says its school, so that each school reads its own."""
    school = about if isinstance(about, School) else about.school
    if people:
        data["people"] = [str(person) for person in people]
    log(instance=about, action=action, user=actor, deleted=deleted, data={"school": school.pk, **data})


def _listed(names: Sequence[str], most: int = 6) -> str:
    more = len(names) - most
    return ", ".join(names[:most]) + (f" et {more} de plus" if more > 0 else "")

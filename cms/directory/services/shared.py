"""What the verbs share: whose right it is, what is refused everywhere, the log."""

from collections.abc import Iterable, Sequence
from typing import Any

from wagtail.log_actions import log

from cms.core.exceptions import Conflict, Invalid, NotAllowed
from cms.directory.enums import GroupPurpose
from cms.directory.models import Group, Person, SchoolClass
from cms.directory.permissions import may_in_directory
from cms.directory.rules import DirectoryRight
from cms.directory.selectors import current_people, is_current, reserved_group
from cms.schools.models import School

REFUSALS = {
    DirectoryRight.MANAGE_GROUPS: "changent les groupes",
    DirectoryRight.MANAGE_GUESTS: "accueillent des invités",
    DirectoryRight.LINK_ADULTS: "rattachent un adulte à un élève",
    DirectoryRight.CLOSE_ACCESS: "ferment et ouvrent l’accès des familles",
}


def require(actor: Any, right: DirectoryRight, school: School) -> None:
    if not may_in_directory(actor, right, school):
        raise NotAllowed(
            f"Seuls le chef d’établissement et les administrateurs du portail de {school.name} {REFUSALS[right]}."
        )


def record(
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


def refuse_other_schools(pairs: Iterable[tuple[Person, Person | SchoolClass | Group]]) -> None:
    """Two schools never share a class, a group or a family: each has its own record of the same account."""
    for person, other in pairs:
        if person.school_id != other.school_id:
            raise Invalid(f"{person} et {other} ne sont pas de la même école.", code="other-school")


def refuse_nobody(people: Sequence[Person]) -> None:
    if not people:
        raise Invalid("Choisissez au moins une personne.", code="nobody")


def refuse_gone(person: Person) -> None:
    if not is_current(person):
        raise Invalid(f"{person} n’est plus dans l’école : son compte est fermé.", code="not-current")


def keep_a_head(school: School, going: Iterable[Person]) -> None:
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

"""Free groups, and who is in those that the portal reserves (DIR-04)."""

from collections.abc import Sequence
from typing import Any

from django.db import models, transaction

from cms.core.exceptions import Conflict, Invalid
from cms.directory import rules
from cms.directory.enums import FAMILIES, GroupKind, GroupPurpose
from cms.directory.models import Group, Person
from cms.directory.rules import DirectoryRight
from cms.directory.selectors import uses_of
from cms.directory.services.bulk import add_members
from cms.directory.services.shared import keep_a_head, record, refuse_gone, refuse_nobody, refuse_other_schools, require
from cms.schools.models import School


@transaction.atomic
def make_group(*, school: School, name: str, actor: Any) -> Group:
    """A free group, empty. Raises `NotAllowed`, `Invalid`, `Conflict`."""
    require(actor, DirectoryRight.MANAGE_GROUPS, school)
    group = Group.objects.create(school=school, name=_free_name(school, name), kind=GroupKind.FREE)
    record("preau.group.made", group, actor)
    return group


@transaction.atomic
def rename_group(*, group: Group, name: str, actor: Any) -> None:
    require(actor, DirectoryRight.MANAGE_GROUPS, group.school)
    _refuse_unless_free(group)
    before = group.name
    group.name = _free_name(group.school, name, but=group)
    group.save(update_fields=["name"])
    record("preau.group.renamed", group, actor, before=before)


@transaction.atomic
def delete_group(*, group: Group, actor: Any) -> None:
    """Raises `Conflict` while the group gives rights: who decides would not see what goes with it."""
    require(actor, DirectoryRight.MANAGE_GROUPS, group.school)
    _refuse_unless_free(group)
    if uses := uses_of(group):
        raise Conflict(
            f"« {group.name} » donne encore des droits : {_listed(uses)}. "
            "Retirez-les d’abord, dans les acteurs de chacune de ces rubriques ; vous pourrez ensuite le supprimer.",
            code="group-in-use",
        )
    record("preau.group.deleted", group, actor, deleted=True)
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
    require(actor, DirectoryRight.MANAGE_GROUPS, group.school)
    _refuse_unless_filled_here(group)
    refuse_nobody(people)
    for person in people:
        _refuse_family_in_reserved(group, person)
        refuse_gone(person)
    add_members(members=[(person, group) for person in people])
    record("preau.group.joined", group, actor, people=people)


@transaction.atomic
def take_out_of_group(*, group: Group, people: Sequence[Person], actor: Any) -> None:
    """Raises `Conflict` when the school would have no head any more."""
    require(actor, DirectoryRight.MANAGE_GROUPS, group.school)
    _refuse_unless_filled_here(group)
    refuse_nobody(people)
    refuse_other_schools([(person, group) for person in people])
    if group.purpose == GroupPurpose.HEADS:
        keep_a_head(group.school, people)
    group.people.remove(*people)
    record("preau.group.left", group, actor, people=people)


def _refuse_unless_free(group: Group) -> None:
    if group.purpose:
        raise Conflict(
            f"« {group.name} » est un groupe que le portail réserve : il ne se renomme ni ne se supprime.",
            code="group-read-only",
        )
    if group.kind != GroupKind.FREE:
        raise _from_elsewhere(group)


def _refuse_family_in_reserved(group: Group, person: Person) -> None:
    if group.purpose and person.profile in FAMILIES:
        raise Invalid(
            f"{person} est {person.get_profile_display()} : « {group.name} » est réservé aux adultes de l’école.",
            code="family-in-reserved-group",
        )


def _refuse_unless_filled_here(group: Group) -> None:
    if group.kind != GroupKind.FREE and not group.purpose:
        raise _from_elsewhere(group)


def _from_elsewhere(group: Group) -> Conflict:
    return Conflict(
        f"« {group.name} » vient de l’annuaire de l’académie et ne se change pas ici. Créez plutôt un groupe libre.",
        code="group-read-only",
    )


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


def _listed(names: Sequence[str], most: int = 6) -> str:
    more = len(names) - most
    return ", ".join(names[:most]) + (f" et {more} de plus" if more > 0 else "")

"""Who has which role where, row by row, and the people whom that makes managers, moderators, readers of a place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from wagtail.models import Page

from cms.accounts.models import User
from cms.audiences.models import AudienceTerm
from cms.audiences.selectors import audiences_of, people_by_audience, people_in, signature
from cms.directory.enums import GroupPurpose
from cms.directory.models import Group, Person
from cms.directory.selectors import facts_of, may_enter
from cms.notifications.models import Notice
from cms.rubrics import rules
from cms.rubrics.enums import Role, Zone
from cms.rubrics.models import Rubric, RubricRole
from cms.rubrics.selectors import readable_paths, standing_of
from cms.schools.models import School

# --- Rows ---


def roles_at(page: Page) -> list[RubricRole]:
    """The rows given at this very place, the strongest first."""
    return _in_order(RubricRole.objects.filter(page=page))


def roles_reaching(page: Page) -> list[RubricRole]:
    """The rows that hold at this place, its own and inherited, the nearest first and the strongest first in each."""
    breaks = frozenset(Rubric.objects.filter(inherits=False).values_list("path", flat=True))
    rows = _in_order(RubricRole.objects.filter(page__path__in=list(rules.lineage(page.path, breaks))))
    return sorted(rows, key=lambda row: -len(row.page.path))


def roles_in(school: School) -> list[RubricRole]:
    """Every row of a school's tree, its top included, the strongest first: two queries."""
    return _in_order(RubricRole.objects.filter(page__path__startswith=school.root_page.path))


def _in_order(rows: QuerySet[RubricRole]) -> list[RubricRole]:
    terms = AudienceTerm.objects.select_related(*AudienceTerm.NAMED)
    found = rows.select_related("page", "audience").prefetch_related(Prefetch("audience__terms", terms))
    return list(found.order_by("-role", "pk"))


def is_of_heads(row: RubricRole) -> bool:
    """Whether the row says that the heads of school manage the place (RUB-07)."""
    terms = list(row.audience.terms.all())
    return (
        row.role == Role.MANAGER
        and len(terms) == 1
        and signature(terms) == signature([AudienceTerm(group=terms[0].group)])
        and terms[0].group is not None
        and terms[0].group.purpose == GroupPurpose.HEADS
    )


# --- The people whom they reach ---


def managers_at(page: Page) -> QuerySet[Person]:
    """People in force who manage the place."""
    found = Person.objects.none()
    for row in roles_reaching(page):
        if row.role == Role.MANAGER:
            found = found | people_in(row.audience)
    return found


def accounts_managing(place: Page) -> list[User]:
    """The accounts of those people, while they may enter."""
    people = managers_at(place).filter(user__is_active=True).select_related("user", "school").order_by("pk")
    return list({person.user.pk: person.user for person in people if person.user and may_enter(person)}.values())


def not_managing(school: School, notices: Iterable[Notice]) -> set[int]:
    """Those of these notices about the whole school, by primary keys, whose recipient manages it no more."""
    managing = {account.pk for account in accounts_managing(school.root_page)}
    return {one.pk for one in notices if one.recipient_id not in managing}


def people_with(right: rules.Right, place: Page) -> QuerySet[Person]:
    """People in force who have a right at this place and may read it (ART-03), whatever is offline meanwhile.

    From the rows of the place and of those above: a few queries, however many roles the school has.
    """
    above = list(rules.lineage(place.path))
    rubrics = {rubric.path: rubric for rubric in Rubric.objects.filter(path__in=above)}
    if any(rubric.archived_at for rubric in rubrics.values()) and right not in rules.LEFT_IN_ARCHIVE:
        return Person.objects.none()
    breaks = frozenset(path for path, rubric in rubrics.items() if not rubric.inherits)
    rows = _in_order(RubricRole.objects.filter(page__path__in=above))
    school = rows[0].audience.school_id if rows else 0
    members = people_by_audience(school, [row.audience for row in rows])

    def reached(path: str, roles: frozenset[Role] = frozenset(Role)) -> set[int]:
        line = set(rules.lineage(path, breaks))
        return {
            person for row in rows if row.page.path in line and row.role in roles for person in members[row.audience_id]
        }

    found = reached(place.path, frozenset(role for role in Role if right in rules.RIGHTS[role]))
    for path, rubric in rubrics.items():
        if rubric.zone != Zone.PUBLIC:
            found &= reached(path)
    return Person.objects.filter(pk__in=found)


def rights_of_group(group: Group) -> list[str]:
    """Where the group is named by a role, with the role, in words."""
    rows = (
        RubricRole.objects.filter(audience__terms__group=group).select_related("page").order_by("page__path").distinct()
    )
    return [f"« {row.page.title} » ({row.get_role_display()})" for row in rows]


# --- Why ---


@dataclass(frozen=True)
class Reason:
    """Why somebody may do what they may in a rubric: the rows that reach them there, and what stands in the way."""

    role: Role | None
    rows: Sequence[RubricRole]
    reads: bool
    hidden_by: Rubric | None  # the rubric, this one or above, that they may not read

    @property
    def counted(self) -> Sequence[RubricRole]:
        """The rows that decide."""
        return [row for row in self.rows if row.role == self.role]


def reason_for(person: Person, rubric: Rubric) -> Reason:
    """For a named person (RUB-04): the answer itself comes from the same rules as everywhere."""
    audiences = set(audiences_of(facts_of(person)).values_list("pk", flat=True))
    rows = [row for row in roles_reaching(rubric) if row.audience_id in audiences]
    readable = set(readable_paths(person.school, person))
    line = reversed(list(rules.lineage(rubric.path)))
    closed = next((path for path in line if len(path) > 2 * rules.STEP and path not in readable), None)
    return Reason(
        role=standing_of(person).at(rubric.path),
        rows=rows,
        reads=rubric.path in readable,
        hidden_by=Rubric.objects.filter(path=closed).first() if closed else None,
    )

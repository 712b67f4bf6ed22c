"""Reads about the tree and about who may read it. The rule itself is in `rules`."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import starmap
from operator import itemgetter
from typing import Any

from django.db.models import Case, Q, QuerySet, SmallIntegerField, When
from django.http import HttpRequest

from cms.accounts.models import User
from cms.audiences.selectors import audience_keys_of
from cms.core import clock
from cms.core.prepared import Given, Prepared
from cms.core.snapshot import once
from cms.directory.models import Person
from cms.directory.rules import school_year
from cms.directory.selectors import Facts, facts_by_keys, persons_of
from cms.rubrics import rules
from cms.rubrics.enums import Role, Zone
from cms.rubrics.models import Rubric, RubricRole
from cms.schools.models import School

# How the database gives a node: three columns, its flags summed in one. This is asked at each request.
NODE = ("pk", "path", "state")
PUBLIC, OPEN, INHERITS = 1, 2, 4
ROLES: dict[int, Role] = {role.value: role for role in Role}  # ten times as fast as `Role(4)`, asked as often
FLAGS = [tuple(bool(state & flag) for flag in (PUBLIC, OPEN, INHERITS)) for state in range(8)]


def node_of(pk: int, path: str, state: int) -> rules.Node:
    return rules.Node(pk, path, *FLAGS[state])


def tree_of(school: School) -> list[rules.Node]:
    """Every rubric of the school as far as rights go, in path order: one query.

    Sorted here: asked for an order, the database reads the articles too, along the index of their common table.
    """
    rows = TREE.rows(top=school.root_page.path)
    rows.sort(key=itemgetter(1))
    return list(starmap(node_of, rows))


def rows_of_tree(school: School) -> QuerySet[Rubric]:
    """The rubrics of the school in path order, with what `NODE` names."""
    return _rows().filter(path__startswith=school.root_page.path)


@cache  # the question is the same for all, but for the school: Django takes its time to put it together
def _rows() -> QuerySet[Rubric]:
    state = _flag(PUBLIC, zone=Zone.PUBLIC) + _flag(OPEN, live=True, archived_at=None) + _flag(INHERITS, inherits=True)
    return Rubric.objects.order_by("path").annotate(state=state)


def _flag(value: int, **conditions: Any) -> Case:
    return Case(When(Q(**conditions), then=value), default=0, output_field=SmallIntegerField())


TREE = Prepared(lambda: _rows().filter(path__startswith=Given("top")).order_by().values_list(*NODE))


def standing_of(person: Person) -> rules.Standing:
    """What this person is in their school: two queries."""
    return rules.Standing(roles_of(person), *_turns())


def standing_for(facts: Facts) -> rules.Standing:
    """The same for someone who may be imagined."""
    return rules.Standing(roles_for(facts), *_turns())


def standing_of_user(user: User) -> rules.Standing:
    """For an account, over all the schools where it is someone (trees never overlap)."""
    roles = {path: role for person in persons_of(user) for path, role in roles_of(person).items()}
    return rules.Standing(roles, *_turns())


def roles_of(person: Person) -> dict[str, Role]:
    """The roles that reach someone, by path of the rubric where they were given, the highest where several do."""
    day = clock.now().date()
    given = {"school": person.school_id, "person": person.pk, "year": school_year(day), "day": day.isoformat()}
    return _by_path(_roles_reaching(person.profile).rows(**given))


@cache
def _roles_reaching(profile: str) -> Prepared:
    given = (Given("school"), profile, Given("person"), Given("year"), Given("day"))
    return Prepared(lambda: _role_rows(facts_by_keys(*given)))


def roles_for(facts: Facts) -> dict[str, Role]:
    """The same for someone who may be imagined."""
    return _by_path(_role_rows(facts))


def _role_rows(facts: Facts) -> QuerySet[RubricRole, tuple[str, int]]:
    rows = RubricRole.objects.filter(audience__in=audience_keys_of(facts))
    return rows.order_by("role").values_list("page__path", "role")


def _by_path(rows: Iterable[tuple[Any, ...]]) -> dict[str, Role]:
    return {path: ROLES[role] for path, role in rows}  # in the order of roles: the last one stays


def _turns() -> tuple[frozenset[str], frozenset[str]]:
    """Where a role given above stops holding, and where it becomes a role to look only: one query."""
    rows = Rubric.objects.filter(Q(inherits=False) | Q(archived_at__isnull=False))
    found = list(rows.values_list("path", "inherits", "archived_at"))
    breaks = frozenset(path for path, inherits, _archived in found if not inherits)
    return breaks, frozenset(path for path, _inherits, archived in found if archived)


def public_paths(school: School) -> list[str]:
    """Treebeard paths of the rubrics that anyone may read, in tree order."""
    return list(once(("public paths", school.pk), lambda: tuple(rules.public(tree_of(school)))))


def readable_paths(school: School, person: Person | None) -> list[str]:
    """Treebeard paths of the rubrics that this person may read; nobody in particular reads the public ones."""
    if person is None:
        return public_paths(school)
    return list(readable_among(tree_of(school), roles_of(person)))


def readable_among(nodes: Sequence[rules.Node], roles: Mapping[str, Role]) -> dict[str, rules.Node]:
    """What whoever has these roles reads of a whole school's tree: it says itself where it breaks."""
    return rules.readable(nodes, rules.Standing(roles))


def rubrics_at(paths: list[str]) -> list[Rubric]:
    return list(Rubric.objects.filter(path__in=paths).order_by("path").select_related("illustration"))


def public_rubrics(school: School) -> list[Rubric]:
    return list(once(("public rubrics", school.pk), lambda: tuple(rubrics_at(public_paths(school)))))


def private_rubrics(school: School) -> list[Rubric]:
    """Those that the public may not read, whatever their own zone: for the export of a whole school only."""
    everything = Rubric.objects.filter(path__startswith=school.root_page.path)
    return list(everything.exclude(path__in=public_paths(school)).order_by("path").select_related("illustration"))


def public_paths_for_request(request: HttpRequest | None, school: School) -> frozenset[str]:
    """`public_paths`, asked once a request: admin lists ask it for each row."""
    if request is None:
        return frozenset(public_paths(school))
    known: dict[int, frozenset[str]] = request.__dict__.setdefault("_public_rubric_paths", {})
    if school.pk not in known:
        known[school.pk] = frozenset(public_paths(school))
    return known[school.pk]


def is_public(path: str) -> bool:
    """Whether anyone may read the rubric at this path."""
    nodes = [node_of(*row) for row in _rows().filter(path__in=list(rules.lineage(path))).values_list(*NODE)]
    return path in rules.public(nodes)


def private_above(rubric: Rubric) -> Rubric | None:
    """The private rubric above, the highest, that keeps this one from being public (ZONE-02)."""
    above = [path for path in rules.lineage(rubric.path) if path != rubric.path]
    return Rubric.objects.filter(path__in=above).exclude(zone=Zone.PUBLIC).order_by("path").first()

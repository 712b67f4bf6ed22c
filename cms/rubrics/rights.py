"""What the screens about rights read: the whole table of roles of a school, and who really gets where with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from cms.audiences.selectors import people_by_audience, signature
from cms.rubrics import rules
from cms.rubrics.actors import is_of_heads, roles_in
from cms.rubrics.enums import Role
from cms.rubrics.models import Rubric, RubricRole
from cms.rubrics.selectors import tree_of
from cms.schools.models import School


class Lived(Enum):
    """What a rubric is for its readers, whatever its own zone."""

    PUBLIC = "public"
    PRIVATE = "private"
    ARCHIVED = "archived"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A rubric above that people cannot read: their role beneath it does not let them in."""

    path: str
    title: str
    people: int


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table, as it holds at a place."""

    row: RubricRole
    people: frozenset[int]
    path: str  # where it was given
    own: bool  # given at the place itself
    of_heads: bool
    obstacles: Sequence[Obstacle]

    @property
    def role(self) -> Role:
        return Role(self.row.role)

    @property
    def idle(self) -> bool:
        """Nobody who has the role here can read the place."""
        return bool(self.people) and sum(obstacle.people for obstacle in self.obstacles) == len(self.people)


@dataclass(frozen=True, slots=True)
class Place:
    """A rubric, or the top of the school, as far as rights are told."""

    pk: int
    path: str
    title: str
    lived: Lived
    because: str  # the title of the rubric above that makes it so, if it is not its own doing
    inherits: bool
    top: bool = False


class Rights:
    """The table of roles of a school, loaded once: five queries, whatever the number of rubrics.

    Who reads what is asked of `rules.readable`, once for all the people whom the same rows reach.
    """

    def __init__(self, school: School) -> None:
        self.school = school
        self.nodes = {node.path: node for node in tree_of(school)}
        rows = Rubric.objects.filter(path__startswith=school.root_page.path)
        self._about = {path: about for path, *about in rows.values_list("path", "title", "live", "archived_at")}
        self._public = rules.public(self.nodes.values())
        self._breaks = frozenset(node.path for node in self.nodes.values() if not node.inherits)
        self._archived = frozenset(path for path, (_title, _live, archived) in self._about.items() if archived)
        table = roles_in(school)
        self._members = people_by_audience(school.pk, [row.audience for row in table])
        self._at: dict[str, list[RubricRole]] = {}
        for row in table:
            self._at.setdefault(row.page.path, []).append(row)
        self._reads = self._who_reads_what(table)

    # --- Places ---

    def top(self) -> Place:
        root = self.school.root_page
        return Place(root.pk, root.path, self.school.name, Lived.PUBLIC, "", inherits=False, top=True)

    def place(self, path: str) -> Place:
        node = self.nodes.get(path)
        if node is None:
            return self.top()
        lived, cause = self._lived(path)
        because = "" if cause == path else self._title(cause)
        return Place(node.pk, path, self._title(path), lived, because, node.inherits)

    def places(self) -> list[Place]:
        """Every rubric, in tree order."""
        return [self.place(path) for path in self.nodes]

    def _title(self, path: str) -> str:
        return str(self._about[path][0]) if path in self._about else self.school.name

    def _lived(self, path: str) -> tuple[Lived, str]:
        """What the rubric is to readers, and the rubric that makes it so."""
        above = [place for place in rules.lineage(path) if place in self.nodes]
        for place in above:
            _title, live, _archived = self._about[place]
            if place in self._archived:
                return Lived.ARCHIVED, place
            if not live:
                return Lived.OFFLINE, place
        if path in self._public:
            return Lived.PUBLIC, path
        return Lived.PRIVATE, next(place for place in above if not self.nodes[place].public)

    # --- Rows ---

    def at(self, path: str) -> list[Line]:
        """The rows that hold at a place: its own first, then from the nearest above; the strongest first in each."""
        return [
            self._line(row, place, own=place == path)
            for place in rules.lineage(path, self._breaks)
            for row in self._at.get(place, ())
        ]

    def decisive(self, path: str) -> list[Line]:
        """The same, each audience once, with the strongest role that it has there."""
        strongest: dict[frozenset[tuple[object, ...]], Line] = {}
        for line in self.at(path):
            key = signature(line.row.audience.terms.all())
            if key not in strongest or strongest[key].role < line.role:
                strongest[key] = line
        return sorted(strongest.values(), key=lambda line: -line.role)

    def _line(self, row: RubricRole, path: str, *, own: bool) -> Line:
        people = self._members[row.audience_id]
        return Line(row, people, path, own, is_of_heads(row), self.obstacles(people, path))

    def obstacles(self, people: Iterable[int], path: str) -> list[Obstacle]:
        """The private rubrics above a place that some of these people cannot read, the topmost for each of them.

        What is archived or offline stops everybody: that is no fault of a role.
        """
        people = list(people)
        line = [place for place in reversed(list(rules.lineage(path))) if place in self.nodes and place != path]
        if not all(self.nodes[place].open for place in line):
            return []
        stopped: dict[str, int] = {}
        for person in people:
            reads = self._reads.get(person, self._public)
            first = next((place for place in line if place not in reads), None)
            if first:
                stopped[first] = stopped.get(first, 0) + 1
        return [Obstacle(place, self._title(place), count) for place, count in sorted(stopped.items())]

    def _who_reads_what(self, table: Sequence[RubricRole]) -> dict[int, Mapping[str, rules.Node]]:
        """The paths that each person with a role reads."""
        rows_of: dict[int, list[int]] = {}
        for number, row in enumerate(table):
            for person in self._members[row.audience_id]:
                rows_of.setdefault(person, []).append(number)
        alike: dict[tuple[int, ...], list[int]] = {}
        for person, numbers in rows_of.items():
            alike.setdefault(tuple(numbers), []).append(person)
        reads: dict[int, Mapping[str, rules.Node]] = {}
        for rows, people in alike.items():
            roles: dict[str, Role] = {}
            for row in (table[number] for number in rows):
                roles[row.page.path] = max(Role(row.role), roles.get(row.page.path, Role.VISITOR))
            standing = rules.Standing(roles, self._breaks, self._archived)
            reads |= dict.fromkeys(people, rules.readable(self.nodes.values(), standing))
        return reads

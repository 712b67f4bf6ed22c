"""What one person reads of a school's tree, with what lists and breadcrumbs say of it: asked once a request."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from cms.directory.models import Person
from cms.directory.selectors import Facts
from cms.rubrics import rules
from cms.rubrics.enums import Role, Zone
from cms.rubrics.models import Rubric
from cms.rubrics.selectors import NODE, node_of, readable_among, roles_for, roles_of, rows_of_tree, standing_of
from cms.schools.models import School


@dataclass(frozen=True, slots=True)
class Place:
    """A rubric as others name it. `ref` is Wagtail's translation key: one locale, so one rubric."""

    node: rules.Node
    ref: UUID
    title: str
    address: str  # slugs from the first level down, joined by "/"
    colour: str
    icon: str


@dataclass(frozen=True)
class Reach:
    """The rubrics that someone may read. Whatever is listed for them is cut from here, so that one rule answers."""

    school: School
    places: Mapping[str, Place]  # by treebeard path, in tree order
    public: frozenset[str]  # paths of those that anyone may read

    def find(self, ref: UUID) -> Place | None:
        return next((place for place in self.places.values() if place.ref == ref), None)

    def beneath(self, place: Place) -> list[str]:
        """Paths of the rubric and of all that are readable under it."""
        return [path for path in self.places if path.startswith(place.node.path)]

    def line(self, path: str) -> list[Place]:
        """From the first level down to the rubric at `path`."""
        return [
            self.places[path[:end]] for end in range(rules.STEP, len(path) + 1, rules.STEP) if path[:end] in self.places
        ]

    def zone(self, place: Place) -> Zone:
        """As readers live it: a public rubric under a private one is public to nobody (ZONE-02)."""
        return Zone.PUBLIC if place.node.path in self.public else Zone.PRIVATE


def reach_of(school: School, person: Person | None) -> Reach:
    """One query for the tree, and one for what a person is; nobody in particular reads what is public."""
    return _reach(school, roles_of(person) if person else None)


def reach_for(school: School, facts: Facts | None) -> Reach:
    """The same for someone who may be imagined."""
    return _reach(school, roles_for(facts) if facts else None)


def _reach(school: School, roles: Mapping[str, Role] | None) -> Reach:
    top = school.root_page.url_path
    named = rows_of_tree(school).values_list(*NODE, "translation_key", "title", "url_path", "colour", "icon")
    rows = [(node_of(*row[: len(NODE)]), row[len(NODE) :]) for row in named]
    nodes = [node for node, _names in rows]
    public = rules.public(nodes)
    readable = public if roles is None else readable_among(nodes, roles)
    return Reach(
        school=school,
        places={node.path: _place(top, node, *names) for node, names in rows if node.path in readable},
        public=frozenset(public),
    )


def _place(top: str, node: rules.Node, ref: UUID, title: str, url_path: str, colour: str, icon: str) -> Place:
    return Place(node, ref, title, url_path.removeprefix(top).strip("/"), colour, icon)


def introductions_of(reach: Reach) -> dict[int, str]:
    """The introductions that are not empty, by primary key."""
    rows = Rubric.objects.filter(path__in=list(reach.places)).exclude(introduction="")
    return dict(rows.values_list("pk", "introduction"))


def writes_somewhere(person: Person) -> bool:
    return any(role >= Role.EDITOR for role in standing_of(person).roles.values())

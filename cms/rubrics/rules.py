"""Who may do what in a rubric, as tables and pure functions: no database, no Django model.

The table of rights is the guides' own (*Visiteur, Rédacteur, Rédacteur avec mise en ligne, Modérateur,
Gestionnaire*); the fold over the tree is the rule that every ancestor must be readable too.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

from cms.rubrics.enums import Role

STEP = 4  # characters of a treebeard path per level
STALE = timedelta(days=365)  # a rubric where nothing changes for so long is looked at (RUB-08)


class Right(StrEnum):
    CONSULT = "consult the rubric"
    PROPOSE = "propose any content, subject to validation"
    DELETE_OWN = "delete one's own content"
    PUBLISH_OWN = "put online directly"
    VALIDATE = "validate any content"
    PUBLISH_ANY = "put any content online"
    DELETE_ANY = "delete any content"
    CREATE_RUBRIC = "create a rubric"
    MODIFY_RUBRIC = "modify a rubric"
    DELETE_RUBRIC = "delete a rubric"
    MANAGE_ACTORS = "manage the actors"
    MANAGE_FORMS = "manage forms"


RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.VISITOR: frozenset({Right.CONSULT}),
    Role.EDITOR: frozenset({Right.CONSULT, Right.PROPOSE, Right.DELETE_OWN}),
    Role.PUBLISHER: frozenset({Right.CONSULT, Right.PROPOSE, Right.DELETE_OWN, Right.PUBLISH_OWN}),
    Role.MODERATOR: frozenset(Right)
    - {
        Right.CREATE_RUBRIC,
        Right.MODIFY_RUBRIC,
        Right.DELETE_RUBRIC,
        Right.MANAGE_ACTORS,
        Right.MANAGE_FORMS,
    },
    Role.MANAGER: frozenset(Right),
}

# Wagtail's own words for what a role may do somewhere in a tree; which pages exactly, `ASKED` says.
WAGTAIL_ACTIONS: Mapping[Role, tuple[str, ...]] = {
    Role.VISITOR: (),
    Role.EDITOR: ("add",),
    Role.PUBLISHER: ("add", "publish"),
    Role.MODERATOR: ("add", "change", "publish", "lock", "unlock"),
    Role.MANAGER: ("add", "change", "publish", "lock", "unlock", "bulk_delete"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The right that an action needs: on one's own contribution, on anyone's, on a place (a rubric, a homepage)."""

    own: Right | None
    anyones: Right | None
    place: Right


ASKED: Mapping[str, Asked] = {
    "add": Asked(None, None, Right.PROPOSE),
    "change": Asked(Right.PROPOSE, Right.VALIDATE, Right.MODIFY_RUBRIC),
    "delete": Asked(Right.DELETE_OWN, Right.DELETE_ANY, Right.DELETE_RUBRIC),
    "bulk_delete": Asked(None, None, Right.DELETE_RUBRIC),
    "publish": Asked(Right.PUBLISH_OWN, Right.PUBLISH_ANY, Right.MODIFY_RUBRIC),
    "lock": Asked(None, Right.PUBLISH_ANY, Right.MODIFY_RUBRIC),
    "unlock": Asked(None, Right.PUBLISH_ANY, Right.MODIFY_RUBRIC),
}
# An archived rubric is read-only (RUB-06): what remains, for who had it, is to look, to say who may, and to delete.
LEFT_IN_ARCHIVE = frozenset({Right.CONSULT, Right.MANAGE_ACTORS, Right.DELETE_RUBRIC})


class Node(NamedTuple):
    """A rubric, as far as rights go. A tuple: each question about a person makes as many as the school has rubrics."""

    pk: int
    path: str  # treebeard: a parent's path is the beginning of its children's
    public: bool
    open: bool  # online and not archived
    inherits: bool = True  # the roles given above hold here


@dataclass(frozen=True, slots=True)
class Area:
    """Everything at and under `path`, but for what is at and under one of `without`."""

    path: str
    without: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """What one person is, anywhere in the trees of their schools.

    `roles` are the roles that reach them, by the path of the rubric (or of the school's top page) where each was given;
    `breaks`, the paths of the rubrics that inherit nothing; `archived`, of those that are put away.
    """

    roles: Mapping[str, Role]
    breaks: frozenset[str] = frozenset()
    archived: frozenset[str] = frozenset()

    def at(self, path: str) -> Role | None:
        """The strongest role given there or above, no further up than a break of inheritance (RUB-03)."""
        return max((self.roles[place] for place in lineage(path, self.breaks) if place in self.roles), default=None)

    def may(self, right: Right, path: str) -> bool:
        role = self.at(path)
        if role is None or right not in RIGHTS[role]:
            return False
        return right in LEFT_IN_ARCHIVE or not any(place in self.archived for place in lineage(path))

    def areas(self, right: Right) -> list[Area]:
        """Where the person has this right: few areas, none inside another but in what it leaves out."""
        starts: dict[str, list[str]] = {}
        above: list[tuple[str, str | None]] = []  # places above the one looked at, each with the area it belongs to
        for path in sorted({*self.roles, *self.breaks, *self.archived}):
            while above and not path.startswith(above[-1][0]):
                above.pop()
            area = above[-1][1] if above else None
            if self.may(right, path):
                if area is None:
                    area = path
                    starts[area] = []
            elif area is not None:
                starts[area].append(path)
                area = None
            above.append((path, area))
        return [Area(path, tuple(without)) for path, without in starts.items()]


def lineage(path: str, breaks: frozenset[str] = frozenset()) -> Iterator[str]:
    """The place itself and those above it, upwards, no further than a break."""
    for end in range(len(path), 0, -STEP):
        yield path[:end]
        if path[:end] in breaks:
            return


def readable(nodes: Iterable[Node], standing: Standing) -> dict[str, Node]:
    """The rubrics that someone may read, by path, in tree order.

    `nodes` come in path order. A rubric is readable when it is open, when it is public or a role reaches the person on
    it, and when its parent is readable (ZONE-02). Breaks are read on the nodes; from the standing, only those above the
    first: for a whole school there are none.
    """
    found: dict[str, Node] = {}
    top: int | None = None
    reached: dict[str, bool] = {}
    for node in nodes:
        path = node.path
        top = len(path) if top is None else min(top, len(path))
        parent = path[:-STEP]
        if path in standing.roles:
            reached[path] = True
        elif not node.inherits:
            reached[path] = False
        else:
            reached[path] = reached[parent] if parent in reached else standing.at(parent) is not None
        if node.open and (node.public or reached[path]) and (len(path) == top or parent in found):
            found[path] = node
    return found


NOBODY = Standing({})


def public(nodes: Iterable[Node]) -> dict[str, Node]:
    """The rubrics that anyone may read."""
    return readable(nodes, NOBODY)

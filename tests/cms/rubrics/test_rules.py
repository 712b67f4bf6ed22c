"""RUB-03, ZONE-02, invariant 2: the guides' table of rights, and who may read what in a tree."""

from __future__ import annotations

from itertools import pairwise, permutations

from hypothesis import given
from hypothesis import strategies as st

from cms.rubrics.enums import Role
from cms.rubrics.rules import (
    LEFT_IN_ARCHIVE,
    RIGHTS,
    STEP,
    WAGTAIL_ACTIONS,
    Area,
    Node,
    Right,
    Standing,
    public,
    readable,
)

ROLES = [Role.VISITOR, Role.EDITOR, Role.PUBLISHER, Role.MODERATOR, Role.MANAGER]

# The guides' table as they print it, in the order of ROLES.
GUIDES = {
    "consult the rubric": "y y y y y",
    "propose any content, subject to validation": "n y y y y",
    "delete one's own content": "n y y y y",
    "put online directly": "n n y y y",
    "validate any content": "n n n y y",
    "put any content online": "n n n y y",
    "delete any content": "n n n y y",
    "create a rubric": "n n n n y",
    "modify a rubric": "n n n n y",
    "delete a rubric": "n n n n y",
    "manage the actors": "n n n n y",
    "manage forms": "n n n n y",
}


def test_rub_03_the_table_of_rights_is_the_guides() -> None:
    ours = {str(right): " ".join("y" if right in RIGHTS[role] else "n" for role in ROLES) for right in Right}
    assert ours == GUIDES


def test_rub_03_every_role_has_its_rights_and_each_holds_those_below() -> None:
    assert set(RIGHTS) == set(WAGTAIL_ACTIONS) == set(Role) == set(ROLES)
    assert sorted(ROLES) == ROLES
    for weaker, stronger in pairwise(ROLES):
        assert RIGHTS[weaker] < RIGHTS[stronger]
        assert set(WAGTAIL_ACTIONS[weaker]) <= set(WAGTAIL_ACTIONS[stronger])


def test_rub_03_wagtail_is_told_no_more_than_the_table() -> None:
    for role in ROLES:
        assert ("add" in WAGTAIL_ACTIONS[role]) == (Right.PROPOSE in RIGHTS[role])
        assert ("publish" in WAGTAIL_ACTIONS[role]) == (Right.PUBLISH_OWN in RIGHTS[role])
        assert ("change" in WAGTAIL_ACTIONS[role]) == (Right.PUBLISH_ANY in RIGHTS[role])
        assert ("bulk_delete" in WAGTAIL_ACTIONS[role]) == (Right.DELETE_RUBRIC in RIGHTS[role])


# --- the tree ----------------------------------------------------------------------------------------------------

ROOT = "00010001"  # Wagtail's root, the school's own page


@st.composite
def trees(draw: st.DrawFn) -> list[Node]:
    """Rubrics in path order: each new one hangs under the school's page or under one already drawn."""
    paths: list[str] = []
    children: dict[str, int] = {}
    for _ in range(draw(st.integers(0, 14))):
        parent = draw(st.sampled_from([ROOT, *paths]))
        children[parent] = children.get(parent, 0) + 1
        paths.append(f"{parent}{children[parent]:04d}")
    flags = st.sampled_from([True, True, False])
    return [
        Node(pk=number, path=path, public=draw(st.booleans()), open=draw(flags))
        for number, path in enumerate(sorted(paths))
    ]


@st.composite
def trees_and_roles(draw: st.DrawFn) -> tuple[list[Node], dict[str, Role]]:
    nodes = draw(trees())
    places = st.sampled_from([ROOT, "0001", "00010002", *[node.path for node in nodes]])
    return nodes, draw(st.dictionaries(places, st.sampled_from(ROLES), max_size=5))


def lineage(path: str) -> list[str]:
    """A path and all those above it, Wagtail's root included."""
    return [path[:end] for end in range(len(path), 0, -STEP)]


def may_read(node: Node, nodes: list[Node], roles: dict[str, Role]) -> bool:
    """The rule in words, read one rubric at a time: it and every rubric above it is open, and is public or has a
    role reaching the person on it, given there or anywhere above."""
    by_path = {other.path: other for other in nodes}
    return all(
        by_path[path].open and (by_path[path].public or any(place in roles for place in lineage(path)))
        for path in lineage(node.path)
        if path in by_path
    )


@given(trees_and_roles())
def test_zone_02_a_rubric_is_readable_when_it_and_all_above_it_are(case: tuple[list[Node], dict[str, Role]]) -> None:
    nodes, roles = case
    expected = [node.path for node in nodes if may_read(node, nodes, roles)]
    assert list(readable(nodes, Standing(roles))) == expected


@given(trees())
def test_zone_02_anyone_reads_public_rubrics_under_public_rubrics_only(nodes: list[Node]) -> None:
    """Invariant 1: a public rubric under a private one is not public."""
    by_path = {node.path: node for node in nodes}
    for path, node in public(nodes).items():
        assert all(by_path[above].public and by_path[above].open for above in lineage(path) if above in by_path)
        assert node is by_path[path]


@given(trees_and_roles())
def test_zone_02_a_role_only_ever_opens_and_its_rank_does_not_matter_for_reading(
    case: tuple[list[Node], dict[str, Role]],
) -> None:
    nodes, roles = case
    with_roles = readable(nodes, Standing(roles))
    assert set(public(nodes)) <= set(with_roles)
    assert with_roles == readable(nodes, Standing(dict.fromkeys(roles, Role.VISITOR)))


@given(trees())
def test_zone_02_a_role_at_the_top_reads_everything_that_is_open(nodes: list[Node]) -> None:
    everything = readable(
        [Node(node.pk, node.path, node.public, open=True) for node in nodes], Standing({ROOT: Role.VISITOR})
    )
    assert list(everything) == [node.path for node in nodes]


def test_zone_02_a_role_below_a_rubric_that_one_cannot_read_is_without_effect() -> None:
    above, below = Node(1, f"{ROOT}0001", public=False, open=True), Node(2, f"{ROOT}00010001", public=False, open=True)
    assert readable([above, below], Standing({below.path: Role.MANAGER})) == {}
    assert list(readable([above, below], Standing({above.path: Role.VISITOR}))) == [above.path, below.path]


@given(trees_and_roles())
def test_rub_03_the_strongest_role_is_the_highest_given_there_or_above(
    case: tuple[list[Node], dict[str, Role]],
) -> None:
    nodes, roles = case
    for node in nodes:
        reaching = [roles[place] for place in lineage(node.path) if place in roles]
        assert Standing(roles).at(node.path) == (max(reaching) if reaching else None)


# --- breaks of inheritance and archives ----------------------------------------------------------------------------


class Place:
    """A rubric as the guides tell of it: it knows the one above, and asks it. Written for these tests alone."""

    def __init__(self, path: str, above: Place | None) -> None:
        self.path, self.above = path, above
        self.given: Role | None = None
        self.public = self.online = self.inherits = True
        self.archived = False

    def role(self) -> Role | None:
        inherited = self.above.role() if self.above and self.inherits else None
        return max(filter(None, (self.given, inherited)), default=None)

    def put_away(self) -> bool:
        return self.archived or bool(self.above and self.above.put_away())

    def may(self, right: Right) -> bool:
        role = self.role()
        if self.put_away() and right not in {Right.CONSULT, Right.MANAGE_ACTORS, Right.DELETE_RUBRIC}:
            return False
        return role is not None and GUIDES[str(right)].split()[ROLES.index(role)] == "y"

    def reads(self) -> bool:
        if len(self.path) <= len(ROOT):
            return True
        shown = self.online and not self.archived and (self.public or self.role() is not None)
        return shown and (self.above is None or self.above.reads())


@st.composite
def schools(draw: st.DrawFn) -> list[Place]:
    """Two schools' trees and Wagtail's root, with anything that may be said of a rubric; parents come first."""
    root = Place("0001", None)
    tops = [Place(ROOT, root), Place("00010002", root)]
    rubrics: list[Place] = []
    children: dict[str, int] = {}
    for _ in range(draw(st.integers(0, 16))):
        above = draw(st.sampled_from([tops[0], *tops, *rubrics, *rubrics]))
        children[above.path] = children.get(above.path, 0) + 1
        rubric = Place(f"{above.path}{children[above.path]:04d}", above)
        rubric.public, rubric.inherits = draw(st.booleans()), draw(st.sampled_from([True, True, False]))
        rubric.online, rubric.archived = draw(st.sampled_from([True] * 4 + [False])), draw(st.integers(0, 5)) == 0
        rubrics.append(rubric)
    for place in (*tops, *rubrics):
        place.given = draw(st.sampled_from([None, None, *ROLES]))
    return [root, *tops, *rubrics]


def standing_in(places: list[Place]) -> Standing:
    return Standing(
        {place.path: place.given for place in places if place.given},
        frozenset(place.path for place in places if not place.inherits),
        frozenset(place.path for place in places if place.archived),
    )


def covers(area: Area, path: str) -> bool:
    return path.startswith(area.path) and not path.startswith(area.without)


@given(schools())
def test_rub_03_a_role_holds_beneath_unless_a_rubric_says_otherwise(places: list[Place]) -> None:
    standing = standing_in(places)
    for place in places:
        assert standing.at(place.path) == place.role()
        assert standing.at(f"{place.path}0999") == place.role(), "an article follows its rubric"


@given(schools())
def test_rub_06_what_is_archived_is_looked_at_given_to_others_or_deleted_and_nothing_else(places: list[Place]) -> None:
    standing = standing_in(places)
    assert {Right.CONSULT, Right.MANAGE_ACTORS, Right.DELETE_RUBRIC} == LEFT_IN_ARCHIVE
    for place in places:
        for right in Right:
            assert standing.may(right, place.path) == place.may(right), (place.path, right)


@given(schools())
def test_rub_03_areas_are_where_the_right_is_and_nowhere_else(places: list[Place]) -> None:
    standing = standing_in(places)
    for right in Right:
        areas = standing.areas(right)
        for place in places:
            for path in (place.path, f"{place.path}0999"):
                assert any(covers(area, path) for area in areas) == place.may(right), (path, right, areas)


@given(schools())
def test_rub_03_areas_are_few_and_stand_inside_one_another_only_in_what_is_left_out(places: list[Place]) -> None:
    """Each begins where the right begins and leaves out where it ends: there is none to spare."""
    standing = standing_in(places)
    turns = sum(bool(place.given) + (not place.inherits) + place.archived for place in places)
    for right in Right:
        areas = standing.areas(right)
        assert sum(1 + len(area.without) for area in areas) <= turns
        for one, other in permutations(areas, 2):
            assert not covers(one, other.path), (one, other)
        for area in areas:
            assert not standing.may(right, area.path[:-STEP])
            assert len(set(area.without)) == len(area.without)
            for path in area.without:
                assert path.startswith(area.path) and path != area.path
                assert standing.may(right, path[:-STEP]) and not standing.may(right, path)


@given(schools())
def test_zone_02_who_reads_a_rubric_reads_every_one_above_it(places: list[Place]) -> None:
    """With breaks and archives: a role given above a break does not open what stands under it."""
    nodes = [
        Node(number, place.path, place.public, place.online and not place.archived, place.inherits)
        for number, place in enumerate(sorted(places, key=lambda place: place.path))
        if len(place.path) > len(ROOT)
    ]
    expected = sorted(place.path for place in places if len(place.path) > len(ROOT) and place.reads())
    assert list(readable(nodes, standing_in(places))) == expected

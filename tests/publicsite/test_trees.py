"""SITE-03, invariants 3 and 4: folders named after what they hold, shared between releases."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from publicsite.trees import NotWhole, Planted, Trees

Site = dict[str, str]
Plant = Callable[..., Planted]


@pytest.fixture
def trees(tmp_path: Path) -> Trees:
    (tmp_path / "trees").mkdir()
    return Trees(tmp_path / "trees")


@pytest.fixture
def plant(trees: Trees, tmp_path: Path) -> Plant:
    """Makes a root of these files upon another root, like a publication."""

    def made(site: Site, base: Planted | None = None, removed: tuple[str, ...] = (), shuffled: int = 0) -> Planted:
        building, work = tmp_path / "building", tmp_path / "work"
        for folder in (building, work):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
        names = list(site)
        random.Random(shuffled).shuffle(names)
        for name in names:
            (building / name).parent.mkdir(parents=True, exist_ok=True)
            (building / name).write_text(site[name])
        return trees.plant(building, work, base.tree if base else None, removed)

    return made


def shown(trees: Trees, root: Planted) -> Site:
    """What a reader of the disk finds, through the links."""
    top = trees.folder(root.tree)
    walked = os.walk(top, followlinks=True)
    return {
        (Path(place) / name).relative_to(top).as_posix(): (Path(place) / name).read_text()
        for place, _folders, names in walked
        for name in names
    }


def names_of(trees: Trees) -> set[str]:
    return {path.name for path in trees.place.iterdir() if path.is_dir()}


BIG = {f"images/photo-{number}.webp": str(number) for number in range(20)}
SCHOOL = {
    "index.html": "accueil",
    "vie/index.html": "vie",
    "vie/sortie/index.html": "sortie",
    "vie/cross/index.html": "cross",
    "vie/2/index.html": "suite",
    "vie/cross/carte.svg": "carte",
    "été/à lire…/l’eau.html": "eau",
    **BIG,
}


def test_site_03_a_root_shows_every_file_and_counts_them(trees: Trees, plant: Plant) -> None:
    root = plant(SCHOOL)
    assert shown(trees, root) == SCHOOL
    assert root.files == len(SCHOOL) == root.written
    assert root.bytes == sum(len(text.encode()) for text in SCHOOL.values())
    assert {name for name, _file in trees.files(root.tree)} == set(SCHOOL)
    assert trees.damaged(root.tree) == []


def test_site_03_the_same_content_has_the_same_name_in_any_order_and_by_any_way(trees: Trees, plant: Plant) -> None:
    roots = {plant(SCHOOL, shuffled=seed).tree for seed in range(3)}
    without = {name: text for name, text in SCHOOL.items() if not name.startswith("vie/")}
    for step in (plant(without), plant({"vie": "fichier", **without})):
        vie = {name: text for name, text in SCHOOL.items() if name.startswith("vie/")}
        roots.add(plant(vie, step).tree)
    assert len(roots) == 1
    assert plant({**SCHOOL, "vie/index.html": "autre"}).tree not in roots
    assert plant({**SCHOOL, "vie/autre.html": "vie"}).tree not in roots


@pytest.mark.parametrize(
    ("added", "removed", "expected"),
    [
        ({}, (), SCHOOL),
        ({"vie/sortie/index.html": "corrigée"}, (), {**SCHOOL, "vie/sortie/index.html": "corrigée"}),
        ({}, ("vie/sortie/index.html",), {k: v for k, v in SCHOOL.items() if "sortie" not in k}),
        ({}, ("vie/sortie/", "vie/nulle-part.html", "x/y"), {k: v for k, v in SCHOOL.items() if "sortie" not in k}),
        ({}, ("vie/sortie", "vie", "vie/cross/carte.svg"), {k: v for k, v in SCHOOL.items() if k[:4] != "vie/"}),
        ({"a/b/c/d": "profond"}, (), {**SCHOOL, "a/b/c/d": "profond"}),
        (
            {"index.html/index.html": "dossier"},
            (),
            {**{k: v for k, v in SCHOOL.items() if k != "index.html"}, "index.html/index.html": "dossier"},
        ),
        ({"vie": "fichier"}, (), {**{k: v for k, v in SCHOOL.items() if k[:4] != "vie/"}, "vie": "fichier"}),
        (
            {"vie": "fichier"},
            ("vie/index.html", "vie/2/index.html"),
            {**{k: v for k, v in SCHOOL.items() if k[:4] != "vie/"}, "vie": "fichier"},
        ),
        (
            {"vie/index.html": "fichier retiré et remis"},
            ("vie/index.html",),
            {**SCHOOL, "vie/index.html": "fichier retiré et remis"},
        ),
        ({"images/photo-3.webp": "nouvelle"}, ("images/photo-4.webp",), None),
        ({"/".join("abcdefgh" * 4) + "/profond.html": "très profond"}, (), None),
        ({"nom avec ' \" < & \n fin": "étrange", "💡.html": "idée", "…/..a/.well-known/x": "points"}, (), None),
    ],
)
def test_site_03_a_change_gives_what_a_whole_build_gives(
    trees: Trees, plant: Plant, added: Site, removed: tuple[str, ...], expected: Site | None
) -> None:
    """Invariant 4."""
    if expected is None:
        expected = {name: text for name, text in SCHOOL.items() if name not in removed} | added
    base = plant(SCHOOL)
    changed = plant(added, base, removed)
    assert shown(trees, changed) == expected
    assert shown(trees, base) == SCHOOL
    assert (changed.files, changed.written) == (len(expected), len(added))
    assert trees.damaged(changed.tree) == []
    assert plant(expected).tree == changed.tree


def test_site_03_only_the_folders_of_a_change_are_made_anew(trees: Trees, plant: Plant) -> None:
    base = plant(SCHOOL)
    before = names_of(trees)
    plant({"vie/sortie/index.html": "corrigée"}, base)
    assert len(names_of(trees) - before) == 3  # sortie, vie, the root


def test_site_01_a_file_that_does_not_change_keeps_its_date(trees: Trees, plant: Plant) -> None:
    """Its ETag too: visitors do not fetch it again."""
    base = plant(SCHOOL)

    def facts(root: Planted, name: str) -> tuple[int, int]:
        stat = (trees.folder(root.tree) / name).stat()
        return stat.st_ino, stat.st_mtime_ns

    changed = plant({"vie/index.html": "nouvelle", "vie/cross/index.html": "cross", "index.html": "accueil"}, base)
    for name in SCHOOL:
        assert (facts(base, name) == facts(changed, name)) == (name != "vie/index.html"), name


def test_site_03_an_empty_folder_is_not_published(trees: Trees, tmp_path: Path) -> None:
    for name in ("building/vie/vide/vide", "building/vie/pleine", "work"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "building/vie/pleine/index.html").write_text("pleine")
    root = trees.plant(tmp_path / "building", tmp_path / "work")
    assert [path.name for path in (trees.folder(root.tree) / "vie").iterdir()] == ["pleine"]
    assert trees.damaged(root.tree) == []


@pytest.mark.parametrize("path", ["..", "../x", "/etc/passwd", "vie/../../x", "", "/", "./x", "vie//x", "vie/\0", "."])
def test_site_03_a_path_that_leads_elsewhere_is_refused(trees: Trees, plant: Plant, path: str) -> None:
    base = plant(SCHOOL)
    with pytest.raises(ValueError, match="n’est pas un chemin du site"):
        plant({}, base, (path,))
    assert shown(trees, base) == SCHOOL


def test_site_03_folders_deeper_than_links_can_be_followed_are_refused(trees: Trees, plant: Plant) -> None:
    base = plant(SCHOOL)
    with pytest.raises(ValueError, match="Plus de 32 dossiers"):
        plant({"/".join("a" * 33) + "/index.html": "trop profond"}, base)
    assert shown(trees, base) == SCHOOL


def test_zone_01_what_is_neither_file_nor_folder_is_refused(trees: Trees, plant: Plant, tmp_path: Path) -> None:
    base = plant(SCHOOL)
    building, work = tmp_path / "strange", tmp_path / "strange-work"
    work.mkdir()
    for make in (
        lambda path: path.symlink_to("/etc/passwd"),
        lambda path: path.symlink_to(".."),
        os.mkfifo,
    ):
        shutil.rmtree(building, ignore_errors=True)
        (building / "vie").mkdir(parents=True)
        make(building / "vie" / "étrange")
        with pytest.raises(ValueError, match="« étrange » n’est ni un fichier ni un dossier"):
            trees.plant(building, work, base.tree)


def test_site_03_nothing_left_is_not_a_site(plant: Plant) -> None:
    base = plant({"vie/index.html": "vie"})
    for site, upon, removed in (({}, None, ()), ({}, base, ("vie/index.html",)), ({}, base, ("vie",))):
        with pytest.raises(NotWhole, match="plus aucun fichier"):
            plant(site, upon, removed)


def test_site_03_what_changed_between_two_roots_is_read_from_their_listings(trees: Trees, plant: Plant) -> None:
    base = plant(SCHOOL)
    other = plant(
        {"vie/sortie/index.html": "corrigée", "vie/cross": "fichier", "neuf/index.html": "neuf"},
        base,
        ("images/photo-7.webp",),
    )
    for folder in names_of(trees):  # not a file is read
        for path in (trees.place / folder).iterdir():
            if path.is_file():
                path.unlink()
    found = trees.compare(base.tree, other.tree)
    assert found.added == ["neuf/index.html", "vie/cross"]
    assert found.changed == ["vie/sortie/index.html"]
    assert found.removed == ["images/photo-7.webp", "vie/cross/carte.svg", "vie/cross/index.html"]
    back = trees.compare(other.tree, base.tree)
    assert (back.added, back.changed, back.removed) == (found.removed, found.changed, found.added)
    assert trees.compare(base.tree, base.tree).changed == []


def test_site_03_sweeping_keeps_what_a_root_leads_to_and_nothing_else(
    trees: Trees, plant: Plant, tmp_path: Path
) -> None:
    first = plant(SCHOOL)
    second = plant({"vie/sortie/index.html": "corrigée"}, first)
    third = plant({"copie/sortie/index.html": "sortie"}, second, ("été/à lire…/l’eau.html",))
    (tmp_path / "bin").mkdir()
    trees.sweep([second.tree, third.tree], tmp_path / "bin")
    assert "vie/sortie/index.html" in shown(trees, second)
    assert shown(trees, third)["copie/sortie/index.html"] == "sortie"  # of the first one, elsewhere
    assert (trees.damaged(second.tree), trees.damaged(third.tree)) == ([], [])
    assert not trees.folder(first.tree).exists()
    trees.sweep([third.tree], tmp_path / "bin")
    fresh = Trees(tmp_path / "fresh")
    fresh.place.mkdir()
    work = tmp_path / "fresh-work"
    work.mkdir()
    shutil.copytree(trees.folder(third.tree), tmp_path / "copied")
    assert fresh.plant(tmp_path / "copied", work).tree == third.tree
    assert {path.name for path in fresh.place.iterdir()} == {path.name for path in trees.place.iterdir()}
    trees.sweep([], tmp_path / "bin")
    assert list(trees.place.iterdir()) == []


def test_site_03_sweeping_without_a_listing_follows_the_links(trees: Trees, plant: Plant, tmp_path: Path) -> None:
    root = plant(SCHOOL)
    for listing in trees.place.glob("*.json"):
        listing.unlink()
    (tmp_path / "bin").mkdir()
    trees.sweep([root.tree], tmp_path / "bin")
    assert shown(trees, root) == SCHOOL


Damage = Callable[[Trees, Path], object]


@pytest.mark.parametrize(
    ("damage", "where"),
    [
        (lambda trees, top: (top / "vie/sortie/index.html").write_text("Sortie"), ["vie/sortie/index.html"]),
        (lambda trees, top: (top / "vie/sortie/index.html").write_text(""), ["vie/sortie/index.html"]),
        (lambda trees, top: (top / "vie/sortie/index.html").unlink(), ["vie/sortie/index.html"]),
        (lambda trees, top: (top / "vie/sortie/intrus.html").write_text("x"), ["vie/sortie/intrus.html"]),
        (lambda trees, top: shutil.rmtree((top / "vie/sortie").resolve()), ["vie/sortie/"]),
        (lambda trees, top: (top / "vie/sortie").unlink(), ["vie/sortie"]),
        (lambda trees, top: (top / "vie").unlink(), ["vie"]),
        (
            lambda trees, top: ((top / "vie").unlink(), (top / "vie").symlink_to((top / "été").readlink())),
            ["vie"],
        ),
        (lambda trees, top: trees.listing_path((top / "vie").readlink().name).unlink(), ["vie/"]),
        (lambda trees, top: trees.listing_path((top / "images").readlink().name).write_text("{}"), ["images/"]),
        (lambda trees, top: trees.listing_path(top.name).write_text(""), [""]),
    ],
)
def test_site_03_what_is_damaged_is_found_and_a_whole_build_mends_it(
    trees: Trees, plant: Plant, damage: Damage, where: list[str]
) -> None:
    root = plant(SCHOOL)
    damage(trees, trees.folder(root.tree))
    assert trees.damaged(root.tree) == where
    assert plant(SCHOOL).tree == root.tree
    assert trees.damaged(root.tree) == []
    assert shown(trees, root) == SCHOOL


def test_site_03_nothing_is_built_upon_what_is_damaged(trees: Trees, plant: Plant) -> None:
    base = plant(SCHOOL)
    (trees.folder(base.tree) / "vie/index.html").unlink()
    with pytest.raises(NotWhole, match=r"Il manque « index\.html »"):
        plant({"vie/sortie/index.html": "corrigée"}, base)
    trees.listing_path(base.tree).unlink()
    with pytest.raises(NotWhole, match="n’est plus connu"):
        plant({"neuf/index.html": "neuf"}, base)

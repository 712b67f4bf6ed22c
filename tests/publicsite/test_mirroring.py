"""SITE-01, SITE-03, ZONE-03: the public zone in an object store, the same as here, whatever was interrupted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from publicsite import mirroring
from publicsite.management.commands.mirror import Watch
from publicsite.mirroring import Bucket, Mirror, NotMirrored, gone, only_copier_of
from tests.support.objects import Objects, object_store

LIST = "site/.preau/essai.json"
FIRST = {
    "index.html": "une page",
    "vie/index.html": "la vie",
    "vie/sortie/index.html": "une sortie",
    "feeds/atom.xml": "<feed/>",
    "theme/site-11111111.css": "body {}",
    "images/cour-340-22222222.webp": "la cour",
    "images/eleve-340-33333333.webp": "un élève",
    "files/menu.pdf": "%PDF",
}
SECOND = {
    **{name: text for name, text in FIRST.items() if "sortie" not in name and "eleve" not in name},
    "index.html": "une autre page",
    "feeds/atom.xml": "<feed>autre</feed>",
    "theme/site-44444444.css": "body { color: red }",
    "images/cour-340-55555555.webp": "la cour, recadrée",
}
for replaced in ("theme/site-11111111.css", "images/cour-340-22222222.webp"):
    del SECOND[replaced]


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Objects]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "essai")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "essai")
    with object_store() as made:
        yield made


@pytest.fixture
def mirror(store: Objects) -> Mirror:
    return Mirror(Bucket(f"s3://seau/site?endpoint={store.address}&region=fr-par"), "essai")


def release(folder: Path, files: dict[str, str]) -> Path:
    """As the publisher makes them: folders of a release may be links to folders that others share."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def held(store: Objects) -> dict[str, str]:
    return {
        key.removeprefix("site/essai/"): data.decode()
        for key, data in store.kept.items()
        if key.startswith("site/essai/")
    }


def sent(store: Objects) -> list[str]:
    return [key.removeprefix("site/essai/") for key in store.names("write") if key != LIST]


def test_site_01_the_store_holds_what_is_in_service_with_the_headers_of_our_server(
    store: Objects, mirror: Mirror, tmp_path: Path
) -> None:
    shared = release(tmp_path / "shared", {"sortie/index.html": "une sortie", "index.html": "la vie"})
    made = release(tmp_path / "a", {name: text for name, text in FIRST.items() if not name.startswith("vie/")})
    (made / "vie").symlink_to(shared)
    assert mirror.bring(made).sent == len(FIRST)
    assert held(store) == FIRST
    page, style = store.headers["site/essai/index.html"], store.headers["site/essai/theme/site-11111111.css"]
    assert (page["content-type"], page["cache-control"]) == ("text/html; charset=utf-8", "no-cache")
    assert style["content-type"] == "text/css; charset=utf-8"
    assert style["cache-control"] == "public, max-age=31536000, immutable"


def test_site_03_only_what_differs_is_sent(store: Objects, mirror: Mirror, tmp_path: Path) -> None:
    mirror.bring(release(tmp_path / "a", FIRST))
    store.acts.clear()
    done = mirror.bring(release(tmp_path / "b", SECOND))
    assert held(store) == SECOND
    assert sorted(sent(store)) == sorted(name for name, text in SECOND.items() if FIRST.get(name) != text)
    assert (done.sent, done.deleted) == (4, 4)
    store.acts.clear()
    assert mirror.bring(tmp_path / "b").sent == 0
    assert sent(store) == store.names("delete") == []


def test_zone_03_what_was_withdrawn_goes_first_and_what_old_pages_use_last(
    store: Objects, mirror: Mirror, tmp_path: Path
) -> None:
    mirror.bring(release(tmp_path / "a", FIRST))
    store.acts.clear()
    mirror.bring(release(tmp_path / "b", SECOND))
    acts = [(act, key.removeprefix("site/essai/")) for act, key in store.acts if key != LIST]
    assert set(acts[:2]) == {("delete", "vie/sortie/index.html"), ("delete", "images/eleve-340-33333333.webp")}
    assert set(acts[2:4]) == {("write", "theme/site-44444444.css"), ("write", "images/cour-340-55555555.webp")}
    assert acts[4:6] == [("write", "index.html"), ("write", "feeds/atom.xml")]
    assert set(acts[6:]) == {("delete", "theme/site-11111111.css"), ("delete", "images/cour-340-22222222.webp")}


@pytest.mark.parametrize("room", range(13))
def test_site_03_an_interrupted_copy_goes_on_and_forgets_no_file(
    store: Objects, mirror: Mirror, tmp_path: Path, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever it stopped, and even if what it was sending is withdrawn meanwhile: eight files, and five times the
    list."""
    monkeypatch.setattr(mirroring, "BATCH", 3)
    store.room = room
    with pytest.raises(NotMirrored):
        mirror.bring(release(tmp_path / "a", FIRST))
    store.room = None
    mirror.bring(release(tmp_path / "b", SECOND))
    assert held(store) == SECOND
    assert mirror.bring(tmp_path / "b").sent == 0


@pytest.mark.parametrize("room", range(11))
def test_site_03_what_was_going_when_it_was_interrupted_may_come_back(
    store: Objects, mirror: Mirror, tmp_path: Path, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An earlier release is put back: four files of the other were sent, and seven times the list."""
    monkeypatch.setattr(mirroring, "BATCH", 1)
    mirror.bring(release(tmp_path / "a", FIRST))
    store.room = room
    with pytest.raises(NotMirrored):
        mirror.bring(release(tmp_path / "b", SECOND))
    store.room = None
    mirror.bring(tmp_path / "a")
    assert held(store) == FIRST


def test_site_03_a_list_that_is_lost_or_unreadable_is_made_again(
    store: Objects, mirror: Mirror, tmp_path: Path
) -> None:
    mirror.bring(release(tmp_path / "a", FIRST))
    for wrong in (b"", b"[]", b"\xff", b'{"index.html"'):
        store.kept[LIST] = wrong
        mirror.bring(release(tmp_path / "b", SECOND))
        assert held(store) == SECOND
    del store.kept[LIST]
    store.kept["site/essai/vieux/index.html"] = b"oubli"
    store.kept["site/autre/index.html"] = b"une autre"
    mirror.bring(tmp_path / "b")
    assert held(store) == SECOND
    assert "site/autre/index.html" in store.kept


def test_site_03_a_store_that_does_not_answer_is_told_in_a_sentence(
    mirror: Mirror, store: Objects, tmp_path: Path
) -> None:
    store.room = 0
    with pytest.raises(NotMirrored, match="Le dépôt seau n’a pas tout reçu"):
        mirror.bring(release(tmp_path / "a", FIRST))


def test_zone_03_a_picture_without_any_version_left_is_withdrawn() -> None:
    held = ["images/a-340-11111111.webp", "images/a-680-11111111.webp", "images/b-340-22222222.jpg", "vie/index.html"]
    withdrawn, unused = gone(held, {"images/9/a-340-99999999.webp": "", "index.html": ""})
    assert withdrawn == ["images/b-340-22222222.jpg", "vie/index.html"]
    assert unused == ["images/a-340-11111111.webp", "images/a-680-11111111.webp"]


# --- the command ---


@pytest.fixture
def sites(settings: Any, tmp_path: Path) -> Path:
    settings.SITES_DIR = tmp_path / "sites"
    folder = settings.SITES_DIR / "essai"
    release(folder / "releases/000001", FIRST)
    (folder / "current").symlink_to("releases/000001")
    return folder


def test_site_03_the_command_copies_what_is_in_service(store: Objects, sites: Path, settings: Any) -> None:
    with pytest.raises(CommandError, match="Aucun dépôt"):
        call_command("mirror")
    address = f"s3://seau/site?endpoint={store.address}&region=fr-par"
    settings.ENV = replace(settings.ENV, public_store_url=address)
    with pytest.raises(CommandError, match="Aucune publication de « inconnue »"):
        call_command("mirror", "inconnue")
    store.room = 5
    with pytest.raises(CommandError, match="elle reprendra"):
        call_command("mirror", "--json", stdout=StringIO(), stderr=StringIO())
    store.room = None
    told = StringIO()
    call_command("mirror", "--json", stdout=told)
    assert json.loads(told.getvalue())[0]["school"] == "essai"
    assert held(store) == FIRST
    with only_copier_of(sites), pytest.raises(CommandError):
        call_command("mirror", "--json", stdout=StringIO(), stderr=StringIO())


def test_site_03_who_watches_tries_again_and_follows_each_release(
    store: Objects, mirror: Mirror, sites: Path, tmp_path: Path
) -> None:
    watch = Watch(mirror.bucket)
    store.room = 0
    watch.turn(sites)
    assert held(store) == {}
    assert watch.due[sites] > 0
    store.room = None
    watch.turn(sites)
    assert held(store) == FIRST
    store.acts.clear()
    watch.turn(sites)
    assert store.acts == []
    release(sites / "releases/000002", SECOND)
    (sites / "current").unlink()
    (sites / "current").symlink_to("releases/000002")
    watch.turn(sites)
    assert held(store) == SECOND

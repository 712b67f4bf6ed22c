"""ART-07, HOME-04: the picture of a map, drawn once by the server; readers ask nobody for it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from PIL import Image

from cms.media.models import SchoolImage
from cms.rubrics.enums import Role
from tests.api.conftest import Campus
from tests.cms.media.conftest import Enter

ADDRESS = "/admin/map-picture/"
PLACE = {"latitude": "45.4339", "longitude": "4.3897", "zoom": "16"}
# Both ends of the world's map, and where it is cut.
EDGES = [(85, 180, 1), (-85, -180, 3), (0, 179.9999, 19)]


class Tiles(ThreadingHTTPServer):
    """A server of tiles on this machine: blue squares, or what a test wants it to answer."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Tile)
        self.asked: list[str] = []
        self.agents: set[str] = set()
        drawn = BytesIO()
        Image.new("RGB", (256, 256), "#2040a0").save(drawn, "PNG")
        self.answer: tuple[int, bytes] = (200, drawn.getvalue())


class _Tile(BaseHTTPRequestHandler):
    server: Tiles

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.agents.add(self.headers["User-Agent"])
        status, body = self.server.answer
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: Any) -> None:
        pass


@pytest.fixture
def tiles(settings: Any) -> Iterator[Tiles]:
    cache.clear()
    with Tiles() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        settings.MAP_TILES = f"http://127.0.0.1:{server.server_address[1]}/{{z}}/{{x}}/{{y}}.png"
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def writer(campus: Campus, enter: Enter) -> Any:
    return enter(campus, "zoe", (Role.EDITOR, campus.rubric("Vie")))


def test_home_04_without_a_map_server_the_screen_says_so(writer: Any, settings: Any) -> None:
    settings.MAP_TILES = ""
    answer = writer.get(ADDRESS, PLACE)
    assert "Aucun serveur de cartes n’est réglé" in answer.content.decode()
    assert 'value="45.4339"' in answer.content.decode()


@pytest.mark.parametrize(
    "answer",
    [(404, b""), (200, b"<html>login</html>"), (200, b"\x89PNG\r\n\x1a\n" + b"0" * 600_000), (200, b"")],
    ids=["missing", "no picture", "too heavy", "nothing"],
)
def test_home_04_a_server_that_fails_is_told_and_what_was_typed_is_kept(
    writer: Any, tiles: Tiles, answer: tuple[int, bytes]
) -> None:
    tiles.answer = answer
    shown = writer.get(ADDRESS, PLACE).content.decode()
    assert "Le serveur de cartes n’a pas répondu comme il faut" in shown and 'value="4.3897"' in shown
    writer.post(ADDRESS, {**PLACE, "title": "Le plan"})
    assert not SchoolImage.objects.exists()


@pytest.mark.parametrize("wrong", [{"latitude": "91"}, {"zoom": "25"}, {"longitude": "nan"}, {"zoom": "../1"}])
def test_home_04_a_place_that_is_none_asks_the_server_nothing(writer: Any, tiles: Tiles, wrong: dict[str, str]) -> None:
    assert writer.get(ADDRESS, {**PLACE, **wrong}).status_code == 200
    assert tiles.asked == []


@pytest.mark.parametrize(("latitude", "longitude", "zoom"), EDGES)
def test_home_04_the_edges_of_the_world_are_asked_for_what_exists(
    writer: Any, tiles: Tiles, latitude: float, longitude: float, zoom: int
) -> None:
    place = {"latitude": str(latitude), "longitude": str(longitude), "zoom": str(zoom)}
    assert "data:image/png" in writer.get(ADDRESS, place).content.decode()
    numbers = [tuple(map(int, path.strip("/").removesuffix(".png").split("/"))) for path in tiles.asked]
    assert numbers and all(z == zoom and 0 <= x < 2**z and 0 <= y < 2**z for z, x, y in numbers)


def test_home_04_the_map_is_asked_for_once_and_kept_with_its_attribution(
    campus: Campus, writer: Any, tiles: Tiles
) -> None:
    assert "data:image/png" in writer.get(ADDRESS, PLACE).content.decode()
    asked = sorted(tiles.asked)
    # The tile of that place at zoom 16, reckoned by hand: ln(tan + sec) of 45.4339° is 0.8921.
    assert "/16/33567/23462.png" in asked and 12 <= len(asked) <= 20
    assert len(tiles.agents) == 1 and "Preau" in tiles.agents.pop()
    sent = {**PLACE, "title": "Plan du collège", "description": "", "credit": "© contributeurs OpenStreetMap"}
    answer = writer.post(ADDRESS, sent)
    assert answer.status_code == 302, answer.content.decode()
    assert sorted(tiles.asked) == asked
    image = SchoolImage.objects.get()
    assert (image.title, image.credit, image.collection) == (
        "Plan du collège",
        "© contributeurs OpenStreetMap",
        campus.school.collection,
    )
    assert image.uploaded_by_user == writer.user and image.place is not None and image.place.title == "Vie"
    with image.file.open("rb") as stored:
        picture = Image.open(stored).convert("RGB")
    assert picture.size == (960, 720)
    assert picture.getpixel((5, 5)) == (32, 64, 160) and picture.getpixel((480, 340 - 40)) != (32, 64, 160)


def test_home_04_who_writes_nowhere_draws_no_map(campus: Campus, tiles: Tiles) -> None:
    reader = campus.client(campus.person("lecteur"))
    assert reader.get(ADDRESS, PLACE).status_code in {302, 403}
    assert tiles.asked == []

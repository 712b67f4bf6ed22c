"""HOME-02: pictures that follow each other, by the keyboard, paused at will, and without JavaScript."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from publicsite.render.build import build
from tests.publicsite.render.rendered_content import Content
from tests.support.browser import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.processes]
HOMEPAGE = """title = "Accueil"
online = true
[[tiles]]
kind = "top"
image = "un.jpg"
more = ["deux.jpg"]
"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A homepage with two pictures, as plain files on a plain server."""
    folder = tmp_path_factory.mktemp("carousel")
    content = Content(folder / "content")
    for name in ("un.jpg", "deux.jpg"):
        content.image(name, (2100, 480))
    content.write("homepages/accueil.toml", HOMEPAGE)
    build(content.root, folder / "site", cache=folder / "cache")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(Path(folder, "site"))))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[object]:
    contexts = []

    def visit(**options: object) -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, **options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield visit
    for context in contexts:
        context.close()


def tab_to(page: Page, name: str) -> None:
    """As somebody without a mouse does."""
    button = page.get_by_role("button", name=name)
    for _ in range(30):
        if button.evaluate("button => button === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Le clavier n’atteint pas « {name} ».")


def test_home_02_the_keyboard_pauses_the_pictures_and_leads_from_one_to_the_other(opened: object) -> None:
    page = opened()  # type: ignore[operator]
    place = page.locator("[data-place]")
    tab_to(page, "Mettre en pause")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Lancer l’animation")).to_be_focused()
    tab_to(page, "Image suivante")
    page.keyboard.press("Enter")
    expect(place).to_have_text("2 / 2", timeout=PATIENCE)
    page.keyboard.press("Enter")  # after the last, the first
    expect(place).to_have_text("1 / 2", timeout=PATIENCE)
    page.get_by_role("list", name="2 images").focus()
    page.keyboard.press("ArrowRight")
    expect(place).to_have_text("2 / 2", timeout=PATIENCE)


def test_home_02_nothing_moves_for_who_asks_and_without_javascript_the_pictures_scroll(opened: object) -> None:
    calm = opened(reduced_motion="reduce")  # type: ignore[operator]
    expect(calm.get_by_role("button", name="Lancer l’animation")).to_be_visible()
    plain = opened(java_script_enabled=False)  # type: ignore[operator]
    expect(plain.locator(".top-tile-controls")).to_be_hidden()
    pictures = plain.get_by_role("list", name="2 images")
    pictures.hover()
    plain.mouse.wheel(2000, 0)
    expect(pictures.locator("img").last).to_be_in_viewport(ratio=0.5, timeout=PATIENCE)

"""HOME-01: the tiles of a homepage are arranged with the keyboard, with a finger, and nothing of it is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import PATIENCE, Visit
from tests.support.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.processes]

SEEN, NEWS = "Ce que vous verrez", "À découvrir au collège"
BEFORE, AFTER = ("Portes ouvertes", "Bienvenue", "Avant de venir"), ("Le voyage de l’an passé", "Où et quand")


@pytest.fixture(autouse=True)
def slow_machines() -> None:
    expect.set_options(timeout=PATIENCE)


def open_grid(visitor: Visit) -> Page:
    """Of the homepage that is prepared, by the way that a person takes."""
    page = visitor.enter_administration("chef")
    page.goto(f"{visitor.base}/admin/homepages/")
    prepared = page.get_by_role("listitem", name="Spécial portes ouvertes")
    prepared.get_by_role("link", name="Arranger").click()
    expect(page.get_by_text("Aperçu à jour.")).to_be_visible()
    return page


def on_the_grid(page: Page, *titles: str) -> None:
    expect(page.locator(".preau-tile strong")).to_contain_text([*BEFORE, *titles, *AFTER])


def order(page: Page, *titles: str) -> None:
    """On the grid, and in the preview once it follows."""
    on_the_grid(page, *titles)
    shown = page.frame_locator(".preau-pane__screen iframe:not(.preau-pane__next)").locator("main h2")
    expect(shown).to_contain_text([*BEFORE, *titles, *AFTER])


def saved(page: Page) -> None:
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".preau-arrange__told")).to_contain_text("Enregistré en brouillon")


def test_home_01_tiles_are_arranged_with_the_keyboard_and_the_network_may_fail(
    writing: Installation, visit: Callable[..., Visit]
) -> None:
    visitor = visit(writing)
    page = open_grid(visitor)
    order(page, SEEN, NEWS)
    handle = page.get_by_role("button", name=f"Déplacer « {NEWS} »")
    handle.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[data-live]")).to_have_text(f"« Actualités {NEWS} » : place 4 sur 7.")
    expect(handle).to_be_focused()
    order(page, NEWS, SEEN)
    page.keyboard.press("-")
    width = page.get_by_role("listitem").filter(has_text=NEWS).locator(".preau-tile__width")
    expect(width).to_have_text("deux tiers")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    order(page, SEEN, NEWS)
    page.keyboard.press("Control+y")
    order(page, NEWS, SEEN)
    assert visitor.is_clean()

    page.route("**/arrange/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".preau-arrange__told")).to_contain_text("Le serveur ne répond pas")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()  # the screen is lost: what was arranged is not
    expect(page.locator(".preau-arrange__told")).to_contain_text("le rangement que vous n’aviez pas enregistré")
    order(page, NEWS, SEEN)
    page.unroute("**/arrange/")
    saved(page)
    page.reload()
    order(page, NEWS, SEEN)
    page.get_by_role("button", name=f"Avancer « {NEWS} »").click()  # as it was, for whoever comes next
    saved(page)


def test_home_01_a_tile_is_dragged_with_a_finger(writing: Installation, visit: Callable[..., Visit]) -> None:
    visitor = visit(writing, width=390, has_touch=True)
    page = open_grid(visitor)
    assert visitor.reads_without_scrolling_sideways()
    order(page, SEEN, NEWS)
    handle = page.get_by_role("button", name=f"Déplacer « {NEWS} »")
    target = page.get_by_role("listitem").filter(has_text=SEEN)
    handle.scroll_into_view_if_needed()
    held, there = handle.bounding_box(), target.bounding_box()
    assert held and there
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, *place: float) -> None:
        points = [{"x": place[0], "y": place[1]}] if place else []
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", held["x"] + 15, held["y"] + 15)
    touch("touchMove", held["x"] + 15, held["y"] - 10)
    touch("touchMove", there["x"] + 40, there["y"] + 10)
    on_the_grid(page, NEWS, SEEN)
    touch("touchEnd")
    order(page, NEWS, SEEN)
    page.get_by_role("button", name="Annuler").click()
    order(page, SEEN, NEWS)
    assert visitor.is_clean()

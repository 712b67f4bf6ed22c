"""Somebody who says who may read a rubric, with a keyboard alone (RUB-03, RUB-04)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.browser import PATIENCE, Visit
from tests.support.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.processes]

RUBRIC = "Histoire-géographie en 3eA"
FAR = 400  # presses of Tab after which a control is taken to be out of reach


@pytest.fixture(autouse=True)
def slow_machines() -> None:
    expect.set_options(timeout=PATIENCE)


def reach(page: Page, control: Locator) -> None:
    """Tab as far as a control."""
    expect(control).to_be_visible()
    for _ in range(FAR):
        if control.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{control} is out of the keyboard's reach")


def follow(page: Page, control: Locator) -> None:
    reach(page, control)
    page.keyboard.press("Enter")


def test_rub_03_with_the_keyboard_the_parents_of_a_class_become_visitors(
    writing: Installation, visit: Callable[..., Visit]
) -> None:
    chef = visit(writing)
    page = chef.enter_administration("chef")
    follow(page, page.get_by_role("button", name="Rubriques", exact=True))
    follow(page, page.get_by_role("link", name="Rubriques et droits"))
    follow(page, page.get_by_role("link", name=RUBRIC))
    expect(page.get_by_text("Aucun rôle n’est donné ici.")).to_be_visible()
    follow(page, page.get_by_role("link", name="Donner un rôle"))

    result = page.locator("[data-result]")
    expect(result).to_contain_text("cela s’affiche ici")
    reach(page, page.get_by_label("Profil"))
    page.keyboard.type("Par")
    reach(page, page.get_by_label("Classe"))
    page.keyboard.type("3eA")
    expect(result).to_contain_text(re.compile(r"\b\d\d personnes\s: parents · 3eA"))
    parents = int(re.findall(r"(\d+) personnes", result.inner_text())[0])
    expect(result).to_contain_text("Sandrine Castel")

    follow(page, page.get_by_role("button", name="Ajouter une ligne"))
    reach(page, page.get_by_role("combobox", name="Personne, par son nom").nth(1))
    page.keyboard.type("nadia ben")
    expect(page.get_by_role("option", name=re.compile("^Nadia Benhamou"))).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(result).to_contain_text(re.compile(rf"{parents + 1} personnes\s: parents · 3eA, Nadia Benhamou"))
    # She cannot read the rubric above: said before anything is given.
    expect(result).to_contain_text("Sans effet pour 1 de ces personnes")

    follow(page, page.get_by_role("button", name="Donner le rôle"))
    expect(page.locator(".messages")).to_contain_text("Rôle donné")
    expect(page.get_by_role("main")).to_contain_text(re.compile(rf"Visiteur ·\s+{parents + 1} personnes"))
    assert chef.reads_without_scrolling_sideways()
    assert chef.is_clean()


def test_rub_04_on_a_telephone_the_screens_of_rights_fit(reading: Installation, visit: Callable[..., Visit]) -> None:
    chef = visit(reading, width=390)
    page = chef.enter_administration("chef")
    chef.go("/admin/rubrics/rights/")
    expect(page.get_by_role("link", name="Tout l’établissement")).to_be_visible()
    assert chef.reads_without_scrolling_sideways()
    page.get_by_role("link", name=RUBRIC).click()
    for name in ("Donner un rôle", "Pourquoi ?", "Rompre l’héritage"):
        page.get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", name=RUBRIC).last).to_be_visible()
        assert chef.reads_without_scrolling_sideways()
        page.go_back()
    assert chef.is_clean()

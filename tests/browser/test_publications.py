"""What a head of school follows from a change to the public site, without reloading anything."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.support.browser import PATIENCE, Visit
from tests.support.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.processes]


def test_adm_01_what_waits_arrives_under_ones_eyes(writing: Installation, visit: Callable[..., Visit]) -> None:
    expect.set_options(timeout=PATIENCE)
    her = visit(writing, width=390)
    her.enter_administration("chef")
    page = her.go("/admin/publications/")
    page.get_by_role("button", name="Tout publier à nouveau").click()
    expect(page.locator(".messages")).to_contain_text("Tout est publié à nouveau")
    page.evaluate("window.stayed = true")
    expect(page.get_by_role("heading", name="Rien n’attend")).to_be_visible()
    newest = page.locator(".preau-attempts li").first
    expect(newest).to_contain_text("Tout publié à nouveau")
    expect(newest).to_contain_text("en service")
    assert page.evaluate("window.stayed") is True
    assert her.reads_without_scrolling_sideways()
    assert her.is_clean()

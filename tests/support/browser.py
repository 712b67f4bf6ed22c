"""A real browser in front of a running installation, and what it noticed: errors, strangers, refusals, cookies."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.support.installation import Installation
from tests.support.people import PASSWORD

ABSENT = "Chromium absent : tests de navigateur sautés"
NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
PATIENCE = 60_000  # milliseconds; nothing is asserted of the time itself
SCROLLS_SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def chromium() -> str | None:
    chosen = os.environ.get("CHROMIUM")
    return shutil.which(chosen) if chosen else next(filter(None, map(shutil.which, NAMES)), None)


@dataclass
class Visit:
    """A person's browser, with nothing kept from another's."""

    installation: Installation
    context: BrowserContext
    page: Page
    errors: list[str] = field(default_factory=list)  # of the console and of scripts
    strangers: list[str] = field(default_factory=list)  # requests to other hosts
    refusals: list[str] = field(default_factory=list)  # answers from 400 up, by status and address

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.installation.port}"

    def watch(self, page: Page) -> None:
        page.on("console", lambda said: said.type == "error" and self.errors.append(f"{said.text} ({page.url})"))
        page.on("pageerror", lambda error: self.errors.append(f"{error} ({page.url})"))
        page.on("request", lambda request: self._is_ours(request.url) or self.strangers.append(request.url))
        page.on("response", lambda answer: answer.status < 400 or self._refused(answer.status, answer.url))

    def _is_ours(self, address: str) -> bool:
        parts = urlsplit(address)
        return parts.scheme in {"data", "blob", "about"} or address.startswith(self.base + "/")

    def _refused(self, status: int, address: str) -> None:
        self.refusals.append(f"{status} {address.removeprefix(self.base)}")

    def go(self, path: str) -> Page:
        self.page.goto(self.base + path)
        return self.page

    def enter_administration(self, username: str) -> Page:
        page = self.go("/admin/")
        page.get_by_label("Nom d’utilisateur").fill(username)
        page.get_by_label("Mot de passe", exact=False).first.fill(PASSWORD)
        page.get_by_role("button", name="S'identifier").click()
        page.get_by_role("heading", name="Écrire un article").wait_for()
        return page

    def enter_space(self, username: str, password: str = PASSWORD) -> Page:
        page = self.page if "/espace/" in self.page.url else self.go("/espace/")
        page.get_by_label("Identifiant").fill(username)
        page.get_by_label("Mot de passe", exact=True).fill(password)
        page.get_by_role("button", name="Se connecter").click()
        return page

    def is_clean(self) -> bool:
        """No error, nothing asked of another host, nothing refused; the lists are shown when it is not so."""
        assert (self.errors, self.strangers, self.refusals) == ([], [], [])
        return True

    def reads_without_scrolling_sideways(self) -> bool:
        return not self.page.evaluate(SCROLLS_SIDEWAYS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium a worker."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        yield launched
        launched.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Opens browsers that know nothing of each other: `visit(installation, width=…, color_scheme=…)`."""
    opened: list[BrowserContext] = []

    def open_one(installation: Installation, width: int = 1280, **options: Any) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="fr-FR", **options)
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        made = Visit(installation, context, context.new_page())
        made.watch(made.page)
        context.on("page", made.watch)
        return made

    yield open_one
    for context in opened:
        context.close()

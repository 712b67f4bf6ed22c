"""The families' space as a parent and a pupil use it, with the real API and the real articles."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import PATIENCE, Visit
from tests.support.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.processes]

IN_3EA, IN_6EB = "3eA : les consignes du mois de novembre", "Projet « cabanes » : photographies et consignes"
CROSS = "Cross du collège : 312 élèves au départ"
PHONE: dict[str, Any] = {"width": 360, "has_touch": True}


@pytest.fixture(autouse=True)
def slow_machines() -> None:
    expect.set_options(timeout=PATIENCE)


def title(text: str) -> str:
    """As it is typeset: French puts a space that never breaks before high signs and inside quotation marks."""
    for sign in ":;?!»":
        text = text.replace(f" {sign}", f"\u00a0{sign}")
    return text.replace("« ", "«\u00a0")


def greeted(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", name=f"Bonjour {name}")).to_be_visible()


def list_everything(page: Page) -> None:
    """Ask for the rest of the news until there is no more."""
    more = page.get_by_role("button", name="Afficher plus d’articles")
    shown = page.locator(".feed .item")
    expect(shown.first).to_be_visible()
    while more.count():
        before = shown.count()
        more.click()
        expect(shown.nth(before)).to_be_visible()


def open_article(page: Page, name: str) -> None:
    list_everything(page)
    page.get_by_role("link", name=title(name)).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title(name))


def only_refused(visitor: Visit, *expected: str) -> None:
    """These answers and no other; the browser writes each in its console, and nothing else may be there."""
    assert visitor.refusals == list(expected)
    assert [error for error in visitor.errors if "Failed to load resource" not in error] == []
    assert visitor.strangers == []


def test_a_wrong_password_is_refused_with_a_sentence(reading: Installation, visit: Callable[..., Visit]) -> None:
    visitor = visit(reading)
    page = visitor.enter_space("parent", "ce n’est pas cela")
    expect(page.get_by_role("alert").first).to_contain_text("incorrect")
    assert page.get_by_label("Identifiant").input_value() == "parent"
    assert page.get_by_label("Mot de passe", exact=True).input_value() == ""
    assert page.evaluate("document.activeElement.id") == "password"
    assert len(visitor.refusals) == 1
    only_refused(visitor, *visitor.refusals)
    visitor.enter_space("parent")
    greeted(page, "Sandrine")


def test_a_parent_reads_the_spaces_of_both_children(reading: Installation, visit: Callable[..., Visit]) -> None:
    """RUB-03, ZONE-01: private articles carry their badge; pictures come; the way back leads where one was."""
    visitor = visit(reading)
    page = visitor.enter_space("parent")
    greeted(page, "Sandrine")
    doors = page.get_by_role("navigation", name="Réservé pour vous").get_by_role("link")
    expect(doors).to_have_text(["Espace de la 3eA", "Espace de la 6eB"])
    list_everything(page)
    for name in (IN_3EA, IN_6EB):
        item = page.locator(".item", has=page.get_by_role("link", name=title(name)))
        expect(item.get_by_text("Réservé")).to_be_visible()
    link = page.get_by_role("link", name=title(IN_6EB))
    link.scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title(IN_6EB))
    for picture in page.locator("main img").all():
        picture.scroll_into_view_if_needed()
        picture.evaluate("image => image.decode()")
        assert picture.evaluate("image => image.naturalWidth > 0")
    page.go_back()
    expect(link).to_be_focused()
    assert place > 0
    assert abs(page.evaluate("scrollY") - place) < 50
    assert visitor.is_clean()


def test_an_attachment_is_downloaded_and_the_public_page_is_offered(
    reading: Installation, visit: Callable[..., Visit]
) -> None:
    visitor = visit(reading)
    page = visitor.enter_space("parent")
    greeted(page, "Sandrine")
    open_article(page, CROSS)
    attachment = page.get_by_role("link", name="Résultats du cross 2026")
    answer = page.request.get(visitor.base + str(attachment.get_attribute("href")))
    assert answer.ok
    assert "6e" in answer.text()
    with page.expect_download():
        attachment.click()
    page.get_by_role("link", name="Voir sur le site public").click()
    page.wait_for_url("**/vie-du-college/sport-scolaire/cross-2026/")
    assert visitor.is_clean()


def test_after_signing_out_nothing_is_left_and_a_sister_reads_less(
    reading: Installation, visit: Callable[..., Visit]
) -> None:
    """One computer, two people: the second finds nothing of the first."""
    visitor = visit(reading)
    page = visitor.enter_space("parent")
    greeted(page, "Sandrine")
    open_article(page, IN_6EB)
    page.locator(".me summary").click()
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_text("Déconnexion réussie")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Identifiant")).to_be_visible()
    assert title(IN_6EB) not in page.content()
    visitor.go("/espace/")
    visitor.enter_space("eleve")
    greeted(page, "Lina")
    list_everything(page)
    expect(page.get_by_role("link", name=title(IN_3EA))).to_be_visible()
    assert "6eB" not in page.locator("body").inner_text()


def test_a_session_that_ends_asks_again_and_comes_back_to_the_page(
    reading: Installation, visit: Callable[..., Visit]
) -> None:
    visitor = visit(reading)
    page = visitor.enter_space("parent")
    greeted(page, "Sandrine")
    list_everything(page)
    visitor.context.clear_cookies(name="sessionid")
    page.get_by_role("link", name=title(IN_6EB)).click()
    expect(page.get_by_text("Votre session a pris fin")).to_be_visible()
    visitor.enter_space("parent")
    expect(page.get_by_role("heading", level=1)).to_have_text(title(IN_6EB))
    assert all(refusal.startswith(("401", "403", "404")) for refusal in visitor.refusals), visitor.refusals


def test_a_cut_line_is_said_and_tried_again(reading: Installation, visit: Callable[..., Visit]) -> None:
    visitor = visit(reading)
    page = visitor.enter_space("parent")
    greeted(page, "Sandrine")
    list_everything(page)
    visitor.context.set_offline(True)
    page.get_by_role("link", name=title(IN_6EB)).click()
    expect(page.get_by_role("heading", name="Vous êtes hors connexion")).to_be_visible()
    visitor.context.set_offline(False)
    page.locator("main").get_by_role("button", name="Réessayer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title(IN_6EB))
    only_refused(visitor)


def test_a_telephone_holds_every_screen(reading: Installation, visit: Callable[..., Visit]) -> None:
    visitor = visit(reading, **PHONE, color_scheme="dark")
    page = visitor.go("/espace/")
    expect(page.get_by_label("Identifiant")).to_be_visible()
    assert visitor.reads_without_scrolling_sideways()
    visitor.enter_space("parent")
    greeted(page, "Sandrine")
    assert visitor.reads_without_scrolling_sideways()
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("dialog").get_by_role("link", name="Vie du collège").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vie du collège")
    assert visitor.reads_without_scrolling_sideways()
    open_article(page, CROSS)
    expect(page.get_by_role("table")).to_be_visible()
    assert visitor.reads_without_scrolling_sideways()
    assert visitor.is_clean()


def test_art_03_the_agenda_of_a_class_is_read_by_its_families(
    writing: Installation, visit: Callable[..., Visit]
) -> None:
    """The next ones on the first page, all of them by month, each with its hours; the session and the line may fail."""
    ref = writing.python(
        "from datetime import time, timedelta\n"
        "from django.utils import timezone\n"
        "from cms.agenda.models import Event\n"
        "from cms.rubrics.models import Rubric\n"
        "place = Rubric.objects.get(title='Espace de la 3eA')\n"
        "event = Event(title='Goûter de la 3eA', slug='gouter-3ea', place='Salle 12', live=True,\n"
        "    day=timezone.localdate() + timedelta(days=1), start=time(0, 5), end=time(23, 50))\n"
        "print(place.add_child(instance=event).ref)"
    )
    visitor = visit(writing, **PHONE, color_scheme="dark")
    page = visitor.enter_space("parent")
    greeted(page, "Sandrine")
    coming = page.locator("section", has=page.get_by_role("heading", name="À venir"))
    expect(coming.get_by_role("link", name="Goûter de la 3eA")).to_be_visible()
    assert visitor.reads_without_scrolling_sideways()
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("dialog").get_by_role("link", name="Agenda").click()
    expect(page.get_by_role("heading", level=1, name="Agenda")).to_be_focused()
    meeting = page.locator(".item", has=page.get_by_role("link", name="Goûter de la 3eA"))
    expect(meeting).to_contain_text("Réservé")
    expect(meeting).to_contain_text("0 h 05 – 23 h 50")
    shown = page.locator(".item").count()

    visitor.context.set_offline(True)
    more = page.get_by_role("button", name="Afficher la suite")
    more.click()
    expect(page.get_by_role("alert").last).to_contain_text("La suite n’est pas arrivée")
    visitor.context.set_offline(False)
    page.get_by_role("button", name="Réessayer").click()
    expect(more).to_be_visible()
    assert page.locator(".item").count() >= shown
    assert visitor.reads_without_scrolling_sideways()

    meeting.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Goûter de la 3eA")
    expect(page.locator("main")).to_contain_text("Salle 12")
    expect(page.locator("main")).not_to_contain_text(re.compile("undefined|false|null"))
    page.get_by_role("link", name="Retour à l’agenda").click()
    expect(page.get_by_role("heading", level=1, name="Agenda")).to_be_visible()
    only_refused(visitor)

    stranger = visit(writing)
    page = stranger.enter_space("redacteur")
    greeted(page, "Karim")
    page.goto(f"{stranger.base}/espace/#/agenda/{ref}")
    expect(page.get_by_role("heading", name="Page introuvable")).to_be_visible()


def test_under_a_public_article_nothing_is_said_of_comments(reading: Installation, visit: Callable[..., Visit]) -> None:
    visitor = visit(reading)
    page = visitor.enter_space("parent")
    greeted(page, "Sandrine")
    open_article(page, CROSS)
    expect(page.locator("main")).not_to_contain_text(re.compile("undefined|false|null"))


def test_what_is_not_theirs_does_not_exist(reading: Installation, visit: Callable[..., Visit]) -> None:
    visitor = visit(reading)
    page = visitor.enter_space("eleve")
    greeted(page, "Lina")
    ref = reading.python(
        "from cms.articles.models import Article\nprint(Article.objects.get(slug='projet-cabanes').ref)"
    )
    page.goto(f"{visitor.base}/espace/#/articles/{ref}")
    expect(page.get_by_role("heading", name="Page introuvable")).to_be_visible()
    only_refused(visitor, f"404 /api/v1/articles/{ref}")


def test_the_policy_of_the_pages_is_strict_and_kept(reading: Installation, visit: Callable[..., Visit]) -> None:
    """Nothing from elsewhere may run: what the policy forbids is said in the console, where `is_clean` looks."""
    visitor = visit(reading)
    answer = visitor.page.goto(visitor.base + "/espace/")
    assert answer is not None
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "script-src" not in answer.headers["content-security-policy"]
    page = visitor.enter_space("parent")
    greeted(page, "Sandrine")
    open_article(page, CROSS)
    assert visitor.is_clean()
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.run = 1' }))"
    )
    assert page.evaluate("window.run") is None
    assert any("Content Security Policy" in error for error in visitor.errors)

"""The public zone as its visitors read it: any width, any light, with a keyboard, without JavaScript, watched by nobody."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.browser import Visit
from tests.support.installation import Installation, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.processes]

ARTICLE = "/vie-du-college/sport-scolaire/cross-2026/"  # a table, a gallery and an attachment
MISSING = "/nulle-part/"
PAGES = (
    "/",
    "/vie-du-college/",
    ARTICLE,
    "/tags/",
    "/tags/eps/",
    "/archives/",
    "/archives/2026/",
    "/recherche/?q=cantine",
    "/plan-du-site/",
    "/mentions-legales/",
    "/accessibilite/",
    MISSING,
)
FAULTS = Path(__file__).with_name("faults.js").read_text("utf-8")


def allow_the_missing_page(visitor: Visit) -> None:
    """The missing page is refused, and the browser says so once: nothing else may be."""
    assert set(visitor.refusals) <= {f"404 {MISSING}"}
    visitor.refusals.clear()
    visitor.errors[:] = [error for error in visitor.errors if MISSING not in error]


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_of_page_at_every_width_in_both_lights(
    reading: Installation, visit: Callable[..., Visit], width: int, scheme: str
) -> None:
    """SITE-03, SITE-04: nothing scrolls sideways, one title, headings in order, named pictures and links, contrast."""
    visitor = visit(reading, width=width, color_scheme=scheme)
    for path in PAGES:
        page = visitor.go(path)
        assert visitor.reads_without_scrolling_sideways(), path
        assert page.evaluate(FAULTS) == [], path
    allow_the_missing_page(visitor)
    assert visitor.is_clean()
    assert visitor.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_site_05_escape_puts_away_the_list_under_the_menu(reading: Installation, visit: Callable[..., Visit]) -> None:
    """With the pointer left where it is, and from inside the list (WCAG 1.4.13)."""
    visitor = visit(reading)
    page = visitor.go("/")
    menu = page.get_by_role("navigation", name="Rubriques")
    above, below = (menu.get_by_role("link", name=name, exact=True) for name in ("Vie du collège", "Sport scolaire"))
    above.hover()
    below.wait_for()
    page.keyboard.press("Escape")
    below.wait_for(state="hidden")
    page.mouse.move(5, 700)
    above.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Sport scolaire"
    page.keyboard.press("Escape")
    below.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.textContent") == "Vie du collège"
    assert visitor.is_clean()


def test_the_search_for_faults_finds_them(reading: Installation, visit: Callable[..., Visit]) -> None:
    page = visit(reading).go("/accessibilite/")
    page.evaluate(
        """() => { const main = document.querySelector("main");
          main.insertAdjacentHTML("beforeend", "<h1>Deux</h1><h3>Trop bas</h3><img src='/theme/favicon.svg'><a href='/'></a>");
          main.insertAdjacentHTML("beforeend", "<p style='color: #999; background: #fff'>Pâle</p>"); }"""
    )
    found = " ".join(page.evaluate(FAULTS))
    assert all(fault in found for fault in ("2 h1", "skipped heading", "no alt", "nameless link", "contrast 2.8"))


def test_all_of_it_is_read_without_javascript(reading: Installation, visit: Callable[..., Visit]) -> None:
    """SITE-04: the menu of a telephone too."""
    visitor = visit(reading, width=390, java_script_enabled=False)
    page = visitor.go("/")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("navigation", name="Rubriques").get_by_role("link", name="Sport scolaire", exact=True).click()
    page.get_by_role("link", name="Cross du collège").click()
    assert page.get_by_role("table").is_visible()
    assert page.locator(".gallery img").count() == 3
    page.get_by_role("link", name="EPS", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "EPS"
    assert visitor.is_clean()


def test_pictures_come_and_an_attachment_is_downloaded(reading: Installation, visit: Callable[..., Visit]) -> None:
    visitor = visit(reading)
    page = visitor.go(ARTICLE)
    for picture in page.locator("img").all():
        picture.scroll_into_view_if_needed()
        picture.evaluate("image => image.decode()")
        assert picture.evaluate("image => image.naturalWidth > 0")
    with page.expect_download() as download:
        page.get_by_role("link", name="Résultats du cross 2026").click()
    assert "6e" in Path(download.value.path()).read_text("utf-8")
    assert visitor.is_clean()


def test_a_keyboard_is_enough(reading: Installation, visit: Callable[..., Visit]) -> None:
    """The first stop skips to the content; every stop shows where it is; the menu and its lists are among them."""
    visitor = visit(reading)
    page = visitor.go("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    wait_for(lambda: page.evaluate("document.activeElement.getBoundingClientRect().top >= 0"))  # it slides in
    stops = []
    for _ in range(40):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => { const at = document.activeElement, box = at.getBoundingClientRect();
              const outlined = (one) => { const style = one && getComputedStyle(one);
                return one && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2; };
              return { text: at.textContent.trim(), shown: box.width > 0 && box.height > 0,
                outlined: Boolean(outlined(at) || outlined(at.closest(".card"))) }; }"""
        )
        assert stop["shown"] and stop["outlined"], stop
        stops.append(stop["text"])
    assert {"Vie du collège", "Sport scolaire", "Mon espace"} <= set(stops)
    page.reload()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"


def test_a_telephone_opens_and_closes_the_menu_with_a_keyboard(
    reading: Installation, visit: Callable[..., Visit]
) -> None:
    visitor = visit(reading, width=390)
    page = visitor.go(ARTICLE)
    button, menu = page.get_by_role("button", name="Menu"), page.locator("#menu")
    assert not menu.is_visible()
    button.focus()
    page.keyboard.press("Enter")
    menu.get_by_role("link", name="CDI", exact=True).wait_for()
    assert menu.get_by_role("link", name="Mon espace").is_visible()
    assert page.locator(".masthead").get_by_role("link", name="Mon espace").count() == 1  # seen without the menu
    page.keyboard.press("Escape")
    menu.wait_for(state="hidden")
    assert visitor.is_clean()


def test_the_space_of_the_families_is_one_click_away(reading: Installation, visit: Callable[..., Visit]) -> None:
    visitor = visit(reading)
    visitor.go("/").get_by_role("link", name="Mon espace").click()
    visitor.page.get_by_role("heading", name="Connexion").wait_for()
    assert visitor.is_clean()


def test_site_04_a_visitor_searches_with_the_keyboard_and_asks_nobody_else(
    reading: Installation, visit: Callable[..., Visit]
) -> None:
    """From the header to an article: accents left out, words begun, marked and counted; nothing is kept."""
    visitor = visit(reading, width=1280)
    page = visitor.go("/")
    page.locator(".site-search input").focus()
    page.keyboard.type("eleves")
    page.keyboard.press("Enter")
    page.locator(".search-result mark", has_text="élèves").first.wait_for()
    count = page.get_by_role("status")
    assert "résultats pour «\u00a0eleves\u00a0»" in count.inner_text()
    shown = page.locator(".search-result").count()
    page.get_by_role("button", name="Plus de résultats").click()
    page.locator(".search-result").nth(shown).wait_for()
    assert page.evaluate("document.activeElement.closest('.search-result') !== null")
    question = page.get_by_label("Que cherchez-vous")
    question.fill("cantin")
    page.wait_for_url("**/recherche/?q=cantin")
    page.locator(".search-result mark", has_text="cantine").first.wait_for()
    question.fill("<b>zzzonerror</b>")
    count.filter(has_text="<b>zzzonerror</b>").wait_for()
    assert page.locator(".search b").count() == 0
    question.fill("cross")
    page.get_by_role("link", name="Cross du collège").click()
    assert page.url.endswith(ARTICLE)
    assert visitor.is_clean() and visitor.context.cookies() == []


def test_site_05_the_search_without_javascript_leads_elsewhere(
    reading: Installation, visit: Callable[..., Visit]
) -> None:
    page = visit(reading, width=390, java_script_enabled=False).go("/recherche/?q=cantine")
    note = page.locator(".search-note")  # by its class: Playwright reads no text in a <noscript>
    assert note.is_visible() and "qui est désactivé" in note.inner_text()
    assert not page.get_by_label("Que cherchez-vous").is_visible()
    note.locator("a[href='/archives/']").click()
    assert page.url.endswith("/archives/")

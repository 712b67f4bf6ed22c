"""SITE-05, ART-07, issue C.9: what a real browser runs and loads of hostile texts, and of contents of other sites."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import PATIENCE, Visit
from tests.support.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.processes]

ROME = "/pedagogie/voyages-et-sorties/voyage-a-rome-2026/"
TRAP = "window.ran = []; window.canary = window.alert = window.prompt = window.confirm = () => window.ran.push(1);"

# Articles with every string in every block of text, and one more for each dozen of strings as titles. The editor takes
# a minute to draw a thousand blocks: no article has more than two hundred.
FILL = """
import json
from django.utils import timezone
from cms.articles.services import write_article
from cms.rubrics.models import Rubric
from tests.support.hostile import HOSTILE
texts = [text.replace(chr(0), "") for text in HOSTILE if len(text) < 500]
embed = {"provider": "youtube", "id": "dQw4w9WgXcQ"}
def blocks(text):
    yield "text", f"<p>{text}</p>"
    yield "heading", {"text": text, "level": "2"}
    yield "quote", {"text": text, "source": text}
    yield "callout", {"title": text, "text": f"<p>{text}</p>"}
    yield "embed", {"content": embed, "title": text, "caption": text, "alternative": text}
rubric, now = Rubric.objects.get(slug="cdi"), timezone.now()
common = {"rubric": rubric, "owner": None, "live": True, "went_online_at": now, "changed_at": now, "extra_headers": {}}
for number in range(0, len(texts), 6):
    text = " ".join(texts[number : number + 6])
    article = write_article(slug=f"titre-{number}", title=text[:250], summary=text[:400], signature=text[:120],
                            tags=[part[:100] for part in texts[number : number + 6]], body="[]", **common)
    article.save_revision()
for number in range(0, len(texts), 40):
    some = texts[number : number + 40]
    body = [{"type": kind, "value": value} for text in some for kind, value in blocks(text)]
    body.append({"type": "table", "value": {"data": [[text, text] for text in some], "table_caption": " ".join(some)}})
    article = write_article(slug=f"hostile-{number}", title="Textes hostiles", summary=some[0], signature=some[1],
                            tags=[], body=json.dumps(body), **common)
    article.save_revision()
    print(article.ref, article.pk, article.slug)
"""


@pytest.fixture(autouse=True)
def slow_machines() -> None:
    expect.set_options(timeout=PATIENCE)


@pytest.fixture
def school(demo: Installation) -> Iterator[Installation]:
    demo.hostile = [line.split() for line in demo.python(FILL).splitlines()]  # type: ignore[attr-defined]
    demo.run("publish")
    with demo.serving():
        yield demo


def ran(page: Page) -> list[int]:
    for fallen in page.locator("details").all():
        fallen.evaluate("one => { one.open = true; }")
    found: list[int] = page.evaluate("window.ran")
    return found


def test_c_09_nothing_hostile_runs_and_nothing_foreign_is_loaded_before_it_is_asked(
    school: Installation, visit: Callable[..., Visit]
) -> None:
    reader = visit(school)
    reader.context.add_init_script(TRAP)
    articles = school.hostile  # type: ignore[attr-defined]
    public = [f"/cdi/{slug}/" for _reference, _key, slug in articles]
    for path in (*public, "/tags/", "/plan-du-site/", "/archives/", "/", "/cdi/"):
        assert ran(reader.go(path)) == [], path
    reader.page.get_by_role("link", name="Articles plus anciens").click()
    expect(reader.page).to_have_url(re.compile("/cdi/page/"))
    assert ran(reader.page) == []
    page = reader.enter_space("chef")
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    for path in (*(f"/espace/#/articles/{reference}" for reference, _key, _slug in articles), "/espace/#/"):
        page.goto(reader.base + path)
        expect(page.get_by_role("heading", level=1).first).to_be_visible()
        assert ran(page) == [], path
    assert (reader.strangers, reader.errors) == ([], [])
    writer = visit(school)
    writer.context.add_init_script(TRAP)
    page = writer.enter_administration("chef")
    screens = [
        f"/admin/pages/{key}/{screen}/" for _reference, key, _slug in articles for screen in ("edit", "view_draft")
    ]
    for path in (*screens, "/admin/pages/"):
        answer = page.goto(writer.base + path)
        assert answer and answer.ok and ran(page) == [], path
    assert writer.strangers == []


def test_art_07_a_content_is_loaded_once_its_button_is_pressed(
    reading: Installation, visit: Callable[..., Visit]
) -> None:
    """SITE-05: by the keyboard; the focus goes to the frame, which has a title and few rights; the link stays."""
    reader = visit(reading)
    reader.context.route(
        "https://www.openstreetmap.org/**", lambda route: route.fulfill(body="<p>carte</p>", content_type="text/html")
    )
    page = reader.go(ROME)
    assert reader.is_clean()
    button = page.get_by_role("button", name="Afficher le contenu de OpenStreetMap")
    button.focus()
    page.keyboard.press("Enter")
    frame = page.locator("iframe")
    expect(frame).to_be_focused()
    expect(page.frame_locator("iframe").get_by_text("carte")).to_be_visible()
    assert [frame.get_attribute(name) for name in ("title", "referrerpolicy", "loading")] == [
        "Nos journées à Rome\u00a0: le Colisée et le Forum",
        "strict-origin-when-cross-origin",
        "lazy",
    ]
    assert "allow-top-navigation" not in (frame.get_attribute("sandbox") or "allow-top-navigation")
    assert [address.split("?")[0] for address in reader.strangers] == [
        "https://www.openstreetmap.org/export/embed.html"
    ]
    expect(page.get_by_role("link", name="Voir sur OpenStreetMap")).to_be_visible()
    page.evaluate("document.querySelector('iframe').src = 'https://evil.example/'")  # refused by the policy of the page
    page.wait_for_function("document.querySelector('iframe').contentDocument === null")
    assert any("frame-src" in error for error in reader.errors)


def test_site_05_without_a_script_the_link_is_there(reading: Installation, visit: Callable[..., Visit]) -> None:
    reader = visit(reading, java_script_enabled=False)
    page = reader.go(ROME)
    expect(page.get_by_role("link", name="Voir sur OpenStreetMap")).to_be_visible()
    assert page.get_by_role("button", name="Afficher le contenu").count() == 0

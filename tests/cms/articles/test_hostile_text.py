"""Issue C.9, ZONE-04, SITE-05: what means harm is text, in every field and for every reader."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag
from django.utils import timezone
from wagtail.models import Page

from cms.articles.models import Article
from cms.articles.services import write_article
from cms.core.embeds import frame_sources
from cms.homepage.services import write_homepage
from cms.media.models import SchoolDocument, SchoolImage
from cms.rubrics.enums import Role
from cms.rubrics.models import Rubric
from cms.schools.services import update_school
from publicsite.publisher import publish
from tests.api.conftest import API, Campus
from tests.support.hostile import HOSTILE
from tests.support.releases import files_of

FORBIDDEN = "iframe object embed form input select textarea base style svg math video audio frame portal applet".split()
LOADED = "src srcset poster data action formaction background xlink:href".split()
STORABLE = [text.replace("\0", "") for text in HOSTILE]  # the doors refuse a null character, see below


def items(value: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": "item", "id": str(uuid4()), "value": value}]


def blocks(text: str, image: SchoolImage, document: SchoolDocument) -> list[dict[str, Any]]:
    """Every kind of block, with the text in each of its fields; running text is given as HTML."""
    picture = {"image": image.pk, "alt": text, "caption": text, "decorative": False}
    embed = {"provider": "youtube", "id": "dQw4w9WgXcQ"}
    rows = {"data": [[text, text], [text, text]], "table_caption": text}
    return [
        {"type": kind, "value": value}
        for kind, value in {
            "text": f"<p>{text}</p>{text}",
            "heading": {"text": text, "level": "2"},
            "quote": {"text": text, "source": text},
            "image": picture,
            "gallery": items(picture),
            "callout": {"title": text, "text": f"<p>{text}</p>"},
            "attachments": items({"document": document.pk, "title": text}),
            "table": {**rows, "first_row_is_table_header": True, "first_col_is_header": True},
            "embed": {"content": embed, "title": text, "caption": text, "alternative": text},
        }.items()
    ]


def fill(campus: Campus) -> None:
    """A rubric for ten strings and an article for each, by the services that imports use."""
    image, document = campus.image("photo.jpg"), campus.document("menu.pdf")
    now = timezone.now()
    rubric, others = campus.root, {}
    for number, text in enumerate(STORABLE):
        if number % 10 == 0:
            rubric = campus.rubric(text[:200] or "x", introduction=f"<p>{text}</p>{text}", icon=text[:40])
            facts = dict.fromkeys(("title", "author", "credit"), text[:120])
            document = campus.document(f"menu-{number}.pdf", **facts)
        if number % 50 == 0:
            facts = dict.fromkeys(("title", "author", "credit"), text[:120])
            others = {"illustration": campus.image(f"photo-{number}.jpg", description=text[:250], **facts)}
        write_article(
            rubric=Rubric.objects.get(pk=rubric.pk),
            slug=f"texte-{number}",
            owner=None,
            live=True,
            went_online_at=now,
            changed_at=now,
            tags=[text[:100]],
            title=text[:250],
            summary=text[:400],
            signature=text[:120],
            body=json.dumps(blocks(text, image, document)),
            extra_headers={"x-note": text[:200]},
            **others,
        )
    tiles = [
        {
            "type": "news",
            "value": {
                "title": text[:100],
                "rubrics": [],
                "count": 3,
                "show_illustration": True,
                "show_summary": True,
                "show_date": True,
            },
        }
        for text in STORABLE[::9]
    ]
    write_homepage(school=campus.school, slug="accueil", title=STORABLE[0], in_service=True, tiles=tiles)
    texts = iter(STORABLE[3::7])
    names = "name kind motto address town phone opening_hours publication_director host".split()
    limits = {name: campus.school._meta.get_field(name).max_length or 200 for name in names}
    update_school(school=campus.school, **{name: next(texts)[: limits[name]] for name in names})


def harms(html: str | bytes, *, frames: list[str]) -> Iterator[str]:
    """What a browser would run, load or be led to by a page, other than what our theme writes."""
    page = BeautifulSoup(html, "lxml")
    # The question in the header and on the page of a lost address, the page of results: what is typed cannot be put there.
    header = "body > header form.site-search, body > header a.site-search-link"
    for ours in page.select(f"{header}, body > main > .lost form.lost-search, main div.search"):
        ours.extract()
    for tag in page.select("*"):
        yield from (f"<{tag.name}> {found}" for found in _harms_of(tag, frames))


def _harms_of(tag: Tag, frames: list[str]) -> Iterator[str]:
    source = str(tag.get("src") or "")
    data = tag.name == "script" and tag.attrs == {"type": "application/ld+json"} and "<" not in tag.text
    if tag.name in FORBIDDEN or (
        tag.name == "script"
        and not data
        and (tag.text or not re.fullmatch(r"/theme/(?:embed|menu|search|carousel)-\w{8}\.js", source))
    ):
        yield str(tag)[:200]
    if tag.name == "meta" and tag.get("http-equiv"):
        yield str(tag)
    for name, value in tag.attrs.items():
        text = " ".join(value) if isinstance(value, list) else str(value)
        if name.startswith("on") or name in {"style", "srcdoc", "formaction"}:
            yield f"{name}={text[:100]}"
        addresses = [part.split()[0] for part in text.split(",") if part.strip()] if name == "srcset" else [text]
        local = name in LOADED or (name == "href" and tag.name == "link" and tag.get("rel") != ["canonical"])
        if local and not all(re.match(r"/(?![/\\])", address) for address in addresses):
            yield f"{name}={text[:100]}"
        if name == "href" and urlsplit(re.sub(r"[\0-\x20]", "", text)).scheme not in {
            "",
            "http",
            "https",
            "mailto",
            "tel",
        }:
            yield f"{name}={text[:100]}"
        if name == "data-frame" and not text.startswith(tuple(f"{frame}/" for frame in frames)):
            yield f"{name}={text[:100]}"


@pytest.fixture
def release(campus: Campus, settings: Any, tmp_path: Path) -> Path:
    settings.SITES_DIR, settings.EXPORT_DIR, settings.CACHE_DIR = (tmp_path / name for name in ("s", "e", "c"))
    fill(campus)
    assert [problem for problem in publish(campus.school).problems if problem["fatal"]] == []
    current: Path = (tmp_path / "s" / campus.school.slug / "current").resolve()
    return current


def test_c_09_nothing_of_two_hundred_hostile_strings_comes_through(campus: Campus, release: Path) -> None:
    """Pages, feeds, sitemap and the API's JSON, as their readers parse them; and no text has stopped the build."""
    frames = frame_sources([])
    found: dict[str, list[str]] = {}
    pages = files_of(release, ".html")
    for page in pages:
        found[str(page.relative_to(release))] = list(harms(page.read_bytes(), frames=frames))
    for feed in files_of(release, ".xml"):
        root = ElementTree.fromstring(feed.read_bytes())
        for content in root.iter("{http://www.w3.org/2005/Atom}content"):
            found.setdefault(str(feed.relative_to(release)), []).extend(
                _without_a_site(harms(content.text or "", frames=frames))
            )
    client = campus.client()
    for article in Article.objects.all():
        body = client.get(f"{API}/articles/{article.ref}").json()["body_html"]
        found[f"API {article.slug}"] = list(harms(body, frames=frames))
    for rubric in client.get(f"{API}/rubrics").json()["results"]:
        found[f"API {rubric['ref']}"] = list(harms(rubric["introduction_html"], frames=frames))
    assert {where: harm for where, harm in found.items() if harm} == {}
    assert len([page for page in pages if page.parent.name.startswith("texte-")]) == len(HOSTILE)
    assert sum(where.startswith("API ") for where in found) > len(HOSTILE)
    assert any(name.name == "atom.xml" for name in files_of(release, ".xml"))


def _without_a_site(found: Iterator[str]) -> Iterator[str]:
    """A school without an address has feeds whose own addresses have no host."""
    return (harm for harm in found if not harm.startswith("<img> src=/"))


@pytest.mark.parametrize(
    "text", ["{{ 7 * 7 }}{{ school.name }}", "{% include '/etc/passwd' %}", "|filename|/private/articles/x.html"]
)
def test_c_09_what_looks_like_a_template_is_read_as_it_was_typed(
    campus: Campus, settings: Any, tmp_path: Path, text: str
) -> None:
    settings.SITES_DIR, settings.EXPORT_DIR, settings.CACHE_DIR = (tmp_path / name for name in ("s", "e", "c"))
    rubric = campus.rubric("Clubs", slug="clubs")
    campus.article(rubric, text, slug="texte", summary=text, body=blocks(text, campus.image(), campus.document())[:3])
    publish(campus.school)
    page = BeautifulSoup((tmp_path / "s/jean-moulin/current/clubs/texte/index.html").read_bytes(), "html.parser")
    for place in ("h1", ".lead", ".prose h2", ".prose p", "blockquote p", "blockquote footer"):
        assert page.select_one(place).text.strip() == text  # type: ignore[union-attr]


def test_c_09_a_page_that_could_not_be_cleaned_does_not_stop_the_school(
    campus: Campus, settings: Any, tmp_path: Path
) -> None:
    """What forms refuse can come by another door: its text is shown, and everybody else is published."""
    settings.SITES_DIR, settings.EXPORT_DIR, settings.CACHE_DIR = (tmp_path / name for name in ("s", "e", "c"))
    rubric = campus.rubric("Clubs", slug="clubs", introduction="<b>" * 100 + "canary()" + "<script>")
    for number, html in enumerate(["<b>" * 100 + "mot<script>canary()</script>", "é" * 200_000, "<!--" * 75_000]):
        campus.article(rubric, f"Lourd {number}", slug=f"lourd-{number}", body=[{"type": "text", "value": html}])
    rows = [["<b>", "y"] * 40 for _ in range(100)]
    campus.article(rubric, "Large", slug="large", body=[{"type": "table", "value": {"data": rows}}])
    publish(campus.school)
    current = tmp_path / "s/jean-moulin/current/clubs"
    assert {path.parent.name for path in current.glob("*/index.html")} == {
        "lourd-0",
        "lourd-1",
        "lourd-2",
        "large",
    }
    assert "mot" in (current / "lourd-0/index.html").read_text()
    assert [harm for page in files_of(current, ".html") for harm in harms(page.read_bytes(), frames=[])] == []


def test_c_09_the_administration_shows_hostile_titles_as_text(campus: Campus, enter: Any) -> None:
    """Explorer, editor, history, preview and the screens of ours, asked by a manager."""
    head = enter(campus, "chef", (Role.MANAGER, campus.root))
    pages: list[Page] = []
    for number, text in enumerate(["</script><script>canary()</script>\"'><img src=x onerror=canary()>"]):
        rubric = campus.rubric(text, introduction=text)
        image, document = campus.image(f"{number}.jpg", description=text), campus.document(f"{number}.pdf", title=text)
        body = blocks(text, image, document)
        article = campus.article(rubric, text, summary=text, signature=text, tags=[text], body=body)
        article.save_revision(user=head.user)
        pages += [rubric, article]
    addresses = ["/admin/", "/admin/rubrics/rights/", "/admin/seen-as/?seen_as=public", "/admin/outside-contents/"]
    addresses += [f"/admin/pages/{page.pk}/{what}/" for page in pages for what in ("edit", "history")]
    addresses += [f"/admin/pages/{page.pk}/" for page in pages[::2]]
    addresses += [f"/admin/seen-as/{page.ref}/?seen_as=public" for page in pages[1::2]]  # type: ignore[attr-defined]
    for address in addresses:
        answer = head.get(address)
        assert answer.status_code == 200, address
        page = BeautifulSoup(answer.content, "lxml")
        assert not [script for script in page.find_all("script") if script.text.strip() == "canary()"], address
        assert page.find(onerror=True) is None, address

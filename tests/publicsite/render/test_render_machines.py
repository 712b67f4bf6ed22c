"""SITE-01, SITE-04: what search engines, other sites, browsers and feed readers are told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from PIL import Image

from publicsite.render.build import Summary, build
from tests.publicsite.render.rendered_content import SCHOOL, Content

Publish = Callable[[], Summary]
URL = "https://tilleuls.example"
HOSTILE = 'Fin</script><script>alert("x")</script> & <!-- « é »'


@pytest.fixture
def online(content: Content, output: Path, tmp_path: Path) -> Callable[[], Summary]:
    """A build of a school that has an address."""
    return lambda: build(content.root, output, cache=tmp_path / "cache", siteurl=URL)


def page_of(output: Path, address: str) -> str:
    return (output / address.strip("/") / "index.html").read_text()


def metas(page: str) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', page))


def told(page: str) -> list[dict[str, Any]]:
    """The things of the page's JSON-LD."""
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, flags=re.DOTALL)
    assert len(blocks) <= 1
    graphs = [json.loads(block) for block in blocks]
    assert all(graph["@context"] == "https://schema.org" for graph in graphs)
    return [thing for graph in graphs for thing in graph["@graph"]]


def thing(page: str, kind: str) -> dict[str, Any]:
    (found,) = [thing for thing in told(page) if thing["@type"] == kind]
    return found


def addresses_in(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set().union(*map(addresses_in, value.values()))
    if isinstance(value, list):
        return set().union(*map(addresses_in, value))
    return {value} if isinstance(value, str) and ("://" in value or value.startswith("/")) else set()


def test_site_04_a_title_cannot_end_the_block_of_data(content: Content, output: Path, online: Publish) -> None:
    content.rubric("vie", HOSTILE)
    content.article("vie/a", title=HOSTILE, author=HOSTILE, tags=HOSTILE, summary=HOSTILE)
    online()
    page = page_of(output, "/vie/a/")
    article = thing(page, "NewsArticle")
    assert article["headline"] == article["author"]["name"] == article["description"] == HOSTILE
    assert "<script>" not in page and "<!--" not in page
    assert thing(page_of(output, "/vie/"), "BreadcrumbList")["itemListElement"][-1]["name"] == HOSTILE


def test_site_04_an_article_tells_what_it_is(content: Content, output: Path, online: Publish) -> None:
    content.image("cour.jpg", (2400, 1800))
    content.write("images.toml", '["cour.jpg"]\nalt = "La cour"\n')
    content.rubric("vie", "Vie")
    content.rubric("vie/sport", "Sport")
    event = (
        '<div class="event"><p class="event-title">Finale</p><p class="event-when"><time datetime="2026-07-14T09:00">'
        '</time> – <time datetime="2026-07-14T12:30"></time></p><p class="event-place">Stade</p></div>'
        '<div class="event"><p class="event-when"><time datetime="2026-01-09"></time></p></div>'
    )
    content.article(
        "vie/sport/cross", title="Le cross", body=event, illustration="cour.jpg", modified="2026-03-05 08:00:00+01:00"
    )
    online()
    page = page_of(output, "/vie/sport/cross/")
    seen = metas(page)
    assert (seen["og:type"], seen["og:title"], seen["og:url"]) == ("article", "Le cross", f"{URL}/vie/sport/cross/")
    assert (seen["og:image:width"], seen["og:image:height"], seen["og:image:alt"]) == ("1200", "630", "La cour")
    assert seen["twitter:card"] == "summary_large_image"
    shared = output / seen["og:image"].removeprefix(f"{URL}/")
    assert Image.open(shared).size == (1200, 630)
    article = thing(page, "NewsArticle")
    assert article["image"] == [seen["og:image"]] and article["articleSection"] == "Sport"
    assert article["datePublished"] == "2026-03-01T10:00:00+01:00"
    assert article["dateModified"] == "2026-03-05T08:00:00+01:00"
    assert article["publisher"] == {"@type": "School", "name": "Collège des Tilleuls", "url": f"{URL}/"}
    assert [step["item"] for step in thing(page, "BreadcrumbList")["itemListElement"]] == [
        f"{URL}/",
        f"{URL}/vie/",
        f"{URL}/vie/sport/",
        f"{URL}/vie/sport/cross/",
    ]
    events = [thing for thing in told(page) if thing["@type"] == "Event"]
    # The school's clock: summer time in July.
    assert [(event["startDate"], event.get("endDate"), event.get("location")) for event in events] == [
        ("2026-07-14T09:00:00+02:00", "2026-07-14T12:30:00+02:00", {"@type": "Place", "name": "Stade"}),
        ("2026-01-09", None, None),
    ]


def test_site_04_the_homepage_tells_of_the_school(content: Content, output: Path, online: Publish) -> None:
    more = 'kind = "Collège"\naddress = "1, rue du Port"\npostcode = "99300"\nlatitude = 46.5\nlongitude = 3.25\n'
    content.write("school.toml", SCHOOL + more)
    content.article("vie/a")
    online()
    school = thing(page_of(output, "/"), "School")
    assert school["address"]["streetAddress"] == "1, rue du Port"
    assert school["geo"] == {"@type": "GeoCoordinates", "latitude": 46.5, "longitude": 3.25}
    assert "telephone" not in school and "email" not in school and "logo" not in school


def test_site_04_without_an_address_nothing_is_invented(content: Content, output: Path, publish: Publish) -> None:
    content.image("cour.jpg")
    content.rubric("vie", "Vie")
    content.article("vie/a", illustration="cour.jpg")
    publish()
    for path in output.rglob("*.html"):
        page = path.read_text()
        assert 'rel="canonical"' not in page and "og:url" not in page and "og:image" not in page
        assert all(address.startswith("/") for address in addresses_in(told(page)))
    assert "Sitemap:" not in (output / "robots.txt").read_text()
    assert not (output / ".well-known").exists()


def test_site_04_the_map_of_the_site_is_its_public_pages(content: Content, output: Path, online: Publish) -> None:
    content.rubric("vie", "Vie")
    content.rubric("vide", "Vide")
    for number in range(31):
        content.article(f"vie/article-{number:02}", tags="une", date=f"2026-03-{number + 1:02} 10:00:00+01:00")
    content.article("vie/modifie", date="2026-01-01 10:00:00+01:00", modified="2026-04-02 10:00:00+02:00")
    online()
    urls = ElementTree.fromstring((output / "sitemap.xml").read_bytes()).findall("{*}url")
    listed = {url.findtext("{*}loc"): url.findtext("{*}lastmod") for url in urls}
    pages = {f"{URL}/{path.parent.relative_to(output)}/".replace("/./", "/") for path in output.rglob("index.html")}
    following = {page for page in pages if "/page/" in page}
    assert {page.partition("/page/")[0] for page in following} == {
        f"{URL}/{address}" for address in ("vie", "tags/une", "archives/2026/03", "archives/2026")
    }
    assert pages - listed.keys() == {f"{URL}/recherche/"} | following
    assert listed.keys() <= pages and len(listed) == len(urls)
    assert listed[f"{URL}/vie/modifie/"] == listed[f"{URL}/vie/"] == listed[f"{URL}/"] == "2026-04-02T10:00:00+02:00"
    assert listed[f"{URL}/tags/une/"] == "2026-03-31T11:00:00+02:00"
    assert listed[f"{URL}/vide/"] is None and listed[f"{URL}/mentions-legales/"] is None


def test_site_04_feeds_are_read_by_readers(content: Content, output: Path, online: Publish) -> None:
    content.image("cour.jpg")
    content.rubric("vie", "Vie & co")
    content.rubric("vide", "Vide")
    figure = '<figure class="image"><img src="{static}/images/cour.jpg" alt="La cour"></figure>'
    content.article("vie/a", title="Un & <deux>", body=figure, modified="2026-03-05 08:00:00+01:00", tags="une, deux")
    content.article("vie/b", title="Avant", author="Zoé")
    online()
    feed = feedparser.parse((output / "feeds/atom.xml").read_bytes())
    assert not feed.bozo and feed.version == "atom10"
    links = {link.rel: link.href for link in feed.feed.links}
    assert links == {"alternate": f"{URL}/", "self": f"{URL}/feeds/atom.xml"}
    assert feed.feed.updated == "2026-03-05T08:00:00+01:00" and feed.feed.id
    first, second = feed.entries
    assert (first.title, first.link) == ("Un & <deux>", f"{URL}/vie/a/")
    assert (first.published, first.updated) == ("2026-03-01T10:00:00+01:00", "2026-03-05T08:00:00+01:00")
    assert second.published == second.updated and second.author == "Zoé"
    assert len({entry.id for entry in feed.entries} | {feed.feed.id}) == 3
    assert all(
        address.startswith(f"{URL}/") for address in re.findall(r'(?:src|href)="([^"]*)"', first.content[0].value)
    )
    rubric = feedparser.parse((output / "feeds/vie.atom.xml").read_bytes())
    assert not rubric.bozo and len(rubric.entries) == 2
    assert {link.rel: link.href for link in rubric.feed.links} == {
        "alternate": f"{URL}/vie/",
        "self": f"{URL}/feeds/vie.atom.xml",
    }
    empty = feedparser.parse((output / "feeds/vide.atom.xml").read_bytes())
    assert not empty.bozo and empty.entries == [] and empty.feed.updated


def test_site_04_without_an_address_feeds_are_still_feeds(content: Content, output: Path, publish: Publish) -> None:
    content.article("vie/a")
    publish()
    feed = feedparser.parse((output / "feeds/atom.xml").read_bytes())
    assert not feed.bozo
    assert feed.feed.id.startswith("tag:tilleuls.invalid,") and feed.entries[0].id.startswith("tag:tilleuls.invalid,")
    assert {link.rel: link.href for link in feed.feed.links} == {"alternate": "/", "self": "/feeds/atom.xml"}


def icons_of(output: Path) -> dict[tuple[int, int], Image.Image]:
    opened = [Image.open(path) for path in (output / "theme").glob("icon-*.png")]
    return {icon.size: icon for icon in opened}


def test_home_06_icons_are_made_from_the_logo(content: Content, output: Path, publish: Publish) -> None:
    (content.root / "images").mkdir()
    Image.new("RGBA", (300, 200), "#d01020").save(content.root / "images/logo.png")
    content.write("school.toml", SCHOOL + 'logo = "logo.png"\n')
    publish()
    icons = icons_of(output)
    assert icons.keys() == {(size, size) for size in (32, 180, 192, 512)}
    for size in (180, 192, 512):
        icon = icons[size, size].convert("RGBA")
        assert icon.getpixel((size // 2, size // 2)) == (208, 16, 32, 255)
        assert icon.getpixel((1, 1)) == icon.getpixel((size // 12, size // 2)) == (255, 255, 255, 255)
    assert icons[32, 32].convert("RGBA").getpixel((16, 1))[3] == 0
    assert 'type="image/svg+xml"' not in page_of(output, "/")
    manifest = json.loads((output / "manifest.webmanifest").read_text())
    assert {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]} == {
        (size, purpose) for size in ("192x192", "512x512") for purpose in ("any", "maskable")
    }
    assert all((output / icon["src"].lstrip("/")).is_file() for icon in manifest["icons"])
    assert Image.open(output / "favicon.ico").size == (32, 32)


@pytest.mark.parametrize("logo", ["", "absent.png", "casse.png"])
def test_home_06_without_a_logo_they_are_a_letter_in_the_school_s_colour(
    content: Content, output: Path, publish: Publish, logo: str
) -> None:
    (content.root / "images").mkdir()
    (content.root / "images/casse.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    content.write("school.toml", SCHOOL + (f'logo = "{logo}"\n' if logo else ""))
    publish()
    colours = icons_of(output)[512, 512].convert("RGB").getcolors(512 * 512)
    assert colours is not None
    # #ffe066 is light: the letter on it is black.
    assert [colour for _count, colour in sorted(colours)[:-3:-1]] == [(255, 224, 102), (0, 0, 0)]
    assert 'href="/theme/favicon.svg" type="image/svg+xml"' in page_of(output, "/")
    assert ">T</text>" in (output / "theme/favicon.svg").read_text()


def test_site_01_whom_to_tell_of_a_weakness(content: Content, output: Path, online: Publish, tmp_path: Path) -> None:
    content.write("school.toml", SCHOOL + 'email = "accueil@tilleuls.example"\n')
    content.article("vie/a", modified="2026-03-05 08:00:00+01:00")
    online()
    lines = (output / ".well-known/security.txt").read_text().splitlines()
    fields = dict(line.split(": ", 1) for line in lines)
    assert fields["Contact"] == "mailto:accueil@tilleuls.example"
    assert datetime.fromisoformat(fields["Expires"]) == datetime(2027, 3, 5, 7, tzinfo=UTC)
    assert fields["Canonical"] == f"{URL}/.well-known/security.txt"


def test_site_01_a_heavy_animation_shows_its_first_picture(content: Content, output: Path, publish: Publish) -> None:
    (content.root / "images").mkdir()
    for name, frames in (("court.gif", 3), ("long.gif", 401)):
        pictures = [Image.new("RGB", (40, 30), (number % 256, number // 256, 90)) for number in range(frames)]
        target = content.root / "images" / name
        pictures[0].save(target, save_all=True, append_images=pictures[1:], duration=40)
    figure = '<figure class="image"><img src="{static}/images/NAME" alt="Un"></figure>'
    content.article("vie/a", body=figure.replace("NAME", "court.gif") + figure.replace("NAME", "long.gif"))
    publish()
    moving = {path.name.split("-")[0] for path in (output / "images").glob("*.gif")}
    assert moving == {"court"}
    page = page_of(output, "/vie/a/")
    assert re.search(r'<source media="\(prefers-reduced-motion: reduce\)" [^>]*court-40-', page)
    assert re.search(r'<img src="/images/long-40-[0-9a-f]+\.png"', page)

"""The demonstration school as its visitors, its staff and a curious pupil meet it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import feedparser
import pytest

from tests.support.demo import CANARIES, CONTENT, private_names, private_titles, public_addresses
from tests.support.installation import Installation, free_port, wait_for
from tests.support.people import Visitor
from tests.support.releases import files_of

pytestmark = pytest.mark.processes


def everything_in(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for path in files_of(folder):
        yield path, path.read_bytes()


def crawl(start: Visitor) -> dict[str, str]:
    """Every address of this machine that the visitor can reach by following links, and its text."""
    waiting, seen = ["/", "/api/v1/", "/espace/", "/sitemap.xml", "/feeds/atom.xml"], {}
    while waiting:
        address = waiting.pop()
        if address in seen or not address.startswith("/") or address.startswith(("/admin", "/static")):
            continue
        answer = start.get(address)
        seen[address] = answer.text
        if "text" in answer.headers.get("Content-Type", "") or "json" in answer.headers.get("Content-Type", ""):
            text = re.sub(rf"http://127\.0\.0\.1:{start.installation.port}", "", answer.text)
            waiting += [found.split("#")[0] for found in re.findall(r'(?:href|src|: ?)="?"?(/[^"\s<>]*)"', text)]
            waiting += re.findall(r'"(/api/v1/[^"{}]*)"', text)
    return seen


def test_the_public_zone_holds_every_public_document_and_nothing_private(demo: Installation) -> None:
    """ZONE-01, ZONE-02, SITE-01, invariant 1: read in every byte of the release and of the exported folder."""
    served = demo.current.resolve()
    exported = demo.data_dir / "content" / "demo"
    hidden = [word.encode() for word in (*CANARIES, *private_titles(), *private_names())]
    leaks = [
        (path.name, word.decode())
        for folder in (served, exported)
        for path, content in everything_in(folder)
        for word in hidden
        if word.lower() in content.lower() or word in str(path.relative_to(folder)).encode()
    ]
    assert leaks == []
    assert len(hidden) > 40
    assert not (exported / "private").exists()
    missing = [
        address
        for address in public_addresses(events=True)
        if not (served / address.strip("/") / "index.html").is_file()
    ]
    assert missing == []


def test_a_visitor_without_account_reads_nothing_private_anywhere(demo: Installation) -> None:
    """ZONE-01, API-01, invariant 1: every address that an anonymous visitor reaches, the API included."""
    with demo.serving():
        visitor = Visitor(demo)
        seen = crawl(visitor)
        for ref in demo.python(
            "from cms.articles.models import Article\nfor a in Article.objects.all(): print(a.ref)"
        ).split():
            answer = visitor.get(f"/api/v1/articles/{ref}")
            seen[f"/api/v1/articles/{ref}"] = answer.text
    leaks = [
        (address, word)
        for address, text in seen.items()
        for word in (*CANARIES, *private_titles())
        if word.lower() in text.lower()
    ]
    assert leaks == []
    assert len(seen) > 150


def test_a_parent_reads_what_concerns_them_and_only_that(demo: Installation) -> None:
    """RUB-03, ZONE-01: Sandrine Castel has a child in 3eA and one in 6eB."""
    with demo.serving():
        parent = Visitor(demo)
        parent.sign_in("parent")
        shown = "".join(parent.every_article())
        assert "brindolence" in shown and "olifrange" in shown
        assert not [word for word in ("gondolimpe", "nebuloison", "cumaillon", "papilocene") if word in shown]


def test_the_four_addresses_answer(demo: Installation) -> None:
    """ADM-01: public zone, administration, families' space and API, with no service to install."""
    with demo.serving():
        assert "Collège" in demo.get("/").text
        assert demo.get("/admin/").headers["Location"].startswith("/admin/login/")
        assert "<html" in demo.get("/espace/").text
        assert '"articles"' in demo.get("/api/v1/").text


def test_an_address_outside_the_public_zone_is_not_found(demo: Installation) -> None:
    """A curious pupil: parent folders, hidden files, the database, the other releases."""
    with demo.serving():
        for address in (
            "/../secret-key",
            "/%2e%2e/%2e%2e/secret-key",
            "/..%2f..%2fpreau.sqlite3",
            "/.current",
            "/lock",
            "/releases/000001/index.html",
            "/espace/../../../../../etc/passwd",
            "/espace/%2e%2e/preau/templates/base.html",
            "/media/original_images/x.jpg",
            "/%00",
            "/" + "a" * 5000,
        ):
            answer = demo.get(address)
            assert answer.status in {0, 400, 404, 414}, address
            assert "SQLite" not in answer.text and "root:" not in answer.text


def test_publishing_in_the_administration_shows_on_the_public_zone(demo: Installation) -> None:
    """SITE-02, ART-02: the head renames a rubric, then takes an article offline; both without any command."""
    with demo.serving():
        head = Visitor(demo)
        head.enter_administration("chef")
        rubric = demo.python(
            "from cms.rubrics.models import Rubric\nprint(Rubric.objects.get(slug='sport-scolaire').pk)"
        )
        head.edit_page(rubric, title="Le sport au collège")
        wait_for(lambda: "Le sport au collège" in demo.get("/vie-du-college/sport-scolaire/").text)
        wait_for(lambda: "Le sport au collège" in demo.get("/").text)
        article = demo.python(
            "from cms.articles.models import Article\nprint(Article.objects.get(slug='cross-2026').pk)"
        )
        address = next(address for address in public_addresses() if address.endswith("/cross-2026/"))
        assert demo.get(address).status == 200
        head.post(f"/admin/pages/{article}/unpublish/", {})
        wait_for(lambda: demo.get(address).status == 410)  # lists follow
        for path in ("/", "/sitemap.xml", "/feeds/atom.xml", "/tags/cross/"):
            wait_for(lambda path=path: address not in demo.get(path).text)


def test_making_a_rubric_private_takes_its_branch_off_at_once(demo: Installation) -> None:
    """ZONE-03: pages, lists, feeds, pictures; the old address answers 410."""
    with demo.serving():
        head = Visitor(demo)
        head.enter_administration("chef")
        pk = demo.python("from cms.rubrics.models import Rubric\nprint(Rubric.objects.get(slug='vie-du-college').pk)")
        assert demo.get("/vie-du-college/").status == 200
        head.post(f"/admin/rubrics/{pk}/zone/", {"zone": "private"})
        wait_for(lambda: demo.get("/vie-du-college/").status == 410)

        def left() -> list[Path]:
            release = demo.current.resolve()
            return [path for path in files_of(release) if b"/vie-du-college/" in path.read_bytes()]

        wait_for(lambda: left() == [])


def test_a_writer_cannot_change_a_zone_and_a_visitor_does_not_enter(demo: Installation) -> None:
    """RUB-03: the table of rights, at two doors of the administration."""
    with demo.serving():
        pk = demo.python("from cms.rubrics.models import Rubric\nprint(Rubric.objects.get(slug='vie-du-college').pk)")
        editor = Visitor(demo)
        editor.enter_administration("redacteur")
        editor.post(f"/admin/rubrics/{pk}/zone/", {"zone": "private"})
        assert (
            demo.python("from cms.rubrics.models import Rubric\nprint(Rubric.objects.get(slug='vie-du-college').zone)")
            == "public"
        )
        pupil = Visitor(demo)
        pupil.sign_in("eleve")
        assert pupil.get("/admin/pages/").status in {302, 403}


def test_with_everything_stopped_a_plain_server_serves_the_whole_public_zone(demo: Installation) -> None:
    """SITE-01, invariant 6: python -m http.server in current/, every public address, every link of the home page."""
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    with subprocess.Popen(command, cwd=demo.current, stderr=subprocess.DEVNULL) as server:
        plain = Installation(demo.data_dir, port=port)
        try:
            wait_for(lambda: plain.get("/").status == 200)
            home = plain.get("/").text
            links = set(re.findall(r'(?:href|src)="(/[^"#]*)"', home)) - {"/espace/"}
            wanted = public_addresses() | links
            assert [address for address in wanted if plain.get(address).status != 200] == []
            assert len(wanted) > 90
        finally:
            server.kill()


def test_site_04_what_machines_read_of_the_whole_school(demo: Installation) -> None:
    """SITE-01, SITE-04, SITE-05: data, feeds, map, icons and pictures of every page that the demonstration publishes."""
    site = demo.current.resolve()
    kinds = set()
    for path in files_of(site, ".html"):
        page = path.read_text("utf-8")
        blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, flags=re.DOTALL)
        assert len(blocks) == (0 if path.name == "404.html" else 1), path
        kinds |= {thing["@type"] for block in blocks for thing in json.loads(block)["@graph"]}
        assert all(re.search(r' width="\d+" height="\d+"', tag) for tag in re.findall(r"<img [^>]*>", page)), path
        assert page.count('fetchpriority="high"') <= 1, path
    assert kinds == {"School", "NewsArticle", "BreadcrumbList", "Event"}
    listed = re.findall("<loc>([^<]*)</loc>", (site / "sitemap.xml").read_text("utf-8"))
    pages = {f"/{path.parent.relative_to(site)}/".replace("/./", "/") for path in files_of(site, "index.html")}
    assert set(listed) == {page for page in pages if "/page/" not in page} - {"/recherche/"}
    assert len(listed) == len(set(listed)) and public_addresses(events=True) <= set(listed)
    feeds = [feedparser.parse(path.read_bytes()) for path in files_of(site / "feeds", ".xml")]
    assert len(feeds) > 20 and not any(feed.bozo for feed in feeds)
    (index,) = (site / "recherche").glob("index-*")
    found = [shown for path in index.glob("found/*.json") for shown in json.loads(path.read_text("utf-8"))]
    where_we_are = "/#nous-trouver"  # at the foot of each page
    assert {shown[1] for shown in found} == public_addresses(events=True) - {"/"} | {where_we_are}


def test_stock_pelican_finds_every_public_article_and_nothing_else(tmp_path: Path) -> None:
    """SITE-08: a school can leave with its folder and an unmodified Pelican."""
    command = [str(Path(sys.executable).with_name("pelican")), str(CONTENT), "-o", str(tmp_path / "out")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    published = {f"/{path.parent.relative_to(tmp_path / 'out')}/" for path in (tmp_path / "out").rglob("index.html")}
    assert public_addresses() <= published
    everything = b"".join(content for _path, content in everything_in(tmp_path / "out"))
    assert [word for word in CANARIES if word.encode() in everything] == []


def test_what_is_exported_reads_back_the_same(demo: Installation, empty_installation, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """SITE-08: export, import on an empty database, export again: the same bytes."""
    demo.run("export-content", str(tmp_path / "first"))
    other = empty_installation("other")
    other.run("import-content", str(tmp_path / "first"), "--school", "demo")
    other.run("export-content", str(tmp_path / "second"))
    first = {str(path.relative_to(tmp_path / "first")): content for path, content in everything_in(tmp_path / "first")}
    second = {
        str(path.relative_to(tmp_path / "second")): content for path, content in everything_in(tmp_path / "second")
    }
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []
    assert len(first) > 150


def test_the_folder_of_the_repository_is_what_an_export_gives(demo: Installation, tmp_path: Path) -> None:
    """SITE-08: `content/demo/` is kept in the format's own form, so that a difference is a change of content."""
    demo.run("export-content", str(tmp_path / "again"))
    kept = {str(path.relative_to(CONTENT)): content for path, content in everything_in(CONTENT)}
    again = {str(path.relative_to(tmp_path / "again")): content for path, content in everything_in(tmp_path / "again")}
    assert sorted(kept) == sorted(again)
    assert [name for name in kept if kept[name] != again[name]] == []

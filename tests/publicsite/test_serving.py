"""SITE-01, ZONE-01, invariant 6: plain files over WSGI, asked by visitors, caches and curious pupils."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from email.utils import formatdate
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest

from publicsite.releases import SiteFolder
from publicsite.serving import Place, PlainFiles, content_type, find

Answer = tuple[str, dict[str, str], bytes]
Ask = Callable[..., Answer]


@pytest.fixture
def sites(tmp_path: Path) -> Path:
    folder = tmp_path / "sites"
    make_site(folder / "lacaze", "lacaze.example")
    (tmp_path / "secret-key").write_text("SECRET")
    return folder


def make_site(folder: Path, *hosts: str) -> Path:
    release = folder / "releases" / "000001"
    for name, text in {
        "index.html": f"<h1>Accueil de {folder.name}</h1>",
        "404.html": f"<h1>Introuvable à {folder.name}</h1>",
        "vie/index.html": "<h1>Vie</h1>",
        "été/index.html": "<h1>Été</h1>",
        "vie/photo-0a1b2c3d.webp": "webp",
        "feeds/atom.xml": "<feed/>",
        "calendrier.ics": "BEGIN:VCALENDAR",
        "search.json": "{}",
        "preau.js": "1",
        "noir.txt": "é",
        "app.webmanifest": "{}",
        "film.zzz": "?",
        ".current": "SECRET",
        "empty/photo.jpg": "jpg",
    }.items():
        (release / name).parent.mkdir(parents=True, exist_ok=True)
        (release / name).write_text(text, encoding="utf-8")
    (folder / "current").symlink_to(Path("releases/000001"))
    (folder / "hosts").write_text("".join(f"{host}\n" for host in hosts))
    return release


@pytest.fixture
def ask(sites: Path, tmp_path: Path) -> Ask:
    space = tmp_path / "espace"
    (space / "js").mkdir(parents=True)
    (space / "index.html").write_text("<h1>Espace</h1>")
    (space / "js" / "app.js").write_text("1")

    def cms(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        start("200 OK", [("X-From", "cms")])
        return [environ["PATH_INFO"].encode("latin-1")]

    application = PlainFiles(cms, sites=sites, space=space)

    def request(path: str, method: str = "GET", host: str = "lacaze.example", **headers: str) -> Answer:
        environ: dict[str, Any] = {}
        setup_testing_defaults(environ)
        environ |= {
            "PATH_INFO": path.encode().decode("latin-1"),
            "REQUEST_METHOD": method,
            "HTTP_HOST": host,
            **headers,
        }
        told: list[tuple[str, dict[str, str]]] = []
        body = b"".join(application(environ, lambda status, fields, *rest: told.append((status, dict(fields)))))
        status, fields = told[0]
        return status, fields, body

    return request


@pytest.mark.parametrize(
    "path",
    [
        "/../secret-key",
        "/vie/../../../../secret-key",
        "/..%2f..%2fsecret-key",
        "/%2e%2e/secret-key",
        "/..\\..\\secret-key",
        "/vie\\..\\..\\secret-key",
        "/.current",
        "/vie/.htaccess",
        "/./secret-key",
        "/vie/\x00",
        "/\x00",
        "/secret-key\x00.html",
        "/" + "a" * 300,
        "/" + "a/" * 5000,
        "/releases/000001/index.html",
        "/lacaze/current/index.html",
        "/hosts",
        "/lock",
        "/index.html/",
        "/index.html/vie",
        "/espace/../secret-key",
        "/espace/js/../../../secret-key",
        "/espace/.git",
        "/etc/passwd",
        "//etc/passwd",
        "/\ud7ff\u202e",
        "/vie/index.html ",
    ],
)
def test_zone_01_an_address_outside_the_release_is_not_found(ask: Ask, path: str) -> None:
    status, _headers, body = ask(path)
    assert status == "404 Not Found" or (path == "/index.html/" and status.startswith(("404", "200")))
    assert b"SECRET" not in body and b"root:" not in body


def test_zone_01_bytes_that_are_not_utf_8_are_not_found(ask: Ask) -> None:
    assert ask("/vie/\udcff".encode("utf-8", "surrogateescape").decode("latin-1"))[0] == "404 Not Found"


def test_zone_01_a_link_that_leads_out_of_the_release_is_not_followed(ask: Ask, sites: Path, tmp_path: Path) -> None:
    release = (sites / "lacaze" / "current").resolve()
    (release / "out.html").symlink_to(tmp_path / "secret-key")
    (release / "up").symlink_to(tmp_path)
    (release / "loop").symlink_to(release / "loop")
    for path in ("/out.html", "/up/secret-key", "/up/", "/loop", "/loop/x"):
        status, _headers, body = ask(path)
        assert status == "404 Not Found", path
        assert b"SECRET" not in body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FOO", ""])
def test_site_01_only_reading_is_allowed(ask: Ask, method: str) -> None:
    for path in ("/", "/vie/", "/espace/", "/nulle-part"):
        status, headers, body = ask(path, method)
        assert status == "405 Method Not Allowed"
        assert headers["Allow"] == "GET, HEAD"
        assert body == b""


def test_site_01_the_page_not_found_is_the_schools(ask: Ask, sites: Path) -> None:
    status, headers, body = ask("/nulle-part")
    assert (status, body.decode()) == ("404 Not Found", "<h1>Introuvable à lacaze</h1>")
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    ((sites / "lacaze" / "current").resolve() / "404.html").unlink()
    assert "Page introuvable" in ask("/nulle-part")[2].decode()


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/vie", "/vie/"),
        ("//vie", "/vie/"),
        ("///vie", "/vie/"),
        ("/été", "/%C3%A9t%C3%A9/"),
        ("/espace", "/espace/"),
        ("/espace/js", "/espace/js/"),
        ("/vie//", None),
    ],
)
def test_site_01_a_folder_without_its_slash_is_redirected_on_this_host(
    ask: Ask, path: str, location: str | None
) -> None:
    status, headers, _body = ask(path)
    assert headers.get("Location") == location
    assert status == ("301 Moved Permanently" if location else "200 OK")
    assert not headers.get("Location", "/").startswith("//")


@pytest.mark.parametrize(
    "path", ["//evil.example", "//evil.example/", "/\\evil.example", "///evil.example/..", "/\r\nX: y"]
)
def test_zone_01_no_redirection_leads_elsewhere(ask: Ask, sites: Path, path: str) -> None:
    ((sites / "lacaze" / "current").resolve() / "evil.example").mkdir()
    status, headers, _body = ask(path)
    assert headers.get("Location", "/evil.example/") == "/evil.example/", status
    assert not any("\n" in value or "\r" in value for value in headers.values())


def test_site_01_a_folder_without_a_page_is_not_found(ask: Ask) -> None:
    assert ask("/empty/")[0] == "404 Not Found"
    assert ask("/empty/photo.jpg")[0] == "200 OK"


def test_site_01_a_page_is_answered_with_its_type_and_length(ask: Ask) -> None:
    status, headers, body = ask("/vie/")
    assert (status, body) == ("200 OK", b"<h1>Vie</h1>")
    assert headers["Content-Length"] == str(len(body))
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "no-cache"
    assert "immutable" in ask("/vie/photo-0a1b2c3d.webp")[1]["Cache-Control"]


@pytest.mark.parametrize("path", ["/", "/vie/", "/nulle-part", "/vie", "/espace/", "/feeds/atom.xml"])
def test_site_01_head_answers_like_get_without_the_body(ask: Ask, path: str) -> None:
    status, headers, body = ask(path)
    assert ask(path, "HEAD") == (status, headers, b"")
    assert headers["Content-Length"] == str(len(body))


def test_site_01_a_page_that_did_not_change_is_not_sent_again(ask: Ask, sites: Path) -> None:
    _status, headers, _body = ask("/vie/")
    tag, date = headers["ETag"], headers["Last-Modified"]
    fresh = [
        {"HTTP_IF_NONE_MATCH": tag},
        {"HTTP_IF_NONE_MATCH": f'"autre", W/{tag}'},
        {"HTTP_IF_NONE_MATCH": "*"},
        {"HTTP_IF_MODIFIED_SINCE": date},
    ]
    for asked in fresh:
        status, told, body = ask("/vie/", **asked)
        assert (status, body) == ("304 Not Modified", b""), asked
        assert told["ETag"] == tag and "Content-Length" not in told
    stale = [
        {"HTTP_IF_NONE_MATCH": '"autre"'},
        {"HTTP_IF_NONE_MATCH": '"autre"', "HTTP_IF_MODIFIED_SINCE": date},  # the tag decides
        {"HTTP_IF_MODIFIED_SINCE": formatdate(0, usegmt=True)},
        {"HTTP_IF_MODIFIED_SINCE": formatdate(4_000_000_000, usegmt=True)},  # what a rollback took back
        {"HTTP_IF_MODIFIED_SINCE": "hier"},
        {"HTTP_IF_MODIFIED_SINCE": ""},
        {"HTTP_IF_MODIFIED_SINCE": "Mon, 99 Jan 99999999 99:99:99 GMT"},
        {"HTTP_IF_MODIFIED_SINCE": "Mon, 01 Jan 0001 00:00:00 -0000"},
        {"HTTP_IF_NONE_MATCH": ""},
    ]
    for asked in stale:
        assert ask("/vie/", **asked)[0] == "200 OK", asked
    page = (sites / "lacaze" / "current").resolve() / "vie" / "index.html"
    page.write_text("<h1>Vit</h1>")  # as long as before
    os.utime(page, ns=(page.stat().st_mtime_ns + 1, page.stat().st_mtime_ns + 1))
    assert ask("/vie/", HTTP_IF_NONE_MATCH=tag)[0] == "200 OK"


def test_sch_01_each_host_has_its_own_site(ask: Ask, sites: Path) -> None:
    assert "lacaze" in ask("/", host="inconnu.example")[2].decode()  # the only one
    make_site(sites / "moulin", "moulin.example", "www.moulin.example")
    for host, site in {
        "lacaze.example": "lacaze",
        "lacaze.example:8000": "lacaze",
        "LACAZE.example": "lacaze",
        "lacaze.example.": "lacaze",
        "moulin.example": "moulin",
        "www.moulin.example:443": "moulin",
    }.items():
        assert f"Accueil de {site}" in ask("/", host=host)[2].decode(), host
        assert f"Introuvable à {site}" in ask("/x", host=host)[2].decode()
    for host in ("inconnu.example", "", "[::1]:8000", "[::1]", "a b", "../lacaze", "lacaze.example:80:80", "*"):
        status, headers, body = ask("/", host=host)
        assert status == "503 Service Unavailable", host
        assert headers["Retry-After"] == "30"
        assert "Bientôt en ligne" in body.decode()


def test_site_01_before_the_first_publication_a_page_says_so(ask: Ask, sites: Path) -> None:
    (sites / "lacaze" / "current").unlink()
    assert ask("/")[0] == "503 Service Unavailable"
    assert ask("/espace/")[0] == "200 OK"


def test_site_03_a_switch_of_release_is_seen_at_once(ask: Ask, sites: Path) -> None:
    folder = sites / "lacaze"
    (folder / "releases" / "000002").mkdir()
    (folder / "releases" / "000002" / "index.html").write_text("<h1>Nouveau</h1>")
    (folder / ".current").symlink_to("releases/000002")
    (folder / ".current").replace(folder / "current")
    assert ask("/")[2] == b"<h1>Nouveau</h1>"
    assert ask("/vie/")[0] == "410 Gone"


@pytest.mark.parametrize("path", ["/admin/", "/api/v1/articles", "/static/x.css", "/admin", "//admin/"])
def test_adm_01_the_cms_keeps_its_own_addresses(ask: Ask, path: str) -> None:
    status, headers, body = ask(path, "POST")
    assert (status, headers["X-From"], body) == ("200 OK", "cms", path.encode())


@pytest.mark.parametrize("path", ["/administration", "/apis/", "/adminer/", "/statics/"])
def test_adm_01_the_cms_has_no_other_address(ask: Ask, path: str) -> None:
    assert ask(path)[0] == "404 Not Found"


@pytest.mark.parametrize(
    "path", ["/", "/vie", "/nulle-part", "/espace/", "/feeds/atom.xml", "/vie/photo-0a1b2c3d.webp"]
)
def test_site_01_every_answer_has_the_security_headers(ask: Ask, path: str) -> None:
    for asked in ({}, {"HTTP_IF_NONE_MATCH": "*"}):
        headers = ask(path, **asked)[1]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "object-src 'none'" in headers["Content-Security-Policy"]
        assert "script-src" not in headers["Content-Security-Policy"]  # default-src 'self': no inline script
        assert "camera=()" in headers["Permissions-Policy"]
    assert ask("/", "POST")[1]["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("preau.js", "text/javascript; charset=utf-8"),
        ("preau.css", "text/css; charset=utf-8"),
        ("atom.xml", "charset=utf-8"),
        ("search.json", "application/json; charset=utf-8"),
        ("calendrier.ics", "text/calendar; charset=utf-8"),
        ("noir.txt", "text/plain; charset=utf-8"),
        ("favicon.svg", "image/svg+xml; charset=utf-8"),
        ("app.webmanifest", "application/manifest+json"),
        ("photo.webp", "image/webp"),
        ("photo.avif", "image/avif"),
        ("photo.jpg", "image/jpeg"),
        ("menu.pdf", "application/pdf"),
        ("film.zzz", "application/octet-stream"),
        ("sans-fin", "application/octet-stream"),
    ],
)
def test_site_01_a_file_has_the_type_of_its_ending(name: str, expected: str) -> None:
    assert content_type(Path(name)).endswith(expected)


def test_zone_01_find_never_leaves_its_folder(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    place = Place(root, root)
    (tmp_path / "root-secret").write_text("SECRET")
    (root / "page.html").touch()
    assert find(place, "page.html") == root / "page.html"
    assert find(place, "") == root
    (root / ".well-known").mkdir()
    (root / ".well-known/security.txt").touch()
    (root / ".well-known/.hidden").touch()
    assert find(place, ".well-known/security.txt") == root / ".well-known/security.txt"
    assert find(place, ".well-known/.hidden") is None and find(place, "a/.well-known/security.txt") is None
    for wanted in ("../root-secret", "./page.html", "a/../page.html", "..", "\x00", "x" * 2001):
        assert find(place, wanted) is None


def test_art_07_pages_may_show_frames_of_the_sites_that_the_publisher_named(ask: Ask, sites: Path) -> None:
    """In the public zone and in the families' space; a file that was tampered with adds nothing else to the header."""
    assert ask("/")[1]["Content-Security-Policy"].endswith("; frame-src 'none'")
    (sites / "lacaze" / "frames").write_text(
        "https://www.example.org\nhttps://tube.example\n* ; script-src *\nhttp://a.fr\n"
    )
    for path in ("/", "/espace/", "/nulle-part"):
        policy = ask(path)[1]["Content-Security-Policy"]
        assert policy.endswith("; frame-src https://www.example.org https://tube.example")


def test_art_07_each_school_has_its_own_list_of_frames(ask: Ask, sites: Path) -> None:
    make_site(sites / "moulin", "moulin.example")
    (sites / "moulin" / "frames").write_text("https://tube.example\n")
    for host, expected in (
        ("lacaze.example", "'none'"),
        ("moulin.example", "https://tube.example"),
        ("x.fr", "'none'"),
    ):
        for path in ("/", "/espace/"):
            assert ask(path, HTTP_HOST=host)[1]["Content-Security-Policy"].endswith(f"; frame-src {expected}")


PAGES = {
    "index.html": "accueil",
    "404.html": "introuvable",
    "vie/index.html": "vie",
    "vie/sortie/index.html": "sortie",
    "files/menu.pdf": "menu",
    "feeds/vie.xml": "flux",
    "recherche/index-0a1b2c3d/0.json": "mots",
    "agenda/agenda.ics": "agenda",
    "été/index.html": "été",
}


@pytest.fixture
def trees(sites: Path) -> SiteFolder:
    """The site, with releases as the publisher makes them."""
    folder = SiteFolder(sites / "lacaze")
    release(folder, PAGES)
    return folder


def release(folder: SiteFolder, pages: dict[str, str], base: int | None = None, removed: tuple[str, ...] = ()) -> int:
    with folder.locked():
        number, building = folder.begin()
        for name, text in pages.items():
            (building / name).parent.mkdir(parents=True, exist_ok=True)
            (building / name).write_text(text)
        folder.finish(number, built_at="2026-09-01T08:00:00+02:00", seconds=0, changes=[], base=base, removed=removed)
        folder.put_in_service(number)
    return number


def test_site_01_a_release_made_of_trees_is_served_whole(ask: Ask, trees: SiteFolder) -> None:
    for name, text in PAGES.items():
        status, _headers, body = ask(f"/{name}")
        assert (status, body.decode()) == ("200 OK", text), name
    assert ask("/vie/sortie/")[2] == b"sortie"
    assert ask("/vie/sortie")[1]["Location"] == "/vie/sortie/"


def test_zone_01_a_link_of_a_tree_leads_to_trees_only(ask: Ask, trees: SiteFolder, sites: Path, tmp_path: Path) -> None:
    top = trees.current.resolve()
    (trees.trees.place / "../inside").write_text("SECRET")
    for number, target in enumerate(
        ("../../hosts", "../../inside", "../../releases", "../../../../secret-key", "/etc")
    ):
        (top / f"out-{number}").symlink_to(target)
        for path in (f"/out-{number}", f"/out-{number}/", f"/out-{number}/passwd", f"/out-{number}/000001.json"):
            status, _headers, body = ask(path)
            assert status == "404 Not Found", path
            assert b"SECRET" not in body and b"root:" not in body


def test_site_01_a_page_that_a_publication_does_not_change_keeps_its_tag(ask: Ask, trees: SiteFolder) -> None:
    before = {name: ask(f"/{name}")[1]["ETag"] for name in PAGES}
    release(trees, {"vie/sortie/index.html": "corrigée"}, base=trees.current_number())
    after = {name: ask(f"/{name}")[1]["ETag"] for name in PAGES}
    assert {name for name in PAGES if before[name] != after[name]} == {"vie/sortie/index.html"}


def test_site_04_after_a_rollback_no_visitor_keeps_the_newer_page(ask: Ask, trees: SiteFolder) -> None:
    """By its tag, and by its date alone."""
    first = trees.current_number()
    release(trees, {"vie/sortie/index.html": "corrigée"}, base=first)
    page = trees.current.resolve() / "vie/sortie/index.html"
    os.utime(page, (2_000_000_000, 2_000_000_000))
    headers = ask("/vie/sortie/")[1]
    with trees.locked():
        trees.put_in_service(first or 0)
    for asked in (
        {"HTTP_IF_NONE_MATCH": headers["ETag"], "HTTP_IF_MODIFIED_SINCE": headers["Last-Modified"]},
        {"HTTP_IF_MODIFIED_SINCE": headers["Last-Modified"]},
    ):
        assert ask("/vie/sortie/", **asked)[::2] == ("200 OK", b"sortie")


def test_zone_03_what_was_withdrawn_is_gone_and_what_never_was_is_not_found(ask: Ask, trees: SiteFolder) -> None:
    gone = ("vie/sortie/index.html", "files/menu.pdf", "feeds/vie.xml", "recherche/index-0a1b2c3d/0.json")
    release(trees, {}, base=trees.current_number(), removed=(*gone, "agenda/agenda.ics"))
    for path in ("/vie/sortie/", "/vie/sortie", "/vie/sortie/index.html", "/files/menu.pdf"):
        for method in ("GET", "HEAD"):
            status, headers, body = ask(path, method)
            assert (status, body) == ("410 Gone", b"introuvable" if method == "GET" else b""), path
            assert headers["Content-Type"] == "text/html; charset=utf-8"
    for path in ("/vie/jamais/", "/vie/sortie/../..", "/feeds/vie.xml", "/recherche/index-0a1b2c3d/0.json", "/hosts"):
        assert ask(path)[0] == "404 Not Found", path
    assert ask("/agenda/agenda.ics")[0] == "404 Not Found"  # whoever follows an agenda must not stop
    assert ask("/espace/vie/sortie/")[0] == "404 Not Found"


def test_site_04_what_a_later_release_had_is_not_found(ask: Ask, trees: SiteFolder) -> None:
    first = trees.current_number()
    release(trees, {"neuf/index.html": "neuf"}, base=first)
    with trees.locked():
        trees.put_in_service(first or 0)
    assert ask("/neuf/")[0] == "404 Not Found"


def test_site_06_an_address_that_has_moved_leads_to_the_new_one(ask: Ask, trees: SiteFolder) -> None:
    release(trees, {}, base=trees.current_number(), removed=("files/menu.pdf",))
    redirects = trees.redirects(trees.current_number() or 0)
    redirects.write_text(
        "/vieille/ /vie/\n/files/menu.pdf /files/autre.pdf\n/ancienne/ /jamais/\n/files/menu.pdf/ /jamais/\n"
        "/ailleurs/ https://evil.example/\n/ailleurs2/ //evil.example/\nseul\n/trop /de /mots\n\n/vie/sortie/ /vie/\n"
    )
    for path, location in (
        ("/vieille/", "/vie/"),
        ("/vieille", "/vie/"),
        ("/vie/sortie/", "/vie/"),  # before what is still there, the page for servers that know nothing of it
    ):
        status, headers, body = ask(path)
        assert (status, headers["Location"], body) == ("301 Moved Permanently", location, b""), path
    for path in ("/ancienne/", "/ailleurs/", "/ailleurs2/", "/seul", "/trop", "/vieille/x"):
        assert ask(path)[0] == "404 Not Found", path
    assert ask("/files/menu.pdf")[0] == "410 Gone"  # where it went there is nothing
    redirects.unlink()
    assert ask("/vieille/")[0] == "404 Not Found"
    assert ask("/vie/sortie/")[0] == "200 OK"

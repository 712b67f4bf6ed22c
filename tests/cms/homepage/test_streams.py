"""HOME-03: the stream of another site, asked of a server on this machine that answers well, slowly, or wrongly."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.management import call_command

from cms.core.fetching import Bounds, NotFetched, fetch, is_public
from cms.homepage.models import Stream
from cms.homepage.refreshing import PATIENCE, refresh_streams
from cms.homepage.services import write_homepage
from cms.homepage.streams import read_stream
from cms.notifications.models import Notice
from cms.publishing.selectors import waiting_requests
from cms.rubrics.enums import Role
from publicsite.exporting import public_site
from tests.support.campus import Campus

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Médiathèque</title><link href="https://mediatheque.fr/"/>
<entry><title type="html">Lire &lt;b&gt;&amp;amp; jouer&lt;/b&gt;&lt;script&gt;alert(1)&lt;/script&gt;</title>
<link href="https://mediatheque.fr/lire"/><updated>2026-11-03T09:00:00+01:00</updated>
<summary type="html">&lt;p&gt;Samedi.&lt;/p&gt;&lt;img src=x onerror=alert(1)&gt;&lt;p&gt;Entrée libre.&lt;/p&gt;</summary></entry>
<entry><title>Piège</title><link href="javascript:alert(1)"/><updated>jamais</updated></entry>
</feed>"""
RSS = """<rss version="2.0"><channel><title>Ville</title><link>https://ville.fr/</link>
<item><description>&lt;p&gt;Un mot du compte, sans titre.&lt;/p&gt;</description><link>https://ville.fr/1</link>
<pubDate>Tue, 03 Nov 2026 08:00:00 GMT</pubDate></item></channel></rss>"""
LOOPBACK = Bounds(seconds=5, private=True)


class Site(ThreadingHTTPServer):
    """`answers` by path: a text, bytes, an address to go to, or a number for an error."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.answers: dict[str, Any] = {"/flux": ATOM}
        self.asked: list[str] = []
        self.closing = threading.Event()

    def at(self, path: str = "/flux") -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"


class _Answers(BaseHTTPRequestHandler):
    server: Site

    def log_message(self, *args: Any) -> None:
        return None

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        answer = self.server.answers.get(self.path, 404)
        if answer == "slow":
            self._drip()
        elif answer == "huge":
            self._send(b" " * 10_000_000)
        elif isinstance(answer, int):
            self.send_error(answer)
        elif isinstance(answer, str) and answer.startswith(("http:", "https:", "file:", "/")):
            self.send_response(302)
            self.send_header("Location", answer)
            self.end_headers()
        else:
            self._send(answer.encode() if isinstance(answer, str) else answer)

    def _send(self, content: bytes) -> None:
        self.send_response(200)
        self.end_headers()
        with suppress(OSError):  # whoever asked may have enough
            self.wfile.write(content)

    def _drip(self) -> None:
        """A byte now and then, for ever: no single reading ever waits long."""
        self.send_response(200)
        self.end_headers()
        with suppress(OSError):
            while not self.server.closing.wait(0.05):
                self.wfile.write(b" ")
                self.wfile.flush()


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield running
        running.closing.set()
        running.shutdown()
        thread.join()


@pytest.fixture
def shown(campus: Campus, site: Site, settings: Any, enter: Any) -> Site:
    """The stream is on the homepage in service."""
    settings.STREAMS_OF_PRIVATE_NETWORKS = True
    enter(campus, "cheffe", (Role.MANAGER, campus.root))
    show(campus, site.at())
    return site


def show(campus: Campus, *addresses: str) -> None:
    tiles = [
        {"type": "stream", "value": {"title": "Ailleurs", "address": address, "count": 5}} for address in addresses
    ]
    write_homepage(school=campus.school, slug="accueil", title="Accueil", in_service=True, tiles=tiles)


def exported(campus: Campus) -> list[dict[str, str]]:
    tile = public_site(campus.school).public.homepages[0].tiles[0]
    return list(tile.values.get("entries", []))


def asked(campus: Campus) -> list[str]:
    """The publications that streams asked for."""
    return [request.reason for request in waiting_requests(campus.school) if request.reason != "school"]


def test_home_03_a_stream_is_read_by_the_server_as_plain_text_and_exported(campus: Campus, shown: Site) -> None:
    assert exported(campus) == []
    call_command("refresh_streams", json=True)
    assert exported(campus) == [
        {
            "title": "Lire & jouer",
            "link": "https://mediatheque.fr/lire",
            "date": "2026-11-03T08:00:00+00:00",
            "summary": "Samedi. Entrée libre.",
        },
        {"title": "Piège"},
    ]
    assert Stream.objects.get().site == "https://mediatheque.fr/"
    assert asked(campus) == ["homepage"]


def test_home_03_only_a_changed_stream_asks_for_a_publication_and_none_is_asked_before_its_hour(
    campus: Campus, shown: Site
) -> None:
    assert refresh_streams() == (1, 0)
    assert refresh_streams() == (0, 0)
    assert shown.asked == ["/flux"]
    assert refresh_streams(all_of_them=True) == (1, 0)
    assert len(asked(campus)) == 1
    shown.answers["/flux"] = RSS
    assert refresh_streams(all_of_them=True) == (1, 0)
    assert len(asked(campus)) == 2
    assert exported(campus)[0]["title"] == "Un mot du compte, sans titre."


@pytest.mark.parametrize("answer", [500, "slow", "<html><p>Rien ici</p></html>", b"\x00\xff" * 999, "huge"])
def test_home_03_a_stream_that_fails_keeps_what_it_said_and_the_managers_are_told_once(
    campus: Campus, shown: Site, settings: Any, monkeypatch: pytest.MonkeyPatch, answer: Any
) -> None:
    monkeypatch.setattr(Bounds, "__init__", lambda self, private: fixed(self, private))
    refresh_streams()
    before = exported(campus)
    assert before
    shown.answers["/flux"] = answer
    for count in range(1, PATIENCE + 3):
        assert refresh_streams(all_of_them=True) == (0, 1)
        assert exported(campus) == before
        assert Notice.objects.count() == (count >= PATIENCE)
    assert Notice.objects.get().recipient.username == "cheffe"
    assert len(asked(campus)) == 1

    shown.answers["/flux"] = ATOM
    assert refresh_streams(all_of_them=True) == (1, 0)
    assert not Notice.objects.exists()


def fixed(bounds: Bounds, private: bool) -> None:
    """The product's bounds in a tenth of the time."""
    for name, value in (("seconds", 0.5), ("most_bytes", 2_000_000), ("private", private)):
        object.__setattr__(bounds, name, value)


def test_home_03_an_address_that_never_gave_a_stream_is_told_at_once(campus: Campus, shown: Site) -> None:
    shown.answers["/flux"] = "<html></html>"
    assert refresh_streams() == (0, 1)
    assert "ne donne pas de flux RSS ou Atom" in Notice.objects.get().text
    assert exported(campus) == []


def test_home_03_a_stream_that_no_homepage_names_any_more_is_forgotten(campus: Campus, shown: Site) -> None:
    refresh_streams()
    show(campus, "https://mediatheque.valmorel.example/flux")  # nobody's name: never asked
    assert refresh_streams(all_of_them=True) == (0, 0)
    assert not Stream.objects.exists()


def test_home_03_our_own_network_is_not_asked_whatever_the_address_says(campus: Campus, site: Site) -> None:
    addresses = [
        site.at(),
        "http://127.0.0.1/",
        "http://localhost/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0.0.0.0/",
        "http://user@127.0.0.1/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "http:///flux",
        "http://[::1",
    ]
    for address in addresses:
        with pytest.raises(NotFetched):
            fetch(address, Bounds(seconds=5))
    assert site.asked == []


@pytest.mark.parametrize(
    ("host", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("192.168.1.1", False),
        ("172.16.0.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("pas une adresse", False),
    ],
)
def test_home_03_which_addresses_are_those_of_the_internet(host: str, public: bool) -> None:
    assert is_public(host) is public


def test_home_03_redirections_are_few_and_each_is_checked(site: Site) -> None:
    site.answers |= {"/a": "/b", "/b": site.at(), "/boucle": "/boucle", "/etc": "file:///etc/passwd"}
    assert fetch(site.at("/a"), LOOPBACK) == ATOM.encode()
    with pytest.raises(NotFetched, match="trop d’autres"):
        fetch(site.at("/boucle"), LOOPBACK)
    assert site.asked.count("/boucle") == 4
    with pytest.raises(NotFetched):
        fetch(site.at("/etc"), LOOPBACK)


def test_home_03_a_site_of_the_internet_may_not_send_to_our_network(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The network is stood in for: the name is a public address's, and its server is here."""
    site.answers["/dehors"] = "http://127.0.0.1/dedans"
    connect = socket.create_connection

    def looked_up(host: str, port: int, *args: Any, **kwargs: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (resolved(host), port))]

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    monkeypatch.setattr(
        socket, "create_connection", lambda address, *more: connect(("127.0.0.1", site.server_port), *more)
    )
    with pytest.raises(NotFetched, match="réseau privé"):
        fetch("http://dehors.fr/dehors", Bounds(seconds=5))
    assert site.asked == ["/dehors"]


def resolved(host: str) -> str:
    return "93.184.216.34" if host == "dehors.fr" else host


@pytest.mark.parametrize("content", [b"", b"\x00" * 99, b"<rss", b"{}", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"])
def test_home_03_garbage_is_no_stream(content: bytes) -> None:
    with pytest.raises(NotFetched):
        read_stream(content, "https://ailleurs.fr/flux")
        raise AssertionError(content)


def test_home_03_a_long_stream_is_cut_and_what_turns_text_around_is_taken_out() -> None:
    item = "<item><title>{0} \u202egnp.exe\u202c {1}</title></item>"
    many = "".join(item.format(number, "mot" * 400) for number in range(300))
    reading = read_stream(f"<rss version='2.0'><channel>{many}</channel></rss>".encode(), "https://ailleurs.fr/")
    assert len(reading.entries) == 20
    assert all(len(entry.title) <= 160 and "\u202e" not in entry.title for entry in reading.entries)

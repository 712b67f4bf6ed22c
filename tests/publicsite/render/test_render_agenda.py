"""SITE-04, RUB-02: the agenda of the public site, its months and its calendars."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
from bs4 import BeautifulSoup

from publicsite.render.build import build
from tests.publicsite.render.rendered_content import Content, _document

TODAY = date(2026, 11, 27)
Pages = Callable[..., Path]


def event(content: Content, path: str, title: str, starts: str, ends: str = "", **headers: str) -> None:
    own = {"date": "2026-09-01 08:00:00+02:00", "status": "skip", "starts": starts, "ends": ends}
    kept = {name: value for name, value in {**own, **headers}.items() if value}
    content.write(f"agenda/{path}.html", _document(title, "<p>Venez.</p>", kept))


@pytest.fixture
def pages(content: Content, tmp_path: Path) -> Pages:
    """A site with an agenda, built for a day."""
    content.rubric("vie", "Vie du collège", zone="public", agenda="yes")
    content.rubric("vie/chorale", "Chorale", zone="public", agenda="yes", position="0")
    content.rubric("cdi", "CDI", zone="public")
    weekly = {"repeat": "week", "until": "2027-06-29", "except": "2026-12-22, 2026-12-29"}
    event(content, "vie/chorale/repetitions", "Répétitions", "2026-09-08T09:00", "2026-09-08T10:00", **weekly)
    event(content, "vie/vacances", "Vacances", "2026-12-19", "2027-01-03")
    event(content, "vie/cross", "Cross", "2026-12-02T13:00", "2026-12-02T17:00", cancelled="yes", place="Étangs")
    event(content, "vie/rentree", "Rentrée", "2026-09-01T08:00")
    block = (
        '<div class="event"><p class="event-title">Portes ouvertes</p><p class="event-when">'
        '<time datetime="2027-03-13T09:00">x</time></p></div>'
    )
    content.article("vie/portes-ouvertes", "Venez voir", block)
    content.article("cdi/sans-agenda", "Au CDI", block)

    def made(name: str = "output", day: date | None = TODAY) -> Path:
        build(content.root, tmp_path / name, cache=tmp_path / "cache", siteurl="https://exemple.fr", today=day)
        return tmp_path / name

    return made


def soup(output: Path, address: str) -> BeautifulSoup:
    return BeautifulSoup((output / address / "index.html").read_text(), "html.parser")


def titles(page: BeautifulSoup, within: str = "") -> list[str]:
    return [tag.get_text() for tag in page.select(f"{within} .meeting-title a")]


def test_site_04_the_list_tells_what_comes_then_what_took_place_and_a_repetition_once(pages: Pages) -> None:
    output = pages()
    page = soup(output, "agenda")
    past = titles(page, ".agenda-past")
    coming = [title for title in titles(page) if title not in past]
    assert coming == ["Répétitions", "Cross", "Vacances", "Portes ouvertes"]
    assert past == ["Rentrée"]
    text = page.get_text(" ")
    assert "Tous les mardis, jusqu’au 29 juin 2027" in text
    assert "mardi 1er décembre 2026, 9\u00a0h" in text
    assert page.select_one(".meeting.is-cancelled .meeting-off").get_text() == "Annulé"  # type: ignore[union-attr]
    # An article's date leads to the article, and only where the rubric has an agenda.
    assert page.find("a", string="Portes ouvertes")["href"] == "/vie/portes-ouvertes/"  # type: ignore[index]
    assert "Au CDI" not in text
    assert not (output / "cdi/agenda").exists()
    assert titles(soup(output, "vie"), ".rubric-agenda") == coming
    assert titles(soup(output, "vie/chorale/agenda")) == ["Répétitions"]


def test_home_03_the_homepage_tells_what_comes_next_and_of_chosen_rubrics_only(content: Content, pages: Pages) -> None:
    tile = '[[tiles]]\nkind = "agenda"\ntitle = "Bientôt"\ncount = 2\n'

    def shown(name: str, rubrics: str) -> list[str]:
        content.write("homepages/accueil.toml", f'title = "Accueil"\nonline = true\n{tile}{rubrics}')
        page = soup(pages(name), "")
        assert all(heading.get_text(strip=True) == "Bientôt" for heading in page.select(".tile-agenda h2"))
        return [*titles(page, ".tile-agenda"), *(link["href"] for link in page.select(".tile-agenda .more"))]

    assert shown("all", "") == ["Répétitions", "Cross", "/agenda/"]
    assert shown("one", 'rubrics = ["vie/chorale"]\n') == ["Répétitions", "/vie/chorale/agenda/"]
    assert shown("off", 'rubrics = ["cdi"]\n') == shown("none", 'rubrics = ["inconnue"]\n') == []


def test_site_04_an_event_is_found_and_told_to_machines(pages: Pages) -> None:
    output = pages()
    page = soup(output, "vie/agenda/cross")
    graph = json.loads(page.select_one('script[type="application/ld+json"]').string)["@graph"]  # type: ignore[union-attr, arg-type]
    told = next(thing for thing in graph if thing["@type"] == "Event")
    assert told["name"] == "Cross" and told["url"] == "https://exemple.fr/vie/agenda/cross/"
    assert told["startDate"] == "2026-12-02T13:00:00+01:00" and told["eventStatus"].endswith("EventCancelled")
    trail = next(thing for thing in graph if thing["@type"] == "BreadcrumbList")["itemListElement"]
    assert [step["name"] for step in trail] == ["Accueil", "Vie du collège", "Agenda", "Cross"]
    index = "".join(path.read_text() for path in (output / "recherche").rglob("*.json"))
    assert "/vie/agenda/cross/" in index and "/vie/chorale/agenda/repetitions/" in index


def test_site_04_a_month_is_a_table_that_a_screen_reader_understands(pages: Pages) -> None:
    page = soup(pages(), "agenda/2026-12")
    table = page.select_one("table.month")
    assert table is not None
    assert table.caption is not None
    assert "décembre 2026" in table.caption.get_text()
    assert [cell["scope"] for cell in table.select("thead th")] == ["col"] * 7
    told = {
        cell.time["datetime"]: [link.get_text(" ", strip=True) for link in cell.select("a")]  # type: ignore[index]
        for cell in table.select("td:has(time)")
    }
    assert len(told) == 31
    assert told["2026-12-01"] == ["9\u00a0h Répétitions"]
    assert told["2026-12-19"] == told["2026-12-22"] == told["2026-12-31"] == ["Vacances"]
    assert table.select_one("tbody tr td").get("class") == ["month-out"]  # type: ignore[union-attr]
    around = [link["href"] for link in page.select(".agenda-around a")]
    assert around == ["/agenda/2026-11/", "/agenda/2027-01/"]


def test_site_01_the_same_content_and_day_give_the_same_bytes_and_another_day_only_moves_what_is_to_come(
    pages: Pages,
) -> None:
    def contents(output: Path) -> dict[str, bytes]:
        return {str(path.relative_to(output)): path.read_bytes() for path in output.rglob("*") if path.is_file()}

    first, again, undated = contents(pages("a")), contents(pages("b")), contents(pages("c", None))
    assert first == again
    assert undated == contents(pages("d", None))
    later = contents(pages("e", date(2026, 12, 3)))
    calendars = [name for name in first if name.endswith(".ics")]
    assert len(calendars) == 3
    assert all(first[name] == later[name] for name in calendars)
    assert "Cross" in titles(soup(pages("f", date(2026, 12, 3)), "agenda"), ".agenda-past")


@pytest.mark.parametrize(
    ("zone", "autumn", "winter"),
    [
        ("Europe/Paris", datetime(2026, 10, 20, 7, tzinfo=UTC), datetime(2026, 10, 27, 8, tzinfo=UTC)),
        ("Indian/Reunion", datetime(2026, 10, 20, 5, tzinfo=UTC), datetime(2026, 10, 27, 5, tzinfo=UTC)),
        ("Pacific/Noumea", datetime(2026, 10, 19, 22, tzinfo=UTC), datetime(2026, 10, 26, 22, tzinfo=UTC)),
    ],
)
def test_site_04_in_a_calendar_9_h_stays_9_h_where_the_school_is(
    content: Content, pages: Pages, zone: str, autumn: datetime, winter: datetime
) -> None:
    """Across the change of hour of 25 October, read back without our code."""
    content.write("school.toml", f'format = 1\nname = "Tilleuls"\nslug = "tilleuls"\ntimezone = "{zone}"\n')
    data = (pages() / "vie/chorale/agenda/agenda.ics").read_bytes()
    (entry,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    start = entry.decoded("dtstart")
    assert start.replace(tzinfo=None) == datetime(2026, 9, 8, 9)  # noqa: DTZ001 - on the school's clock
    assert entry["dtstart"].params["TZID"] == zone
    assert f"TZID:{zone}".encode() in data
    for expected in (autumn, winter):
        local = start.replace(month=expected.month, day=expected.astimezone(ZoneInfo(zone)).day)
        assert local.astimezone(UTC) == expected
    rule = entry["rrule"]
    assert (rule["freq"], rule["byday"], rule["count"]) == (["WEEKLY"], ["TU"], [43])
    left_out = [moment.dt.date() for one in entry["exdate"] for moment in one.dts]
    assert left_out == [date(2026, 12, 22), date(2026, 12, 29)]


def test_site_04_a_calendar_says_what_is_cancelled_and_which_version_it_is(content: Content, pages: Pages) -> None:
    def entries(name: str) -> dict[str, icalendar.Event]:
        data = (pages(name) / "agenda/agenda.ics").read_bytes()
        return {str(entry["summary"]): entry for entry in icalendar.Calendar.from_ical(data).walk("VEVENT")}

    before = entries("before")
    assert before["Cross"]["status"] == "CANCELLED"
    assert before["Vacances"].decoded("dtstart") == date(2026, 12, 19)
    assert before["Vacances"].decoded("dtend") == date(2027, 1, 4), "the end of whole days is the day after"
    assert before["Cross"].decoded("dtstamp") == datetime(2026, 9, 1, 6, tzinfo=UTC)
    assert before["Cross"]["url"] == "https://exemple.fr/vie/agenda/cross/"
    event(content, "vie/cross", "Cross", "2026-12-09T13:00", modified="2026-11-27 10:00:00+01:00")
    after = entries("after")
    assert after["Cross"]["uid"] == before["Cross"]["uid"]
    assert after["Cross"]["sequence"] > before["Cross"]["sequence"]
    assert after["Vacances"].to_ical() == before["Vacances"].to_ical()


def test_zone_02_the_agenda_never_opens_the_private_room(content: Content, pages: Pages) -> None:
    secret = content.root / "private/agenda/vie/conseil.html"
    event(content, "vie/brouillon", "Zqxbrouillon", "2026-12-03", state="draft")
    event(content, "cdi/ferme", "Zqxferme", "2026-12-03")
    content.write("private/agenda/vie/conseil.html", _document("Zqxconseil", "", {"starts": "2026-12-03"}))
    (content.root / "agenda/vie/lien.html").symlink_to(secret)
    for path in pages().rglob("*"):
        if path.is_file():
            assert b"zqx" not in path.read_bytes().lower(), path


def test_rub_02_what_cannot_take_place_is_left_out_and_said(content: Content, output: Path) -> None:
    content.rubric("vie", "Vie", zone="public", agenda="yes")
    event(content, "vie/bon", "Bon", "2026-12-03")
    event(content, "vie/sans-fin", "Sans fin", "2026-12-03", repeat="week")
    event(content, "vie/faux-jour", "Faux jour", "2027-02-30")
    event(content, "vie/a-l-envers", "À l’envers", "2026-12-03T10:00", "2026-12-03T09:00")
    event(content, "vie/2026-12", "Un mois", "2026-12-03")
    said = {str(problem.path): problem.message for problem in build(content.root, output, today=TODAY).problems}
    assert titles(soup(output, "agenda")) == ["Bon"]
    assert "Une répétition a une fin" in said["agenda/vie/sans-fin.html"]
    assert "Il manque le jour" in said["agenda/vie/faux-jour.html"]
    assert "avant le début" in said["agenda/vie/a-l-envers.html"]
    assert "celle d’un mois" in said["agenda/vie/2026-12.html"]

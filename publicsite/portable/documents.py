"""One file of a content folder, read as one document; what is wrong goes to its notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from publicsite.contract import ARTICLE_TEXTS, ArticleDoc, EventDoc, RubricDoc, State
from publicsite.portable.checks import bad_address, exists, is_usable, missing
from publicsite.portable.headers import (
    ARTICLE_HEADERS,
    DEFAULT_TIMEZONE,
    EVENT_HEADERS,
    RUBRIC_HEADERS,
    WEEKDAYS,
    Header,
    is_ambiguous,
    read_date,
    split_tags,
    timezone,
)
from publicsite.portable.layout import PRIVATE, SCHOOL, is_path, is_slug, link_kind, room_of, within_room
from publicsite.portable.page import Page, body_html, parse_page
from publicsite.portable.schedules import MONTH_ADDRESS, faults, schedule_of
from publicsite.portable.source import Notes, read_text
from publicsite.portable.tables import read_table


def article_of(path: PurePosixPath, folder: Path, notes: Notes) -> tuple[ArticleDoc, str] | None:
    """The article of a file under `articles/` and its category as written.

    None when it has no title, no date or no usable address.
    """
    page = _page(path, folder, notes)
    if page is None:
        return None
    facts = _facts(page, path, folder, notes, "articles", ARTICLE_HEADERS)
    if facts is None:
        return None
    doc = ArticleDoc(**facts)
    _check_address(page, doc.path, notes)
    return doc, _value(page, "category")


def event_of(path: PurePosixPath, folder: Path, notes: Notes) -> tuple[EventDoc, str] | None:
    """The event of a file under `agenda/`. None when an article would be none, or when it cannot take place."""
    page = _page(path, folder, notes)
    if page is None:
        return None
    facts = _facts(page, path, folder, notes, "agenda", EVENT_HEADERS)
    if facts is None:
        return None
    try:
        doc = EventDoc(**facts, **_times(page))
        wrong = list(faults(schedule_of(doc)).values())
    except ValueError as error:
        wrong = [str(error)]
    if MONTH_ADDRESS.fullmatch(facts["slug"]):
        wrong.append(f"L’adresse « {facts['slug']} » est celle d’un mois de l’agenda : changez le « slug ».")
    if wrong:
        header = page.header("starts")
        notes.error(f"{' '.join(wrong)} L’événement est laissé de côté.", header.line if header else None)
        return None
    _check_address(page, doc.path, notes)
    return doc, _value(page, "category")


def _times(page: Page) -> dict[str, Any]:
    """Raises `ValueError` for what is written otherwise than the format says."""
    names = list(split_tags(_value(page, "weekdays")))
    if not set(names) <= set(WEEKDAYS):
        raise ValueError(f"Les jours de la semaine s’écrivent {', '.join(WEEKDAYS)}.")
    times = _value(page, "times")
    if times and not re.fullmatch(r"[0-9]{1,6}", times):
        raise ValueError("« times » doit être un nombre de fois.")
    return {
        **{name: _value(page, name) for name in ("starts", "ends", "place", "repeat")},
        "weekdays": tuple(sorted({WEEKDAYS.index(name) for name in names})),
        "until": _day(_value(page, "until")),
        "times": int(times) if times else None,
        "exceptions": tuple(sorted({day for text in split_tags(_value(page, "except")) if (day := _day(text))})),
        "cancelled": _value(page, "cancelled") == "yes",
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ValueError(
            f"La date « {text[:40]} » ne se lit pas ou n’existe pas : écrivez-la comme 2026-12-22."
        ) from None


def _facts(
    page: Page, path: PurePosixPath, folder: Path, notes: Notes, kind: str, known: Iterable[str]
) -> dict[str, Any] | None:
    """What an article and an event both are, as fields of their document."""
    place = within_room(path).relative_to(kind).with_suffix("")
    title, dated, slug = _title(page, notes), _required_date(page, folder, notes), _slug(page, place, notes)
    if title is None or dated is None or slug is None:
        return None
    rubric = "" if place.parent == PurePosixPath() else str(place.parent)
    return {
        "rubric": rubric,
        "slug": slug,
        "title": title,
        "date": dated,
        "body": _checked_body(page, path, folder, notes),
        **{name: _value(page, name) for name in ARTICLE_TEXTS},
        "modified": _date(page, "modified", folder, notes),
        "tags": split_tags(_value(page, "tags")),
        "illustration": _illustration(page, path, folder, notes),
        # Another Pelican is told to leave events alone, whatever their state.
        "state": _state(page, room_of(path), notes, skipped=kind == "agenda"),
        "expires": _date(page, "expires", folder, notes),
        "extra": _extra(page, known, notes),
    }


def rubric_of(path: PurePosixPath, folder: Path, notes: Notes) -> RubricDoc | None:
    """The rubric of a file under `pages/`, or None when it has no title or no usable address."""
    page = _page(path, folder, notes)
    if page is None:
        return None
    place = str(within_room(path).relative_to("pages").with_suffix(""))
    title = _title(page, notes)
    if title is None or not is_usable(place, notes):
        return None
    doc = RubricDoc(
        path=place,
        title=title,
        public=_zone(page, room_of(path), notes),
        introduction=_checked_body(page, path, folder, notes),
        position=_position(page, notes),
        in_menu=_yes_or_no(page, "menu", notes),
        blog=_yes_or_no(page, "blog", notes),
        agenda=_yes_or_no(page, "agenda", notes, default=False),
        colour=_value(page, "colour"),
        icon=_value(page, "icon"),
        illustration=_illustration(page, path, folder, notes),
        date=_date(page, "date", folder, notes),
        modified=_date(page, "modified", folder, notes),
    )
    _check_address(page, doc.path, notes)
    for name, header in _unknown(page, RUBRIC_HEADERS):
        notes.remark(f"l’en-tête « {name} » n’est pas connu d’une rubrique : il est laissé de côté.", header.line)
    return doc


def _page(path: PurePosixPath, folder: Path, notes: Notes) -> Page | None:
    text = read_text(folder / path, notes)
    return None if text is None else parse_page(text, notes)


def _value(page: Page, name: str) -> str:
    header = page.header(name)
    return header.value if header else ""


def _title(page: Page, notes: Notes) -> str | None:
    if page.title is None:
        notes.error("il manque le titre : écrivez-le entre <title> et </title>.")
        return None
    return page.title.value


def _required_date(page: Page, folder: Path, notes: Notes) -> datetime | None:
    if page.header("date") is None:
        notes.error('il manque la date : ajoutez <meta name="date" content="2025-10-17 14:30">.')
        return None
    return _date(page, "date", folder, notes)


def _date(page: Page, name: str, folder: Path, notes: Notes) -> datetime | None:
    header = page.header(name)
    return aware_date(header, _timezone_of(folder), notes) if header else None


def aware_date(header: Header, zone: str | Callable[[], str], notes: Notes) -> datetime | None:
    """The instant that a header tells; None, with a note, when it tells none."""
    try:
        instant = read_date(header.value)
    except ValueError as error:
        notes.error(f"{error}.", header.line)
        return None
    if is_ambiguous(header.value):
        notes.remark(f"la date « {header.value} » est lue jour d’abord : {instant:%d/%m/%Y}.", header.line)
    if instant.tzinfo:
        return instant
    return instant.replace(tzinfo=timezone(zone if isinstance(zone, str) else zone()))


def _timezone_of(folder: Path) -> Callable[[], str]:
    """The school's time zone, read only when a date is written without its offset."""

    def read() -> str:
        unheard = Notes(Path(SCHOOL))  # whoever reads the school says what is wrong with it
        table = read_table(read_text(folder / SCHOOL, unheard), unheard) or {}
        return str(table.get("timezone") or DEFAULT_TIMEZONE)

    return read


def _slug(page: Page, place: PurePosixPath, notes: Notes) -> str | None:
    """The article's slug: its header's, or else its file's name."""
    header = page.header("slug")
    slug = header.value if header else place.name
    line = header.line if header else None
    if not is_path(str(place.with_name(slug)) if is_slug(slug) else slug):
        notes.error(bad_address(str(place.parent / slug)), line)
        return None
    if slug != place.name:
        notes.remark(f"l’en-tête « slug » ne dit pas comme le nom du fichier : l’adresse sera {slug}.", line)
    return slug


def _check_address(page: Page, path: str, notes: Notes) -> None:
    header = page.header("url")
    if header and header.value.strip("/") != path:
        notes.remark(f"l’en-tête « url » ne correspond pas au dossier : l’adresse sera {path}/.", header.line)


def _state(page: Page, room: str, notes: Notes, *, skipped: bool) -> State:
    """Where the article stands. In doubt it is a draft, which nobody outside reads."""
    header = page.header("state")
    if header and header.value in set(State):
        return State(header.value)
    if header:
        notes.error(
            "l’état doit être online, draft, offline ou model : l’article est lu comme un brouillon.", header.line
        )
        return State.DRAFT
    status = None if skipped else page.header("status")
    if room == PRIVATE or (status and status.value.lower() != "published"):
        notes.remark("l’état n’est pas écrit : l’article est lu comme un brouillon.", status.line if status else None)
        return State.DRAFT
    return State.ONLINE


def _zone(page: Page, room: str, notes: Notes) -> bool:
    """Whether the rubric is public. In doubt it is not."""
    header = page.header("zone")
    if header and header.value not in ("public", "private"):
        notes.error("la zone doit être public ou private : la rubrique est lue comme privée.", header.line)
    return header.value == "public" if header else room != PRIVATE


def _position(page: Page, notes: Notes) -> int:
    header = page.header("position")
    is_number = header is not None and re.fullmatch(r"[0-9]{1,9}", header.value)
    if header and not is_number:
        notes.error("la position doit être un nombre à partir de 0 : elle est lue comme 0.", header.line)
    return int(header.value) if header and is_number else 0


def _yes_or_no(page: Page, name: str, notes: Notes, *, default: bool = True) -> bool:
    header = page.header(name)
    if header and header.value not in ("yes", "no"):
        notes.error(f"« {name} » doit être yes ou no : il est lu comme yes.", header.line)
    return default if header is None else header.value != "no"


def _illustration(page: Page, path: PurePosixPath, folder: Path, notes: Notes) -> str | None:
    header = page.header("illustration")
    if header and not exists(folder, room_of(path), f"images/{header.value}"):
        notes.error(missing("images", header.value), header.line)
    return header.value if header else None


def _extra(page: Page, known: Iterable[str], notes: Notes) -> dict[str, str]:
    unknown = _unknown(page, known)
    for name, header in unknown:
        notes.remark(f"l’en-tête « {name} » n’est pas connu : il est gardé tel quel.", header.line)
    return {name: header.value for name, header in unknown}


def _unknown(page: Page, known: Iterable[str]) -> list[tuple[str, Header]]:
    return [(name, header) for name, header in page.headers.items() if name.lower() not in known]


def _checked_body(page: Page, path: PurePosixPath, folder: Path, notes: Notes) -> str:
    """The body, after a look at what it links to."""
    for tag in page.body.find_all(["a", "img", "audio", "video", "source", "track"]) if page.body else ():
        for link in (tag.get("href" if tag.name == "a" else "src"), tag.get("poster")):
            _check_link(str(link or ""), tag.sourceline, path, folder, notes)
    return body_html(page.body, notes)


def _check_link(link: str, line: int | None, path: PurePosixPath, folder: Path, notes: Notes) -> None:
    what, target = link_kind(link)
    target = target.strip("/")
    if not what or exists(folder, room_of(path), target):
        return
    kind, _, name = target.partition("/")
    if what == "filename":
        notes.remark(f"le lien vers « {target} » ne mène à aucun document : corrigez-le ou retirez-le.", line)
    elif not room_of(path) and exists(folder, PRIVATE, target):
        notes.error(f"« {name} » est dans private/{kind}/ : un document public ne peut pas s’en servir.", line)
    else:
        notes.error(missing(kind, name), line)

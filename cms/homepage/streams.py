"""Streams of other sites, RSS or Atom, read as plain text: titles, links, dates, how each entry begins."""

import re
from calendar import timegm
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from html import unescape
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import feedparser  # type: ignore[import-untyped]
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cms.core.fetching import NotFetched
from cms.core.sanitising import NOT_TEXT, AllowList, TooComplex, clean

MOST_ENTRIES = 20
LONGEST_TITLE = 160
LONGEST_SUMMARY = 280
LONGEST_SOURCE = 100_000  # of one entry's text: beyond, nothing is said of it
LONGEST_LINK = 1_000
PLAIN = AllowList(tags=frozenset(), most_bytes=LONGEST_SOURCE)
SPACES = re.compile(
    r"[\s\u0000-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069\ufeff]+"
)  # those that turn text around too
BREAKS = re.compile(r"<(?:br|/p|/li|/h\d|/div|hr)\b[^>]{0,200}>", re.I)
HIDDEN = re.compile(r"<(script|style)\b.*?</\1\s*>", re.I | re.S)


@dataclass(frozen=True)
class Entry:
    title: str
    link: str = ""
    date: str = ""  # ISO, UTC
    summary: str = ""


@dataclass(frozen=True)
class Reading:
    site: str  # where readers see the same
    entries: tuple[Entry, ...]

    @property
    def stored(self) -> list[dict[str, str]]:
        return [asdict(entry) for entry in self.entries]


def read_stream(content: bytes, address: str) -> Reading:
    """What a stream says. Raises `NotFetched` for what is none."""
    try:
        # As a file: what is given as text may be taken for an address, and fetched.
        feed = feedparser.parse(BytesIO(content), response_headers={"content-location": address}, sanitize_html=False)
    except Exception:  # whatever a parser of anybody's text may meet
        feed = {}
    if not feed.get("version"):
        raise NotFetched(_("This address gives no RSS or Atom stream."))
    found = list(_entries(feed.get("entries") or []))
    return Reading(link_of(feed.get("feed", {}).get("link")), tuple(found))


def _entries(rows: list[Mapping[str, Any]]) -> Iterator[Entry]:
    known: set[Entry] = set()
    for row in rows[: 3 * MOST_ENTRIES]:
        entry = _entry(row)
        if entry and entry not in known and len(known) < MOST_ENTRIES:
            known.add(entry)
            yield entry


def _entry(row: Mapping[str, Any]) -> Entry | None:
    summary = plain(row.get("summary"))
    # Networks of short messages give their entries no title.
    title = Truncator(plain(row.get("title")) or summary).chars(LONGEST_TITLE)
    if not title:
        return None
    told = Truncator(summary).chars(LONGEST_SUMMARY)
    return Entry(title, link_of(row.get("link")), _date(row), "" if told.startswith(title.rstrip("…")) else told)


def plain(html: Any) -> str:
    """Text on one line, without any markup."""
    if not isinstance(html, str) or len(html) > LONGEST_SOURCE:
        return ""
    try:
        text = clean(BREAKS.sub(" ", HIDDEN.sub(" ", NOT_TEXT.sub("", html))), PLAIN)
    except TooComplex:
        return ""
    return SPACES.sub(" ", unescape(text)).strip()


def link_of(value: Any) -> str:
    """An address of the web, or nothing."""
    text = str(value or "").strip()
    try:
        parts = urlsplit(text)
        known = parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return ""
    return text if known and len(text) <= LONGEST_LINK and text.isprintable() and " " not in text else ""


def _date(row: Mapping[str, Any]) -> str:
    parsed = row.get("published_parsed") or row.get("updated_parsed")
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC).isoformat(timespec="seconds") if parsed else ""
    except (ValueError, OverflowError, OSError, TypeError):
        return ""

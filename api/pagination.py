"""Pages by position: what is published meanwhile neither repeats a line nor skips one.

A position is the instant and the reference of a line, which tell no more than the line itself does.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce
from rest_framework.request import Request

from api.errors import Refused
from cms.articles.selectors import SHOWN_SINCE

SIZE = 20
LONGEST = 200
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WRITTEN = re.compile(r"([<>])(-?[0-9]{1,16})\.([0-9a-f]{32})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cursor:
    """The lines older than a position, or newer."""

    newer: bool
    instant: datetime
    ref: UUID

    def encode(self) -> str:
        microseconds = (self.instant - EPOCH) // timedelta(microseconds=1)
        text = f"{'>' if self.newer else '<'}{microseconds}.{self.ref.hex}"
        return urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str) -> "Cursor":
        """Raises `Refused` for anything that `encode` did not write."""
        try:
            padded = text[:LONGEST] + "=" * (-len(text[:LONGEST]) % 4)
            found = WRITTEN.fullmatch(urlsafe_b64decode(padded.encode("ascii")).decode("ascii"))
        except ValueError:
            found = None
        if found is None:
            raise Refused(400, "cursor", "Cette suite de liste n’existe pas : reprenez la liste au début.")
        return cls(found[1] == ">", EPOCH + timedelta(microseconds=int(found[2])), UUID(hex=found[3]))


@dataclass(frozen=True, slots=True)
class Page:
    items: list[Any]
    next: Cursor | None
    previous: Cursor | None


def page_of(
    rows: QuerySet[Any], cursor: Cursor | None, *, since: Any = SHOWN_SINCE, ref: str = "ref", size: int = SIZE
) -> Page:
    """One page, newest first: one query. `since` dates the lines, articles unless said otherwise; `ref` names them."""
    # An article can be online without a date when it was made by a program.
    dated = rows.annotate(line_at=Coalesce(since, Value(EPOCH)))
    newer = cursor is not None and cursor.newer
    ordered = dated.order_by("line_at", ref) if newer else dated.order_by("-line_at", f"-{ref}")
    found = list(ordered.filter(_beyond(cursor, ref))[: size + 1])
    more, items = len(found) > size, found[:size]
    if newer:
        items.reverse()
    older_left = bool(items) and (newer or more)
    newer_left = bool(items) and (more if newer else cursor is not None)
    return Page(
        items,
        next=_position(items[-1], ref, newer=False) if older_left else None,
        previous=_position(items[0], ref, newer=True) if newer_left else None,
    )


def _beyond(cursor: Cursor | None, ref: str) -> Q:
    if cursor is None:
        return Q()
    side = "gt" if cursor.newer else "lt"
    same = Q(line_at=cursor.instant, **{f"{ref}__{side}": cursor.ref})
    return Q(**{f"line_at__{side}": cursor.instant}) | same


def _position(line: Any, ref: str, *, newer: bool) -> Cursor:
    return Cursor(newer, line.line_at, getattr(line, ref))


def address_of(request: Request, cursor: Cursor | None) -> str | None:
    """The same list, from there."""
    if cursor is None:
        return None
    kept = {name: value for name, value in request.query_params.items() if name != "cursor"}
    return f"{request.path}?{urlencode({**kept, 'cursor': cursor.encode()})}"

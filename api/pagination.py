"""Pages by position: what is published meanwhile neither repeats an article nor skips one.

A position is the instant and the reference of an article, which tell no more than the article itself does.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce

from api.errors import Refused
from cms.articles.models import Article
from cms.articles.selectors import SHOWN_SINCE

SIZE = 20
LONGEST = 200
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WRITTEN = re.compile(r"([<>])(-?[0-9]{1,16})\.([0-9a-f]{32})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cursor:
    """The articles older than a position, or newer."""

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
    items: list[Article]
    next: Cursor | None
    previous: Cursor | None


def page_of(articles: QuerySet[Article], cursor: Cursor | None, size: int = SIZE) -> Page:
    """One page, newest first: one query."""
    # An article can be online without a date when it was made by a program.
    dated = articles.annotate(shown_at=Coalesce(SHOWN_SINCE, Value(EPOCH)))
    newer = cursor is not None and cursor.newer
    ordered = dated.order_by("shown_at", "ref") if newer else dated.order_by("-shown_at", "-ref")
    found = list(ordered.filter(_beyond(cursor))[: size + 1])
    more, items = len(found) > size, found[:size]
    if newer:
        items.reverse()
    older_left = bool(items) and (newer or more)
    newer_left = bool(items) and (more if newer else cursor is not None)
    return Page(
        items,
        next=_position(items[-1], newer=False) if older_left else None,
        previous=_position(items[0], newer=True) if newer_left else None,
    )


def _beyond(cursor: Cursor | None) -> Q:
    if cursor is None:
        return Q()
    side = "gt" if cursor.newer else "lt"
    same = Q(shown_at=cursor.instant, **{f"ref__{side}": cursor.ref})
    return Q(**{f"shown_at__{side}": cursor.instant}) | same


def _position(article: Article, *, newer: bool) -> Cursor:
    return Cursor(newer, article.resurfaced_at or article.first_published_at or EPOCH, article.ref)

"""Reads about notices."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from cms.core import clock
from cms.directory.selectors import people_who_may_enter
from cms.notifications import rules
from cms.notifications.enums import Kind
from cms.notifications.models import Notice


def notices_of(user: Any) -> QuerySet[Notice]:
    """The newest first."""
    return Notice.objects.filter(recipient=user)


def unread_of(user: Any) -> QuerySet[Notice]:
    return notices_of(user).filter(read_at=None)


def is_told(*, about: UUID, kind: Kind, text: str) -> bool:
    """Whether somebody was told just that, and may have read it since."""
    return Notice.objects.filter(about=about, kind=kind, text=text).exists()


def to_mail() -> QuerySet[Notice]:
    """What nobody has read, of those who can be written to: not the news of last week, nor what waits for a new try.

    Whoever may not enter any more, in no school, is not written to: they could not read it here either.
    """
    now = clock.now()
    due = Q(try_after=None) | Q(try_after__lte=now)
    rows = Notice.objects.filter(due, mailed_at=None, read_at=None, created_at__gt=now - rules.LATEST)
    known = Q(recipient__is_superuser=True) | Q(recipient__in=people_who_may_enter().values("user"))
    return rows.filter(known, recipient__is_active=True).exclude(recipient__email="").order_by("created_at", "pk")

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


def unsent() -> QuerySet[Notice]:
    """What nobody has read, of those who can be written to: not the news of last week.

    Whoever may not enter any more, in no school, is not written to: they could not read it here either.
    """
    rows = Notice.objects.filter(mailed_at=None, read_at=None, created_at__gt=clock.now() - rules.LATEST)
    known = Q(recipient__is_superuser=True) | Q(recipient__in=people_who_may_enter().values("user"))
    rows = rows.filter(known, recipient__is_active=True).exclude(recipient__email="")
    return rows.order_by("created_at", "pk")


def to_mail() -> QuerySet[Notice]:
    """What may leave now: not what waits for a new try."""
    return unsent().filter(Q(try_after=None) | Q(try_after__lte=clock.now()))

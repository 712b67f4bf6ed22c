"""Writes about notices: telling, taking back, reading, sending the mails."""

import logging
from collections.abc import Iterable
from itertools import groupby
from smtplib import SMTPException
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.accounts.models import User
from cms.core import clock
from cms.notifications import rules
from cms.notifications.enums import Kind
from cms.notifications.models import Notice
from cms.notifications.selectors import to_mail, unread_of
from cms.notifications.signals import no_longer_theirs

logger = logging.getLogger("preau.mail")


@transaction.atomic
def tell(*, recipients: Iterable[User], kind: Kind, about: UUID, text: str, address: str = "", actor: Any) -> None:
    """One unread notice of a kind about a thing for each: what is told again says the latest, and counts once."""
    now = clock.now()
    for recipient in recipients:
        told = {"actor": actor, "text": text, "address": address, "created_at": now}
        told |= {"mailed_at": None, "tries": 0, "try_after": None}
        Notice.objects.update_or_create(recipient=recipient, kind=kind, about=about, read_at=None, defaults=told)


def forget(*, about: UUID, kind: Kind | None = None) -> None:
    """Nothing is left to do about it: whoever was told is not asked any more."""
    rows = Notice.objects.filter(about=about)
    (rows.filter(kind=kind) if kind else rows).delete()


def mark_read(*, user: User, keys: Iterable[int] | None = None, about: Iterable[UUID] | None = None) -> int:
    """Those named among one's own, by themselves or by what they are about, or all; how many were not."""
    rows = unread_of(user)
    if keys is not None:
        rows = rows.filter(pk__in=keys)
    if about is not None:
        rows = rows.filter(about__in=about)
    return rows.update(read_at=clock.now())


def send_mails() -> tuple[int, int]:
    """One mail to each who has waited enough, with all that waits for them; how many went, and how many were refused.

    No transaction is held while a server answers. What is taken is put off first: a second postman finds nothing, and
    what a killed one had taken is tried again.
    """
    sent = refused = 0
    for _key, rows in groupby(to_mail().order_by("recipient_id", "created_at", "pk"), _recipient):
        notices = list(rows)
        if not rules.leaves(notices[0].created_at, notices[-1].created_at, clock.now()):
            continue
        taken = _take(notices)
        if not taken:
            continue
        if _send(taken):
            Notice.objects.filter(pk__in=[one.pk for one in taken]).update(mailed_at=clock.now())
            sent += 1
        else:
            refused += 1
    return sent, refused


def _recipient(notice: Notice) -> int:
    key: int = notice.recipient_id
    return key


def _take(notices: list[Notice]) -> list[Notice]:
    """Those that nobody else took, answered or read since they were listed, and that are still the recipient's to know.

    The others wait for another try: a right that was taken away by mistake comes back.
    """
    keys = [notice.pk for notice in notices]
    with transaction.atomic():
        mine = to_mail().select_for_update(of=("self",)).filter(pk__in=keys)
        taken = list(mine.select_related("recipient"))
        Notice.objects.filter(pk__in=[one.pk for one in taken]).update(try_after=clock.now() + rules.LEASE)
    answers: list[tuple[Any, Any]] = no_longer_theirs.send(Notice, notices=taken) if taken else []
    withheld = {key for _receiver, keys in answers for key in keys}
    return [one for one in taken if one.pk not in withheld]


def _send(notices: list[Notice]) -> bool:
    recipient = notices[0].recipient
    context = {"notices": notices, "recipient": recipient, "base": settings.WAGTAILADMIN_BASE_URL}
    subject = ngettext("%(count)d notice on Préau", "%(count)d notices on Préau", len(notices))
    body = render_to_string("notifications/mail.txt", context)
    message = EmailMessage(subject % {"count": len(notices)}, body, to=[recipient.email])
    try:
        message.send()
    except (SMTPException, OSError, ValueError) as error:
        tries = max(one.tries for one in notices) + 1
        rows = Notice.objects.filter(pk__in=[one.pk for one in notices])
        rows.update(tries=tries, try_after=rules.next_try(tries, clock.now()))
        logger.warning(_("The mail to %s did not leave: %s"), recipient.get_username(), error)
        return False
    return True

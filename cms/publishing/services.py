"""Writes about publication: asking for one, and recording how it ended."""

from collections.abc import Sequence

from django.db import transaction
from wagtail.log_actions import get_active_log_context

from cms.accounts.models import User
from cms.publishing.enums import Outcome, Reason
from cms.publishing.models import PublicationRequest, Release
from cms.schools.models import School


def request_publication(
    *, school: School, reason: Reason, subject: str = "", page: int | None = None, actor: User | None = None
) -> None:
    """Leave a row in the outbox, in the caller's transaction: it is committed with the change, or not at all.

    `page` promises that this article or event changed and nothing else did: only it is exported again. Without `actor`,
    whoever is at work in the administration.
    """
    actor = actor or get_active_log_context().user
    PublicationRequest.objects.create(school=school, reason=reason, subject=subject[:255], page=page, actor=actor)


@transaction.atomic
def finish_release(
    *,
    school: School,
    number: int,
    requests: Sequence[PublicationRequest],
    seconds: float,
    message: str = "",
) -> Release:
    """The release is in service: record it and take its requests out of the outbox, together."""
    PublicationRequest.objects.filter(pk__in=[request.pk for request in requests]).delete()
    return _record(school, number, Outcome.IN_SERVICE, requests, seconds, message)


def fail_release(
    *,
    school: School,
    requests: Sequence[PublicationRequest],
    seconds: float,
    message: str,
) -> Release:
    """Nothing changed for visitors; the requests stay in the outbox and are tried again."""
    return _record(school, None, Outcome.FAILED, requests, seconds, message)


def record_withdrawal(
    *, school: School, number: int, seconds: float, requests: Sequence[PublicationRequest]
) -> Release:
    """What the public may read no more is gone; the requests stay in the outbox until lists are right too."""
    return _record(school, number, Outcome.WITHDRAWN, requests, seconds, "")


def ask_for_the_search(school: School) -> None:
    """Its index was left as it was, by a publication that could not wait for it. One row does for many."""
    if not PublicationRequest.objects.filter(school=school, reason=Reason.SEARCH).exists():
        PublicationRequest.objects.create(school=school, reason=Reason.SEARCH)


def record_rollback(*, school: School, number: int, actor: User | None = None) -> Release:
    release = _record(school, number, Outcome.ROLLED_BACK, [], 0, "")
    if actor:
        release.changes = [{"reason": Reason.ASKED, "subject": "", "by": actor.username}]
        release.save(update_fields=["changes"])
    return release


def _record(
    school: School,
    number: int | None,
    outcome: Outcome,
    requests: Sequence[PublicationRequest],
    seconds: float,
    message: str,
) -> Release:
    changes = [
        {
            "reason": request.reason,
            "subject": request.subject,
            "by": request.actor.username if request.actor else "",
        }
        for request in requests
    ]
    return Release.objects.create(
        school=school,
        number=number,
        outcome=outcome,
        changes=changes,
        seconds=round(seconds, 3),
        message=message,
    )

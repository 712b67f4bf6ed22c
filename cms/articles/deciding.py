"""From one decision to the next: whoever has twelve submissions before them does not go back to a list twelve times."""

from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from cms.articles.enums import Outcome
from cms.articles.models import Article, Submission
from cms.articles.selectors import awaiting, waiting_submission


def in_turn(user: Any) -> QuerySet[Article]:
    """What waits for the account's decision, what has waited longest first."""
    asked = Submission.objects.filter(article=OuterRef("pk"), outcome=Outcome.WAITING)
    return awaiting(user).annotate(asked_at=Subquery(asked.values("submitted_at")[:1])).order_by("asked_at", "pk")


def next_in_turn(user: Any, submission: Submission | None) -> Article | None:
    """The one after this submission, and after the last the first; None when nothing else waits."""
    if submission is None:
        return in_turn(user).first()
    others = in_turn(user).exclude(pk=submission.article_id)
    when, key = submission.submitted_at, submission.article_id
    later = others.filter(Q(asked_at__gt=when) | Q(asked_at=when, pk__gt=key))
    return later.first() or others.first()


def decided_by(user: Any, article: Article) -> Submission | None:
    """The submission that the account is about to decide on: somebody else's."""
    waiting = waiting_submission(article)
    return waiting if waiting and waiting.submitted_by_id != user.pk else None


def go_on(request: HttpRequest, submission: Submission, said: str) -> HttpResponse:
    """Once decided: straight to the next one, with a way back; after the last, to the home of the administration."""
    back = reverse("wagtailadmin_pages:edit", args=[submission.article_id])
    buttons = [messages.button(back, _("Back to “%s”") % submission.article.draft_title)]
    coming, left = next_in_turn(request.user, submission), in_turn(request.user).count()
    if coming is None:
        messages.success(request, f"{said} {_('Nothing else waits for your decision.')}", buttons=buttons)
        return redirect("wagtailadmin_home")
    here = ngettext(
        "Here is the last one that waits for you.", "Here is the next one: %(count)d still wait for you.", left
    )
    messages.success(request, f"{said} {here % {'count': left}}", buttons=buttons)
    return redirect("wagtailadmin_pages:edit", coming.pk)

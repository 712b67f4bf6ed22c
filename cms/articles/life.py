"""Refusing with a reason, archiving, restoring: each says what it will do, and asks."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction

from cms.articles.deciding import go_on
from cms.articles.models import Article, Submission
from cms.articles.permissions import has_right
from cms.articles.rules import Verb, obstacle
from cms.articles.selectors import latest_submission, version_of
from cms.articles.services import LONGEST_REASON, archive_article, check_online, refuse_article, restore_article
from cms.articles.words import name_of
from cms.core.exceptions import DomainError
from cms.core.keys import row_at
from cms.core.words import moment
from cms.rubrics.views.shared import way_to


def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """The reason is required, and stays in its field whatever goes wrong."""
    article = _asked(request, pk, Verb.REFUSE)
    submission = _submission(request, article)
    reason, error = request.POST.get("reason", ""), ""
    if request.method == "POST":
        try:
            refuse_article(
                article=article,
                actor=request.user,
                reason=reason,
                submission=submission,
                seen=request.POST.get("seen", ""),
            )
        except DomainError as refusal:
            error = refusal.message
        else:
            said = _("“%s” is refused. Its author is told why.") % article.draft_title
            return go_on(request, submission or article.submissions.latest("pk"), said)
    context = {
        "reason": reason,
        "error": error,
        "longest": LONGEST_REASON,
        "submission": submission,
        "seen": request.POST.get("seen") or version_of(article),
        "by": name_of(submission.submitted_by) if submission else "",
        "when": moment(submission.submitted_at) if submission else "",
    }
    return _ask(request, article, "refuse", _("Refuse “%s”") % article.draft_title, _("Refuse"), **context)


def archive(request: HttpRequest, pk: int) -> HttpResponse:
    article = _asked(request, pk, Verb.ARCHIVE)
    done = _("“%s” is archived. It can be restored at any time.") % article.draft_title
    title = _("Archive “%s”") % article.draft_title
    return _do(request, archive_article, article, done) or _ask(request, article, "archive", title, _("Archive"))


def restore(request: HttpRequest, pk: int) -> HttpResponse:
    article = _asked(request, pk, Verb.RESTORE)
    done = _("“%s” is restored, and not online.") % article.draft_title
    title = _("Restore “%s”") % article.draft_title
    return _do(request, restore_article, article, done) or _ask(request, article, "restore", title, _("Restore"))


def before_many_go_online(request: HttpRequest, kind: str, pages: Sequence[Any], action: Any) -> HttpResponse | None:
    """Wagtail's own list puts many pages online at once: all of them or, if one may not go, none."""
    if kind != "publish" or not isinstance(action, PageBulkAction):
        return None
    refused = []
    for article in Article.objects.filter(pk__in=[page.pk for page in pages]):
        try:
            check_online(article=article, actor=request.user)
        except DomainError as error:
            refused.append(error.message)
    if not refused:
        return None
    messages.error(request, _("Nothing was put online. %s") % " ".join(refused))
    return redirect(action.next_url)


def _asked(request: HttpRequest, pk: int, verb: Verb) -> Article:
    article = get_object_or_404(Article, pk=pk)
    if not has_right(request.user, verb, article):
        raise PermissionDenied
    return article


def _submission(request: HttpRequest, article: Article) -> Submission | None:
    """The one that was looked at, or the latest."""
    asked = request.POST.get("submission") or request.GET.get("submission", "")
    return row_at(article.submissions.all(), asked) if asked else latest_submission(article)


def _do(request: HttpRequest, verb: Callable[..., None], article: Article, done: str) -> HttpResponse | None:
    if request.method != "POST":
        return None
    try:
        verb(article=article, actor=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
    return redirect("wagtailadmin_pages:edit", article.pk)


def _ask(request: HttpRequest, article: Article, name: str, title: str, label: str, **context: Any) -> HttpResponse:
    steps = way_to(article, label)
    steps[-2]["url"] = reverse("wagtailadmin_pages:edit", args=[article.pk])
    verb = {"refuse": Verb.REFUSE, "archive": Verb.ARCHIVE, "restore": Verb.RESTORE}[name]
    context |= {"article": article, "header_title": title, "breadcrumbs_items": steps}
    context["possible"] = not obstacle(verb, article.facts)
    return render(request, f"articles/{name}.html", context)

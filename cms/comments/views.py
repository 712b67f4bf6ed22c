"""Comments that wait, for those who decide; and the switch of a rubric."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.comments.selectors import decides_somewhere, is_commented, waiting_for
from cms.comments.services import decide_comment, open_comments
from cms.core.exceptions import DomainError
from cms.rubrics.models import Rubric
from cms.rubrics.permissions import can_modify

SHOWN = 50


def waiting(request: HttpRequest) -> HttpResponse:
    if not decides_somewhere(request.user):
        raise PermissionDenied
    title = _("Comments to read")
    context = {"comments": waiting_for(request.user)[:SHOWN], "header_title": title, "page_title": title}
    return render(request, "comments/waiting.html", context)


@require_POST
def decide(request: HttpRequest, ref: UUID) -> HttpResponse:
    """What is not this person's to decide does not exist for them."""
    comment = waiting_for(request.user).filter(ref=ref).first()
    if comment is None:
        raise Http404
    shown = request.POST.get("decision") == "show"
    decide_comment(comment=comment, shown=shown, actor=request.user)
    messages.success(request, _("The comment is shown.") if shown else _("The comment is refused."))
    return redirect("comments_waiting")


def switch(request: HttpRequest, pk: int) -> HttpResponse:
    rubric = get_object_or_404(Rubric, pk=pk)
    if not can_modify(request.user, rubric):
        raise PermissionDenied
    is_open = is_commented(rubric)
    if request.method == "POST":
        try:
            open_comments(rubric=rubric, wanted=not is_open, actor=request.user)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            told = _("Comments are closed in “%s”.") if is_open else _("Comments are open in “%s”.")
            messages.success(request, told % rubric.title)
        return redirect("wagtailadmin_explore", rubric.pk)
    title = _("Comments of “%s”") % rubric.title
    context = {"rubric": rubric, "is_open": is_open, "header_title": title, "page_title": title}
    return render(request, "comments/switch.html", context)

"""Rubrics to look after: empty, forgotten, without their head, ended with their class (RUB-05, RUB-07, RUB-08)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cms.core import clock
from cms.core.exceptions import DomainError
from cms.rubrics.rules import STALE
from cms.rubrics.services import repair_heads
from cms.rubrics.upkeep import empty_rubrics, heads_of, past_class_rubrics, rubrics_without_their_head, stale_rubrics
from cms.rubrics.views.shared import school_asked


def to_look_after(request: HttpRequest) -> HttpResponse:
    school, schools = school_asked(request)
    context = {
        "school": school,
        "schools": schools,
        "header_title": _("To look after"),
        "breadcrumbs_items": [{"url": "", "label": _("To look after")}],
        "no_head": not heads_of(school).exists(),
        "headless": rubrics_without_their_head(school),
        "empty": empty_rubrics(school),
        "stale": stale_rubrics(school, clock.now() - STALE),
        "ended": past_class_rubrics(school),
    }
    return render(request, "rubrics/to_look_after.html", context)


@require_POST
def repair(request: HttpRequest) -> HttpResponse:
    """Give the heads the highest right wherever they lack it (RUB-07)."""
    school, _schools = school_asked(request)
    try:
        mended = len(repair_heads(school=school, actor=request.user))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        done = ngettext(
            "The heads’ right is restored in %d place.", "The heads’ right is restored in %d places.", mended
        )
        messages.success(request, done % mended)
    return redirect(f"{reverse('rubrics_to_look_after')}?school={school.slug}")

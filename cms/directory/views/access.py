"""Closing the portal to pupils and parents, for the summer as a rule (DIR-07)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cms.core import clock
from cms.core.exceptions import DomainError
from cms.directory import rules
from cms.directory.forms import ClosingForm
from cms.directory.permissions import schools_where
from cms.directory.rules import DirectoryRight
from cms.directory.selectors import families_are_out
from cms.directory.services import close_access, open_access
from cms.directory.views.common import attempt, posted, school_asked, screen, with_school

FIELDS = {"closing-reversed": "last", "closing-past": "last", "closing-too-long": "last"}


def access(request: HttpRequest) -> HttpResponse:
    """Today's state, and the dates: those already set, or the coming summer's."""
    school = school_asked(request, DirectoryRight.CLOSE_ACCESS)
    first, last = school.families_out_from, school.families_out_until
    proposed = (first, last) if first and last else rules.summer(clock.now().date())
    if "open" in request.POST:
        try:
            open_access(school=school, actor=request.user)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Pupils and parents have access again."))
        return redirect(with_school("directory_access", school))
    form = ClosingForm(posted(request), initial=dict(zip(("first", "last"), proposed, strict=True)))
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(lambda: close_access(school=school, actor=request.user, **form.cleaned_data), form, FIELDS)
    ):
        messages.success(request, _("The closing is recorded."))
        return redirect(with_school("directory_access", school))
    return screen(
        request,
        "access",
        _("Access of pupils and parents"),
        [],
        school=school,
        schools=schools_where(request.user, DirectoryRight.CLOSE_ACCESS),
        form=form,
        out=families_are_out(school),
        first=first,
        last=last,
        over=last is not None and last < clock.now().date(),
    )

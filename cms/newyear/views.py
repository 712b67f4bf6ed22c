"""The checklist of the start of the year: the screen, and what the home screen says of it to school managers."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from wagtail.admin.ui.components import Component

from cms.newyear.rules import State, checklist
from cms.newyear.selectors import facts_of
from cms.newyear.words import Line, line
from cms.rubrics.permissions import schools_managed
from cms.rubrics.views.shared import school_asked
from cms.schools.models import School


def lines_of(school: School) -> list[Line]:
    return [line(finding, school) for finding in checklist(facts_of(school))]


@require_GET
def new_year(request: HttpRequest) -> HttpResponse:
    school, schools = school_asked(request)
    lines = lines_of(school)
    context = {
        "school": school,
        "schools": schools,
        "groups": [(state, [one for one in lines if one.state == state]) for state in State],
        "open": sum(one.state != State.DONE for one in lines),
        "header_title": _("Start of the school year"),
        "page_title": _("Start of the school year"),
        "breadcrumbs_items": [{"url": "", "label": _("Start of the school year")}],
    }
    return render(request, "newyear/new_year.html", context)


class NewYearPanel(Component):
    """What is to be done, by name; what is to be looked at, counted. For several schools there is the screen."""

    name = "new-year"
    template_name = "newyear/panel.html"
    order = 60

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        schools = schools_managed((parent_context or {})["request"].user)
        if len(schools) != 1:
            return {"lines": []}
        lines = lines_of(schools[0])
        return {
            "lines": lines,
            "to_do": [one for one in lines if one.state == State.TO_DO],
            "to_see": sum(one.state == State.TO_SEE for one in lines),
        }

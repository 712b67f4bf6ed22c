"""The zone of a rubric: what the other one would show or hide, then the change."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cms.core.exceptions import DomainError
from cms.rubrics.crossings import crossing_of_zone
from cms.rubrics.enums import Zone
from cms.rubrics.models import Rubric
from cms.rubrics.permissions import can_modify
from cms.rubrics.selectors import private_above
from cms.rubrics.services import check_public, set_zone
from cms.rubrics.views.shared import refuse, sides, way_to


class ZoneForm(forms.Form):
    zone = forms.ChoiceField(choices=Zone.choices, widget=forms.HiddenInput)


def zone(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what will appear or vanish with the zone that is not today's, then change to it."""
    rubric = get_object_or_404(Rubric, pk=pk)
    if not can_modify(request.user, rubric):
        raise PermissionDenied
    other = Zone.PRIVATE if rubric.zone == Zone.PUBLIC else Zone.PUBLIC
    form = ZoneForm(request.POST or None, initial={"zone": other})
    if request.method == "POST" and form.is_valid():
        wanted = Zone(form.cleaned_data["zone"])
        if wanted == rubric.zone:
            messages.info(
                request, _("“%(title)s” is already %(zone)s.") % {"title": rubric.title, "zone": wanted.label}
            )
            return redirect("wagtailadmin_explore", rubric.pk)
        try:
            set_zone(rubric=rubric, zone=wanted, actor=request.user)
        except DomainError as error:
            refuse(request, error)
        else:
            messages.success(request, _("The zone of “%s” is changed; the public site follows.") % rubric.title)
            return redirect("wagtailadmin_explore", rubric.pk)
    context = {
        "rubric": rubric,
        "refusal": refusal_of_opening(rubric, request.user) if other == Zone.PUBLIC else None,
        "form": ZoneForm(initial={"zone": other}),
        "opening": other == Zone.PUBLIC,
        "private_above": private_above(rubric),
        "header_title": _("Zone of “%s”") % rubric.title,
        "breadcrumbs_items": way_to(rubric, _("Zone")),
        **sides(crossing_of_zone(rubric, other)),
    }
    return render(request, "rubrics/zone.html", context)


def refusal_of_opening(rubric: Rubric, actor: Any) -> DomainError | None:
    """What would keep the rubric from becoming public, said before anybody tries."""
    try:
        check_public(crossing_of_zone(rubric, Zone.PUBLIC).shown, actor)
    except DomainError as error:
        return error
    return None

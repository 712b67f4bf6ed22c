"""The room that a rubric has for files (FILE-02): seen by its managers, changed by those of the whole school."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.media.room import in_short
from cms.media.rules import MB, megabytes
from cms.media.selectors import files_at, use_of
from cms.media.services import change_quota
from cms.rubrics.models import Rubric
from cms.rubrics.permissions import can_manage_school, can_modify
from cms.rubrics.views.shared import way_to
from cms.schools.selectors import school_of_page

SHOWN = 20


class RoomForm(forms.Form):
    number = forms.IntegerField(label=gettext_lazy("Greatest number of files"), min_value=0, max_value=10_000)
    size = forms.IntegerField(label=gettext_lazy("Greatest size in all, in megabytes"), min_value=0, max_value=100_000)


def room(request: HttpRequest, pk: int) -> HttpResponse:
    rubric = get_object_or_404(Rubric, pk=pk)
    if not can_modify(request.user, rubric):
        raise PermissionDenied
    school = school_of_page(rubric)
    changes = school is not None and can_manage_school(request.user, school)
    if request.method == "POST" and not changes:
        raise PermissionDenied
    use = use_of([rubric.pk])[rubric.pk]
    form = RoomForm(request.POST or None, initial={"number": use.quota.files, "size": use.quota.size // MB})
    if request.method == "POST" and form.is_valid():
        size = form.cleaned_data["size"] * MB
        change_quota(page=rubric, files=form.cleaned_data["number"], size=size, actor=request.user)
        messages.success(request, _("The room of “%s” is changed.") % rubric.title)
        return redirect("rubric_room", rubric.pk)
    files = files_at(rubric.pk)
    context = {
        "rubric": rubric,
        "form": form,
        "use": use,
        "percent": min(100, round(100 * use.share)),
        "said": in_short(use),
        "files": [(file, megabytes(file.file_size or 0)) for file in files[:SHOWN]],
        "more": max(0, len(files) - SHOWN),
        "changes": changes,
        "header_title": _("Files of “%s”") % rubric.title,
        "breadcrumbs_items": way_to(rubric, _("Files")),
    }
    return render(request, "rubrics/room.html", context)

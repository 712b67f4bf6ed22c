"""The screen of a school's look, and the figures it asks for while colours are being chosen."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from cms.core import colours
from cms.core.exceptions import DomainError
from cms.look.forms import LookForm, PaletteForm
from cms.look.services import change_look, ratio
from cms.rubrics.permissions import schools_managed
from cms.rubrics.views.shared import school_asked
from cms.schools.models import School

FIELDS = {"contrast-colour": "colour", "contrast-accent": "accent", "audit": "accessibility_results"}
PAIRS: dict[tuple[str, str], str | Promise] = {
    ("colour", "paper"): gettext_lazy("Titles on the pages"),
    ("colour", "shade"): gettext_lazy("Titles on tinted surfaces"),
    ("accent", "paper"): gettext_lazy("Links on the pages"),
    ("accent", "shade"): gettext_lazy("Links on tinted surfaces"),
}


@dataclass(frozen=True)
class Figure:
    """One contrast, as it is shown: a sample, its ratio, whether it may be read."""

    label: str | Promise
    text: str
    ground: str
    ratio: str
    passes: bool


def look(request: HttpRequest) -> HttpResponse:
    school, schools = school_asked(request)
    instance = School.objects.get(pk=school.pk)  # the form writes on it, whatever comes of it
    form = LookForm(request.POST if request.method == "POST" else None, instance=instance, user=request.user)
    if request.method == "POST" and form.is_valid() and _changed(request, school, form):
        return redirect(f"{reverse('school_look')}?school={school.slug}")
    if form.errors:
        messages.error(request, _("Nothing is kept yet: see what is marked below."))
    chosen = [form["colour"].value(), form["accent"].value()]
    context = {
        "school": school,
        "schools": schools,
        "form": form,
        **palette(*map(str, chosen)),
        "header_title": _("School: hours, contact, look"),
        "breadcrumbs_items": [{"url": "", "label": _("School: hours, contact, look")}],
    }
    return render(request, "look/look.html", context)


def _changed(request: HttpRequest, school: School, form: LookForm) -> bool:
    try:
        changed = change_look(school=school, actor=request.user, **form.facts)
    except DomainError as error:
        form.add_error(FIELDS.get(error.code), error.message)
        return False
    if changed:
        messages.success(request, _("The look is kept. Pages follow with the next publication, in a moment."))
    else:
        messages.info(request, _("Nothing had changed."))
    return True


@require_GET
def contrast(request: HttpRequest) -> HttpResponse:
    """The figures of two colours: the same rule as when they are kept."""
    if not schools_managed(request.user):
        raise PermissionDenied
    form = PaletteForm(request.GET)
    if not form.is_valid():
        return HttpResponse(status=400)
    return render(request, "look/contrast.html", palette(form.cleaned_data["colour"], form.cleaned_data["accent"]))


def palette(colour: str, accent: str) -> dict[str, Any]:
    """What `look/contrast.html` shows; the default colours in the place of what is no colour."""
    colour, accent = colours.parse(colour, colours.MAIN), colours.parse(accent, colours.ACCENT)
    main, second = colours.corrected(colour, accent)
    proposed = {"colour": main, "accent": second} if (main, second) != (colour, accent) else {}
    return {
        "figures": list(_figures(colour, accent)),
        "day": colours.by_day(colour),
        "night": colours.by_night(colour),
        "colour": colour,
        "accent": accent,
        "ink": colours.ink_on(colour),
        "night_colour": colours.readable(colour, *colours.by_night(colour).grounds),
        "night_accent": colours.readable(accent, *colours.by_night(colour).grounds),
        "proposed": proposed,
    }


def _figures(colour: str, accent: str) -> Iterator[Figure]:
    day = colours.by_day(colour)
    for reading in colours.readings(colour, accent):
        pair = reading.pair
        text = colour if pair.field == "colour" else accent
        label = PAIRS[pair.field, pair.ground]
        yield Figure(label, text, getattr(day, pair.ground), ratio(reading.ratio), reading.passes)
    ink = colours.ink_on(colour)
    yield Figure(_("Name on the banner"), ink, colour, ratio(colours.contrast(ink, colour)), passes=True)

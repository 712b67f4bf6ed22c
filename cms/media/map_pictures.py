"""The screen that draws a map and keeps it with the school's images.

The tiles are asked for when the map is shown (GET), outside any transaction; what is kept (POST) is that same picture.
"""

import base64
from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.images.forms import get_image_form
from wagtail.permissions import policy_registry

from cms.media.maps import ATTRIBUTION, NoMap, Place, map_picture
from cms.media.models import SchoolImage

KEPT = 15 * 60  # seconds between the drawing and the button under it
SHOWN = ("title", "description", "credit", "collection", "rubric")


class PlaceForm(forms.Form):
    latitude = forms.FloatField(
        label=gettext_lazy("latitude"),
        min_value=-85,
        max_value=85,
        help_text=gettext_lazy(
            "On openstreetmap.org, right-click the place, then “Show address”: the two numbers are shown."
        ),
    )
    longitude = forms.FloatField(label=gettext_lazy("longitude"), min_value=-180, max_value=180)
    zoom = forms.IntegerField(
        label=gettext_lazy("zoom"),
        min_value=1,
        max_value=19,
        initial=16,
        help_text=gettext_lazy("13: a town; 17: a street."),
    )


def map_picture_form(request: HttpRequest) -> HttpResponse:
    """Ask for a place, show its map, keep it."""
    if not policy_registry.get_by_type(SchoolImage).user_has_permission(request.user, "add"):
        raise PermissionDenied
    asked = request.POST if request.method == "POST" else request.GET
    form = PlaceForm(asked if "latitude" in asked else None)
    picture = b""
    if form.is_valid():
        try:
            picture = _drawn(Place(**form.cleaned_data), may_fetch=request.method != "POST")
        except NoMap as error:
            form.add_error(None, error.message)
    image_form = _image_form(request, picture) if picture else None
    if request.method == "POST" and image_form is not None and image_form.is_valid():
        image = image_form.save(commit=False)
        image.uploaded_by_user = request.user
        image.save()
        messages.success(request, _("The map “%s” is among the images: choose it in the block.") % image.title)
        return redirect("wagtailimages:edit", image.pk)
    if request.method == "POST" and image_form is not None:
        messages.error(request, _("The map is not kept yet: see what is asked under it."))
    title = _("Picture of a map")
    steps = [{"url": reverse("wagtailimages:index"), "label": _("Images")}, {"url": "", "label": title}]
    context = {
        "header_title": title,
        "breadcrumbs_items": steps,
        "form": form,
        "image_form": image_form,
        "fields": [image_form[name] for name in SHOWN if name in image_form.fields] if image_form else [],
        "picture": base64.b64encode(picture).decode(),
    }
    return render(request, "media/map_picture.html", context)


def _drawn(place: Place, *, may_fetch: bool) -> bytes:
    key = "map-picture-" + sha256(repr(place).encode()).hexdigest()[:32]
    picture: bytes | None = cache.get(key)
    if picture is None:
        if not may_fetch:
            raise NoMap(_("This map was drawn a while ago. Show it again, then keep it."))
        picture = map_picture(place)
        cache.set(key, picture, KEPT)
    return picture


def _image_form(request: HttpRequest, picture: bytes) -> Any:
    form_class = get_image_form(SchoolImage)
    initial = {"credit": ATTRIBUTION}
    if request.method != "POST":
        return form_class(user=request.user, initial=initial)
    file = SimpleUploadedFile("carte.png", picture, content_type="image/png")
    return form_class(request.POST, {"file": file}, user=request.user, initial=initial)

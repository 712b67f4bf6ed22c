"""Several pictures of a gallery at once: a file each, kept where the article is, and given back as a block takes it.

Whoever comes back from a trip has eight of them on a telephone. What each is asked beyond its file (a description, a
caption, who is seen) is asked in the article, in front of the picture.
"""

from pathlib import PurePath
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.images.forms import get_image_form
from wagtail.models import Page

from cms.articles.gallery import PictureBlock
from cms.media.checking import plain_name
from cms.media.models import SchoolImage
from cms.rubrics.models import Rubric
from cms.schools.selectors import school_of_page


@require_POST
def picture(request: HttpRequest, pk: int) -> JsonResponse:
    """`pk`: the rubric that a new article is written in, or the article. 400 with a sentence when it is refused."""
    rubric = _rubric(request, get_object_or_404(Page, pk=pk))
    school = school_of_page(rubric)
    file = request.FILES.get("file")
    if file is None or school is None:
        return JsonResponse({"sentence": _("Nothing was received: choose the picture again.")}, status=400)
    user: Any = request.user  # the door of the administration lets nobody else in
    form = get_image_form(SchoolImage)(
        {"title": _title(file.name or ""), "collection": school.collection_id, "rubric": rubric.pk},
        {"file": file},
        instance=SchoolImage(uploaded_by_user=user, collection=school.collection),
        user=user,
    )
    if not form.is_valid():
        sentences = [sentence for errors in form.errors.values() for sentence in errors]
        return JsonResponse({"sentence": " ".join(dict.fromkeys(sentences))}, status=400)
    image = _once(form.save())
    block = PictureBlock()
    value = block.get_default()
    value["image"] = image
    return JsonResponse({"block": block.get_form_state(value)})


def _rubric(request: HttpRequest, page: Page) -> Rubric:
    """Where the picture counts; the form asks whether they may add files there. Raises `PermissionDenied`."""
    may = page.specific_deferred.permissions_for_user(request.user)
    rubric = Rubric.objects.filter(pk=page.pk).first()
    if rubric is None and may.can_edit():
        rubric = Rubric.objects.filter(pk=page.get_parent().pk).first()
    elif rubric is not None and not may.can_add_subpage():
        rubric = None
    if rubric is None:
        raise PermissionDenied
    return rubric


def _title(name: str) -> str:
    return PurePath(plain_name(name)).stem[:255] or _("Picture")


def _once(image: SchoolImage) -> Any:
    """The same file sent again by the same person, when an answer was lost on its way, is the picture they have."""
    same = SchoolImage.objects.filter(
        file_hash=image.file_hash,
        collection=image.collection_id,
        place=image.place_id,
        uploaded_by_user=image.uploaded_by_user_id,
    )
    first = same.order_by("pk").first()
    if first is None or first.pk == image.pk:
        return image
    image.delete()
    return first

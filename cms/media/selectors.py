"""Reads about images and documents."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Sum
from wagtail.permissions import policy_registry

from cms.media.models import PlaceQuota, SchoolDocument, SchoolImage
from cms.media.naming import FILES, Key
from cms.media.rules import Quota, Use
from cms.schools.models import School


def images_of(school: School) -> list[SchoolImage]:
    return list(SchoolImage.objects.filter(collection=school.collection_id).order_by("name"))


def documents_of(school: School) -> list[SchoolDocument]:
    return list(SchoolDocument.objects.filter(collection=school.collection_id).order_by("name"))


def use_of(places: Iterable[int]) -> dict[int, Use]:
    """What each of these rubrics holds, images and documents together, out of what it may: three queries."""
    keys = list(places)
    files, sizes = dict.fromkeys(keys, 0), dict.fromkeys(keys, 0)
    for model in (SchoolImage, SchoolDocument):
        rows = model.objects.filter(place__in=keys).order_by().values_list("place")
        for place, count, size in rows.annotate(Count("pk"), Sum("file_size")):
            files[place] += count
            sizes[place] += size or 0
    quotas = {row.page_id: Quota(row.files, row.size) for row in PlaceQuota.objects.filter(page__in=keys)}
    return {key: Use(files[key], sizes[key], quotas.get(key, Quota())) for key in keys}


def files_at(place: int) -> list[SchoolImage | SchoolDocument]:
    """The files that count in a rubric, the largest first."""
    found: list[SchoolImage | SchoolDocument] = [
        *SchoolImage.objects.filter(place=place),
        *SchoolDocument.objects.filter(place=place),
    ]
    return sorted(found, key=lambda file: -(file.file_size or 0))


def choosable(user: Any, school: School, files: Iterable[Key]) -> set[Key]:
    """Those of the school that the person may choose."""
    wanted = list(files)
    found: set[Key] = set()
    for model in FILES if wanted else ():
        allowed = policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, ["choose"])
        keys = [key for kind, key in wanted if kind is model]
        chosen = allowed.filter(collection=school.collection_id, pk__in=keys)
        found |= {(model, key) for key in chosen.values_list("pk", flat=True)}
    return found

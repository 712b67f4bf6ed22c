"""Where an editor writes: the rubrics that a filter or a move proposes."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.core.keys import RowField
from cms.rubrics.models import Rubric


def rubrics_of(request: HttpRequest | None) -> QuerySet[Rubric]:
    """Where the person writes."""
    places: QuerySet[Page] = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(
        request.user if request else None, {"add"}
    )
    return Rubric.objects.filter(pk__in=places.values("pk")).order_by("path")


class RubricField(RowField[Rubric]):
    """Each set in under the one above it."""

    def label_from_instance(self, rubric: Any) -> str:
        return f"{'— ' * (rubric.depth - 3)}{rubric.title}"

"""Who is seen in a picture, where Wagtail shows the picture."""

from typing import Any

from django import template

from cms.consents.permissions import may_note_people
from cms.consents.selectors import people_shown
from cms.consents.views import covers
from cms.media.models import SchoolImage

register = template.Library()


@register.inclusion_tag("consents/summary.html", takes_context=True)
def people_of(context: Any, image: SchoolImage) -> dict[str, Any]:
    if not may_note_people(context["request"].user, image):
        return {}
    people = people_shown(image)
    lacking = sum(1 for _row, consent in people if consent is None or not covers(consent))
    return {"image": image, "people": people, "lacking": lacking}

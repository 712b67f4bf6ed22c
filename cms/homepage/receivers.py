"""Asked before a mail leaves."""

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from cms.homepage.models import Stream
from cms.notifications.enums import Kind
from cms.notifications.models import Notice
from cms.notifications.signals import no_longer_theirs
from cms.rubrics.actors import not_managing
from cms.schools.models import School


@receiver(no_longer_theirs)
def not_to_know(sender: type, notices: Sequence[Notice], **kwargs: Any) -> set[int]:
    """What is told of a homepage is told to who manages its school."""
    found: set[int] = set()
    told = [one for one in notices if one.kind == Kind.HOMEPAGE]
    for about in {one.about for one in told}:
        stream = Stream.objects.filter(ref=about).select_related("school").first()
        school = stream.school if stream else School.objects.filter(ref=about).first()
        if school:
            found |= not_managing(school, [one for one in told if one.about == about])
    return found

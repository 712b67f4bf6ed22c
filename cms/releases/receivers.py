"""Asked before a mail leaves."""

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from cms.notifications.enums import Kind
from cms.notifications.models import Notice
from cms.notifications.signals import no_longer_theirs
from cms.rubrics.actors import not_managing
from cms.schools.models import School


@receiver(no_longer_theirs)
def not_to_know(sender: type, notices: Sequence[Notice], **kwargs: Any) -> set[int]:
    """What is told of publications is told to who manages their school."""
    told = [one for one in notices if one.kind == Kind.PUBLICATION]
    schools = School.objects.filter(ref__in=[one.about for one in told])
    return {key for one in schools for key in not_managing(one, [each for each in told if each.about == one.ref])}

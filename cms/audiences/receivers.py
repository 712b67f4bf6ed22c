"""An audience that was one person goes with their record."""

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from cms.audiences.services import forget
from cms.directory.models import Person
from cms.directory.signals import people_going


@receiver(people_going)
def people_leave(sender: type, people: Sequence[Person], **kwargs: Any) -> None:
    forget(people=people)

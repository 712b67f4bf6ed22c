"""Whoever's record is deleted is still in the pictures, and agrees to nothing any more: say so to the publisher."""

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from cms.directory.models import Person
from cms.publishing.enums import Reason
from cms.publishing.services import request_publication
from cms.schools.models import School


@receiver(pre_delete, sender=Person)
def record_deleted(sender: type, instance: Person, origin: Any = None, **kwargs: Any) -> None:
    if instance.depictions.exists() and not isinstance(origin, School):
        request_publication(school=instance.school, reason=Reason.CONSENT)

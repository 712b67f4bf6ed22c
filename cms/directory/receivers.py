"""A school that is new has its reserved groups from the first day."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from cms.directory.services import make_reserved_groups
from cms.schools.models import School


@receiver(post_save, sender=School)
def school_opened(sender: type, instance: School, created: bool = False, **kwargs: Any) -> None:
    if created:
        make_reserved_groups(school=instance)

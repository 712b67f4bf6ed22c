"""What holds of the tables of others that every app uses."""

from hashlib import sha256
from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver
from taggit.models import Tag

KEPT = 80  # of a longer address; what follows tells it from those that begin alike


@receiver(pre_save, sender=Tag)
def tag_with_a_long_address(sender: type, instance: Tag, **kwargs: Any) -> None:
    """Twenty ligatures make an address of 360 letters, which PostgreSQL refuses to keep."""
    if len(instance.slug) > Tag._meta.get_field("slug").max_length:
        instance.slug = f"{instance.slug[:KEPT]}-{sha256(instance.slug.encode()).hexdigest()[:12]}"

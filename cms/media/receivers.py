"""A picture or document that changes may be on the public site: say so to the publisher."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from cms.media.models import SchoolDocument, SchoolImage
from cms.publishing.enums import Reason
from cms.publishing.services import request_publication
from cms.schools.models import School


@receiver([post_save, post_delete], sender=SchoolImage)
@receiver([post_save, post_delete], sender=SchoolDocument)
def media_changed(
    sender: type,
    instance: SchoolImage | SchoolDocument,
    created: bool = False,
    **kwargs: Any,
) -> None:
    if created:  # nothing uses it yet
        return
    school = School.objects.filter(collection=instance.collection_id).first()
    if school:
        request_publication(school=school, reason=Reason.MEDIA, subject=instance.title)

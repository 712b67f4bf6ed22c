"""What whoever publishes was shown is recorded, and what they corrected; what is online is looked at for lists."""

from typing import Any

from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published

from cms.clearance.looking import keep_look
from cms.clearance.selectors import goes_public, look_at
from cms.clearance.services import looked_at, note_asked, note_corrected
from cms.privacy.selectors import watch_of
from cms.rubrics.online import held_back
from cms.schools.selectors import school_of_page


@receiver(held_back)
def asked(sender: type, page: Any, actor: Any, **kwargs: Any) -> None:
    version = page.get_latest_revision_as_object()
    school = school_of_page(version)
    if school and goes_public(version):
        note_asked(look=looked_at(version, school), actor=actor)


@receiver(page_published)
def published(sender: type, instance: Page, revision: Any = None, **kwargs: Any) -> None:
    school = school_of_page(instance)
    if school is None or not goes_public(instance):
        return
    watch = watch_of(school)
    look = look_at(instance, school, watch)
    keep_look(look.reading, watch)
    note_corrected(look=look, actor=getattr(revision, "user", None))

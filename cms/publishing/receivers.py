"""Wagtail says that a page changed; the outbox is told.

`page_published` alone misses moves, reorders, aliases and deletions, so each has its own receiver here.
"""

from typing import Any

from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.publishing.enums import Reason
from cms.publishing.services import request_publication
from cms.schools.models import School
from cms.schools.selectors import school_of_page, school_of_path


@receiver(page_published)
def published(sender: type, instance: Page, **kwargs: Any) -> None:
    _ask(instance, Reason.PUBLISHED)


@receiver(page_unpublished)
def unpublished(sender: type, instance: Page, **kwargs: Any) -> None:
    _ask(instance, Reason.WITHDRAWN)


@receiver(post_page_move)
def moved(sender: type, instance: Page, parent_page_before: Page, **kwargs: Any) -> None:
    """A move or a reorder; both schools, should a page ever go from one to another."""
    schools = {school_of_path(parent_page_before.path), school_of_page(instance)} - {None}
    for school in schools:
        if school:
            request_publication(school=school, reason=Reason.MOVED, subject=instance.title)


@receiver(pre_delete, sender=Page)
def deleted(sender: type, instance: Page, **kwargs: Any) -> None:
    if instance.live:
        _ask(instance, Reason.DELETED)


@receiver(post_save)
def alias_made(sender: type, instance: Any, created: bool = False, **kwargs: Any) -> None:
    """An alias is online as soon as it exists, and Wagtail says nothing of it."""
    if created and isinstance(instance, Page) and instance.alias_of_id and instance.live:
        _ask(instance, Reason.PUBLISHED)


@receiver(post_save, sender=School)
def school_changed(sender: type, instance: School, created: bool = False, **kwargs: Any) -> None:
    request_publication(school=instance, reason=Reason.SCHOOL, subject=instance.name)


def _ask(page: Page, reason: Reason) -> None:
    school = school_of_page(page)
    if school:
        request_publication(school=school, reason=reason, subject=page.title)

"""Wagtail says that a page changed; the outbox is told.

`page_published` alone misses moves, reorders, aliases and deletions, so each has its own receiver here.
"""

from typing import Any

from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, Revision, Site
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.publishing.enums import Reason
from cms.publishing.services import request_publication
from cms.schools.models import School
from cms.schools.selectors import school_of_page, school_of_path


@receiver(page_published)
def published(sender: type, instance: Page, revision: Revision | None = None, **kwargs: Any) -> None:
    """Outside the administration, such as at its hour, by whoever wrote the version."""
    actor = get_active_log_context().user or (revision.user if revision else None)
    _ask(instance, Reason.HOMEPAGE if hasattr(instance, "in_service") else Reason.PUBLISHED, actor)


@receiver(page_unpublished)
def unpublished(sender: type, instance: Page, **kwargs: Any) -> None:
    _ask(instance, Reason.WITHDRAWN)


@receiver(post_page_move)
def moved(sender: type, instance: Page, parent_page_before: Page, **kwargs: Any) -> None:
    """A move or a reorder; both schools, should a page ever go from one to another."""
    schools = {school_of_path(parent_page_before.path), school_of_page(instance)} - {None}
    for school in schools:
        if school:
            request_publication(
                school=school, reason=Reason.MOVED, subject=instance.title, page=_page_alone(instance.specific_deferred)
            )


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


@receiver(post_save, sender=Site)
def address_changed(sender: type, instance: Site, created: bool = False, **kwargs: Any) -> None:
    """Servers answer for the host names that the publisher told them."""
    school = None if created else School.objects.filter(site=instance).first()
    if school:
        request_publication(school=school, reason=Reason.SCHOOL, subject=instance.hostname)


def _ask(page: Page, reason: Reason, actor: Any = None) -> None:
    school = school_of_page(page)
    if school:
        request_publication(school=school, reason=reason, subject=page.title, page=_page_alone(page), actor=actor)


def _page_alone(page: Any) -> int | None:
    """The key of an article or an event. A rubric changes what it holds, and a homepage is one of several."""
    return page.pk if getattr(page, "contribution", False) else None

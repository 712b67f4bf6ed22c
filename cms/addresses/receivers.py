"""Whichever screen renames or moves a page, its old address is kept before the change is made, in its transaction.

Wagtail's own signal of a change of slug comes after the commit: a publication could come first, and a crash between
the two would lose the address.
"""

from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, pre_page_move

from cms.addresses.services import follow, take
from cms.articles.models import Article
from cms.rubrics.models import Rubric
from cms.schools.selectors import school_of_page


@receiver(pre_save)
def renamed(sender: type, instance: Any, update_fields: Any = None, **kwargs: Any) -> None:
    if not isinstance(instance, Page) or (update_fields is not None and "slug" not in update_fields):
        return
    stored = Page.objects.filter(pk=instance.pk).values_list("path", "slug", "url_path").first()
    if stored and stored[1] != instance.slug:
        follow(path=stored[0], before=stored[2], after=instance.url_path)


@receiver(pre_page_move)
def moved(sender: type, instance: Page, url_path_before: str, url_path_after: str, **kwargs: Any) -> None:
    follow(path=instance.path, before=url_path_before, after=url_path_after)


@receiver(page_published)
def online(sender: type, instance: Page, **kwargs: Any) -> None:
    if isinstance(instance, Rubric | Article) and (school := school_of_page(instance)):
        parts = instance.get_url_parts()
        if parts:
            take(school=school, path=parts[2].strip("/"))

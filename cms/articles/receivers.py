"""What follows when an article goes online, moves or goes away, whichever screen did it."""

from collections.abc import Sequence
from typing import Any

from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from taggit.models import Tag
from wagtail.models import Page, Revision
from wagtail.signals import page_published, post_page_move

from cms.articles import notices as about_articles
from cms.articles import signals
from cms.articles.enums import Outcome
from cms.articles.models import Article
from cms.articles.selectors import waiting_submission
from cms.articles.services import settle
from cms.notifications.models import Notice
from cms.notifications.signals import no_longer_theirs
from cms.publishing.enums import Reason
from cms.publishing.services import request_publication
from cms.rubrics.rules import STEP
from cms.schools.selectors import school_of_path


@receiver(signals.put_online)
def answered(sender: type, article: Article, revision: Revision, actor: Any, **kwargs: Any) -> None:
    """To put an article online is to accept what was asked, by whichever button."""
    settle(article, Outcome.ACCEPTED, actor, revision=revision)


@receiver(post_page_move)
def asked_elsewhere(sender: type, instance: Page, **kwargs: Any) -> None:
    """Those who decide there are not those who decided here."""
    article = instance.specific
    if isinstance(article, Article) and (waiting := waiting_submission(article)):
        about_articles.tell_validators(article, waiting.submitted_by)


@receiver(no_longer_theirs)
def not_to_know(sender: type, notices: Sequence[Notice], **kwargs: Any) -> set[int]:
    return about_articles.not_to_know(notices)


@receiver(pre_delete, sender=Article)
def gone(sender: type, instance: Article, **kwargs: Any) -> None:
    about_articles.forget_all(instance)


@receiver(post_save, sender=Tag)
@receiver(pre_delete, sender=Tag)
def tag_changed(sender: type, instance: Tag, created: bool = False, **kwargs: Any) -> None:
    """Readers see its name beside each of its articles."""
    if created:
        return
    paths = Article.objects.filter(live=True, tagged_items__tag=instance).values_list("path", flat=True)
    for top in {path[: 2 * STEP] for path in paths}:
        if school := school_of_path(top):
            request_publication(school=school, reason=Reason.TAG, subject=instance.name)


@receiver(page_published)
def back_to_the_top(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """An article that is published again comes back to the top of the streams, unless only a detail changed (ART-08).

    The first time, its date of publication is enough.
    """
    if not isinstance(instance, Article):
        return
    first = instance.first_published_at == instance.last_published_at
    if not first and not instance.minor_correction:
        instance.resurfaced_at = instance.last_published_at
        Article.objects.filter(pk=instance.pk).update(resurfaced_at=instance.resurfaced_at)

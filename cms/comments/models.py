"""Comments, and the rubrics that take them: off unless a manager says so. Neither is ever exported."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.articles.models import Article
from cms.comments.enums import CommentState
from cms.core.models import Referenced
from cms.directory.models import Person
from cms.rubrics.models import Rubric

LONGEST = 2_000


class CommentedRubric(models.Model):
    rubric = models.OneToOneField(Rubric, models.CASCADE, related_name="+", verbose_name=_("rubric"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("rubric with comments")


class Comment(Referenced):
    article = models.ForeignKey(Article, models.CASCADE, related_name="+", verbose_name=_("article"))
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("person"))
    text = models.TextField(_("text"), max_length=LONGEST)
    created_at = models.DateTimeField(_("written at"), default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=CommentState, default=CommentState.WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("comment")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["article", "state"], name="comments_of_an_article")]

"""The outbox, and the record of what was done about it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.publishing.enums import Outcome, Reason
from cms.schools.models import School


class PublicationRequest(models.Model):
    """Something public may have changed: written in the transaction of the change, deleted once in service."""

    school = models.ForeignKey(
        School,
        models.CASCADE,
        related_name="publication_requests",
        verbose_name=_("school"),
    )
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    subject = models.CharField(_("what changed"), max_length=255, blank=True)
    # Its key when exactly one article or event changed, and nothing else: by then it may be deleted.
    page = models.BigIntegerField(_("page"), null=True, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    requested_at = models.DateTimeField(_("requested"), auto_now_add=True)

    class Meta:
        verbose_name = _("publication request")
        verbose_name_plural = _("publication requests")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} : {self.subject}"


class Release(models.Model):
    """One attempt to publish a school, and how it ended. The files themselves are in `sites/<school>/releases`."""

    school = models.ForeignKey(School, models.CASCADE, related_name="releases", verbose_name=_("school"))
    number = models.PositiveIntegerField(_("number"), null=True, help_text=_("Empty when nothing was built."))
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome)
    changes = models.JSONField(_("what changed"), default=list)
    message = models.TextField(_("message"), blank=True)
    seconds = models.FloatField(_("seconds"), default=0)
    ended_at = models.DateTimeField(_("ended"), auto_now_add=True)

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.school} {self.number or '—'} : {self.get_outcome_display()}"

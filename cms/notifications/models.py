"""A notice: one thing told to one account, once."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.notifications.enums import Kind


class Notice(models.Model):
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name=_("recipient")
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    about = models.UUIDField(_("about"), db_index=True, help_text=_("The reference of what it is about."))
    text = models.TextField(_("text"))
    address = models.CharField(_("address"), max_length=255, blank=True, help_text=_("Where one acts, from “/”."))
    created_at = models.DateTimeField(_("created"))
    read_at = models.DateTimeField(_("read"), null=True)
    mailed_at = models.DateTimeField(_("mailed"), null=True)
    tries = models.PositiveSmallIntegerField(_("mails refused"), default=0)
    try_after = models.DateTimeField(_("not before"), null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["recipient", "read_at"], name="notices_of_somebody")]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "about"],
                condition=models.Q(read_at=None),
                name="one_unread_notice_of_a_kind_about_a_thing",
            )
        ]

    def __str__(self) -> str:
        return self.text

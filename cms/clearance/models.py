"""What was found and who decided it. A record names its page and its place; what was found is masked.

`PageLook` and `FileLook` are caches, each of what is there today: they may be emptied at any time.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.accounts.models import User
from cms.clearance.enums import Beyond, Ground, Outcome
from cms.core import clock
from cms.media.models import SchoolDocument
from cms.privacy.enums import Kind

KINDS: dict[str, Any] = dict([*Kind.choices, *Beyond.choices])


def label_of(kind: str) -> Any:
    return KINDS.get(kind, kind)


class Decision(models.Model):
    """Somebody was asked, or decided, about what was found in one version of a page (ZONE-04)."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="decisions", verbose_name=_("page"))
    digest = models.CharField(
        _("version"), max_length=64, help_text=_("Of all that was looked at: texts, pictures, attached files.")
    )
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome)
    ground = models.CharField(_("reason"), max_length=12, choices=Ground, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    actor = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by"))
    at = models.DateTimeField(_("decided at"), default=clock.now)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes = [models.Index(fields=["page", "outcome"], name="decisions_of_a_page")]

    def __str__(self) -> str:
        return f"{self.page} : {self.get_outcome_display()}"


class DecidedFind(models.Model):
    """One thing that a decision is about."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="finds", verbose_name=_("decision"))
    key = models.CharField(_("fingerprint"), max_length=32)
    kind = models.CharField(_("kind"), max_length=20)  # one of `KINDS`
    where = models.CharField(_("place"), max_length=300)
    mask = models.CharField(_("what was found, masked"), max_length=80)

    class Meta:
        verbose_name = _("thing decided")
        verbose_name_plural = _("things decided")
        constraints = [models.UniqueConstraint(fields=["decision", "key"], name="a_decision_is_once_about_a_thing")]

    def __str__(self) -> str:
        return f"{self.label} : {self.mask}"

    @property
    def label(self) -> Any:
        return label_of(self.kind)


class Look(models.Model):
    """What was found the last time, with the digest of what was looked at."""

    digest = models.CharField(_("version"), max_length=64)
    finds = models.JSONField(_("finds"), default=list)

    class Meta:
        abstract = True


class PageLook(Look):
    page = models.OneToOneField(Page, models.CASCADE, related_name="look", verbose_name=_("page"))

    class Meta:
        verbose_name = _("look at a page")
        verbose_name_plural = _("looks at pages")

    def __str__(self) -> str:
        return str(self.page)


class FileLook(Look):
    document = models.OneToOneField(SchoolDocument, models.CASCADE, related_name="look", verbose_name=_("document"))
    unread = models.CharField(_("why it was not read"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("look into a document")
        verbose_name_plural = _("looks into documents")

    def __str__(self) -> str:
        return str(self.document)

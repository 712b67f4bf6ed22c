"""A picture shows people; a person agreed to something, or somebody did who answers for them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.consents import rules
from cms.consents.enums import State
from cms.core import clock
from cms.core.models import Referenced
from cms.directory.models import Person
from cms.media.models import SchoolImage


class Depiction(models.Model):
    """Somebody is recognised in a picture. Once their record is deleted, they are still there, and agree to nothing."""

    image = models.ForeignKey(SchoolImage, models.CASCADE, related_name="depictions", verbose_name=_("image"))
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="depictions", verbose_name=_("person shown")
    )
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("noted by")
    )
    noted_at = models.DateTimeField(_("noted"), auto_now_add=True)

    wagtail_reference_index_ignore = True  # showing somebody is no use of the picture

    class Meta:
        verbose_name = _("person shown in a picture")
        verbose_name_plural = _("people shown in pictures")
        constraints = [models.UniqueConstraint(fields=["image", "person"], name="a_person_is_shown_once_in_a_picture")]

    def __str__(self) -> str:
        return f"{self.image} : {self.person or '—'}"


class Consent(Referenced):
    """Never changed but to be withdrawn: another agreement is another row."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents", verbose_name=_("person"))
    image = models.BooleanField(_("their image"), default=True)
    voice = models.BooleanField(_("their voice"), default=False)
    public_site = models.BooleanField(_("on the public site"), default=True)
    family_space = models.BooleanField(_("in the families’ space"), default=True)
    purpose = models.CharField(_("for what"), max_length=200)
    given_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="consents_given", verbose_name=_("given by")
    )
    giver = models.CharField(_("name of who gave it"), max_length=200)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    note = models.TextField(_("note"), max_length=1000, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)
    withdrawn_on = models.DateField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("withdrawn by")
    )
    # Whether the public site has been told that it covers: what the calendar changes is seen by comparing.
    told = models.BooleanField(default=False, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-ends_on", "-pk"]
        indexes = [models.Index(fields=["person", "ends_on"], name="consents_by_person")]

    def __str__(self) -> str:
        return f"{self.person} : {self.purpose}"

    @property
    def terms(self) -> rules.Terms:
        return rules.Terms(self.starts_on, self.ends_on, self.image, self.public_site, self.withdrawn_on)

    @property
    def state(self) -> State:
        return rules.state(self.terms, clock.now().date())

    @property
    def uses(self) -> list[Any]:
        """What it is about, and where, in words."""
        names = ("image", "voice", "public_site", "family_space")
        return [self._meta.get_field(name).verbose_name for name in names if getattr(self, name)]  # type: ignore[union-attr]

"""Where a page was on the public site, before it was renamed or moved."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.schools.models import School

LONGEST = 1000  # letters; what is longer is not kept


class OldAddress(models.Model):
    """It leads to a page, never to another address: so there is no chain, and no loop."""

    school = models.ForeignKey(School, models.CASCADE, related_name="old_addresses", verbose_name=_("school"))
    page = models.ForeignKey(Page, models.CASCADE, related_name="old_addresses", verbose_name=_("page"))
    # From the top of the site, without the slashes around: "vie/agenda/concert".
    path = models.CharField(_("old address"), max_length=LONGEST)
    left_at = models.DateTimeField(_("left"))

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        ordering = ["path"]
        constraints = [models.UniqueConstraint(fields=["school", "path"], name="an_old_address_leads_to_one_page")]

    def __str__(self) -> str:
        return f"/{self.path}/"

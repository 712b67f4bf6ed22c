from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a notice is about."""

    PROPOSED = "proposed", _("article to validate")
    ACCEPTED = "accepted", _("article put online")
    REFUSED = "refused", _("article refused")
    ARCHIVED = "archived", _("article archived")
    HELD_BACK = "held-back", _("article not put online")
    HOMEPAGE = "homepage", _("homepage to mend")
    PUBLICATION = "publication", _("publications that fail")

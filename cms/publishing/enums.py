from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """Why the public zone must be built again."""

    PUBLISHED = "published", _("put online")
    WITHDRAWN = "withdrawn", _("taken offline")
    MOVED = "moved", _("moved")
    DELETED = "deleted", _("deleted")
    ZONE = "zone", _("change of zone")
    CONSENT = "consent", _("people shown in pictures, and their agreement")
    MEDIA = "media", _("image or document changed")
    SCHOOL = "school", _("school settings changed")
    HOMEPAGE = "homepage", _("homepage changed")
    IMPORTED = "imported", _("content imported")
    DAY = "day", _("a new day in the agenda")
    TAG = "tag", _("tag renamed or deleted")
    ASKED = "asked", _("asked for")
    SEARCH = "search", _("index of the search")


class Outcome(models.TextChoices):
    IN_SERVICE = "in-service", _("put in service")
    FAILED = "failed", _("failed")
    ROLLED_BACK = "rolled-back", _("put back in service")
    WITHDRAWN = "withdrawn", _("taken off at once")

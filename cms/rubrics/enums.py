from django.db import models
from django.utils.translation import gettext_lazy as _


class Zone(models.TextChoices):
    """Who a rubric is for (ZONE-01). Private unless someone says otherwise."""

    PUBLIC = "public", _("public")
    PRIVATE = "private", _("private")


class Role(models.IntegerChoices):
    """What a person is in a rubric, the strongest last (RUB-03)."""

    VISITOR = 1, _("visitor")
    EDITOR = 2, _("editor")
    PUBLISHER = 3, _("editor with publishing rights")
    MODERATOR = 4, _("moderator")
    MANAGER = 5, _("manager")

from django.db import models
from django.utils.translation import gettext_lazy as _


class Layout(models.TextChoices):
    """How the public site is laid out; a value is the name of a style sheet of the theme, `layouts/<value>.css`."""

    COURTYARD = "cour", _("Courtyard")
    GALLERY = "galerie", _("Gallery")
    BOARD = "tableau", _("Board")


class AccessibilityState(models.TextChoices):
    """The three states that the RGAA knows, and nothing between."""

    NONE = "non", _("not conforming")
    PARTIAL = "partielle", _("partly conforming")
    FULL = "totale", _("fully conforming")

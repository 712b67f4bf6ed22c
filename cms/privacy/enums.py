from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What is looked for in what is about to go public (ZONE-04)."""

    TELEPHONE = "telephone", _("telephone number")
    EMAIL = "email", _("e-mail address")
    ADDRESS = "address", _("postal address")
    BIRTH_DATE = "birth-date", _("date of birth")
    PUPIL = "pupil", _("name of a pupil")
    IBAN = "iban", _("bank account (IBAN)")
    SOCIAL_SECURITY = "social-security", _("social-security number")
    INE = "ine", _("national pupil number (INE)")

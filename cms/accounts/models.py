"""Who signs in. What a person is in a school is `directory.Person`; what they may do is `rubrics.RubricRole`."""

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext_lazy as _

from cms.core.models import Referenced


class User(Referenced, AbstractUser):
    """An account. Superusers run the installation; they are nobody in a school."""

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["username"]

"""Signing in to the administration."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import ngettext
from wagtail.admin.forms.auth import LoginForm

from cms.accounts.tries import Tries


class SignInForm(LoginForm):
    """Wagtail's, which stops listening after too many failures."""

    def clean(self) -> dict[str, Any]:
        tries = Tries(self.request, self.cleaned_data.get("username") or "")
        if seconds := tries.wait():
            raise ValidationError(
                ngettext(
                    "Too many attempts. Wait %(seconds)d second before trying again.",
                    "Too many attempts. Wait %(seconds)d seconds before trying again.",
                    seconds,
                )
                % {"seconds": seconds},
                code="throttled",
            )
        try:
            return super().clean()
        except ValidationError:
            tries.failed()
            raise

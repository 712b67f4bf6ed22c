"""Words of Wagtail's and Django's own screens that their French lacks or says oddly, so that our catalogue has them."""

from django.utils.translation import gettext_noop as _

FILLED = (_("Password"), _("Promote"), _("Search all pages…"))

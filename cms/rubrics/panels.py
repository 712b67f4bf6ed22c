"""What the editors of rubrics, articles and events show beside their fields."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

OLD_ADDRESS = _(
    "The end of its address on the public site. If you change it while the page is public, the old address leads to "
    "the new one by itself."
)


class OnSitePanel(Panel):
    """Nothing to type: where the page is on the public site, asked again while it is on its way."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "rubrics/on_site_panel.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from cms.rubrics.on_site import on_site  # the models name this panel, and it reads them

            found = on_site(self.instance, self.request)
            return {**super().get_context_data(parent_context), "page": self.instance, "on_site": found}

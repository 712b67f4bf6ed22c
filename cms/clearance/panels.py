"""The check beside the editor: what the draft says of people, and who could not read it."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel


class CheckSidePanel(BaseSidePanel):
    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Check before publishing")
        icon_name = "clipboard-list"
        has_counter = False

    name = "clearance"
    title = _("Check before publishing")
    template_name = "clearance/side_panel.html"
    order = 350

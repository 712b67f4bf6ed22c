"""What the editor of a homepage shows beside its fields."""

from typing import Any

from wagtail.admin.panels import Panel

from cms.rubrics.permissions import can_modify


class GridPanel(Panel):
    """The way to the grid, once there is a page to arrange. Nothing to type."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "homepage/grid_panel.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None and can_modify(self.request.user, self.instance)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "page": self.instance}

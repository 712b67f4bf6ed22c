"""What the editor of an event says beside its fields."""

from typing import Any

from wagtail.admin.panels import Panel

from cms.rubrics.models import Rubric


class AgendaOffPanel(Panel):
    """The event stands in a rubric that shows no agenda: nobody sees it, and its writer should know why."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "agenda/off_panel.html"

        def _rubric(self) -> Rubric | None:
            if self.instance.pk is None:
                return None
            return Rubric.objects.filter(path=self.instance.path[: -self.instance.steplen]).first()

        def is_shown(self) -> bool:
            rubric = self._rubric()
            return rubric is not None and not rubric.agenda

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "rubric": self._rubric()}

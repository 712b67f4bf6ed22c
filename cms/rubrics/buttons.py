"""The buttons under the form of a page: what the person came to do shows beside saving."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.forms import Media
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from wagtail.admin.action_menu import ActionMenuItem, PublishMenuItem, SaveDraftMenuItem
from wagtail.models import Page

from cms.rubrics.models import Rubric


class PutOnline(PublishMenuItem):
    label = gettext_lazy("Put online")


class InSight(ActionMenuItem):
    """The acts that show, side by side; what is rarely wanted is under the arrow of the last.

    Saving is the first of them in the page: it is what Enter does in a field, and Enter must put nothing online.
    """

    name = "in-sight"
    template_name = "rubrics/buttons.html"

    def __init__(self, shown: Sequence[ActionMenuItem], others: Sequence[ActionMenuItem]) -> None:
        super().__init__()
        self.shown, self.others = shown, others

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        *first, main = [item.render_html(parent_context) for item in self.shown]
        others = [item.render_html(parent_context) for item in self.others]
        return {"first": first, "main": main, "others": others}

    @property
    def media(self) -> Any:
        return sum((item.media for item in (*self.shown, *self.others)), Media())


def laid_out(shown: Sequence[ActionMenuItem], others: Sequence[ActionMenuItem] = ()) -> list[ActionMenuItem]:
    """For `construct_page_action_menu`."""
    return [InSight(shown, others)] if shown else list(others)


def saving(items: Sequence[ActionMenuItem]) -> list[ActionMenuItem]:
    return [item for item in items if isinstance(item, SaveDraftMenuItem)]


def made_by(request: HttpRequest) -> type:
    """The kind of page that the form of a new one makes."""
    asked = request.resolver_match.kwargs if request.resolver_match else {}
    return apps.get_model(asked["content_type_app_name"], asked["content_type_model_name"]) if asked else Page


def of_rubric(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Wagtail's own, with putting online in sight for those who may."""
    kind = made_by(request) if context["view"] == "create" else type(context.get("page"))
    if not issubclass(kind, Rubric) or (context["view"] != "create" and context["locked_for_user"]):
        return
    publishing = [item for item in items if isinstance(item, PublishMenuItem)]
    saves = saving(items)
    others = [item for item in items if item not in (*publishing, *saves)]
    items[:] = laid_out([*saves, *(PutOnline() for _item in publishing)], others)

"""The buttons under the form of a homepage: saved, then shown to visitors, which a screen of its own asks first."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.models import Page

from cms.homepage.models import Homepage
from cms.rubrics.buttons import laid_out, made_by, saving


class GoOnline(ActionMenuItem):
    label = gettext_lazy("Put online…")
    name = "action-go-online"
    icon_name = "upload"


def of_homepage(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """In place of Wagtail's: publishing a homepage does not show it, and the one that is shown is not taken offline."""
    kind = made_by(request) if context["view"] == "create" else type(context.get("page"))
    if issubclass(kind, Homepage) and (context["view"] == "create" or not context["locked_for_user"]):
        items[:] = laid_out([*saving(items), GoOnline()])


def saved(request: HttpRequest, page: Page) -> HttpResponse | None:
    """What was just saved as a draft is what the next screen puts online."""
    if isinstance(page, Homepage) and GoOnline.name in request.POST:
        return redirect("homepage_online", page.pk)
    return None

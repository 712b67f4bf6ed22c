"""Registration only."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from cms.comments import views
from cms.comments.models import CommentedRubric
from cms.comments.selectors import decides_somewhere
from cms.rubrics.models import Rubric
from cms.rubrics.permissions import can_modify


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("comments/", views.waiting, name="comments_waiting"),
        path("comments/<uuid:ref>/decide/", views.decide, name="comment_decide"),
        path("rubrics/<int:pk>/comments/", views.switch, name="rubric_comments"),
    ]


class CommentsItem(MenuItem):
    """Where no rubric takes comments, nothing speaks of them."""

    def is_shown(self, request: HttpRequest) -> bool:
        return CommentedRubric.objects.exists() and decides_somewhere(request.user)


@hooks.register("register_publication_menu_item")
def comments_item() -> MenuItem:
    return CommentsItem(
        gettext_lazy("Comments"), reverse("comments_waiting"), name="comments", icon_name="comment", order=15
    )


@hooks.register("register_page_header_buttons")
def switch_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    rubric = page.specific_deferred
    if isinstance(rubric, Rubric) and rubric.blog and can_modify(user, rubric):
        yield Button(_("Comments"), reverse("rubric_comments", args=[rubric.pk]), icon_name="comment", priority=46)

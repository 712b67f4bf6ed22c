"""The buttons under an article, as one's rights and its state allow; and those of its header."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.action_menu import ActionMenuItem, PublishMenuItem, UnpublishMenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from cms.articles.models import Article
from cms.articles.permissions import can, decides, has_right
from cms.articles.rules import Verb, obstacle
from cms.rubrics.buttons import PutOnline, laid_out, made_by, saving


class Accept(PublishMenuItem):
    label = gettext_lazy("Validate and put online")
    icon_name = "check"


class Submit(ActionMenuItem):
    label = gettext_lazy("Submit")
    name = "action-submit"
    icon_name = "resubmit"


class Withdraw(ActionMenuItem):
    label = gettext_lazy("Withdraw the request")
    name = "action-withdraw"
    icon_name = "undo"


class Refuse(ActionMenuItem):
    label = gettext_lazy("Refuse…")
    name = "action-refuse"
    icon_name = "cross"


class TakeOffline(UnpublishMenuItem):
    label = gettext_lazy("Take offline")


def buttons(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """In place of Wagtail's, for articles: what the person came to do shows beside saving."""
    article = context.get("page")
    if context["view"] == "create":
        # The form makes the page: what one may do with it is what one may do in its rubric.
        if issubclass(made_by(request), Article):
            publishes = context["parent_page"].permissions_for_user(request.user).can_publish_subpage()
            items[:] = laid_out([*saving(items), PutOnline() if publishes else Submit()], [])
        return
    if not isinstance(article, Article) or context["locked_for_user"]:
        return
    user, saves = request.user, saving(items)
    others: list[ActionMenuItem] = []
    if can(user, Verb.WITHDRAW, article):
        others.append(Withdraw())
    if can(user, Verb.TAKE_OFFLINE, article) and context["view"] == "edit":
        others.append(TakeOffline())
    if decides(user, article):
        items[:] = laid_out([*saves, Refuse(), Accept()], others)
    elif can(user, Verb.PUT_ONLINE, article):
        items[:] = laid_out([*saves, PutOnline()], others)
    # Of an article that is online as it is: what one is about to change will be submitted.
    elif has_right(user, Verb.SUBMIT, article) and not obstacle(Verb.SUBMIT, article.facts._replace(changed=True)):
        items[:] = laid_out([*saves, Submit()], others)
    else:
        items[:] = laid_out(saves, others)


def header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    article = page.specific_deferred
    if not isinstance(article, Article):
        return
    if can(user, Verb.ARCHIVE, article):
        yield Button(_("Archive"), reverse("article_archive", args=[article.pk]), icon_name="folder", priority=45)
    if can(user, Verb.RESTORE, article):
        yield Button(_("Restore"), reverse("article_restore", args=[article.pk]), icon_name="undo", priority=45)

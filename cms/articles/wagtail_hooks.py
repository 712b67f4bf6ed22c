"""Registration only: addresses, buttons, the menus, what a writer finds on entering, what the log says."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem, SubmenuMenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.views.home import RecentEditsPanel
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page

from cms.articles import batches, contributions, life, menus, outside, pictures, seen_as, views
from cms.articles.editor import ArticlePages
from cms.articles.models import Article
from cms.core.menus import AskedOnce
from cms.rubrics.wagtail_hooks import ManagersItem


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("articles/write/", views.write, name="article_write"),
        path("outside-contents/", outside.sites, name="outside_contents"),
        path("articles/copy/", views.copy, name="article_copy"),
        path("articles/<int:pk>/model/", views.model, name="article_model"),
        path("articles/illustration/<int:pk>/", views.illustration, name="article_illustration"),
        path("articles/<int:pk>/picture/", pictures.picture, name="article_picture"),
        path("articles/<int:pk>/refuse/", life.refuse, name="article_refuse"),
        path("articles/<int:pk>/archive/", life.archive, name="article_archive"),
        path("articles/<int:pk>/restore/", life.restore, name="article_restore"),
        path("contributions/", contributions.Contributions.as_view(), name="contributions"),
        path(
            "contributions/results/",
            contributions.Contributions.as_view(results_only=True),
            name="contributions_results",
        ),
        path("contributions/batch/", batches.batch, name="contributions_batch"),
        path("seen-as/", seen_as.choose, name="seen_as"),
        path("seen-as/<uuid:ref>/", seen_as.article, name="seen_as_article"),
    ]


@hooks.register("register_page_header_buttons")
def header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    yield from _model_buttons(page, user)


@hooks.register("register_page_listing_more_buttons")
def list_buttons(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from _model_buttons(page, user)


def _model_buttons(page: Page, user: Any) -> Iterator[Button]:
    article = page.specific_deferred
    if not isinstance(article, Article):
        return
    tester = article.permissions_for_user(user)
    if tester.can_be_copied():
        address = f"{reverse('article_copy')}?article={article.pk}"
        yield Button(_("Write from this one"), address, icon_name="copy", priority=25)
    if tester.can_edit() and not article.live:
        label = _("No longer a model") if article.is_model else _("Make it a model")
        yield Button(label, reverse("article_model", args=[article.pk]), icon_name="doc-empty", priority=26)


@hooks.register("insert_editor_js")
def illustration_preview() -> SafeString:
    return format_html('<script defer src="{}"></script>', static("preau/illustration.js"))


@hooks.register("register_admin_menu_item")
def seen_as_item() -> MenuItem:
    return ManagersItem(gettext_lazy("See as"), reverse("seen_as"), name="seen-as", icon_name="view", order=330)


@hooks.register("register_admin_menu_item")
def outside_contents_item() -> MenuItem:
    address = reverse("outside_contents")
    return ManagersItem(gettext_lazy("Other sites"), address, name="outside-contents", icon_name="media", order=350)


@hooks.register("register_admin_menu_item")
def publication_item() -> SubmenuMenuItem:
    items = [
        MenuItem(
            gettext_lazy("Contributions"),
            reverse("contributions"),
            name="contributions",
            icon_name="doc-full-inverse",
            order=10,
        )
    ]
    return SubmenuMenuItem(
        gettext_lazy("Publication"),
        AskedOnce(register_hook_name="register_publication_menu_item", items=items),  # apps above add theirs
        name="publication",
        icon_name="upload",
        order=105,
    )


@hooks.register("construct_homepage_panels")
def welcome(request: HttpRequest, panels: list[Any]) -> None:
    """In place of Wagtail's recent edits, which tell neither the rubric nor what others propose."""
    panels[:] = [panel for panel in panels if not isinstance(panel, RecentEditsPanel)]
    panels.append(views.WelcomePanel())


@hooks.register("construct_homepage_summary_items", order=1000)
def no_totals(request: HttpRequest, items: list[SummaryItem]) -> None:
    """They count the whole installation, for whoever writes in one rubric."""
    items.clear()


# --- The life of an article (ART-02) ---


@hooks.register("register_admin_viewset")
def article_pages() -> ArticlePages:
    return ArticlePages()


hooks.register("construct_page_action_menu", menus.buttons)
hooks.register("register_page_header_buttons", menus.header_buttons)
hooks.register("before_bulk_action", life.before_many_go_online)

# By action: its name in a list of them, then what was done.
LOGGED = {
    "articles.submitted": (gettext_lazy("Submit"), gettext_lazy("Submitted")),
    "articles.withdrawn": (gettext_lazy("Withdraw a request"), gettext_lazy("Request withdrawn")),
    "articles.refused": (gettext_lazy("Refuse"), gettext_lazy("Refused")),
    "articles.archived": (gettext_lazy("Archive"), gettext_lazy("Archived")),
    "articles.restored": (gettext_lazy("Restore"), gettext_lazy("Restored")),
}


class WithReason(LogFormatter):
    def format_message(self, log_entry: Any) -> str:
        reason = log_entry.data.get("reason", "")
        return f"{self.message} : {reason}" if reason else str(self.message)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    for name, (label, message) in LOGGED.items():
        actions.register_action(name)(type(WithReason.__name__, (WithReason,), {"label": label, "message": message}))
    actions.register_action("preau.model", gettext_lazy("Make a model"), gettext_lazy("Made a model"))
    actions.register_action("preau.no_model", gettext_lazy("No longer a model"), gettext_lazy("Made an ordinary draft"))
    actions.register_action(
        "preau.peertube", gettext_lazy("Choose the PeerTube sites"), gettext_lazy("PeerTube sites chosen")
    )

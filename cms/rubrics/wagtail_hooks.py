"""Registration only: addresses, buttons, menu items, what choosers may list, what Wagtail asks before it acts."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.rich_text.feature_registry import FeatureRegistry

from cms.core.richtext import Documents, Images, Pages
from cms.rubrics import buttons, history
from cms.rubrics.linking import PageLink
from cms.rubrics.models import Rubric, SchoolPage
from cms.rubrics.permissions import can_manage_actors, can_modify, manages_somewhere, schools_managed
from cms.rubrics.views import life, lists, log, on_site, roles, roles_tree, room, zone


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("rubrics/<int:pk>/zone/", zone.zone, name="rubric_zone"),
        path("rubrics/<int:pk>/archive/", life.archive, name="rubric_archive"),
        path("rubrics/<int:pk>/restore/", life.restore, name="rubric_restore"),
        path("rubrics/<int:pk>/delete/", life.delete, name="rubric_delete"),
        path("rubrics/<int:pk>/files/", room.room, name="rubric_room"),
        path("rubrics/on-site/<int:pk>/", on_site.page_on_site, name="page_on_site"),
        path("rubrics/to-look-after/", lists.to_look_after, name="rubrics_to_look_after"),
        path("rubrics/to-look-after/heads/", lists.repair, name="rubrics_repair_heads"),
        path("rubrics/history/", log.history, name="rubrics_history"),
    ]


# --- The life of rubrics ---


@hooks.register("register_page_header_buttons")
def life_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    rubric = page.specific_deferred
    if isinstance(rubric, Rubric):
        if can_modify(user, rubric):
            label = _("Zone: %s") % rubric.get_zone_display()
            yield Button(label, reverse("rubric_zone", args=[rubric.pk]), icon_name="view", priority=15)
            yield Button(_("Files"), reverse("rubric_room", args=[rubric.pk]), icon_name="folder-open-1", priority=17)
        yield from _archive_or_restore(rubric, user)


@hooks.register("register_page_listing_more_buttons")
def life_buttons_in_lists(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    rubric = page.specific_deferred
    if isinstance(rubric, Rubric):
        yield from _archive_or_restore(rubric, user)


def _archive_or_restore(rubric: Rubric, user: Any) -> Iterator[Button]:
    """Deleting has Wagtail's own button, which leads to our screen."""
    if rubric.archived_at and can_manage_actors(user, rubric):
        yield Button(_("Restore"), reverse("rubric_restore", args=[rubric.pk]), icon_name="undo", priority=45)
    elif not rubric.archived_at and can_modify(user, rubric):
        yield Button(_("Archive"), reverse("rubric_archive", args=[rubric.pk]), icon_name="download", priority=45)


hooks.register("construct_page_action_menu", buttons.of_rubric)
hooks.register("before_create_page", life.before_create)
hooks.register("after_publish_page", life.after_publish)
hooks.register("before_move_page", life.before_move)
hooks.register("before_delete_page", life.before_delete)
hooks.register("before_bulk_action", life.before_bulk)


# --- For managers of a whole school ---


class ManagersItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        if not hasattr(request, "_manages_a_school"):
            request._manages_a_school = bool(schools_managed(request.user))  # type: ignore[attr-defined]
        return bool(request._manages_a_school)  # type: ignore[attr-defined]


@hooks.register("register_admin_menu_item")
def to_look_after_item() -> MenuItem:
    address = reverse("rubrics_to_look_after")
    return ManagersItem(gettext_lazy("To look after"), address, name="to-look-after", icon_name="warning", order=320)


@hooks.register("register_admin_menu_item")
def history_item() -> MenuItem:
    address = reverse("rubrics_history")
    return ManagersItem(
        gettext_lazy("History of rights"), address, name="rights-history", icon_name="history", order=340
    )


# --- What Wagtail asks ---


@hooks.register("construct_page_chooser_queryset")
def only_what_one_explores(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """The stock chooser lists every page of the installation, drafts included, to whoever enters the admin."""
    explorable = policy_registry.get_by_type(Page).explorable_instances(request.user)
    return pages.filter(pk__in=explorable.values("pk"))


@hooks.register("register_rich_text_features", order=1000)  # after Wagtail's own, whose place they take
def links_of_running_text(features: FeatureRegistry) -> None:
    for kind in (Pages, Documents):
        features.register_link_type(kind)
    features.register_embed_type(Images)
    rule = features.converter_rules_by_converter["contentstate"]["link"]
    rule["from_database_format"]['a[linktype="page"]'] = PageLink("LINK")


# --- Who may do what ---


@hooks.register("register_admin_urls")
def role_addresses() -> list[URLPattern]:
    return [
        path("rubrics/rights/", roles_tree.overview, name="rubrics_rights"),
        path("rubrics/<int:pk>/rights/", roles.one, name="rubric_rights"),
        path("rubrics/<int:pk>/rights/give/", roles.give, name="rubric_role_give"),
        path("rubrics/<int:pk>/rights/concerned/", roles.concerned, name="rubric_role_concerned"),
        path("rubrics/<int:pk>/rights/people/", roles.people, name="rubric_role_people"),
        path("rubrics/<int:pk>/rights/inheritance/", roles.inheritance, name="rubric_inheritance"),
        path("rubrics/<int:pk>/rights/why/", roles.why, name="rubric_why"),
        path("rubrics/<int:pk>/rights/<int:row_pk>/change/", roles.change, name="rubric_role_change"),
        path("rubrics/<int:pk>/rights/<int:row_pk>/take/", roles.take, name="rubric_role_take"),
    ]


class RightsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return manages_somewhere(request.user)


@hooks.register("register_admin_menu_item")
def rights_item() -> MenuItem:
    return RightsItem(
        gettext_lazy("Rubrics and rights"), reverse("rubrics_rights"), name="rights", icon_name="key", order=310
    )


@hooks.register("register_page_header_buttons")
def rights_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    place = page.specific_deferred
    if isinstance(place, Rubric | SchoolPage) and can_manage_actors(user, place):
        yield Button(_("Rights"), reverse("rubric_rights", args=[place.pk]), icon_name="key", priority=16)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    history.register(actions)


@hooks.register("before_copy_page")
def what_is_copied_from_beneath_needs_a_right_too(request: HttpRequest, page: Page) -> None:
    """Wagtail asks about the top of the branch only when copies are aliases."""
    branch = bool(request.POST.get("copy_subpages"))
    if request.method == "POST" and branch and not page.permissions_for_user(request.user).can_copy_branch():
        raise PermissionDenied

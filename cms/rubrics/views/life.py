"""Making, moving, putting away, bringing back and deleting: what each will do is said before, and asked."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.admin.views.pages.create import AddSubpageView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from cms.core.exceptions import DomainError
from cms.rubrics.crossings import branch_of, crossing_of_archive, crossing_of_deletion, crossing_of_move
from cms.rubrics.models import Rubric
from cms.rubrics.permissions import can_manage_actors, can_modify
from cms.rubrics.services import archive_rubric, check_creation, check_move, delete_rubric, restore_rubric
from cms.rubrics.testers import RubricPermissionTester
from cms.rubrics.views.shared import refuse, sides, way_to

# --- Screens ---


def archive(request: HttpRequest, pk: int) -> HttpResponse:
    rubric = get_object_or_404(Rubric, pk=pk)
    if not (can_manage_actors if rubric.archived_at else can_modify)(request.user, rubric):
        raise PermissionDenied
    done = _("“%s” is archived. It can be restored at any time.") % rubric.title
    if answer := _do(request, archive_rubric, rubric, done):
        return answer
    return _ask(
        request,
        rubric,
        "rubrics/archive.html",
        _("Archive"),
        header_title=_("Archive “%s”") % rubric.title,
        **sides(crossing_of_archive(rubric, archived=True)),
    )


def restore(request: HttpRequest, pk: int) -> HttpResponse:
    rubric = get_object_or_404(Rubric, pk=pk)
    if not can_manage_actors(request.user, rubric):
        raise PermissionDenied
    if answer := _do(request, restore_rubric, rubric, _("“%s” is restored.") % rubric.title):
        return answer
    return _ask(
        request,
        rubric,
        "rubrics/restore.html",
        _("Restore"),
        header_title=_("Restore “%s”") % rubric.title,
        **sides(crossing_of_archive(rubric, archived=False)),
    )


def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """What holds something is deleted by whoever writes its title: nothing brings it back."""
    rubric = get_object_or_404(Rubric, pk=pk)
    if not rubric.permissions_for_user(request.user).can_delete():
        raise PermissionDenied
    parent = rubric.get_parent()
    typed = request.POST.get("title", "")
    wrong = request.method == "POST" and bool(rubric.numchild) and typed.strip() != rubric.title.strip()
    if request.method == "POST" and not wrong:
        delete_rubric(rubric=rubric, actor=request.user)
        messages.success(request, _("“%s” is deleted.") % rubric.title)
        return redirect("wagtailadmin_explore", parent.pk)
    return _ask(
        request,
        rubric,
        "rubrics/delete.html",
        _("Delete"),
        header_title=_("Delete “%s”") % rubric.title,
        typed=typed,
        wrong=wrong,
        can_archive=can_modify(request.user, rubric) and not rubric.archived_at,
        **sides(crossing_of_deletion(rubric)),
    )


def _do(request: HttpRequest, verb: Callable[..., None], rubric: Rubric, done: str) -> HttpResponse | None:
    if request.method != "POST":
        return None
    try:
        verb(rubric=rubric, actor=request.user)
    except DomainError as error:
        refuse(request, error)
    else:
        messages.success(request, done)
    return redirect("wagtailadmin_explore", rubric.pk)


def _ask(request: HttpRequest, rubric: Rubric, template: str, label: str, **context: Any) -> HttpResponse:
    context |= {"rubric": rubric, "branch": branch_of(rubric), "breadcrumbs_items": way_to(rubric, label)}
    return render(request, template, context)


# --- Wagtail's own screens ---


class AddWhatOneMay(AddSubpageView):
    """The choice of a kind of page, without those that the person may not make here."""

    page_types: list[tuple[str, str, str, str]]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        tester = self.parent_page.permissions_for_user(request.user)
        if not isinstance(tester, RubricPermissionTester):  # above the schools
            return super().get(request, *args, **kwargs)
        kinds = {
            (kind._meta.app_label, kind._meta.model_name): kind for kind in self.parent_page.creatable_subpage_models()
        }
        self.page_types = [one for one in self.page_types if tester.can_add(kinds[one[1:3]])]
        if len(self.page_types) == 1:
            _name, app, model, _description = self.page_types[0]
            return redirect("wagtailadmin_pages:add", app, model, self.parent_page.pk)
        return super().get(request, *args, **kwargs)


class EveryPage(PageViewSet):
    """In place of Wagtail's own, for all kinds of pages."""

    add_subpage_view_class = AddWhatOneMay


def before_create(request: HttpRequest, parent: Page, kind: type[Page]) -> HttpResponse | None:
    """Wagtail asks whether one may add something here, and not what."""
    try:
        check_creation(parent=parent, kind=kind, actor=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("wagtailadmin_explore", parent.pk)
    return None


def after_publish(request: HttpRequest, page: Page) -> HttpResponse | None:
    """From a rubric that was just made to who reads and who writes there: made for nobody, it is of no use."""
    new = isinstance(page, Rubric) and page.first_published_at == page.last_published_at
    if not new or not can_manage_actors(request.user, page):
        return None
    said = _("“%(title)s” is made; its zone is %(zone)s. Say who writes there.")
    messages.success(request, said % {"title": page.title, "zone": page.get_zone_display()})
    return redirect("rubric_rights", page.pk)


def before_move(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """In place of Wagtail's confirmation when something would appear on the public site or vanish (ZONE-03)."""
    if not page.permissions_for_user(request.user).can_move():
        raise PermissionDenied
    try:
        check_move(page=page, destination=destination, actor=request.user)
        crossing = crossing_of_move(page, destination)
    except DomainError as error:
        refuse(request, error)
        return redirect("wagtailadmin_pages:move", page.pk)
    asked = request.method == "POST"
    if not crossing or (asked and request.POST.get("understood")):
        return None
    context = {
        "page": page,
        "destination": destination,
        "missing": asked,
        "header_title": _("Move “%s”") % page.title,
        "breadcrumbs_items": way_to(page, _("Move")),
        **sides(crossing),
    }
    return render(request, "rubrics/move.html", context)


def before_delete(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A rubric is deleted on our screen, which says what goes with it."""
    return redirect("rubric_delete", page.pk) if isinstance(page, Rubric) else None


def before_bulk(request: HttpRequest, kind: str, pages: Sequence[Any], action: Any) -> HttpResponse | None:
    """What needs a statement of its own is done one at a time."""
    if not isinstance(action, PageBulkAction):
        return None
    refused = {"move": _refused_move, "delete": _refused_deletion}.get(kind)
    refusal = refused(request, pages, action) if refused else ""
    if not refusal:
        return None
    messages.error(request, refusal)
    return redirect(action.next_url)


def _refused_move(request: HttpRequest, pages: Sequence[Page], action: Any) -> str:
    destination = action.cleaned_form.cleaned_data["chooser"]
    try:
        for page in pages:
            check_move(page=page, destination=destination, actor=request.user)
    except DomainError as error:
        return str(error)
    crossing = [page.title for page in pages if crossing_of_move(page, destination)]
    if not crossing:
        return ""
    return _(
        "Nothing was moved. These would appear on the public site or vanish from it: %s. "
        "Move them one by one, to see what changes."
    ) % ", ".join(f"« {title} »" for title in crossing)


def _refused_deletion(request: HttpRequest, pages: Sequence[Page], action: Any) -> str:
    held = [page.title for page in pages if issubclass(page.specific_class, Rubric) and page.numchild]
    if not held:
        return ""
    return _(
        "Nothing was deleted. These rubrics hold something: %s. Delete them one by one, to see what goes with them."
    ) % ", ".join(f"« {title} »" for title in held)

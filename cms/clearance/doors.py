"""What Wagtail asks before it puts pages online or copies them: the gate, then the screen where it is answered."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.models import Page

from cms.articles.models import Article
from cms.clearance import selectors
from cms.clearance.reading import LOOKED_AT
from cms.clearance.selectors import faults_of
from cms.clearance.services import blocking, looked_at, require_accessible, require_decided
from cms.core.exceptions import DomainError
from cms.core.keys import row_at
from cms.rubrics.online import held_back, require_ready_for_public
from cms.rubrics.selectors import public_paths
from cms.rubrics.views.shared import refuse
from cms.schools.selectors import school_of_page


def before_publish(request: HttpRequest, page: Any) -> HttpResponse | None:
    """In Wagtail’s editor, that of rubrics and homepages: articles have theirs. What was typed is a draft already."""
    version = page.get_latest_revision_as_object()
    try:
        require_ready_for_public(version, request.user)
    except DomainError as error:
        made = request.resolver_match is not None and request.resolver_match.url_name == "add"
        if made:  # Wagtail makes a new page online before it asks
            Page.objects.filter(pk=page.pk).update(live=False, has_unpublished_changes=True)
        held_back.send(type(page), page=page, actor=request.user)
        messages.warning(request, _("What you wrote is kept as a draft, and is not online yet: see what follows."))
        if error.remedy:
            return redirect(error.remedy)
        messages.error(request, str(error))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


def before_bulk(request: HttpRequest, kind: str, pages: Sequence[Any], action: Any) -> HttpResponse | None:
    """Many at once: none, when one of them is to be looked at."""
    if kind != "publish" or not isinstance(action, PageBulkAction):
        return None
    beneath = action.cleaned_form.cleaned_data.get("include_descendants")
    for page in _all(pages, beneath=bool(beneath)):
        version = page.specific.get_latest_revision_as_object()
        if not isinstance(version, LOOKED_AT) or not page.permissions_for_user(request.user).can_publish():
            continue
        try:
            require_decided(version, request.user)
            require_accessible(version, request.user)
        except DomainError as error:
            messages.error(request, _("Nothing was put online."))
            refuse(request, error)
            return redirect(action.next_url)
    return None


def _all(pages: Iterable[Page], *, beneath: bool) -> Iterable[Page]:
    for page in pages:
        yield page
        if beneath:
            yield from page.get_descendants().not_live()


def before_copy(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A copy that is put online at once, or an alias, says in another place what its original says."""
    asked = request.POST
    if request.method != "POST" or not (asked.get("publish_copies") or asked.get("alias")):
        return None
    parent = row_at(Page.objects.all(), asked.get("new_parent_page", ""))
    school = school_of_page(page)
    if parent is None or school is None or parent.path not in public_paths(school):
        return None
    branch = page.get_descendants(inclusive=True) if asked.get("copy_subpages") else Page.objects.filter(pk=page.pk)
    for article in selectors.with_tags(Article.objects.filter(pk__in=branch.values("pk"), live=True)):
        look = looked_at(article, school)
        if not look.clear or blocking(faults_of(look.reading)):
            messages.error(
                request,
                _("Nothing was copied: “%s” is to be checked before it goes public. Copy it without putting it online.")
                % article.title,
            )
            return redirect("wagtailadmin_pages:copy", page.pk)
    return None

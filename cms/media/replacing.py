"""Many documents replaced at once, such as the menus of a month: each keeps its title, its address and its links."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.permissions import policy_registry

from cms.core.exceptions import DomainError
from cms.core.keys import key_in
from cms.media.models import SchoolDocument
from cms.media.services import replace_document

SHOWN = 40


def replace(request: HttpRequest) -> HttpResponse:
    """The documents that one may change, a place for the new file beside each; what was chosen is replaced."""
    policy = policy_registry.get_by_type(SchoolDocument)
    if not policy.user_has_permission(request.user, "add"):
        raise PermissionDenied
    changeable = policy.instances_user_has_any_permission_for(request.user, ["change"])
    asked = request.GET.get("q", "").strip()[:100]
    if request.method == "POST":
        refused = _replaced(request, changeable)
        if not refused:
            return redirect(f"{reverse('documents_replace')}?{urlencode({'q': asked})}")
    else:
        refused = {}
    found = changeable.filter(title__icontains=asked) | changeable.filter(name__icontains=asked)
    documents = list(found.order_by("title", "pk")[: SHOWN + 1])
    context = {
        "lines": [(document, refused.get(document.pk, "")) for document in documents[:SHOWN]],
        "more": len(documents) > SHOWN,
        "asked": asked,
        "header_title": _("Replace documents"),
        "page_title": _("Replace documents"),
        "breadcrumbs_items": [{"url": "", "label": _("Replace documents")}],
    }
    return render(request, "media/replace.html", context)


def _replaced(request: HttpRequest, changeable: Any) -> dict[int, str]:
    """Each whole or not at all; why, for those that were not."""
    named = {key_in(name.removeprefix("file-")): file for name, file in request.FILES.items()}
    chosen = {key: file for key, file in named.items() if key is not None}
    done, refused = [], {}
    for document in changeable.filter(pk__in=chosen):
        try:
            replace_document(document=document, upload=chosen[document.pk], actor=request.user)
        except DomainError as error:
            refused[document.pk] = error.message
        else:
            done.append(f"« {document.title} »")
    if done:
        said = ngettext(
            "%(titles)s is replaced, at the same address.", "%(titles)s are replaced, at the same addresses.", len(done)
        )
        messages.success(request, said % {"titles": get_text_list(done, _("and"))})
    if refused:
        said = ngettext(
            "%(count)d document is not replaced: see why below.",
            "%(count)d documents are not replaced: see why below.",
            len(refused),
        )
        messages.error(request, said % {"count": len(refused)})
    if not (done or refused):
        messages.warning(request, _("Nothing is replaced: choose a new file beside one document at least."))
    return refused

"""Who changed which right, from the audit log (RUB-03): pages and everything else, one list."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import CharField, Q, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from cms.accounts.models import User
from cms.core.keys import key_in
from cms.rubrics.views.shared import school_asked
from cms.schools.models import School

A_PAGE = 50
KINDS: Mapping[str, tuple[Any, tuple[str, ...]]] = {
    "roles": (gettext_lazy("Roles"), ("preau.role.", "preau.inheritance", "preau.heads")),
    "zones": (gettext_lazy("Zones"), ("preau.zone",)),
    "rubrics": (
        gettext_lazy("Rubrics archived, restored, deleted"),
        ("preau.archived", "preau.restored", "preau.deleted"),
    ),
    "seen": (gettext_lazy("Looks at what others see"), ("preau.seen_as",)),
}
OTHERS = ("directory", gettext_lazy("Groups, accounts and access"))  # whatever else the school logs


def history(request: HttpRequest) -> HttpResponse:
    school, schools = school_asked(request)
    kind, who, about = (request.GET.get(name, "").strip() for name in ("kind", "who", "about"))
    entries = _entries(school)
    actors = {pk for rows in entries for pk in rows.order_by().values_list("user_id", flat=True).distinct() if pk}
    actor = key_in(who)
    wanted = _of_kind(kind) & _about(about) & (Q() if actor is None else Q(user_id=actor))
    page = Paginator(_merged([rows.filter(wanted) for rows in entries]), A_PAGE).get_page(request.GET.get("p"))
    context = {
        "school": school,
        "schools": schools,
        "header_title": _("History of rights"),
        "breadcrumbs_items": [{"url": "", "label": _("History of rights")}],
        "entries": _whole(page.object_list),
        "page": page,
        "kinds": [*((key, label) for key, (label, _actions) in KINDS.items()), OTHERS],
        "people": User.objects.filter(pk__in=actors).order_by("last_name", "first_name", "username"),
        "kind": kind,
        "who": who,
        "about": about,
        "filtered": bool(kind or who or about),
        "kept": urlencode({"school": school.slug, "kind": kind, "who": who, "about": about}),
    }
    return render(request, "rubrics/history.html", context)


def _entries(school: School) -> list[QuerySet[Any]]:
    """Ours about this school. A page that is gone is known by the school that its entry names."""
    ours = Q(action__startswith="preau.")
    here = Q(data__school=school.pk)
    # No join: it would leave out the entries of pages that are gone.
    in_tree = Q(page__in=Page.objects.filter(path__startswith=school.root_page.path).values("pk"))
    return [PageLogEntry.objects.filter(ours, in_tree | here), ModelLogEntry.objects.filter(ours, here)]


def _of_kind(kind: str) -> Q:
    if kind in KINDS:
        return _begins(KINDS[kind][1])
    if kind == OTHERS[0]:
        return ~_begins(tuple(action for _label, actions in KINDS.values() for action in actions))
    return Q()


def _begins(prefixes: tuple[str, ...]) -> Q:
    found = Q(pk__in=[])
    for prefix in prefixes:
        found |= Q(action__startswith=prefix)
    return found


def _about(words: str) -> Q:
    """The rubric, the group or the person it was done to, or those who were given a role."""
    if not words:
        return Q()
    return Q(label__icontains=words) | Q(data__audience__icontains=words) | Q(data__as__icontains=words)


def _merged(entries: list[QuerySet[Any]]) -> QuerySet[Any, Any]:
    pages, others = (
        rows.order_by().values_list("timestamp", "pk", Value(model, output_field=CharField()))
        for rows, model in zip(entries, ("page", "model"), strict=True)
    )
    return pages.union(others, all=True).order_by("-timestamp", "-pk")


def _whole(rows: Any) -> list[dict[str, Any]]:
    """The entries themselves, in the order of the list: three queries, whatever their number."""
    keys = [(model, pk) for _timestamp, pk, model in rows]
    found: dict[tuple[str, int], Any] = {}
    for model, table in (("page", PageLogEntry), ("model", ModelLogEntry)):
        wanted = [pk for name, pk in keys if name == model]
        found |= {(model, entry.pk): entry for entry in table.objects.filter(pk__in=wanted).select_related("user")}
    pages = {entry.page_id for (model, _pk), entry in found.items() if model == "page"}
    there = set(Page.objects.filter(pk__in=pages).values_list("pk", flat=True))
    return [
        {"entry": found[key], "place": found[key].page_id if key[0] == "page" and found[key].page_id in there else None}
        for key in keys
    ]

"""Which addresses of the administration are whose: one check around all of Wagtail's own, and of ours.

Policies and testers answer for one page, one image, one document. They are never asked whether an address is of use to
a writer at all, nor whether a page that a request names may be known to this person: several screens say its title
in the very refusal.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch, reverse
from wagtail.admin.auth import permission_denied
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.core.keys import key_in

View = Callable[..., HttpResponse]

# Accounts, sites, collections and reports are the whole installation's. The single addresses serve no writer's screen.
FOR_OPERATORS = frozenset(
    "wagtailadmin_collections wagtailadmin_reports wagtailadmin_workflows wagtailembeds wagtailsites "
    "wagtailusers_groups wagtailusers_users".split()
)
ADDRESSES_FOR_OPERATORS = (
    "wagtailadmin_api:documents:",
    "wagtailadmin_api:images:",
    "wagtailadmin_api:pages:action",
    "wagtailadmin_error_test",
    "wagtailadmin_pages:type_use",
    "wagtailadmin_tag_model_autocomplete",
    "wagtailimages:url_generator",
)
MANY_AT_ONCE = "wagtail_bulk_action"
WRITERS_MANY_AT_ONCE = frozenset({("wagtailcore", "page"), ("media", "schoolimage"), ("media", "schooldocument")})

CHOOSER = "wagtailadmin_choose_page"
ABOUT_PAGES = ("wagtailadmin_explore", CHOOSER, "wagtailadmin_pages:")
IN_ADDRESS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "pk")
IN_FIELDS = ("id", "childOf", "new_parent_page", "parent_page", "target_pages[]")


def guarded(view: View) -> View:
    """The view, for those whose door it is. Wagtail itself answers whoever may not enter the administration."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user, door = request.user, request.resolver_match
        if door is None or user.is_superuser or not user.has_perm("wagtailadmin.access_admin"):
            return view(request, *args, **kwargs)
        if for_operators(door) or not knows(user, request, door):
            return permission_denied(request)
        if door.view_name == CHOOSER:  # it begins at a page above all schools, or above all pages of a kind
            top = policy_registry.get_by_type(Page).explorable_root_instance(user)
            address = reverse("wagtailadmin_choose_page_child", args=[top.pk])
            return redirect(f"{address}?{request.GET.urlencode()}")
        return view(request, *args, **kwargs)

    return answer


def for_operators(door: ResolverMatch) -> bool:
    if door.url_name == MANY_AT_ONCE:
        return (door.kwargs["app_label"], door.kwargs["model_name"]) not in WRITERS_MANY_AT_ONCE
    return door.view_name.startswith(ADDRESSES_FOR_OPERATORS) or not FOR_OPERATORS.isdisjoint(door.namespaces)


def knows(user: Any, request: HttpRequest, door: ResolverMatch) -> bool:
    """Whether the tree, as this person explores it, has all the pages that a request about pages names."""
    many = door.url_name == MANY_AT_ONCE and door.kwargs["model_name"] == "page"
    if not many and not door.view_name.startswith(ABOUT_PAGES):
        return True
    explorable = policy_registry.get_by_type(Page).explorable_instances(user)
    if many and "all" in request.GET.getlist("id"):  # a whole listing: what one may not touch is named in the answer
        above = Page.objects.filter(pk__in=_numbers(request.GET.getlist("childOf"))).first()
        listed = Page.objects.all()
        if above:
            listed = listed.descendant_of(above) if request.GET.get("q") else listed.child_of(above)
        if listed.exclude(pk__in=explorable.values("pk")).exists():
            return False
    named = set(_named(request, door))
    return not named or explorable.filter(pk__in=named).count() == len(named)


def _named(request: HttpRequest, door: ResolverMatch) -> Iterator[int]:
    yield from _numbers(door.kwargs.get(name, "") for name in IN_ADDRESS)
    for said in (request.GET, request.POST):
        for name in IN_FIELDS:
            yield from _numbers(said.getlist(name))


def _numbers(values: Any) -> Iterator[int]:
    yield from (key for key in map(key_in, values) if key is not None)

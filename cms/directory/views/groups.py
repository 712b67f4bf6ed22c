"""Free groups, made and filled here; the others are shown (DIR-04)."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.tables import Column, Table, TitleColumn

from cms.directory.enums import GroupKind
from cms.directory.forms import NameForm
from cms.directory.models import Group
from cms.directory.permissions import may_in_directory, schools_where
from cms.directory.rules import DirectoryRight
from cms.directory.selectors import groups_of, members_of, named, possible_members, uses_of
from cms.directory.services import delete_group, make_group, put_in_group, rename_group, take_out_of_group
from cms.directory.views.common import (
    attempt,
    form_screen,
    group_asked,
    page_of,
    people_chosen,
    people_page,
    person_columns,
    posted,
    school_asked,
    screen,
    ticks,
    with_school,
)
from cms.schools.models import School

FIELDS = {"name-in-use": "name", "group-name": "name"}


def index(request: HttpRequest) -> HttpResponse:
    school = school_asked(request, DirectoryRight.CONSULT)
    context = page_of(request, groups_of(school))
    columns = [
        TitleColumn("name", label=_("Name"), get_url=_address),
        Column("kind", label=_("Kind"), accessor=_kind),
        Column("size", label=_("Members"), accessor=_size, classname="preau-count"),
    ]
    context["table"] = Table(columns, context["page_obj"].object_list, caption=_("Groups"))
    may_make = may_in_directory(request.user, DirectoryRight.MANAGE_GROUPS, school)
    return screen(
        request,
        "groups",
        _("Groups"),
        [],
        school=school,
        schools=schools_where(request.user, DirectoryRight.CONSULT),
        make=with_school("directory_group_new", school) if may_make else "",
        **context,
    )


def new(request: HttpRequest) -> HttpResponse:
    school = school_asked(request, DirectoryRight.MANAGE_GROUPS)
    form = NameForm(posted(request))
    made: list[Group] = []

    def make() -> None:
        made.append(make_group(school=school, name=form.cleaned_data["name"], actor=request.user))

    if request.method == "POST" and form.is_valid() and attempt(make, form, FIELDS):
        messages.success(request, _("The group “%s” is made. Add its members.") % made[0])
        return redirect("directory_group_add", made[0].ref)
    lead = [_("A free group gathers people of the school, to give them rights or to write to them.")]
    return form_screen(request, _("New group"), [_to_groups(school)], form=form, lead=lead, submit=_("Make the group"))


def group(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Its members; those ticked are taken out."""
    one = group_asked(request, ref)
    may_manage = may_in_directory(request.user, DirectoryRight.MANAGE_GROUPS, one.school)
    may_fill = may_manage and _filled_here(one)
    form = forms.Form(posted(request))

    def take_out() -> None:
        take_out_of_group(group=one, people=people_chosen(request, one.school), actor=request.user)

    if request.method == "POST":
        group_asked(request, ref, DirectoryRight.MANAGE_GROUPS)
        if attempt(take_out, form):
            _say_who_left(request, one)
            return redirect(_address(one))
    asked = request.GET.get("q", "")
    members = members_of(one)
    columns = [*([ticks()] if may_fill else []), *person_columns()]
    context: dict[str, Any] = people_page(request, named(members, asked), columns, _("Members"))
    context |= {
        "group": one,
        "kind": _kind(one),
        "form": form,
        "asked": asked,
        "size": members.count(),
        "uses": uses_of(one) if may_manage else [],
        "may_fill": may_fill,
        "may_change": may_manage and one.kind == GroupKind.FREE,
        "from_elsewhere": not _filled_here(one),
    }
    return screen(request, "group", one.name, [_to_groups(one.school)], **context)


def _say_who_left(request: HttpRequest, one: Group) -> None:
    messages.success(request, _("The people chosen are no longer in “%s”.") % one)
    if not members_of(one).exists() and (uses := uses_of(one)):
        messages.warning(
            request,
            _("“%(group)s” has no member left: nobody has the rights that it gives any more (%(uses)s).")
            % {"group": one, "uses": ", ".join(uses)},
        )


def add(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Search, tick, add: several at once, then again."""
    one = group_asked(request, ref, DirectoryRight.MANAGE_GROUPS)
    if not _filled_here(one):
        messages.error(request, _("“%s” comes from the académie’s directory: it is not changed here.") % one)
        return redirect(_address(one))
    form = forms.Form(posted(request))
    asked = request.GET.get("q", "")

    def put_in() -> None:
        put_in_group(group=one, people=people_chosen(request, one.school), actor=request.user)

    if request.method == "POST" and attempt(put_in, form):
        added = len(set(request.POST.getlist("people")))
        said = ngettext("%(count)d person added to “%(group)s”.", "%(count)d people added to “%(group)s”.", added)
        messages.success(request, said % {"count": added, "group": one})
        return redirect(_address(one))
    people = named(possible_members(one), asked)
    context = people_page(request, people, [ticks(), *person_columns(link=False)], _("People found"))
    lead = [_("Whoever is in this group answers for the school, or administers its portal.")] if one.purpose else []
    return screen(
        request,
        "pick",
        _("Add to “%s”") % one,
        [_to_groups(one.school), (_address(one), one.name)],
        form=form,
        lead=lead,
        asked=asked,
        submit=_("Add to the group"),
        cancel=_address(one),
        **context,
    )


def rename(request: HttpRequest, ref: UUID) -> HttpResponse:
    one = group_asked(request, ref, DirectoryRight.MANAGE_GROUPS)
    before = one.name
    form = NameForm(posted(request), initial={"name": before})
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(lambda: rename_group(group=one, name=form.cleaned_data["name"], actor=request.user), form, FIELDS)
    ):
        messages.success(request, _("The group is now called “%s”.") % one)
        return redirect(_address(one))
    way = [_to_groups(one.school), (_address(one), before)]
    return form_screen(request, _("Rename “%s”") % before, way, form=form, submit=_("Rename"))


def delete(request: HttpRequest, ref: UUID) -> HttpResponse:
    one = group_asked(request, ref, DirectoryRight.MANAGE_GROUPS)
    form = forms.Form(posted(request))
    if request.method == "POST" and attempt(lambda: delete_group(group=one, actor=request.user), form):
        messages.success(request, _("The group “%s” is deleted.") % one)
        return redirect(with_school("directory_groups", one.school))
    lead = [_("The group alone is deleted: the records of its members stay.")]
    way = [_to_groups(one.school), (_address(one), one.name)]
    return form_screen(
        request, _("Delete “%s”") % one, way, form=form, lead=lead, submit=_("Delete the group"), serious=True
    )


def _filled_here(one: Group) -> bool:
    """Whether its members are chosen here: free groups, and the two that the product reserves."""
    return one.kind == GroupKind.FREE or bool(one.purpose)


def _kind(one: Group) -> str:
    return _("group reserved by the portal") if one.purpose else one.get_kind_display()


def _size(one: Any) -> str:
    return ngettext("%(count)s member", "%(count)s members", one.size) % {"count": one.size}


def _address(one: Group) -> str:
    return reverse("directory_group", args=[one.ref])


def _to_groups(school: School) -> tuple[str, str]:
    return with_school("directory_groups", school), _("Groups")

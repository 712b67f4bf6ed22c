"""The screens where managers say who may do what in one rubric (RUB-03, RUB-04)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.audiences.models import in_words
from cms.audiences.selectors import people_matching
from cms.core.exceptions import DomainError
from cms.core.keys import row_at
from cms.directory.models import Person
from cms.directory.permissions import may_in_directory
from cms.directory.rules import DirectoryRight
from cms.directory.selectors import current_people
from cms.rubrics import rules, words
from cms.rubrics.actors import reason_for
from cms.rubrics.crossings import branch_of
from cms.rubrics.enums import Role
from cms.rubrics.forms import MOST_FOUND, Choices, Lines, RoleForm, find_people, labels
from cms.rubrics.models import Rubric, RubricRole, SchoolPage
from cms.rubrics.permissions import can_manage_actors, can_modify, may_at
from cms.rubrics.rights import Line, Place, Rights
from cms.rubrics.services import change_role, give_role, set_inheritance, take_role
from cms.schools.models import School
from cms.schools.selectors import school_of_page

A_PAGE = 50  # names shown at once
P = ParamSpec("P")


# --- One rubric ---


@dataclass(frozen=True)
class Here:
    """The place that an address names, for somebody who manages it."""

    page: Page
    school: School
    consults: bool  # finds people by their name

    @property
    def rubric(self) -> Rubric | None:
        return self.page if isinstance(self.page, Rubric) else None

    @property
    def title(self) -> str:
        return _("The whole school") if self.rubric is None else self.page.title

    def context(self, title: str, *, last: str = "", **more: Any) -> dict[str, Any]:
        steps = [{"url": f"{reverse('rubrics_rights')}?school={self.school.slug}", "label": _("Rubrics and rights")}]
        address = reverse("rubric_rights", args=[self.page.pk])
        steps.append({"url": address if last else "", "label": self.title})
        if last:
            steps.append({"url": "", "label": last})
        return {"here": self, "header_title": title, "breadcrumbs_items": steps, **more}

    def back(self) -> HttpResponse:
        return redirect("rubric_rights", self.page.pk)


def _for_managers(view: Callable[Concatenate[HttpRequest, Here, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of a place: unknown, it is not found; managed by others, it is refused."""

    @wraps(view)
    def opened(request: HttpRequest, pk: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        page = get_object_or_404(Page.objects.type((Rubric, SchoolPage)), pk=pk).specific
        if not can_manage_actors(request.user, page):
            raise PermissionDenied
        school = school_of_page(page)
        if school is None:
            raise Http404
        consults = may_in_directory(request.user, DirectoryRight.CONSULT, school)
        return view(request, Here(page, school, consults), *args, **kwargs)

    return opened


@dataclass(frozen=True)
class Shown:
    """A line of the table of roles on the screen."""

    line: Line
    audience: str
    role: str
    origin: Place | None
    may_change_there: bool
    notes: Sequence[str]
    names: Any = None  # a page of names, for the line that is unfolded


@_for_managers
def one(request: HttpRequest, here: Here) -> HttpResponse:
    """Who has which role in a rubric, given there or above."""
    rights = Rights(here.school)
    place = rights.place(here.page.path)
    lines = rights.at(place.path)
    decisive = rights.decisive(place.path)
    context = here.context(
        _("Rights: %s") % here.title,
        place=place,
        state=words.lived(place),
        icon=words.LIVED[place.lived][1],
        reads=words.who_reads(place, decisive),
        writes=words.who_writes(decisive),
        headless=not any(line.of_heads for line in lines),
        modifies=here.rubric is not None and can_modify(request.user, here.rubric),
        makes=here.page.permissions_for_user(request.user).can_add(Rubric),
        own=[_shown(request, here, rights, line) for line in lines if line.own],
        inherited=[_shown(request, here, rights, line) for line in lines if not line.own],
    )
    return render(request, "rubrics/roles_rubric.html", context)


def _shown(request: HttpRequest, here: Here, rights: Rights, line: Line) -> Shown:
    origin = None if line.own else rights.place(line.path)
    names = None
    if here.consults and request.GET.get("who") == str(line.row.pk):
        people = Person.objects.filter(pk__in=line.people)
        names = Paginator(people, A_PAGE).get_page(request.GET.get("p"))
    return Shown(
        line=line,
        audience=words.people(line.row),
        role=capfirst(str(line.role.label)),
        origin=origin,
        may_change_there=origin is not None and may_at(request.user, rules.Right.MANAGE_ACTORS, origin.path),
        notes=words.idle_notes(line),
        names=names,
    )


# --- Giving ---


@_for_managers
def give(request: HttpRequest, here: Here) -> HttpResponse:
    """Say who, see how many they are and who, then give. What was not seen is not given."""
    choices = Choices.of(here.school, finds_people=here.consults)
    if request.method != "POST":
        role = RoleForm(initial={"role": Role.VISITOR})
        return _giving(request, here, role, Lines(None, choices), {})
    role, lines, refusal = RoleForm(request.POST), Lines(request.POST, choices), ""
    act = request.POST.get("do", "see")
    if act in {"add", "add-person"} or act.startswith("remove-"):
        if act.startswith("remove-"):
            lines.remove(act.removeprefix("remove-"))
        else:
            lines.add(person=act == "add-person")
        return _giving(request, here, role, lines, {}, checked=False)
    concerned = _concerned(here, role, lines)
    if act == "give" and role.is_valid() and lines.is_valid():
        if request.POST.get("seen") == lines.seal():
            try:
                row = give_role(page=here.page, role=role.cleaned_data["role"], terms=lines.terms, actor=request.user)
            except DomainError as error:
                refusal = error.message
            else:
                messages.success(request, _("Role given: %s.") % words.in_words(row))
                return here.back()
        else:
            concerned["check"] = True
    return _giving(request, here, role, lines, concerned, refusal=refusal)


def _giving(
    request: HttpRequest,
    here: Here,
    role: RoleForm,
    lines: Lines,
    concerned: Mapping[str, Any],
    *,
    refusal: str = "",
    checked: bool = True,
) -> HttpResponse:
    """The form with what was typed. Before it is asked about, nothing is said to be missing."""
    title = _("Give a role: %s") % here.title
    context = here.context(
        title,
        last=_("Give a role"),
        role=role,
        roles=_role_options(role),
        lines=lines,
        refusal=refusal or (lines.refusal if checked else ""),
        checked=checked and lines.bound,
        **concerned,
    )
    return render(request, "rubrics/roles_give.html", context)


@_for_managers
def concerned(request: HttpRequest, here: Here) -> HttpResponse:
    """A fragment: how many people the lines mean, and who. Reads only, asked while one types."""
    lines = Lines(request.GET, Choices.of(here.school, finds_people=here.consults))
    return render(
        request, "rubrics/roles_concerned.html", {"here": here, **_concerned(here, RoleForm(request.GET), lines)}
    )


def _concerned(here: Here, role: RoleForm, lines: Lines) -> dict[str, Any]:
    if not lines.is_valid():
        faults = [str(fault) for form in lines.forms for some in form.errors.values() for fault in some]
        return {"faults": [*dict.fromkeys(faults), *([lines.refusal] if lines.refusal else [])], "asked": True}
    people = list(people_matching(here.school.pk, lines.rows()))
    wanted = role.cleaned_data["role"] if role.is_valid() else Role.VISITOR
    obstacles = Rights(here.school).obstacles([person.pk for person in people], here.page.path) if people else []
    return {
        "asked": True,
        "count": len(people),
        "who": in_words(lines.rows()),
        "names": people[:A_PAGE] if here.consults else [],
        "more": max(0, len(people) - A_PAGE),
        "notes": [words.obstacle_note(wanted, each.people, len(people), each.title) for each in obstacles],
        "seal": lines.seal(),
    }


@_for_managers
def people(request: HttpRequest, here: Here) -> HttpResponse:
    """People of this school by their name, for whoever may consult its directory: what to propose while one types."""
    if not here.consults:
        raise PermissionDenied
    found = list(labels(find_people(here.school, request.GET.get("q", ""))))
    return JsonResponse({"people": found[:MOST_FOUND]})


def _role_options(form: RoleForm) -> list[dict[str, Any]]:
    chosen = str(form["role"].value() or "")
    return [
        {
            "value": role.value,
            "label": capfirst(role.label),
            "help": words.EXPLAINED[role],
            "checked": chosen == str(role.value),
        }
        for role in Role
    ]


# --- Changing and taking away ---


def _row(here: Here, key: int) -> tuple[RubricRole, Line]:
    """A row of this very place: one of another rubric is not found, whoever asks."""
    row = get_object_or_404(RubricRole.objects.select_related("page", "audience"), pk=key, page=here.page.pk)
    line = next(line for line in Rights(here.school).at(here.page.path) if line.row.pk == row.pk)
    return row, line


@_for_managers
def change(request: HttpRequest, here: Here, row_pk: int) -> HttpResponse:
    row, line = _row(here, row_pk)
    form = RoleForm(request.POST or None, initial={"role": row.role})
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            change_role(row=row, role=form.cleaned_data["role"], actor=request.user)
        except DomainError as error:
            refusal = error.message
        else:
            messages.success(request, _("Role changed: %s.") % words.in_words(row))
            return here.back()
    context = here.context(
        _("Change the role of “%s”") % words.people(line.row),
        last=_("Change the role"),
        line=line,
        audience=words.people(line.row),
        role=form,
        roles=_role_options(form),
        now=line.role.label,
        refusal=refusal,
    )
    return render(request, "rubrics/roles_change.html", context)


@_for_managers
def take(request: HttpRequest, here: Here, row_pk: int) -> HttpResponse:
    row, line = _row(here, row_pk)
    said = words.in_words(line.row)
    refusal = ""
    if request.method == "POST":
        try:
            take_role(row=row, actor=request.user)
        except DomainError as error:
            refusal = error.message
        else:
            messages.success(request, _("Role taken away: %s.") % said)
            return here.back()
    context = here.context(
        _("Take the role of “%s” away") % words.people(line.row),
        last=_("Take the role away"),
        line=line,
        audience=words.people(line.row),
        now=line.role.label,
        beneath=branch_of(here.rubric).rubrics - 1 if here.rubric else 0,
        refusal=refusal,
    )
    return render(request, "rubrics/roles_take.html", context)


# --- Inheritance ---


@_for_managers
def inheritance(request: HttpRequest, here: Here) -> HttpResponse:
    """Say what breaking or restoring changes, then do it."""
    rubric = here.rubric
    if rubric is None:
        raise Http404
    refusal = ""
    if request.method == "POST":
        # What was read on the screen is what is done, even if somebody else changed it meanwhile.
        wanted = request.POST.get("inherits") == "yes"
        try:
            set_inheritance(rubric=rubric, inherits=wanted, actor=request.user)
        except DomainError as error:
            refusal = error.message
        else:
            told = (
                _("“%s” takes the roles given above again.")
                if wanted
                else _("“%s” no longer takes the roles given above.")
            )
            messages.success(request, told % rubric.title)
            return here.back()
    rights = Rights(here.school)
    reaching = [line for line in rights.at(rubric.path) if not line.own]
    coming = rights.at(rubric.path[: -rules.STEP])
    context = here.context(
        _("Break the inheritance of “%s”") % rubric.title
        if rubric.inherits
        else _("Restore the inheritance of “%s”") % rubric.title,
        last=_("Inheritance"),
        lines=[
            {"text": words.in_words(line.row), "origin": words.name_of(rights.place(line.path)), "line": line}
            for line in (reaching if rubric.inherits else coming)
        ],
        inherits=rubric.inherits,
        refusal=refusal,
    )
    return render(request, "rubrics/roles_inheritance.html", context)


# --- Why ---


@_for_managers
def why(request: HttpRequest, here: Here) -> HttpResponse:
    """Choose somebody, and be told what they may here and why."""
    rubric = here.rubric
    if rubric is None:
        raise Http404
    if not here.consults:
        raise PermissionDenied
    text = request.GET.get("q", "").strip()
    key = request.GET.get("person", "")
    found = labels(find_people(here.school, text)) if text and not key else {}
    person = None
    if key:
        person = row_at(current_people(here.school.pk).select_related("school", "user"), key)
        if person is None:
            raise Http404
    elif len(found) == 1:
        person = next(iter(found.values()))
    context = here.context(
        _("Why? %s") % here.title,
        last=_("Why?"),
        text=text or (str(person) if person else ""),
        person=person,
        found=list(found.items())[:MOST_FOUND] if not person else [],
        more=len(found) > MOST_FOUND,
        nobody=bool(text and not found and not person),
        reasons=words.why(person, rubric, reason_for(person, rubric)) if person else [],
    )
    return render(request, "rubrics/roles_why.html", context)

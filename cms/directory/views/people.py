"""Searching people and reading their records (DIR-01, DIR-03); the adults who accompany a pupil (DIR-05)."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import BaseColumn

from cms.directory.enums import FAMILIES, GuardianKind, Profile, Source
from cms.directory.forms import SearchForm
from cms.directory.models import Person, this_school_year
from cms.directory.permissions import may_in_directory, schools_where
from cms.directory.rules import DirectoryRight
from cms.directory.selectors import (
    current_people,
    families_links,
    is_current,
    named,
    possible_accompanists,
    search_people,
)
from cms.directory.services import link_adults, unlink_adult
from cms.directory.views.common import (
    StateColumn,
    attempt,
    form_screen,
    people_chosen,
    people_page,
    person_asked,
    person_columns,
    posted,
    record_address,
    school_asked,
    screen,
    sees_technical,
    state_in_words,
    ticks,
    with_classes,
    with_school,
)
from cms.schools.models import School


def search(request: HttpRequest) -> HttpResponse:
    school = school_asked(request, DirectoryRight.CONSULT)
    schools = schools_where(request.user, DirectoryRight.CONSULT)
    technical = sees_technical(request, school)
    form = SearchForm(request.GET, school=school, schools=schools, technical=technical)
    people = Person.objects.filter(school=school) if technical else current_people(school.pk)
    # A choice that is not in the list any more finds nobody, and the form says which.
    people = search_people(people, form.criteria) if form.is_valid() else people.none()
    columns: list[BaseColumn] = person_columns()
    if technical:
        columns.append(StateColumn("state", label=_("Account")))
    context = people_page(request, people, columns, _("People found"))
    return screen(request, "people", _("People"), [], form=form, school=school, **context)


def record(request: HttpRequest, ref: UUID) -> HttpResponse:
    person = person_asked(request, ref)
    technical = sees_technical(request, person.school)
    may_link = may_in_directory(request.user, DirectoryRight.LINK_ADULTS, person.school)
    links = families_links(person)
    pupil = person.profile == Profile.PUPIL
    context: dict[str, Any] = {
        "person": person,
        "facts": _facts(person, technical=technical),
        "technical": _technical(person) if technical else [],
        "read_only": technical and person.source != Source.SCHOOL,
        "guest": technical and person.profile == Profile.GUEST and person.source == Source.SCHOOL,
        "links_title": _("Adults of this pupil") if pupil else _("Children and pupils accompanied"),
        "links": [
            {
                "person": link.guardian if pupil else link.pupil,
                "label": str(link.guardian) if pupil else with_classes(link.pupil),
                "kind": link.get_kind_display(),
                "unlink": may_link and link.kind == GuardianKind.ACCOMPANYING,
                "pupil": link.pupil,
                "adult": link.guardian,
            }
            for link in links
        ],
        "shows_links": pupil or bool(links),
        "may_link": may_link and pupil and is_current(person),
        "current": is_current(person),
        "state": state_in_words(person),
    }
    return screen(request, "person", str(person), [_to_search(person.school)], **context)


def _facts(person: Person, *, technical: bool) -> list[tuple[str, str]]:
    """Name and value of what is known, empty ones left out."""
    facts = [
        (_("Profile"), person.get_profile_display()),
        (_("Functions"), _joined(person.functions)),
        (_("Subjects taught"), _joined(person.subjects)),
        (_("Classes"), _joined(person.classes.filter(school_year=this_school_year()))),
        (_("Groups"), _joined(person.groups)),
    ]
    if person.ends_on and (technical or person.profile not in FAMILIES):
        facts.append((_("Access until"), f"{person.ends_on:%d/%m/%Y}"))
    return [(name, value) for name, value in facts if value]


def _technical(person: Person) -> list[tuple[str, str]]:
    facts = [
        (_("State of the account"), state_in_words(person)),
        (_("Source of the account"), person.get_source_display()),
        (_("Identifier at the source"), person.source_key),
        (_("Username"), person.user.username if person.user else _("no account")),
    ]
    if person.profile == Profile.GUEST and person.user:
        facts.append((_("E-mail address"), person.user.email))
    return [(name, value) for name, value in facts if value]


def _joined(rows: Any) -> str:
    return ", ".join(str(row) for row in rows.all())


def _to_search(school: School) -> tuple[str, str]:
    return with_school("directory_people", school), _("People")


# --- Accompanying adults ---


def link_adult(request: HttpRequest, ref: UUID) -> HttpResponse:
    pupil = _pupil_asked(request, ref)
    form = forms.Form(posted(request))

    def link() -> None:
        link_adults(pupil=pupil, adults=people_chosen(request, pupil.school), actor=request.user)

    if request.method == "POST" and form.is_valid() and attempt(link, form):
        messages.success(request, _("The adults chosen now accompany %s.") % pupil)
        return redirect(record_address(pupil))
    asked = request.GET.get("q", "")
    people = named(possible_accompanists(pupil), asked)
    context = people_page(request, people, [ticks(), *person_columns(link=False)], _("Adults found"))
    lead = [
        _(
            "An AESH, a tutor, a foster family: they will see of this pupil’s lessons what the parents see, "
            "and nothing more. They have no right on rubrics by this link."
        ),
        _("Staff, local-authority staff and guests are listed. For somebody from outside, make a guest first."),
    ]
    return screen(
        request,
        "pick",
        _("Accompanying adults of %s") % pupil,
        [_to_search(pupil.school), (record_address(pupil), str(pupil))],
        form=form,
        lead=lead,
        asked=asked,
        submit=_("Link to this pupil"),
        cancel=record_address(pupil),
        **context,
    )


def drop_adult(request: HttpRequest, ref: UUID, adult_ref: UUID) -> HttpResponse:
    pupil = _pupil_asked(request, ref)
    adult = Person.objects.filter(ref=adult_ref, school=pupil.school).first()
    if adult is None:
        raise Http404
    form = forms.Form(posted(request))
    if request.method == "POST" and attempt(lambda: unlink_adult(pupil=pupil, adult=adult, actor=request.user), form):
        messages.success(request, _("%(adult)s no longer accompanies %(pupil)s.") % {"adult": adult, "pupil": pupil})
        return redirect(record_address(pupil))
    return form_screen(
        request,
        _("Unlink %s") % adult,
        [_to_search(pupil.school), (record_address(pupil), str(pupil))],
        form=form,
        lead=[_("%(adult)s will no longer see the lessons of %(pupil)s.") % {"adult": adult, "pupil": pupil}],
        submit=_("Unlink"),
        serious=True,
    )


def _pupil_asked(request: HttpRequest, ref: UUID) -> Person:
    person = person_asked(request, ref, DirectoryRight.LINK_ADULTS)
    if person.profile != Profile.PUPIL:
        raise Http404
    return person

"""Guests: made with a last day, prolonged, let go, removed (DIR-05)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import Column, TitleColumn

from cms.core import clock
from cms.core.exceptions import DomainError
from cms.directory import rules
from cms.directory.enums import Profile
from cms.directory.forms import EndForm, GuestForm
from cms.directory.models import Person
from cms.directory.permissions import schools_where
from cms.directory.rules import DirectoryRight
from cms.directory.selectors import ends_soon, gone_guests, guests_of, is_current, waits_for_password
from cms.directory.services import change_end_of_stay, create_guest, end_stay, password_link, remove_guests
from cms.directory.views.common import (
    StateColumn,
    attempt,
    by_last_name,
    form_screen,
    people_chosen,
    people_page,
    person_asked,
    posted,
    record_address,
    school_asked,
    screen,
    ticks,
    with_school,
)
from cms.schools.models import School

FIELDS = {"stay-past": "ends_on", "stay-too-long": "ends_on", "email-in-use": "email"}


def index(request: HttpRequest) -> HttpResponse:
    school = school_asked(request, DirectoryRight.MANAGE_GUESTS)
    columns = [
        TitleColumn("name", label=_("Name"), accessor=by_last_name, get_url=_address),
        Column("ends_on", label=_("Access until"), accessor=_until),
        StateColumn("state", label=_("Account")),
        Column("email", label=_("E-mail address"), accessor=lambda guest: guest.user.email if guest.user else ""),
    ]
    return screen(
        request,
        "guests",
        _("Guests"),
        [],
        school=school,
        schools=schools_where(request.user, DirectoryRight.MANAGE_GUESTS),
        make=with_school("directory_guest_new", school),
        remove=with_school("directory_guests_remove", school) if gone_guests(school).exists() else "",
        **people_page(request, guests_of(school), columns, _("Guests")),
    )


def new(request: HttpRequest) -> HttpResponse:
    school = school_asked(request, DirectoryRight.MANAGE_GUESTS)
    form = GuestForm(posted(request))
    made: list[Person] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            lambda: made.append(create_guest(school=school, actor=request.user, **form.cleaned_data)), form, FIELDS
        )
    ):
        messages.success(request, _("%s is now a guest of the school.") % made[0])
        return redirect(_address(made[0]))
    latest = rules.latest_end_of_stay(clock.now().date())
    lead = [
        _("Somebody from outside the académie’s directory: a theatre instructor, an AESH, an elected parent."),
        _("Access ends by itself after the last day; at most on %s.") % f"{latest:%d/%m/%Y}",
    ]
    return form_screen(request, _("New guest"), [_to_guests(school)], form=form, lead=lead, submit=_("Make the guest"))


def guest(request: HttpRequest, ref: UUID) -> HttpResponse:
    """The guest's stay: its end is changed here."""
    person = _guest_asked(request, ref)
    form = EndForm(posted(request), initial={"ends_on": person.ends_on})
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(lambda: change_end_of_stay(guest=person, actor=request.user, **form.cleaned_data), form, FIELDS)
    ):
        messages.success(request, _("%(guest)s has access until %(day)s.") % {"guest": person, "day": _until(person)})
        return redirect(_address(person))
    person.refresh_from_db()
    return _guest_screen(request, person, form)


def link(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show, once, the address where the guest chooses a password."""
    person = _guest_asked(request, ref)
    if request.method != "POST":
        return redirect(_address(person))
    shown = ""
    try:
        parts = password_link(guest=person, actor=request.user)
        shown = request.build_absolute_uri(reverse("wagtailadmin_password_reset_confirm", args=parts))
    except DomainError as error:
        messages.error(request, error.message)
    return _guest_screen(request, person, EndForm(initial={"ends_on": person.ends_on}), link=shown)


def _guest_screen(request: HttpRequest, person: Person, form: EndForm, **context: Any) -> HttpResponse:
    context |= {
        "guest": person,
        "form": form,
        "current": is_current(person),
        "until": _until(person),
        "soon": ends_soon(person),
        "record": record_address(person),
        "may_link": waits_for_password(person),
    }
    return screen(request, "guest", str(person), [_to_guests(person.school)], **context)


def end(request: HttpRequest, ref: UUID) -> HttpResponse:
    person = _guest_asked(request, ref)
    return _confirm(
        request,
        lambda: end_stay(guest=person, actor=request.user),
        title=_("End the access of %s") % person,
        way=[_to_guests(person.school), (_address(person), str(person))],
        lead=[_("Access ends at once. The record and what this person wrote stay; the access may be prolonged again.")],
        submit=_("End the access now"),
        done=_("The access of %s is ended.") % person,
        then=_address(person),
    )


def remove(request: HttpRequest) -> HttpResponse:
    """Tick among those who left, and delete their records."""
    school = school_asked(request, DirectoryRight.MANAGE_GUESTS)
    form = forms.Form(posted(request))

    def act() -> None:
        remove_guests(school=school, guests=people_chosen(request, school), actor=request.user)

    if request.method == "POST" and attempt(act, form):
        messages.success(request, _("The guests chosen are removed."))
        return redirect(with_school("directory_guests", school))
    columns = [
        ticks(),
        TitleColumn("name", label=_("Name"), accessor=by_last_name, get_label_id=lambda one: f"person-{one.ref}"),
        Column("ends_on", label=_("Access until"), accessor=_until),
    ]
    lead = [
        _("Their records and accounts are deleted, with the roles and the links to pupils that were theirs alone."),
        _("What they wrote stays. There is no way back."),
    ]
    return screen(
        request,
        "pick",
        _("Remove guests who left"),
        [_to_guests(school)],
        form=form,
        lead=lead,
        submit=_("Remove the guests chosen"),
        serious=True,
        no_search=True,
        cancel=with_school("directory_guests", school),
        **people_page(request, gone_guests(school), columns, _("Guests who left")),
    )


def _confirm(
    request: HttpRequest,
    act: Callable[[], Any],
    *,
    title: str,
    way: list[tuple[str, str]],
    lead: list[str],
    submit: str,
    done: str,
    then: str,
) -> HttpResponse:
    form = forms.Form(posted(request))
    if request.method == "POST" and attempt(act, form):
        messages.success(request, done)
        return redirect(then)
    return form_screen(request, title, way, form=form, lead=lead, submit=submit, serious=True)


def _guest_asked(request: HttpRequest, ref: UUID) -> Person:
    person = person_asked(request, ref, DirectoryRight.MANAGE_GUESTS)
    if person.profile != Profile.GUEST:
        raise Http404
    return person


def _until(person: Person) -> str:
    return f"{person.ends_on:%d/%m/%Y}" if person.ends_on else "—"


def _address(person: Person) -> str:
    return reverse("directory_guest", args=[person.ref])


def _to_guests(school: School) -> tuple[str, str]:
    return with_school("directory_guests", school), _("Guests")

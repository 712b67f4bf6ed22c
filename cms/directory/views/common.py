"""What the people screens share: which school, who may, how a refusal is shown."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import BaseColumn, Column, Table, TitleColumn

from cms.core.exceptions import DomainError, Invalid
from cms.directory.enums import Profile, State
from cms.directory.models import Group, Person
from cms.directory.permissions import may_in_directory, schools_where
from cms.directory.rules import DirectoryRight
from cms.directory.selectors import is_current, with_places
from cms.schools.models import School
from cms.schools.selectors import school_among

PER_PAGE = 30
Step = tuple[str, str]  # address and label of a breadcrumb


# --- Which school, which record ---


def school_asked(request: HttpRequest, right: DirectoryRight) -> School:
    """Among those where one has the right."""
    schools = schools_where(request.user, right)
    if not schools:
        raise PermissionDenied
    school = school_among(request, schools)
    if school is None:
        raise Http404
    return school


def person_asked(request: HttpRequest, ref: UUID, right: DirectoryRight = DirectoryRight.CONSULT) -> Person:
    """Records no longer in force are for those who see the state of accounts."""
    schools = schools_where(request.user, DirectoryRight.CONSULT)
    if not schools:
        raise PermissionDenied
    person = Person.objects.filter(ref=ref, school__in=schools).select_related("school__site", "user").first()
    if person is None or not (is_current(person) or sees_technical(request, person.school)):
        raise Http404
    if not may_in_directory(request.user, right, person.school):
        raise PermissionDenied
    return person


def group_asked(request: HttpRequest, ref: UUID, right: DirectoryRight = DirectoryRight.CONSULT) -> Group:
    schools = schools_where(request.user, DirectoryRight.CONSULT)
    if not schools:
        raise PermissionDenied
    group = Group.objects.filter(ref=ref, school__in=schools).select_related("school").first()
    if group is None:
        raise Http404
    if not may_in_directory(request.user, right, group.school):
        raise PermissionDenied
    return group


def sees_technical(request: HttpRequest, school: School) -> bool:
    return may_in_directory(request.user, DirectoryRight.SEE_TECHNICAL, school)


def people_chosen(request: HttpRequest, school: School) -> list[Person]:
    """Those ticked in a list. Raises `Invalid` when a reference is none, or another school's."""
    refs = []
    for given in request.POST.getlist("people"):
        try:
            refs.append(UUID(given))
        except ValueError:
            raise Invalid("Une des personnes choisies n’existe pas ici.", code="unknown-person") from None
    found = list(Person.objects.filter(school=school, ref__in=refs))
    if len(found) != len(set(refs)):
        raise Invalid("Une des personnes choisies n’existe pas ici.", code="unknown-person")
    return found


# --- Answers ---


def screen(request: HttpRequest, template: str, title: str, way: Sequence[Step], **context: Any) -> HttpResponse:
    """`way`: the breadcrumbs that lead here, without this screen itself."""
    steps = [{"url": url, "label": label} for url, label in way]
    context |= {"header_title": title, "breadcrumbs_items": [*steps, {"url": "", "label": title}]}
    return render(request, f"directory/{template}.html", context)


def form_screen(
    request: HttpRequest,
    title: str,
    way: Sequence[Step],
    *,
    form: forms.Form,
    submit: str,
    lead: Iterable[str | Promise] = (),
    serious: bool = False,
) -> HttpResponse:
    """A form with what it is about to do above it; one without a field asks for a confirmation."""
    return screen(request, "form", title, way, form=form, submit=submit, lead=lead, serious=serious, cancel=way[-1][0])


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to."""
    return request.POST if request.method == "POST" else None


def attempt(act: Callable[[], Any], form: forms.BaseForm, fields: dict[str, str] | None = None) -> bool:
    """Do it, or put the refusal in the form: at the field that `fields` gives for its code, else above them all."""
    try:
        act()
    except DomainError as error:
        form.add_error((fields or {}).get(error.code), error.message)
        return False
    return True


def with_school(name: str, school: School) -> str:
    return f"{reverse(name)}?school={school.slug}"


# --- Lists ---


class TickColumn(BaseColumn):
    """A box to tick before the name of a person; the name is its label."""

    header_template_name = "directory/tick_header.html"
    cell_template_name = "directory/tick.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"ticked": str(instance.ref) in parent_context["request"].POST.getlist("people")}


class StateColumn(BaseColumn):
    header_template_name = "wagtailadmin/tables/column_header.html"
    cell_template_name = "directory/state_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"state": state_in_words(instance), "current": is_current(instance)}


def ticks() -> TickColumn:
    return TickColumn("tick", label=_("Choose"), classname="preau-tick")


def person_columns(*, link: bool = True) -> list[BaseColumn]:
    return [
        TitleColumn(
            "name",
            label=_("Name"),
            accessor=by_last_name,
            get_url=record_address if link else None,
            get_label_id=lambda person: f"person-{person.ref}",
        ),
        Column("profile", label=_("Profile"), accessor=lambda person: person.get_profile_display()),
        Column("places", label=_("Classes and functions"), accessor=places_in_words),
    ]


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> dict[str, Any]:
    paginator = WagtailPaginator(rows, PER_PAGE)
    page = paginator.get_page(request.GET.get("p"))
    return {"page_obj": page, "elided_page_range": paginator.get_elided_page_range(page.number)}


def people_page(
    request: HttpRequest, people: QuerySet[Person], columns: Sequence[BaseColumn], caption: str
) -> dict[str, Any]:
    """A page of people, as a table."""
    context = page_of(request, with_places(people))
    table = Table(columns, context["page_obj"].object_list, caption=caption)
    return context | {"table": table, "count": context["page_obj"].paginator.count}


def record_address(person: Person) -> str:
    return reverse("directory_person", args=[person.ref])


def by_last_name(person: Person) -> str:
    return f"{person.last_name} {person.first_name}"


def places_in_words(person: Person) -> str:
    """What tells one from another of the same name; a parent is told by their children."""
    parts = [str(one) for one in (*person.functions.all(), *person.subjects.all(), *person.classes.all())]
    if person.profile == Profile.PARENT:
        parts += [with_classes(child) for child in person.children.all()]
    return ", ".join(parts)


def with_classes(person: Person) -> str:
    classes = ", ".join(str(one) for one in person.classes.all())
    return f"{person} ({classes})" if classes else str(person)


def state_in_words(person: Person) -> str:
    if person.state == State.ACTIVE and not is_current(person):
        return str(ENDED)
    return person.get_state_display()


ENDED = gettext_lazy("access ended")

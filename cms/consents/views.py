"""Who is seen in a picture; what people agreed to: searched, recorded, withdrawn (ZONE-07)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.consents import rules
from cms.consents.forms import ConsentForm, WithdrawalForm
from cms.consents.models import Consent
from cms.consents.permissions import may_keep_consents, may_note_people
from cms.consents.selectors import (
    candidates,
    consents_of,
    people_shown,
    pictures_of,
    school_of_image,
    today,
)
from cms.consents.services import forget_person, note_person, record_consent, withdraw_consent
from cms.core.exceptions import DomainError
from cms.core.keys import row_at
from cms.directory.models import Person
from cms.directory.selectors import classes_at, current_people, named, with_places
from cms.directory.views.common import attempt, page_of, places_in_words, posted, with_school
from cms.media.models import SchoolImage
from cms.rubrics.views.shared import school_asked

FOUND = 12
STATES: tuple[tuple[str, str | Promise], ...] = (
    ("", gettext_lazy("all")),
    ("in-force", gettext_lazy("in force")),
    ("soon", gettext_lazy("end within 30 days")),
    ("to-come", gettext_lazy("not begun yet")),
    ("ended", gettext_lazy("over")),
    ("withdrawn", gettext_lazy("withdrawn")),
)
FIELDS = {"giver": "giver_choice", "reversed": "ends_on", "too-long": "ends_on", "about-nothing": "image"}


def answer(request: HttpRequest, template: str, title: str, way: list[tuple[str, str]], **context: Any) -> HttpResponse:
    steps = [{"url": url, "label": label} for url, label in [*way, ("", title)]]
    context |= {"header_title": title, "breadcrumbs_items": steps}
    return render(request, f"consents/{template}.html", context)


# --- Who is seen in a picture ---


def image_people(request: HttpRequest, pk: int) -> HttpResponse:
    """The people of a picture, and a search by name to note others."""
    image = get_object_or_404(SchoolImage, pk=pk)
    school = school_of_image(image)
    if school is None or not may_note_people(request.user, image):
        raise PermissionDenied
    if request.method == "POST":
        try:
            _change_people(request, image)
        except DomainError as error:
            messages.error(request, error.message)
        return redirect("image_people", image.pk)
    asked = request.GET.get("q", "").strip()[:160]
    found = list(with_places(candidates(image, school, asked))[: FOUND + 1]) if asked else []
    people = people_shown(image)
    keeps = may_keep_consents(request.user, school)
    context = {
        "image": image,
        "keeps": keeps,
        "people": [
            (row, in_words(consent, keeps=keeps), consent is not None and covers(consent)) for row, consent in people
        ],
        "lacking": sum(1 for _row, consent in people if consent is None or not covers(consent)),
        "asked": asked,
        "found": [(person, places_in_words(person)) for person in found[:FOUND]],
        "more": len(found) > FOUND,
    }
    way = [(reverse("wagtailimages:edit", args=[image.pk]), image.title)]
    return answer(request, "image", _("People shown"), way, **context)


def _change_people(request: HttpRequest, image: SchoolImage) -> None:
    if "forget" in request.POST:
        depiction = row_at(image.depictions.all(), request.POST["forget"])
        if depiction:
            forget_person(depiction=depiction, actor=request.user)
        return
    try:
        ref = UUID(request.POST.get("note", ""))
    except ValueError:
        return
    person = Person.objects.filter(ref=ref, school__collection=image.collection_id).select_related("school").first()
    if person:
        note_person(image=image, person=person, actor=request.user)


def covers(consent: Consent) -> bool:
    return rules.covers(consent.terms, today())


def in_words(consent: Consent | None, *, keeps: bool) -> str:
    """What it means for the public site; until when, or what became of it, to those who keep consents alone."""
    agreed = consent is not None and covers(consent)
    if consent is None or not keeps:
        return _("agreed for the public site") if agreed else _("no agreement for the public site")
    if agreed:
        return _("agreed, until %s") % f"{consent.ends_on:%d/%m/%Y}"
    return _("no agreement in force (%s)") % consent.state.label


# --- What was agreed ---


def index(request: HttpRequest) -> HttpResponse:
    school, schools = school_asked(request)
    name, state = request.GET.get("q", "").strip()[:160], request.GET.get("state", "")
    found = consents_of(school, name=name, state=state).prefetch_related(classes_at("person__classes"))
    people = Person.objects.none()
    if name:
        people = with_places(named(current_people(school.pk), name))
    context = {
        "school": school,
        "schools": schools,
        "asked": name,
        "state": state,
        "states": STATES,
        "people": [(person, places_in_words(person)) for person in people[:FOUND]],
        **page_of(request, found),
    }
    return answer(request, "index", _("Right to one’s image"), [], **context)


def person(request: HttpRequest, ref: UUID) -> HttpResponse:
    """What somebody agreed to, the pictures that show them, and the form of another agreement."""
    whose = _person_asked(request, ref)
    form = ConsentForm(posted(request), person=whose)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(lambda: record_consent(person=whose, actor=request.user, **form.facts), form, FIELDS)
    ):
        messages.success(request, _("The agreement of %s is recorded.") % whose)
        return redirect("consents_person", whose.ref)
    context = {
        "person": whose,
        "places": places_in_words(whose),
        "consents": whose.consents.all(),
        "pictures": pictures_of(whose),
        "form": form,
    }
    return answer(request, "person", str(whose), [_to_index(whose)], **context)


def withdraw(request: HttpRequest, ref: UUID) -> HttpResponse:
    consent = Consent.objects.filter(ref=ref).select_related("person__school__site__root_page").first()
    if consent is None:
        raise Http404
    _person_asked(request, consent.person.ref)
    form = WithdrawalForm(posted(request), initial={"day": today()})
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            lambda: withdraw_consent(consent=consent, actor=request.user, day=form.cleaned_data["day"]),
            form,
            {"day": "day"},
        )
    ):
        messages.success(request, _("The agreement is withdrawn; the public site follows."))
        return redirect("consents_person", consent.person.ref)
    pictures = pictures_of(consent.person)
    said = ngettext(
        "%d picture shows this person: it leaves the public site at once, unless another agreement covers it.",
        "%d pictures show this person: they leave the public site at once, unless another agreement covers them.",
        len(pictures),
    )
    cancel = reverse("consents_person", args=[consent.person.ref])
    context = {
        "consent": consent,
        "form": form,
        "pictures": pictures,
        "said": said % len(pictures) if pictures else _("No picture shows this person today."),
        "cancel": cancel,
    }
    way = [_to_index(consent.person), (cancel, str(consent.person))]
    return answer(request, "withdraw", _("Withdraw an agreement"), way, **context)


def _person_asked(request: HttpRequest, ref: UUID) -> Person:
    whose = with_places(Person.objects.filter(ref=ref)).select_related("school__site__root_page").first()
    if whose is None or not may_keep_consents(request.user, whose.school):
        raise PermissionDenied
    return whose


def _to_index(whose: Person) -> tuple[str, str]:
    return with_school("consents", whose.school), _("Right to one’s image")

"""Reads about people shown and what they agreed to. Those named `public_…` are all that the export may call."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from wagtail.models import Page

from cms.consents import rules
from cms.consents.models import Consent, Depiction
from cms.core import clock
from cms.directory.enums import GuardianKind, Profile
from cms.directory.models import Person
from cms.directory.selectors import current_people, families_links, named
from cms.media.models import SchoolImage
from cms.media.naming import as_stored, file_fields, named_by
from cms.rubrics.rules import STEP
from cms.rubrics.selectors import public_paths
from cms.schools.models import School
from cms.schools.selectors import school_of_page


def today() -> date:
    return clock.now().date()


def covering(day: date) -> Q:
    """`rules.covers`, asked of the database (a test compares them)."""
    return _in_force(day) & Q(image=True, public_site=True)


def public_images(school: School) -> frozenset[int]:
    """The keys of the images that the public zone may show: each person shown agreed to it, today."""
    images = SchoolImage.objects.filter(collection=school.collection_id).exclude(pk__in=_withheld().values("image"))
    return frozenset(images.values_list("pk", flat=True))


def withheld_images(school: School) -> frozenset[int]:
    """The others, few as a rule."""
    shown = _withheld().filter(image__collection=school.collection_id)
    return frozenset(shown.values_list("image", flat=True))


def unconsenting(images: Iterable[int]) -> dict[int, list[Depiction]]:
    """By image, who is shown in it without an agreement in force for the public site."""
    found: dict[int, list[Depiction]] = {}
    rows = _withheld().filter(image__in=list(images)).select_related("image", "person")
    for row in rows.order_by("image__title", "person__last_name", "person__first_name", "pk"):
        found.setdefault(row.image_id, []).append(row)
    return found


def _withheld() -> QuerySet[Depiction]:
    consents = Consent.objects.filter(covering(today()), person=OuterRef("person"))
    return Depiction.objects.exclude(Exists(consents))


def images_named(page: Page) -> set[int]:
    """The images that a page uses as it stands in memory, such as a version that is not online yet."""
    return {
        key
        for field in file_fields(type(page))
        for model, key in named_by(field, as_stored(field, field.value_from_object(page)))
        if model is SchoolImage
    }


def withheld_in(page: Page) -> dict[int, list[Depiction]]:
    """The pictures of a page in memory that its place, open to anyone, may not show; by image, who did not agree."""
    school = school_of_page(page)
    if school is None or page.path[:-STEP] not in set(public_paths(school)):
        return {}
    return unconsenting(images_named(page))


def school_of_image(image: SchoolImage) -> School | None:
    return School.objects.filter(collection=image.collection_id).select_related("site__root_page").first()


def people_shown(image: SchoolImage) -> list[tuple[Depiction, Consent | None]]:
    """Each with the agreement that counts most for the public site: in force, else the latest."""
    rows = list(image.depictions.select_related("person__school").order_by("person__last_name", "person__first_name"))
    best = best_consents([row.person_id for row in rows if row.person_id])
    return [(row, best.get(row.person_id or 0)) for row in rows]


def best_consents(people: Sequence[int]) -> Mapping[int, Consent]:
    """One query."""
    covers = Case(When(covering(today()), then=1), default=0)
    rows = Consent.objects.filter(person__in=people, image=True, public_site=True).annotate(covers=covers)
    return {row.person_id: row for row in rows.order_by("covers", "ends_on", "pk")}


def candidates(image: SchoolImage, school: School, name: str) -> QuerySet[Person]:
    """People who may be seen in the picture and are not noted yet."""
    noted = image.depictions.exclude(person=None).values("person")
    return named(current_people(school.pk).exclude(pk__in=noted), name)


STATES: Mapping[str, Callable[[date], Q]] = {
    "in-force": lambda day: _in_force(day),
    "soon": lambda day: _in_force(day) & Q(ends_on__lte=day + rules.SOON),
    "to-come": lambda day: Q(starts_on__gt=day) & _not_withdrawn(day),
    "ended": lambda day: Q(ends_on__lt=day) & _not_withdrawn(day),
    "withdrawn": lambda day: Q(withdrawn_on__lte=day),
}


def _in_force(day: date) -> Q:
    return Q(starts_on__lte=day, ends_on__gte=day) & _not_withdrawn(day)


def _not_withdrawn(day: date) -> Q:
    return Q(withdrawn_on=None) | Q(withdrawn_on__gt=day)


def consents_of(school: School, *, name: str = "", state: str = "") -> QuerySet[Consent]:
    found = Consent.objects.filter(person__school=school)
    if state in STATES:
        found = found.filter(STATES[state](today()))
    if name.strip():
        found = found.filter(person__in=named(Person.objects.filter(school=school), name).values("pk"))
    return found.select_related("person__school").order_by("person__last_name", "person__first_name", "-ends_on", "-pk")


def pictures_of(person: Person) -> list[SchoolImage]:
    return list(SchoolImage.objects.filter(depictions__person=person).order_by("title"))


def guardians_of(pupil: Person) -> list[Person]:
    """Those who hold the parental authority."""
    return [link.guardian for link in families_links(pupil) if link.kind == GuardianKind.LEGAL]


def is_pupil(person: Person) -> bool:
    return person.profile == Profile.PUPIL

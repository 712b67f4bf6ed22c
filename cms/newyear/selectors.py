"""What the checklist knows of a school: as many queries for a large school as for a small one."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Min, Q

from cms.core import clock
from cms.directory.models import Person, this_school_year
from cms.directory.rules import folded
from cms.directory.selectors import classes_this_year, gone_guests
from cms.homepage.selectors import public_homepage
from cms.newyear.rules import Facts, Head, Named, Place, Publication
from cms.publishing.enums import Outcome
from cms.publishing.models import PublicationRequest, Release
from cms.publishing.waiting import failing
from cms.rubrics.enums import Role
from cms.rubrics.models import Rubric, RubricRole
from cms.rubrics.rights import Lived, Rights
from cms.rubrics.rights import Place as RightsPlace
from cms.rubrics.rules import RIGHTS, STALE, Right
from cms.rubrics.upkeep import class_rubrics, empty_rubrics, heads_of, rubrics_without_their_head, stale_rubrics
from cms.schools.models import School
from cms.schools.selectors import day_at

# Without these, a visitor finds neither the school nor somebody to ask; the other fields say more, and may be left out.
CONTACTS = ("address", "town", "phone", "email")


def facts_of(school: School) -> Facts:
    now = clock.now()
    heads = list(heads_of(school).select_related("user"))
    here = class_rubrics(school).filter(school_class__school_year=this_school_year(), archived_at=None)
    with_rubric = set(here.values_list("school_class", flat=True))
    classes = classes_this_year(school)
    homepage = public_homepage(school)
    return Facts(
        now=now,
        today=day_at(school, now),
        heads=[Head(str(head), head.user is not None and head.user.is_active) for head in heads],
        headless=_named(rubrics_without_their_head(school)),
        classes=len(classes),
        without_rubric=[Named(one.name) for one in classes if one.pk not in with_rubric],
        out_from=school.families_out_from,
        out_until=school.families_out_until,
        gone_guests=[Named(str(guest)) for guest in gone_guests(school)],
        places=_places(school, heads),
        stale=_named(stale_rubrics(school, now - STALE)),
        empty=_named(empty_rubrics(school)),
        homepage=homepage.title if homepage else "",
        missing_contacts=[Named(_label(name)) for name in CONTACTS if not str(getattr(school, name)).strip()],
        director=school.publication_director.strip(),
        director_is_head=any(_is_named(head, school.publication_director) for head in heads),
        publication=_publication(school),
    )


def _named(pages: Iterable[Any]) -> list[Named]:
    return [Named(page.title, page.pk) for page in pages]


def _label(name: str) -> str:
    return str(School._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _is_named(head: Person, text: str) -> bool:
    """Whether a line such as "Mme Hélène Marchetti, principale" is about that person."""
    words = set(folded(text).replace(",", " ").split())
    return set(folded(str(head)).split()) <= words


def _places(school: School, heads: Iterable[Person]) -> list[Place]:
    """Open rubrics that take articles or events, where a role of editor is given: beneath, others only add deciders."""
    top = school.root_page
    given = set(
        RubricRole.objects.filter(role=Role.EDITOR, page__path__startswith=top.path).values_list(
            "page__path", flat=True
        )
    )
    if not given:
        return []
    written = Rubric.objects.filter(Q(blog=True) | Q(agenda=True), path__in=given)
    wanted = {top.path, *written.values_list("path", flat=True)} & given
    rights = Rights(school)
    return [
        found
        for place in (rights.top(), *rights.places())
        if place.path in wanted and place.lived not in {Lived.ARCHIVED, Lived.OFFLINE}
        if (found := _place(rights, place, {head.pk for head in heads}))
    ]


def _place(rights: Rights, place: RightsPlace, heads: set[int]) -> Place | None:
    """None where the role of editor reaches nobody."""
    lines = rights.at(place.path)
    if not any(line.own and line.people and line.role == Role.EDITOR for line in lines):
        return None
    deciding = [line for line in lines if Right.VALIDATE in RIGHTS[line.role] and not line.idle]
    people = {person for line in deciding for person in line.people}
    return Place(Named(place.title, place.pk), len(people), len(people - heads))


def _publication(school: School) -> Publication:
    """From the record of what went into service; the screen of publications reads the disk too."""
    shown = Release.objects.filter(school=school, outcome__in=[Outcome.IN_SERVICE, Outcome.ROLLED_BACK]).first()
    oldest = PublicationRequest.objects.filter(school=school).aggregate(since=Min("requested_at"))["since"]
    return Publication(
        since=shown.ended_at if shown else None,
        put_back=shown is not None and shown.outcome == Outcome.ROLLED_BACK,
        failing=oldest is not None and failing(school.pk) is not None,
        waiting_since=oldest,
    )

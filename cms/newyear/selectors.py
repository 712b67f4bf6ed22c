"""What the checklist knows of a school: as many queries for a large school as for a small one."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Min

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
from cms.rubrics.models import Rubric
from cms.rubrics.rights import Lived, Rights
from cms.rubrics.rules import RIGHTS, STALE, Right
from cms.rubrics.selectors import class_rubrics, empty_rubrics, heads_of, rubrics_without_their_head, stale_rubrics
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
    rights = Rights(school)
    written = Rubric.objects.filter(path__startswith=school.root_page.path)
    paths = {path for path, blog, agenda in written.values_list("path", "blog", "agenda") if blog or agenda}
    top = rights.top()
    places = [top, *(place for place in rights.places() if place.path in paths)]
    found = []
    for place in places:
        if place.lived in {Lived.ARCHIVED, Lived.OFFLINE}:
            continue
        lines = rights.at(place.path)
        if not any(line.own and line.people and line.role == Role.EDITOR for line in lines):
            continue
        who = {
            person for line in lines if Right.VALIDATE in RIGHTS[line.role] and not line.idle for person in line.people
        }
        besides = who - {head.pk for head in heads}
        found.append(Place(Named(place.title, place.pk), len(who), len(besides)))
    return found


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

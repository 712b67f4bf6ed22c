"""Rubrics to look after: empty, forgotten, without their head, ended with their class (RUB-05, RUB-07, RUB-08)."""

from datetime import datetime

from django.db.models import F, OuterRef, QuerySet, Subquery
from wagtail.models import Page

from cms.directory.enums import GroupPurpose
from cms.directory.models import Person, this_school_year
from cms.directory.selectors import Facts, current_people, reserved_group
from cms.rubrics.enums import Role
from cms.rubrics.models import Rubric
from cms.rubrics.selectors import standing_for
from cms.schools.models import School


def empty_rubrics(school: School) -> list[Rubric]:
    """Open rubrics that hold neither article nor rubric; those of classes begin so, and are not to be mended."""
    return list(_open_rubrics(school).filter(numchild=0, school_class=None).order_by("path"))


def stale_rubrics(school: School, since: datetime) -> list[Rubric]:
    """Open rubrics with articles, none of which changed since then."""
    recent = Page.objects.filter(path__startswith=OuterRef("path"), depth=OuterRef("depth") + 1)
    latest = recent.not_type(Rubric).order_by(F("latest_revision_created_at").desc(nulls_last=True))
    rows = _open_rubrics(school).annotate(latest=Subquery(latest.values("latest_revision_created_at")[:1]))
    return list(rows.filter(latest__lt=since).order_by("path"))


def rubrics_without_their_head(school: School) -> list[Page]:
    """The school's top and rubrics where the group of heads is not manager."""
    group = reserved_group(school, GroupPurpose.HEADS)
    standing = standing_for(Facts(school_id=school.pk, group_ids=[group.pk]))
    rubrics = Rubric.objects.filter(path__startswith=school.root_page.path).order_by("path")
    places = [Page.objects.get(pk=school.root_page.pk), *rubrics]
    return [place for place in places if standing.at(place.path) != Role.MANAGER]


def class_rubrics(school: School) -> QuerySet[Rubric]:
    return Rubric.objects.filter(path__startswith=school.root_page.path, school_class__isnull=False)


def past_class_rubrics(school: School) -> list[Rubric]:
    """Those put away at the end of their school year: they may be removed (RUB-05)."""
    past = class_rubrics(school).filter(archived_at__isnull=False, school_class__school_year__lt=this_school_year())
    return list(past.select_related("school_class").order_by("path"))


def heads_of(school: School) -> QuerySet[Person]:
    """People in force in the group of heads."""
    return current_people(school.pk).filter(groups=reserved_group(school, GroupPurpose.HEADS))


def _open_rubrics(school: School) -> QuerySet[Rubric]:
    return Rubric.objects.filter(path__startswith=school.root_page.path, live=True, archived_at=None)

"""Small schools with the rubrics that the demonstration gives rights in."""

from collections.abc import Callable
from datetime import date

import pytest
from wagtail.models import Collection, Page, Site

from cms.demo.accounts import GRANTS
from cms.demo.people import DemoPeople, draw_people
from cms.rubrics.enums import Zone
from cms.rubrics.models import Rubric, SchoolPage
from cms.schools.models import School

PRIVATE = (
    "classes/",
    "espaces-pedagogiques",
    "conseil-d-administration",
    "salle-des-personnels",
    "vie-scolaire-interne",
)


@pytest.fixture(scope="session")
def drawn() -> DemoPeople:
    return draw_people(until=date(2027, 7, 5))


@pytest.fixture(scope="session")
def make_school() -> Callable[..., School]:
    """Makes a school, with or without the demonstration's rubrics."""

    def make(slug: str, *, rubrics: bool = False) -> School:
        top = Page.objects.get(depth=1).add_child(instance=SchoolPage(title=slug, slug=slug))
        site = Site.objects.create(hostname=f"{slug}.example", root_page=top)
        collection = Collection.get_first_root_node().add_child(name=slug)
        school = School.objects.create(slug=slug, name=slug, site=site, collection=collection)
        for path in sorted({grant.rubric for grant in GRANTS if rubrics}):
            add_rubric(school, path)
        return school

    return make


@pytest.fixture
def school(db, make_school) -> School:
    return make_school("essai", rubrics=True)


@pytest.fixture
def bare_school(db, make_school) -> School:
    return make_school("essai")


def add_rubric(school: School, path: str) -> Page:
    """The rubric at `path`, and those above it."""
    if not path:
        return Page.objects.get(pk=school.root_page.pk)
    above, _slash, slug = path.rpartition("/")
    parent = add_rubric(school, above)
    found = Rubric.objects.child_of(parent).filter(slug=slug).first()
    zone = Zone.PRIVATE if path.startswith(PRIVATE) else Zone.PUBLIC
    return found or parent.add_child(instance=Rubric(title=slug, slug=slug, zone=zone))

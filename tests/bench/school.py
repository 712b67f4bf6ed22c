"""A school of the size that rights are measured at, drawn with a seed and written in bulk. Needs Django set up."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from tqdm import tqdm
from wagtail.models import Locale, Page

from cms.accounts.models import User
from cms.articles.models import Article, ArticleTag
from cms.audiences.models import Audience, AudienceTerm
from cms.directory.enums import GroupKind, Profile
from cms.directory.models import Function, Person, SchoolClass, Subject
from cms.directory.services import Guard, add_members, create_groups, enrol, entrust
from cms.media.models import SchoolImage
from cms.rubrics.enums import Role, Zone
from cms.rubrics.models import Rubric, RubricRole, SchoolPage
from cms.schools.models import School
from cms.schools.services import open_school

SEED = 2026
BATCH = 1000
HOST = "localhost"
START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)

YEARS = ("6e", "5e", "4e", "3e")
CLASSES = {f"{year}{letter}": year for year in YEARS for letter in "ABCDEFGHIJ"}
PUPILS_IN_A_CLASS = 25
ADULTS = {Profile.TEACHER: 180, Profile.STAFF: 50, Profile.AUTHORITY: 10, Profile.GUEST: 10}
SECOND_PARENTS = 250
FUNCTIONS, SUBJECTS, GROUPS = 15, 15, 40
RUBRICS = (10, 90, 400, 1500)  # by level
BREAKS, ARCHIVES = 10, 4
ROLE_ROWS = 5000
MODERATED = (10, 500)  # role rows of two moderators, among these
LISTED = 50  # articles in the rubric that both moderate


@dataclass
class BigSchool:
    school: School
    people: list[Person]
    rubrics: list[Rubric]
    listed: Rubric  # holds `LISTED` articles
    moderators: dict[int, Person]  # by how many role rows reach them
    everyone: Audience  # of 2,000 people

    def of(self, profile: Profile) -> list[Person]:
        return [person for person in self.people if person.profile == profile]


def make_school() -> BigSchool:
    """All of it, in one transaction, with a bar: it takes a few seconds."""
    random = Random(SEED)
    with transaction.atomic(), tqdm(total=6, file=sys.stderr, leave=False, desc="école à mesurer") as steps:
        top = SchoolPage(title="Collège mesuré", slug="mesure")
        school = open_school(slug="mesure", name="Collège mesuré", root_page=top, hostname=HOST)
        steps.update()
        people = _people(school, random)
        steps.update()
        rubrics = _rubrics(school, random)
        steps.update()
        listed = next(one for one in rubrics if one.depth == 5 and one.inherits)
        _articles(school, rubrics, listed)
        steps.update()
        moderators = _moderators(people)
        terms = _terms(school, people, random)
        everyone = _audiences(school, [[{"profile": "pupil"}, {"profile": "parent"}, _not_of("3e")]])[0]
        steps.update()
        _roles(school, rubrics, listed, moderators, terms, random)
        steps.update()
    return BigSchool(school, people, rubrics, listed, moderators, everyone)


def _not_of(year: str) -> dict[str, Any]:
    return {"profile": "parent", "year_group": year, "excluded": True}


def _people(school: School, random: Random) -> list[Person]:
    classes = SchoolClass.objects.bulk_create(
        SchoolClass(school=school, name=name, year_group=year) for name, year in CLASSES.items()
    )
    functions = Function.objects.bulk_create(Function(school=school, name=f"Fonction {n}") for n in range(FUNCTIONS))
    subjects = Subject.objects.bulk_create(Subject(school=school, name=f"Matière {n}") for n in range(SUBJECTS))
    groups = list(create_groups(school=school, groups={f"Groupe {n}": GroupKind.FREE for n in range(GROUPS)}).values())
    pupils = len(classes) * PUPILS_IN_A_CLASS
    counts = {Profile.PUPIL: pupils, Profile.PARENT: pupils + SECOND_PARENTS, **ADULTS}
    profiles = [profile for profile, count in counts.items() for _ in range(count)]
    accounts = User.objects.bulk_create((User(username=f"compte{n}") for n in range(len(profiles))), BATCH)
    people = Person.objects.bulk_create(
        (
            Person(school=school, user=user, profile=profile, first_name=f"Prénom{user.pk}", last_name=f"Nom{user.pk}")
            for user, profile in zip(accounts, profiles, strict=True)
        ),
        BATCH,
    )
    children, parents = people[:pupils], [person for person in people if person.profile == Profile.PARENT]
    teachers = [person for person in people if person.profile == Profile.TEACHER]
    entrust(guards=[Guard(parent, children[n % pupils]) for n, parent in enumerate(parents)])
    enrol(places=[(child, classes[n // PUPILS_IN_A_CLASS]) for n, child in enumerate(children)])
    enrol(places=[(teacher, one) for teacher in teachers for one in random.sample(classes, 5)])
    known = [person for person in people if person.profile != Profile.GUEST]
    add_members(members=[(person, group) for group in groups for person in random.sample(known, 30)])
    _link(Person.functions.through, "function", people[-sum(ADULTS.values()) :], functions, random)
    _link(Person.subjects.through, "subject", teachers, subjects, random)
    return people


def _link(through: Any, name: str, people: Iterable[Person], parts: Sequence[Model], random: Random) -> None:
    through.objects.bulk_create(
        through(**{"person": person, name: random.choice(parts)}) for person in people if person.profile != "guest"
    )


def _rubrics(school: School, random: Random) -> list[Rubric]:
    """Level by level, evenly under those above: public at first, then one in two of what may be."""
    above: list[Any] = [Page.objects.get(pk=school.root_page.pk)]
    found: list[Rubric] = []
    for count in RUBRICS:
        level = []
        for number in range(count):
            parent = above[number % len(above)]
            public = parent.depth == 2 or (parent.zone == Zone.PUBLIC and random.random() < 0.5)
            zone = Zone.PUBLIC if public else Zone.PRIVATE
            level.append(beneath(parent, Rubric(title=f"Rubrique {len(found) + number}", zone=zone)))
        found += level
        above = level
    inner = [rubric for rubric in found if rubric.depth in (4, 5)]
    for place, rubric in enumerate(random.sample(inner, BREAKS + ARCHIVES)):
        if place < BREAKS:
            rubric.inherits, rubric.zone = False, Zone.PRIVATE
        else:
            rubric.archived_at = START
    write_pages(Rubric, found, school)
    return found


def _articles(school: School, rubrics: Sequence[Rubric], listed: Rubric) -> None:
    """One in each rubric, more in the one that is listed, all with a picture and two tags."""
    pictures = SchoolImage.objects.bulk_create(
        SchoolImage(
            collection=school.collection, title=f"Image {n}", name=f"{n}.jpg", file=f"{n}.jpg", width=1200, height=800
        )
        for n in range(40)
    )
    places = [*rubrics, *[listed] * (LISTED - 1)]
    articles = [
        beneath(place, Article(title=f"Article {n}", illustration=pictures[n % 40], summary="En deux phrases."))
        for n, place in enumerate(places)
    ]
    for number, article in enumerate(articles):
        article.first_published_at = article.last_published_at = START + timedelta(minutes=number)
    write_pages(Article, articles, school)
    tag = ArticleTag.tag_model()
    tags = tag.objects.bulk_create(tag(name=f"Mot {n}", slug=f"mot-{n}") for n in range(10))
    ArticleTag.objects.bulk_create(
        (
            ArticleTag(content_object=article, tag=tags[(number + shift) % 10])
            for number, article in enumerate(articles)
            for shift in (0, 1)
        ),
        BATCH,
    )
    for article in Article.objects.filter(path__startswith=listed.path, depth=listed.depth + 1):
        article.save_revision(log_action=False).publish(log_action=False)


def beneath(parent: Page, page: Any) -> Any:
    """Where a page goes as the last child of its parent, which is not asked of the database."""
    parent.numchild += 1
    page.path = Page._get_path(parent.path, parent.depth + 1, parent.numchild)
    page.depth = parent.depth + 1
    page.slug = f"p{parent.numchild}"
    page.url_path = f"{parent.url_path}{page.slug}/"
    return page


def write_pages(model: Any, pages: Sequence[Any], school: School) -> None:
    """Pages in bulk: Django does it for the table that all share, and one by one for the model's own."""
    kind, locale = ContentType.objects.get_for_model(model), Locale.objects.get()
    shared = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    for page in pages:
        page.content_type, page.locale, page.draft_title = kind, locale, page.title
    rows = Page.objects.bulk_create((Page(**{name: getattr(page, name) for name in shared}) for page in pages), BATCH)
    for page, row in zip(pages, rows, strict=True):
        page.pk = page.page_ptr_id = page.id = row.pk
        page.save_base(raw=True)
    by_count: dict[str, int] = {}
    for page in pages:
        above = page.path[: -Page.steplen]
        by_count[above] = by_count.get(above, 0) + 1
    parents = list(Page.objects.filter(path__startswith=school.root_page.path))
    for parent in parents:
        parent.numchild += by_count.get(parent.path, 0)
    Page.objects.bulk_update(parents, ["numchild"], BATCH // 2)


def _moderators(people: Sequence[Person]) -> dict[int, Person]:
    """Guests: no other row than their own reaches them."""
    guests = (person for person in people if person.profile == Profile.GUEST)
    return {rows: next(guests) for rows in MODERATED}


def _terms(school: School, people: Sequence[Person], random: Random) -> Iterator[list[dict[str, Any]]]:
    """The terms of audiences of all kinds, without end."""
    classes, functions = list(school.classes.all()), list(school.functions.all())
    subjects, groups = list(school.subjects.all()), list(school.groups.all())
    known = [person for person in people if person.profile != Profile.GUEST]
    families = ("pupil", "parent")
    while True:
        one, other = random.choice(classes), random.choice(classes)
        kinds: list[list[dict[str, Any]]] = [
            [{"profile": random.choice(("pupil", "parent", "teacher", "staff"))}],
            [{"profile": random.choice(families), "school_class": one}],
            [{"profile": profile, "school_class": one} for profile in families],
            [{"year_group": random.choice(YEARS)}],
            [{"profile": "parent", "year_group": random.choice(YEARS)}],
            [{"profile": "teacher", "subject": random.choice(subjects)}],
            [{"function": random.choice(functions)}],
            [{"group": random.choice(groups)}],
            [{"person": random.choice(known)}],
            [{"school_class": one}, {"school_class": other}, {"group": random.choice(groups)}],
            [{"profile": "teacher"}, {"group": random.choice(groups), "excluded": True}],
            [{"year_group": one.year_group}, {"school_class": one, "excluded": True}],
        ]
        yield random.choice(kinds)


def _audiences(school: School, each: Sequence[Sequence[dict[str, Any]]]) -> list[Audience]:
    audiences = Audience.objects.bulk_create((Audience(school=school) for _ in each), BATCH)
    pairs = zip(audiences, each, strict=True)
    AudienceTerm.objects.bulk_create(
        (AudienceTerm(audience=one, **term) for one, terms in pairs for term in terms), BATCH
    )
    return audiences


def _roles(
    school: School,
    rubrics: Sequence[Rubric],
    listed: Rubric,
    moderators: dict[int, Person],
    terms: Iterator[list[dict[str, Any]]],
    random: Random,
) -> None:
    """Mostly visitors, as in a school; the moderators' own rows are spread over the tree, the first on `listed`."""
    rows: list[tuple[Any, Role, list[dict[str, Any]]]] = []
    for count, person in moderators.items():
        places = [listed, *random.sample([rubric for rubric in rubrics if rubric is not listed], count - 1)]
        rows += [(place, Role.MODERATOR, [{"person": person}]) for place in places]
    roles = (Role.VISITOR,) * 7 + (Role.EDITOR, Role.PUBLISHER, Role.MANAGER)
    while len(rows) < ROLE_ROWS:
        rows.append((random.choice(rubrics), random.choice(roles), next(terms)))
    audiences = _audiences(school, [given for _place, _role, given in rows])
    RubricRole.objects.bulk_create(
        (
            RubricRole(page_id=place.pk, audience=audience, role=role)
            for (place, role, _terms), audience in zip(rows, audiences, strict=True)
        ),
        BATCH,
    )

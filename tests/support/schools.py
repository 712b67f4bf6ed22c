"""A small school for the screens of the administration: a tree, people with accounts, roles."""

from __future__ import annotations

from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils.text import slugify
from wagtail.models import Collection, Page, Site

from cms.accounts.models import User
from cms.articles.models import Article
from cms.directory.enums import GroupPurpose, Profile
from cms.directory.models import Person, SchoolClass
from cms.directory.selectors import reserved_group
from cms.directory.services import create_classes
from cms.publishing.models import PublicationRequest
from cms.publishing.selectors import waiting_requests
from cms.rubrics.enums import Role, Zone
from cms.rubrics.models import Rubric, RubricRole, SchoolPage
from cms.rubrics.services import grant_role
from cms.schools.models import School


class SmallSchool:
    """The school and the gestures that fill it. Its head is `chef`."""

    def __init__(self, slug: str = "essai") -> None:
        top = Page.objects.get(depth=1).add_child(instance=SchoolPage(title=f"École {slug}", slug=slug))
        site = Site.objects.create(hostname=f"{slug}.example", root_page=top)
        collection = Collection.objects.get(depth=1).add_child(name=slug)
        self.school = School.objects.create(slug=slug, name=f"École {slug}", site=site, collection=collection)
        self.slug = slug
        self.chef = self.person("chef", Profile.STAFF)
        self.chef.groups.add(reserved_group(self.school, GroupPurpose.HEADS))

    @property
    def top(self) -> Page:
        return Page.objects.get(pk=self.school.root_page.pk).specific

    def rubric(self, title: str, *, zone: Zone = Zone.PUBLIC, under: Page | None = None, **fields: Any) -> Rubric:
        parent = Page.objects.get(pk=(under or self.top).pk)
        fields.setdefault("slug", slugify(title))
        return parent.add_child(instance=Rubric(title=title, zone=zone, **fields))

    def article(self, rubric: Page, title: str, *, kind: type[Article] = Article, **fields: Any) -> Article:
        fields.setdefault("slug", slugify(title))
        return Page.objects.get(pk=rubric.pk).add_child(instance=kind(title=title, **fields))

    def school_class(self, name: str, year_group: str = "3e") -> SchoolClass:
        return create_classes(school=self.school, classes={name: year_group})[name]

    def person(self, name: str, profile: Profile = Profile.TEACHER, **fields: Any) -> Person:
        user = User.objects.create_user(name if self.slug == "essai" else f"{name}-{self.slug}")
        fields = {"first_name": name.capitalize(), "last_name": "Durand", **fields}
        return Person.objects.create(school=self.school, user=user, profile=profile, **fields)

    def grant(self, page: Page, role: Role, **term: Any) -> RubricRole:
        return grant_role(school=self.school, page=page, role=role, terms=[term])

    def with_role(self, role: Role, page: Page, name: str = "") -> Client:
        """The browser of somebody who has this role in this place, and nothing else."""
        person = self.person(name or role.name.lower())
        self.grant(page, role, person=person)
        return browser_of(person)

    def waiting(self) -> list[tuple[str, str]]:
        """What the outbox holds, emptied."""
        found = [(request.reason, request.subject) for request in waiting_requests(self.school)]
        PublicationRequest.objects.all().delete()
        return found


def browser_of(person: Person) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


def fresh(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk)


def said(answer: Any) -> str:
    """The text of a screen, with the messages of the one that it led to."""
    return unescape(answer.content.decode())


def is_refused(answer: Any) -> bool:
    """Wagtail sends whoever may not back to the home of the administration, or to sign in."""
    home = (reverse("wagtailadmin_home"), reverse("wagtailadmin_login"))
    return answer.status_code == 403 or (answer.status_code == 302 and answer.url.split("?")[0] in home)

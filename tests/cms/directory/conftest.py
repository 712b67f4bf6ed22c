"""Two small schools with the people whom the screens tell apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Collection, Page, Site

from cms.accounts.models import User
from cms.core import clock
from cms.directory.enums import GroupPurpose, Profile
from cms.directory.models import Person
from cms.directory.selectors import reserved_group
from cms.directory.services import add_members, create_people
from cms.rubrics.enums import Role
from cms.rubrics.models import Rubric, SchoolPage
from cms.rubrics.services import grant_role
from cms.schools.models import School


@dataclass
class Somewhere:
    """A school, its people by username, and the administration as each of them sees it."""

    school: School
    rubric: Rubric
    people: dict[str, Person] = field(default_factory=dict)

    def add(self, username: str, profile: Profile, *, writes: bool = False, **facts: Any) -> Person:
        user = User.objects.create_user(f"{username}-{self.school.slug}")
        names = {"first_name": username.capitalize(), "last_name": f"Essai-{self.school.slug}"}
        (person,) = create_people(school=self.school, people=[{"user": user, "profile": profile, **names, **facts}])
        if writes:
            grant_role(school=self.school, page=self.rubric, role=Role.EDITOR, terms=[{"person": person}])
        self.people[username] = person
        return person

    def __getitem__(self, username: str) -> Person:
        return self.people[username]

    def user(self, username: str) -> User:
        return User.objects.get(username=f"{username}-{self.school.slug}")

    def client(self, username: str) -> Client:
        client = Client()
        client.force_login(self.user(username))
        return client

    def fresh(self) -> School:
        return School.objects.get(pk=self.school.pk)


def make_somewhere(slug: str) -> Somewhere:
    top = Page.objects.get(depth=1).add_child(instance=SchoolPage(title=slug, slug=slug))
    site = Site.objects.create(hostname=f"{slug}.example", root_page=top)
    collection = Collection.get_first_root_node().add_child(name=slug)
    school = School.objects.create(slug=slug, name=slug.capitalize(), site=site, collection=collection)
    rubric = Page.objects.get(pk=top.pk).add_child(instance=Rubric(title="Clubs", slug="clubs"))
    made = Somewhere(school, rubric)
    made.add("head", Profile.STAFF, functions=["Principal"])
    made.add("administrator", Profile.STAFF)
    made.add("teacher", Profile.TEACHER, writes=True, subjects=["Allemand"])
    made.add("parent", Profile.PARENT, writes=True)
    made.add("pupil", Profile.PUPIL)
    made.add("guest", Profile.GUEST, writes=True, source="school", ends_on=date(clock.now().year + 1, 6, 30))
    groups = {purpose: reserved_group(school, purpose) for purpose in GroupPurpose}
    add_members(
        members=[
            (made["head"], groups[GroupPurpose.HEADS]),
            (made["administrator"], groups[GroupPurpose.ADMINISTRATORS]),
        ]
    )
    return made


@pytest.fixture
def here(db: None) -> Somewhere:
    return make_somewhere("ici")


@pytest.fixture
def elsewhere(db: None) -> Somewhere:
    return make_somewhere("ailleurs")


def refused(answer: Any) -> bool:
    """Sent back to the first screen, or to signing in, or told that there is no such thing."""
    return answer.status_code == 404 or (
        answer.status_code == 302 and (answer.url == "/admin/" or answer.url.startswith("/admin/login/"))
    )


def said(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("&#x27;", "'").split())

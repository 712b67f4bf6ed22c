"""RUB-03, invariant 2: what Wagtail asks of one page and what it asks of all pages get the same answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from os.path import commonprefix
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client, RequestFactory
from wagtail import hooks
from wagtail.models import Collection, Page, Site

from cms.accounts.models import User
from cms.articles.models import Article
from cms.directory.models import Person
from cms.homepage.models import Homepage
from cms.rubrics import rules
from cms.rubrics.enums import Role, Zone
from cms.rubrics.models import Rubric, SchoolPage
from cms.rubrics.permissions import RubricPagePolicy
from cms.rubrics.services import grant_role
from cms.schools.models import School

WHEN = datetime(2026, 10, 1, tzinfo=UTC)
# address: zone, inherits, archived, online
RUBRICS = {
    "vie": ("public", True, False, True),
    "vie/clubs": ("public", True, False, True),
    "vie/clubs/theatre": ("private", False, False, True),
    "vie/clubs/theatre/coulisses": ("private", True, False, True),
    "vie/ancien": ("public", True, True, True),
    "vie/ancien/fonds": ("private", False, False, True),
    "vie/coupee": ("public", True, False, False),
    "salle": ("private", True, False, True),
    "salle/conseil": ("private", False, True, True),
    "classes": ("private", False, False, True),
    "classes/3ea": ("private", False, False, True),
}
ROLES = {
    "nobody": {},
    "visitor": {"": Role.VISITOR},
    "editor": {"": Role.EDITOR},
    "publisher": {"": Role.PUBLISHER},
    "moderator": {"": Role.MODERATOR},
    "manager": {"": Role.MANAGER},
    "editor-below": {"vie/clubs/theatre": Role.EDITOR, "salle": Role.VISITOR},
    "publisher-twice": {"vie/clubs": Role.PUBLISHER, "vie/clubs/theatre/coulisses": Role.PUBLISHER},
    "moderator-and-editor": {"vie/clubs": Role.MODERATOR, "vie/clubs/theatre": Role.EDITOR, "classes/3ea": Role.EDITOR},
    "manager-of-archive": {"vie/ancien": Role.MANAGER, "classes/3ea": Role.PUBLISHER},
    "manager-around-break": {"vie": Role.MANAGER, "salle/conseil": Role.MANAGER},
    "manager-under-archive": {"vie/ancien/fonds": Role.MANAGER},
    "far-apart": {"vie/clubs": Role.EDITOR, "salle": Role.MANAGER},
}
PLACES = ("vie", "vie/clubs/theatre", "vie/ancien", "salle", "classes/3ea")
ACTORS = (*ROLES, "two-schools", "superuser", "left", "anonymous")


def build_school(slug: str) -> School:
    top = Page.objects.get(depth=1).add_child(instance=SchoolPage(title=slug, slug=slug))
    site = Site.objects.create(hostname=f"{slug}.example", root_page=top)
    collection = Collection.get_first_root_node().add_child(name=slug)
    school = School.objects.create(slug=slug, name=slug, site=site, collection=collection)
    for path, (zone, inherits, archived, live) in RUBRICS.items():
        above, _slash, last = path.rpartition("/")
        rubric = Rubric(title=last, slug=last, zone=Zone(zone), inherits=inherits, live=live)
        rubric.archived_at = WHEN if archived else None
        place(school, above).add_child(instance=rubric)
    return school


def place(school: School, path: str) -> Page:
    root = school.root_page
    return Page.objects.get(url_path=f"{root.url_path}{path}/" if path else root.url_path)


def person_with(school: School, username: str, roles: dict[str, Role]) -> User:
    user = User.objects.filter(username=username).first() or User.objects.create_user(username)
    person = Person.objects.create(school=school, user=user, profile="staff", first_name=username, last_name="N")
    for path, role in roles.items():
        grant_role(school=school, page=place(school, path), role=role, terms=[{"person": person}])
    return user


@pytest.fixture(scope="module")
def written(django_db_setup: None, django_db_blocker: Any) -> Iterator[School]:
    with django_db_blocker.unblock(), transaction.atomic():
        here, there = build_school("ici"), build_school("ailleurs")
        users = [person_with(here, name, roles) for name, roles in ROLES.items()]
        person_with(here, "two-schools", {"vie": Role.MODERATOR})
        users.append(person_with(there, "two-schools", {"salle": Role.MANAGER}))
        users.append(User.objects.create_superuser("superuser"))
        left = person_with(here, "left", {"": Role.MANAGER})
        User.objects.filter(pk=left.pk).update(is_active=False)
        stranger = User.objects.create_user("colleague")
        for school in (here, there):
            for path in PLACES if school == here else ("vie", "salle"):
                for owner in (*(users if school == here else users[2:6]), stranger, None):
                    slug = f"de-{owner.username if owner else 'personne'}"
                    article = Article(title=slug, slug=slug, owner=owner, live=owner != stranger)
                    place(school, path).add_child(instance=article)
            original = Article.objects.get(url_path=f"{place(school, 'vie').url_path}de-editor/")
            original.create_alias(parent=place(school, "vie/clubs"), update_slug="alias", user=None)
            for number, owner in enumerate((*users[:6], None)):
                home = Homepage(
                    title=f"Accueil {number}", slug=f"accueil-{number}", owner=owner, in_service=number == 3
                )
                place(school, "").add_child(instance=home)
        Page.objects.filter(slug="de-nobody").update(locked=True, locked_by=stranger)
        Page.objects.filter(slug="de-manager").update(locked=True, locked_by=User.objects.get(username="moderator"))
        yield here
        transaction.set_rollback(True)


@pytest.fixture
def school(written: School, db: None) -> School:
    return School.objects.get(pk=written.pk)


def actor(name: str) -> Any:
    return AnonymousUser() if name == "anonymous" else User.objects.get(username=name)


def answer(page: Page, user: Any, action: str) -> bool:
    """What Wagtail's screens ask of one page for this action."""
    asked = page.permissions_for_user(user)
    if action == "bulk_delete":
        return asked.can_delete() and not page.specific_class.contribution
    names = {"add": "can_add_subpage", "change": "can_edit"}
    return bool(getattr(asked, names.get(action, f"can_{action}"))())


@pytest.mark.parametrize("action", sorted(rules.ASKED))
@pytest.mark.parametrize("name", ACTORS)
def test_rub_03_one_page_and_all_pages_get_the_same_answer(school: School, name: str, action: str) -> None:
    user = actor(name)
    policy = RubricPagePolicy()
    listed = set(policy.instances_user_has_any_permission_for(user, {action}).values_list("pk", flat=True))
    pages = list(Page.objects.filter(depth__gt=1).specific())
    assert len(pages) > 100
    if action == "publish":  # lists do not know of locks
        pages = [page for page in pages if not page.locked]
    allowed = {page.pk for page in pages if answer(page, user, action)}
    if name == "superuser":  # to Wagtail, all pages are a superuser's; what nobody may do is refused on the page
        assert allowed <= listed == set(Page.objects.values_list("pk", flat=True))
        return
    assert [page.url_path for page in pages if (page.pk in allowed) != (page.pk in listed)] == []
    for page in pages[::17]:
        assert policy.user_has_any_permission_for_instance(user, {action}, page) == (page.pk in listed)


def test_rub_03_the_tree_holds_cases_of_both_answers(school: School) -> None:
    """The comparison can fail: for every action, somebody may somewhere and may not elsewhere."""
    for action in rules.ASKED:
        listed = RubricPagePolicy().instances_user_has_any_permission_for(actor("manager-around-break"), {action})
        assert 0 < listed.count() < Page.objects.count(), action


def writes_in(page: Page, user: Any) -> bool:
    """Whether the person proposes articles at this place, or may put it back from the archives; of what others write
    there and is not online, knows whoever decides."""
    asked = page.permissions_for_user(user)
    hidden = page.specific_class.contribution and not page.live and page.owner_id != user.pk
    return asked.has(rules.Right.MANAGE_ACTORS) or asked.has(rules.Right.VALIDATE if hidden else rules.Right.PROPOSE)


@pytest.mark.parametrize("name", [name for name in ACTORS if name != "superuser"])
def test_rub_03_one_explores_where_one_writes_and_the_way_to_it(school: School, name: str) -> None:
    user = actor(name)
    mine = [page for page in Page.objects.filter(depth__gt=1).specific() if writes_in(page, user)]
    starts = [page.path for page in mine if page.path[: -rules.STEP] not in {one.path for one in mine}]
    common = commonprefix(starts)
    common = common[: len(common) // rules.STEP * rules.STEP]
    way = {path[:end] for path in starts for end in range(len(common), len(path) + 1, rules.STEP)} - {""}
    expected = {page.path for page in mine} | way
    explored = set(RubricPagePolicy().explorable_instances(user).values_list("path", flat=True))
    assert explored == expected
    drafts = {page.path for page in Page.objects.type(Article).filter(live=False)} & explored
    if name in {"editor", "moderator"}:
        assert bool(drafts) == (name == "moderator")
    root = RubricPagePolicy().explorable_root_instance(actor(name))
    assert (root.path if root else "") == common


@pytest.mark.parametrize("name", [name for name in ACTORS if name not in {"anonymous", "left"}])
def test_rub_03_the_explorer_and_the_chooser_list_no_more(school: School, name: str) -> None:
    user = actor(name)
    explored = set(RubricPagePolicy().explorable_instances(user).values_list("pk", flat=True))
    request = RequestFactory().get("/admin/choose-page/")
    request.user = user
    listed = Page.objects.all()
    for hook in hooks.get_hooks("construct_page_chooser_queryset"):
        listed = hook(listed, request)
    assert set(listed.values_list("pk", flat=True)) == explored
    client = Client()
    client.force_login(user)
    root = RubricPagePolicy().explorable_root_instance(user)
    if root is None:
        assert client.get("/admin/pages/").status_code in {302, 403}
        return
    assert client.get(f"/admin/pages/{root.pk}/").status_code in {200, 302}
    found = client.get("/admin/api/main/pages/", {"limit": 20, "child_of": root.pk, "fields": "_,id"}).json()
    assert {item["id"] for item in found["items"]} <= explored

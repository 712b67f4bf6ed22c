"""The main menu: short for everyone, and all that they may open is in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import RequestFactory
from wagtail.admin.menu import MenuItem, SubmenuMenuItem, admin_menu

from cms.accounts.models import User
from cms.operations.menus import FOR_OPERATORS
from cms.rubrics.enums import Role
from tests.support.schools import SmallSchool

pytestmark = pytest.mark.django_db

MOST = 9


def entries(items: list[MenuItem], request: Any) -> Iterator[str]:
    for item in items:
        if isinstance(item, SubmenuMenuItem):
            yield from entries(item.menu.menu_items_for_request(request), request)
        else:
            yield item.name


def menu_of(user: User) -> tuple[list[str], list[str], list[str]]:
    """The names at the top, all that is reachable from them, and all that the apps show to this person."""
    request = RequestFactory().get("/admin/")
    request.user = user
    top = admin_menu.menu_items_for_request(request)
    hidden = frozenset() if user.is_superuser else FOR_OPERATORS
    offered = [one for one in admin_menu.registered_menu_items if one.is_shown(request) and one.name not in hidden]
    return [item.name for item in top], list(entries(top, request)), list(entries(offered, request))


@pytest.fixture
def place() -> SmallSchool:
    return SmallSchool()


def test_the_menu_of_the_head_is_short_and_leads_everywhere(place: SmallSchool) -> None:
    top, reached, offered = menu_of(place.chef.user)
    assert len(top) <= MOST
    assert {"publication", "files", "rubrics", "our-school"} <= set(top)
    assert sorted(reached) == sorted(offered)
    assert {"images", "documents", "documents-replace", "consents", "clearance", "look", "rights-history"} <= set(
        reached
    )


@pytest.mark.parametrize("role", [Role.EDITOR, Role.MODERATOR, Role.MANAGER])
def test_others_have_what_they_may_open_and_no_group_of_one(place: SmallSchool, role: Role) -> None:
    rubric = place.rubric("Sport", blog=True)
    person = place.person("lea")
    place.grant(rubric, role, person=person)
    top, reached, offered = menu_of(person.user)
    assert len(top) <= MOST
    assert sorted(reached) == sorted(offered)
    assert "our-school" not in top and "rubrics" not in top
    assert ("rights" in top) == (role == Role.MANAGER)


def test_whoever_runs_the_server_keeps_wagtails_own_pages(place: SmallSchool) -> None:
    operator = User.objects.create_superuser("exploitant")
    _top, reached, offered = menu_of(operator)
    assert sorted(reached) == sorted(offered)

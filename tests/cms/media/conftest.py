"""The small schools of the API's tests, with people who enter the administration."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from cms.rubrics.enums import Role
from tests.api.conftest import Campus, campus, fresh_cache, other  # noqa: F401

Enter = Callable[..., Client]


@pytest.fixture
def enter() -> Enter:
    """Signs in somebody who has these roles, each at a place; their account is `client.user`."""

    def sign_in(where: Campus, username: str, *roles: tuple[Role, Page]) -> Any:
        person = where.person(username, "teacher")
        for role, place in roles:
            where.grant(place, role, person=person)
        client: Any = where.client(person)
        client.user = person.user
        return client

    return sign_in

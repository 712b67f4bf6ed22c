"""Signing in to the administration: the same limits as the API, counted together (AUTH-01)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from cms.accounts.models import User
from cms.accounts.tries import MOST

LOGIN = "/admin/login/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(settings: Any) -> User:
    # Counted apart from what other tests tried from the same address.
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "sign-in"}}
    cache.clear()
    return User.objects.create_superuser("chef", password="un mot de passe long")


def test_auth_01_too_many_failures_close_the_door_even_to_the_right_password(head: User) -> None:
    for _attempt in range(MOST):
        assert Client().post(LOGIN, {"username": "chef", "password": "faux"}).status_code == 200
    answer = Client().post(LOGIN, {"username": "chef", "password": "un mot de passe long"})
    assert answer.status_code == 200
    assert "Trop d’essais. Attendez" in answer.content.decode()


def test_auth_01_a_success_is_not_counted(head: User) -> None:
    for _attempt in range(MOST + 5):
        answer = Client().post(LOGIN, {"username": "chef", "password": "un mot de passe long"})
        assert answer.status_code == 302

"""A small school behind the API; `other` is a second one on its own host."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from wagtail.models import Site

from cms.directory.models import Person
from tests.support.campus import (  # what the tests beside this file share
    PASSWORD,
    Campus,
    attachment_block,
    image_block,
    item_block,
    make_campus,
    pixels,
    text_block,
)

__all__ = ["API", "PASSWORD", "Campus", "attachment_block", "image_block", "item_block", "pixels", "text_block"]

API = "/api/v1"


@pytest.fixture
def campus(db: None, settings: Any, tmp_path: Any) -> Campus:
    settings.MEDIA_ROOT = tmp_path / "media"
    Site.objects.all().delete()
    return make_campus("jean-moulin", "testserver")


@pytest.fixture
def other(campus: Campus) -> Campus:
    return make_campus("marie-curie", "localhost")


@pytest.fixture(autouse=True)
def fresh_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def get(campus: Campus) -> Callable[..., Any]:
    """GET at the school's host, as `person` or as nobody."""

    def ask(address: str, person: Person | None = None, **headers: str) -> Any:
        return campus.client(person).get(f"{API}{address}", headers=headers or None)

    return ask

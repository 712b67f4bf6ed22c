"""C.9: a tag that is short when typed and long in an address is kept on every database."""

from __future__ import annotations

import pytest
from taggit.models import Tag

pytestmark = pytest.mark.django_db


def test_a_tag_whose_address_would_be_too_long_is_kept_with_a_shorter_one() -> None:
    first, second = (Tag.objects.create(name="ﷺ" * 20 + end) for end in ("a", "b"))
    assert max(len(first.slug), len(second.slug)) <= 100
    assert first.slug != second.slug
    assert Tag.objects.get(slug=first.slug).name == "ﷺ" * 20 + "a"

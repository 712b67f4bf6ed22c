"""PERF, ADM-01: what one installation remembers is nothing to another that shares its Redis."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from tests.support.installation import Installation

WITHOUT_REDIS = not os.environ.get("QUEUE_URL", "").startswith("redis")


@pytest.mark.skipif(WITHOUT_REDIS, reason="QUEUE_URL ne nomme pas de Redis : mémoire partagée non essayée")
def test_two_installations_may_share_one_redis(empty_installation: Callable[..., Installation]) -> None:
    """A size of an image that another school drew would be a file that does not exist here."""
    mine, theirs = (empty_installation(name, migrated=False) for name in ("mine", "theirs"))
    mine.extra["SECRET_KEY"] = theirs.extra["SECRET_KEY"] = "essai-" * 12
    mine.python("from django.core.cache import cache; cache.set('image-1', 'mine', 60)")
    read = "from django.core.cache import cache; print(cache.get('image-1'))"
    assert mine.python(read) == "mine"
    assert theirs.python(read) == "None"

"""The small school of the API's tests, people who enter the administration, and the editor's form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from tests.api.conftest import campus, fresh_cache, other  # noqa: F401
from tests.cms.media.conftest import enter  # noqa: F401

Form = Callable[..., dict[str, str]]


@pytest.fixture
def form() -> Form:
    """An article as its editor sends it."""

    def filled(*blocks: tuple[str, Any], **fields: Any) -> dict[str, str]:
        empty = dict.fromkeys(("summary", "signature", "tags", "illustration", "go_live_at", "expire_at"), "")
        plain = {"title": "Sortie", "slug": "sortie", **empty, **fields}
        return nested_form_data({**plain, "body": streamfield(list(blocks)), "comments": inline_formset([])})

    return filled

"""SITE-07: whoever is somebody in several schools is shown one of them at a time."""

from __future__ import annotations

from typing import Any

import pytest

from cms.rubrics.enums import Role
from tests.api.conftest import Campus
from tests.cms.media.conftest import Enter

SCREENS = ("rubrics/to-look-after/", "rubrics/rights/", "publications/", "clearance/", "directory/people/")


@pytest.mark.parametrize("screen", SCREENS)
def test_site_07_a_screen_is_about_the_school_whose_address_was_asked(
    campus: Campus, other: Campus, enter: Enter, screen: str
) -> None:
    client: Any = enter(other, "cheffe", (Role.MANAGER, other.root))
    campus.grant(campus.root, Role.MANAGER, person=campus.person("cheffe", "teacher"))
    address = f"/admin/{screen}"
    assert client.get(address, {"school": "ailleurs"}).status_code in {302, 403, 404}
    assert client.get(address, {"school": campus.school.slug}).context["school"] == campus.school
    assert client.get(address).context["school"] == other.school

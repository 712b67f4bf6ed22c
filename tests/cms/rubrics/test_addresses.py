"""RUB-01, ART-01, SITE-03: an address becomes a file name; one that no disk can hold must not stop every publication."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page

from cms.articles.models import Article
from cms.rubrics.models import LONGEST_SLUG, RESERVED, Rubric, SchoolPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def top() -> Page:
    return Page.objects.get(depth=1).add_child(instance=SchoolPage(title="Essai", slug="essai"))


def test_site_03_an_address_too_long_for_a_file_is_refused(top: Page) -> None:
    for kind, parent in ((Rubric, top), (Article, top.add_child(instance=Rubric(title="Vie", slug="vie")))):
        with pytest.raises(ValidationError, match=f"{LONGEST_SLUG}") as refused:
            Page.objects.get(pk=parent.pk).add_child(instance=kind(title="Long", slug="s" * (LONGEST_SLUG + 1)))
        assert list(refused.value.message_dict) == ["slug"]
        Page.objects.get(pk=parent.pk).add_child(instance=kind(title="Long", slug="s" * LONGEST_SLUG))
    assert len(f".{'s' * LONGEST_SLUG}.html.preau-tmp") < 255


@pytest.mark.parametrize("slug", sorted(RESERVED))
def test_rub_01_the_sites_own_addresses_are_refused_at_the_first_level(top: Page, slug: str) -> None:
    with pytest.raises(ValidationError):
        top.add_child(instance=Rubric(title="Réservée", slug=slug))

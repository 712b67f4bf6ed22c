"""Writes about schools."""

from typing import Any

from django.db import transaction
from wagtail.models import Collection, Page, Site

from cms.schools.models import School


@transaction.atomic
def open_school(*, slug: str, name: str, root_page: Page, hostname: str, port: int = 80, **facts: Any) -> School:
    """A new school: its tree under Wagtail's root, its site and its collection of files.

    `root_page` is an unsaved page, the top of the tree; `facts` are other fields of `School`.
    """
    root = Page.objects.get(depth=1)
    root.add_child(instance=root_page)
    site = Site.objects.create(
        hostname=hostname,
        port=port,
        site_name=name,
        root_page=Page.objects.get(pk=root_page.pk),
        is_default_site=not Site.objects.filter(is_default_site=True).exists(),
    )
    collection = Collection.get_first_root_node().add_child(name=name)
    return School.objects.create(slug=slug, name=name, site=site, collection=collection, **facts)


def update_school(*, school: School, **facts: Any) -> None:
    for field, value in facts.items():
        setattr(school, field, value)
    school.save(update_fields=list(facts))

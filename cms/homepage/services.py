"""Writes about homepages."""

import json
from typing import Any

from django.db import transaction
from wagtail.models import Page

from cms.accounts.models import User
from cms.core.exceptions import NotAllowed
from cms.homepage.models import Homepage
from cms.publishing.enums import Reason
from cms.publishing.services import request_publication
from cms.rubrics.permissions import can_modify
from cms.schools.models import School


@transaction.atomic
def put_in_service(*, school: School, homepage: Homepage, actor: User) -> None:
    """Make it the front page; the one before stays prepared, and can be put back the same way (HOME-01)."""
    if not can_modify(actor, homepage):
        raise NotAllowed("Seuls les gestionnaires de l’école changent la page d’accueil.")
    Homepage.objects.child_of(school.root_page).exclude(pk=homepage.pk).update(in_service=False)
    Homepage.objects.filter(pk=homepage.pk).update(in_service=True)
    homepage.in_service = True
    request_publication(school=school, reason=Reason.HOMEPAGE, subject=homepage.title, actor=actor)


@transaction.atomic
def write_homepage(*, school: School, slug: str, title: str, in_service: bool, tiles: list[dict[str, Any]]) -> Homepage:
    """Make a homepage, or change the one that has this name. For imports: nobody's rights are asked."""
    homepage = Homepage.objects.child_of(school.root_page).filter(slug=slug).first() or Homepage(slug=slug)
    homepage.title = homepage.draft_title = title
    homepage.tiles = json.dumps(tiles)
    if homepage.pk:
        homepage.save()
    else:
        Page.objects.get(pk=school.root_page.pk).add_child(instance=homepage)
    if in_service:
        Homepage.objects.child_of(school.root_page).update(in_service=False)
    Homepage.objects.filter(pk=homepage.pk).update(in_service=in_service)
    return homepage

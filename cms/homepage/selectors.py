"""Reads about homepages."""

from cms.homepage.models import Homepage
from cms.schools.models import School


def homepages_of(school: School) -> list[Homepage]:
    return list(Homepage.objects.child_of(school.root_page).order_by("path"))


def public_homepage(school: School) -> Homepage | None:
    """The homepage that visitors see, or None before one is put in service."""
    return Homepage.objects.child_of(school.root_page).live().filter(in_service=True).first()

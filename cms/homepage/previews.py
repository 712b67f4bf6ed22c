"""How a homepage will look. The app that knows the public theme gives `build` when it starts: it stands above us."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from secrets import token_urlsafe
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

from cms.core.exceptions import DomainError
from cms.schools.models import School

if TYPE_CHECKING:
    from cms.homepage.models import Homepage

KEPT = 60 * 60  # seconds that a preview may be looked at
FRONT = "index.html"
TOKEN = r"[A-Za-z0-9_-]{16}"  # noqa: S105 - the shape of a name
# No script runs and nothing comes from elsewhere: what is looked at is not yet approved by anybody.
POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; font-src 'self'; media-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin"
)


class PreviewFailed(DomainError):
    code = "homepage.preview-failed"


def _nobody_builds(school: School, homepage: "Homepage", folder: Path, prefix: str) -> None:
    raise PreviewFailed("Cette installation ne fabrique pas d’aperçus.")


# Fills a folder with the front page and what it needs, or raises `PreviewFailed`.
build: Callable[[School, "Homepage", Path, str], None] = _nobody_builds


def make_preview(school: School, homepage: "Homepage") -> str:
    """Build it as it is in memory, saved or not; the address where it can be looked at, for who may."""
    token = token_urlsafe(12)
    address = reverse("homepage_preview_file", args=[school.slug, token, FRONT])
    folder = room(school) / token
    try:
        build(school, homepage, folder, address.removesuffix(FRONT))
    except PreviewFailed:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _tidy(room(school))
    return address


def room(school: School) -> Path:
    place: Path = settings.CACHE_DIR / school.slug / "previews"
    return place


def file_of(school: School, token: str, name: str) -> Path | None:
    """A file of a preview; None for what is not inside it."""
    folder = (room(school) / token).resolve()
    path = (folder / name).resolve()
    return path if path.is_relative_to(folder) and path.is_file() else None


def _tidy(place: Path) -> None:
    limit = time.time() - KEPT
    for folder in place.iterdir():
        if folder.is_dir() and folder.name != "content" and folder.stat().st_mtime < limit:
            shutil.rmtree(folder, ignore_errors=True)

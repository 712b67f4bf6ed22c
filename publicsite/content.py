"""The content folder of a school, kept as its public zone is: what the requests of the outbox tell is brought into it.

The folder is a state between two publications, and the renderer's only input. It may be deleted at any time: the next
publication writes it anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cms.core.disk import writing_in
from cms.publishing.models import PublicationRequest
from cms.schools.models import School
from publicsite.exporting import public_site
from publicsite.portable.writer import write_site


@dataclass(frozen=True, slots=True)
class Changes:
    """`files` of the folder that may differ since the last publication; None: any of them."""

    files: list[Path] | None = None


def leaving(school: School, folder: Path, requests: Sequence[PublicationRequest]) -> list[str]:
    """What is in the folder and may be read by the public no more, as addresses of the site ("vie/sortie/"): pages,
    and `images/…`, `files/…` by their names. Quick: it is asked before anything is built."""
    return []


def bring_up_to_date(school: School, folder: Path, requests: Sequence[PublicationRequest]) -> Changes:
    """Make the folder hold what is public now. Raises ValueError, OSError: see `write_site`."""
    with writing_in(folder):
        write_site(public_site(school), folder)
    return Changes()

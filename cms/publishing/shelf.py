"""The releases kept on disk. The app that makes them gives these functions when it starts: it stands above us."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cms.accounts.models import User
from cms.core.exceptions import Conflict, NotFound
from cms.schools.models import School


@dataclass(frozen=True, slots=True)
class Kept:
    """A release that can be put back in service."""

    number: int
    built_at: datetime
    files: int
    bytes: int
    in_service: bool


class Gone(NotFound):
    """The release that was asked for is not kept any more."""

    code = "publishing.gone"


class Busy(Conflict):
    """Something is being published: nothing can be put back meanwhile."""

    code = "publishing.busy"


class Reappears(Conflict):
    """It would show what has been withdrawn since, and that was not confirmed."""

    code = "publishing.reappears"


def _none_kept(school: School) -> list[Kept]:
    return []


def _nothing_reappears(school: School, number: int) -> list[str]:
    raise Gone("Cette installation ne conserve pas de publications.")


def _not_put_back(school: School, number: int, actor: User, *, even_withdrawn: bool) -> None:
    raise Gone("Cette installation ne conserve pas de publications.")


def _not_shown(school: School, address: str) -> bool:
    return False


# The newest first.
kept: Callable[[School], list[Kept]] = _none_kept
# Addresses that it would show again, or raises `Gone`.
reappearing: Callable[[School, int], list[str]] = _nothing_reappears
# Raises `Gone`, `Busy`, `Reappears`.
put_back: Callable[..., None] = _not_put_back
# Whether the release in service has this page: "/vie/cross/".
shows: Callable[[School, str], bool] = _not_shown

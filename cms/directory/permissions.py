"""Who may do what with the directory of a school; the table is in `rules`."""

from typing import Any

from cms.accounts.models import User
from cms.directory import rules
from cms.directory.enums import GroupPurpose
from cms.directory.models import Group
from cms.directory.rules import DirectoryRight, Standing
from cms.directory.selectors import persons_of
from cms.schools.models import School
from cms.schools.selectors import all_schools


def directory_standing(user: Any, school: School) -> Standing:
    """What an account is to the directory of that school. People kept out today are nobody."""
    if not isinstance(user, User) or not user.is_active:
        return Standing.NOBODY
    if user.is_superuser:
        return Standing.ADMINISTRATOR
    return _standings(user).get(school, Standing.NOBODY)


def may_in_directory(user: Any, right: DirectoryRight, school: School) -> bool:
    return right in rules.DIRECTORY_RIGHTS[directory_standing(user, school)]


def schools_where(user: Any, right: DirectoryRight) -> list[School]:
    """The schools in whose directory the account has this right."""
    if not isinstance(user, User) or not user.is_active:
        return []
    known = all_schools() if user.is_superuser else sorted(_standings(user), key=str)
    return [school for school in known if may_in_directory(user, right, school)]


def administers_a_school(user: User) -> bool:
    """Whether the account is among the heads or the administrators of some school: it enters the administration."""
    return Standing.ADMINISTRATOR in _standings(user).values()


def _standings(user: User) -> dict[School, Standing]:
    """By school, asked once and kept on the user for the request: two queries."""
    if not hasattr(user, "_directory_standings"):
        people = persons_of(user)
        reserved = Group.objects.filter(people__in=people, purpose__in=GroupPurpose.values)
        administered = set(reserved.values_list("school", flat=True))
        user._directory_standings = {  # type: ignore[attr-defined]
            person.school: rules.standing(person.profile, administers=person.school_id in administered)
            for person in people
        }
    known: dict[School, Standing] = user._directory_standings  # type: ignore[attr-defined]
    return known

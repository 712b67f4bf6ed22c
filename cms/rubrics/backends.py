"""Who enters the administration: editors or above of some rubric, and those who administer a school's portal."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from cms.accounts.models import User
from cms.directory.permissions import administers_a_school
from cms.rubrics.permissions import RubricPagePolicy

EDITORS_MAY = frozenset({"wagtailadmin.access_admin"})


class RoleBackend(ModelBackend):
    """Accounts and passwords as usual. Who enters the administration, roles and reserved groups say, and no other."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if perm in EDITORS_MAY:
            return isinstance(user_obj, User) and user_obj.is_active and _enters(user_obj)
        return super().has_perm(user_obj, perm, obj)


def _enters(user: User) -> bool:
    """Whether any role of the account lets it do something to a page, or a reserved group something to the directory.

    Both answers are remembered on the user.
    """
    return user.is_superuser or RubricPagePolicy().writes(user) or administers_a_school(user)

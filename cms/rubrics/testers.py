"""Wagtail's questions about one page, answered by the table of roles.

Knows no model, so that page models can name it: what it must know of a page, the page's class says (`contribution`,
`anchored`); what a person is, the policy says.
"""

from typing import Any

from wagtail.models import PagePermissionTester
from wagtail.permissions import policy_registry

from cms.rubrics import rules
from cms.rubrics.rules import Right


def right_to_add(kind: Any) -> Right:
    """The right that a new page of this class needs: an article is proposed, a rubric is created."""
    return Right.PROPOSE if getattr(kind, "contribution", False) else Right.CREATE_RUBRIC


class RubricPermissionTester(PagePermissionTester):
    """Each answer is a right of the table, on one's own contribution, on anyone's, or on the place itself.

    Wagtail's stock answers differ: with `publish` alone it lets somebody publish, unpublish and restrict anybody's
    page, with `add` alone make a rubric, and it does not let them delete their own article once it is online.
    """

    def __init__(self, user: Any, page: Any) -> None:
        # Not the stock beginning: it compares each page of a list with each role row of the user.
        self.user, self.page = user, page
        self.permission_policy = policy_registry.get(page)
        self.page_is_root = page.is_root()
        self.standing: rules.Standing = self.permission_policy.standing(user)
        role = self.standing.at(page.path)
        self.permissions = set(rules.WAGTAIL_ACTIONS[role]) if role else set()
        self.kind = page.specific_class
        self.contribution = getattr(self.kind, "contribution", False)
        self.anchored = self.page_is_root or getattr(self.kind, "anchored", False)

    def has(self, right: Right) -> bool:
        """Whether the person has this right at the page's place."""
        return self.user.is_active and (self.user.is_superuser or self.standing.may(right, self.page.path))

    def can_add(self, kind: Any) -> bool:
        """Whether a page of this class may be made here."""
        return self.has(right_to_add(kind))

    def can_add_subpage(self) -> bool:
        kinds = self.kind.creatable_subpage_models() if self.kind else []
        return any(self.can_add(kind) and kind.can_create_at(self.page) for kind in kinds)

    def can_edit(self) -> bool:
        return self._may("change") or bool(
            self.user.is_active
            and not self.page_is_root
            and (task := self.page.current_workflow_task)
            and task.user_can_access_editor(self.page, self.user)
        )

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return not self.anchored and self._may("delete") and self._holds_beneath(Right.DELETE_RUBRIC)

    def can_publish(self) -> bool:
        """Not what is locked: Wagtail's form would refuse, and what it does to many pages at once would not."""
        return self._may("publish") and not self.page_locked()

    def can_unschedule(self) -> bool:
        return self._may("publish")  # a page that is scheduled is locked until then

    def can_unpublish(self) -> bool:
        return bool(self.page.live) and not self.anchored and not self.page_locked() and self._may("publish")

    def can_publish_subpage(self) -> bool:
        return bool(self.kind and self.kind.creatable_subpage_models()) and self.has(Right.PUBLISH_OWN)

    def can_submit_for_moderation(self) -> bool:
        return self.can_edit() and super().can_submit_for_moderation()

    def can_set_view_restrictions(self) -> bool:
        return False  # zones and roles say who reads; Wagtail's own restrictions would be a second rule

    def can_lock(self) -> bool:
        task = self.page.current_workflow_task
        return task.user_can_lock(self.page, self.user) if task else self._may("lock")

    def can_unlock(self) -> bool:
        if self.user.is_active and self.user_has_lock():
            return True
        task = self.page.current_workflow_task
        return task.user_can_unlock(self.page, self.user) if task else self._may("unlock")

    def can_reorder_children(self) -> bool:
        return self.has(Right.MODIFY_RUBRIC)

    def can_move_to(self, destination: Any) -> bool:
        """Out of here, as a deletion; in there, as a creation, and as a publication for what is online."""
        if not self._same_school(destination) or not super().can_move_to(destination):
            return False
        if self.page.is_child_of(destination):
            return True
        there = destination.permissions_for_user(self.user)
        # What is to go online by itself would do so there, where nobody has decided it.
        return there.can_add(self.kind) and (there.can_publish_subpage() or not self._is_scheduled())

    def can_copy(self) -> bool:
        return not self.anchored and super().can_copy()

    def can_copy_to(self, destination: Any, recursive: bool = False) -> bool:
        if not self._same_school(destination) or not super().can_copy_to(destination, recursive):
            return False
        if recursive and not self.can_copy_branch():
            return False
        return destination.permissions_for_user(self.user).can_add(self.kind)

    def can_copy_branch(self) -> bool:
        """Whether the page may be copied with all that stands beneath."""
        return self.can_copy() and self._holds_beneath(Right.MODIFY_RUBRIC)

    def _may(self, action: str) -> bool:
        if not self.user.is_active or self.page_is_root:
            return False
        asked = rules.ASKED[action]
        if not self.contribution:
            return self.has(asked.place)
        mine = self.page.owner_id == self.user.pk
        return any(right and self.has(right) for right in (asked.anyones, asked.own if mine else None)) or (
            self.user.is_superuser
        )

    def _holds_beneath(self, right: Right) -> bool:
        """Also in the rubrics beneath that inherit nothing: what is done to a branch is done to them."""
        beneath = [path for path in self.standing.breaks if path.startswith(self.page.path)]
        return self.user.is_superuser or all(self.standing.may(right, path) for path in beneath)

    def _is_scheduled(self) -> bool:
        branch = self.page.get_descendants(inclusive=True)
        return bool(branch.annotate_approved_schedule().filter(_approved_schedule=True).exists())

    def _same_school(self, destination: Any) -> bool:
        """Files and people are of one school: what is taken to another would lose them."""
        top = 2 * rules.STEP
        return bool(self.page.path[:top] == destination.path[:top])

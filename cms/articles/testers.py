"""Wagtail's questions about one article: those of any page, and that a model is never online (ART-06)."""

from cms.rubrics.rules import Right
from cms.rubrics.testers import RubricPermissionTester


class ArticlePermissionTester(RubricPermissionTester):
    def can_publish(self) -> bool:
        return not self.page.is_model and super().can_publish()

    def can_submit_for_moderation(self) -> bool:
        return not self.page.is_model and super().can_submit_for_moderation()

    def can_be_copied(self) -> bool:
        """To begin another from it: what is online where one may write, what one may change, and any model there."""
        seen = self.page.live or self.sees_draft()
        return seen and self.has(Right.PROPOSE)  # what holds at its rubric holds here

    def sees_draft(self) -> bool:
        """Whether the latest version is theirs to read, be it online or not: a model is for whoever writes there."""
        return bool(self.page.is_model) or self.can_edit()

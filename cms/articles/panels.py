"""What the editor of an article shows beside its fields: its state, what was asked, how its picture is cut."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.panels import FieldPanel, Panel
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.permissions import policy_registry

from cms.articles.enums import Outcome, State
from cms.media import framing as frame
from cms.media.models import SchoolImage
from cms.media.pictures import faults_of, framed

SIDE_PANELS: list[type[BaseSidePanel]] = []  # beside the editor; an app above adds its own when it starts


def framing(image: SchoolImage, user: Any) -> dict[str, Any]:
    """What the editor shows beside an illustration: how it is cut, and what will not look well."""
    movable = policy_registry.get(image).user_has_permission_for_instance(user, "change", image)
    told = {"width": frame.WIDTH, "height": frame.HEIGHT, "image": image, "movable": movable}
    try:
        small, bands = faults_of(image)
        return {**told, "picture": framed(image), "small": small, "bands": bands}
    except OSError:
        return {**told, "unreadable": True}


class IllustrationPanel(FieldPanel):
    """The choice of an image, and under it the image as readers will see it (ART-01)."""

    class BoundPanel(FieldPanel.BoundPanel):
        template_name = "articles/illustration_panel.html"

        def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> Any:
            context = super().get_context_data(parent_context)
            image = getattr(self.instance, self.field_name)
            chosen = self.bound_field is not None and self.bound_field.value()
            shown = image is not None and chosen == image.pk
            return {**context, "framing": framing(image, self.request.user) if shown else None}


class StatePanel(Panel):
    """Nothing to type; the submission that is looked at goes with the form, so that a decision is about that one."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "articles/state_panel.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from cms.articles import selectors, words

            article = self.instance
            latest = selectors.latest_submission(article) if article.proposal else None
            waiting = latest if latest and latest.outcome == Outcome.WAITING else None
            refused = latest if latest and latest.outcome == Outcome.REFUSED else None
            return {
                **super().get_context_data(parent_context),
                "article": article,
                "state": article.state,
                "said": words.in_words(article.facts),
                "waiting": waiting,
                "refused": refused,
                "by": words.name_of(waiting.submitted_by) if waiting else "",
                "mine": waiting is not None and waiting.submitted_by_id == self.request.user.pk,
                "refusal": words.decision(refused) if refused else "",
                **self._others(waiting),
                "online": article.state == State.ONLINE,
            }

        def _others(self, waiting: Any) -> dict[str, Any]:
            """For whoever decides on this one: how many others wait, and the next."""
            from cms.articles import deciding, permissions

            user = self.request.user
            if waiting is None or not permissions.decides(user, self.instance):
                return {}
            others = deciding.in_turn(user).exclude(pk=self.instance.pk).count()
            return {"others": others, "coming": deciding.next_in_turn(user, waiting) if others else None}

"""The form of a homepage: what visitors may not see is refused at its field (HOME-05)."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.homepage.named import Named, errors_at
from cms.media.models import SchoolImage
from cms.rubrics.editing import SchoolPageForm
from cms.schools.selectors import school_of_page


class HomepageForm(SchoolPageForm):
    def clean(self) -> Any:
        from cms.homepage.selectors import hidden_among, named_by_tiles  # they know the model, which knows this form

        cleaned = super().clean()
        tiles = cleaned.get("tiles")
        school = school_of_page(self.parent_page or self.instance)
        if tiles is not None and school is not None and "tiles" not in self.errors:
            hidden = hidden_among(named_by_tiles(tiles), school)
            if hidden:
                self.add_error("tiles", errors_at((one.place, _why(one)) for one in hidden))
        return cleaned


def _why(one: Named) -> str:
    """Without its title: whoever typed a number is told nothing of what has it."""
    if one.model is Page:
        return _("This is not public, and everybody sees the homepage. Choose a public page, or make this one public.")
    if one.model is SchoolImage:
        return _(
            "This image is not public, and everybody sees the homepage: it counts in a private rubric, or somebody "
            "seen in it has not agreed. Choose another."
        )
    return _("This document counts in a private rubric, and everybody sees the homepage. Choose another.")

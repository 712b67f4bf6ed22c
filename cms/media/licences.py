"""What each licence allows, as a person who chooses one needs it (ZONE-06)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.media.enums import Licence

DEED = "https://creativecommons.org/licenses/{}/4.0/deed.fr"


@dataclass(frozen=True)
class Terms:
    """Answers to what a person wants to know. `reuse`: by others than the school."""

    reuse: bool = False
    change: bool = False
    sell: bool = False
    name_author: bool = False
    share_alike: bool = False
    note: Any = ""
    link: str = ""


def _creative_commons(licence: Licence) -> Terms:
    return Terms(
        reuse=True,
        change="nd" not in licence,
        sell="nc" not in licence,
        name_author=True,
        share_alike="sa" in licence,
        link=DEED.format(licence.removeprefix("cc-")),
    )


TERMS: Mapping[Licence, Terms] = {
    Licence.ALL_RIGHTS_RESERVED: Terms(name_author=True, note=_("Nothing without the author’s written agreement.")),
    Licence.SCHOOL_EXCEPTION: Terms(
        name_author=True,
        note=_("For pupils and their teachers only: not for the public zone, but for an extract."),
        link="https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000044365551",
    ),
    Licence.PUBLIC_DOMAIN: Terms(
        reuse=True, change=True, sell=True, name_author=True, note=_("Nobody’s leave is needed any more.")
    ),
} | {licence: _creative_commons(licence) for licence in Licence if licence.startswith("cc-")}


def table() -> list[tuple[Licence, Terms]]:
    return list(TERMS.items())

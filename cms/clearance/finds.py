"""What was found in a page, and where: the detector's finds given a place, a mask and a fingerprint."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cms.clearance.models import label_of
from cms.clearance.reading import Passage, Reading
from cms.clearance.rules import around, fingerprint, mask
from cms.privacy.rules import Find
from cms.privacy.rules.finds import words_of
from cms.privacy.selectors import Watch


@dataclass(frozen=True)
class Place:
    """Where something was found; the words around it are shown, never stored."""

    where: str
    field: str = ""
    block: str = ""
    document: int | None = None
    before: str = ""
    text: str = ""
    after: str = ""


@dataclass(frozen=True)
class Found:
    """One thing, wherever it stands in the page."""

    kind: str
    key: str
    mask: str
    sure: bool = True
    places: Sequence[Place] = field(default=())

    @property
    def label(self) -> Any:
        return label_of(self.kind)

    @property
    def where(self) -> str:
        return " ; ".join(dict.fromkeys(place.where for place in self.places))


# Further checkers: each is given what was read of a page, and says what else is personal in it (the people on its
# pictures, for instance). What they find is shown, decided and recorded like the rest.
FURTHER: list[Callable[[Reading], Iterable[Found]]] = []


def found_in_text(reading: Reading, watch: Watch) -> list[Found]:
    return together(
        _found(find, _place(passage, find)) for passage in reading.passages for find in watch.find(passage.text)
    )


def found_beyond(reading: Reading) -> list[Found]:
    return [found for checker in FURTHER for found in checker(reading)]


def _place(passage: Passage, find: Find) -> Place:
    where = passage.where
    if passage.rows:
        where = _("%(where)s, row %(number)d") % {
            "where": where,
            "number": passage.text.count("\n", 0, find.start) + 1,
        }
    before, after = around(passage.text, find.start, find.end)
    return Place(where, passage.field, passage.block, None, before, find.text, after)


def found_in_file(find: Find, where: str, document: int, source: str, *, text: str = "") -> Found:
    before, after = around(text, find.start, find.end) if text else ("", "")
    return _found(find, Place(where, "", "", document, before, find.text if text else "", after), source)


def _found(find: Find, place: Place, source: str = "") -> Found:
    return Found(find.kind.value, key_of(find.kind.value, find.text, source), mask(find.text), find.sure, (place,))


def key_of(kind: str, value: str, source: str = "") -> str:
    return fingerprint(settings.SECRET_KEY, kind, "".join(words_of(value)), source)


def together(founds: Iterable[Found]) -> list[Found]:
    """The same thing is asked once, with all its places."""
    by_key: dict[str, Found] = {}
    for one in founds:
        same = by_key.get(one.key)
        by_key[one.key] = replace(same, sure=same.sure or one.sure, places=(*same.places, *one.places)) if same else one
    return list(by_key.values())


# --- As caches keep them: without the words --------------------------------------------------------------------------


def stored(founds: Iterable[Found]) -> list[dict[str, Any]]:
    return [
        {
            **{name: value for name, value in asdict(one).items() if name != "places"},
            "places": [[place.where, place.field, place.block, place.document] for place in one.places],
        }
        for one in founds
    ]


def restored(rows: Iterable[dict[str, Any]]) -> Iterator[Found]:
    for row in rows:
        yield Found(**{**row, "places": tuple(Place(*place) for place in row["places"])})

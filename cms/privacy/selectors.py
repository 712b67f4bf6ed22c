"""What the detector is told of a school: its pupils' names, and what it makes public about itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from cms.directory.enums import Profile
from cms.directory.selectors import current_people
from cms.privacy.rules import Find, Known, NameIndex, find
from cms.schools.models import School


@dataclass(frozen=True)
class Watch:
    """All that the detector knows of a school, asked once; the tree of names is made when a text comes."""

    pupils: Sequence[tuple[str, str]]
    known: Known

    @cached_property
    def names(self) -> NameIndex:
        return NameIndex(self.pupils)

    @cached_property
    def version(self) -> str:
        """Another when a pupil comes or goes: what was found before is to be looked for again."""
        return sha256(repr((sorted(self.pupils), self.known)).encode()).hexdigest()

    def find(self, text: str) -> list[Find]:
        return find(text, names=self.names, known=self.known)


def watch_of(school: School) -> Watch:
    return Watch(pupils_of(school), known_details(school))


def pupils_of(school: School) -> list[tuple[str, str]]:
    """First and last names of those who are pupils there today."""
    pupils = current_people(school.pk).filter(profile=Profile.PUPIL).order_by()
    return list(pupils.values_list("first_name", "last_name"))


def known_details(school: School) -> Known:
    address = " ".join(part for part in (school.address, school.postcode, school.town) if part)
    return Known(
        telephones=tuple(filter(None, [school.phone])),
        emails=tuple(filter(None, [school.email])),
        addresses=(address,) if school.address else (),
    )

"""Writes about people: one door, a module a question.

`bulk` acts for the school itself and asks nobody's rights. All others have an actor: check, change, log.
"""

from cms.directory.services.access import close_access, open_access
from cms.directory.services.adults import link_adults, unlink_adult
from cms.directory.services.bulk import (
    Guard,
    add_members,
    create_classes,
    create_groups,
    create_people,
    enrol,
    entrust,
    make_reserved_groups,
)
from cms.directory.services.groups import delete_group, make_group, put_in_group, rename_group, take_out_of_group
from cms.directory.services.guests import change_end_of_stay, create_guest, end_stay, password_link, remove_guests

__all__ = [
    "Guard",
    "add_members",
    "change_end_of_stay",
    "close_access",
    "create_classes",
    "create_groups",
    "create_guest",
    "create_people",
    "delete_group",
    "end_stay",
    "enrol",
    "entrust",
    "link_adults",
    "make_group",
    "make_reserved_groups",
    "open_access",
    "password_link",
    "put_in_group",
    "remove_guests",
    "rename_group",
    "take_out_of_group",
    "unlink_adult",
]

"""Who notes people in pictures, and who keeps what they agreed to.

- To note who is seen: whoever may change the picture and may search people, since who took it knows who is in it. They
  are told whether the picture may be public, and nothing else of what was agreed.
- To read, record and withdraw agreements: those who manage the whole school. Its head answers in law for what is
  published, and these are papers about children: who signed, for what, until when.
"""

from typing import Any

from wagtail.permissions import policy_registry

from cms.consents.selectors import school_of_image
from cms.directory.permissions import may_in_directory
from cms.directory.rules import DirectoryRight
from cms.media.models import SchoolImage
from cms.rubrics.permissions import can_manage_school
from cms.schools.models import School


def may_note_people(user: Any, image: SchoolImage) -> bool:
    school = school_of_image(image)
    if school is None or not may_in_directory(user, DirectoryRight.CONSULT, school):
        return False
    policy = policy_registry.get_by_type(SchoolImage)
    return bool(policy.user_has_permission_for_instance(user, "change", image))


def may_keep_consents(user: Any, school: School) -> bool:
    return can_manage_school(user, school)

from django.db import models
from django.utils.translation import gettext_lazy as _


class Profile(models.TextChoices):
    """What a person is in a school."""

    PUPIL = "pupil", _("pupil")
    PARENT = "parent", _("parent")
    TEACHER = "teacher", _("teacher")
    STAFF = "staff", _("other staff")
    AUTHORITY = "authority", _("local-authority staff")
    GUEST = "guest", _("guest")


FAMILIES = frozenset({Profile.PUPIL, Profile.PARENT})
COLLEAGUES = frozenset({Profile.TEACHER, Profile.STAFF})
# Who may be linked to a pupil as their accompanying adult: an AESH, a tutor, a foster family.
ACCOMPANISTS = frozenset({Profile.STAFF, Profile.AUTHORITY, Profile.GUEST})


class Source(models.TextChoices):
    """Where an account comes from; only `SCHOOL` ones are changed here."""

    ACADEMIE = "academie", _("académie")
    FIRST_DEGREE = "first-degree", _("first-degree directory")
    SCHOOL = "school", _("this school")


class State(models.TextChoices):
    """Whether a person may enter. What is not `ACTIVE` is nobody to every door, and keeps its record."""

    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("closed by the school")
    LEAVING = "leaving", _("gone, to be deleted")  # no longer in the feed; waits before deletion (DIR-02)


class Ending(models.TextChoices):
    """How a search looks at the last day of a record."""

    SOON = "soon", _("within 30 days")
    PAST = "past", _("already ended")


class GroupKind(models.TextChoices):
    INSTITUTIONAL = "institutional", _("institutional group")
    FREE = "free", _("free group")


class GroupPurpose(models.TextChoices):
    """Groups that the product itself counts on: each school has one of each, and they are not deleted."""

    HEADS = "heads", _("heads of school")
    ADMINISTRATORS = "administrators", _("administrators of the portal")


class GuardianKind(models.TextChoices):
    """What an adult is to a pupil (DIR-05)."""

    LEGAL = "legal", _("legal guardian")
    IN_CHARGE = "in-charge", _("person in charge")
    ACCOMPANYING = "accompanying", _("accompanying adult")


# Who reads what a pupil's parents read. An accompanying adult sees their lessons only.
PARENTAL = frozenset({GuardianKind.LEGAL, GuardianKind.IN_CHARGE})

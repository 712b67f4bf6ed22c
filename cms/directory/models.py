"""People of a school, their classes and groups, children and guardians."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core import clock
from cms.core.models import Referenced
from cms.directory import rules
from cms.directory.enums import GroupKind, GroupPurpose, GuardianKind, Profile, Source, State
from cms.schools.models import School


def this_school_year() -> int:
    return rules.school_year(clock.now().date())


class SchoolClass(Referenced):
    """A class of one school ("3eA"), in a year group ("3e"), for one school year (2026 for 2026-2027)."""

    school = models.ForeignKey(School, models.CASCADE, related_name="classes", verbose_name=_("school"))
    name = models.CharField(_("name"), max_length=40)
    year_group = models.CharField(_("year group"), max_length=20)
    school_year = models.PositiveSmallIntegerField(_("school year"), default=this_school_year)

    class Meta:
        verbose_name = _("class")
        verbose_name_plural = _("classes")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["school", "school_year", "name"], name="one_class_of_a_name_per_year")
        ]

    def __str__(self) -> str:
        """ "3eA", or "3eA (2025-2026)" of another year: one of the same name is not taken for it."""
        year = self.school_year
        return self.name if year == this_school_year() else f"{self.name} ({year}-{year + 1})"


class Named(Referenced):
    """A word that people of a school share, with a row of its own so that it is written one way."""

    name = models.CharField(_("name"), max_length=80)

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Function(Named):
    """What someone does in the school: "CPE", "Gestionnaire"."""

    school = models.ForeignKey(School, models.CASCADE, related_name="functions", verbose_name=_("school"))

    class Meta(Named.Meta):
        verbose_name = _("function")
        verbose_name_plural = _("functions")
        constraints = [models.UniqueConstraint(fields=["school", "name"], name="one_function_of_a_name_per_school")]


class Subject(Named):
    """What someone teaches."""

    school = models.ForeignKey(School, models.CASCADE, related_name="subjects", verbose_name=_("school"))

    class Meta(Named.Meta):
        verbose_name = _("subject taught")
        verbose_name_plural = _("subjects taught")
        constraints = [models.UniqueConstraint(fields=["school", "name"], name="one_subject_of_a_name_per_school")]


class Group(Named):
    """People put together, by the académie or freely, to be given rights or written to."""

    school = models.ForeignKey(School, models.CASCADE, related_name="groups", verbose_name=_("school"))
    kind = models.CharField(_("kind"), max_length=20, choices=GroupKind, default=GroupKind.FREE)
    purpose = models.CharField(_("purpose"), max_length=20, choices=GroupPurpose, blank=True, editable=False)

    class Meta(Named.Meta):
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        constraints = [
            models.UniqueConstraint(fields=["school", "name"], name="one_group_of_a_name_per_school"),
            models.UniqueConstraint(
                fields=["school", "purpose"],
                condition=~models.Q(purpose=""),
                name="one_group_of_a_purpose_per_school",
            ),
        ]


class Person(Referenced):
    """Someone in one school. The same account may be a person in several."""

    school = models.ForeignKey(School, models.CASCADE, related_name="people", verbose_name=_("school"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("account"),
    )
    profile = models.CharField(_("profile"), max_length=20, choices=Profile)
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80)
    source = models.CharField(
        _("source of the account"),
        max_length=20,
        choices=Source,
        default=Source.ACADEMIE,
    )
    source_key = models.CharField(
        _("identifier at the source"),
        max_length=80,
        blank=True,
        db_index=True,
        help_text=_("The “jointure” of the académie’s directory, for instance."),
    )
    state = models.CharField(_("state of the account"), max_length=20, choices=State, default=State.ACTIVE)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    functions = models.ManyToManyField(Function, related_name="people", blank=True, verbose_name=_("functions"))
    subjects = models.ManyToManyField(Subject, related_name="people", blank=True, verbose_name=_("subjects taught"))
    classes = models.ManyToManyField(SchoolClass, related_name="people", blank=True, verbose_name=_("classes"))
    groups = models.ManyToManyField(Group, related_name="people", blank=True, verbose_name=_("groups"))
    children: "models.ManyToManyField[Person, Guardianship]" = models.ManyToManyField(
        "self",
        through="Guardianship",
        symmetrical=False,
        related_name="guardians",
        verbose_name=_("children"),
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["last_name", "first_name"]
        constraints = [models.UniqueConstraint(fields=["school", "user"], name="an_account_is_one_person_per_school")]
        indexes = [models.Index(fields=["school", "profile"], name="people_by_profile")]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"


class Guardianship(models.Model):
    """An adult who answers for a pupil, or accompanies them, and this pupil."""

    guardian = models.ForeignKey(Person, models.CASCADE, related_name="guardianships", verbose_name=_("guardian"))
    pupil = models.ForeignKey(Person, models.CASCADE, related_name="guarded_by", verbose_name=_("pupil"))
    kind = models.CharField(_("link"), max_length=20, choices=GuardianKind, default=GuardianKind.LEGAL)

    class Meta:
        verbose_name = _("guardianship")
        verbose_name_plural = _("guardianships")
        constraints = [models.UniqueConstraint(fields=["guardian", "pupil"], name="a_guardian_once_per_pupil")]

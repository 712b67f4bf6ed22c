"""An audience: the people who match any of its included terms and none of its excluded ones."""

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.models import Referenced
from cms.directory.enums import Profile
from cms.directory.models import Function, Group, Person, SchoolClass, Subject
from cms.schools.models import School

PLURALS = {
    Profile.PUPIL: _("pupils"),
    Profile.PARENT: _("parents"),
    Profile.TEACHER: _("teachers"),
    Profile.STAFF: _("members of the other staff"),
    Profile.AUTHORITY: _("members of the local-authority staff"),
    Profile.GUEST: _("guests"),
}


class Audience(Referenced):
    school = models.ForeignKey(School, models.CASCADE, related_name="audiences", verbose_name=_("school"))

    class Meta:
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")

    def __str__(self) -> str:
        return in_words(self.terms.select_related(*AudienceTerm.NAMED))


class AudienceTerm(models.Model):
    """All of what it names, at once: profile "parent" and class 3eA are the parents of 3eA. Empty means any."""

    NAMED: ClassVar[tuple[str, ...]] = ("function", "subject", "school_class", "group", "person")

    audience = models.ForeignKey(Audience, models.CASCADE, related_name="terms", verbose_name=_("audience"))
    excluded = models.BooleanField(_("excluded"), default=False)
    profile = models.CharField(_("profile"), max_length=20, choices=Profile, blank=True)
    function = models.ForeignKey(Function, models.CASCADE, null=True, blank=True, verbose_name=_("function"))
    subject = models.ForeignKey(Subject, models.CASCADE, null=True, blank=True, verbose_name=_("subject taught"))
    year_group = models.CharField(_("year group"), max_length=20, blank=True)
    school_class = models.ForeignKey(SchoolClass, models.CASCADE, null=True, blank=True, verbose_name=_("class"))
    # A group that gives rights is not deleted: who decides it would not see what goes with it.
    group = models.ForeignKey(Group, models.RESTRICT, null=True, blank=True, verbose_name=_("group"))
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, verbose_name=_("person"))

    class Meta:
        verbose_name = _("term of an audience")
        verbose_name_plural = _("terms of an audience")
        ordering: ClassVar[list[str]] = ["pk"]  # the phrase keeps the order in which it was said
        constraints = [
            models.CheckConstraint(
                name="a_term_names_something",
                # A term that names nothing would mean everybody: never by accident.
                condition=~models.Q(
                    profile="",
                    function=None,
                    subject=None,
                    year_group="",
                    school_class=None,
                    group=None,
                    person=None,
                ),
            )
        ]

    def __str__(self) -> str:
        """In the words that people use: "parents · 3eA", "enseignants · Documentation", "Nadia Benhamou"."""
        named = [str(PLURALS[Profile(self.profile)])] if self.profile else []
        named += [self.year_group] if self.year_group else []
        named += [str(part) for part in (getattr(self, name) for name in self.NAMED) if part]
        return " · ".join(named)


def in_words(terms: Iterable[AudienceTerm]) -> str:
    """Who is concerned, as a phrase."""
    terms = list(terms)
    joined = ", ".join(str(term) for term in terms if not term.excluded)
    excluded = ", ".join(str(term) for term in terms if term.excluded)
    return _("%(joined)s except %(excluded)s") % {"joined": joined, "excluded": excluded} if excluded else joined

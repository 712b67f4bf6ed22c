"""An event is an article that takes place: same roles, same validation, same checks, and a day.

Every door that knows articles knows events: they are rows of the same table, with a second one for when and where.
"""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.admin.widgets import AdminDateInput, AdminTimeInput
from wagtail.models import Page
from wagtail.search import index

from cms.agenda import rules
from cms.agenda.enums import Repeat
from cms.agenda.forms import EventForm
from cms.agenda.panels import AgendaOffPanel
from cms.articles.models import Article
from cms.articles.panels import StatePanel
from cms.rubrics.models import Rubric
from cms.rubrics.panels import OnSitePanel

DAY, HOUR = AdminDateInput(format="%d/%m/%Y"), AdminTimeInput(format="%H:%M")  # as the blocks of articles
SEGMENT = "agenda"  # of the address, between the rubric's and the event's


class Event(Article):
    """Days and hours are those of the school's clock, so that no time zone moves them."""

    place = models.CharField(_("place"), max_length=200, blank=True)
    day = models.DateField(_("day"))
    start = models.TimeField(_("beginning"), null=True, blank=True, help_text=_("Left empty: whole days."))
    last_day = models.DateField(_("last day"), null=True, blank=True, help_text=_("Only if it lasts several days."))
    end = models.TimeField(_("end"), null=True, blank=True)
    repeat = models.CharField(_("repetition"), max_length=10, choices=Repeat, default=Repeat.NONE, blank=True)
    weekdays = models.CharField(_("on these days"), max_length=13, blank=True)  # "1,3": Monday is 0
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("Or the number of times, beside."))
    times = models.PositiveSmallIntegerField(_("number of times"), null=True, blank=True)
    exceptions = models.TextField(
        _("except on"),
        max_length=6000,
        blank=True,
        help_text=_("Dates on which it does not take place, one a line: 22/12/2026."),
    )
    cancelled = models.BooleanField(
        _("cancelled"),
        default=False,
        help_text=_("It stays in the agenda, and is said to be cancelled."),
    )

    base_form_class = EventForm
    copied: ClassVar[tuple[str, ...]] = (
        *Article.copied,
        *("place", "day", "start", "last_day", "end", "repeat", "weekdays", "until", "times", "exceptions"),
    )
    read_fields: ClassVar[tuple[str, ...]] = (*Article.read_fields, "place")
    parent_page_types: ClassVar[list[str]] = ["rubrics.Rubric"]
    search_fields: ClassVar[list[Any]] = [*Article.search_fields, index.SearchField("place")]
    content_panels: ClassVar[list[Any]] = [
        StatePanel(),
        OnSitePanel(),
        AgendaOffPanel(),
        TitleFieldPanel("title"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("day", widget=DAY), FieldPanel("start", widget=HOUR)]),
                FieldRowPanel([FieldPanel("last_day", widget=DAY), FieldPanel("end", widget=HOUR)]),
                FieldPanel("place"),
                FieldPanel("cancelled"),
            ],
            heading=_("When and where"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("repeat"),
                FieldPanel("weekdays"),
                FieldRowPanel([FieldPanel("until", widget=DAY), FieldPanel("times")]),
                FieldPanel("exceptions"),
            ],
            heading=_("Repetition"),
            classname="collapsed",
        ),
        *Article.announcing_panels,
        FieldPanel("body", heading=_("Description")),
        MultiFieldPanel([FieldPanel("signature"), FieldPanel("tags")], heading=_("Signature and tags")),
        FieldPanel("minor_correction"),
    ]
    template = "agenda/preview.html"

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Where the rubric has its agenda on (RUB-02)."""
        rubric = parent.specific
        return bool(super().can_create_at(parent) and isinstance(rubric, Rubric) and rubric.agenda)

    @property
    def schedule(self) -> rules.Schedule:
        """Raises `ValueError`, with a sentence, for dates that are not written as such."""
        return rules.Schedule(
            day=self.day,
            start=self.start,
            last_day=self.last_day if self.last_day != self.day else None,
            end=self.end,
            repeat=rules.Repeat(self.repeat),
            weekdays=tuple(int(one) for one in self.weekdays.split(",") if one.isdecimal()),
            until=self.until,
            times=self.times,
            exceptions=rules.read_days(self.exceptions),
        )

    @property
    def occurrences(self) -> list[rules.Occurrence]:
        """In order; none for a draft that cannot take place yet."""
        try:
            return rules.expand(self.schedule) if self.day else []
        except ValueError:
            return []

    def clean(self) -> None:
        super().clean()
        if self.slug and rules.MONTH_ADDRESS.fullmatch(self.slug):
            raise ValidationError(
                {"slug": _("“%s” is the address of a month of the agenda. Choose another.") % self.slug}
            )
        if not self.day:
            return
        try:
            days = rules.read_days(self.exceptions)
        except ValueError as error:
            raise ValidationError({"exceptions": str(error)}) from None
        if wrong := rules.faults(self.schedule):
            raise ValidationError(dict(wrong))
        self.exceptions = rules.write_days(days)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """On the public site, beside the articles of its rubric."""
        parts = super().get_url_parts(request)
        if parts is None:
            return None
        site, root, address = parts
        return site, root, public_address(address)


def public_address(address: str) -> str:
    """ "/vie/sport/cross/" → "/vie/sport/agenda/cross/"."""
    rubric, _slash, slug = address.rstrip("/").rpartition("/")
    return f"{rubric}/{SEGMENT}/{slug}/"

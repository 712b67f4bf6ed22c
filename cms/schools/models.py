"""A school is a Wagtail `Site` with what the law and its readers want to know of it."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, Page, Site

from cms.core import colours
from cms.core.embeds import HOST, PROVIDERS
from cms.core.models import Referenced
from cms.schools.enums import AccessibilityState, Layout

MOST_HOSTS = 50
LONGEST_NOTICE = 4000
hexadecimal_colour = RegexValidator(r"^#[0-9a-f]{6}\Z", _("Write a colour as # and six digits, such as #1f4e79."))


def names_of_sites(text: str) -> None:
    """Refuse a list of PeerTube sites in which a line is not the name of one."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_HOSTS:
        raise ValidationError(_("At most %(most)d sites.") % {"most": MOST_HOSTS})
    known = {host for provider in PROVIDERS.values() for host in provider.hosts}
    for line in lines:
        if not HOST.fullmatch(line):
            raise ValidationError(
                _("“%(line)s” is not the name of a site. Write one name a line, such as tube.example.fr.")
                % {"line": Truncator(line).chars(80)}
            )
        if line in known:
            raise ValidationError(
                _("“%(line)s” is not a PeerTube site: it is known without being listed.") % {"line": line}
            )


class School(Referenced):
    site = models.OneToOneField(Site, models.PROTECT, verbose_name=_("site"), related_name="school")
    collection = models.OneToOneField(
        Collection,
        models.PROTECT,
        verbose_name=_("collection"),
        related_name="school",
        editable=False,
    )
    slug = models.SlugField(
        _("short name"),
        unique=True,
        help_text=_("Names the school's folders; never changes."),
    )
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind of school"), max_length=60, blank=True)
    uai = models.CharField(_("national number (UAI)"), max_length=8, blank=True)
    motto = models.CharField(_("motto"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    town = models.CharField(_("town"), max_length=80, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    opening_hours = models.TextField(_("opening hours"), blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    publication_director = models.CharField(
        _("publication director"),
        max_length=120,
        blank=True,
        help_text=_("The head of school, for the legal notice."),
    )
    host = models.CharField(_("hosting company"), max_length=200, blank=True)
    legal_notice = models.TextField(
        _("more for the legal notice"),
        blank=True,
        max_length=LONGEST_NOTICE,
        help_text=_("Credits, data protection officer… An empty line begins another paragraph."),
    )
    accessibility_state = models.CharField(
        _("state of conformity"),
        max_length=10,
        choices=AccessibilityState.choices,
        default=AccessibilityState.NONE,
        help_text=_("What an audit against the RGAA has found. Without an audit, the law has it “not”."),
    )
    accessibility_results = models.TextField(
        _("results of the audit"),
        blank=True,
        max_length=LONGEST_NOTICE,
        help_text=_("Who made it, when, and the share of criteria that are met."),
    )
    accessibility_issues = models.TextField(
        _("what is not accessible"),
        blank=True,
        max_length=LONGEST_NOTICE,
        help_text=_("One a line: contents that do not conform, exemptions, what the rule does not cover."),
    )
    accessibility_contact = models.EmailField(
        _("address for difficulties"),
        blank=True,
        help_text=_("Where people write who cannot read something. Empty: the school’s own address."),
    )
    timezone = models.CharField(_("time zone"), max_length=40, default="Europe/Paris")
    families_out_from = models.DateField(_("pupils and parents kept out from"), null=True, blank=True)
    families_out_until = models.DateField(_("pupils and parents kept out until"), null=True, blank=True)
    colour = models.CharField(
        _("main colour"),
        max_length=7,
        default=colours.MAIN,
        validators=[hexadecimal_colour],
    )
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        default=colours.ACCENT,
        validators=[hexadecimal_colour],
    )
    layout = models.CharField(_("layout"), max_length=10, choices=Layout.choices, default=Layout.COURTYARD)
    # The image lives in a higher app: named here, checked there.
    logo_name = models.CharField(_("logo (name of an image)"), max_length=120, blank=True)
    peertube_hosts = models.TextField(
        _("PeerTube sites"),
        blank=True,
        max_length=MOST_HOSTS * 121,
        validators=[names_of_sites],
        help_text=_("Those whose videos may be shown in a page, one name a line: tube.example.fr."),
    )
    url = models.URLField(
        _("public address"),
        blank=True,
        help_text=_("https://… with no slash at the end."),
    )

    class Meta:
        verbose_name = _("school")
        verbose_name_plural = _("schools")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def peertube_sites(self) -> list[str]:
        return self.peertube_hosts.split()

    @property
    def root_page(self) -> Page:
        """The top of this school's tree of rubrics."""
        return self.site.root_page

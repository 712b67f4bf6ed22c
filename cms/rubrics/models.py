"""The tree of rubrics, and who has which role in each."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, RegexValidator
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, Revision

from cms.audiences.models import Audience
from cms.core.sanitising import FEATURES
from cms.directory.models import SchoolClass
from cms.media.models import SchoolImage
from cms.rubrics.editing import SchoolPageForm
from cms.rubrics.enums import Role, Zone
from cms.rubrics.online import require_ready_for_public
from cms.rubrics.panels import OLD_ADDRESS, OnSitePanel
from cms.rubrics.testers import RubricPermissionTester
from cms.schools.models import hexadecimal_colour

# First-level addresses that the product itself uses.
RESERVED = frozenset(
    "accessibilite admin agenda api archives espace feeds files images media mentions-legales page plan-du-site "
    "private recherche static tags theme".split()
)
# As the content format writes addresses, which become names of folders: Wagtail also lets capitals and "_" in.
plain_slug = RegexValidator(
    r"^[a-z0-9]+(?:-[a-z0-9]+)*\Z", _("Write the address in small letters without accents, digits and single hyphens.")
)
FIRST_LEVEL = 3  # depth of the rubrics right under a school's top page
LONGEST_SLUG = 200  # it becomes a file name, which disks limit to 255 bytes with what is added to it


class SchoolTreePage(models.Model):
    """What every page of a school's tree shares: rights from the table of roles, no address of Wagtail's own."""

    # Fields written by their services alone. A form that was open meanwhile, an old revision restored or a copy of the
    # page in memory would otherwise write back what they knew: a rubric made private would be public again.
    own_state: ClassVar[tuple[str, ...]] = ()
    # Something that people write in a place, against the place itself: the table of rights tells them apart.
    contribution: ClassVar[bool] = False
    offered_drafts: ClassVar[models.Q | None] = None  # which contributions offline are for whoever writes there to know
    read_fields: ClassVar[tuple[str, ...]] = ()  # what a reader finds, besides what is made of blocks
    anchored: ClassVar[bool] = False  # neither moved, nor copied, nor deleted, by anybody
    shown_to_all: ClassVar[models.Q | None] = None  # which pages of the kind every visitor meets, wherever they stand
    base_form_class = SchoolPageForm

    slug: str
    url_path: str
    _get_relevant_site_root_paths: Callable[..., list[tuple[int, str, str, str]]]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        try:
            MaxLengthValidator(LONGEST_SLUG)(self.slug)
            if self.slug:
                plain_slug(self.slug)
        except ValidationError as error:
            raise ValidationError({"slug": error.messages}) from None

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk and self.own_state:
            # Of the table that holds it, which a kind of a kind shares: one row is held by all who write it.
            holder: Any = type(self)._meta.get_field(self.own_state[0]).model
            stored = holder._default_manager.select_for_update(of=("self",)).only(*self.own_state)
            self._take_state(stored.filter(pk=self.pk).first() or self)
        super().save(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> Any:
        page = super().with_content_json(content)  # type: ignore[misc]  # Wagtail's page, beside us
        page._take_state(self)
        return page

    def _take_state(self, other: "SchoolTreePage") -> None:
        for name in self.own_state:
            setattr(self, name, getattr(other, name))

    def publish(self, revision: Revision, user: Any = None, **options: Any) -> None:
        """Whatever puts a version online, or programs it, comes through here."""
        require_ready_for_public(revision.as_object(), user)
        super().publish(revision, user=user, **options)  # type: ignore[misc]  # Wagtail's page, beside us

    def permissions_for_user(self, user: Any) -> RubricPermissionTester:
        return RubricPermissionTester(user, self)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """The address on the public site. Wagtail serves no page itself: the public zone is plain files."""
        for (
            site_id,
            root_path,
            root_url,
            _language,
        ) in self._get_relevant_site_root_paths(request):
            if self.url_path.startswith(root_path):
                return site_id, root_url, "/" + self.url_path[len(root_path) :]
        return None


class SchoolPage(SchoolTreePage, Page):
    """The top of a school's tree. Roles given here hold in every rubric."""

    anchored = True
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["rubrics.Rubric", "homepage.Homepage"]
    max_count_per_parent = None
    preview_modes: ClassVar[list[Any]] = []

    class Meta:
        verbose_name = _("school’s tree")
        verbose_name_plural = _("schools’ trees")


class Rubric(SchoolTreePage, Page):
    """A place in the tree, with its own zone and roles (RUB-01)."""

    zone = models.CharField(_("zone"), max_length=10, choices=Zone, default=Zone.PRIVATE, editable=False)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)
    inherits = models.BooleanField(_("takes the roles given above"), default=True, editable=False)
    school_class = models.OneToOneField(
        SchoolClass,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="rubric",
        verbose_name=_("class"),
        help_text=_("The class whose rubric it is; it ends with the school year."),
    )
    introduction = RichTextField(_("introduction"), blank=True, features=FEATURES)
    illustration = models.ForeignKey(
        SchoolImage,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("illustration"),
    )
    colour = models.CharField(_("colour"), max_length=7, blank=True, validators=[hexadecimal_colour])
    icon = models.CharField(_("icon"), max_length=40, blank=True)
    blog = models.BooleanField(_("shows its articles as a stream"), default=True)
    agenda = models.BooleanField(
        _("has an agenda"), default=False, help_text=_("Its events are shown, and may be written.")
    )

    parent_page_types: ClassVar[list[str]] = ["rubrics.SchoolPage", "rubrics.Rubric"]
    subpage_types: ClassVar[list[str]] = ["rubrics.Rubric", "articles.Article", "agenda.Event"]
    preview_modes: ClassVar[list[Any]] = []  # the theme lays it out with what it holds
    own_state = ("zone", "archived_at", "inherits", "school_class_id")
    read_fields = ("title", "slug", "introduction")
    # A copy begins private: opening it is an act of its own. It keeps a break of inheritance: without it, people from
    # above would read the copy.
    exclude_fields_in_copy: ClassVar[list[str]] = ["zone", "archived_at", "school_class"]
    content_panels: ClassVar[list[Any]] = [
        OnSitePanel(),
        TitleFieldPanel("title"),
        FieldPanel("introduction"),
        FieldPanel("illustration"),
        MultiFieldPanel(
            [
                FieldPanel("colour", help_text=_("# and six digits, such as #1f4e79. Empty: the colour of the site.")),
                FieldPanel("icon"),
            ],
            heading=_("Look"),
        ),
        MultiFieldPanel([FieldPanel("blog"), FieldPanel("agenda")], heading=_("Services")),
    ]
    promote_panels: ClassVar[list[Any]] = [FieldPanel("slug", help_text=OLD_ADDRESS), FieldPanel("show_in_menus")]
    settings_panels: ClassVar[list[Any]] = []

    class Meta:
        verbose_name = _("rubric")
        verbose_name_plural = _("rubrics")

    @property
    def open(self) -> bool:
        return self.live and self.archived_at is None

    @property
    def status_string(self) -> Any:
        """What the explorer says of it."""
        return _("archived") if self.archived_at else super().status_string

    def clean(self) -> None:
        super().clean()
        if self.slug in RESERVED and (self.depth or FIRST_LEVEL) <= FIRST_LEVEL:
            raise ValidationError(
                {"slug": _("“%s” is an address that the site itself uses. Choose another.") % self.slug}
            )


class RubricRole(models.Model):
    """An audience has a role in a rubric and beneath it. No part of page revisions, for the same reason."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="rubric_roles", verbose_name=_("rubric"))
    audience = models.ForeignKey(
        Audience,
        models.CASCADE,
        related_name="rubric_roles",
        verbose_name=_("audience"),
    )
    role = models.PositiveSmallIntegerField(_("role"), choices=Role)

    class Meta:
        verbose_name = _("role in a rubric")
        verbose_name_plural = _("roles in rubrics")
        constraints = [models.UniqueConstraint(fields=["page", "audience"], name="an_audience_has_one_role_per_rubric")]

    def __str__(self) -> str:
        return f"{self.audience} : {self.get_role_display()} ({self.page})"

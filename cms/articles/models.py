"""An article belongs to one rubric: its parent in the tree."""

import uuid
from contextlib import suppress
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel, TitleFieldPanel
from wagtail.locks import BaseLock
from wagtail.models import Page, Revision
from wagtail.search import index

from cms.articles import signals
from cms.articles.editing import BodyBlock
from cms.articles.enums import Outcome, Proposal, State
from cms.articles.forms import ArticleForm
from cms.articles.locks import ArchivedLock
from cms.articles.panels import IllustrationPanel, StatePanel
from cms.articles.previews import AdminLinks
from cms.articles.rendering import body_html
from cms.articles.rules import Facts, state_of
from cms.articles.testers import ArticlePermissionTester
from cms.articles.words import in_words
from cms.core.models import Referenced
from cms.core.streamfield import QuietStreamField
from cms.media.models import SchoolImage
from cms.media.pictures import framed
from cms.rubrics.models import SchoolTreePage
from cms.rubrics.panels import OLD_ADDRESS, OnSitePanel

PREVIEWED = 1360  # pixels wide


class ArticleTag(TaggedItemBase):
    content_object = ParentalKey("articles.Article", on_delete=models.CASCADE, related_name="tagged_items")


class Article(Referenced, SchoolTreePage, Page):
    """Online when `live`; public when its rubric is (`selectors`)."""

    summary = models.TextField(
        _("summary"),
        max_length=400,
        blank=True,
        help_text=_("One or two sentences, shown in lists and on the homepage."),
    )
    illustration = models.ForeignKey(
        SchoolImage,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("illustration"),
    )
    signature = models.CharField(
        _("signature"),
        max_length=120,
        blank=True,
        help_text=_("The author, as readers see it."),
    )
    body = QuietStreamField(BodyBlock(), verbose_name=_("body"), blank=True)
    tags = ClusterTaggableManager(through=ArticleTag, blank=True, verbose_name=_("tags"))
    is_model = models.BooleanField(_("model"), default=False, editable=False)  # to begin others from; never online
    minor_correction = models.BooleanField(
        _("minor correction"),
        default=False,
        help_text=_("Ticked: once it is published, the article keeps its place and its date in the lists."),
    )
    # When readers were last given something new; empty until then. Written by `receivers` and by imports alone.
    resurfaced_at = models.DateTimeField(_("back at the top since"), null=True, editable=False)
    # Headers of an imported file that mean nothing to us, kept so that an export gives them back.
    extra_headers = models.JSONField(_("other headers"), default=dict, blank=True, editable=False)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)
    # What the latest of its submissions became, kept beside it: lists say it of each article without asking again.
    proposal = models.CharField(
        _("request"), max_length=10, choices=Proposal, default=Proposal.NONE, blank=True, editable=False
    )

    contribution = True
    offered_drafts = models.Q(is_model=True)
    # What a copy begins with besides title, body and pictures, and what a reader finds besides the body: a kind of
    # article that has more of it says so.
    copied: ClassVar[tuple[str, ...]] = ("summary",)
    read_fields: ClassVar[tuple[str, ...]] = ("title", "summary", "slug", "signature")
    base_form_class = ArticleForm
    own_state = ("archived_at", "proposal", "is_model", "resurfaced_at")
    parent_page_types: ClassVar[list[str]] = ["rubrics.Rubric"]
    subpage_types: ClassVar[list[str]] = []
    exclude_fields_in_copy: ClassVar[list[str]] = ["ref", "archived_at", "proposal", "is_model", "resurfaced_at"]
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
    ]
    # What announces it, in the editor of every kind of article.
    announcing_panels: ClassVar[list[Any]] = [
        FieldPanel("summary"),
        IllustrationPanel(
            "illustration",
            help_text=_(
                "At least 680 × 383 pixels. It is cut to these proportions, around the focal point of the image."
            ),
        ),
    ]
    content_panels: ClassVar[list[Any]] = [
        StatePanel(),
        OnSitePanel(),
        TitleFieldPanel("title"),
        *announcing_panels,
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("signature"), FieldPanel("tags")],
            heading=_("Signature and tags"),
        ),
        FieldPanel("minor_correction"),
    ]
    promote_panels: ClassVar[list[Any]] = [FieldPanel("slug", help_text=OLD_ADDRESS)]
    settings_panels: ClassVar[list[Any]] = [PublishingPanel()]
    template = "articles/preview.html"

    def permissions_for_user(self, user: Any) -> ArticlePermissionTester:
        return ArticlePermissionTester(user, self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """For the person who writes it: what readers will see, from the same rendering."""
        body = mark_safe(body_html(self.body, AdminLinks()))  # sanitised by `rendering`
        picture = None
        if self.illustration:
            with suppress(OSError):
                picture = framed(self.illustration, PREVIEWED)
        return render(request, self.template, {"article": self, "body": body, "picture": picture})

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """An alias is made as a copy of everything: it takes a reference and a life of its own."""
        if self._state.adding and self.alias_of_id:
            self.ref, self.archived_at, self.proposal = uuid.uuid4(), None, Proposal.NONE
        return super().save(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> "Article":
        """The reference is no part of a revision: an alias follows its original's, and keeps its own."""
        page = super().with_content_json(content)
        page.ref = self.ref
        return page

    # --- Its life (ART-02) ---

    @property
    def facts(self) -> Facts:
        return Facts(
            archived=self.archived_at is not None,
            live=self.live,
            scheduled=self.approved_schedule,
            # Wagtail dates the copy of a draft as if it had been online, and says by which version.
            was_online=self.expired or (self.first_published_at is not None and self.live_revision_id is None),
            changed=self.has_unpublished_changes,
            proposal=Proposal(self.proposal),
            model=self.is_model,
        )

    @property
    def state(self) -> State:
        return state_of(self.facts)

    @property
    def status_string(self) -> Any:
        """What the explorer says of it."""
        return in_words(self.facts)

    def get_lock(self) -> BaseLock | None:
        return ArchivedLock(self) if self.archived_at else super().get_lock()

    def save_revision(self, *args: Any, overwrite_revision: Revision | None = None, **kwargs: Any) -> Revision:
        """Wagtail keeps what is typed over the version before; never over one that somebody was asked to judge."""
        if overwrite_revision and self.submissions.filter(revision=overwrite_revision).exists():
            overwrite_revision = None
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)

    def publish(self, revision: Revision, user: Any = None, **options: Any) -> None:
        super().publish(revision, user=user, **options)
        signals.put_online.send(Article, article=self, revision=revision, actor=user)

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")


class Submission(models.Model):
    """Somebody asked that an article be put online, and what was decided (ART-02)."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="submissions", verbose_name=_("article"))
    revision = models.ForeignKey(
        Revision,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("version"),
        help_text=_("The one that was proposed; once decided, the one that was judged."),
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("submitted by")
    )
    submitted_at = models.DateTimeField(_("submitted"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.WAITING, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    reason = models.TextField(_("reason"), blank=True, max_length=1000)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article"],
                condition=models.Q(outcome=Outcome.WAITING),
                name="one_submission_of_an_article_waits",
            )
        ]

"""The editor of articles: Wagtail's, whose buttons say what becomes of the article and do it through the services.

Whatever a button does, what was typed is kept first. While a submission waits nothing is kept by itself: what is
proposed is the latest version, and nobody proposes half a sentence.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.models import Page

from cms.articles.deciding import decided_by, go_on
from cms.articles.enums import Proposal, State
from cms.articles.models import Article, Submission
from cms.articles.panels import SIDE_PANELS
from cms.articles.selectors import version_of
from cms.articles.services import put_online, submit_article, withdraw_submission
from cms.core.exceptions import DomainError
from cms.core.keys import key_in, row_at
from cms.rubrics.online import held_back
from cms.rubrics.views.life import EveryPage

# Name of a button: whether the form must be complete.
BUTTONS = {"publish": True, "submit": True, "withdraw": False, "refuse": False}
NAMES = [f"action-{name}" for name in BUTTONS]


class WithLife:
    """What the editor of an article adds to Wagtail's, also on the screen that goes back to an older version."""

    request: HttpRequest
    page: Any
    form: Any

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: Any) -> Any:
        """What is acted upon is held from here on: the latest version is still the latest when it goes online."""
        if request.method == "POST" and not request.POST.keys().isdisjoint(NAMES):
            list(Article.objects.select_for_update(of=("self",)).filter(pk=page_id))
        return super().dispatch(request, page_id, **kwargs)  # type: ignore[misc]  # Wagtail's view, beside us

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        view: Any = self
        if view.expects_json_response and self.page.proposal == Proposal.WAITING:
            sentence = _("This article waits for a decision: save it yourself, when it is ready.")
            return view.json_error_response("waiting", sentence)
        return super().post(request, *args, **kwargs)  # type: ignore[misc]

    @cached_property
    def button(self) -> str:
        return next((name for name in BUTTONS if self.request.POST.get(f"action-{name}")), "")

    @cached_property
    def action_name_and_method(self) -> tuple[str, Callable[[], Any]]:
        """To Wagtail, an action named “save” is one for which the form may be incomplete."""
        view: Any = self
        if not self.button:
            return "save", view.save_action
        return (self.button if BUTTONS[self.button] else "save"), self.act

    def act(self) -> HttpResponse:
        view: Any = self
        if self.button in {"publish", "refuse"} and view.is_out_of_date:
            return self._read_again()
        if view.has_content_changes or view.is_reverting or not view.latest_revision:
            self._keep()
        if self.button == "refuse":
            return redirect(f"{reverse('article_refuse', args=[self.page.pk])}{self._query()}")
        article = Article.objects.get(pk=self.page.pk)
        decided = decided_by(self.request.user, article) if self.button == "publish" else None
        try:
            with transaction.atomic():
                said = self._done(article)
        except DomainError as error:
            return not_done(self.request, article, error) or view.redirect_and_remain()
        if decided and not view.next_url:
            return go_on(self.request, decided, said)
        messages.success(self.request, said)
        response: HttpResponse = view.redirect_and_remain() if self.button == "withdraw" else view.redirect_away()
        return response

    def _done(self, article: Article) -> str:
        actor = self.request.user
        if self.button == "submit":
            submit_article(article=article, actor=actor)
            return submitted(article)
        if self.button == "withdraw":
            withdraw_submission(article=article, actor=actor)
            return _("The request about “%s” is withdrawn.") % article.draft_title
        put_online(article=article, actor=actor, submission=self._submission(article), seen=version_of(article))
        return went_online(article)

    def _submission(self, article: Article) -> Submission | None:
        """The one that the screen showed."""
        return row_at(article.submissions.all(), self.request.POST.get("submission", ""))

    def _keep(self) -> None:
        """As Wagtail does before it publishes; our pages have no panel of comments (`settings_panels`)."""
        view: Any = self
        self.page = self.form.save(commit=not self.page.live)
        view.subscription.save()
        self.page.save_revision(user=self.request.user, log_action=True, previous_revision=view.previous_revision)
        view.run_hook("after_edit_page", self.request, self.page)

    def _read_again(self) -> HttpResponse:
        """Nothing is done, and what was typed stays on the screen."""
        view: Any = self
        sentence = _(
            "Somebody saved a newer version since you opened this one. Nothing was put online nor refused, and nothing "
            "of yours was saved: copy what you want to keep, then open the article again to read the newer version."
        )
        messages.error(self.request, sentence)
        view.has_unsaved_changes = True
        context = view.get_context_data()
        # Still those of the version that was read, so that insisting is refused too.
        context["loaded_revision_created_at"] = self.request.POST.get("loaded_revision_created_at", "")
        self.page.latest_revision_id = key_in(self.request.POST.get("loaded_revision_id", "")) or 0
        response: HttpResponse = view.render_to_response(context)
        return response

    def _query(self) -> str:
        article = Article.objects.get(pk=self.page.pk)
        submission = self._submission(article)
        return f"?submission={submission.pk}" if submission else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        if self.page.proposal == Proposal.WAITING:
            context |= {"autosave_enabled": False, "autosave_indicator": None}
        return context


class EditArticle(WithLife, EditView):
    """The editor, with what other apps show beside it."""

    def get_side_panels(self) -> Any:
        panels = super().get_side_panels()
        # The form of a new article becomes this one at its first draft, with the places for panels that it had.
        if not self.expects_json_response and not self.hydrate_create_view:
            panels.extend(panel(self.page, self.request) for panel in SIDE_PANELS)
        return panels


class RevertArticle(WithLife, RevisionsRevertView):
    """The editor, filled with an older version."""


class CreateArticle(CreateView):
    @cached_property
    def action_name_and_method(self) -> tuple[str, Callable[[], Any]]:
        for name, act in (("publish", self.act), ("submit", self.act)):
            if self.request.POST.get(f"action-{name}"):
                return name, act
        return "save", self.save_action

    def act(self) -> HttpResponse:
        """The draft is made first: should it not go further, it stays."""
        made: HttpResponse = self.save_action()
        article = Article.objects.get(pk=self.page.pk)
        try:
            with transaction.atomic():
                if self.action_name == "publish":
                    put_online(article=article, actor=self.request.user)
                    said = went_online(article)
                else:
                    submit_article(article=article, actor=self.request.user)
                    said = submitted(article)
        except DomainError as error:
            return not_done(self.request, article, error) or made
        messages.success(self.request, said)
        away: HttpResponse = self.redirect_away()
        return away


class ArticlePages(EveryPage):
    """Wagtail's screens of articles; the others are those of every page."""

    model = Article
    add_view_class = CreateArticle
    edit_view_class = EditArticle
    revisions_revert_view_class = RevertArticle


def not_done(request: HttpRequest, article: Article, error: DomainError) -> HttpResponse | None:
    """Say why; the screen where it can be put right, where there is one. What was typed is kept either way."""
    held_back.send(Article, page=article, actor=request.user)
    if not error.remedy:
        messages.error(request, error.message)
        return None
    messages.warning(request, _("Your article is kept as a draft, and is not online yet: see what follows."))
    return redirect(error.remedy)


def went_online(article: Article) -> str:
    now = Article.objects.get(pk=article.pk)
    if now.state == State.SCHEDULED or (now.live and now.approved_schedule):
        return _("“%s” is scheduled: it will go online by itself.") % now.draft_title
    return _("“%s” is online.") % now.title


def submitted(article: Article) -> str:
    place = Page.objects.get(pk=article.get_parent().pk)
    said = {"title": article.draft_title, "rubric": place.title}
    return _("“%(title)s” is submitted: the moderators of “%(rubric)s” will decide.") % said

"""Who is told what about articles (ART-03). A notice names the article and its rubric, and says nothing of its text."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.accounts.models import User
from cms.articles.models import Article, Submission
from cms.articles.words import name_of
from cms.directory.selectors import may_enter
from cms.notifications.enums import Kind
from cms.notifications.models import Notice
from cms.notifications.services import forget, tell
from cms.rubrics.actors import people_with
from cms.rubrics.rules import STEP, Right


def tell_validators(article: Article, actor: Any) -> None:
    """Those who may decide where the article stands, and read it; who asks is not told."""
    place = _place(article)
    forget(about=article.ref, kind=Kind.PROPOSED)
    forget(about=article.ref, kind=Kind.REFUSED)  # what its author was told of the version before
    people = people_with(Right.VALIDATE, place).filter(user__is_active=True).select_related("user", "school")
    accounts = [person.user for person in people if person.user_id != getattr(actor, "pk", None) and may_enter(person)]
    said = {"who": name_of(actor), "title": article.draft_title, "rubric": place.title}
    tell(
        recipients=[account for account in accounts if account is not None],
        kind=Kind.PROPOSED,
        about=article.ref,
        text=_("%(who)s proposes “%(title)s” in “%(rubric)s”.") % said,
        address=reverse("wagtailadmin_pages:edit", args=[article.pk]),
        actor=actor,
    )


def nothing_to_decide(article: Article) -> None:
    forget(about=article.ref, kind=Kind.PROPOSED)


def tell_authors(article: Article, submission: Submission, kind: Kind, actor: Any) -> None:
    """The author and who submitted for them, but for the one who decides."""
    sentences = {
        Kind.ACCEPTED: _("%(who)s put “%(title)s” online."),
        Kind.REFUSED: _("%(who)s refused “%(title)s”: %(reason)s"),
        Kind.ARCHIVED: _("%(who)s archived “%(title)s”, which waited for a decision."),
    }
    said = {"who": name_of(actor), "title": article.draft_title, "reason": submission.reason}
    _tell(article, {article.owner_id, submission.submitted_by_id}, kind, sentences[kind] % said, actor)


def tell_held_back(article: Article, submitter: int | None, why: str) -> None:
    """Its hour came, and the gate said no."""
    text = _("“%(title)s” did not go online at its hour: %(why)s") % {"title": article.draft_title, "why": why}
    _tell(article, {article.owner_id, submitter}, Kind.HELD_BACK, text, None)


def not_to_know(notices: Sequence[Notice]) -> set[int]:
    """Those of them, by primary keys, whose recipient may not decide, or write, where the article stands now."""
    articles = {one.ref: one for one in Article.objects.filter(ref__in=[one.about for one in notices])}
    about = [(one, articles[one.about]) for one in notices if one.about in articles]
    return {one.pk for one, article in about if not _may_know(one, article)}


def _may_know(notice: Notice, article: Article) -> bool:
    if notice.kind == Kind.PROPOSED:
        return people_with(Right.VALIDATE, _place(article)).filter(user=notice.recipient).exists()
    return article.permissions_for_user(notice.recipient).can_edit()


def _place(article: Article) -> Page:
    return Page.objects.get(path=article.path[:-STEP])


def forget_all(article: Article) -> None:
    forget(about=article.ref)


def _tell(article: Article, accounts: set[int | None], kind: Kind, text: str, actor: Any) -> None:
    """Those who still write there: whoever lost the right to open an article is told nothing of it."""
    concerned = User.objects.filter(pk__in=accounts - {None, getattr(actor, "pk", None)}, is_active=True)
    tell(
        recipients=[user for user in concerned if article.permissions_for_user(user).can_edit()],
        kind=kind,
        about=article.ref,
        text=text,
        address=reverse("wagtailadmin_pages:edit", args=[article.pk]),
        actor=actor,
    )

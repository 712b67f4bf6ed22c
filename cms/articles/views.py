"""Screens of writers: what they find on entering, copies and models, what the form of an article asks."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Length, Substr
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from taggit.models import Tag
from wagtail.admin.ui.components import Component
from wagtail.models import Page, Revision
from wagtail.permissions import policy_registry

from cms.articles.deciding import in_turn
from cms.articles.models import Article
from cms.articles.panels import framing
from cms.articles.selectors import tags_for, with_states
from cms.articles.services import copy_article, keep_as_model
from cms.core.exceptions import DomainError
from cms.core.keys import key_in, row_at
from cms.media.models import SchoolImage
from cms.media.views import may_open
from cms.rubrics.models import Rubric
from cms.rubrics.rules import STEP

SHOWN = 6
TAGS_PROPOSED = 10


def write(request: HttpRequest) -> HttpResponse:
    """From the choice of a rubric to the form of a new article, which asks again whether one may."""
    rubric = key_in(request.GET.get("rubric", ""))
    if rubric is None:
        return redirect("wagtailadmin_home")
    return redirect("wagtailadmin_pages:add", "articles", "article", rubric)


def copy(request: HttpRequest) -> HttpResponse:
    """From an article or a model to a draft of one's own."""
    asked = request.POST if request.method == "POST" else request.GET
    source = row_at(Article.objects.all(), asked.get("article", ""))
    if source is None or not source.permissions_for_user(request.user).can_be_copied():
        raise PermissionDenied
    rubrics = Rubric.objects.filter(pk__in=_allowed(request.user, "add").values("pk"))
    rubrics = rubrics.filter(path__startswith=source.path[: 2 * STEP]).order_by("path")
    if request.method == "POST":
        rubric = row_at(rubrics, request.POST.get("rubric", ""))
        if rubric is None:
            raise PermissionDenied
        made = copy_article(source=source, rubric=rubric, actor=request.user)
        messages.success(request, gettext("Here is your draft. Give it a title of its own."))
        return redirect("wagtailadmin_pages:edit", made.pk)
    context = {"article": source, "rubrics": _indented(rubrics), "here": source.path[:-STEP]}
    title = gettext("Write from “%s”") % source.title
    return render(request, "articles/copy.html", {**context, "header_title": title, "page_title": title})


def model(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a draft a model, or an ordinary draft again."""
    article = get_object_or_404(Article, pk=pk)
    if not article.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    if request.method == "POST":
        wanted = not article.is_model
        try:
            keep_as_model(article=article, wanted=wanted, actor=request.user)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            told = gettext("“%s” is a model now.") if wanted else gettext("“%s” is an ordinary draft again.")
            messages.success(request, told % article.title)
        return redirect("wagtailadmin_pages:edit", article.pk)
    title = gettext("No longer a model") if article.is_model else gettext("Make it a model")
    return render(request, "articles/model.html", {"article": article, "header_title": title, "page_title": title})


def illustration(request: HttpRequest, pk: int) -> HttpResponse:
    """How an image looks as an illustration, for those who may choose it."""
    image = SchoolImage.objects.filter(pk=pk).first()
    if image is None or not may_open(request.user, image):
        raise Http404
    return render(request, "articles/illustration.html", framing(image, request.user))


def tags(request: HttpRequest) -> JsonResponse:
    """What the field of tags proposes. Wagtail's own proposes all, those of other people's drafts included."""
    beginning = request.GET.get("term", "")
    found = tags_for(request.user).filter(name__istartswith=beginning) if beginning else Tag.objects.none()
    return JsonResponse(list(found.order_by("name").values_list("name", flat=True)[:TAGS_PROPOSED]), safe=False)


class WelcomePanel(Component):
    name = "welcome"
    template_name = "articles/welcome.html"
    order = 100

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        user = (parent_context or {})["request"].user
        mine = Q(owner=user) | Q(latest_revision__user=user)
        return {
            "user": user,
            "models": _with_rubrics(_models(user), most=None),
            "rubrics": _indented(Rubric.objects.filter(pk__in=_allowed(user, "add").values("pk")).order_by("path")),
            "mine": _with_rubrics(Article.objects.filter(mine, archived_at=None)),
            "waiting": _with_rubrics(in_turn(user), order=("asked_at", "pk")),
            "to_decide": in_turn(user).count(),
        }


def _allowed(user: Any, action: str) -> QuerySet[Page]:
    pages: QuerySet[Page] = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, {action})
    return pages


def _models(user: Any) -> QuerySet[Article]:
    """Those of the rubrics where the account may write."""
    paths = Rubric.objects.filter(pk__in=_allowed(user, "add").values("pk")).values_list("path", flat=True)
    parent: Any = Substr("path", 1, Length("path") - STEP)
    models = Article.objects.filter(is_model=True)
    return models.annotate(rubric_path=parent).filter(rubric_path__in=list(paths)) if models.exists() else models.none()


def _indented(rubrics: QuerySet[Rubric]) -> list[tuple[Rubric, str]]:
    """Each with a dash for each rubric of the list that stands above it."""
    found: list[tuple[Rubric, str]] = []
    above: list[str] = []
    for rubric in rubrics:
        above = [path for path in above if rubric.path.startswith(path)]
        found.append((rubric, "— " * len(above)))
        above.append(rubric.path)
    return found


LATEST_FIRST = (F("latest_revision_created_at").desc(nulls_last=True), "-pk")


def _with_rubrics(
    articles: QuerySet[Article], most: int | None = SHOWN, order: Sequence[Any] = LATEST_FIRST
) -> list[tuple[Article, str]]:
    """The first of them, with the title of the rubric of each: two queries."""
    waiting = Revision.page_revisions.filter(
        approved_go_live_at__isnull=False, object_id=Cast(OuterRef("pk"), CharField())
    )
    articles = with_states(articles).annotate(waits_until=Subquery(waiting.values("approved_go_live_at")[:1]))
    found = list(articles.order_by(*order)[:most])
    above = Page.objects.filter(path__in={article.path[:-STEP] for article in found})
    titles = dict(above.values_list("path", "title"))
    return [(article, titles.get(article.path[:-STEP], "")) for article in found]

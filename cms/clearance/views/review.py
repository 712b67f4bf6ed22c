"""« Données personnelles en ligne »: what is public and seems to say something of people (ZONE-05).

For those who may decide it whoever wrote it. With `?under=`, the same list for what is about to become public.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Page

from cms.accounts.models import User
from cms.articles.models import Article
from cms.articles.selectors import public_articles
from cms.clearance.enums import Ground
from cms.clearance.models import KINDS
from cms.clearance.selectors import Looked, faults_of, with_tags
from cms.clearance.services import blocking, confirm, looks_of, send_to_private, withdraw
from cms.clearance.views.check import private_rubrics
from cms.core.exceptions import DomainError
from cms.rubrics.models import Rubric
from cms.rubrics.permissions import RubricPagePolicy, allowed
from cms.rubrics.rules import STEP, Right
from cms.schools.models import School
from cms.schools.selectors import all_schools

A_PAGE = 50
MOST = 200  # articles that are decided at once


def reviews_somewhere(user: Any) -> bool:
    return bool(schools_reviewed(user))


def schools_reviewed(user: Any) -> list[School]:
    """The schools where the account decides what anybody wrote, somewhere."""
    if not isinstance(user, User) or not user.is_active:
        return []
    if user.is_superuser:
        return all_schools()
    areas = RubricPagePolicy().standing(user).areas(Right.PUBLISH_ANY)
    return [one for one in all_schools() if areas and any(area.path.startswith(one.root_page.path) for area in areas)]


@dataclass(frozen=True)
class Row:
    look: Looked
    rubric: str
    faults: int

    @property
    def article(self) -> Article:
        return self.look.reading.article


def review(request: HttpRequest) -> HttpResponse:
    school, schools = _school(request)
    under = _under(request, school)
    kind, rubric, state = (request.GET.get(name, "") for name in ("kind", "rubric", "state"))
    articles = _articles(request.user, school, under)
    looks, unknown = looks_of(articles, school)
    titles = _titles(articles)
    rows = [
        Row(
            look,
            titles.get(look.reading.article.path[:-STEP], ""),
            len(blocking(faults_of(look.reading))) if under else 0,
        )
        for look in looks
    ]
    held = [row for row in rows if row.look.founds or row.look.waiting or row.faults]
    shown = [row for row in held if _matches(row, kind, rubric, state)]
    page = Paginator(shown, A_PAGE).get_page(request.GET.get("p"))
    kept = {"school": school.slug, "kind": kind, "rubric": rubric, "state": state}
    if under:
        kept["under"] = str(under.pk)
    title = _("Before “%s” becomes public") % under.title if under else _("Personal data online")
    context = {
        "school": school,
        "schools": schools,
        "under": under,
        "header_title": title,
        "breadcrumbs_items": [{"url": "", "label": title}],
        "rows": page.object_list,
        "page": page,
        "looked_at": len(looks),
        "held": len(held),
        "undecided": sum(not row.look.clear for row in held),
        "unknown": unknown,
        "kinds": [(key, label) for key, label in KINDS.items() if any(_has(row, key) for row in held)],
        "rubrics": sorted({(row.article.path[:-STEP], row.rubric) for row in held}, key=lambda pair: pair[1]),
        "kind": kind,
        "rubric": rubric,
        "state": state,
        "filtered": bool(kind or rubric or state),
        "kept": urlencode(kept),
    }
    return render(request, "clearance/review.html", context)


def _school(request: HttpRequest) -> tuple[School, Sequence[School]]:
    schools = schools_reviewed(request.user)
    wanted = request.GET.get("school") or request.POST.get("school")
    chosen = [school for school in schools if wanted in {None, "", school.slug}]
    if not chosen:
        raise PermissionDenied
    return chosen[0], schools


def _under(request: HttpRequest, school: School) -> Page | None:
    number = request.GET.get("under", "")
    if not number.isdecimal() or len(number) > 18:
        return None
    return Page.objects.filter(pk=int(number), path__startswith=school.root_page.path).first()


def _articles(user: Any, school: School, under: Page | None) -> list[Article]:
    if under:
        found = with_tags(Article.objects.filter(path__startswith=under.path, live=True)).order_by("path")
    else:
        found = public_articles(school)
    if not user.is_superuser:
        found = found.filter(allowed(RubricPagePolicy().standing(user), user, "publish", mine=False))
    return list(found)


def _titles(articles: Iterable[Article]) -> dict[str, str]:
    rows = Rubric.objects.filter(path__in={article.path[:-STEP] for article in articles})
    return dict(rows.values_list("path", "title"))


def _matches(row: Row, kind: str, rubric: str, state: str) -> bool:
    return (
        (not kind or _has(row, kind))
        and (not rubric or row.article.path[:-STEP] == rubric)
        and (not state or (state == "decided") == row.look.clear)
    )


def _has(row: Row, kind: str) -> bool:
    return any(found.kind == kind for found in row.look.founds)


# --- Many at once ----------------------------------------------------------------------------------------------------

DEEDS = ("confirm", "withdraw", "move")


@require_POST
def many(request: HttpRequest) -> HttpResponse:
    """First what will be done, counted; then the deed, and what came of it."""
    school, _schools = _school(request)
    back = _back(request, school)
    deed = request.POST.get("deed", "")
    keys = [int(key) for key in request.POST.getlist("article") if key.isdecimal() and len(key) < 19][:MOST]
    articles = _chosen(request.user, school, keys)
    if deed not in DEEDS or not articles:
        messages.error(request, _("Tick at least one article, and say what to do."))
        return redirect(back)
    ground, rubric = request.POST.get("ground", ""), _rubric(request, school)
    ready = {"confirm": ground in Ground.values, "withdraw": True, "move": rubric is not None}[deed]
    if "sure" in request.POST and ready:
        _do(request, deed, articles, ground=ground, rubric=rubric)
        return redirect(back)
    looks, _unknown = looks_of(articles, school)
    may = [look for look in looks if _may(request.user, look.reading.article, deed)]
    context = {
        "school": school,
        "deed": deed,
        "looks": looks,
        "count": len(may),
        "others": len(looks) - len(may),
        "finds": sum(len(look.undecided) for look in may),
        "grounds": Ground.choices,
        "rubrics": private_rubrics(request.user, school) if deed == "move" else [],
        "missing": "sure" in request.POST,
        "kept": request.POST.get("kept", ""),
        "back": back,
        "header_title": _("Several articles at once"),
        "breadcrumbs_items": [
            {"url": back, "label": _("Personal data online")},
            {"url": "", "label": _("Several articles at once")},
        ],
    }
    return render(request, "clearance/many.html", context)


def _back(request: HttpRequest, school: School) -> str:
    kept = request.POST.get("kept", "")
    return f"{reverse('clearance_review')}?{kept or urlencode({'school': school.slug})}"


def _chosen(user: Any, school: School, keys: Sequence[int]) -> list[Article]:
    """Those of the list that they see: what is not there is as what does not exist."""
    found = with_tags(Article.objects.filter(pk__in=keys, path__startswith=school.root_page.path, live=True))
    if not user.is_superuser:
        found = found.filter(allowed(RubricPagePolicy().standing(user), user, "publish", mine=False))
    return list(found.order_by("path"))


def _rubric(request: HttpRequest, school: School) -> Rubric | None:
    number = request.POST.get("rubric", "")
    return next((one for one in private_rubrics(request.user, school) if str(one.pk) == number), None)


def _may(user: Any, article: Article, deed: str) -> bool:
    tester = article.permissions_for_user(user)
    return {"confirm": tester.can_publish, "withdraw": tester.can_unpublish, "move": tester.can_move}[deed]()


def _do(request: HttpRequest, deed: str, articles: Sequence[Article], *, ground: str, rubric: Rubric | None) -> None:
    asked = request.POST.getlist("key")
    verbs: dict[str, Callable[[Article], Any]] = {
        "confirm": lambda article: confirm(
            version=article,
            keys=[key.partition(":")[2] for key in asked if key.startswith(f"{article.pk}:")],
            ground=Ground(ground),
            actor=request.user,
        ),
        "withdraw": lambda article: withdraw(article=article, actor=request.user),
        "move": lambda article: send_to_private(article=article, rubric=rubric, actor=request.user),  # type: ignore[arg-type]
    }
    done, refused = 0, []
    for article in articles:
        try:
            verbs[deed](article)
        except DomainError as error:
            refused.append(str(error))
        else:
            done += 1
    said = {
        "confirm": ngettext("%d article is confirmed.", "%d articles are confirmed.", done),
        "withdraw": ngettext("%d article is offline.", "%d articles are offline.", done),
        "move": ngettext(
            "%d article is in the authenticated zone.", "%d articles are in the authenticated zone.", done
        ),
    }
    if done:
        messages.success(request, said[deed] % done)
    for refusal in refused[:10]:
        messages.error(request, refusal)

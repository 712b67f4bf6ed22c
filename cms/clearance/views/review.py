"""« Données personnelles en ligne »: what is public and seems to say something of people (ZONE-05).

For those who may decide it whoever wrote it. With `?under=`, the same list for what is about to become public.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Page

from cms.accounts.models import User
from cms.articles.models import Article
from cms.clearance.enums import Ground
from cms.clearance.models import KINDS
from cms.clearance.selectors import Looked, about_to_show, faults_of, pages_at, public_pages
from cms.clearance.services import blocking, confirm, looks_of, send_to_private, withdraw
from cms.clearance.views.check import private_rubrics
from cms.core.exceptions import DomainError
from cms.core.keys import key_in, row_at
from cms.rubrics.models import Rubric
from cms.rubrics.permissions import RubricPagePolicy, allowed
from cms.rubrics.rules import STEP, Right
from cms.rubrics.views.shared import school_asked
from cms.schools.models import School
from cms.schools.selectors import all_schools

A_PAGE = 50
MOST = 200  # pages that are decided at once


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
    rubric: str  # its title, "" for a homepage
    faults: int

    @property
    def page(self) -> Page:
        page: Page = self.look.reading.page
        return page

    @property
    def kind(self) -> str:
        """What it is, when it is no article."""
        return "" if isinstance(self.page, Article) else str(capfirst(self.page._meta.verbose_name))

    @property
    def place(self) -> str:
        return place_of(self.page)


def place_of(page: Page) -> str:
    """The path of the rubric where it stands, or of the rubric that it is."""
    return str(page.path) if isinstance(page, Rubric) else str(page.path[:-STEP])


def review(request: HttpRequest) -> HttpResponse:
    school, schools = school_asked(request, schools_reviewed(request.user))
    under = _under(request, school)
    kind, rubric, state = (request.GET.get(name, "") for name in ("kind", "rubric", "state"))
    pages = _theirs(request.user, school, _under_it(under) if under else public_pages(school))
    looks, unknown = looks_of(pages, school)
    titles = _titles(pages)
    rows = [
        Row(
            look,
            titles.get(place_of(look.reading.page), ""),
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
        "rubrics": sorted({(row.place, row.rubric) for row in held if row.rubric}, key=lambda pair: pair[1]),
        "kind": kind,
        "rubric": rubric,
        "state": state,
        "filtered": bool(kind or rubric or state),
        "kept": urlencode(kept),
    }
    return render(request, "clearance/review.html", context)


def _under(request: HttpRequest, school: School) -> Page | None:
    return row_at(Page.objects.filter(path__startswith=school.root_page.path), request.GET.get("under", ""))


def _under_it(under: Page) -> list[Page]:
    """What would be read there, as far as it is online today."""
    rubrics = Rubric.objects.filter(path__startswith=under.path, archived_at=None).order_by("path")
    pages: list[Page] = [*rubrics] if isinstance(under.specific, Rubric) else [under]
    shown, _scheduled = about_to_show(pages)
    return shown


def _theirs(user: Any, school: School, pages: Sequence[Page]) -> list[Page]:
    """Those that the account puts online, whoever wrote them: rubrics and homepages are their managers'."""
    if user.is_superuser:
        return list(pages)
    rows = Page.objects.filter(path__startswith=school.root_page.path)
    mine = allowed(RubricPagePolicy().standing(user), user, "publish", mine=False)
    keys = set(rows.filter(mine).values_list("pk", flat=True))
    return [page for page in pages if page.pk in keys]


def _titles(pages: Iterable[Page]) -> dict[str, str]:
    rows = Rubric.objects.filter(path__in={place_of(page) for page in pages})
    return dict(rows.values_list("path", "title"))


def _matches(row: Row, kind: str, rubric: str, state: str) -> bool:
    return (
        (not kind or _has(row, kind))
        and (not rubric or row.place == rubric)
        and (not state or (state == "decided") == row.look.clear)
    )


def _has(row: Row, kind: str) -> bool:
    return any(found.kind == kind for found in row.look.founds)


# --- Many at once ----------------------------------------------------------------------------------------------------

DEEDS = ("confirm", "withdraw", "move")


@require_POST
def many(request: HttpRequest) -> HttpResponse:
    """First what will be done, counted; then the deed, and what came of it."""
    school, _schools = school_asked(request, schools_reviewed(request.user))
    back = _back(request, school)
    deed = request.POST.get("deed", "")
    keys = [key for key in map(key_in, request.POST.getlist("page")) if key is not None][:MOST]
    pages = _chosen(request.user, school, keys)
    if deed not in DEEDS or not pages:
        messages.error(request, _("Tick at least one page, and say what to do."))
        return redirect(back)
    ground, rubric = request.POST.get("ground", ""), _rubric(request, school)
    ready = {"confirm": ground in Ground.values, "withdraw": True, "move": rubric is not None}[deed]
    if "sure" in request.POST and ready:
        _do(request, deed, pages, ground=ground, rubric=rubric)
        return redirect(back)
    looks, _unknown = looks_of(pages, school)
    may = [look for look in looks if _may(request.user, look.reading.page, deed)]
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
        "header_title": _("Several pages at once"),
        "breadcrumbs_items": [
            {"url": back, "label": _("Personal data online")},
            {"url": "", "label": _("Several pages at once")},
        ],
    }
    return render(request, "clearance/many.html", context)


def _back(request: HttpRequest, school: School) -> str:
    kept = request.POST.get("kept", "")
    return f"{reverse('clearance_review')}?{kept or urlencode({'school': school.slug})}"


def _chosen(user: Any, school: School, keys: Sequence[int]) -> list[Page]:
    """Those of the list that they see: what is not there is as what does not exist."""
    found = Page.objects.filter(pk__in=keys, path__startswith=school.root_page.path, live=True)
    return _theirs(user, school, pages_at(found.values_list("pk", flat=True)))


def _rubric(request: HttpRequest, school: School) -> Rubric | None:
    number = request.POST.get("rubric", "")
    return next((one for one in private_rubrics(request.user, school) if str(one.pk) == number), None)


def _may(user: Any, page: Page, deed: str) -> bool:
    """A rubric and a homepage are closed, or corrected, on their own screens, which say what goes with them."""
    tester = page.permissions_for_user(user)
    if deed == "confirm":
        return bool(tester.can_publish())
    may = {"withdraw": tester.can_unpublish, "move": tester.can_move}[deed]
    return isinstance(page, Article) and bool(may())


def _do(request: HttpRequest, deed: str, pages: Sequence[Page], *, ground: str, rubric: Rubric | None) -> None:
    asked = request.POST.getlist("key")
    verbs: dict[str, Callable[[Any], Any]] = {
        "confirm": lambda page: confirm(
            version=page,
            keys=[key.partition(":")[2] for key in asked if key.startswith(f"{page.pk}:")],
            ground=Ground(ground),
            actor=request.user,
        ),
        "withdraw": lambda page: withdraw(article=page, actor=request.user),
        "move": lambda page: send_to_private(article=page, rubric=rubric, actor=request.user),  # type: ignore[arg-type]
    }
    done, refused = 0, []
    for page in pages:
        if not _may(request.user, page, deed):
            continue
        try:
            verbs[deed](page)
        except DomainError as error:
            refused.append(str(error))
        else:
            done += 1
    said = {
        "confirm": ngettext("%d page is confirmed.", "%d pages are confirmed.", done),
        "withdraw": ngettext("%d article is offline.", "%d articles are offline.", done),
        "move": ngettext(
            "%d article is in the authenticated zone.", "%d articles are in the authenticated zone.", done
        ),
    }
    if done:
        messages.success(request, said[deed] % done)
    for refusal in refused[:10]:
        messages.error(request, refusal)

"""« Données personnelles en ligne »: what is public and seems to say something of people (ZONE-05).

For those who may decide it whoever wrote it. With `?under=`, the same list for what is about to become public.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.accounts.models import User
from cms.articles.models import Article
from cms.clearance.models import KINDS
from cms.clearance.selectors import Looked, about_to_show, faults_of, public_pages
from cms.clearance.services import blocking, looks_of
from cms.core.keys import row_at
from cms.rubrics.models import Rubric
from cms.rubrics.permissions import RubricPagePolicy, allowed
from cms.rubrics.rules import STEP, Right
from cms.rubrics.views.shared import school_asked
from cms.schools.models import School
from cms.schools.selectors import all_schools

A_PAGE = 50


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

    @property
    def worth_a_look(self) -> bool:
        return bool(self.look.founds or self.look.waiting or self.faults)

    def has(self, kind: str) -> bool:
        return any(found.kind == kind for found in self.look.founds)


def place_of(page: Page) -> str:
    """The path of the rubric where it stands, or of the rubric that it is."""
    return str(page.path) if isinstance(page, Rubric) else str(page.path[:-STEP])


@dataclass(frozen=True)
class Narrowed:
    """What the list was narrowed to, by its form."""

    kind: str
    rubric: str  # its path
    state: str  # "decided", or anything else for what is not

    def holds(self, row: Row) -> bool:
        return (
            (not self.kind or row.has(self.kind))
            and (not self.rubric or row.place == self.rubric)
            and (not self.state or (self.state == "decided") == row.look.clear)
        )


def review(request: HttpRequest) -> HttpResponse:
    school, schools = school_asked(request, schools_reviewed(request.user))
    under = _under(request, school)
    pages = theirs(request.user, school, _under_it(under) if under else public_pages(school))
    looks, unknown = looks_of(pages, school)
    held = [row for row in _rows(looks, with_faults=under is not None) if row.worth_a_look]
    narrowed = Narrowed(*(request.GET.get(name, "") for name in ("kind", "rubric", "state")))
    page = Paginator([row for row in held if narrowed.holds(row)], A_PAGE).get_page(request.GET.get("p"))
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
        "kinds": [(key, label) for key, label in KINDS.items() if any(row.has(key) for row in held)],
        "rubrics": sorted({(row.place, row.rubric) for row in held if row.rubric}, key=lambda pair: pair[1]),
        **asdict(narrowed),
        "filtered": any(asdict(narrowed).values()),
        "kept": _kept(school, narrowed, under),
    }
    return render(request, "clearance/review.html", context)


def _rows(looks: Sequence[Looked], *, with_faults: bool) -> list[Row]:
    """Faults are asked of what is about to be public only: what is online passed them."""
    titles = _titles(look.reading.page for look in looks)
    return [
        Row(
            look,
            rubric=titles.get(place_of(look.reading.page), ""),
            faults=len(blocking(faults_of(look.reading))) if with_faults else 0,
        )
        for look in looks
    ]


def _kept(school: School, narrowed: Narrowed, under: Page | None) -> str:
    """The same list again, as its address says it."""
    below = {"under": str(under.pk)} if under else {}
    return urlencode({"school": school.slug, **asdict(narrowed), **below})


def _under(request: HttpRequest, school: School) -> Page | None:
    return row_at(Page.objects.filter(path__startswith=school.root_page.path), request.GET.get("under", ""))


def _under_it(under: Page) -> list[Page]:
    """What would be read there, as far as it is online today."""
    rubrics = Rubric.objects.filter(path__startswith=under.path, archived_at=None).order_by("path")
    pages: list[Page] = [*rubrics] if isinstance(under.specific, Rubric) else [under]
    shown, _scheduled = about_to_show(pages)
    return shown


def theirs(user: Any, school: School, pages: Sequence[Page]) -> list[Page]:
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

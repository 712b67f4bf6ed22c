"""The whole tree with who may do what in each rubric (RUB-04)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cms.rubrics import rules, words
from cms.rubrics.permissions import may_at, schools_with_rubrics_of
from cms.rubrics.rights import Place, Rights
from cms.rubrics.views.shared import school_asked


@dataclass
class Branch:
    """A rubric on the screen, with those beneath it."""

    place: Place
    state: str
    icon: str
    reads: str
    writes: str
    origin: str
    notes: Sequence[str]
    headless: bool
    above: str  # the rubrics above that are not on the screen
    beneath: list["Branch"]


def overview(request: HttpRequest) -> HttpResponse:
    """All that the account manages, with who reads and writes in each."""
    school, schools = school_asked(request, schools_with_rubrics_of(request.user))
    rights = Rights(school)
    top = rights.top()
    branches = _branches(rights, request.user)
    context = {
        "school": school,
        "schools": schools,
        "top": _branch(rights, top) if may_at(request.user, rules.Right.MANAGE_ACTORS, top.path) else None,
        "branches": branches,
        "header_title": _("Rubrics and rights"),
        "breadcrumbs_items": [{"url": "", "label": _("Rubrics and rights")}],
    }
    return render(request, "rubrics/roles.html", context)


def _branches(rights: Rights, user: Any) -> list[Branch]:
    """The trees of what the account manages: a rubric that it does not manage is not on the screen."""
    found: list[Branch] = []
    above: list[Branch] = []
    titles: dict[str, str] = {}
    for place in rights.places():
        titles[place.path] = place.title
        if not may_at(user, rules.Right.MANAGE_ACTORS, place.path):
            continue
        while above and not place.path.startswith(above[-1].place.path):
            above.pop()
        branch = _branch(rights, place)
        start = above[-1].place.path if above else rights.school.root_page.path
        between = [path for path in rules.lineage(place.path) if len(start) < len(path) < len(place.path)]
        branch.above = " › ".join(titles[path] for path in reversed(between))
        (above[-1].beneath if above else found).append(branch)
        above.append(branch)
    return found


def _branch(rights: Rights, place: Place) -> Branch:
    lines = rights.decisive(place.path)
    own = [line for line in rights.at(place.path) if line.own]
    return Branch(
        place=place,
        state=words.lived(place),
        icon=words.LIVED[place.lived][1],
        reads=words.who_reads(place, lines),
        writes=words.who_writes(lines),
        origin=words.origin(place, rights.at(place.path), rights),
        notes=[words.note_about(line, note) for line in own for note in words.idle_notes(line)],
        headless=not any(line.of_heads for line in lines),
        above="",
        beneath=[],
    )

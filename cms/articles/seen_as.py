"""« Voir comme »: the school's rubrics and articles as somebody else reads them (RUB-04); only the log is written.

What a reader finds is asked of `reach_for`, as the API does. Whoever looks never reads more than they may themselves:
where they have no role, they see that the other reads, not what.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from cms.articles.models import Article
from cms.articles.previews import AdminLinks
from cms.articles.rendering import body_html, running_text
from cms.articles.selectors import article_within, articles_within, counts_within, refs_within
from cms.audiences.models import PLURALS
from cms.core.keys import row_at
from cms.directory.enums import Profile
from cms.directory.models import Person, SchoolClass
from cms.directory.selectors import Facts, classes_this_year, current_people, facts_of, may_enter, named
from cms.rubrics.permissions import RubricPagePolicy
from cms.rubrics.reach import Reach, introductions_of, reach_for
from cms.rubrics.rules import STEP, Right
from cms.rubrics.views.shared import school_asked
from cms.schools.models import School

FOUND = 20  # people of a search
LATEST = 5  # articles named in each rubric
IMAGINED = (Profile.PARENT, Profile.PUPIL, Profile.TEACHER)


@dataclass(frozen=True)
class Reader:
    """Somebody to see as; `facts` is None for nobody in particular."""

    words: str
    facts: Facts | None
    query: Mapping[str, str]  # what says it in an address
    person: Person | None = None
    kept_out: bool = False


class ReaderForm(forms.Form):
    """The public, or someone imagined in a class."""

    seen_as = forms.ChoiceField(label=gettext_lazy("See as"))
    school_class = forms.ModelChoiceField(
        label=gettext_lazy("Class"), queryset=SchoolClass.objects.none(), required=False, empty_label="—"
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["seen_as"]
        imagined = [(profile.value, _("One of the %s of a class") % PLURALS[profile]) for profile in IMAGINED]
        kinds.choices = [("public", _("The public, with no account")), *imagined]
        classes: Any = self.fields["school_class"]
        classes.queryset = SchoolClass.objects.filter(pk__in=[one.pk for one in classes_this_year(school)])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("seen_as") not in {None, "public"} and not data.get("school_class"):
            self.add_error("school_class", _("Choose a class: what families and teachers read depends on it."))
        return data


def choose(request: HttpRequest) -> HttpResponse:
    """Whom to see as; then what they read."""
    school, schools = school_asked(request)
    reader, form = _reader(request, school)
    if reader:
        _note(request, school, reader)
        return _reads(request, school, reader)
    name = request.GET.get("name", "").strip()
    context = {
        "school": school,
        "schools": schools,
        "form": form,
        "name": name,
        "found": _people(school, name),
        "header_title": _("See as"),
        "breadcrumbs_items": [{"url": "", "label": _("See as")}],
    }
    return render(request, "articles/seen_as.html", context)


def article(request: HttpRequest, ref: UUID) -> HttpResponse:
    """One article, as the reader sees it."""
    school, _schools = school_asked(request)
    reader, _form = _reader(request, school)
    if reader is None:
        raise Http404
    reach = reach_for(school, reader.facts)
    found = article_within(reach, ref)
    if found is None or found.path[:-STEP] not in _own_paths(request, reach):
        raise Http404
    _note(request, school, reader, found)
    context = {
        "article": found,
        "body": mark_safe(body_html(found.body, SeenLinks(reach, reader, school))),  # sanitised by `rendering`
        "reader": reader,
        "header_title": found.title,
        "breadcrumbs_items": [
            {"url": reverse("seen_as"), "label": _("See as")},
            {"url": _address(reverse("seen_as"), school, reader), "label": capfirst(reader.words)},
            {"url": "", "label": found.title},
        ],
    }
    return render(request, "articles/seen_as_article.html", context)


class SeenLinks(AdminLinks):
    """A link leads to an article as the same reader sees it; to what they may not read, there is none."""

    def __init__(self, reach: Reach, reader: Reader, school: School) -> None:
        self.reach, self.reader, self.school = reach, reader, school

    def page(self, pk: int) -> str | None:
        ref = refs_within(self.reach, [pk]).get(pk)
        return _address(reverse("seen_as_article", args=[ref]), self.school, self.reader) if ref else None


def _reads(request: HttpRequest, school: School, reader: Reader) -> HttpResponse:
    reach = reach_for(school, reader.facts)
    own = _own_paths(request, reach)
    counts = counts_within(reach)
    latest = _latest(reach, own)
    introductions = introductions_of(reach)
    links = SeenLinks(reach, reader, school)
    rubrics = [
        {
            "place": place,
            "zone": reach.zone(place).label,
            "depth": len(reach.line(path)),
            "shown": path in own,
            "introduction": mark_safe(running_text(introductions[place.node.pk], links))
            if path in own and place.node.pk in introductions
            else "",
            "articles": [
                (one, _address(reverse("seen_as_article", args=[one.ref]), school, reader))
                for one in latest.get(path, [])
            ],
            "more": counts.get(path, 0) - len(latest.get(path, [])),
            "count": counts.get(path, 0),
        }
        for path, place in reach.places.items()
    ]
    context = {
        "school": school,
        "reader": reader,
        "rubrics": rubrics,
        "header_title": _("As seen by: %s") % reader.words,
        "breadcrumbs_items": [
            {"url": _address(reverse("seen_as"), school), "label": _("See as")},
            {"url": "", "label": capfirst(reader.words)},
        ],
    }
    return render(request, "articles/seen_as_rubrics.html", context)


def _latest(reach: Reach, own: set[str]) -> dict[str, list[Article]]:
    """The newest articles of each rubric, by its path: one query, without the bodies."""
    found: dict[str, list[Article]] = {}
    rows: Any = articles_within(reach).select_related(None).prefetch_related(None)
    for one in rows.only("path", "title", "ref", "first_published_at"):
        kept = found.setdefault(one.path[:-STEP], [])
        if len(kept) < LATEST and one.path[:-STEP] in own:
            kept.append(one)
    return found


def _own_paths(request: HttpRequest, reach: Reach) -> set[str]:
    """The reader's rubrics that whoever looks may consult too."""
    user: Any = request.user
    if user.is_superuser:
        return set(reach.places)
    standing = RubricPagePolicy().standing(user)
    return {path for path in reach.places if path in reach.public or standing.may(Right.CONSULT, path)}


def _reader(request: HttpRequest, school: School) -> tuple[Reader | None, ReaderForm]:
    """Who is asked for in the address, if anybody is."""
    asked = request.GET.get("person", "")
    if asked:
        person = row_at(current_people(school.pk).select_related("school"), asked)
        if person is None:
            raise Http404
        enters = may_enter(person)
        facts = facts_of(person) if enters else None
        words = f"{person} ({person.get_profile_display()})"
        return Reader(words, facts, {"person": asked}, person, kept_out=not enters), ReaderForm(school=school)
    form = ReaderForm(request.GET if "seen_as" in request.GET else None, school=school)
    if not form.is_valid():
        return None, form
    kind, place = form.cleaned_data["seen_as"], form.cleaned_data["school_class"]
    if kind == "public":
        return Reader(_("the public"), None, {"seen_as": kind}), form
    facts = Facts(school_id=school.pk, profiles=[kind], class_ids=[place.pk], year_groups=[place.year_group])
    words = _("one of the %(people)s of %(place)s") % {"people": PLURALS[Profile(kind)], "place": place}
    return Reader(words, facts, {"seen_as": kind, "school_class": str(place.pk)}), form


def _people(school: School, name: str) -> Sequence[Person]:
    return list(named(current_people(school.pk), name)[:FOUND]) if name.strip() else []


def _address(path: str, school: School, reader: Reader | None = None) -> str:
    return f"{path}?{urlencode({'school': school.slug, **(reader.query if reader else {})})}"


def _note(request: HttpRequest, school: School, reader: Reader, article: Article | None = None) -> None:
    """Looking through somebody's eyes is written down (RUB-04)."""
    data: dict[str, Any] = {"school": school.pk, "as": reader.words}
    if article:
        data["article"] = article.title
    log(instance=reader.person or school, action="preau.seen_as", user=request.user, data=data)

"""What one page holds that not everybody should read, or could not: shown to its writer, decided by who publishes.

The three questions of the guides are put in order: is it needed that anyone reads it, what does it say of people, do
they agree (ZONE-04). Nothing is asked of what goes to the authenticated zone: there, faults and finds are advice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.accessibility.rules import Fault
from cms.accessibility.words import REMEDIES
from cms.articles.deciding import decided_by, go_on
from cms.articles.models import Article
from cms.clearance.enums import Ground
from cms.clearance.finds import Found, Place
from cms.clearance.looking import FILE_AT_ONCE, look_into
from cms.clearance.reading import BODY, LOOKED_AT, block_label
from cms.clearance.selectors import Looked, decisions_of, faults_of, goes_public
from cms.clearance.services import (
    blocking,
    confirm,
    keep_private,
    leave_out_pictures,
    looked_at,
    put_page_online,
    send_to_private,
)
from cms.consents.selectors import withheld_in
from cms.core.exceptions import DomainError
from cms.core.keys import row_at
from cms.directory.permissions import may_in_directory
from cms.directory.rules import DirectoryRight
from cms.homepage.models import Homepage
from cms.media.models import SchoolImage
from cms.privacy.selectors import watch_of
from cms.rubrics.crossings import crossing_of_zone
from cms.rubrics.enums import Zone
from cms.rubrics.models import Rubric
from cms.rubrics.permissions import can_modify
from cms.rubrics.selectors import public_paths
from cms.rubrics.views.shared import refuse, sides, way_to
from cms.schools.models import School
from cms.schools.selectors import school_of_page


class DecisionForm(forms.Form):
    """What is ticked may be read by anyone, and why."""

    needed = forms.BooleanField(
        label=gettext_lazy("Yes: anyone, in the world and for years, needs to read this."),
        error_messages={
            "required": gettext_lazy(
                "Nothing is confirmed: first say that anyone needs to read it, or choose another way below."
            )
        },
    )
    key = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one line.")},
    )
    ground = forms.ChoiceField(
        choices=Ground.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say why what is ticked may be read by anyone.")},
    )
    note = forms.CharField(max_length=200, required=False)

    def __init__(self, *args: Any, founds: Sequence[Found], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        key: Any = self.fields["key"]
        key.choices = [(found.key, found.mask) for found in founds]


@dataclass(frozen=True)
class FaultLine:
    fault: Fault
    where: str
    remedy: Any
    address: str  # of the block, in the editor


def check(request: HttpRequest, pk: int) -> HttpResponse:
    page, version, school = _asked(request, pk)
    look = looked_at(version, school)
    if request.method == "POST" and "rubric" in request.POST and isinstance(page, Article):
        return _send(request, page)
    if request.method == "POST" and "private" in request.POST and isinstance(page, Rubric):
        return _close(request, page)
    if request.method == "POST" and "without" in request.POST and isinstance(page, Article):
        return _without(request, page, school)
    founds = look.undecided
    form = DecisionForm(
        request.POST or None, founds=founds, initial={"key": [found.key for found in founds], "needed": False}
    )
    if request.method == "POST" and form.is_valid():
        return _confirm(request, version, form)
    context = {
        **situation(request.user, page, version, school, look),
        "form": form,
        "ticked": set(form["key"].value() or ()),
        "header_title": _("Check “%s”") % version.title,
        "breadcrumbs_items": way_to(page, _("Check")),
    }
    return render(request, "clearance/check.html", context)


def panel(request: HttpRequest, pk: int) -> HttpResponse:
    """The same in short, beside the editor."""
    page, version, school = _asked(request, pk)
    context = situation(request.user, page, version, school, looked_at(version, school))
    return render(request, "clearance/panel_content.html", context)


def _asked(request: HttpRequest, pk: int) -> tuple[Any, Any, School]:
    page = get_object_or_404(Page, pk=pk).specific
    tester = page.permissions_for_user(request.user)
    school = school_of_page(page)
    if school is None or not (tester.can_edit() or tester.can_publish()):
        raise PermissionDenied
    if not isinstance(page, LOOKED_AT):
        raise Http404
    return page, page.get_latest_revision_as_object(), school


def situation(user: Any, page: Any, version: Any, school: School, look: Looked) -> dict[str, Any]:
    """All that the screen and the panel say."""
    tester = page.permissions_for_user(user)
    lines = fault_lines(look)
    public = goes_public(version)
    return {
        "page": page,
        "version": version,
        "public": public,
        "undecided": with_words(look.undecided, look, school),
        "decided": [found for found in look.founds if found.key in look.decided],
        "waiting": look.waiting,
        "wrong": [line for line in lines if line.fault.blocking],
        "advice": [line for line in lines if not line.fault.blocking],
        "can_confirm": tester.can_publish(),
        "prepared": is_prepared(page),
        "puts_online": not is_prepared(page) and (not page.live or page.has_unpublished_changes),
        "moves": public and isinstance(page, Article),
        "private_rubrics": private_rubrics(user, school) if public and _is_moved_by(user, page) else [],
        "closes": public and isinstance(page, Rubric) and page.zone == Zone.PUBLIC and can_modify(user, page),
        "withheld": withheld_pictures(user, version, school),
        "decisions": decisions_of(page)[:20],
        "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        **(sides(crossing_of_zone(page, Zone.PRIVATE)) if isinstance(page, Rubric) else {}),
    }


def is_prepared(page: Page) -> bool:
    """A homepage that is not in service: its answers are kept, and putting it online is asked on its own screen."""
    return isinstance(page, Homepage) and not page.in_service


def _is_moved_by(user: Any, page: Page) -> bool:
    return isinstance(page, Article) and bool(page.permissions_for_user(user).can_move())


def fault_lines(look: Looked) -> list[FaultLine]:
    edit = reverse("wagtailadmin_pages:edit", args=[look.reading.page.pk])
    lines = []
    for fault in faults_of(look.reading):
        where = block_label(BODY, fault.kind, fault.number)
        if fault.item:
            where = _("%(where)s, no. %(number)d") % {"where": where, "number": fault.item}
        lines.append(FaultLine(fault, where, REMEDIES[fault.rule], f"{edit}#block-{fault.block}-section"))
    return lines


def with_words(founds: Sequence[Found], look: Looked, school: School) -> list[Found]:
    """Caches keep no words: those around what is in a file are read again for whoever decides, where it is short."""
    documents = {place.document for found in founds for place in found.places if place.document}
    shown: dict[str, Sequence[Place]] = {}
    watch = watch_of(school) if documents else None
    for document in look.reading.documents:
        if watch and document.pk in documents and (document.file_size or 0) <= FILE_AT_ONCE:
            shown |= {found.key: found.places for found in look_into(document, watch, words=True)}
    return [
        Found(found.kind, found.key, found.mask, found.sure, shown.get(found.key, found.places)) for found in founds
    ]


def withheld_pictures(user: Any, version: Page, school: School) -> list[tuple[SchoolImage, str]]:
    """The pictures that the public site may not show, and who is in them, for those who may know it."""
    names = may_in_directory(user, DirectoryRight.CONSULT, school)
    return [
        (rows[0].image, get_text_list([str(row.person) for row in rows if row.person], _("and")) if names else "")
        for rows in withheld_in(version).values()
    ]


def private_rubrics(user: Any, school: School) -> list[Rubric]:
    """Rubrics of the authenticated zone where they may write."""
    pages = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, {"add"})
    rubrics = Rubric.objects.filter(pk__in=pages.values("pk"), path__startswith=school.root_page.path, archived_at=None)
    return list(rubrics.exclude(path__in=public_paths(school)).order_by("path"))


def _confirm(request: HttpRequest, version: Page, form: DecisionForm) -> HttpResponse:
    said = form.cleaned_data
    try:
        look = confirm(
            version=version,
            keys=said["key"],
            ground=Ground(said["ground"]),
            note=said["note"],
            actor=request.user,
        )
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("clearance_check", version.pk)
    if not look.clear or blocking(faults_of(look.reading)) or withheld_in(version):
        messages.success(request, _("Your answer is kept. What remains is below."))
        return redirect("clearance_check", version.pk)
    return _online(request, version)


def _without(request: HttpRequest, article: Article, school: School) -> HttpResponse:
    """The pictures of those who did not agree stay here; the rest goes online, once nothing else stands in its way."""
    try:
        left_out = leave_out_pictures(article=article, actor=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("clearance_check", article.pk)
    if left_out:
        said = ngettext(
            "%(pictures)s is left out of the article. It is not lost: it stays among your images, and in the history.",
            "%(pictures)s are left out of the article. They are not lost: they stay among your images, and in the "
            "history.",
            len(left_out),
        )
        named = get_text_list([f"« {title} »" for title in left_out], _("and"))
        messages.success(request, said % {"pictures": named})
    version = Article.objects.get(pk=article.pk).get_latest_revision_as_object()
    look = looked_at(version, school)
    if (
        not look.clear
        or blocking(faults_of(look.reading))
        or not article.permissions_for_user(request.user).can_publish()
    ):
        return redirect("clearance_check", article.pk)
    return _online(request, version)


@require_POST
def online(request: HttpRequest, pk: int) -> HttpResponse:
    """From the screen where nothing is left to decide."""
    _page, version, _school = _asked(request, pk)
    return _online(request, version)


def _online(request: HttpRequest, version: Page) -> HttpResponse:
    page: Any = Page.objects.get(pk=version.pk).specific
    if is_prepared(page):
        messages.success(request, _("Your answer is kept. “%s” may be put online.") % page.draft_title)
        return redirect("homepage_online", page.pk)
    if page.live and not page.has_unpublished_changes:
        messages.success(request, _("Your answer is kept. “%s” stays online.") % page.title)
        return redirect("clearance_check", page.pk)
    try:
        decided = decided_by(request.user, page) if isinstance(page, Article) else None
        put_page_online(page=page, actor=request.user)
    except DomainError as error:
        refuse(request, error)
        return redirect("clearance_check", page.pk)
    page.refresh_from_db()
    said = _("“%s” is online.") if page.live else _("“%s” will go online at the time that was set.")
    if decided:
        return go_on(request, decided, said % page.title)
    messages.success(request, said % page.title)
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def _close(request: HttpRequest, rubric: Rubric) -> HttpResponse:
    """The rubric becomes private; what was written of it is then shown to those who have a role there."""
    try:
        keep_private(rubric=rubric, actor=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("clearance_check", rubric.pk)
    closed = Rubric.objects.get(pk=rubric.pk)
    if closed.has_unpublished_changes or not closed.live:
        put_page_online(page=closed, actor=request.user)
    messages.success(request, _("“%s” is private: only those who have a role there read it.") % closed.title)
    return redirect("wagtailadmin_explore", closed.pk)


def _send(request: HttpRequest, article: Article) -> HttpResponse:
    """To a rubric of the authenticated zone, and online there where they may."""
    rubric = row_at(Rubric.objects.all(), request.POST["rubric"])
    if rubric is None:
        messages.error(request, _("Choose a rubric of the authenticated zone."))
        return redirect("clearance_check", article.pk)
    try:
        send_to_private(article=article, rubric=rubric, actor=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("clearance_check", article.pk)
    moved = Article.objects.get(pk=article.pk)
    online = moved.live and not moved.has_unpublished_changes
    if not online and moved.permissions_for_user(request.user).can_publish():
        put_page_online(page=moved, actor=request.user)
        online = True
    said = (
        _("“%(title)s” is in “%(rubric)s”: only those who have a role there read it.")
        if online
        else _("“%(title)s” is in “%(rubric)s”, as a draft.")
    )
    messages.success(request, said % {"title": moved.title, "rubric": rubric.title})
    return redirect("wagtailadmin_explore", rubric.pk)

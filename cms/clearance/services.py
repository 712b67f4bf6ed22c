"""Decisions, each a verb with an actor; and the doors: nothing goes public that holds what nobody has decided."""

import json
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log
from wagtail.models import Page

from cms.accessibility.rules import Fault
from cms.articles.gallery import without_empty_pictures
from cms.articles.models import Article
from cms.articles.services import edit_article, move_article, put_online, take_offline
from cms.clearance import selectors
from cms.clearance.enums import Ground, Outcome
from cms.clearance.finds import Found
from cms.clearance.looking import keep_look, look_into_small
from cms.clearance.models import DecidedFind, Decision
from cms.clearance.reading import LOOKED_AT, reading_of
from cms.clearance.selectors import Looked, faults_of, look_at
from cms.clearance.tasks import look_at_pages, read_documents
from cms.consents.selectors import withheld_in
from cms.consents.services import require_consents
from cms.core.exceptions import Conflict, Invalid, NotAllowed
from cms.homepage.models import Homepage
from cms.homepage.services import put_online as put_homepage_online
from cms.media.models import SchoolDocument, SchoolImage
from cms.media.naming import as_stored, file_fields, rewritten
from cms.privacy.selectors import Watch, watch_of
from cms.rubrics.crossings import crossing_of_publication
from cms.rubrics.enums import Zone
from cms.rubrics.models import Rubric
from cms.rubrics.services import publish_rubric, set_zone
from cms.schools.models import School
from cms.schools.selectors import school_holding, school_of_page

AT_ONCE = 100  # pages that are looked at while somebody waits
NAMED = 5  # pages that a refusal names; the others are counted

# --- Looking ---------------------------------------------------------------------------------------------------------


def looked_at(version: Page, school: School) -> Looked:
    """A version in memory. Its small files are read at once, its large ones soon."""
    watch = watch_of(school)
    look = look_at(version, school, watch)
    if not look.waiting:
        return look
    _read(look.waiting, school, watch)
    return look_at(version, school, watch)


def looks_of(pages: Sequence[Page], school: School) -> tuple[list[Looked], int]:
    """What is known of pages as they are stored; and how many are still to be looked at, which is done soon."""
    watch = watch_of(school)
    looks, stale = selectors.stored_looks(pages, school, watch)
    for reading in stale[:AT_ONCE]:
        keep_look(reading, watch)
    if later := [reading.page.pk for reading in stale[AT_ONCE:]]:
        transaction.on_commit(partial(look_at_pages.enqueue, school.pk, later))
    if stale:
        looks, stale = selectors.stored_looks(pages, school, watch)
    waiting = {document.pk: document for look in looks for document in look.waiting}
    if waiting:
        _read(waiting.values(), school, watch)
        looks, stale = selectors.stored_looks(pages, school, watch)
    return looks, len(stale)


def _read(documents: Iterable[SchoolDocument], school: School, watch: Watch) -> None:
    if large := look_into_small(documents, watch):
        keys = [document.pk for document in large]
        transaction.on_commit(partial(read_documents.enqueue, school.pk, keys))


# --- The doors -------------------------------------------------------------------------------------------------------


def require_decided(version: Page, actor: Any) -> None:
    """Before this version goes online. Raises `Conflict` while it holds what nobody has decided (ZONE-04)."""
    school = school_of_page(version)
    if school is None or not selectors.goes_public(version):
        return
    look = looked_at(version, school)
    if look.undecided:
        said = ngettext(
            "“%(title)s” seems to hold a personal detail that nobody has checked yet. Check it before it goes public.",
            "“%(title)s” seems to hold %(count)d personal details that nobody has checked yet. Check them before it "
            "goes public.",
            len(look.undecided),
        )
        message = said % {"title": version.title, "count": len(look.undecided)}
        raise Conflict(message, code="clearance.undecided", remedy=_check_screen(version))
    if look.waiting:
        said = _("“%(document)s”, attached to “%(title)s”, is being read. Try again in a moment.")
        message = said % {"document": look.waiting[0].title, "title": version.title}
        raise Conflict(message, code="clearance.reading", remedy=_check_screen(version))
    if isinstance(version, Rubric) and not version.live:  # a draft, or taken offline: what it holds comes with it
        require_decided_within(crossing_of_publication(version).shown, actor)


def require_accessible(version: Page, actor: Any) -> None:
    """Before this version goes public. Raises `Invalid` while some readers could not read it (ART-09)."""
    school = school_of_page(version)
    if school is None or not selectors.goes_public(version):
        return
    wrong = blocking(faults_of(reading_of(version, school)))
    if wrong:
        named = ", ".join(dict.fromkeys(str(fault.rule.label) for fault in wrong))
        said = _("Some readers could not read “%(title)s”: %(faults)s. Correct this before it goes public.")
        message = said % {"title": version.title, "faults": named}
        raise Invalid(message, code="clearance.inaccessible", remedy=_check_screen(version))


def require_agreed(version: Page, actor: Any) -> None:
    """Before this version goes public, with those who are seen in its pictures. Raises `Conflict` (ZONE-07)."""
    try:
        require_consents(version, actor)
    except Conflict as error:
        remedy = _check_screen(version) if isinstance(version, LOOKED_AT) else ""
        raise Conflict(error.message, code=error.code, remedy=remedy) from None


def require_decided_within(pages: Sequence[Page], actor: Any) -> None:
    """Before rubrics, or articles, enter the public zone with what they hold. Raises `Conflict`, which names it."""
    school = school_of_page(pages[0]) if pages else None
    if school is None:
        return
    held, unknown = held_back(pages, school)
    remedy = f"{reverse('clearance_review')}?school={school.slug}&under={pages[0].pk}"
    if unknown:
        said = ngettext(
            "%d page is being checked. Try again in a moment.",
            "%d pages are being checked. Try again in a moment.",
            unknown,
        )
        raise Conflict(said % unknown, code="clearance.reading", remedy=remedy)
    if held:
        titles = [f"« {look.reading.page.title} »" for look in held[:NAMED]]
        if len(held) > NAMED:
            titles.append(_("%d others") % (len(held) - NAMED))
        said = _(
            "Nothing has become public: personal details or accessibility faults wait for somebody in %s. Check these, "
            "correct them or take them offline, then begin again."
        )
        raise Conflict(said % ", ".join(titles), code="clearance.undecided", remedy=remedy)


def held_back(pages: Sequence[Page], school: School) -> tuple[list[Looked], int]:
    """What keeps these pages from being shown to anyone; and how many pages nobody has looked at yet."""
    online, scheduled = selectors.about_to_show(pages)
    looks, unknown = looks_of(online, school)
    looks += [looked_at(version, school) for version in scheduled]
    return [look for look in looks if not look.clear or blocking(faults_of(look.reading))], unknown


def blocking(faults: Iterable[Fault]) -> list[Fault]:
    return [fault for fault in faults if fault.blocking]


def _check_screen(version: Page) -> str:
    return reverse("clearance_check", args=[version.pk])


# --- Decisions -------------------------------------------------------------------------------------------------------


def note_asked(*, look: Looked, actor: Any) -> None:
    """Keep that this was shown to whoever puts online: what is gone at the next publication was corrected by it."""
    latest = Decision.objects.filter(page=selectors.subject(look.reading.page), outcome=Outcome.ASKED).last()
    shown = {found.key for found in look.undecided}
    if shown and (latest is None or shown != set(latest.finds.values_list("key", flat=True))):
        _record(look, look.undecided, Outcome.ASKED, actor)


def note_corrected(*, look: Looked, actor: Any) -> None:
    """At a publication: what had been shown, and is neither there any more nor decided otherwise."""
    asked = DecidedFind.objects.filter(
        decision__page=selectors.subject(look.reading.page), decision__outcome=Outcome.ASKED
    )
    settled = DecidedFind.objects.filter(decision__page=selectors.subject(look.reading.page)).exclude(
        decision__outcome=Outcome.ASKED
    )
    there = {found.key for found in look.founds}
    gone = {row.key: row for row in asked.exclude(key__in=settled.values("key")) if row.key not in there}
    if gone:
        decision = _decision(look, Outcome.CORRECTED, actor)
        _keep(decision, gone.values())


@transaction.atomic
def confirm(*, version: Page, keys: Iterable[str], ground: Ground, actor: Any, note: str = "") -> Looked:
    """Say that these finds may be read by anyone. Returns what is known then. Raises `NotAllowed`."""
    if not version.permissions_for_user(actor).can_publish():
        raise NotAllowed(f"Seul qui peut mettre en ligne « {version.title} » confirme ce qu’il dit des personnes.")
    school = school_holding(version)
    look = looked_at(version, school)
    wanted = set(keys)
    chosen = [found for found in look.undecided if found.key in wanted]
    if chosen:
        _record(look, chosen, Outcome.CONFIRMED, actor, ground=ground, note=note)
        log(
            instance=version,
            action="clearance.confirmed",
            user=actor,
            data={"count": len(chosen), "ground": str(ground)},
        )
    return looked_at(version, school)


@transaction.atomic
def send_to_private(*, article: Article, rubric: Rubric, actor: Any) -> None:
    """Move an article where only people with a role read it. Raises `NotAllowed`, `Conflict`."""
    look = looked_at(article.get_latest_revision_as_object(), school_holding(article))
    if selectors.is_public(rubric):
        raise Conflict(f"« {rubric.title} » est publique. Choisissez une rubrique de la zone authentifiée.")
    move_article(article=article, rubric=rubric, actor=actor)
    _record(look, look.undecided, Outcome.MOVED, actor)


@transaction.atomic
def keep_private(*, rubric: Rubric, actor: Any) -> None:
    """Close a rubric, with all that it holds, for what it says of people. Raises `NotAllowed`."""
    look = looked_at(rubric.get_latest_revision_as_object(), school_holding(rubric))
    set_zone(rubric=rubric, zone=Zone.PRIVATE, actor=actor)
    _record(look, look.undecided, Outcome.MOVED, actor)


@transaction.atomic
def withdraw(*, article: Article, actor: Any) -> None:
    """Take an article offline for what it says of people. Raises `NotAllowed`."""
    look = looked_at(article, school_holding(article))
    take_offline(article=article, actor=actor)
    _record(look, look.undecided, Outcome.WITHDRAWN, actor)


@transaction.atomic
def leave_out_pictures(*, article: Article, actor: Any) -> list[str]:
    """A new version of an article that goes public, without those of its pictures that show who did not agree.

    Returns the titles of what was left out. The version before keeps them, and so do the images of the school.
    Raises `NotAllowed`, `Conflict`.
    """
    latest = article.get_latest_revision_as_object()
    withheld = withheld_in(latest)
    if withheld:
        kept = {
            field.attname: rewritten(
                field,
                as_stored(field, field.value_from_object(latest)),
                lambda key: not (key[0] is SchoolImage and key[1] in withheld),
            )
            for field in file_fields(type(latest))
        }
        body = json.dumps(list(without_empty_pictures(kept["body"])), cls=DjangoJSONEncoder)
        edit_article(article=article, actor=actor, **{**kept, "body": body})
    return [rows[0].image.title for rows in withheld.values()]


def put_page_online(*, page: Page, actor: Any) -> None:
    """The latest version of a page in which nothing is left to decide, by the verb of its kind. Raises as it does."""
    if isinstance(page, Rubric):
        publish_rubric(rubric=page, actor=actor)
    elif isinstance(page, Homepage):
        put_homepage_online(homepage=page, actor=actor)
    else:
        put_online(article=page, actor=actor)


def _record(
    look: Looked, founds: Sequence[Found], outcome: Outcome, actor: Any, *, ground: str = "", note: str = ""
) -> None:
    decision = _decision(look, outcome, actor, ground=ground, note=note)
    _keep(decision, [DecidedFind(key=one.key, kind=one.kind, where=one.where[:300], mask=one.mask) for one in founds])


def _decision(look: Looked, outcome: Outcome, actor: Any, *, ground: str = "", note: str = "") -> Decision:
    return Decision.objects.create(
        page_id=selectors.subject(look.reading.page),
        digest=look.reading.digest,
        outcome=outcome,
        ground=ground,
        note=note,
        actor=actor if getattr(actor, "pk", None) else None,
    )


def _keep(decision: Decision, rows: Iterable[DecidedFind]) -> None:
    DecidedFind.objects.bulk_create(
        DecidedFind(decision=decision, key=row.key, kind=row.kind, where=row.where, mask=row.mask) for row in rows
    )

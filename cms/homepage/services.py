"""Writes about homepages."""

import json
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.text import slugify
from wagtail.log_actions import log
from wagtail.models import Page

from cms.accounts.models import User
from cms.core.exceptions import Conflict, Invalid, NotAllowed
from cms.homepage import rules
from cms.homepage.models import IN_SERVICE, OUT_OF_SERVICE, Homepage
from cms.homepage.selectors import (
    allowed_settings,
    last_change,
    latest,
    public_homepage,
    stored_tiles,
    version,
    version_number,
)
from cms.publishing.enums import Reason
from cms.publishing.services import request_publication
from cms.rubrics.online import require_ready_for_public
from cms.rubrics.permissions import can_modify
from cms.schools.models import School
from cms.schools.selectors import school_holding


class Overtaken(Conflict):
    """Somebody saved a version since the one that was looked at: `latest` is theirs, `by` and `at` say who and when."""

    code = "homepage.overtaken"

    def __init__(self, homepage: Homepage) -> None:
        revision = homepage.latest_revision
        self.latest = version_number(homepage)
        user = revision.user if revision else None
        self.by = str(user.get_full_name() or user.get_username()) if user else "Quelqu’un"
        self.at = formats.date_format(timezone.localtime(revision.created_at), "H:i") if revision else ""
        super().__init__(f"{self.by} a enregistré une autre version de cette page d’accueil à {self.at}.")


# --- In service ---


@transaction.atomic
def put_in_service(*, school: School, homepage: Homepage, actor: User) -> None:
    """Make it the front page; the one before stays prepared, and can be put back the same way (HOME-01).

    Raises `NotAllowed`, `Invalid` for one that was never published, and `Conflict` while something is to be decided.
    """
    _check(homepage, actor)
    before = _shown(school)
    homepage.refresh_from_db(fields=["live", "in_service"])
    if not homepage.live:
        raise Invalid(f"« {homepage.title} » n’a jamais été publiée : rien ne s’afficherait.", code="homepage.draft")
    if before == homepage:
        return
    require_ready_for_public(Homepage.objects.get(pk=homepage.pk), actor)  # as it is stored: what visitors will read
    _put(school, homepage, before, actor)
    request_publication(school=school, reason=Reason.HOMEPAGE, subject=homepage.title, actor=actor)


@transaction.atomic
def put_online(*, homepage: Homepage, actor: User, seen: int | None = None) -> None:
    """The latest version is what visitors see, in place of the homepage that was in service: one act (HOME-01).

    `seen`: the version that was looked at. Raises `NotAllowed`, `Overtaken`, `Invalid` for tiles that may not be
    online as they are, and `Conflict` while something is to be decided.
    """
    _check(homepage, actor)
    school = school_holding(homepage)
    homepage = _held(homepage)
    if seen is not None and seen != version_number(homepage):
        raise Overtaken(homepage)
    if not homepage.live or homepage.has_unpublished_changes:
        _check_lock(homepage, actor)
        draft = latest(homepage)
        _check_tiles(draft)
        revision = homepage.latest_revision or draft.save_revision(user=actor)
        revision.publish(user=actor)
    put_in_service(school=school, homepage=Homepage.objects.get(pk=homepage.pk), actor=actor)


@transaction.atomic
def undo(*, school: School, actor: User, seen: int | None) -> Homepage | None:
    """Put back what was in service before the latest change; None where nothing was. `seen`: what is in service.

    Raises `NotAllowed`, and `Conflict` when something else was put in service meanwhile, or nothing can be put back.
    """
    if not can_modify(actor, school.root_page):
        raise NotAllowed("Seuls les gestionnaires de l’école changent la page d’accueil.")
    shown = _shown(school)
    change = last_change(school)
    if change is None or change.homepage != seen:
        raise Conflict("La page d’accueil a changé entre-temps : rien n’a été annulé. Relisez la liste.")
    if change.before is None:
        Homepage.objects.child_of(school.root_page).update(in_service=False)
        if shown:
            _log(OUT_OF_SERVICE, school, shown, shown, actor)
        request_publication(school=school, reason=Reason.HOMEPAGE, actor=actor)
        return None
    before = Homepage.objects.child_of(school.root_page).filter(pk=change.before).first()
    if before is None:
        raise Conflict("La page d’accueil d’avant a été supprimée : mettez-en une autre en ligne.")
    put_in_service(school=school, homepage=before, actor=actor)
    return before


def _put(school: School, homepage: Homepage, before: Homepage | None, actor: User | None) -> None:
    Homepage.objects.child_of(school.root_page).exclude(pk=homepage.pk).update(in_service=False)
    Homepage.objects.filter(pk=homepage.pk).update(in_service=True)
    homepage.in_service = True
    _log(IN_SERVICE, school, homepage, before, actor)


def _log(action: str, school: School, homepage: Homepage, before: Homepage | None, actor: User | None) -> None:
    """Wagtail's own log is the history: it outlives the page, and its screens show it too."""
    log(
        instance=homepage,
        action=action,
        user=actor,
        data={"school": school.pk, "before": before.pk if before else None},
    )


def _shown(school: School) -> Homepage | None:
    """What is in service; all are held, so that two who change it do so one after the other."""
    homepages = Homepage.objects.child_of(school.root_page).select_for_update(of=("self",)).order_by("pk")
    return next((homepage for homepage in homepages if homepage.in_service), None)


# --- Prepared ---


@transaction.atomic
def arrange(*, homepage: Homepage, seen: int, arrangement: str, actor: User, over: int | None = None) -> int:
    """Save the tiles in another order and with other settings, as a new version of the draft; its number.

    `arrangement` is about the version `seen` (`rules.parse`). Where somebody saved another since, `over` names theirs
    to say that it was seen: the order is then applied to it. Raises `NotAllowed`, `Overtaken`, and `Invalid` for
    what is no arrangement of these tiles; nothing is changed then.
    """
    _check(homepage, actor)
    homepage = _held(homepage)
    now = version_number(homepage)
    if now not in {seen, over}:
        raise Overtaken(homepage)
    _check_lock(homepage, actor)
    base, draft = version(homepage, seen), latest(homepage)
    placed = _placed(arrangement, base)
    tiles = (
        rules.arranged(stored_tiles(base), placed)
        if now == seen
        else rules.merged(stored_tiles(base), placed, stored_tiles(draft))
    )
    _give(draft, tiles)
    revision = draft.save_revision(user=actor, log_action=True, clean=False)  # an unfinished tile may be moved
    return int(revision.pk)


def rearranged(*, homepage: Homepage, seen: int, arrangement: str) -> Homepage:
    """The version `seen` with its tiles so arranged, in memory only. Raises as `arrange` does."""
    base = version(homepage, seen)
    _give(base, rules.arranged(stored_tiles(base), _placed(arrangement, base)))
    return base


def _placed(arrangement: str, base: Homepage) -> list[rules.Placed]:
    try:
        return rules.parse(arrangement, allowed_settings(base))
    except rules.Malformed:
        raise Invalid(
            "Ce rangement ne correspond pas aux tuiles de cette page d’accueil : rien n’a été changé."
        ) from None


@transaction.atomic
def copy_homepage(*, homepage: Homepage, actor: User) -> Homepage:
    """A draft with the same tiles, the latest ones. Raises `NotAllowed`."""
    _check(homepage, actor)
    if not homepage.permissions_for_user(actor).can_copy():
        raise NotAllowed("Vous ne pouvez pas copier cette page d’accueil.")
    source = latest(homepage)
    title = f"Copie de {source.title}"[:255]
    slug = _free_slug(homepage, slugify(title)[:180] or "copie")
    copy: Homepage = homepage.copy(
        update_attrs={"title": title, "draft_title": title, "slug": slug, "locked": False},
        copy_revisions=False,
        keep_live=False,
        user=actor,
        log_action="wagtail.copy",
    )
    copy = Homepage.objects.get(pk=copy.pk)
    _give(copy, [{**tile, "id": str(uuid4())} for tile in stored_tiles(source)])
    copy.save_revision(user=actor, clean=False)
    return copy


def check_deletion(homepage: Homepage) -> None:
    """Raises `Conflict` for the one that visitors see: another is put online first."""
    if Homepage.objects.filter(pk=homepage.pk, in_service=True).exists():
        raise Conflict(
            f"« {homepage.title} » est en ligne : mettez-en une autre en ligne avant de la supprimer.",
            remedy=reverse("homepages"),
        )


@transaction.atomic
def write_homepage(*, school: School, slug: str, title: str, in_service: bool, tiles: list[dict[str, Any]]) -> Homepage:
    """Make a homepage, or change the one that has this name. For imports: nobody's rights are asked."""
    homepage = Homepage.objects.child_of(school.root_page).filter(slug=slug).first() or Homepage(slug=slug)
    homepage.title = homepage.draft_title = title
    _give(homepage, [{"id": str(uuid4()), **tile} for tile in tiles])
    if homepage.pk:
        homepage.save()
        if homepage.latest_revision_id:  # the editor would go on with what was there before
            homepage.save_revision(clean=False)
    else:
        Page.objects.get(pk=school.root_page.pk).add_child(instance=homepage)
    before = public_homepage(school)
    if in_service and before != homepage:
        _put(school, homepage, before, None)
    Homepage.objects.filter(pk=homepage.pk).update(in_service=in_service)
    return homepage


def _give(homepage: Any, tiles: list[dict[str, Any]]) -> None:
    homepage.tiles = json.dumps(tiles)


# --- What each asks first ---


def _check(homepage: Homepage, actor: User) -> None:
    if not can_modify(actor, homepage):
        raise NotAllowed("Seuls les gestionnaires de l’école changent la page d’accueil.")


def _check_lock(homepage: Homepage, actor: User) -> None:
    if homepage.permissions_for_user(actor).page_locked():
        raise Conflict("Cette page d’accueil est verrouillée : elle se range une fois déverrouillée.")


def _check_tiles(homepage: Homepage) -> None:
    try:
        homepage.tiles.stream_block.clean(homepage.tiles)
    except ValidationError:
        raise Invalid(
            "Une tuile n’est pas complète, ou montrerait ce qui n’est pas public : corrigez-la, puis recommencez.",
            remedy=reverse("wagtailadmin_pages:edit", args=[homepage.pk]),
        ) from None


def _held(homepage: Homepage) -> Homepage:
    return Homepage.objects.select_for_update(of=("self",)).get(pk=homepage.pk)


def _free_slug(homepage: Homepage, wanted: str) -> str:
    taken = set(homepage.get_siblings().values_list("slug", flat=True))
    names = [wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)

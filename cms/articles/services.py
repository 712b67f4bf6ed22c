"""Writes about articles: each a verb with an actor. The right is the tester's answer, as in every door."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.coreutils import find_available_slug
from wagtail.locks import ScheduledForPublishLock
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from cms.accounts.models import User
from cms.articles import notices
from cms.articles.enums import Outcome, Proposal
from cms.articles.locks import ArchivedLock
from cms.articles.models import Article, Submission
from cms.articles.permissions import has_right
from cms.articles.rules import TRANSITIONS, Obstacle, Verb, obstacle
from cms.articles.selectors import latest_submission, version_of
from cms.articles.words import decision
from cms.core import clock
from cms.core.exceptions import Conflict, DomainError, Invalid, NotAllowed, NotFound
from cms.media.naming import as_stored, file_fields, named_by, rewritten
from cms.media.selectors import choosable
from cms.notifications.enums import Kind
from cms.rubrics.models import Rubric
from cms.rubrics.online import require_ready_for_public
from cms.rubrics.permissions import schools_managed
from cms.rubrics.rules import STEP
from cms.rubrics.services import check_move as check_page_move
from cms.schools.models import School, names_of_sites
from cms.schools.selectors import school_of_page
from cms.schools.services import update_school


@transaction.atomic
def create_article(
    *,
    rubric: Rubric,
    title: str,
    slug: str,
    actor: Any,
    tags: Iterable[str] = (),
    kind: type[Article] = Article,
    **fields: Any,
) -> Article:
    """A draft of the actor's own (ART-02). Raises `NotAllowed`, and `ValidationError` by field."""
    if not rubric.permissions_for_user(actor).can_add(kind) or not kind.can_create_at(rubric):
        raise NotAllowed(f"Vous ne pouvez pas écrire dans « {rubric.title} ».")
    article = kind(title=title, draft_title=title, slug=slug, owner=actor, live=False, **fields)
    article.tags.set(list(tags))
    Page.objects.get(pk=rubric.pk).add_child(instance=article)
    article.save_revision(user=actor, log_action=True)
    log(instance=article, action="wagtail.create", user=actor)
    return article


@transaction.atomic
def copy_article(*, source: Article, rubric: Rubric, actor: Any) -> Article:
    """A new draft of the actor's own with the same content (ART-06): neither address, dates, state nor signature.

    Of a colleague's article, the content is what readers see: their newer draft is theirs. Pictures and documents that
    the actor may not choose are left out.
    """
    if not source.permissions_for_user(actor).can_be_copied() or not _same_school(source, rubric):
        raise NotAllowed(f"Vous ne pouvez pas écrire à partir de « {source.title} » dans « {rubric.title} ».")
    tester: Any = source.permissions_for_user(actor)
    version = source.get_latest_revision_as_object() if tester.sees_draft() else source.specific
    kind = type(version)
    school = school_of_page(rubric)
    stored = {field: as_stored(field, field.value_from_object(version)) for field in file_fields(kind)}
    keys = {key for field, value in stored.items() for key in named_by(field, value)}
    kept = choosable(actor, school, keys) if school else set()
    without = {field.attname: rewritten(field, value, kept.__contains__) for field, value in stored.items()}
    return create_article(
        rubric=rubric,
        title=version.title,
        slug=find_available_slug(Page.objects.get(pk=rubric.pk), version.slug),
        actor=actor,
        kind=kind,
        **{name: getattr(version, name) for name in kind.copied},
        tags=[tag.name for tag in version.tags.all()],
        **{**without, "body": json.dumps(without["body"], cls=DjangoJSONEncoder)},
    )


@transaction.atomic
def keep_as_model(*, article: Article, wanted: bool, actor: Any) -> None:
    """Make a draft a model, from which others begin, or an ordinary draft again (ART-06)."""
    if not article.permissions_for_user(actor).can_edit():
        raise NotAllowed(f"Vous ne pouvez pas modifier « {article.title} ».")
    _require_unlocked(article, actor)
    if wanted and article.live:
        raise Conflict(f"« {article.title} » est en ligne. Retirez-le d’abord, ou écrivez un article à partir de lui.")
    if wanted and (article.proposal == Proposal.WAITING or article.approved_schedule):
        raise Conflict(f"« {article.title} » doit être mis en ligne. Annulez d’abord cette demande.")
    Article.objects.filter(pk=article.pk).update(is_model=wanted)
    article.is_model = wanted
    log(instance=article, action="preau.model" if wanted else "preau.no_model", user=actor)


def _same_school(source: Article, rubric: Rubric) -> bool:
    """Files are of one school: another's article would lose them."""
    top = 2 * STEP
    return source.path[:top] == rubric.path[:top]


@transaction.atomic
def edit_article(*, article: Article, actor: Any, **fields: Any) -> None:
    """Keep a new version; readers see it once it is put online (ART-04)."""
    article = _held(article)
    if not article.permissions_for_user(actor).can_edit():
        raise NotAllowed(f"Vous ne pouvez pas modifier « {article.title} ».")
    _require_unlocked(article, actor)
    latest = article.get_latest_revision_as_object()
    # What was said of the last publication says nothing of the next.
    for field, value in {"minor_correction": False, **fields}.items():
        setattr(latest, field, value)
    latest.save_revision(user=actor, log_action=True)


# --- Its life (ART-02): who may and from which state, `rules.TRANSITIONS` says ---


@transaction.atomic
def submit_article(*, article: Article, actor: Any) -> None:
    """Ask that its latest version be put online. Moderators are told (ART-03)."""
    article = _held(article)
    check(Verb.SUBMIT, article=article, actor=actor)
    revision = article.get_latest_revision() or article.save_revision(user=actor)
    Submission.objects.create(article=article, revision=revision, submitted_by=actor, submitted_at=clock.now())
    _propose(article, Proposal.WAITING)
    log(instance=article, action="articles.submitted", user=actor, revision=revision)
    notices.tell_validators(article, actor)


@transaction.atomic
def withdraw_submission(*, article: Article, actor: Any) -> None:
    """Nothing is asked any more: the article is its author's again."""
    article = _held(article)
    check(Verb.WITHDRAW, article=article, actor=actor)
    settle(article, Outcome.WITHDRAWN, actor)
    log(instance=article, action="articles.withdrawn", user=actor)


@transaction.atomic
def refuse_article(
    *, article: Article, actor: Any, reason: str, submission: Submission | None = None, seen: str = ""
) -> None:
    """The author is told why (ART-03). `submission` and `seen` as for `put_online`."""
    article = _held(article)
    _require_undecided(submission)
    check(Verb.REFUSE, article=article, actor=actor)
    _require_latest(article, seen)
    reason = reason.strip()
    if not reason:
        raise Invalid("Dites pourquoi : l’auteur lira cette raison.", code="reason")
    if len(reason) > LONGEST_REASON:
        raise Invalid(f"La raison est trop longue : {LONGEST_REASON} caractères au plus.", code="reason")
    settle(article, Outcome.REFUSED, actor, reason=reason)
    log(instance=article, action="articles.refused", user=actor, data={"reason": reason})


@transaction.atomic
def put_online(*, article: Article, actor: Any, submission: Submission | None = None, seen: str = "") -> None:
    """Show its latest version to readers, now or when it says; what was asked about it is thereby accepted.

    `submission` is the one that was looked at: if it was decided meanwhile, this says by whom. `seen` is the version
    that was looked at (`selectors.version_of`): if there is a later one, nothing is done. Raises `Conflict` for both.
    """
    article = _held(article)
    _require_undecided(submission)
    check(Verb.PUT_ONLINE, article=article, actor=actor)
    _require_latest(article, seen)
    revision = article.get_latest_revision() or article.save_revision(user=actor)
    _require_dates(revision.as_object())
    try:
        article.publish(revision, user=actor)
    except ValidationError as error:  # drafts may be incomplete
        raise Invalid(
            f"« {article.draft_title} » est incomplet : {' '.join(error.messages)}", code="incomplete"
        ) from None


def check_online(*, article: Article, actor: Any) -> None:
    """Raises what `put_online` would, and does nothing: for screens that ask before."""
    check(Verb.PUT_ONLINE, article=article, actor=actor)
    version = article.get_latest_revision_as_object()
    _require_dates(version)
    require_ready_for_public(version, actor)


@transaction.atomic
def take_offline(*, article: Article, actor: Any) -> None:
    article = _held(article)
    check(Verb.TAKE_OFFLINE, article=article, actor=actor)
    UnpublishPageAction(article, user=actor).execute()


@transaction.atomic
def archive_article(*, article: Article, actor: Any) -> None:
    """Out of the public site and of lists, read-only; what was asked or programmed falls."""
    article = _held(article)
    check(Verb.ARCHIVE, article=article, actor=actor)
    settle(article, Outcome.WITHDRAWN, actor, kind=Kind.ARCHIVED)
    if article.live:
        UnpublishPageAction(article, user=actor).execute(skip_permission_checks=True)
    article.revisions.update(approved_go_live_at=None)
    Article.objects.filter(pk=article.pk).update(archived_at=clock.now())
    log(instance=article, action="articles.archived", user=actor)


@transaction.atomic
def restore_article(*, article: Article, actor: Any) -> None:
    """Back where it was, not online: that is an act of its own."""
    article = _held(article)
    check(Verb.RESTORE, article=article, actor=actor)
    Article.objects.filter(pk=article.pk).update(archived_at=None, proposal=Proposal.NONE)
    log(instance=article, action="articles.restored", user=actor)


def put_online_what_is_due() -> None:
    """Scheduled versions whose hour has come. One that is held back says so to its author, and holds up no other."""
    due = Revision.page_revisions.filter(approved_go_live_at__lte=clock.now()).order_by("approved_go_live_at")
    articles = set(Article.objects.values_list("pk", flat=True).filter(pk__in=[int(one.object_id) for one in due]))
    for revision in due:
        if int(revision.object_id) in articles:
            _put_online_at_its_hour(revision)


@transaction.atomic
def _put_online_at_its_hour(revision: Revision) -> None:
    article = Article.objects.get(pk=revision.object_id).specific
    try:
        with transaction.atomic():
            article.publish(revision, log_action="wagtail.publish.scheduled")
    except DomainError as error:
        article.revisions.update(approved_go_live_at=None)
        latest = latest_submission(article)
        notices.tell_held_back(article, latest.submitted_by_id if latest else None, error.message)


def settle(
    article: Article,
    outcome: Outcome,
    actor: Any,
    *,
    revision: Revision | None = None,
    reason: str = "",
    kind: Kind | None = None,
) -> None:
    """End what waits, if anything does: moderators have nothing left to decide, and the author is told what was."""
    waiting = article.submissions.select_for_update().filter(outcome=Outcome.WAITING).first()
    if waiting:
        waiting.outcome, waiting.reason = outcome, reason
        waiting.decided_by, waiting.decided_at = actor, clock.now()
        waiting.revision = revision or article.get_latest_revision() or waiting.revision
        waiting.save()
        notices.nothing_to_decide(article)
        told = kind or {Outcome.ACCEPTED: Kind.ACCEPTED, Outcome.REFUSED: Kind.REFUSED}.get(outcome)
        if told:
            notices.tell_authors(article, waiting, told, actor)
    _propose(article, Proposal.REFUSED if outcome == Outcome.REFUSED else Proposal.NONE)


def _propose(article: Article, proposal: Proposal) -> None:
    Article.objects.filter(pk=article.pk).update(proposal=proposal)
    article.proposal = proposal


def _held(article: Article) -> Article:
    """The article as it is now, until the end of the transaction: of two who decide at once, one is second.

    With all that its kind has: a version is kept of what is given here.
    """
    found = Article.objects.select_for_update(of=("self",)).filter(pk=article.pk).first()
    if found is None:
        raise NotFound(f"« {article.title} » n’existe plus.", code="articles.unknown")
    whole: Article = found.specific
    return whole


def check(verb: Verb, *, article: Article, actor: Any) -> None:
    """Raises `NotAllowed` for who has no such right there, `Conflict` when the article’s state is in the way."""
    if not has_right(actor, verb, article):
        raise NotAllowed(NO_RIGHT[verb].format(article.draft_title))
    found = obstacle(verb, article.facts)
    if found == Obstacle.NOT_WAITING and (latest := latest_submission(article)):
        raise Conflict(f"« {article.draft_title} » n’attend plus de décision. {decision(latest)}", code="decided")
    if found:
        raise Conflict(IN_THE_WAY[found].format(article.draft_title), code=str(found).replace(" ", "-"))
    if TRANSITIONS[verb].writes:
        _require_unlocked(article, actor)


def _require_undecided(submission: Submission | None) -> None:
    if submission:
        known = Submission.objects.select_related("decided_by").get(pk=submission.pk)
        if known.outcome != Outcome.WAITING:
            raise Conflict(f"Cette demande n’attend plus de décision. {decision(known)}", code="decided")


def _require_latest(article: Article, seen: str) -> None:
    if seen and seen != version_of(article):
        raise Conflict(
            f"« {article.draft_title} » a changé depuis que vous l’avez ouvert : une version plus récente a été "
            "enregistrée. Rien n’a été fait. Relisez la nouvelle version avant de décider.",
            code="newer-version",
        )


def _require_dates(version: Article) -> None:
    """Wagtail's form asks the same; batches and programs do not go through it."""
    start, end = version.go_live_at, version.expire_at
    if start and end and end <= start:
        raise Invalid(f"« {version.title} » : la date de fin vient avant la date de début.", code="expire_at")
    if end and end <= clock.now():
        raise Invalid(f"« {version.title} » : sa date de fin est passée. Changez-la d’abord.", code="expire_at")


NO_RIGHT = {
    Verb.SUBMIT: "Vous ne pouvez pas proposer « {} ».",
    Verb.WITHDRAW: "Seule la personne qui a proposé « {} » peut retirer sa demande.",
    Verb.PUT_ONLINE: "Vous ne pouvez pas mettre en ligne « {} » : un modérateur doit le valider.",
    Verb.REFUSE: "Vous ne pouvez pas refuser « {} » : c’est aux modérateurs de la rubrique de décider.",
    Verb.TAKE_OFFLINE: "Vous ne pouvez pas retirer « {} ».",
    Verb.ARCHIVE: "Vous ne pouvez pas archiver « {} ».",
    Verb.RESTORE: "Vous ne pouvez pas restaurer « {} ».",
}
IN_THE_WAY = {
    Obstacle.ARCHIVED: "« {} » est archivé. Restaurez-le d’abord.",
    Obstacle.MODEL: "« {} » est un modèle : il sert à commencer d’autres articles, et n’est pas mis en ligne.",
    Obstacle.NOT_ARCHIVED: "« {} » n’est pas archivé.",
    Obstacle.SCHEDULED: "« {} » est programmé pour être mis en ligne. Annulez d’abord sa programmation.",
    Obstacle.WAITING: "« {} » est déjà proposé : sa demande attend une décision.",
    Obstacle.NOT_WAITING: "« {} » n’attend aucune décision.",
    Obstacle.NOTHING_NEW: "« {} » est en ligne tel quel : il n’y a rien de nouveau à proposer.",
    Obstacle.NOT_ONLINE: "« {} » n’est pas en ligne.",
}
LONGEST_REASON = 1000


# --- Where it is ---


@transaction.atomic
def delete_article(*, article: Article, actor: Any) -> None:
    check_deletion(article=article, actor=actor)
    page: Any = article
    page.delete(user=actor)


def check_deletion(*, article: Article, actor: Any) -> None:
    if not article.permissions_for_user(actor).can_delete():
        raise NotAllowed(f"Vous ne pouvez pas supprimer « {article.title} ».")


def check_move(*, article: Article, actor: Any) -> None:
    """Whether it may leave where it is; where to, `move_article` asks."""
    if not article.permissions_for_user(actor).can_move():
        raise NotAllowed(f"Vous ne pouvez pas déplacer « {article.title} ».")


@transaction.atomic
def move_article(*, article: Article, rubric: Rubric, actor: Any) -> None:
    """Into another rubric of the same school. Raises `Conflict` when its address is taken there."""
    if not article.permissions_for_user(actor).can_move_to(rubric):
        raise NotAllowed(f"Vous ne pouvez pas déplacer « {article.title} » dans « {rubric.title} ».")
    check_page_move(page=article, destination=rubric, actor=actor)
    if Page.objects.child_of(rubric).filter(slug=article.slug).exclude(pk=article.pk).exists():
        raise Conflict(f"« {rubric.title} » a déjà une page à l’adresse « {article.slug} ». Changez d’abord l’adresse.")
    MovePageAction(article, Page.objects.get(pk=rubric.pk), pos="last-child", user=actor).execute()


@transaction.atomic
def choose_peertube_sites(*, school: School, sites: Iterable[str], actor: Any) -> None:
    """Those whose videos this school's articles show. Of one that leaves the list, the links stay (ART-07)."""
    if school not in schools_managed(actor):
        raise NotAllowed(f"Vous ne gérez pas « {school.name} ».")
    hosts = "\n".join(sites)
    names_of_sites(hosts)
    update_school(school=school, peertube_hosts=hosts)
    log(instance=school, action="preau.peertube", user=actor, data={"sites": hosts.split()})


def _require_unlocked(article: Article, actor: Any) -> None:
    lock = article.get_lock()
    if isinstance(lock, ArchivedLock):
        raise Conflict(IN_THE_WAY[Obstacle.ARCHIVED].format(article.title), code="archived")
    if isinstance(lock, ScheduledForPublishLock):
        raise Conflict(
            f"« {article.title} » est programmé pour être mis en ligne. Annulez d’abord sa programmation.",
            code="scheduled",
        )
    if lock and lock.for_user(actor):
        raise Conflict(f"« {article.title} » est verrouillé par quelqu’un d’autre.", code="locked")


@transaction.atomic
def write_article(
    *,
    rubric: Rubric,
    slug: str,
    owner: User | None,
    live: bool,
    went_online_at: datetime | None,
    changed_at: datetime,
    tags: list[str],
    is_model: bool = False,
    kind: type[Article] = Article,
    **fields: Any,
) -> Article:
    """Make an article, or change the one that has this address. For imports: nobody's rights are asked.

    The instants are those of the original, not of the import. `fields` are other fields of `kind`.
    """
    same = kind.objects.child_of(rubric).exact_type(kind).filter(slug=slug).first()
    article = same or kind(slug=slug, owner=owner)
    stamps: dict[str, Any] = {
        "first_published_at": went_online_at,
        "last_published_at": changed_at if went_online_at else None,
    }
    values = {**fields, **stamps, "live": live, "draft_title": fields["title"]}
    values["has_unpublished_changes"] = not live
    for field, value in values.items():
        setattr(article, field, value)
    article.tags.set(tags)
    if article.pk:
        article.save()
    else:
        Page.objects.get(pk=rubric.pk).add_child(instance=article)
    stamps["is_model"] = is_model
    stamps["resurfaced_at"] = changed_at if went_online_at and changed_at > went_online_at else None
    Article.objects.filter(pk=article.pk).update(**stamps, latest_revision_created_at=changed_at)
    return article

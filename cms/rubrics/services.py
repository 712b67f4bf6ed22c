"""Writes about rubrics: each a verb with an actor. Check, change, log, ask for a publication."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from wagtail.log_actions import log
from wagtail.models import Page

from cms.audiences.models import AudienceTerm
from cms.audiences.selectors import signature
from cms.audiences.services import checked_terms, make_audience
from cms.core import clock
from cms.core.exceptions import Conflict, NotAllowed
from cms.directory.enums import GroupPurpose
from cms.directory.selectors import classes_this_year, reserved_group
from cms.directory.services import make_reserved_groups
from cms.publishing.enums import Reason
from cms.publishing.services import request_publication
from cms.rubrics.actors import is_of_heads, managers_at, roles_at, roles_reaching
from cms.rubrics.crossings import branch_of, crossing_of_archive, crossing_of_move, crossing_of_zone
from cms.rubrics.enums import Role, Zone
from cms.rubrics.models import FIRST_LEVEL, RESERVED, Rubric, RubricRole
from cms.rubrics.permissions import can_manage_actors, can_manage_school, can_modify
from cms.rubrics.rules import STEP
from cms.rubrics.selectors import private_above, public_paths
from cms.rubrics.testers import RubricPermissionTester
from cms.rubrics.upkeep import rubrics_without_their_head
from cms.schools.models import School
from cms.schools.selectors import school_holding

# What is asked before pages enter the public zone with what they hold: rubrics, or one article. Raises `Conflict`.
BEFORE_PUBLIC: list[Callable[[Sequence[Page], Any], None]] = []

# --- The tree ---


@transaction.atomic
def create_rubric(*, parent: Page, title: str, actor: Any, slug: str = "", **fields: Any) -> Rubric:
    """A rubric under `parent`, private until somebody opens it. Raises `NotAllowed`, and `ValidationError` by field."""
    if not parent.permissions_for_user(actor).can_add(Rubric):
        raise NotAllowed(f"Seuls les gestionnaires de « {parent.title} » y créent des rubriques.")
    rubric = Rubric(title=title, draft_title=title, slug=slug or slugify(title), owner=actor, **fields)
    Page.objects.get(pk=parent.pk).add_child(instance=rubric)
    log(instance=rubric, action="wagtail.create", user=actor)
    if rubric.path in public_paths(school_holding(rubric)):
        check_public([rubric], actor)
    return rubric


@transaction.atomic
def publish_rubric(*, rubric: Rubric, actor: Any) -> None:
    """The latest version of what a rubric says of itself is what readers see. Raises `NotAllowed`, `Conflict`."""
    if not rubric.permissions_for_user(actor).can_publish():
        raise NotAllowed("Seuls les gestionnaires de cette rubrique changent ce qu’elle dit.")
    revision = rubric.get_latest_revision() or rubric.save_revision(user=actor)
    revision.publish(user=actor)


@transaction.atomic
def set_zone(*, rubric: Rubric, zone: Zone, actor: Any) -> None:
    """Make a rubric public or private. Raises `NotAllowed`, and `Conflict` under a private rubric (ZONE-02)."""
    if not can_modify(actor, rubric):
        raise NotAllowed("Seuls les gestionnaires de cette rubrique changent sa zone.")
    private = private_above(rubric)
    if zone == Zone.PUBLIC and private:
        raise Conflict(
            f"« {rubric.title} » ne peut pas être publique : « {private.title} », au-dessus, est privée. "
            "Rendez d’abord celle-ci publique, ou déplacez la rubrique."
        )
    if zone == Zone.PUBLIC:
        check_public(crossing_of_zone(rubric, zone).shown, actor)
    Rubric.objects.filter(pk=rubric.pk).update(zone=zone)
    rubric.zone = zone
    _log("preau.zone", rubric, actor, zone=str(zone))
    _publish(rubric, Reason.ZONE, actor)


@transaction.atomic
def archive_rubric(*, rubric: Rubric, actor: Any) -> None:
    """Put a branch away: out of menus and of the site, read-only, kept (RUB-06)."""
    if rubric.archived_at and can_manage_actors(actor, rubric):
        raise Conflict(f"« {rubric.title} » est déjà archivée.")
    if not can_modify(actor, rubric):
        raise NotAllowed("Seuls les gestionnaires de cette rubrique l’archivent.")
    _archive(rubric, actor)


def _archive(rubric: Rubric, actor: Any) -> None:
    rubric.archived_at = clock.now()
    Rubric.objects.filter(pk=rubric.pk).update(archived_at=rubric.archived_at)
    _log("preau.archived", rubric, actor)
    _publish(rubric, Reason.WITHDRAWN, actor)


@transaction.atomic
def restore_rubric(*, rubric: Rubric, actor: Any) -> None:
    """Bring back what was put away. What was public is public again: its screen says so before."""
    if not can_manage_actors(actor, rubric):
        raise NotAllowed("Seuls les gestionnaires de cette rubrique la remettent en place.")
    if not rubric.archived_at:
        raise Conflict(f"« {rubric.title} » n’est pas archivée.")
    check_public(crossing_of_archive(rubric, archived=False).shown, actor)
    Rubric.objects.filter(pk=rubric.pk).update(archived_at=None)
    rubric.archived_at = None
    _log("preau.restored", rubric, actor)
    _publish(rubric, Reason.ZONE, actor)


@transaction.atomic
def delete_rubric(*, rubric: Rubric, actor: Any) -> None:
    """Delete a branch with all that it holds. There is no way back."""
    if not rubric.permissions_for_user(actor).can_delete():
        raise NotAllowed(
            "Seuls les gestionnaires de cette rubrique, et de celles qu’elle contient, la suppriment avec son contenu."
        )
    branch = branch_of(rubric)
    _log("preau.deleted", rubric, actor, rubrics=branch.rubrics, articles=branch.online + branch.others)
    Page.objects.get(pk=rubric.pk).specific.delete(user=actor)


def check_creation(*, parent: Page, kind: type[Page], actor: Any) -> None:
    """Whether Wagtail's form may make a page of this class here. Raises `NotAllowed`."""
    tester = parent.permissions_for_user(actor)
    if not isinstance(tester, RubricPermissionTester) or tester.can_add(kind):
        return
    if issubclass(kind, Rubric):
        raise NotAllowed(f"Seuls les gestionnaires de « {parent.title} » y créent des rubriques.")
    if getattr(kind, "contribution", False):
        raise NotAllowed(
            f"Vous n’écrivez pas dans « {parent.title} ». Demandez à ses gestionnaires le rôle de rédacteur."
        )
    raise NotAllowed(f"Seuls les gestionnaires de « {parent.title} » y créent des pages de cette sorte.")


def check_move(*, page: Page, destination: Page, actor: Any) -> None:
    """Whether a page may go under `destination`; Wagtail makes the move. Raises `NotAllowed` and `Conflict`."""
    if destination.path.startswith(page.path):
        raise Conflict(
            f"« {page.title} » ne peut pas aller dans elle-même, ni dans une rubrique qu’elle contient. "
            "Choisissez une autre place.",
            code="move-into-itself",
        )
    if not page.permissions_for_user(actor).can_move_to(destination):
        raise NotAllowed(
            f"« {page.title} » ne peut pas aller là. Il faut, dans la rubrique d’arrivée, avoir le droit d’en créer "
            "autant, celui de publier ce qui est en ligne, et rester dans la même école. Choisissez une autre place."
        )
    if issubclass(page.specific_class, Rubric) and destination.depth < FIRST_LEVEL and page.slug in RESERVED:
        raise Conflict(
            f"« {page.slug} » est une adresse que le site lui-même utilise au premier niveau. Changez d’abord "
            f"l’adresse de « {page.title} », puis déplacez-la.",
            code="reserved-address",
        )
    if not page.is_child_of(destination):
        check_public(_entering(page, destination), actor)


def check_public(pages: Sequence[Page], actor: Any) -> None:
    """Whether these may enter the public zone with what they hold. Raises `Conflict`."""
    for check in BEFORE_PUBLIC:
        check(pages, actor)


def _entering(page: Page, destination: Page) -> Sequence[Page]:
    """What a move takes into the public zone. A draft is taken too: it may be scheduled."""
    if issubclass(page.specific_class, Rubric):
        return crossing_of_move(page, destination).shown
    public = public_paths(school_holding(page))
    return [page] if destination.path in public and page.path[:-STEP] not in public else []


# --- Roles ---


@transaction.atomic
def grant_role(*, school: School, page: Page, role: Role, terms: Sequence[dict[str, Any]]) -> RubricRole:
    """Give a role in `page` and beneath it. For imports and the product itself: nobody's rights are asked."""
    audience = make_audience(school=school, terms=terms)
    return RubricRole.objects.create(page=page, audience=audience, role=role)


@transaction.atomic
def give_role(*, page: Page, role: Role, terms: Sequence[dict[str, Any]], actor: Any) -> RubricRole:
    """Give a role in `page` and beneath it to whom `terms` say. Raises `NotAllowed`, `Invalid`, `Conflict`."""
    _require_manager(actor, page)
    school = school_holding(page)
    asked = signature(checked_terms(school, terms))
    for row in roles_at(page):
        if signature(row.audience.terms.all()) == asked:
            raise Conflict(
                f"« {row.audience} » a déjà un rôle ici : {row.get_role_display()}. "
                "Changez ce rôle au lieu d’en donner un autre.",
                code="role-given-twice",
            )
    row = grant_role(school=school, page=page, role=role, terms=terms)
    _log_role("preau.role.given", row, actor)
    return row


@transaction.atomic
def change_role(*, row: RubricRole, role: Role, actor: Any) -> None:
    """Give another role to the same people. Raises `Conflict` for the heads' own, and for the last manager's."""
    _require_manager(actor, row.page)
    _keep_heads(row)
    row.role = role
    row.save(update_fields=["role"])
    _log_role("preau.role.changed", row, actor)
    _keep_a_manager(row.page)


@transaction.atomic
def take_role(*, row: RubricRole, actor: Any) -> None:
    """Take a role away. Raises `Conflict` for the heads' own, and for the last manager's."""
    _require_manager(actor, row.page)
    _keep_heads(row)
    _log_role("preau.role.taken", row, actor)
    page = row.page
    row.audience.delete()
    _keep_a_manager(page)


@transaction.atomic
def set_inheritance(*, rubric: Rubric, inherits: bool, actor: Any) -> None:
    """Let the roles given above hold here, or not.

    Breaking takes nothing away by itself: the roles that held are given here, to be taken away one by one. The heads'
    stays (RUB-07).
    """
    _require_manager(actor, rubric)
    if rubric.inherits == inherits:
        return
    if not inherits:
        school = school_holding(rubric)
        have = {signature(row.audience.terms.all()): row for row in roles_at(rubric)}
        for row in roles_reaching(rubric):
            terms = list(row.audience.terms.all())
            own = have.get(signature(terms))
            if own is None:
                have[signature(terms)] = grant_role(
                    school=school, page=rubric, role=Role(row.role), terms=[_as_keywords(t) for t in terms]
                )
            elif own.role < row.role:
                own.role = row.role
                own.save(update_fields=["role"])
    Rubric.objects.filter(pk=rubric.pk).update(inherits=inherits)
    rubric.inherits = inherits
    _log("preau.inheritance", rubric, actor, inherits=inherits)


def give_heads_their_right(*, school: School, page: Page) -> None:
    """The group of heads manages this place (RUB-07). A weaker role that it has here is raised."""
    make_reserved_groups(school=school)
    group = reserved_group(school, GroupPurpose.HEADS)
    terms = [{"group": group}]
    wanted = signature([AudienceTerm(**term) for term in terms])
    own = next((row for row in roles_at(page) if signature(row.audience.terms.all()) == wanted), None)
    if own is None:
        grant_role(school=school, page=page, role=Role.MANAGER, terms=terms)
    elif own.role != Role.MANAGER:
        own.role = Role.MANAGER
        own.save(update_fields=["role"])


@transaction.atomic
def repair_heads(*, school: School, actor: Any) -> list[Page]:
    """Give the heads the highest right wherever they lack it. Returns the places mended."""
    if not can_manage_school(actor, school) and not _is_head(actor, school):
        raise NotAllowed("Seul le chef d’établissement, ou qui gère toute l’école, rétablit ses droits.")
    mended = []
    while places := rubrics_without_their_head(school):
        give_heads_their_right(school=school, page=places[0])  # those beneath may follow by inheritance
        _log("preau.heads", places[0], actor)
        mended.append(places[0])
    return mended


def _is_head(actor: Any, school: School) -> bool:
    group = reserved_group(school, GroupPurpose.HEADS)
    return bool(group.people.filter(user=actor.pk).exists())


# --- Class rubrics (RUB-05) ---

CLASSES = "classes"  # the address of the rubric that holds them


@transaction.atomic
def follow_classes(*, school: School) -> list[Rubric]:
    """Make the rubric of each class of this year that has none, and put those of past years away. Returns the new ones.

    A rubric with the address of a class is taken to be its own. It inherits nothing: it is for the teachers of the
    class, its pupils and their parents, and for the heads.
    """
    classes = classes_this_year(school)
    _archive_past(school, {one.pk for one in classes})
    made: list[Rubric] = []
    wanted = [one for one in classes if not Rubric.objects.filter(school_class=one).exists()]
    if not wanted:
        return made
    container = _rubric_of_classes(school)
    for one in wanted:
        address = slugify(one.name)
        rubric = Rubric.objects.child_of(container).filter(slug=address, school_class=None, archived_at=None).first()
        if rubric is None:
            rubric = Rubric(title=one.name, draft_title=one.name, slug=address, inherits=False)
            Page.objects.get(pk=container.pk).add_child(instance=rubric)
            made.append(rubric)
        Rubric.objects.filter(pk=rubric.pk).update(school_class=one, inherits=False)
        _give_class_its_rubric(school, rubric, one)
    return made


def _give_class_its_rubric(school: School, rubric: Rubric, one: Any) -> None:
    give_heads_their_right(school=school, page=rubric)
    readers = [{"profile": profile, "school_class": one} for profile in ("pupil", "parent")]
    teachers = [{"profile": "teacher", "school_class": one}]
    have = {signature(row.audience.terms.all()) for row in roles_at(rubric)}
    for role, terms in ((Role.MANAGER, teachers), (Role.VISITOR, readers)):
        if signature([AudienceTerm(**term) for term in terms]) not in have:
            grant_role(school=school, page=rubric, role=role, terms=terms)


def _rubric_of_classes(school: School) -> Rubric:
    """Where class rubrics stand; whoever is of the school may pass through it."""
    root = Page.objects.get(pk=school.root_page.pk)
    found = Rubric.objects.child_of(root).filter(slug=CLASSES).first()
    if found is None:
        found = root.add_child(
            instance=Rubric(title="Les classes", draft_title="Les classes", slug=CLASSES, blog=False)
        )
        everyone = [{"profile": profile} for profile in ("pupil", "parent", "teacher", "staff")]
        grant_role(school=school, page=found, role=Role.VISITOR, terms=everyone)
    return found


def _archive_past(school: School, current: set[int]) -> None:
    """Their addresses are freed for the classes of the same name that follow."""
    past = Rubric.objects.filter(
        path__startswith=school.root_page.path, school_class__isnull=False, archived_at=None
    ).exclude(school_class__in=current)
    for rubric in past.select_related("school_class"):
        assert rubric.school_class is not None  # noqa: S101 - filtered above
        year = rubric.school_class.school_year
        if not rubric.slug.endswith(f"-{year}"):  # unless it was put away before, and restored
            rubric.slug = f"{rubric.slug}-{year}"
            rubric.title = rubric.draft_title = f"{rubric.title} ({year})"
            rubric.save()
        _archive(rubric, None)


# --- Imports ---


@transaction.atomic
def write_rubric(*, parent: Page, slug: str, title: str, zone: Zone, **fields: Any) -> Rubric:
    """Make a rubric under `parent`, or change the one that has this address there. For imports: no actor is asked.

    `fields` are other fields of `Rubric`. Made in the order wanted: a new rubric comes after its siblings.
    """
    parent = Page.objects.get(pk=parent.pk)  # a tree node in memory goes stale as soon as a sibling is added
    rubric = Rubric.objects.child_of(parent).filter(slug=slug).first() or Rubric(slug=slug)
    for field, value in {"title": title, "draft_title": title, "zone": zone, **fields}.items():
        setattr(rubric, field, value)
    rubric.latest_revision_created_at = rubric.last_published_at
    if rubric.pk:
        rubric.save()
        Rubric.objects.filter(pk=rubric.pk).update(zone=zone)
    else:
        parent.add_child(instance=rubric)
    return rubric


# --- What the verbs share ---


def _require_manager(actor: Any, page: Page) -> None:
    if not can_manage_actors(actor, page):
        raise NotAllowed(f"Seuls les gestionnaires de « {page.title} » disent qui y a quel rôle.")


def _keep_heads(row: RubricRole) -> None:
    if is_of_heads(row):
        raise Conflict(
            "Le chef d’établissement garde le rôle de gestionnaire partout : il répond de tout ce qui est publié. "
            "Pour changer de personne, changez les membres du groupe « Chef d’établissement ».",
            code="heads-role",
        )


def _keep_a_manager(page: Page) -> None:
    if not managers_at(page).exists():
        raise Conflict(
            f"« {page.title} » n’aurait plus aucun gestionnaire. Donnez d’abord ce rôle à quelqu’un d’autre.",
            code="last-manager",
        )


def _log_role(action: str, row: RubricRole, actor: Any) -> None:
    _log(action, row.page, actor, audience=str(row.audience), role=Role(row.role).name.lower())


def _log(action: str, page: Page, actor: Any, **data: Any) -> None:
    """A line of the audit log that names its school: it is found there once the page is gone."""
    data = {"school": school_holding(page).pk, **data}
    log(instance=page.specific_deferred, action=action, user=actor, data=data)


def _as_keywords(term: AudienceTerm) -> dict[str, Any]:
    plain = ("excluded", "profile", "year_group", *AudienceTerm.NAMED)
    return {name: getattr(term, name) for name in plain}


def _publish(rubric: Rubric, reason: Reason, actor: Any) -> None:
    request_publication(school=school_holding(rubric), reason=reason, subject=rubric.title, actor=actor)

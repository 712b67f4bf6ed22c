"""The one policy that Wagtail asks for pages; it answers from the table of roles. That for files is `files`.

Wagtail's own policies read rows of group permissions. Ours return rows of the same shape, computed from roles: all
that the core reads of them is `.page`, `.page_id`, `.collection`, `.collection_id` and `.permission.codename`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from os.path import commonprefix
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.db.models.functions import Substr
from django.db.models.lookups import In
from wagtail.models import Page, get_page_models
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.accounts.models import User
from cms.audiences.selectors import people_in
from cms.directory.selectors import persons_of
from cms.rubrics import rules
from cms.rubrics.models import Rubric, RubricRole, SchoolTreePage
from cms.rubrics.selectors import standing_of_user
from cms.rubrics.testers import right_to_add
from cms.schools.models import School
from cms.schools.selectors import all_schools


@dataclass(frozen=True)
class Permission:
    codename: str


@dataclass(frozen=True)
class PageGrant:
    page: Page
    page_id: int
    permission: Permission


class RubricPagePolicy(PagePermissionPolicy):
    """Wagtail asks what a user may do on pages; the table of roles answers, through their `Standing`.

    The bulk methods are ours too: the stock ones add one subtree per row and codename, which takes seconds at a
    hundred roles and then exceeds what SQLite parses. They agree with the tester on every page (a test compares them).
    """

    def standing(self, user: Any) -> rules.Standing:
        """What the user is in all their schools, asked once and kept on the user for the request."""
        if not user.is_active or user.is_anonymous or user.is_superuser:
            return rules.NOBODY
        if not hasattr(user, "_school_standing"):
            user._school_standing = standing_of_user(user)
        known: rules.Standing = user._school_standing
        return known

    def writes(self, user: Any) -> bool:
        """Whether any role lets the account do something to a page."""
        return bool(user.is_superuser) or any(
            rules.WAGTAIL_ACTIONS[role] for role in self.standing(user).roles.values()
        )

    def get_all_permissions_for_user(self, user: Any) -> list[PageGrant]:
        roles = self.standing(user).roles
        pages = {page.path: page for page in Page.objects.filter(path__in=list(roles))}
        return [
            PageGrant(pages[path], pages[path].pk, Permission(self._get_permission_codename(action)))
            for path, role in roles.items()
            for action in rules.WAGTAIL_ACTIONS[role]
        ]

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Page) -> bool:
        base: bool | None = self._base_user_has_permission(user)
        if base is not None:
            return base
        return bool(self.instances_user_has_any_permission_for(user, actions).filter(pk=instance.pk).exists())

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Page]:
        base = self._base_queryset_for_user(user)
        if base is not None:
            return base
        standing = self.standing(user)
        condition = Q(pk__in=[])
        for action in set(actions):
            condition |= allowed(standing, user, action)
        return self.model._default_manager.filter(condition)

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        """Whoever has no page to begin from has nothing to do on pages: a moderator of archives, for instance."""
        begins = user.is_superuser or bool(user.is_active and self._explored(user))
        return begins and bool(super().user_has_any_permission(user, actions))

    def _explored(self, user: Any) -> list[rules.Area]:
        """Where one writes; also what is archived, for who may bring it back."""
        standing = self.standing(user)
        return standing.areas(rules.Right.PROPOSE) + standing.areas(rules.Right.MANAGE_ACTORS)

    def instances_with_direct_explore_permission(self, user: Any) -> list[Page]:
        """Where exploring begins, in accord with `explorable_instances`."""
        if user.is_superuser:
            return list(super().instances_with_direct_explore_permission(user))
        return list(Page.objects.filter(path__in={area.path for area in self._explored(user)}))

    def explorable_instances(self, user: Any) -> QuerySet[Page]:
        base = self._base_queryset_for_user(user)
        if base is not None:
            return base
        areas = self._explored(user)
        if not areas:
            return self.model._default_manager.none()
        common = commonprefix([area.path for area in areas])
        shared = max(rules.STEP, len(common) // rules.STEP * rules.STEP)
        above = {place for area in areas for place in rules.lineage(area.path) if len(place) >= shared}
        known = within(areas) & _known(self.standing(user), user)
        return self.model._default_manager.filter(known | Q(path__in=above))

    def users_with_any_permission(self, actions: Iterable[str], include_superusers: bool = True) -> QuerySet[User]:
        """Whoever may act somewhere. Wagtail asks it for its own mails and filters only."""
        wanted = {role for role, given in rules.WAGTAIL_ACTIONS.items() if set(given) & set(actions)}
        return self._users(RubricRole.objects.filter(role__in=wanted), include_superusers)

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: Page, include_superusers: bool = True
    ) -> QuerySet[User]:
        breaks = frozenset(Rubric.objects.filter(inherits=False).values_list("path", flat=True))
        wanted = {role for role, given in rules.WAGTAIL_ACTIONS.items() if set(given) & set(actions)}
        rows = RubricRole.objects.filter(page__path__in=list(rules.lineage(instance.path, breaks)), role__in=wanted)
        return self._users(rows, include_superusers)

    def _users(self, rows: QuerySet[RubricRole], include_superusers: bool) -> QuerySet[User]:
        people = [people_in(row.audience).values("user") for row in rows.select_related("audience")]
        condition = Q(is_superuser=True) if include_superusers else Q(pk__in=[])
        for accounts in people:
            condition |= Q(pk__in=accounts)
        return User.objects.filter(condition, is_active=True)


def may(user: Any, right: rules.Right, page: Page) -> bool:
    """Whether this account has a right of the table at a page's place. Superusers have them all."""
    return may_at(user, right, page.path)


def may_at(user: Any, right: rules.Right, path: str) -> bool:
    """The same for a place that is known by its treebeard path: lists ask it for each line."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return user.is_superuser or RubricPagePolicy().standing(user).may(right, path)


def manages_somewhere(user: Any) -> bool:
    """Whether the account says who may do what, in one rubric at least."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return user.is_superuser or bool(RubricPagePolicy().standing(user).areas(rules.Right.MANAGE_ACTORS))


def schools_with_rubrics_of(user: Any) -> list[School]:
    """The schools where the account manages one rubric at least."""
    if not manages_somewhere(user):
        return []
    if user.is_superuser:
        return all_schools()
    areas = RubricPagePolicy().standing(user).areas(rules.Right.MANAGE_ACTORS)
    return [one for one in all_schools() if any(area.path.startswith(one.root_page.path) for area in areas)]


def can_modify(user: Any, page: Page) -> bool:
    return may(user, rules.Right.MODIFY_RUBRIC, page)


def can_manage_actors(user: Any, page: Page) -> bool:
    """Who says who may do what: also asked in archives, to put a rubric back (RUB-06)."""
    return may(user, rules.Right.MANAGE_ACTORS, page)


def can_manage_school(user: Any, school: School) -> bool:
    """Whether the account is a manager of the school's whole tree: its head, as a rule (RUB-07)."""
    return can_manage_actors(user, school.root_page)


def schools_managed(user: Any) -> list[School]:
    """The schools whose whole tree the account manages; all of them for whoever runs the installation."""
    if user.is_superuser:
        return all_schools()
    return [school for school in (person.school for person in persons_of(user)) if can_manage_school(user, school)]


def within(areas: Iterable[rules.Area]) -> Q:
    """Pages in these areas."""
    areas = list(areas)
    condition = _beneath(area.path for area in areas if not area.without)
    for area in areas:
        if area.without:
            condition |= Q(path__startswith=area.path) & ~_beneath(area.without)
    return condition


def _beneath(paths: Iterable[str]) -> Q:
    """At or under one of these: a list for each depth. A comparison for each path is slow; SQLite refuses 1,000."""
    by_depth: dict[int, list[str]] = {}
    for path in paths:
        by_depth.setdefault(len(path), []).append(path)
    condition = Q(pk__in=[])
    for depth, beginnings in by_depth.items():
        condition |= Q(In(Substr("path", 1, depth), beginnings))
    return condition


def allowed(standing: rules.Standing, user: Any, action: str, *, mine: bool = True) -> Q:
    """Pages on which an action is allowed: places, anyone's contributions, and one's own unless `mine` is false."""
    asked = rules.ASKED[action]
    contributed = Q(content_type__in=contributions())
    if action == "add":
        return _takes(standing, rules.Right.PROPOSE) | _takes(standing, rules.Right.CREATE_RUBRIC)
    condition = within(standing.areas(asked.place)) & ~contributed
    if action in {"delete", "bulk_delete"}:
        condition &= ~Q(content_type__in=_types(lambda kind: kind.anchored)) & ~Q(path__in=_kept(standing, asked.place))
    if asked.anyones:
        condition |= within(standing.areas(asked.anyones)) & contributed
    if asked.own and mine:
        condition |= within(standing.areas(asked.own)) & contributed & Q(owner=user.pk)
    if action == "unlock":
        condition |= Q(locked_by=user.pk)
    return condition


def _known(standing: rules.Standing, user: Any) -> Q:
    """Not the drafts of others, titles included, for who may not read them: lists, searches and choosers begin here."""
    decided = standing.areas(rules.Right.VALIDATE) + standing.areas(rules.Right.MANAGE_ACTORS)
    known = ~Q(content_type__in=contributions()) | Q(live=True) | Q(owner=user.pk) | within(decided)
    for kind in get_page_models():
        if issubclass(kind, SchoolTreePage) and kind.offered_drafts:
            known |= Q(pk__in=kind._default_manager.filter(kind.offered_drafts).values("pk"))
    return known


def contributions() -> list[int]:
    """Content types of what people write in places."""
    return _types(lambda kind: kind.contribution)


def _takes(standing: rules.Standing, right: rules.Right) -> Q:
    """Places where this right suffices to put something new."""
    kinds = _types(lambda kind: any(right == right_to_add(new) for new in kind.creatable_subpage_models()))
    return within(standing.areas(right)) & Q(content_type__in=kinds)


def _kept(standing: rules.Standing, right: rules.Right) -> set[str]:
    """Places above a rubric that inherits nothing and where the person lacks the right: the branch stays whole."""
    beyond = (path for path in standing.breaks if not standing.may(right, path))
    return {place for path in beyond for place in rules.lineage(path) if standing.may(right, place)}


def _types(wanted: Callable[[Any], bool]) -> list[int]:
    """Content types of the pages of a school's tree that answer `wanted`."""
    kinds = [kind for kind in get_page_models() if issubclass(kind, SchoolTreePage) and wanted(kind)]
    return [found.pk for found in ContentType.objects.get_for_models(*kinds).values()]

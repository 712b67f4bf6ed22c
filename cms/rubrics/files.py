"""Who sees and who changes images and documents: their rights follow the pages that use them (ZONE-02).

- To see and choose: one's own; what is used online where one may read; what is used in a page that one may change, its
  draft included.
- To change and delete: one's own, unless a page that one may not change uses it; somebody else's, when each page that
  uses it is one that the role lets one change whoever wrote it.
- To add: to the files of a school where one may propose something.
- Managers of a school's whole tree may all of it with its files, and nobody anything with those of another school.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast, Length, Substr
from wagtail.models import Collection, Page, ReferenceIndex, Revision, get_page_models
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from cms.core import clock
from cms.directory.selectors import persons_of
from cms.media.models import SchoolImage
from cms.media.naming import files_named
from cms.rubrics import rules
from cms.rubrics.permissions import Permission, RubricPagePolicy, allowed, can_manage_school, contributions
from cms.rubrics.rules import Right
from cms.rubrics.selectors import tree_of
from cms.schools.models import School

NONE = Q(pk__in=[])
CHANGE = rules.ASKED["change"]


@dataclass(frozen=True)
class CollectionGrant:
    collection: Collection
    collection_id: int
    permission: Permission


class SchoolFilePolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail asks what a user may do with files of one model, images or documents.

    The number of queries depends neither on the number of files nor on that of pages.
    """

    def get_all_permissions_for_user(self, user: Any) -> list[CollectionGrant]:
        if not user.is_active or user.is_anonymous or user.is_superuser:
            return []
        # For every kind of file at once: Wagtail keeps one answer a user for all collection policies.
        return [
            CollectionGrant(school.collection, school.collection_id, Permission(f"{action}_{noun}"))
            for school in _Footing.of(user).writes
            for action in ("add", "choose")
            for noun in ("schoolimage", "schooldocument")
        ]

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        """From one set of keys, kept on the user for the request: bulk actions ask for each file."""
        known: dict[Any, frozenset[int]] = user.__dict__.setdefault("_files_allowed", {})
        asked = (self.model, frozenset(actions))
        if asked not in known:
            known[asked] = frozenset(
                self.instances_user_has_any_permission_for(user, actions).values_list("pk", flat=True)
            )
        return instance.pk in known[asked]

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        files: QuerySet[Any] = self.model._default_manager.all()
        if not user.is_authenticated or not user.is_active:
            return files.none()
        if user.is_superuser:
            return files
        footing = _Footing.of(user)
        condition = NONE
        if "choose" in actions:
            condition |= self._seen(footing)
        if not {"change", "delete"}.isdisjoint(actions):
            condition |= self._changed(footing)
        of_schools = Q(collection__in=[school.collection_id for school in footing.schools])
        managed = Q(collection__in=[school.collection_id for school in footing.manages])
        found = files.alias(key=Cast("pk", CharField())).filter(managed | of_schools & condition)
        return files.filter(pk__in=found.values("pk"))  # as search backends understand it

    def _seen(self, footing: "_Footing") -> Q:
        pages = footing.pages
        read = pages.filter(footing.read)
        changed = pages.filter(footing.changed)
        return footing.own | self._used(read | changed) | self._drafted(changed) | self._logos(footing)

    def _changed(self, footing: "_Footing") -> Q:
        own = footing.own & ~self._used_elsewhere(footing, footing.changed)
        if not footing.moderates:
            return own & ~self._logos(footing)
        moderated = footing.pages.filter(footing.moderated)
        used = self._used(moderated) | self._drafted(moderated)
        anyones = used & ~self._used_elsewhere(footing, footing.moderated)
        return (own | anyones) & ~self._logos(footing)

    def _used(self, pages: QuerySet[Page]) -> Q:
        """Files in the content that is stored for these pages: what is online, or what a new draft began with."""
        keys = pages.values_list(Cast("pk", CharField()))
        rows = self._references().filter(base_content_type=_page_type(), object_id__in=keys)
        return Q(key__in=rows.values("to_object_id"))

    def _used_elsewhere(self, footing: "_Footing", inside: Q) -> Q:
        """Files that something else than the pages inside uses, be it no page at all."""
        keys = footing.pages.filter(inside).values_list(Cast("pk", CharField()))
        rows = self._references().exclude(base_content_type=_page_type(), object_id__in=keys)
        return Q(key__in=rows.values("to_object_id")) | self._drafted(footing.pages.exclude(inside))

    def _drafted(self, pages: QuerySet[Page]) -> Q:
        """Files in what is not online yet, the latest draft or a scheduled one: Wagtail's index does not know them."""
        pages = pages.filter(has_unpublished_changes=True)
        scheduled = Q(approved_go_live_at__isnull=False, object_id__in=pages.values_list(Cast("pk", CharField())))
        waiting = Revision.objects.filter(base_content_type=_page_type()).filter(
            Q(pk__in=pages.values("latest_revision")) | scheduled
        )
        keys: set[int] = set()
        for content_type, content in waiting.values_list("content_type", "content").iterator():
            kind = ContentType.objects.get_for_id(content_type).model_class()
            if kind is not None:
                keys |= {key for model, key in files_named(kind, content) if model is self.model}
        return Q(pk__in=keys)

    def _logos(self, footing: "_Footing") -> Q:
        condition = NONE
        if self.model is SchoolImage:
            for school in footing.schools:
                if school.logo_name:
                    condition |= Q(collection=school.collection_id, name=school.logo_name)
        return condition

    def _references(self) -> QuerySet[ReferenceIndex]:
        return ReferenceIndex.objects.filter(to_content_type=ContentType.objects.get_for_model(self.model))


class _Footing:
    """Where the user stands in their schools, as conditions on pages; kept on the user for the request."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self.own = Q(uploaded_by_user=user.pk)
        self.standing = RubricPagePolicy().standing(user)

    @classmethod
    def of(cls, user: Any) -> "_Footing":
        known: _Footing = user.__dict__.setdefault("_footing_for_files", cls(user))
        return known

    @cached_property
    def schools(self) -> list[School]:
        keys = {person.school_id for person in persons_of(self.user)}
        return list(School.objects.filter(pk__in=keys).select_related("site__root_page", "collection"))

    @cached_property
    def writes(self) -> list[School]:
        """Schools where they may propose something somewhere."""
        areas = self.standing.areas(Right.PROPOSE)
        return [school for school in self.schools if any(area.path.startswith(school.root_page.path) for area in areas)]

    @cached_property
    def manages(self) -> list[School]:
        return [school for school in self.schools if can_manage_school(self.user, school)]

    @property
    def pages(self) -> QuerySet[Page]:
        inside = NONE
        for school in self.schools:
            inside |= Q(path__startswith=school.root_page.path)
        return Page.objects.alias(parent=Substr("path", 1, Length("path") - rules.STEP)).filter(inside)

    @cached_property
    def read(self) -> Q:
        """Pages that they read: open rubrics, articles online in them, and the homepage in service."""
        paths = [path for school in self.schools for path in rules.readable(tree_of(school), self.standing)]
        unexpired = Q(expire_at=None) | Q(expire_at__gt=clock.now())
        articles = Q(parent__in=paths, content_type__in=contributions(), live=True) & unexpired
        return Q(path__in=paths) | articles | _shown_to_all()

    @cached_property
    def changed(self) -> Q:
        """Pages that they may change."""
        return allowed(self.standing, self.user, "change")

    @cached_property
    def moderated(self) -> Q:
        """Pages that they may change whoever wrote them."""
        return allowed(self.standing, self.user, "change", mine=False)

    @property
    def moderates(self) -> bool:
        return any(self.standing.areas(right) for right in (CHANGE.anyones, CHANGE.place) if right)


def _shown_to_all() -> Q:
    """Pages that every visitor meets wherever they stand, such as the homepage in service."""
    condition = NONE
    for kind in get_page_models():
        shown = getattr(kind, "shown_to_all", None)
        if shown:
            condition |= Q(pk__in=kind._default_manager.filter(shown, live=True).values("pk"))
    return condition


def _page_type() -> ContentType:
    return ContentType.objects.get_for_model(Page)

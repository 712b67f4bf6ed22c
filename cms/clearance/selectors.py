"""What is known of pages before they go public, or once they are: what was found, what is decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db.models import CharField, Prefetch, Q, QuerySet
from django.db.models.functions import Cast, Length, Substr
from wagtail.models import Page, Revision

from cms.accessibility.rules import Fault, faults
from cms.agenda.selectors import public_events
from cms.articles.models import Article, ArticleTag
from cms.articles.selectors import public_articles
from cms.clearance.enums import Beyond, Outcome
from cms.clearance.finds import Found, found_beyond, found_in_text, key_of, restored, together
from cms.clearance.finds import Place as FoundAt
from cms.clearance.models import DecidedFind, Decision, FileLook, PageLook
from cms.clearance.reading import LOOKED_AT, Reading, reading_of, readings_of
from cms.homepage.models import Homepage
from cms.homepage.selectors import public_homepage
from cms.media.models import SchoolDocument
from cms.privacy.selectors import Watch, watch_of
from cms.rubrics.crossings import crossing_of_publication
from cms.rubrics.models import Rubric
from cms.rubrics.rules import STEP
from cms.rubrics.selectors import public_paths, public_rubrics
from cms.schools.models import School
from cms.schools.selectors import school_of_page

DETECTOR = "1"  # to be raised when the rules change: what was found before is then looked for again


@dataclass(frozen=True)
class Looked:
    """One version of a page, with all that was found in it."""

    reading: Reading
    founds: Sequence[Found]
    waiting: Sequence[SchoolDocument]  # documents that nobody has looked into yet
    decided: frozenset[str]

    @property
    def undecided(self) -> list[Found]:
        return [one for one in self.founds if one.key not in self.decided]

    @property
    def clear(self) -> bool:
        return not self.undecided and not self.waiting


# --- Where ----------------------------------------------------------------------------------------------------------


def goes_public(version: Page, public: Iterable[str] | None = None) -> bool:
    """Whether it stands where anyone reads, itself or by an alias, which follows it.

    A homepage is made for everybody: it is asked when it is published, though another be in service.
    """
    school = school_of_page(version)
    if school is None or not isinstance(version, LOOKED_AT):
        return False
    if isinstance(version, Homepage):
        return True
    paths = set(public_paths(school) if public is None else public)
    aliases = Page.objects.filter(alias_of=version.pk).values_list("path", flat=True) if version.pk else ()
    above = 0 if isinstance(version, Rubric) else STEP  # a rubric is itself the place that is public
    if any(path[: len(path) - above] in paths for path in (version.path, *aliases)):
        return True
    return isinstance(version, Rubric) and not version.live and version in crossing_of_publication(version).shown


def is_public(rubric: Rubric) -> bool:
    school = school_of_page(rubric)
    return school is not None and rubric.path in public_paths(school)


def about_to_show(pages: Iterable[Page]) -> tuple[list[Page], list[Page]]:
    """What the public would read of these rubrics, or articles: themselves and the articles that come with them as they
    are online, and the versions that are scheduled.
    """
    rubrics = [page for page in pages if isinstance(page, Rubric)]
    keys = [page.pk for page in pages if not isinstance(page, Rubric)]
    parent: Any = Substr("path", 1, Length("path") - STEP)
    articles = Article.objects.alias(parent=parent).filter(Q(parent__in=[one.path for one in rubrics]) | Q(pk__in=keys))
    rows = Revision.page_revisions.filter(
        approved_go_live_at__isnull=False, object_id__in=articles.values_list(Cast("pk", CharField()))
    )
    online = with_tags(articles.filter(live=True).order_by("path"))
    return [*rubrics, *online], [row.as_object() for row in rows]


def public_pages(school: School) -> list[Page]:
    """All that has words of its own on the public site: the homepage in service, rubrics, events, articles."""
    homepage = public_homepage(school)
    return [*filter(None, [homepage]), *public_rubrics(school), *public_events(school), *public_articles(school)]


def pages_at(keys: Iterable[int]) -> list[Page]:
    """These pages, each as what it is, with what is read of them: as many queries for many as for few."""
    keys = list(keys)
    others = Page.objects.filter(pk__in=keys).type(Rubric, Homepage).specific()
    return [*others.order_by("path"), *with_tags(Article.objects.filter(pk__in=keys).order_by("path"))]


def with_tags(articles: QuerySet[Article]) -> QuerySet[Article]:
    """And with all that their kinds have: where an event takes place is read too."""
    rows: Any = articles.prefetch_related(Prefetch("tagged_items", ArticleTag.objects.select_related("tag")))
    whole: QuerySet[Article] = rows.specific()
    return whole


# --- What ------------------------------------------------------------------------------------------------------------


def look_at(version: Page, school: School, watch: Watch | None = None) -> Looked:
    """A version in memory, with the words around what was found: for its writer, and at the door."""
    watch = watch or watch_of(school)
    reading = reading_of(version, school)
    founds, waiting = _in_files(reading, file_looks(reading.documents, watch))
    founds = together([*found_in_text(reading, watch), *founds, *found_beyond(reading)])
    return Looked(reading, founds, waiting, decided_keys([version]).get(subject(version), frozenset()))


def stored_looks(pages: Sequence[Page], school: School, watch: Watch) -> tuple[list[Looked], list[Reading]]:
    """What is known of pages as they are stored, in a fixed number of queries; and those to be looked at again."""
    readings = readings_of(pages, school)
    known = {look.page_id: look for look in PageLook.objects.filter(page__in=[one.pk for one in pages])}
    files = file_looks({document for reading in readings for document in reading.documents}, watch)
    decided = decided_keys(pages)
    looks, stale = [], []
    for reading in readings:
        look = known.get(reading.page.pk)
        if look is None or look.digest != version_of(reading, watch):
            stale.append(reading)
            continue
        founds, waiting = _in_files(reading, files)
        everything = together([*restored(look.finds), *founds, *found_beyond(reading)])
        looks.append(Looked(reading, everything, waiting, decided.get(subject(reading.page), frozenset())))
    return looks, stale


def version_of(reading: Reading, watch: Watch) -> str:
    """Of what was looked at and of what was looked for."""
    return sha256(f"{DETECTOR} {watch.version} {reading.digest}".encode()).hexdigest()


def file_version(document: SchoolDocument, watch: Watch) -> str:
    return sha256(f"{DETECTOR} {watch.version} {document.file_hash}".encode()).hexdigest()


def file_looks(documents: Iterable[SchoolDocument], watch: Watch) -> dict[int, FileLook]:
    """What is known of the contents of these files, as they are today."""
    by_key = {document.pk: document for document in documents}
    known = FileLook.objects.filter(document__in=by_key) if by_key else ()
    return {look.document_id: look for look in known if look.digest == file_version(by_key[look.document_id], watch)}


def _in_files(reading: Reading, looks: Mapping[int, FileLook]) -> tuple[list[Found], list[SchoolDocument]]:
    founds: list[Found] = []
    waiting = []
    for document in reading.documents:
        look = looks.get(document.pk)
        if look is None:
            waiting.append(document)
        elif look.unread:
            place = FoundAt(document.title, document=document.pk)
            founds.append(
                Found(
                    Beyond.UNREAD, key_of(Beyond.UNREAD, document.file_hash), document.name, sure=False, places=(place,)
                )
            )
        else:
            founds += restored(look.finds)
    return founds, waiting


def subject(version: Page) -> int:
    """The page that decisions are about: an alias says what its original says."""
    return int(version.alias_of_id or version.pk)


def decided_keys(versions: Iterable[Page]) -> dict[int, frozenset[str]]:
    """Fingerprints of what somebody has confirmed, by page: one query."""
    rows = DecidedFind.objects.filter(
        decision__page__in={subject(version) for version in versions}, decision__outcome=Outcome.CONFIRMED
    )
    found: dict[int, set[str]] = {}
    for page, key in rows.values_list("decision__page", "key"):
        found.setdefault(page, set()).add(key)
    return {page: frozenset(keys) for page, keys in found.items()}


def decisions_of(page: Page) -> QuerySet[Decision]:
    rows = Decision.objects.filter(page=subject(page)).select_related("actor").prefetch_related("finds")
    return rows.order_by("-at", "-pk")


def faults_of(reading: Reading) -> list[Fault]:
    return faults(reading.body, reading.descriptions)

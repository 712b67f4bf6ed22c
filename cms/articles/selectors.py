"""Reads about articles. Those named `public_…` are the only ones that the export may call."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, Model, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Length, Substr
from taggit.models import Tag, TaggedItem
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.rich_text import extract_references_from_rich_text

from cms.articles.enums import Outcome, Proposal, State
from cms.articles.models import Article, ArticleTag, Submission
from cms.core import clock
from cms.core.keys import key_in
from cms.directory.models import Person
from cms.directory.selectors import persons_of
from cms.media.models import SchoolDocument, SchoolImage
from cms.rubrics.reach import Place, Reach
from cms.rubrics.rules import STEP
from cms.rubrics.selectors import public_paths, readable_paths
from cms.schools.models import School

# A published correction brings an article back to the top, unless its writer called it minor (ART-08).
SHOWN_SINCE = Coalesce("resurfaced_at", "first_published_at")
NEWEST_FIRST = (SHOWN_SINCE.desc(), "-pk")


def public_articles(school: School) -> QuerySet[Article]:
    """What anyone may read: online, not expired, in a rubric that is public all the way up. Newest first."""
    return online_in(plain(), public_paths(school))


def articles_for(school: School, person: Person | None) -> QuerySet[Article]:
    """What this person may read, newest first; for nobody in particular, what is public."""
    return online_in(plain(), readable_paths(school, person))


def article_for(school: School, person: Person | None, ref: UUID) -> Article | None:
    return articles_for(school, person).filter(ref=ref).first()


def articles_within(
    reach: Reach, place: Place | None = None, *, beneath: bool = False, tag: str = ""
) -> QuerySet[Article]:
    """What a reader finds in all their rubrics, in one, or in one and those beneath; `tag` is a tag's slug."""
    paths = list(reach.places)
    if place is not None:
        paths = reach.beneath(place) if beneath else [place.node.path]
    found = online_in(plain(), paths)
    if tag:
        found = found.filter(pk__in=ArticleTag.objects.filter(tag__slug=tag).values("content_object"))
    return found


def article_within(reach: Reach, ref: UUID) -> Article | None:
    return articles_within(reach).filter(ref=ref).first()


def counts_within(reach: Reach) -> dict[str, int]:
    """How many articles the reader finds directly in each rubric, by its path: one grouped query."""
    rows: Any = articles_within(reach).order_by().select_related(None).prefetch_related(None)
    return dict(rows.values_list("rubric_path").annotate(Count("pk")))


def refs_within(reach: Reach, pks: Iterable[int]) -> dict[int, UUID]:
    """References of those articles that the reader may read."""
    wanted = set(pks)
    return dict(articles_within(reach).filter(pk__in=wanted).values_list("pk", "ref")) if wanted else {}


def pages_named(article: Article) -> set[int]:
    """Primary keys of the pages that the body links to."""
    return _named_by(article, Page)


def pages_in_text(source: str) -> set[int]:
    """The same for one rich text."""
    return _keys(extract_references_from_rich_text(source), Page)


def images_shown(article: Article, school: School) -> list[SchoolImage]:
    """The article's own pictures: illustration and body. One of another school is not shown, whoever named it."""
    keys = _named_by(article, SchoolImage) | {article.illustration_id}
    return list(SchoolImage.objects.filter(pk__in=keys - {None}, collection=school.collection_id))


def documents_shown(article: Article, school: School) -> list[SchoolDocument]:
    """The article's own documents, attached or linked from its text."""
    keys = _named_by(article, SchoolDocument)
    return list(SchoolDocument.objects.filter(pk__in=keys, collection=school.collection_id))


def _named_by(article: Article, model: type[Model]) -> set[int]:
    """Primary keys of the `model` that the body names, as Wagtail itself reads its blocks and its rich text."""
    return _keys(Article._meta.get_field("body").extract_references(article.body), model)


def _keys(named: Iterable[tuple[Any, ...]], model: type[Model]) -> set[int]:
    keys = (key_in(key) for kind, key, _path, _content in named if kind is model)
    return {key for key in keys if key is not None}


def not_public_articles(school: School) -> QuerySet[Article]:
    """Everything else that the school keeps, drafts included: for the export of a whole school only."""
    everything = plain().filter(path__startswith=school.root_page.path)
    return with_related(everything.exclude(pk__in=public_articles(school).values("pk"))).order_by(*NEWEST_FIRST)


def tags_for(user: Any) -> QuerySet[Tag]:
    """Those of what the account finds in the administration, and of what it reads in its schools."""
    explored = policy_registry.get_by_type(Page).explorable_instances(user)
    condition = Q(pk__in=ArticleTag.objects.filter(content_object__in=explored.values("pk")).values("tag"))
    for person in persons_of(user):
        read = articles_for(person.school, person).order_by().values("pk")
        condition |= Q(pk__in=ArticleTag.objects.filter(content_object__in=read).values("tag"))
    for model in (SchoolImage, SchoolDocument):
        files = policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, {"choose", "change"})
        tagged = TaggedItem.objects.filter(content_type__app_label="media", content_type__model=model._meta.model_name)
        condition |= Q(pk__in=tagged.filter(object_id__in=files.values("pk")).values("tag"))
    return Tag.objects.filter(condition)


# --- The life of articles (ART-02, ART-05) ---


def latest_submission(article: Article) -> Submission | None:
    rows = Submission.objects.filter(article=article).select_related("submitted_by", "decided_by", "revision")
    return rows.first()


def waiting_submission(article: Article) -> Submission | None:
    return article.submissions.filter(outcome=Outcome.WAITING).first()


def version_of(article: Article) -> str:
    """Names the latest version as it is now: Wagtail writes over versions that are not submitted."""
    revision = article.get_latest_revision()
    return f"{revision.pk}@{revision.created_at.isoformat()}" if revision else ""


def with_states(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Each with its `life`: `rules.state_of`, as the database says it, for lists and their filters."""
    rows: Any = articles
    return rows.annotate_approved_schedule().annotate(
        life=Case(
            When(archived_at__isnull=False, then=Value(State.ARCHIVED)),
            When(is_model=True, then=Value(State.MODEL)),
            When(live=True, then=Value(State.ONLINE)),
            When(_approved_schedule=True, then=Value(State.SCHEDULED)),
            When(proposal=Proposal.WAITING, then=Value(State.SUBMITTED)),
            When(proposal=Proposal.REFUSED, then=Value(State.REFUSED)),
            When(
                Q(expired=True) | Q(first_published_at__isnull=False, live_revision=None),
                then=Value(State.OFFLINE),
            ),
            default=Value(State.DRAFT),
            output_field=CharField(),
        ),
    )


def managed_articles(user: Any) -> QuerySet[Article]:
    """All that the account may manage: anyone's where it moderates, its own where it writes."""
    pages = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, {"change"})
    return Article.objects.filter(pk__in=pages.values("pk"))


def awaiting(user: Any) -> QuerySet[Article]:
    """What others proposed and the account may decide on."""
    anyones = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, {"lock"})
    waiting = Article.objects.filter(proposal=Proposal.WAITING, pk__in=anyones.values("pk"))
    return waiting.exclude(
        pk__in=Submission.objects.filter(outcome=Outcome.WAITING, submitted_by=user).values("article")
    )


def plain() -> QuerySet[Article]:
    """Articles that are nothing more: other kinds have their own lists, and are in none of these."""
    rows: Any = Article.objects
    found: QuerySet[Article] = rows.exact_type(Article)
    return found


def online_in(articles: QuerySet[Any], paths: Sequence[str]) -> QuerySet[Any]:
    """Those that readers of these rubrics read now, newest first."""
    now = clock.now()
    parent: Any = Substr("path", 1, Length("path") - STEP)
    unexpired = Q(expire_at=None) | Q(expire_at__gt=now)
    found = articles.annotate(rubric_path=parent).filter(rubric_path__in=paths)
    return with_related(found.filter(unexpired, live=True, is_model=False)).order_by(*NEWEST_FIRST)


def with_related(articles: QuerySet[Any]) -> QuerySet[Any]:
    return articles.select_related("illustration").prefetch_related(
        Prefetch("tagged_items", ArticleTag.objects.select_related("tag"))
    )

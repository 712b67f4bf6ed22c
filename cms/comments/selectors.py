"""Who reads and who decides what, about comments."""

from typing import Any

from django.db.models import Q, QuerySet

from cms.articles.models import Article
from cms.comments.enums import CommentState
from cms.comments.models import Comment, CommentedRubric
from cms.directory.models import Person
from cms.rubrics.models import Rubric
from cms.rubrics.permissions import RubricPagePolicy, may_at, within
from cms.rubrics.rules import STEP, Right
from cms.rubrics.selectors import public_paths
from cms.schools.models import School


def takes_comments(article: Article, school: School) -> bool:
    """In the authenticated zone only: what anyone may read takes none."""
    path = article.path[:-STEP]
    is_open = CommentedRubric.objects.filter(rubric__path=path, rubric__blog=True).exists()
    return is_open and path not in public_paths(school)


def is_commented(rubric: Rubric) -> bool:
    return CommentedRubric.objects.filter(rubric=rubric).exists()


def decides(user: Any, article: Article) -> bool:
    """Moderators and managers of the rubric."""
    return may_at(user, Right.VALIDATE, article.path[:-STEP])


def comments_for(article: Article, person: Person) -> QuerySet[Comment]:
    """What is shown, one's own whatever became of it, and all of it for those who decide."""
    found = Comment.objects.filter(article=article).select_related("person")
    return found if decides(person.user, article) else found.filter(Q(state=CommentState.SHOWN) | Q(person=person))


def waiting_for(user: Any) -> QuerySet[Comment]:
    """What waits for a decision of this account, the oldest first."""
    waiting = Comment.objects.filter(state=CommentState.WAITING).select_related("person", "article")
    if user.is_superuser:
        return waiting
    articles = Article.objects.filter(within(RubricPagePolicy().standing(user).areas(Right.VALIDATE)))
    return waiting.filter(article__in=articles.values("pk"))


def decides_somewhere(user: Any) -> bool:
    return bool(user.is_superuser) or bool(RubricPagePolicy().standing(user).areas(Right.VALIDATE))

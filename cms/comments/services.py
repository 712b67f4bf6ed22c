"""Writing, deciding, taking back: each a verb with an actor."""

from typing import Any

from django.db import transaction

from cms.articles.models import Article
from cms.articles.selectors import article_for
from cms.comments.enums import CommentState
from cms.comments.models import LONGEST, Comment, CommentedRubric
from cms.comments.selectors import decides, takes_comments
from cms.core.exceptions import Conflict, Invalid, NotAllowed
from cms.directory.enums import Profile
from cms.directory.models import Person
from cms.rubrics.models import Rubric
from cms.rubrics.permissions import can_modify
from cms.rubrics.selectors import public_paths
from cms.schools.selectors import school_of_page


@transaction.atomic
def write_comment(*, article: Article, person: Person, text: str) -> Comment:
    """It waits for a decision, unless its author is who decides; a pupil's always waits."""
    if article_for(person.school, person, article.ref) is None or not takes_comments(article, person.school):
        raise NotAllowed("Cet article ne reçoit pas de commentaires.")
    text = text.strip()
    if not text:
        raise Invalid("Écrivez votre commentaire avant de l’envoyer.")
    if len(text) > LONGEST:
        raise Invalid(f"Ce commentaire fait {len(text)} caractères, et {LONGEST} au plus sont acceptés.")
    at_once = person.profile != Profile.PUPIL and decides(person.user, article)
    state = CommentState.SHOWN if at_once else CommentState.WAITING
    return Comment.objects.create(article=article, person=person, text=text, state=state)


@transaction.atomic
def decide_comment(*, comment: Comment, shown: bool, actor: Any) -> None:
    if not decides(actor, comment.article):
        raise NotAllowed("Vous ne pouvez pas décider de ce commentaire.")
    comment.state = CommentState.SHOWN if shown else CommentState.REFUSED
    comment.decided_by = actor
    comment.save(update_fields=["state", "decided_by"])


@transaction.atomic
def withdraw_comment(*, comment: Comment, person: Person) -> None:
    """By its author, at any time."""
    if comment.person_id != person.pk:
        raise NotAllowed("Vous ne pouvez retirer que vos propres commentaires.")
    comment.delete()


@transaction.atomic
def open_comments(*, rubric: Rubric, wanted: bool, actor: Any) -> None:
    """Let readers comment on a rubric's articles, or no longer. What was said stays, and is shown again later."""
    if not can_modify(actor, rubric):
        raise NotAllowed(f"Vous ne pouvez pas modifier « {rubric.title} ».")
    school = school_of_page(rubric)
    if wanted and (school is None or rubric.path in public_paths(school)):
        raise Conflict("Une rubrique publique ne reçoit pas de commentaires : ils restent dans l’espace connecté.")
    if wanted:
        CommentedRubric.objects.get_or_create(rubric=rubric, defaults={"opened_by": actor})
    else:
        CommentedRubric.objects.filter(rubric=rubric).delete()

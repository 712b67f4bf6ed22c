"""What one may do with an article: the tester's answers, under the names that screens and programs use."""

from typing import Any

from cms.articles.models import Article
from cms.articles.rules import TRANSITIONS, Verb, obstacle
from cms.articles.selectors import waiting_submission

NAMES = "edit publish unpublish validate delete move submit withdraw archive restore".split()


def has_right(user: Any, verb: Verb, article: Article) -> bool:
    """Whether the table of rights lets the account do this to the article, whatever its state is now."""
    if not user.is_authenticated:
        return False
    transition, tester = TRANSITIONS[verb], article.permissions_for_user(user)
    if transition.anyones and tester.has(transition.anyones):
        return True
    mine = article.owner_id == user.pk
    if verb == Verb.WITHDRAW and not mine:
        waiting = waiting_submission(article)
        mine = waiting is not None and waiting.submitted_by_id == user.pk
    return bool(mine and transition.own and tester.has(transition.own))


def can(user: Any, verb: Verb, article: Article) -> bool:
    """The right, and nothing in the way now."""
    if obstacle(verb, article.facts) or not has_right(user, verb, article):
        return False
    return not (TRANSITIONS[verb].writes and article.permissions_for_user(user).page_locked())


def abilities(user: Any, article: Article) -> dict[str, bool]:
    """What `user` may do with this article now: rights travel with the object, and screens hide what is not there.

    To validate is to decide on what somebody else proposed. Nobody in particular may do nothing.
    """
    if not user.is_authenticated:
        return dict.fromkeys(NAMES, False)
    tester = article.permissions_for_user(user)
    return {
        "edit": tester.can_edit() and not tester.page_locked(),
        "publish": can(user, Verb.PUT_ONLINE, article),
        "unpublish": can(user, Verb.TAKE_OFFLINE, article),
        "validate": decides(user, article),
        "delete": tester.can_delete(),
        "move": tester.can_move(),
        "submit": can(user, Verb.SUBMIT, article),
        "withdraw": can(user, Verb.WITHDRAW, article),
        "archive": can(user, Verb.ARCHIVE, article),
        "restore": can(user, Verb.RESTORE, article),
    }


def decides(user: Any, article: Article) -> bool:
    """Whether somebody else's submission waits for the account's decision."""
    if not can(user, Verb.REFUSE, article) or not can(user, Verb.PUT_ONLINE, article):
        return False
    waiting = waiting_submission(article)
    return waiting is not None and waiting.submitted_by_id != user.pk

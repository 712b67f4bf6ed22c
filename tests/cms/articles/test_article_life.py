"""ART-02: the life of an article, each passage × each role × own or somebody else's × each state.

What is expected is written by hand below, in the order of ACTORS. A refused cell must change nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import Revision, Site

from cms.accounts.models import User
from cms.articles import services
from cms.articles.enums import Outcome, Proposal, State
from cms.articles.models import Article, Submission
from cms.articles.permissions import abilities
from cms.articles.rules import Facts, state_of
from cms.articles.selectors import with_states
from cms.core.exceptions import DomainError
from cms.notifications.models import Notice
from cms.rubrics.enums import Role
from tests.support.articles import typed
from tests.support.schools import SmallSchool, fresh

ACTORS = "nobody visitor editor publisher moderator manager superuser".split()
STATES = "draft submitted refused scheduled online changed waiting denied offline archived".split()
OWNERS = ("own", "theirs")
# "changed", "waiting" and "denied" are online, with a newer version: saved, submitted, refused.
# verb, whose, states, then a column an actor.
LIFE = """
                                                             nobody visitor editor publisher moderator manager superuser
submit    own    draft refused changed denied offline           n      n      y       y         y        y       y
submit    own    submitted scheduled online waiting archived    n      n      n       n         n        n       n
submit    theirs draft refused changed denied offline           n      n      n       n         y        y       y
submit    theirs submitted scheduled online waiting archived    n      n      n       n         n        n       n
withdraw  own    submitted waiting                              n      n      y       y         y        y       y
withdraw  own    draft refused scheduled online changed         n      n      n       n         n        n       n
withdraw  own    denied offline archived                        n      n      n       n         n        n       n
withdraw  theirs submitted waiting                              n      n      n       n         n        n       n
withdraw  theirs draft refused scheduled online changed         n      n      n       n         n        n       n
withdraw  theirs denied offline archived                        n      n      n       n         n        n       n
publish   own    draft submitted refused online changed         n      n      n       y         y        y       y
publish   own    waiting denied offline                         n      n      n       y         y        y       y
publish   own    scheduled archived                             n      n      n       n         n        n       n
publish   theirs draft submitted refused online changed         n      n      n       n         y        y       y
publish   theirs waiting denied offline                         n      n      n       n         y        y       y
publish   theirs scheduled archived                             n      n      n       n         n        n       n
refuse    own    submitted waiting                              n      n      n       n         y        y       y
refuse    own    draft refused scheduled online changed         n      n      n       n         n        n       n
refuse    own    denied offline archived                        n      n      n       n         n        n       n
refuse    theirs submitted waiting                              n      n      n       n         y        y       y
refuse    theirs draft refused scheduled online changed         n      n      n       n         n        n       n
refuse    theirs denied offline archived                        n      n      n       n         n        n       n
unpublish own    online changed waiting denied                  n      n      n       y         y        y       y
unpublish own    draft submitted refused scheduled              n      n      n       n         n        n       n
unpublish own    offline archived                               n      n      n       n         n        n       n
unpublish theirs online changed waiting denied                  n      n      n       n         y        y       y
unpublish theirs draft submitted refused scheduled              n      n      n       n         n        n       n
unpublish theirs offline archived                               n      n      n       n         n        n       n
archive   own    draft submitted refused scheduled online       n      n      y       y         y        y       y
archive   own    changed waiting denied offline                 n      n      y       y         y        y       y
archive   own    archived                                       n      n      n       n         n        n       n
archive   theirs draft submitted refused scheduled online       n      n      n       n         y        y       y
archive   theirs changed waiting denied offline                 n      n      n       n         y        y       y
archive   theirs archived                                       n      n      n       n         n        n       n
restore   own    archived                                       n      n      y       y         y        y       y
restore   own    draft submitted refused scheduled online       n      n      n       n         n        n       n
restore   own    changed waiting denied offline                 n      n      n       n         n        n       n
restore   theirs archived                                       n      n      n       n         y        y       y
restore   theirs draft submitted refused scheduled online       n      n      n       n         n        n       n
restore   theirs changed waiting denied offline                 n      n      n       n         n        n       n
"""
VERBS = "submit withdraw publish refuse unpublish archive restore".split()
SHOWN = {
    "draft": State.DRAFT,
    "submitted": State.SUBMITTED,
    "refused": State.REFUSED,
    "scheduled": State.SCHEDULED,
    "offline": State.OFFLINE,
    "archived": State.ARCHIVED,
} | dict.fromkeys("online changed waiting denied".split(), State.ONLINE)


def table() -> dict[tuple[str, str, str, str], bool]:
    found: dict[tuple[str, str, str, str], bool] = {}
    for line in LIFE.strip().splitlines()[1:]:
        verb, whose, *rest = line.split()
        states, answers = rest[: -len(ACTORS)], rest[-len(ACTORS) :]
        for state, (actor, answer) in product(states, zip(ACTORS, answers, strict=True)):
            assert (verb, whose, state, actor) not in found
            found[verb, whose, state, actor] = answer == "y"
    return found


TABLE = table()


def test_art_02_the_table_has_every_cell() -> None:
    assert set(TABLE) == set(product(VERBS, OWNERS, STATES, ACTORS))


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (Facts(archived=True, live=False, scheduled=True, was_online=True, changed=True, proposal=Proposal.WAITING), "archived"),
        (Facts(archived=False, live=True, scheduled=True, was_online=True, changed=True, proposal=Proposal.WAITING), "online"),
        (Facts(archived=False, live=False, scheduled=True, was_online=True, changed=True, proposal=Proposal.REFUSED), "scheduled"),
        (Facts(archived=False, live=False, scheduled=False, was_online=True, changed=True, proposal=Proposal.WAITING), "submitted"),
        (Facts(archived=False, live=False, scheduled=False, was_online=True, changed=True, proposal=Proposal.REFUSED), "refused"),
        (Facts(archived=False, live=False, scheduled=False, was_online=True, changed=True, proposal=Proposal.NONE), "offline"),
        (Facts(archived=False, live=False, scheduled=False, was_online=False, changed=True, proposal=Proposal.NONE), "draft"),
    ],
)  # fmt: skip
def test_art_02_one_state_at_a_time(facts: Facts, state: str) -> None:
    assert state_of(facts) == state


# --- the school ------------------------------------------------------------------------------------------------------


def bring_to(article: Article, state: str, chef: User) -> None:
    """From a draft, by the services, as the owner and the head would."""
    owner = article.owner
    if state in {"online", "changed", "waiting", "denied", "offline"}:
        services.put_online(article=article, actor=chef)
    if state in {"changed", "waiting", "denied"}:
        services.edit_article(article=fresh(article), actor=owner, title="Plus récent")
    if state in {"submitted", "refused", "waiting", "denied"}:
        services.submit_article(article=article, actor=owner)
    if state in {"refused", "denied"}:
        services.refuse_article(article=article, actor=chef, reason="Les noms des élèves.")
    if state == "offline":
        services.take_offline(article=article, actor=chef)
    if state == "archived":
        services.archive_article(article=article, actor=chef)
    if state == "scheduled":
        later = timezone.now() + timedelta(days=3)
        services.edit_article(article=article, actor=owner, go_live_at=later)
        services.put_online(article=article, actor=chef)


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[SmallSchool]:
    """Two articles in each state: one made by `colleague`; those of each actor are the same, given to them in turn."""
    with django_db_blocker.unblock(), transaction.atomic():
        Site.objects.all().delete()
        school = SmallSchool()
        place = school.rubric("Vie du collège")
        for name, role in zip(ACTORS[1:6], Role, strict=True):
            school.grant(place, role, person=school.person(name))
        school.person("nobody")
        User.objects.create_superuser("superuser")
        colleague = school.person("colleague")
        school.grant(place, Role.EDITOR, person=colleague)
        for state in STATES:
            article = services.create_article(rubric=place, title=state, slug=state, actor=colleague.user)
            bring_to(article, state, school.chef.user)
        yield school
        transaction.set_rollback(True)


@pytest.fixture
def school(built: SmallSchool, db: None) -> SmallSchool:
    return built


def user_of(actor: str) -> User:
    return User.objects.get(username=actor)


def article_in(state: str) -> Article:
    return Article.objects.get(slug=state)


def give_to(user: User, whose: str) -> None:
    owner = user if whose == "own" else user_of("colleague")
    Article.objects.all().update(owner=owner)
    Submission.objects.all().update(submitted_by=owner)


def everything() -> tuple[Any, ...]:
    return (
        list(Article.objects.order_by("pk").values()),
        list(Submission.objects.order_by("pk").values()),
        list(Revision.objects.order_by("pk").values_list("pk", "approved_go_live_at")),
        list(Notice.objects.order_by("pk").values()),
    )


class Undone(Exception):
    pass


def tried(act: Callable[[], Any], wanted: bool, before: tuple[Any, ...]) -> str:
    done = False
    try:
        with transaction.atomic():
            try:
                done = bool(act())
            except DomainError:
                done = False
            untouched = done or wanted or everything() == before
            raise Undone
    except Undone:
        pass
    if done != wanted:
        return "done" if done else "refused"
    return "" if untouched else "refused, and something changed"


def happened(verb: str, article: Article) -> bool:
    """Read in the database, whichever door was used."""
    now, latest = fresh(article), Submission.objects.filter(article=article.pk).first()
    outcome = latest and latest.outcome
    return {
        "submit": now.proposal == Proposal.WAITING and outcome == Outcome.WAITING,
        "withdraw": now.proposal == Proposal.NONE and outcome == Outcome.WITHDRAWN,
        "publish": now.live and not now.proposal and not now.has_unpublished_changes,
        "refuse": now.proposal == Proposal.REFUSED and outcome == Outcome.REFUSED,
        "unpublish": not now.live,
        "archive": now.archived_at is not None and not now.live,
        "restore": now.archived_at is None and not now.live,
    }[verb]


SERVICES: dict[str, Callable[..., None]] = {
    "submit": services.submit_article,
    "withdraw": services.withdraw_submission,
    "publish": services.put_online,
    "unpublish": services.take_offline,
    "archive": services.archive_article,
    "restore": services.restore_article,
}


def by_service(verb: str, article: Article, user: User) -> bool:
    if verb == "refuse":
        services.refuse_article(article=article, actor=user, reason="À reprendre.")
    else:
        SERVICES[verb](article=article, actor=user)
    return happened(verb, article)


# --- who may, and from where -----------------------------------------------------------------------------------------


def test_art_02_the_states_are_those_that_one_reads(school: SmallSchool) -> None:
    """In memory, in the database for lists, and in words."""
    states = {article.slug: (article.state, article.life) for article in with_states(Article.objects.all())}
    assert states == {name: (state, state) for name, state in SHOWN.items()}
    assert str(article_in("waiting").status_string) == "en ligne, nouvelle version soumise"
    assert str(article_in("denied").status_string) == "en ligne, nouvelle version refusée"


@pytest.mark.parametrize("actor", ACTORS)
def test_art_02_each_verb_asks_who_and_from_where(school: SmallSchool, actor: str) -> None:
    user, wrong = user_of(actor), []
    for whose in OWNERS:
        give_to(user, whose)
        before = everything()
        for verb, state in product(VERBS, STATES):
            article, wanted = article_in(state), TABLE[verb, whose, state, actor]
            found = tried(lambda verb=verb, article=article: by_service(verb, article, user), wanted, before)
            wrong += [(verb, whose, state, found)] if found else []
    assert wrong == []


@pytest.mark.parametrize("actor", ACTORS)
def test_art_02_what_an_article_says_one_may_do(school: SmallSchool, actor: str) -> None:
    """The same table, as the API and the screens read it; to validate is to decide on somebody else's."""
    user, wrong = user_of(actor), []
    for whose in OWNERS:
        give_to(user, whose)
        for state in STATES:
            found = abilities(user, article_in(state))
            wanted = {verb: TABLE[verb, whose, state, actor] for verb in VERBS if verb != "refuse"}
            wanted["validate"] = TABLE["refuse", whose, state, actor] and whose == "theirs"
            wrong += [(whose, state, name, found[name]) for name in wanted if found[name] != wanted[name]]
    assert wrong == []


# The states from which each screen is asked: where something is done by somebody, and one where nobody does it.
BY_SCREEN = {
    "submit": ("draft", "refused", "changed", "submitted", "archived"),
    "withdraw": ("submitted", "draft"),
    "publish": ("submitted", "waiting", "offline", "scheduled", "archived"),
    "refuse": ("submitted", "waiting", "draft"),
    "unpublish": ("online", "offline"),
    "archive": ("submitted", "online", "archived"),
    "restore": ("archived", "draft"),
}


def by_screen(verb: str, article: Article, client: Client) -> bool:
    pk = article.pk
    if verb in {"submit", "withdraw", "publish"}:
        answer = client.post(f"/admin/pages/{pk}/edit/", typed(article, **{f"action-{verb}": "1"}))
    elif verb == "unpublish":
        answer = client.post(f"/admin/pages/{pk}/unpublish/", {})
    else:
        answer = client.post(f"/admin/articles/{pk}/{verb}/", {"reason": "À reprendre."})
    assert answer.status_code < 500
    return happened(verb, article)


@pytest.mark.parametrize("actor", ACTORS)
def test_art_02_each_screen_asks_who_and_from_where(school: SmallSchool, actor: str) -> None:
    user, client, wrong = user_of(actor), Client(), []
    client.force_login(user)
    for whose in OWNERS:
        give_to(user, whose)
        client.get("/admin/")
        before = everything()
        for verb, states in BY_SCREEN.items():
            for state in states:
                article, wanted = article_in(state), TABLE[verb, whose, state, actor]
                if happened(verb, article) and not wanted:
                    continue  # so already: nothing to see in the database
                found = tried(lambda verb=verb, article=article: by_screen(verb, article, client), wanted, before)
                wrong += [(verb, whose, state, found)] if found else []
    assert wrong == []

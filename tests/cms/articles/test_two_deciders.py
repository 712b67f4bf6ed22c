"""ART-02: of two who decide at once one decides, on a database that lets them write at once.

A module of its own: what is committed is taken away by emptying the database, which other tests must find as it was.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, connections, transaction

from cms.accounts.models import User
from cms.articles import services
from cms.articles.enums import Outcome, Proposal
from cms.articles.models import Submission
from cms.core.exceptions import Conflict
from tests.cms.articles.test_decisions import Newsroom
from tests.support.schools import fresh


@pytest.fixture(scope="module", autouse=True)
def put_back(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        kept = connection.creation.serialize_db_to_string()
    connections["default"]._test_serialized_contents = kept  # type: ignore[attr-defined]  # Django's own name for it
    yield
    with django_db_blocker.unblock():
        connection.creation.deserialize_db_from_string(kept)
    del connections["default"]._test_serialized_contents  # type: ignore[attr-defined]


@pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite : une seule écriture à la fois, rien à éprouver"
)
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_art_02_of_two_who_decide_at_once_one_decides() -> None:
    news = Newsroom()
    submission = news.submit()
    deciders = [news.moderator.user, news.school.chef.user]
    begin, answers = threading.Barrier(2), []

    def decide(actor: User) -> None:
        try:
            with transaction.atomic():
                begin.wait(10)
                if actor == deciders[0]:
                    services.put_online(article=news.article, actor=actor, submission=submission)
                else:
                    services.refuse_article(article=news.article, actor=actor, reason="Non.", submission=submission)
            answers.append("done")
        except Conflict as error:
            answers.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=[actor]) for actor in deciders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(answers) == ["decided", "done"]
    decided, article = Submission.objects.get(), fresh(news.article)
    assert (decided.outcome == Outcome.ACCEPTED) == article.live
    assert (decided.outcome == Outcome.REFUSED) == (article.proposal == Proposal.REFUSED)

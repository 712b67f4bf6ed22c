"""Several queries that see the database at one instant."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import connection, transaction

T = TypeVar("T")
_asked: ContextVar[dict[Hashable, Any] | None] = ContextVar("asked", default=None)


@contextmanager
def snapshot() -> Iterator[None]:
    """What is read inside is of one instant, whatever is committed meanwhile.

    A transaction is enough for SQLite. PostgreSQL's own default shows each query the latest commit; within a
    transaction that someone else began, it stays so. Nothing is written inside.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        begun = _asked.set({}) if _asked.get() is None else None
        try:
            yield
        finally:
            if begun:
                _asked.reset(begun)


def once(question: Hashable, ask: Callable[[], T]) -> T:
    """The answer, which is asked for once in a snapshot; elsewhere, each time."""
    known = _asked.get()
    if known is None:
        return ask()
    if question not in known:
        known[question] = ask()
    answer: T = known[question]
    return answer

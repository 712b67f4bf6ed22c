"""A question that Django puts together once, and the database is asked many times.

For what every request asks: putting a query of several parts together takes Django longer than the database takes to
answer it. The question is written as any other, with `Given` where a value is known later only:

    SIBLINGS = Prepared(lambda: Person.objects.filter(family=Given("family")).values_list("pk"))
    SIBLINGS.rows(family=3)

Rows come as the database gives them: for numbers and texts, not for what Django converts (dates, booleans, UUIDs).
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Expression, Field, QuerySet


class Given(Expression):
    """A value that each asking gives."""

    def __init__(self, name: str) -> None:
        super().__init__(output_field=Field())
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]  # stands among the parameters until it is known


class Prepared:
    def __init__(self, make: Callable[[], QuerySet[Any, Any]]) -> None:
        self._make = make
        self._written = cache(self._write)

    def rows(self, **given: Any) -> list[tuple[Any, ...]]:
        sql, parameters = self._written(connection.vendor)
        values = [given[one.name] if isinstance(one, Given) else one for one in parameters]
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()

    def _write(self, _vendor: str) -> tuple[str, tuple[Any, ...]]:
        written: tuple[str, tuple[Any, ...]] = self._make().query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
        return written

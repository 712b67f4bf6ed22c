"""Whether a database is that of this code, by the names of the migrations that it has had."""

from collections.abc import Iterable

from django.db import connection
from django.db.migrations.loader import MigrationLoader

# With Redis as the queue only: a database that had it and is used without is not of a later version.
NOT_ALWAYS_INSTALLED = frozenset({"django_rq"})


def applied() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationLoader(connection).applied_migrations)


def missing() -> list[str]:
    """What `preau migrate` has still to do."""
    return sorted(_of_this_code() - set(applied()))


def of_a_later_version(names: Iterable[str]) -> list[str]:
    """Those that this code does not know: the database went through a version that came after."""
    unknown = set(names) - _of_this_code()
    return sorted(name for name in unknown if name.partition(".")[0] not in NOT_ALWAYS_INSTALLED)


def _of_this_code() -> set[str]:
    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}

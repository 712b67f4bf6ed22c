"""Being the only one: to publish a school, to do what is done from time to time.

A lock of the database holds between machines that share the sites' folder; a file's lock holds where the database has
none. Both die with their process.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.conf import settings
from django.db import DatabaseError, connection

from cms.core.disk import alone
from publicsite.releases import AlreadyPublishing

OURS = 0x5072EA  # the first half of our locks' names, among all that use this database
SCHEDULE = 0  # the second half: a school's key, or this


@contextmanager
def only_publisher_of(school_id: int) -> Iterator[None]:
    """Raises `AlreadyPublishing`. The file's lock of the school is `SiteFolder.locked`, inside this one."""
    with _database_lock(school_id) as held:
        if not held:
            raise AlreadyPublishing(
                "Une autre publication de cette école est en cours, sur une autre machine peut-être."
            )
        yield


@contextmanager
def only_one_with_the_calendar() -> Iterator[bool]:
    """Whether we are the one; it is never waited for."""
    with alone(settings.SITES_DIR / ".calendar.lock") as here, _database_lock(SCHEDULE) as everywhere:
        yield here and everywhere


@contextmanager
def _database_lock(key: int) -> Iterator[bool]:
    """Held by the session; inside a transaction by it, since one that failed could not give a session's lock back."""
    if connection.vendor != "postgresql":
        yield True
        return
    of_transaction = connection.in_atomic_block
    kind = "pg_try_advisory_xact_lock" if of_transaction else "pg_try_advisory_lock"
    held = _asked(f"SELECT {kind}(%s, %s)", key)
    try:
        yield held
    finally:
        if held and not of_transaction:
            with suppress(DatabaseError):  # a connection that is lost has lost its locks
                _asked("SELECT pg_advisory_unlock(%s, %s)", key)


def _asked(sql: str, key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql, [OURS, key])
        return bool(cursor.fetchone()[0])

"""When a mail leaves, as pure functions."""

from datetime import datetime, timedelta

QUIET = timedelta(minutes=1)  # somebody who submits five articles in a row is one mail
PATIENCE = timedelta(minutes=15)  # but a busy morning does not put it off for ever
LEASE = timedelta(minutes=5)  # what one postman took, another leaves alone meanwhile
LATEST = timedelta(days=7)  # news of last week is read in the application
LONGEST_WAIT = timedelta(hours=6)


def leaves(oldest: datetime, newest: datetime, now: datetime) -> bool:
    """Whether what waits for somebody goes now, in one mail."""
    return now - newest >= QUIET or now - oldest >= PATIENCE


def next_try(tries: int, now: datetime) -> datetime:
    """After a refusal: 2 minutes, 4, 8, up to six hours."""
    return now + min(LONGEST_WAIT, timedelta(minutes=2 ** min(tries, 10)))

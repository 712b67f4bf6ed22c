"""When a publication that failed is tried again: a pure function, told to people and followed by the publisher."""

from datetime import datetime, timedelta

LONGEST_WAIT = timedelta(minutes=5)


def next_try(failures: int, last: datetime) -> datetime:
    """After so many failures in a row, the last of them then: 2 seconds later, 4, 8, up to five minutes."""
    return last + min(LONGEST_WAIT, timedelta(seconds=2 ** min(failures, 10)))

"""What a request of the outbox leaves as it was, and when a publication that failed is tried again."""

from datetime import datetime, timedelta

from cms.publishing.enums import Reason

LONGEST_WAIT = timedelta(minutes=5)
# They change no article, event or rubric: the school and its homepage are exported each time, as it is cheap.
BESIDE_PAGES = frozenset({Reason.HOMEPAGE, Reason.SCHOOL, Reason.DAY, Reason.SEARCH})


def next_try(failures: int, last: datetime) -> datetime:
    """After so many failures in a row, the last of them then: 2 seconds later, 4, 8, up to five minutes.

    A pure function, told to people and followed by the publisher.
    """
    return last + min(LONGEST_WAIT, timedelta(seconds=2 ** min(failures, 10)))

"""SITE-04: the last ten releases, and one a day for a month."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from publicsite.retention import kept

FIRST = datetime.fromisoformat("2026-09-01T06:00:00+02:00")


@dataclass
class Release:
    number: int
    built_at: str
    withdrawn: list[str] = field(default_factory=list)


def releases(count: int, every: timedelta) -> list[Release]:
    return [Release(number, (FIRST + (number - 1) * every).isoformat()) for number in range(1, count + 1)]


@pytest.mark.parametrize(
    ("count", "hours", "in_service", "expected"),
    [
        (0, 1, None, set()),
        (7, 1, 7, set(range(1, 8))),
        (12, 1, 12, set(range(3, 13))),
        (12, 1, 1, {1, *range(3, 13)}),
        (60, 6, 60, {*range(51, 61), *range(3, 52, 4)}),  # four a day for fifteen days: the last of each
        (60, 24, 60, set(range(30, 61))),  # one a day for two months: the last thirty-one days
        (20, 24 * 60, 20, set(range(11, 21))),
    ],
)
def test_site_04_the_newest_and_the_last_of_each_day_are_kept(
    count: int, hours: int, in_service: int | None, expected: set[int]
) -> None:
    assert kept(releases(count, timedelta(hours=hours)), in_service) == expected


def test_site_04_a_day_is_the_schools_and_its_last_release_is_the_one_with_the_highest_number() -> None:
    late = [Release(1, "2026-09-01T23:50:00+02:00"), Release(2, "2026-09-02T00:10:00+02:00")]
    late += [Release(3, "2026-09-02T00:20:00+02:00")]
    assert kept(late, 3, newest=1) == {1, 3}


def test_site_04_a_withdrawal_is_kept_while_it_is_in_service() -> None:
    made = [*releases(3, timedelta(hours=1)), Release(4, "2026-09-01T12:00:00+02:00", ["vie/sortie"])]
    assert kept(made, 4) == {1, 2, 3, 4}
    assert kept(made, 3, newest=1) == {3}

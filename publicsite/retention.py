"""Which releases are kept: a pure rule. No Django."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Protocol

NEWEST = 10
DAYS = 31


class Built(Protocol):
    """A release: its number, when it was built (ISO), and what was taken away if it is a withdrawal."""

    @property
    def number(self) -> int: ...
    @property
    def built_at(self) -> str: ...
    @property
    def withdrawn(self) -> list[str]: ...


def kept(releases: Iterable[Built], in_service: int | None, newest: int = NEWEST, days: int = DAYS) -> set[int]:
    """Numbers of the newest, of the last of each day for a month, counted back from the newest, and of the one in
    service. A withdrawal only holds the place of the release that follows it: once out of service, it goes.
    """
    ours = sorted((one for one in releases if not one.withdrawn), key=lambda one: one.number, reverse=True)
    found = {one.number for one in ours[:newest]} | ({in_service} if in_service else set())
    last_of_day: dict[date, int] = {}
    for one in ours:
        last_of_day.setdefault(_day(one.built_at), one.number)
    oldest = max(last_of_day, default=date.max) - timedelta(days=days)
    return found | {number for day, number in last_of_day.items() if day > oldest}


def _day(moment: str) -> date:
    return date.fromisoformat(moment[:10])

"""What was made last, kept from build to build."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

LIMIT = 2048


class Recent:
    """Texts by the key of what they were made of, those that were asked for last."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, Any] = {}

    def of(self, made_of: Hashable, make: Callable[[], Any]) -> Any:
        known = self._kept.pop(made_of, None)
        if known is None:
            known = make()
        self._kept[made_of] = known
        if len(self._kept) > LIMIT:
            del self._kept[next(iter(self._kept))]
        return known

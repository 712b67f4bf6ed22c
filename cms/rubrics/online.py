"""The gate that every version of a page passes on its way to readers, whoever opens it and from whichever screen.

`SchoolTreePage.publish` asks it, and so do the verbs and the editors that put something online in another way: the
editor of rubrics and homepages (a hook of Wagtail), a homepage that is put in service as it is. What goes online by
itself at its hour is asked twice: when it is programmed, and when its hour comes.

An app above adds its question when it starts:

    from cms.rubrics.online import BEFORE_ONLINE
    BEFORE_ONLINE.append(faults_are_mended)

It is called with the version that would be shown (a page in memory, with its `pk` and its place in the tree) and the
account that asks, None when the hour has come. It answers nothing, or raises `Conflict` or `Invalid` with a sentence
for the person; the version then stays a draft.
"""

from collections.abc import Callable
from typing import Any

from django.dispatch import Signal

BEFORE_ONLINE: list[Callable[[Any, Any], None]] = []

# Somebody wanted to put a page online, and was told why it cannot be: `page`, `actor`.
held_back = Signal()


def require_ready_for_public(version: Any, actor: Any) -> None:
    for ask in BEFORE_ONLINE:
        ask(version, actor)

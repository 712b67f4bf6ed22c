"""The gate that every version passes on its way to readers, whoever opens it and from whichever screen.

`Article.publish` asks it, and all that puts an article online goes through `Article.publish`: `services.put_online`
(the buttons of the editor, batches, imports of nobody's), Wagtail's own actions on many pages, and what goes online by
itself at its hour (which is asked twice: when it is programmed, and when its hour comes).

An app above adds its question when it starts:

    from cms.articles.online import BEFORE_ONLINE
    BEFORE_ONLINE.append(faults_are_mended)

It is called with the version that would be shown (an `Article` in memory, with its `pk` and its place in the tree) and
the account that asks, None when the hour has come. It answers nothing, or raises `Conflict` or `Invalid` with a
sentence for the person; the version then stays a draft.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cms.articles.models import Article

BEFORE_ONLINE: list[Callable[["Article", Any], None]] = []


def require_ready_for_public(version: "Article", actor: Any) -> None:
    for ask in BEFORE_ONLINE:
        ask(version, actor)

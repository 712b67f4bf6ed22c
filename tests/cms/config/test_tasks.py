"""ZONE-02: what is saved is indexed at once, whatever the queue: rights on files follow Wagtail's index of uses."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.installation import Installation


def test_wagtails_own_tasks_wait_for_no_worker(empty_installation: Callable[..., Installation]) -> None:
    queued = empty_installation("queued", migrated=False)
    queued.extra |= {"SECRET_KEY": "essai-" * 12, "QUEUE_URL": "database:"}
    read = "from django_tasks import task_backends as all; print(*(type(all[name]).__name__ for name in ('default', 'queue')))"
    assert queued.python(read) == "ImmediateBackend DatabaseBackend"

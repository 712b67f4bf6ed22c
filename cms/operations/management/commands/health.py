"""`preau health`."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core.management import CommandError

from cms.core.commands import PreauCommand
from cms.operations.health import measure
from cms.operations.rules import Health, SchoolState, counted, faults, lasting, size


class Command(PreauCommand):
    help = "Dit comment va l’installation ; le code de sortie est 1 quand quelque chose ne va pas."

    def run(self, json: bool, **options: Any) -> None:
        health = measure()
        found = faults(health)
        if json:
            self.answer({"healthy": not found, "faults": found, **asdict(health)})
        else:
            for name, text in _lines(health):
                self.say(f"{name:<16} {text}")
        if found:
            raise CommandError("\n".join(found))


def _lines(health: Health) -> Iterator[tuple[str, str]]:
    yield "serveur web", "répond" if health.web else "ne répond pas"
    yield "base de données", health.database.kind + (" : ne répond pas" if health.database.refused else "")
    yield "disque", f"{size(health.disk.bytes_free)} libres sur {size(health.disk.bytes)}"
    if queue := health.queue:
        yield (
            "tâches de fond",
            f"{queue.kind} : {_waiting(queue.waiting, queue.waiting_seconds)}, {counted(queue.failed, 'échec')}",
        )
    if mail := health.mail:
        yield "courriels", f"{_waiting(mail.waiting, mail.waiting_seconds)}, {counted(mail.refused, 'refusé')}"
    for slug, school in health.schools.items():
        yield slug, _school(school)


def _school(school: SchoolState) -> str:
    served = "rien en service"
    if school.since:
        since = datetime.fromisoformat(school.since).astimezone()
        served = f"publication {school.release} en service depuis le {since:%d/%m/%Y à %H:%M}"
    failed = f", {counted(school.failures, 'échec')} : {school.message}" if school.failures else ""
    return f"{served} ; {_waiting(school.waiting, school.waiting_seconds)}{failed}"


def _waiting(count: int, seconds: int) -> str:
    return f"{count} en attente depuis {lasting(seconds)}" if count else "rien n’attend"

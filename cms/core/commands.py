"""What our commands share: errors as sentences, JSON for programs, a progress bar."""

import json
import sys
from argparse import ArgumentParser
from typing import Any, Literal

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from cms.core.exceptions import DomainError


class PreauCommand(BaseCommand):
    """A command whose refusals are sentences, and whose answer is JSON with `--json`.

    `preau check` and `preau serve` look at the settings: a third of the start of a command was doing it again.
    """

    requires_system_checks: list[str] | tuple[str, ...] | Literal["__all__"] = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="répondre en JSON, pour un programme")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.run(**options)
        except DomainError as error:
            raise CommandError(str(error)) from None

    def run(self, *args: Any, **options: Any) -> None:
        raise NotImplementedError

    def say(self, text: str) -> None:
        self.stdout.write(text)

    def answer(self, data: Any) -> None:
        self.stdout.write(json.dumps(data, ensure_ascii=False, indent=1))


def bar(total: int | None = None, *, label: str, silent: bool = False) -> Any:
    """A progress bar on the error stream, so that the answer stays clean; nothing where nobody looks."""
    return tqdm(
        total=total,
        desc=label,
        file=sys.stderr,
        disable=silent or not sys.stderr.isatty(),
        leave=False,
        bar_format="{desc} {bar} {n_fmt}/{total_fmt} {postfix}" if total else "{desc} {n_fmt} {postfix}",
    )

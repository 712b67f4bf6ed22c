"""The environment, read once and checked: the only place in the project that reads variables.

Every field of `Environment` is a variable of the same name in capitals; the README's table is tested against them.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
SHORTEST_SECRET = 50
LONGEST_NUMBER = 9  # digits
TILE = ("{z}", "{x}", "{y}")


class Mode(StrEnum):
    PRODUCTION = "production"
    DEMO = "demo"
    TEST = "test"


class BadEnvironment(Exception):
    """What is missing or wrong, one French sentence a variable."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(
            "\n".join(
                [
                    "Préau ne peut pas démarrer :",
                    *(f"  · {problem}" for problem in problems),
                ]
            )
        )
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Environment:
    """The settings of one installation. `production` refuses what `demo` makes up by itself."""

    mode: Mode
    data_dir: Path
    secret_key: str
    allowed_hosts: tuple[str, ...]
    base_url: str
    database_url: str
    mail_url: str
    mail_from: str
    queue_url: str
    storage_url: str
    public_store_url: str
    port: int
    web_workers: int
    log_level: str
    map_tiles: str


def prepare_demo(data_dir: Path) -> None:
    """Make the demonstration's data folder and its secret, once; `DEMO` marks it for the commands that follow."""
    data_dir.mkdir(parents=True, exist_ok=True)
    (data_dir / "DEMO").touch()
    secret = data_dir / "secret-key"
    if not secret.exists() or not secret.stat().st_size:
        fresh = data_dir / f".secret-key-{os.getpid()}"  # whole or absent, should we be killed here
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(60))
        fresh.replace(secret)


def read_environment(variables: Mapping[str, str] | None = None) -> Environment:
    """The checked environment, or `BadEnvironment` with everything that is wrong at once."""
    return _Reader(os.environ if variables is None else variables).read()


class _Reader:
    def __init__(self, variables: Mapping[str, str]) -> None:
        self.variables = variables
        self.problems: list[str] = []
        self.data_dir = Path(self.text("DATA_DIR", "var")).resolve()
        self.mode = self._mode()
        if self.production and not self.data_dir.is_dir():
            self.wrong("DATA_DIR", f"le dossier {self.data_dir} n’existe pas. Créez-le, ou dites où sont les données.")

    def read(self) -> Environment:
        environment = Environment(
            mode=self.mode,
            data_dir=self.data_dir,
            secret_key=self._secret_key(),
            allowed_hosts=self._allowed_hosts(),
            base_url=self._base_url(),
            database_url=self._url(
                "DATABASE_URL",
                f"sqlite:///{self.data_dir / 'preau.sqlite3'}",
                {"sqlite", "postgres", "postgresql"},
            ),
            mail_url=self._url("MAIL_URL", "file:", {"smtp", "smtps", "file", "console"}),
            mail_from=self.text("MAIL_FROM", "Préau <ne-pas-repondre@localhost>"),
            queue_url=self._url("QUEUE_URL", "immediate:", {"immediate", "database", "redis", "rediss"}),
            storage_url=self._url("STORAGE_URL", "file:", {"file", "s3"}),
            public_store_url=self._url("PUBLIC_STORE_URL", "none:", {"none", "s3"}),
            port=self._number("PORT", 8000, 1, 65535),
            web_workers=self._number("WEB_WORKERS", 2 if self.production else 1, 1, 64),
            log_level=self._choice("LOG_LEVEL", "INFO", {"DEBUG", "INFO", "WARNING", "ERROR"}),
            map_tiles=self._map_tiles(),
        )
        if self.problems:
            raise BadEnvironment(self.problems)
        return environment

    @property
    def production(self) -> bool:
        return self.mode is Mode.PRODUCTION

    def text(self, name: str, default: str) -> str:
        return self.variables.get(name, "").strip() or default

    def wrong(self, name: str, why: str) -> None:
        self.problems.append(f"{name} : {why}")

    def _mode(self) -> Mode:
        default = Mode.DEMO if (self.data_dir / "DEMO").exists() else Mode.PRODUCTION
        value = self.text("MODE", default)
        if value not in set(Mode):
            self.wrong("MODE", f"« {value} » n’existe pas. Écrivez production, demo ou test.")
            return Mode.PRODUCTION
        return Mode(value)

    def _secret_key(self) -> str:
        kept = self.data_dir / "secret-key"
        default = {Mode.TEST: "test-" * 12}.get(self.mode, "")
        if self.mode is Mode.DEMO and kept.exists():
            default = kept.read_text()
        value = self.text("SECRET_KEY", default)
        if not value:
            self.wrong(
                "SECRET_KEY",
                "il manque le secret qui signe les sessions. Donnez-lui au moins 50 caractères au hasard, "
                "par exemple ce qu’écrit : python -c 'import secrets; print(secrets.token_urlsafe(60))'. "
                "Pour essayer Préau sans rien régler : preau demo.",
            )
        elif len(value) < SHORTEST_SECRET:
            self.wrong(
                "SECRET_KEY",
                f"{len(value)} caractères ne suffisent pas : il en faut au moins {SHORTEST_SECRET}.",
            )
        return value

    def _allowed_hosts(self) -> tuple[str, ...]:
        hosts = tuple(host.strip() for host in self.text("ALLOWED_HOSTS", "").split(",") if host.strip())
        if "*" in hosts and self.production:
            self.wrong(
                "ALLOWED_HOSTS",
                "« * » laisserait n’importe quel nom répondre. Nommez les hôtes des écoles.",
            )
        if not hosts and self.production:
            self.wrong(
                "ALLOWED_HOSTS",
                "il manque les noms d’hôte des écoles, séparés par des virgules, par exemple "
                "college-exemple.fr,www.college-exemple.fr.",
            )
        return hosts or LOOPBACK

    def _base_url(self) -> str:
        default = "" if self.production else f"http://127.0.0.1:{self.text('PORT', '8000')}"
        value = self.text("BASE_URL", default).rstrip("/")
        if _scheme(value) not in {"http", "https"}:
            self.wrong(
                "BASE_URL",
                "il manque l’adresse de l’administration, par exemple https://college-exemple.fr.",
            )
        elif self.production and not value.startswith("https://"):
            self.wrong(
                "BASE_URL",
                "en production, l’adresse commence par https:// : les mots de passe y passent.",
            )
        return value

    def _url(self, name: str, default: str, schemes: set[str]) -> str:
        value = self.text(name, default)
        if _scheme(value) not in schemes:
            self.wrong(
                name,
                f"« {value} » ne commence pas par l’un de : {', '.join(sorted(schemes))}.",
            )
        return value

    def _map_tiles(self) -> str:
        value = self.text("MAP_TILES", "")
        if value and (_scheme(value) not in {"http", "https"} or not all(part in value for part in TILE)):
            self.wrong(
                "MAP_TILES",
                f"« {value} » n’est pas l’adresse d’un serveur de tuiles, par exemple "
                "https://tuiles.exemple.fr/{z}/{x}/{y}.png.",
            )
        return value

    def _number(self, name: str, default: int, least: int, most: int) -> int:
        value = self.text(name, str(default))
        if not value.isdecimal() or len(value) > LONGEST_NUMBER or not least <= int(value) <= most:
            self.wrong(name, f"« {value} » n’est pas un nombre entre {least} et {most}.")
            return default
        return int(value)

    def _choice(self, name: str, default: str, choices: set[str]) -> str:
        value = self.text(name, default).upper()
        if value not in choices:
            self.wrong(name, f"« {value} » n’est pas l’un de : {', '.join(sorted(choices))}.")
        return value


def _scheme(address: str) -> str:
    try:
        return urlsplit(address).scheme
    except ValueError:  # "http://[::1": not even an address
        return ""


def variable_names() -> list[str]:
    """The variables that exist, in the order of `Environment`."""
    return [field.name.upper() for field in fields(Environment)]

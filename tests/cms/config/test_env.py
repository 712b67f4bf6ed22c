"""ADM-01, OPS: each variable, wrong then right; a demonstration needs none; all that is wrong is told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from cms.config.env import (
    SHORTEST_SECRET,
    BadEnvironment,
    Environment,
    Mode,
    prepare_demo,
    read_environment,
    variable_names,
)

SECRET = "un secret assez long pour signer des sessions sans crainte"
GOOD = {
    "MODE": "production",
    "SECRET_KEY": SECRET,
    "ALLOWED_HOSTS": "college.example",
    "BASE_URL": "https://college.example",
}


def read(tmp_path: Path, **changes: str) -> Environment:
    return read_environment({"DATA_DIR": str(tmp_path), **GOOD, **changes})


def problems(tmp_path: Path, variables: dict[str, str]) -> list[str]:
    with pytest.raises(BadEnvironment) as refused:
        read_environment({"DATA_DIR": str(tmp_path), **variables})
    return refused.value.problems


WRONG = [
    ("MODE", "prod", "« prod » n’existe pas. Écrivez production, demo ou test."),
    ("SECRET_KEY", "", "il manque le secret qui signe les sessions"),
    ("SECRET_KEY", "   ", "il manque le secret qui signe les sessions"),
    ("SECRET_KEY", "x" * 49, "49 caractères ne suffisent pas : il en faut au moins 50."),
    ("ALLOWED_HOSTS", "", "il manque les noms d’hôte des écoles"),
    ("ALLOWED_HOSTS", " , ,", "il manque les noms d’hôte des écoles"),
    ("ALLOWED_HOSTS", "college.example,*", "laisserait n’importe quel nom répondre"),
    ("BASE_URL", "", "il manque l’adresse de l’administration"),
    ("BASE_URL", "college.example", "il manque l’adresse de l’administration"),
    ("BASE_URL", "ftp://college.example", "il manque l’adresse de l’administration"),
    ("BASE_URL", "http://college.example", "commence par https://"),
    ("DATABASE_URL", "mysql://root@localhost/x", "ne commence pas par l’un de : postgres, postgresql, sqlite"),
    ("DATABASE_URL", "preau", "ne commence pas par l’un de"),
    ("DATABASE_URL", "http://[::1", "ne commence pas par l’un de"),
    ("MAIL_URL", "gopher://x", "ne commence pas par l’un de : console, file, smtp, smtps"),
    ("QUEUE_URL", "amqp://x", "ne commence pas par l’un de : database, immediate, redis, rediss"),
    ("STORAGE_URL", "gs://x", "ne commence pas par l’un de : file, s3"),
    ("PUBLIC_STORE_URL", "gs://x", "ne commence pas par l’un de : none, s3"),
    ("PORT", "0", "n’est pas un nombre entre 1 et 65535"),
    ("PORT", "65536", "n’est pas un nombre entre 1 et 65535"),
    ("PORT", "-80", "n’est pas un nombre"),
    ("PORT", "huit mille", "n’est pas un nombre"),
    ("PORT", "80.5", "n’est pas un nombre"),
    ("PORT", "9" * 5000, "n’est pas un nombre"),
    ("WEB_WORKERS", "0", "n’est pas un nombre entre 1 et 64"),
    ("WEB_WORKERS", "65", "n’est pas un nombre entre 1 et 64"),
    ("LOG_LEVEL", "bavard", "n’est pas l’un de : DEBUG, ERROR, INFO, WARNING"),
    ("MAP_TILES", "https://tuiles.example/{z}/{x}.png", "n’est pas l’adresse d’un serveur de tuiles"),
    ("MAP_TILES", "file:///etc/{z}/{x}/{y}", "n’est pas l’adresse d’un serveur de tuiles"),
]


@pytest.mark.parametrize(("name", "value", "sentence"), WRONG)
def test_adm_01_a_wrong_variable_is_named_with_what_to_write(
    tmp_path: Path, name: str, value: str, sentence: str
) -> None:
    (told,) = problems(tmp_path, {**GOOD, name: value})
    assert told.startswith(f"{name} : ")
    assert sentence in told


def test_adm_01_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    every = {name: value for name, value, _sentence in WRONG if name != "MODE"}
    told = problems(tmp_path, {**every, "MODE": "production"})
    assert [problem.partition(" : ")[0] for problem in told] == [
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "BASE_URL",
        "DATABASE_URL",
        "MAIL_URL",
        "QUEUE_URL",
        "STORAGE_URL",
        "PUBLIC_STORE_URL",
        "PORT",
        "WEB_WORKERS",
        "LOG_LEVEL",
        "MAP_TILES",
    ]


def test_adm_01_production_without_anything_lacks_three_variables(tmp_path: Path) -> None:
    told = problems(tmp_path, {})
    assert [problem.partition(" : ")[0] for problem in told] == ["SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL"]
    assert "preau demo" in told[0]


def test_adm_01_a_data_folder_that_is_not_there_is_named_in_production(tmp_path: Path) -> None:
    (told,) = problems(tmp_path, {**GOOD, "DATA_DIR": str(tmp_path / "absent")})
    assert told.startswith(f"DATA_DIR : le dossier {tmp_path / 'absent'} n’existe pas")


def test_adm_01_an_unknown_mode_is_as_strict_as_production(tmp_path: Path) -> None:
    told = problems(tmp_path, {"MODE": "Demo"})
    assert [problem.partition(" : ")[0] for problem in told] == ["MODE", "SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL"]


def test_adm_01_the_message_is_a_list_for_people() -> None:
    message = str(BadEnvironment(["PORT : non.", "MODE : non."]))
    assert message.splitlines() == ["Préau ne peut pas démarrer :", "  · PORT : non.", "  · MODE : non."]


def test_adm_01_a_good_production_environment_is_read(tmp_path: Path) -> None:
    environment = read(
        tmp_path,
        ALLOWED_HOSTS=" college.example , www.college.example ",
        BASE_URL="https://college.example/",
        DATABASE_URL="postgres://preau@localhost/preau",
        LOG_LEVEL="warning",
        WEB_WORKERS="4",
    )
    assert environment.mode is Mode.PRODUCTION
    assert environment.allowed_hosts == ("college.example", "www.college.example")
    assert environment.base_url == "https://college.example"
    assert environment.database_url == "postgres://preau@localhost/preau"
    assert (environment.log_level, environment.web_workers, environment.port) == ("WARNING", 4, 8000)
    assert environment.secret_key == SECRET
    assert read(tmp_path).web_workers == 2


def test_adm_01_a_demonstration_needs_no_variable(tmp_path: Path) -> None:
    prepare_demo(tmp_path / "var")
    environment = read_environment({"DATA_DIR": str(tmp_path / "var")})
    assert environment.mode is Mode.DEMO
    assert environment.database_url == f"sqlite:///{tmp_path / 'var' / 'preau.sqlite3'}"
    assert environment.base_url == "http://127.0.0.1:8000"
    assert environment.allowed_hosts == ("127.0.0.1", "localhost", "[::1]")
    assert (environment.mail_url, environment.queue_url, environment.storage_url) == ("file:", "immediate:", "file:")
    assert (environment.port, environment.web_workers) == (8000, 1)
    assert len(environment.secret_key) >= SHORTEST_SECRET


def test_adm_01_a_demonstration_follows_the_port_that_was_chosen(tmp_path: Path) -> None:
    prepare_demo(tmp_path)
    assert read_environment({"DATA_DIR": str(tmp_path), "PORT": "8123"}).base_url == "http://127.0.0.1:8123"


def test_adm_01_the_secret_of_a_demonstration_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    prepare_demo(tmp_path)
    secret = (tmp_path / "secret-key").read_text()
    prepare_demo(tmp_path)
    assert (tmp_path / "secret-key").read_text() == secret
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0
    prepare_demo(tmp_path / "other")
    assert (tmp_path / "other" / "secret-key").read_text() != secret


def test_adm_01_a_secret_that_a_kill_left_empty_is_made_again(tmp_path: Path) -> None:
    """Invariant 5: killed between the file and its content, a demonstration would never have started again."""
    (tmp_path / "secret-key").touch()
    prepare_demo(tmp_path)
    assert len((tmp_path / "secret-key").read_text()) >= SHORTEST_SECRET
    assert sorted(path.name for path in tmp_path.iterdir()) == ["DEMO", "secret-key"]


def test_adm_01_the_demonstrations_secret_is_never_productions(tmp_path: Path) -> None:
    prepare_demo(tmp_path)
    told = problems(tmp_path, {**GOOD, "SECRET_KEY": ""})
    assert told[0].startswith("SECRET_KEY : il manque")


def test_adm_01_the_variables_are_the_fields_of_the_environment() -> None:
    assert set(variable_names()) >= {name for name, _value, _sentence in WRONG}
    assert len(variable_names()) == 15

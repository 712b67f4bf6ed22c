"""The contract (API-01): kept in the repository, served as it is."""

from collections.abc import Callable
from typing import Any

import pytest
import yaml
from django.core.management import call_command

from api.schema import CONTRACT


def test_api_01_the_contract_is_what_the_views_say(tmp_path: Any) -> None:
    fresh = tmp_path / "openapi.yaml"
    call_command("spectacular", file=str(fresh), validate=True, fail_on_warn=True)
    assert CONTRACT.read_text(encoding="utf-8") == fresh.read_text(encoding="utf-8"), "preau spectacular --file …"


def test_api_01_only_our_addresses_are_in_it() -> None:
    contract = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    assert contract["openapi"].startswith("3.1")
    assert all(path.startswith("/api/v1/") for path in contract["paths"])


@pytest.mark.django_db
@pytest.mark.parametrize(("query", "accept"), [("", "application/json"), ("?format=json", "*/*")])
def test_api_01_in_json_when_asked(get: Callable[..., Any], query: str, accept: str) -> None:
    answer = get(f"/schema{query}", Accept=accept)
    assert answer.status_code == 200
    assert "json" in answer["Content-Type"]
    assert "/api/v1/articles" in answer.json()["paths"]


def test_api_01_in_yaml_by_default_and_never_as_a_picture(get: Callable[..., Any]) -> None:
    assert "/api/v1/articles" in yaml.safe_load(get("/schema").content)["paths"]
    assert get("/schema", Accept="image/png").status_code == 406


def test_api_01_the_page_for_people_has_no_script_and_asks_nobody(get: Callable[..., Any]) -> None:
    answer = get("/docs")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "/api/v1/articles/{ref}" in page
    assert "<script" not in page and "http://" not in page and "https://" not in page
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")


def test_api_01_the_index_leads_everywhere(get: Callable[..., Any]) -> None:
    index = get("/").json()
    assert index.keys() == {"session", "rubrics", "articles", "events", "notices", "schema"}
    for name, address in index.items():
        assert get(address.removeprefix("/api/v1")).status_code == (403 if name == "notices" else 200)

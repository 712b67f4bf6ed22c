"""The contract: api/openapi.yaml, which is generated from the views and kept in the repository.

`preau spectacular --file api/openapi.yaml --validate --fail-on-warn` writes it again; a test compares the two.
"""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.shortcuts import render
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.utils import extend_schema
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from api.views import BrowserSession, View

OURS = "/api/v1/"
CONTRACT = Path(__file__).with_name("openapi.yaml")
VERBS = ("get", "post", "put", "patch", "delete")


def only_ours(endpoints: list[Any]) -> list[Any]:
    """Wagtail's admin has DRF views too: they are no part of the contract."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith(OURS)]


@cache
def contract() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    return loaded


class SessionCookie(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = BrowserSession
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "Ouvert par POST /api/v1/session. Tout ce qui n’est pas un GET porte aussi X-CSRFToken.",
        }


class SchemaView(View):
    """In YAML, or in JSON by `Accept` or `?format=json`."""

    content_negotiation_class = DefaultContentNegotiation
    renderer_classes = (OpenApiYamlRenderer, OpenApiYamlRenderer2, OpenApiJsonRenderer, OpenApiJsonRenderer2)

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return Response(contract())


class DocsView(View):
    """The same for people: one page, no script, nothing fetched from elsewhere."""

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Any:
        page = render(request._request, "api/docs.html", {"info": contract()["info"], "operations": operations()})
        page.headers["Content-Security-Policy"] = (
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        return page


def operations() -> list[dict[str, Any]]:
    """The operations in the order of their addresses, with the fields of what they take and give."""
    return [
        {
            "verb": verb.upper(),
            "path": path,
            "summary": operation.get("summary", ""),
            "description": operation.get("description", ""),
            "parameters": operation.get("parameters", []),
            "takes": _fields(operation.get("requestBody", {})),
            "answers": [_answer(status, answer) for status, answer in operation["responses"].items()],
        }
        for path, verbs in contract()["paths"].items()
        for verb, operation in verbs.items()
        if verb in VERBS
    ]


def _answer(status: str, answer: dict[str, Any]) -> dict[str, Any]:
    refused = status >= "400"
    return {
        "status": status,
        "description": "Refus (RFC 9457)." if refused else answer.get("description", ""),
        "fields": [] if refused else _fields(answer),
    }


def _fields(content: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields of a body, by the component that describes it."""
    for media in content.get("content", {}).values():
        name = media.get("schema", {}).get("$ref", "").rpartition("/")[2]
        if name:
            return _fields_of(name)
    return []


def _fields_of(name: str) -> list[dict[str, Any]]:
    properties = contract()["components"]["schemas"][name].get("properties", {})
    return [
        {"name": field, "kind": _kind(facts), "description": facts.get("description", "")}
        for field, facts in properties.items()
    ]


def _kind(facts: dict[str, Any]) -> str:
    """In one word: a type, or the component that a field holds."""
    for key in ("allOf", "oneOf", "anyOf"):
        if key in facts:
            return " ou ".join(_kind(part) for part in facts[key])
    if "$ref" in facts:
        return str(facts["$ref"]).rpartition("/")[2]
    kind = facts.get("type", "")
    if kind == "array":
        return f"liste de {_kind(facts['items'])}"
    return " ou ".join(kind) if isinstance(kind, list) else str(kind)

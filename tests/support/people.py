"""People in front of a browser, as far as requests go: cookies, forms, redirects."""

from __future__ import annotations

import http.cookiejar
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from typing import Any

from tests.support.installation import Answer, Installation

PASSWORD = "preau-demo-2026"


class Visitor:
    """Keeps cookies; does not follow redirects, so that each answer is seen."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.cookies = http.cookiejar.CookieJar()
        self.base = f"http://127.0.0.1:{installation.port}"

    def get(self, path: str) -> Answer:
        return self._ask(urllib.request.Request(self.base + path))

    def post(self, path: str, fields: dict[str, Any]) -> Answer:
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": self._token(), **fields}, doseq=True).encode()
        return self._ask(urllib.request.Request(self.base + path, data=body, headers={"Referer": self.base + path}))

    def send(self, method: str, path: str, data: Any) -> Answer:
        headers = {"Content-Type": "application/json", "X-CSRFToken": self._token(), "Referer": self.base}
        request = urllib.request.Request(self.base + path, json.dumps(data).encode(), headers, method=method)
        return self._ask(request)

    def sign_in(self, username: str) -> None:
        """Through the API, as the families' space does."""
        self.get("/api/v1/session")
        answer = self.send("POST", "/api/v1/session", {"username": username, "password": PASSWORD})
        assert answer.status == 200, answer.text

    def enter_administration(self, username: str) -> None:
        self.get("/admin/login/")
        answer = self.post("/admin/login/", {"username": username, "password": PASSWORD, "next": "/admin/"})
        assert answer.status == 302, answer.text

    def every_article(self) -> Iterator[str]:
        """The whole text of each article that this person may read."""
        address = "/api/v1/articles"
        while address:
            listed = json.loads(self.get(address).text)
            for article in listed["results"]:
                yield self.get(f"/api/v1/articles/{article['ref']}").text
            address = (listed["next"] or "").removeprefix(self.base)

    def edit_page(self, pk: str, **changes: str) -> None:
        """Change fields of a page in the administration's own form, and publish."""
        form = self.get(f"/admin/pages/{pk}/edit/").text
        fields = {**form_fields(form), **changes, "action-publish": "action-publish"}
        answer = self.post(f"/admin/pages/{pk}/edit/", fields)
        assert answer.status == 302, re.findall(r"error[^<]*<[^>]*>[^<]*", answer.text)[:5]

    def _token(self) -> str:
        return next((cookie.value or "" for cookie in self.cookies if cookie.name == "csrftoken"), "")

    def _ask(self, request: urllib.request.Request) -> Answer:
        opener = urllib.request.build_opener(_Still, urllib.request.HTTPCookieProcessor(self.cookies))
        try:
            with opener.open(request, timeout=30) as answer:
                return Answer(answer.status, answer.read(), dict(answer.headers))
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.read(), dict(error.headers))


class _Still(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        return None


def form_fields(page: str) -> dict[str, str]:
    """The values that a browser would send back for the form of a page, its streams included."""
    from bs4 import BeautifulSoup

    form = BeautifulSoup(page, "html.parser").select_one("#page-edit-form, form[data-edit-form]")
    assert form is not None
    fields: dict[str, str] = {}
    for control in form.select("input[name], textarea[name], select[name]"):
        if control.get("type") in {"submit", "button", "file"} or (
            control.get("type") in {"checkbox", "radio"} and not control.has_attr("checked")
        ):
            continue
        chosen = control.select_one("option[selected]")
        value = (
            control.text
            if control.name == "textarea"
            else control.get("value", "on" if control.get("type") == "checkbox" else "")
        )
        fields[str(control["name"])] = str(chosen.get("value") if chosen else value)
    return fields

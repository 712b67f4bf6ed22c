"""Invariant 5: a change and its outbox row are committed together, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from wagtail.models import Collection, Page, Site

from cms.core.middleware import AtomicWrites
from cms.publishing.enums import Reason
from cms.publishing.models import PublicationRequest
from cms.publishing.services import request_publication
from cms.rubrics.models import SchoolPage
from cms.schools.models import School

pytestmark = pytest.mark.django_db
SEEN: list[bool] = []


def change(request: HttpRequest) -> HttpResponse:
    """Renames the school, asks for its publication, then ends as the address says."""
    SEEN.append(bool(connection.savepoint_ids))  # the test's own transaction is around everything
    School.objects.update(name="Changé")
    request_publication(school=School.objects.get(), reason=Reason.ASKED)
    ending = request.GET.get("ending", "200")
    if ending == "fall":
        raise RuntimeError("imprévu")
    return HttpResponse(status=int(ending))


def look(request: HttpRequest) -> HttpResponse:
    SEEN.append(bool(connection.savepoint_ids))  # the test's own transaction is around everything
    return HttpResponse()


urlpatterns = [path("change", change), path("look", look)]


@pytest.fixture
def school() -> School:
    SEEN.clear()
    Site.objects.all().delete()
    top = Page.objects.get(depth=1).add_child(instance=SchoolPage(title="Essai", slug="essai"))
    site = Site.objects.create(hostname="testserver", root_page=top, is_default_site=True)
    shelf = Collection.objects.get(depth=1).add_child(name="essai")
    made = School.objects.create(slug="essai", name="Essai", site=site, collection=shelf)
    PublicationRequest.objects.all().delete()
    return made


def kept() -> tuple[str, int]:
    return School.objects.get().name, PublicationRequest.objects.count()


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize("ending", ["fall", "500", "503"])
def test_site_02_a_failure_takes_back_the_change_and_its_request(school: School, ending: str) -> None:
    answer = Client(raise_request_exception=False).post(f"/change?ending={ending}")
    assert answer.status_code >= 500
    assert kept() == ("Essai", 0)
    assert SEEN == [True]


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("ending", ["200", "302", "400"])
def test_site_02_what_succeeds_keeps_both(school: School, method: str, ending: str) -> None:
    assert getattr(Client(), method)(f"/change?ending={ending}").status_code == int(ending)
    assert kept() == ("Changé", 1)
    assert SEEN == [True]


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize("method", ["get", "head", "options", "trace"])
def test_site_02_reading_opens_no_transaction(school: School, method: str) -> None:
    """On SQLite a transaction takes the write lock when it begins: readers would wait for writers."""
    getattr(Client(), method)("/look")
    assert SEEN == [False]


def test_site_02_an_exception_that_goes_through_takes_everything_back(school: School) -> None:
    def fall(request: HttpRequest) -> HttpResponse:
        School.objects.update(name="Changé")
        raise RuntimeError

    handler: Callable[[HttpRequest], HttpResponse] = AtomicWrites(fall)
    with pytest.raises(RuntimeError):
        handler(RequestFactory().post("/"))
    assert kept() == ("Essai", 0)


def test_site_02_a_rolled_back_change_runs_nothing_that_waited_for_it(
    school: School, django_capture_on_commit_callbacks: Any
) -> None:
    ran: list[str] = []

    def answer(status: int) -> Callable[[HttpRequest], HttpResponse]:
        def view(request: HttpRequest) -> HttpResponse:
            transaction.on_commit(lambda: ran.append(str(status)))
            return HttpResponse(status=status)

        return view

    with django_capture_on_commit_callbacks(execute=True):
        AtomicWrites(answer(500))(RequestFactory().post("/"))
    assert ran == []
    with django_capture_on_commit_callbacks(execute=True):
        AtomicWrites(answer(200))(RequestFactory().post("/"))
    assert ran == ["200"]

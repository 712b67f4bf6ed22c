"""FILE-02, FILE-03: many documents replaced at once, each at its address, by who may change them."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import ModelLogEntry

from cms.media.models import SchoolDocument
from cms.rubrics.enums import Role
from cms.rubrics.models import Rubric
from tests.api.conftest import Campus
from tests.cms.media.conftest import Enter
from tests.support.hostile_files import document

ADDRESS = "/admin/replace-documents/"


@pytest.fixture
def menus(campus: Campus) -> Rubric:
    return campus.rubric("Menus")


def stored(campus: Campus, title: str, name: str, owner: Any) -> SchoolDocument:
    content = ContentFile(document(title), name)
    return SchoolDocument.objects.create(
        title=title, collection=campus.school.collection, file=content, uploaded_by_user=owner
    )


def new(name: str = "nouveau.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, document("Nouveau") if content is None else content)


def content_of(kept: SchoolDocument) -> bytes:
    with SchoolDocument.objects.get(pk=kept.pk).file.open("rb") as file:
        return bytes(file.read())


def test_file_03_what_may_not_take_its_place_is_said_and_the_rest_is_replaced(
    campus: Campus, menus: Rubric, enter: Enter
) -> None:
    writer: Any = enter(campus, "zoe", (Role.EDITOR, menus))
    somebody = campus.person("max", "teacher").user
    mine = [stored(campus, title, f"{title}.pdf", writer.user) for title in ("Lundi", "Mardi", "Jeudi")]
    foreign = stored(campus, "Secret", "secret.pdf", somebody)
    before = content_of(mine[0]), content_of(mine[1]), content_of(foreign)
    assert "Secret" not in unescape(writer.get(ADDRESS).content.decode())
    files = {
        f"file-{mine[0].pk}": new("lundi.txt", b"Du pain."),
        f"file-{mine[1].pk}": new("mardi.pdf", b"<svg/>"),
        f"file-{mine[2].pk}": new(),
        f"file-{foreign.pk}": new(),
    }
    said = unescape(writer.post(ADDRESS, files).content.decode())
    assert "« Lundi » est un fichier « .pdf », et son adresse le dit" in said
    assert "« Jeudi » : remplacé, à la même adresse." in said
    assert "2 documents ne sont pas remplacés" in said
    assert (content_of(mine[0]), content_of(mine[1]), content_of(foreign)) == before
    assert "Rien n’est remplacé" in unescape(writer.post(ADDRESS, follow=True).content.decode())


def test_file_02_a_key_that_no_document_can_have_replaces_nothing(campus: Campus, menus: Rubric, enter: Enter) -> None:
    writer: Any = enter(campus, "zoe", (Role.EDITOR, menus))
    answer = writer.post(ADDRESS, {f"file-{'9' * 19}": new()}, follow=True)
    assert "Rien n’est remplacé" in unescape(answer.content.decode())


def test_file_02_two_documents_keep_their_title_and_their_address(
    campus: Campus, menus: Rubric, enter: Enter, django_capture_on_commit_callbacks: Any
) -> None:
    writer: Any = enter(campus, "zoe", (Role.EDITOR, menus))
    kept = [stored(campus, title, f"{title}.pdf", writer.user) for title in ("Lundi", "Mardi")]
    named, before = [one.name for one in kept], [content_of(one) for one in kept]
    with django_capture_on_commit_callbacks(execute=True):
        answer = writer.post(ADDRESS, {f"file-{one.pk}": new() for one in kept}, follow=True)
    assert "« Lundi » et « Mardi » : remplacés, aux mêmes adresses." in unescape(answer.content.decode())
    after = list(SchoolDocument.objects.order_by("title"))
    assert [one.name for one in after] == named
    assert [one.title for one in after] == ["Lundi", "Mardi"]
    assert all(content_of(one) not in before for one in after)
    assert ModelLogEntry.objects.filter(action="wagtail.edit", user=writer.user).count() == 2

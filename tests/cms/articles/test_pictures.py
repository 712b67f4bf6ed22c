"""ART-07, FILE-02, FILE-03: the pictures of a gallery, sent by several from its editor."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cms.media.models import PlaceQuota, SchoolImage
from cms.rubrics.enums import Role
from cms.rubrics.models import Rubric
from tests.api.conftest import Campus
from tests.cms.media.conftest import Enter
from tests.support.hostile_files import document, picture


@pytest.fixture
def rubric(campus: Campus) -> Rubric:
    return campus.rubric("Vie")


def send(client: Any, page: Any, content: bytes | None = None, name: str = "IMG_0042.jpg") -> Any:
    file = SimpleUploadedFile(name, picture() if content is None else content)
    return client.post(f"/admin/articles/{page.pk}/picture/", {"file": file})


def test_art_07_nobody_adds_pictures_where_they_do_not_write(campus: Campus, rubric: Rubric, enter: Enter) -> None:
    other = campus.rubric("Ailleurs")
    article = campus.article(rubric, "Sortie")
    writer = enter(campus, "zoe", (Role.EDITOR, other))
    assert [send(writer, page).status_code for page in (rubric, article)] == [302, 302]
    assert not SchoolImage.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (document(), "photo.jpg", "photo.jpg"),
        (b"", "photo.jpg", "photo.jpg"),
        (b"<svg/>", "photo.heic", "Enregistrez la photo au format JPEG"),
    ],
)
def test_file_03_what_is_no_picture_is_refused_in_a_sentence(
    campus: Campus, rubric: Rubric, enter: Enter, content: bytes, name: str, said: str
) -> None:
    answer = send(enter(campus, "zoe", (Role.EDITOR, rubric)), rubric, content, name)
    assert (answer.status_code, SchoolImage.objects.exists()) == (400, False)
    assert said in answer.json()["sentence"] or "vide" in answer.json()["sentence"]


def test_file_02_a_full_rubric_takes_no_more(campus: Campus, rubric: Rubric, enter: Enter) -> None:
    PlaceQuota.objects.create(page=rubric.page_ptr, files=1, size=10_000_000)
    writer = enter(campus, "zoe", (Role.EDITOR, rubric))
    assert send(writer, rubric).status_code == 200
    refused = send(writer, rubric, picture(size=(80, 60)))
    assert (refused.status_code, SchoolImage.objects.count()) == (400, 1)
    assert "Vie" in refused.json()["sentence"]


def test_art_07_each_becomes_a_picture_of_the_gallery_once(campus: Campus, rubric: Rubric, enter: Enter) -> None:
    """Of a new article by its rubric, of one that exists by itself; sent twice, when an answer was lost, it is one."""
    writer = enter(campus, "zoe", (Role.EDITOR, rubric))
    mine = campus.article(rubric, "Sortie", owner=writer.user, live=False)
    blocks = [send(writer, page).json()["block"] for page in (rubric, mine)]
    image = SchoolImage.objects.get()
    assert [block["image"]["id"] for block in blocks] == [image.pk, image.pk]
    assert not any(blocks[0][name] for name in ("alt", "caption", "decorative"))
    assert (image.place_id, image.uploaded_by_user, image.title) == (rubric.pk, writer.user, "IMG_0042")
    assert image.credit == str(campus.school.name)
    send(writer, rubric, picture(size=(80, 60)))
    assert SchoolImage.objects.count() == 2

"""Files by their addresses: for those who may read what uses them, by no address for anyone else (ZONE-02)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cms.articles.models import Article
from cms.media.models import SchoolDocument, SchoolImage
from cms.rubrics.enums import Role, Zone
from cms.rubrics.models import Rubric
from publicsite.exporting import public_site
from tests.api.conftest import Campus, attachment_block, image_block
from tests.cms.media.conftest import Enter


@pytest.fixture
def staff(campus: Campus) -> Rubric:
    return campus.rubric("Salle des professeurs", zone=Zone.PRIVATE)


@pytest.fixture
def article(campus: Campus, staff: Rubric) -> Article:
    return campus.article(staff, "Conseil", body=[image_block(campus.image()), attachment_block(campus.document())])


def for_readers(article: Article) -> list[str]:
    return [f"/api/v1/articles/{article.ref}/{name}" for name in ("images/photo.jpg", "files/menu.pdf")]


def for_writers() -> list[str]:
    image, document = SchoolImage.objects.get(name="photo.jpg"), SchoolDocument.objects.get(name="menu.pdf")
    stored = [f"/admin/media/{file.file.name}" for file in (image, document)]
    return [*stored, image.file.url, image.get_rendition("max-20x20").url, document.url]


def statuses(client: Any, addresses: list[str]) -> set[int]:
    return {client.get(address).status_code for address in addresses}


def test_zone_02_nobody_else_reads_a_file_by_its_address(
    campus: Campus, other: Campus, article: Article, enter: Enter
) -> None:
    clubs = campus.rubric("Clubs", zone=Zone.PRIVATE)
    names = [file.file.name for kind in (SchoolImage, SchoolDocument) for file in kind.objects.all()]
    guessed = [f"{folder}{name}" for name in names for folder in ("/", "/media/", "/static/", "/admin/")]
    strangers = {
        "anonymous": campus.client(),
        "without role": enter(campus, "personne"),
        "visitor elsewhere": enter(campus, "visiteuse", (Role.VISITOR, clubs)),
        "writer elsewhere": enter(campus, "invite", (Role.EDITOR, clubs)),
        "head of another school": enter(other, "cheffe", (Role.MANAGER, other.root)),
    }
    for who, client in strangers.items():
        assert statuses(client, [*for_readers(article), *for_writers()]) == {404}, who
        assert statuses(client, guessed) <= {301, 302, 404}, who
    site = public_site(campus.school)
    assert (site.public.images, site.public.files) == ((), ())


def test_zone_02_what_exists_answers_a_stranger_as_what_does_not(other: Campus, article: Article, enter: Enter) -> None:
    neighbour = enter(other, "voisin", (Role.EDITOR, other.root))
    document = SchoolDocument.objects.get()
    known = neighbour.get(f"/admin/media/{document.file.name}")
    unknown = neighbour.get("/admin/media/documents/absent.pdf")
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    etag = {"HTTP_IF_NONE_MATCH": f'"{document.get_file_hash()}"'}
    assert neighbour.get(document.url, **etag).status_code == neighbour.get(document.url).status_code == 404


def test_zone_02_whoever_reads_the_rubric_reads_its_files(
    campus: Campus, staff: Rubric, article: Article, enter: Enter
) -> None:
    """In the space by the API; whoever enters the administration, there too. Nothing keeps a copy on the way."""
    visitor = enter(campus, "visiteuse", (Role.VISITOR, staff))
    assert statuses(visitor, for_readers(article)) == {200}
    assert statuses(visitor, for_writers()) == {404}
    editor = enter(campus, "redactrice", (Role.EDITOR, staff))
    for address in [*for_readers(article), *for_writers()]:
        answer = editor.get(address)
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content)
        assert {part.strip() for part in answer["Cache-Control"].split(",")} == {"private", "no-store"}


@pytest.mark.parametrize("how", ["private rubric", "moved", "withdrawn"])
def test_zone_03_a_file_leaves_the_public_site_with_its_article(campus: Campus, staff: Rubric, how: str) -> None:
    sport = campus.rubric("Sport")
    article = campus.article(sport, "Cross", body=[image_block(campus.image()), attachment_block(campus.document())])
    site = public_site(campus.school).public
    assert ([image.name for image in site.images], [file.name for file in site.files]) == (["photo.jpg"], ["menu.pdf"])
    if how == "private rubric":
        Rubric.objects.filter(pk=sport.pk).update(zone=Zone.PRIVATE)
    elif how == "moved":
        article.move(Rubric.objects.get(pk=staff.pk), pos="last-child")
    else:
        article.unpublish()
    site = public_site(campus.school).public
    assert (site.images, site.files) == ((), ())
    assert statuses(Client(SERVER_NAME=campus.host), [*for_readers(article), *for_writers()]) == {404}

"""Pictures and documents of articles (API-01, ZONE-02, ZONE-03)."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from cms.articles.models import Article
from cms.media.models import SchoolImage
from cms.rubrics.enums import Role, Zone
from cms.rubrics.models import Rubric
from tests.api.conftest import Campus, attachment_block, image_block, item_block, pixels, text_block


@pytest.fixture
def sport(campus: Campus) -> Rubric:
    return campus.rubric("Sport")


@pytest.fixture
def staff(campus: Campus) -> Rubric:
    return campus.rubric("Salle des professeurs", zone=Zone.PRIVATE)


def addresses(article: Article) -> list[str]:
    return [f"/articles/{article.ref}/images/photo.jpg", f"/articles/{article.ref}/files/menu.pdf"]


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_zone_02_files_of_an_article_that_one_may_not_read_do_not_exist(
    get: Callable[..., Any], campus: Campus, staff: Rubric
) -> None:
    blocks = [image_block(campus.image()), attachment_block(campus.document())]
    article = campus.article(staff, "Privé", body=blocks)
    empty = campus.article(campus.rubric("Vide"), "Vide")
    for address, other_address in zip(addresses(article), addresses(empty), strict=True):
        assert get(address).status_code == 404
        assert get(address, campus.person(f"anne{address[-3:]}")).status_code == 404
        assert get(other_address).status_code == 404


def test_zone_02_an_article_serves_no_file_but_its_own(
    get: Callable[..., Any], campus: Campus, other: Campus, sport: Rubric, staff: Rubric
) -> None:
    campus.article(staff, "Privé", body=[image_block(campus.image()), attachment_block(campus.document())])
    public = campus.article(sport, "Public", body=[text_block("<p>photo.jpg menu.pdf</p>")])
    for address in addresses(public):
        assert get(address).status_code == 404
    stolen = [image_block(other.image()), attachment_block(other.document())]
    borrowing = campus.article(sport, "Emprunt", body=stolen)
    for address in addresses(borrowing):
        assert get(address).status_code == 404


@pytest.mark.parametrize("width", ["0", "100000", "680px", "[680]", "-340", "%00", "1" * 400])
def test_api_01_only_the_widths_of_the_list_are_drawn(
    get: Callable[..., Any], campus: Campus, sport: Rubric, width: str
) -> None:
    article = campus.article(sport, "Cross", illustration=campus.image())
    answer = get(f"/articles/{article.ref}/images/photo.jpg?width={width}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("name", ["..%2Fphoto.jpg", "%00", "a" * 3000, "photo.JPG", "PHOTO.jpg"])
def test_api_01_other_names_are_not_found(get: Callable[..., Any], campus: Campus, sport: Rubric, name: str) -> None:
    article = campus.article(sport, "Cross", illustration=campus.image())
    assert get(f"/articles/{article.ref}/images/{name}").status_code == 404


def test_zone_03_files_follow_their_article_when_it_leaves_the_public_zone(
    get: Callable[..., Any], campus: Campus, sport: Rubric
) -> None:
    blocks = [image_block(campus.image()), attachment_block(campus.document())]
    article = campus.article(sport, "Cross", body=blocks)
    assert [get(address).status_code for address in addresses(article)] == [200, 200]
    Rubric.objects.filter(pk=sport.pk).update(zone=Zone.PRIVATE)
    assert [get(address).status_code for address in addresses(article)] == [404, 404]


def test_api_01_a_missing_or_damaged_original_is_not_found(
    get: Callable[..., Any], campus: Campus, sport: Rubric
) -> None:
    image, document = campus.image(), campus.document()
    article = campus.article(sport, "Cross", illustration=image, body=[attachment_block(document)])
    image.file.storage.delete(image.file.name)
    document.file.storage.delete(document.file.name)
    assert [get(address).status_code for address in addresses(article)] == [404, 404]
    SchoolImage.objects.filter(pk=image.pk).update(file=document.file.storage.save("x.jpg", io.BytesIO(b"no image")))
    assert get(addresses(article)[0]).status_code == 404


def test_zone_02_private_files_are_kept_nowhere_and_run_nothing(
    get: Callable[..., Any], campus: Campus, staff: Rubric
) -> None:
    reader = campus.person("karim", "teacher")
    campus.grant(staff, Role.VISITOR, profile="teacher")
    article = campus.article(staff, "Privé", body=[image_block(campus.image()), attachment_block(campus.document())])
    picture, paper = (get(address, reader) for address in addresses(article))
    for answer in (picture, paper):
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert picture["Content-Type"] == "image/jpeg"
    assert content(paper) == b"%PDF-1.7 menu"
    assert paper["Content-Disposition"] == 'attachment; filename="menu.pdf"'


def test_api_01_a_document_linked_from_a_text_is_served(get: Callable[..., Any], campus: Campus, sport: Rubric) -> None:
    document = campus.document()
    link = f'<p><a linktype="document" id="{document.pk}">menu</a></p>'
    article = campus.article(sport, "Cross", body=[text_block(link)])
    called_out = campus.article(sport, "Encadré", body=[{"type": "callout", "value": {"title": "", "text": link}}])
    assert get(addresses(article)[1]).status_code == 200
    assert get(addresses(called_out)[1]).status_code == 200


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "p.jpg"), ("PNG", "p.png"), ("WEBP", "p.webp"), ("GIF", "p.gif")])
@pytest.mark.parametrize("size", [(2000, 100), (40, 20)])
def test_zone_02_a_picture_carries_nothing_but_its_pixels(
    get: Callable[..., Any], campus: Campus, sport: Rubric, kind: str, name: str, size: tuple[int, int]
) -> None:
    data = pixels(*size, kind=kind, **_metadata(kind))
    assert b"SECRETPLACE" in data
    gallery = item_block("gallery", image_block(campus.image(name, data))["value"])
    article = campus.article(sport, "Cross", body=[gallery])
    answer = get(f"/articles/{article.ref}/images/{name}?width=680", None, Accept="image/avif,image/webp")
    assert answer.status_code == 200
    sent = content(answer)
    assert b"SECRETPLACE" not in sent
    drawn = Image.open(io.BytesIO(sent))
    assert drawn.format == kind
    assert drawn.size == ((680, 34) if size[0] > 680 else size)


def _metadata(kind: str) -> dict[str, Any]:
    exif = Image.Exif()
    exif[0x010E] = "SECRETPLACE"
    if kind == "GIF":
        return {"comment": b"SECRETPLACE"}
    if kind == "JPEG":
        return {"exif": exif, "comment": b"SECRETPLACE", "xmp": b"<x>SECRETPLACE</x>"}
    if kind == "PNG":
        from PIL.PngImagePlugin import PngInfo

        text = PngInfo()
        text.add_text("Comment", "SECRETPLACE")
        text.add_itxt("XML:com.adobe.xmp", "SECRETPLACE")
        return {"exif": exif, "pnginfo": text}
    return {"exif": exif, "xmp": b"<x>SECRETPLACE</x>"}


WHOLE = b"0123456789"


@pytest.mark.parametrize(
    ("asked", "status", "said", "sent"),
    [
        ("", 200, None, WHOLE),
        ("bytes=0-3", 206, "bytes 0-3/10", b"0123"),
        ("bytes=4-", 206, "bytes 4-9/10", b"456789"),
        ("bytes=8-99", 206, "bytes 8-9/10", b"89"),
        ("bytes=-3", 206, "bytes 7-9/10", b"789"),
        ("bytes=-99", 206, "bytes 0-9/10", WHOLE),
        ("bytes=10-", 416, "bytes */10", b""),
        ("bytes=-0", 416, "bytes */10", b""),
        ("bytes=5-2", 200, None, WHOLE),
        ("bytes=0-1,4-5", 200, None, WHOLE),
        ("octets=0-3", 200, None, WHOLE),
        (f"bytes={'9' * 400}-", 200, None, WHOLE),
    ],
)
def test_art_01_a_player_seeks_in_a_private_recording(
    get: Callable[..., Any], campus: Campus, staff: Rubric, asked: str, status: int, said: str | None, sent: bytes
) -> None:
    teacher = campus.person("anne")
    campus.grant(staff, Role.VISITOR, person=teacher)
    document = campus.document()
    document.file.save("menu.pdf", ContentFile(WHOLE))
    article = campus.article(staff, "Concert", body=[attachment_block(document)])
    address = f"/articles/{article.ref}/files/{document.name}"
    assert get(address, Range=asked).status_code == 404
    answer = get(address, teacher, **({"Range": asked} if asked else {}))
    assert (answer.status_code, answer.headers.get("Content-Range"), content(answer)) == (status, said, sent)
    assert answer.headers["Cache-Control"] == "private, no-store"
    if status != 416:
        assert (answer.headers["Accept-Ranges"], answer.headers["Content-Length"]) == ("bytes", str(len(sent)))


def test_art_01_a_part_of_what_may_have_changed_is_sent_whole(
    get: Callable[..., Any], campus: Campus, sport: Rubric
) -> None:
    document = campus.document()
    document.file.save("menu.pdf", ContentFile(WHOLE))
    article = campus.article(sport, "Concert", body=[attachment_block(document)])
    headers = {"Range": "bytes=0-3", "If-Range": '"ancien"'}
    assert content(get(f"/articles/{article.ref}/files/{document.name}", **headers)) == WHOLE

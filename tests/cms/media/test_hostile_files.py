"""Files of bad faith, through each door by which a file comes in (FILE-03): refused with a reason, or made harmless."""

from __future__ import annotations

import io
import json
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cms.media.checking import Refused, check_document, check_image, plain_name
from cms.media.models import SchoolDocument, SchoolImage
from cms.rubrics.enums import Role
from tests.api.conftest import Campus
from tests.cms.media.conftest import Enter
from tests.support.hostile_files import (
    EITHER,
    MARK,
    REFUSED,
    Hostile,
    document,
    documents,
    drawn,
    everything_in,
    images,
    picture,
    with_camera,
    word,
)

FILES = [*images(), *documents()]


@pytest.fixture
def writer(campus: Campus, enter: Enter) -> Any:
    return enter(campus, "autrice", (Role.PUBLISHER, campus.rubric("Clubs")))


def by_form(client: Any, file: Hostile) -> Any:
    return client.post(f"/admin/{kind(file)}/add/", {"title": "Titre tapé", "tags": "", "file": sent(file)})


def by_several(client: Any, file: Hostile) -> Any:
    return client.post(f"/admin/{kind(file)}/multiple/add/", {"title": "Titre tapé", "files[]": sent(file)})


def by_chooser(client: Any, file: Hostile) -> Any:
    prefix = "image-chooser-upload" if file.image else "document-chooser-upload"
    typed = {"title": "Titre tapé", "tags": "", "file": sent(file)}
    return client.post(f"/admin/{kind(file)}/chooser/create/", {f"{prefix}-{key}": typed[key] for key in typed})


DOORS = [by_form, by_several, by_chooser]


def kind(file: Hostile) -> str:
    return "images" if file.image else "documents"


def sent(file: Hostile) -> SimpleUploadedFile:
    upload = SimpleUploadedFile("x", file.content)
    upload._name = file.name  # as a program sends it: a browser would not
    return upload


def kept(image: bool) -> list[bytes]:
    model: Any = SchoolImage if image else SchoolDocument
    return [one.file.open("rb").read() for one in model.objects.order_by("pk")]


def said(answer: Any) -> str:
    """The answer as it is read: those for scripts are JSON, with the form as a string in it."""
    text = answer.content.decode()
    return unescape(json.dumps(json.loads(text), ensure_ascii=False) if text.startswith("{") else text)


EMPTY = "Le fichier soumis est vide"  # Django's own words


def reason(file: Hostile) -> str:
    """Why it is refused: asked of the check itself, and looked for in the answers; "" when it is not."""
    check = check_image if file.image else check_document
    try:
        check(io.BytesIO(file.content), plain_name(file.name))
    except Refused as error:
        return error.message if file.content else EMPTY
    return ""


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("image", [True, False], ids=["images", "documents"])
def test_file_03_a_hostile_file_is_refused_with_a_reason_or_made_harmless(writer: Any, door: Any, image: bool) -> None:
    faults = []
    for file in (file for file in FILES if file.image is image):
        before, why = len(kept(image)), reason(file)
        answer = door(writer, file)
        new = kept(image)[before:]
        if answer.status_code >= 400:
            faults.append(f"{file}: {answer.status_code}")
        if bool(new) is bool(why) or (file.outcome is not EITHER and bool(why) is not (file.outcome is REFUSED)):
            faults.append(f"{file}: {'kept' if new else 'refused'}, and the check says {why!r}")
        faults += [f"{file}: still says {mark!r}" for one in new for mark in file.marks if mark in everything_in(one)]
        if why and why not in said(answer):
            faults.append(f"{file}: is not told {why!r}")
        if why and door is not by_several and "Titre tapé" not in said(answer):
            faults.append(f"{file}: what was typed is lost")
    assert not faults, "\n".join(faults)


def test_file_03_what_is_honest_stays_as_it_is(writer: Any) -> None:
    """A photograph loses no quality: its pixels are those that were sent."""
    photograph = Hostile("a photograph", "cour.jpg", picture("JPEG"))
    paper = Hostile("a document", "reglement.pdf", document(), image=False)
    for door in DOORS:
        door(writer, photograph)
        door(writer, paper)
    pixels = [Image.open(io.BytesIO(content)).tobytes() for content in kept(image=True)]
    assert pixels == [Image.open(io.BytesIO(photograph.content)).tobytes()] * 3
    assert kept(image=False) == [paper.content] * 3


def test_file_03_a_photograph_on_its_side_is_put_upright(writer: Any) -> None:
    for door in DOORS:
        door(writer, Hostile("a photograph", "cour.jpg", drawn("JPEG", exif=with_camera())))
    sizes = {Image.open(io.BytesIO(content)).size for content in kept(image=True)}
    assert sizes == {(48, 64)} == {(image.width, image.height) for image in SchoolImage.objects.all()}


def test_file_03_a_file_that_takes_the_place_of_another_is_checked_too(campus: Campus, writer: Any) -> None:
    image, paper = campus.image(uploaded_by_user=writer.user), campus.document(uploaded_by_user=writer.user)
    for address, stored, bad in (
        (f"/admin/images/{image.pk}/", image, SimpleUploadedFile("a.png", b"<svg/>")),
        (
            f"/admin/documents/edit/{paper.pk}/",
            paper,
            SimpleUploadedFile("a.docx", word(**{"word/vbaProject.bin": "x"})),
        ),
    ):
        before = stored.file.name
        answer = writer.post(address, {"title": "Titre tapé", "tags": "", "file": bad})
        assert (answer.status_code, type(stored).objects.get(pk=stored.pk).file.name) == (200, before)
        assert "Titre tapé" in unescape(answer.content.decode())


def test_file_03_what_waits_for_a_title_has_been_cleaned(campus: Campus, writer: Any) -> None:
    """Wagtail keeps the upload aside when its title will not do, and makes the image of it later."""
    long = {"title": "t" * 300, "files[]": SimpleUploadedFile("cour.jpg", drawn("JPEG", exif=with_camera()))}
    answer = writer.post("/admin/images/multiple/add/", long).json()
    key = answer["uploaded_file_id"]
    form = {f"uploaded-image-{key}-title": "Cour", f"uploaded-image-{key}-tags": ""}
    assert writer.post(f"/admin/images/multiple/create_from_uploaded_image/{key}/", form).json()["success"]
    assert MARK not in SchoolImage.objects.get().file.open("rb").read()


ACCOUNT = {
    "name_email-first_name": "Ada",
    "name_email-last_name": "Durand",
    "name_email-email": "ada@example.fr",
    "theme-theme": "system",
    "theme-contrast": "system",
    "theme-density": "default",
}


def test_file_03_a_portrait_is_checked_too(writer: Any) -> None:
    for content, accepted in ((b"<svg/>", False), (drawn("PNG", exif=with_camera()), True)):
        portrait = SimpleUploadedFile("moi.png", content)
        answer = writer.post("/admin/account/", {**ACCOUNT, "avatar-avatar": portrait})
        profile = type(writer.user).objects.get(pk=writer.user.pk).wagtail_userprofile
        assert (bool(profile.avatar), answer.status_code) == (accepted, 302 if accepted else 200)
    assert MARK not in profile.avatar.open("rb").read()

"""The room that a rubric has for files: counted where a file is added, said, never exceeded, changed by the head (FILE-02)."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cms.media.models import PlaceQuota, SchoolDocument, SchoolImage
from cms.media.rules import MB, Quota, Use, megabytes
from cms.media.selectors import use_of
from cms.rubrics.enums import Role, Zone
from cms.rubrics.models import Rubric
from tests.api.conftest import Campus
from tests.cms.media.conftest import Enter
from tests.support.hostile_files import document, picture


@pytest.fixture
def clubs(campus: Campus) -> Rubric:
    return campus.rubric("Clubs", zone=Zone.PRIVATE)


def send(client: Any, **typed: Any) -> Any:
    file = SimpleUploadedFile("note.pdf", document())
    return client.post("/admin/documents/add/", {"title": "Titre tapé", "tags": "", "file": file, **typed})


def said(answer: Any) -> str:
    return unescape(answer.content.decode())


@pytest.mark.parametrize(
    ("files", "size", "full", "near", "takes"),
    [
        (0, 0, False, False, True),
        (134, 0, False, False, True),
        (135, 0, False, True, True),
        (149, 249 * MB, False, True, True),
        (150, 0, True, False, False),
        (1, 250 * MB, True, False, False),
        (1, 250 * MB - 5, False, True, False),
    ],
)
def test_file_02_a_rubric_is_nearly_full_then_full(files: int, size: int, full: bool, near: bool, takes: bool) -> None:
    use = Use(files, size, Quota())
    assert (use.is_full, use.is_near, use.takes(6)) == (full, near, takes)


def test_file_02_a_size_reads_as_people_count() -> None:
    assert [megabytes(size) for size in (0, 900, 300_000, 5 * MB, 13_107_200)] == [
        "0 Mo",
        "1 ko",
        "0,3 Mo",
        "5 Mo",
        "12,5 Mo",
    ]


def test_file_02_a_file_counts_in_the_rubric_where_it_is_added(campus: Campus, clubs: Rubric, enter: Enter) -> None:
    """The only one where they write needs no choice; among several, one is chosen, and nobody else's."""
    writer = enter(campus, "un", (Role.PUBLISHER, clubs))
    assert send(writer).status_code == 302
    assert use_of([clubs.pk])[clubs.pk] == Use(1, len(document()), Quota())
    sport, staff = campus.rubric("Sport"), campus.rubric("Salle")
    both = enter(campus, "deux", (Role.PUBLISHER, clubs), (Role.EDITOR, sport))
    for wrong, why in (("", "Choisissez la rubrique"), (staff.pk, "Vous ne pouvez pas ajouter de fichier")):
        answer = send(both, rubric=wrong)
        assert why in said(answer) and "Titre tapé" in said(answer)
    assert "Salle" not in said(answer) and "sur 250 Mo" in said(answer)
    assert send(both, rubric=sport.pk).status_code == 302
    assert [file.place_id for file in SchoolDocument.objects.order_by("pk")] == [clubs.pk, sport.pk]
    head = enter(campus, "cheffe", (Role.MANAGER, campus.root))
    assert send(head, rubric="").status_code == 302
    assert SchoolDocument.objects.latest("pk").place is None


def test_file_02_at_the_limit_a_file_is_refused_and_nothing_is_lost(
    campus: Campus, clubs: Rubric, enter: Enter
) -> None:
    writer = enter(campus, "un", (Role.PUBLISHER, clubs))
    quota = PlaceQuota.objects.create(page=clubs, files=2, size=len(document()) + 10)
    assert send(writer).status_code == 302
    answer = send(writer)
    assert "« Clubs » n’a plus la place" in said(answer) and "Titre tapé" in said(answer)
    several = {"title": "Titre tapé", "files[]": SimpleUploadedFile("cour.jpg", picture())}
    assert "n’a plus la place" in writer.post("/admin/images/multiple/add/", several).json()["error_message"]
    stored = SchoolDocument.objects.get()
    same = {"title": "Corrigé", "tags": "", "rubric": clubs.pk}
    assert (
        writer.post(f"/admin/documents/edit/{stored.pk}/", same).status_code == 302
    )  # what is there stays, and changes
    PlaceQuota.objects.filter(pk=quota.pk).update(files=0)
    assert writer.post(f"/admin/documents/edit/{stored.pk}/", same).status_code == 302
    assert (SchoolDocument.objects.get().title, SchoolImage.objects.count()) == ("Corrigé", 0)


def test_file_02_what_waits_for_its_title_counts_too(campus: Campus, clubs: Rubric, enter: Enter) -> None:
    """Sent by several with a title that will not do, it is kept aside: the room is asked again when it comes in."""
    writer = enter(campus, "un", (Role.PUBLISHER, clubs))
    several = {"title": "t" * 300, "files[]": SimpleUploadedFile("cour.jpg", picture())}
    key = writer.post("/admin/images/multiple/add/", several).json()["uploaded_file_id"]
    address = f"/admin/images/multiple/create_from_uploaded_image/{key}/"
    form = {f"uploaded-image-{key}-{name}": value for name, value in (("title", "Cour"), ("rubric", clubs.pk))}
    PlaceQuota.objects.create(page=clubs, files=5, size=10)
    refused = writer.post(address, form).json()
    assert not refused["success"] and "n’a plus la place" in unescape(refused["form"])
    PlaceQuota.objects.update(size=MB)
    assert writer.post(address, form).json()["success"]
    assert use_of([clubs.pk])[clubs.pk].files == 1


def test_file_02_the_room_is_seen_by_its_manager_and_changed_by_the_head(
    campus: Campus, clubs: Rubric, enter: Enter
) -> None:
    manager = enter(campus, "gestionnaire", (Role.MANAGER, clubs))
    head = enter(campus, "cheffe", (Role.MANAGER, campus.root))
    for _time in range(2):
        send(manager)
    address, form = f"/admin/rubrics/{clubs.pk}/files/", {"number": "2", "size": "1"}
    assert "2 fichiers sur 150" in said(manager.get(address)) and "Changer la place" not in said(manager.get(address))
    assert manager.post(address, form).status_code in {302, 403}
    assert not PlaceQuota.objects.exists()
    assert head.post(address, {**form, "number": "-1"}).status_code == 200
    assert head.post(address, form).status_code == 302
    assert "Cette rubrique est pleine" in said(manager.get(address))
    assert "Place pour les fichiers changée" in said(head.get("/admin/rubrics/history/"))


def test_file_02_a_file_added_from_an_article_counts_in_its_rubric(campus: Campus, clubs: Rubric, enter: Enter) -> None:
    sport = campus.rubric("Sport")
    writer = enter(campus, "deux", (Role.PUBLISHER, clubs), (Role.PUBLISHER, sport))
    article = campus.article(sport, "Le cross", owner=writer.user)
    for page, place in ((f"{article.pk}/edit/", sport), (f"add/articles/article/{clubs.pk}/", clubs)):
        for kind in ("images", "documents"):
            shown = said(writer.get(f"/admin/{kind}/chooser/", HTTP_REFERER=f"http://testserver/admin/pages/{page}"))
            assert f'<option value=\\"{place.pk}\\" selected>' in shown


def test_zone_06_the_credit_is_the_schools_until_somebody_says_otherwise(
    campus: Campus, clubs: Rubric, enter: Enter
) -> None:
    """And the table of what each licence allows is where one is chosen."""
    writer = enter(campus, "un", (Role.PUBLISHER, clubs))
    form = said(writer.get("/admin/documents/add/"))
    assert f'value="{campus.school.name}"' in form
    assert "Ce que permet chaque licence" in form and "creativecommons.org/licenses/by-nc-sa/4.0/deed.fr" in form
    writer.post("/admin/images/multiple/add/", {"title": "x", "files[]": SimpleUploadedFile("a.jpg", picture())})
    send(writer, credit="", author="Ada")
    assert (SchoolImage.objects.get().credit, SchoolDocument.objects.get().credit) == (campus.school.name, "")

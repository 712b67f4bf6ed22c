"""Rights on images and documents follow the rubrics that use them (ZONE-02), at each door of the administration."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, Page

from cms.articles.models import Article
from cms.homepage.models import Homepage
from cms.media.models import SchoolDocument, SchoolImage
from cms.rubrics.enums import Role, Zone
from cms.rubrics.models import Rubric
from tests.api.conftest import Campus, attachment_block, image_block, item_block, pixels, text_block
from tests.cms.media.conftest import Enter
from tests.support.hostile_files import document

Stored = SchoolImage | SchoolDocument
ALL, NONE = {True}, {False}


@pytest.fixture
def staff(campus: Campus) -> Rubric:
    return campus.rubric("Salle des professeurs", zone=Zone.PRIVATE)


@pytest.fixture
def clubs(campus: Campus) -> Rubric:
    return campus.rubric("Clubs", zone=Zone.PRIVATE)


@pytest.fixture
def author(campus: Campus, staff: Rubric, enter: Enter) -> Any:
    return enter(campus, "autrice", (Role.PUBLISHER, staff))


@pytest.fixture
def used(campus: Campus, staff: Rubric, author: Any) -> list[Stored]:
    """A picture and a document that somebody sent and published in the private staff room."""
    image = campus.image("zinzolard.jpg", uploaded_by_user=author.user)
    document = campus.document("trifougnette.pdf", uploaded_by_user=author.user)
    campus.article(staff, "Conseil", body=[image_block(image), attachment_block(document)], owner=author.user)
    return [image, document]


def said(answer: Any) -> str:
    return answer.content.decode() if answer.status_code == 200 and not answer.streaming else ""


def sees(client: Any, file: Stored) -> set[bool]:
    """What each door that shows or chooses answers: all of them, or none."""
    kind = "images" if isinstance(file, SchoolImage) else "documents"
    chooser, word = f"/admin/{kind}/chooser", file.title.partition(".")[0]
    lists = ["/", "/results/", f"/results/?q={word}", f"/chosen-multiple/?id={file.pk}"]
    addresses = [f"{chooser}/chosen/{file.pk}/", f"/admin/media/{file.file.name}"]
    if isinstance(file, SchoolImage):
        addresses += [f"{chooser}/{file.pk}/select_format/", file.get_rendition("max-20x20").url]
    else:
        addresses.append(file.url)
    listed = {file.title in said(client.get(chooser + address)) for address in lists}
    listed.add(file.title in said(client.get(f"/admin/bulk/media/{file._meta.model_name}/delete/?id={file.pk}")))
    return listed | {client.get(address).status_code == 200 for address in addresses}


def changes(client: Any, file: Stored) -> set[bool]:
    """What each door that changes answers: all of them, or none."""
    image = isinstance(file, SchoolImage)
    kind, word = "images" if image else "documents", file.title.partition(".")[0]
    edit, delete = (
        (f"/admin/images/{file.pk}/", f"/admin/images/{file.pk}/delete/")
        if image
        else (f"/admin/documents/edit/{file.pk}/", f"/admin/documents/delete/{file.pk}/")
    )
    bulk = f"/admin/bulk/media/{file._meta.model_name}"
    found = {file.title in said(client.get(f"/admin/{kind}/{address}")) for address in ("", f"results/?q={word}")}
    found |= {client.get(address).status_code == 200 for address in (edit, delete, f"/admin/{kind}/usage/{file.pk}/")}
    if image:
        found.add(client.get(f"/admin/images/{file.pk}/preview/width-10/").status_code == 200)
    for action in ("delete", "add_tags", "add_to_collection"):
        shown = said(client.get(f"{bulk}/{action}/?id={file.pk}"))
        found.add(bool(shown) and "Vous n’avez pas l’autorisation" not in shown)
    renamed = {"title": "Renommé", "collection": file.collection_id, "tags": ""}
    client.post(
        edit,
        {
            **renamed,
            "file": ContentFile(pixels(16, 16), "autre.jpg") if image else ContentFile(document(), "autre.pdf"),
        },
    )
    found.add(type(file).objects.get(pk=file.pk).title == "Renommé")
    type(file).objects.filter(pk=file.pk).update(title=file.title, file=file.file.name)
    client.post(f"{bulk}/delete/?id={file.pk}")
    found.add(not type(file).objects.filter(pk=file.pk).exists())
    return found


def may(client: Any, action: str, file: Stored) -> bool:
    """One door of each kind, for what only asks who may."""
    kind = "images" if isinstance(file, SchoolImage) else "documents"
    if action == "choose":
        return bool(client.get(f"/admin/{kind}/chooser/chosen/{file.pk}/").status_code == 200)
    edit = f"/admin/images/{file.pk}/" if kind == "images" else f"/admin/documents/edit/{file.pk}/"
    return bool(client.get(edit).status_code == 200)


# --- every door ----------------------------------------------------------------------------------------------------


def test_zone_02_whoever_writes_elsewhere_meets_no_file_of_a_private_rubric(
    campus: Campus, clubs: Rubric, used: list[Stored], enter: Enter
) -> None:
    for name, role in (("invite", Role.EDITOR), ("moderatrice", Role.MODERATOR), ("gestionnaire", Role.MANAGER)):
        stranger = enter(campus, name, (role, clubs))
        assert [sees(stranger, file) for file in used] == [NONE, NONE]
        assert [changes(stranger, file) for file in used] == [NONE, NONE]


def test_zone_02_nor_does_the_head_of_another_school(other: Campus, used: list[Stored], enter: Enter) -> None:
    head = enter(other, "cheffe", (Role.MANAGER, other.root))
    assert [sees(head, file) for file in used] == [NONE, NONE]
    assert [changes(head, file) for file in used] == [NONE, NONE]


def test_zone_02_whoever_reads_the_rubric_chooses_its_files_and_changes_none(
    campus: Campus, staff: Rubric, clubs: Rubric, used: list[Stored], enter: Enter
) -> None:
    reader = enter(campus, "lectrice", (Role.EDITOR, clubs), (Role.VISITOR, staff))
    colleague = enter(campus, "collegue", (Role.PUBLISHER, staff))
    for client in (reader, colleague):
        assert [sees(client, file) for file in used] == [ALL, ALL]
        assert [changes(client, file) for file in used] == [NONE, NONE]


def test_rub_03_who_sent_a_file_changes_it_at_every_door(author: Any, used: list[Stored]) -> None:
    assert [sees(author, file) for file in used] == [ALL, ALL]
    assert [changes(author, file) for file in used] == [ALL, ALL]


@pytest.mark.parametrize("place", ["staff", "root"])
def test_rub_03_so_does_whoever_validates_there_and_the_head(
    campus: Campus, staff: Rubric, used: list[Stored], enter: Enter, place: str
) -> None:
    person = enter(campus, "chef", (Role.MODERATOR, staff) if place == "staff" else (Role.MANAGER, campus.root))
    assert [sees(person, file) for file in used] == [ALL, ALL]
    assert [changes(person, file) for file in used] == [ALL, ALL]


# --- to see and to choose --------------------------------------------------------------------------------------------


def test_zone_02_a_file_nobody_uses_is_its_senders_and_the_heads(campus: Campus, staff: Rubric, enter: Enter) -> None:
    sender = enter(campus, "autrice", (Role.EDITOR, staff))
    image = campus.image(uploaded_by_user=sender.user)
    moderator = enter(campus, "moderatrice", (Role.MODERATOR, staff))
    head = enter(campus, "chef", (Role.MANAGER, campus.root))
    assert [may(moderator, action, image) for action in ("choose", "change")] == [False, False]
    assert [may(sender, action, image) for action in ("choose", "change")] == [True, True]
    assert [may(head, action, image) for action in ("choose", "change")] == [True, True]


def test_zone_02_a_draft_shows_its_files_to_whoever_may_change_it(
    campus: Campus, staff: Rubric, author: Any, enter: Enter
) -> None:
    """In its latest revision, which Wagtail's index of references does not read."""
    article = campus.article(staff, "Projet", owner=author.user)
    fresh = campus.article(staff, "Neuf", owner=author.user, live=False)
    images = [campus.image(f"photo-{number}.jpg", uploaded_by_user=author.user) for number in range(4)]
    papers = [campus.document(f"note-{number}.pdf", uploaded_by_user=author.user) for number in range(2)]
    link = f'<p><a id="{papers[0].pk}" linktype="document">note</a></p>'
    article.illustration = images[0]
    article.body = [image_block(images[1]), text_block(link)]
    article.save_revision()
    callout = {"type": "callout", "value": {"title": "", "text": link.replace(str(papers[0].pk), str(papers[1].pk))}}
    fresh.body = [
        item_block("gallery", {"image": images[2].pk, "alt": "", "caption": "", "decorative": False}),
        image_block(images[3]),
        callout,
    ]
    fresh.save_revision()
    colleague = enter(campus, "collegue", (Role.PUBLISHER, staff))
    moderator = enter(campus, "moderatrice", (Role.MODERATOR, staff))
    for file in [*images, *papers]:
        assert [may(colleague, action, file) for action in ("choose", "change")] == [False, False]
        assert [may(moderator, action, file) for action in ("choose", "change")] == [True, True]


@pytest.mark.parametrize("state", ["unpublished", "expired", "archived", "closed rubric", "private under private"])
def test_zone_02_what_is_online_no_more_is_seen_no_more(
    campus: Campus, clubs: Rubric, author: Any, enter: Enter, state: str
) -> None:
    past = datetime(2026, 1, 1, tzinfo=UTC)
    public = campus.rubric("Sport")
    inner = campus.rubric("Cross", under=public)
    image = campus.image(uploaded_by_user=author.user)
    article = campus.article(inner, "Cross", illustration=image)
    person = enter(campus, "invite", (Role.EDITOR, clubs))
    assert may(person, "choose", image)
    if state == "unpublished":
        article.unpublish()
    elif state == "expired":
        Page.objects.filter(pk=article.pk).update(expire_at=past)
    elif state == "archived":
        Rubric.objects.filter(pk=public.pk).update(archived_at=past)
    elif state == "closed rubric":
        Page.objects.filter(pk=public.pk).update(live=False)
    else:
        Rubric.objects.filter(pk=public.pk).update(zone=Zone.PRIVATE)
    assert not may(person, "choose", image)


def test_zone_02_rubrics_homepage_logo_and_aliases_show_their_files_too(
    campus: Campus, staff: Rubric, clubs: Rubric, enter: Enter
) -> None:
    names = ("salle", "clubs", "accueil", "essai", "embleme", "alias")
    salle, club, front, trial, logo, copied = (campus.image(f"{name}.jpg") for name in names)
    hidden, shown = campus.document("hidden.pdf"), campus.document("shown.pdf")
    for rubric, image, paper in ((staff, salle, hidden), (clubs, club, shown)):
        rubric.illustration = image
        rubric.introduction = f'<p><a linktype="document" id="{paper.pk}">x</a></p>'
        rubric.save()
    for slug, image, in_service in (("une", front, True), ("deux", trial, False)):
        tile = {"type": "top", "id": str(uuid4()), "value": {"image": image.pk, "article": None, "visible": True}}
        campus.root.add_child(instance=Homepage(title=slug, slug=slug, in_service=in_service, tiles=[tile]))
    campus.school.logo_name = logo.name
    campus.school.save()
    article = campus.article(staff, "Partagé", illustration=copied)
    article.create_alias(parent=Page.objects.get(pk=clubs.pk), update_slug="partage")
    guest = enter(campus, "invite", (Role.EDITOR, clubs))
    assert [may(guest, "choose", file) for file in (salle, hidden, trial)] == [False, False, False]
    assert [may(guest, "choose", file) for file in (club, shown, front, logo, copied)] == [True] * 5
    moderator = enter(campus, "moderatrice", (Role.MODERATOR, clubs), (Role.MODERATOR, staff))
    assert [may(moderator, "change", file) for file in (salle, club, front, trial, logo)] == [False] * 5
    assert may(moderator, "change", copied)
    manager = enter(campus, "gestionnaire", (Role.MANAGER, clubs))
    assert [may(manager, "change", file) for file in (club, shown)] == [True, True]
    assert [may(manager, "change", file) for file in (salle, front, logo, copied)] == [False] * 4


# --- to change ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["online", "draft", "scheduled"])
def test_art_02_ones_own_file_under_somebody_elses_article_stays_as_it_is(
    campus: Campus, staff: Rubric, author: Any, enter: Enter, how: str
) -> None:
    """Neither replaced nor deleted beneath it, be it used in what waits to be published."""
    colleague = enter(campus, "collegue", (Role.PUBLISHER, staff))
    image = campus.image(uploaded_by_user=author.user)
    article: Article = campus.article(staff, "Le sien", owner=colleague.user)
    article.illustration = image
    if how == "online":
        article.save()
    else:
        later = datetime(2030, 1, 1, tzinfo=UTC)
        article.save_revision(approved_go_live_at=later if how == "scheduled" else None)
    if how == "scheduled":
        article.illustration = None
        article.save_revision()
    assert sees(author, image) == ALL
    assert changes(author, image) == NONE
    article.delete()
    assert changes(author, image) == ALL


def test_rub_03_a_file_of_two_rubrics_is_changed_by_whoever_validates_in_both(
    campus: Campus, staff: Rubric, clubs: Rubric, used: list[Stored], enter: Enter
) -> None:
    image, document = used
    campus.article(clubs, "Repris", body=[image_block(image), attachment_block(document)])
    one = enter(campus, "une", (Role.MODERATOR, staff), (Role.PUBLISHER, clubs))
    both = enter(campus, "deux", (Role.MODERATOR, staff), (Role.MODERATOR, clubs))
    assert [may(one, "change", file) for file in used] == [False, False]
    assert [may(both, "change", file) for file in used] == [True, True]


def test_rub_03_ones_own_article_gives_no_right_on_somebody_elses_picture(
    campus: Campus, staff: Rubric, used: list[Stored], enter: Enter
) -> None:
    colleague = enter(campus, "collegue", (Role.PUBLISHER, staff))
    image = campus.image(uploaded_by_user=None)
    campus.article(staff, "Le mien", illustration=image, owner=colleague.user)
    assert [may(colleague, action, image) for action in ("choose", "change")] == [True, False]


# --- to add -----------------------------------------------------------------------------------------------------------


def send(client: Any, collection: Collection) -> bool:
    sent = {"title": "Envoi", "collection": collection.pk, "file": ContentFile(document(), "envoi.pdf")}
    client.post("/admin/documents/add/", sent)
    return SchoolDocument.objects.filter(title="Envoi", collection=collection).exists()


def test_zone_02_files_are_added_to_ones_own_school_by_whoever_may_propose_there(
    campus: Campus, other: Campus, staff: Rubric, enter: Enter
) -> None:
    archive = campus.rubric("2024", archived_at=datetime(2026, 1, 1, tzinfo=UTC))
    nobody = enter(campus, "lectrice", (Role.VISITOR, staff), (Role.EDITOR, archive))
    assert not send(nobody, campus.school.collection)
    editor = enter(campus, "redactrice", (Role.EDITOR, staff))
    for elsewhere in (other.school.collection, Collection.objects.get(depth=1)):
        send(editor, elsewhere)
        assert not SchoolDocument.objects.filter(collection=elsewhere).exists()
    SchoolDocument.objects.all().delete()
    assert send(editor, campus.school.collection)
    assert SchoolDocument.objects.get(title="Envoi").uploaded_by_user == editor.user


# --- the cost ----------------------------------------------------------------------------------------------------------


def test_zone_02_the_number_of_queries_does_not_grow_with_the_files(
    campus: Campus, staff: Rubric, enter: Enter
) -> None:
    moderator = enter(campus, "moderatrice", (Role.MODERATOR, staff))

    def cost(address: str) -> int:
        assert moderator.get(address).status_code == 200
        with CaptureQueriesContext(connection) as queries:
            moderator.get(address)
        return len(queries)

    def fill(first: int, last: int) -> None:
        for number in range(first, last):
            document = campus.document(f"note-{number}.pdf", uploaded_by_user=moderator.user)
            article = campus.article(staff, f"Note {number}", body=[attachment_block(document)])
            article.save_revision()

    def every() -> list[int]:
        keys = "&".join(f"id={key}" for key in SchoolDocument.objects.values_list("pk", flat=True))
        bulk = f"/admin/bulk/media/schooldocument/add_tags/?{keys}"
        return [cost(address) for address in ("/admin/documents/", "/admin/documents/chooser/results/", bulk)]

    fill(0, 10)
    few = every()
    fill(10, 200)
    assert every() == few

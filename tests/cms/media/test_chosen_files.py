"""A form that names a file which the person may not choose: refused, whatever its chooser showed (ZONE-02)."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.articles.models import Article
from cms.homepage.models import Homepage
from cms.media.models import SchoolDocument, SchoolImage
from cms.rubrics.enums import Role, Zone
from cms.rubrics.models import Rubric
from tests.api.conftest import Campus, image_block
from tests.cms.media.conftest import Enter

REFUSED = "Une image ou un document choisi ici n’est pas à votre disposition dans cet établissement"
WHERE = ["illustration", "image", "gallery", "attachments", "text", "callout"]


@pytest.fixture
def clubs(campus: Campus) -> Rubric:
    return campus.rubric("Clubs", zone=Zone.PRIVATE)


@pytest.fixture
def hidden(campus: Campus) -> tuple[SchoolImage, SchoolDocument]:
    """Files of a rubric that those who write in the clubs do not read."""
    staff = campus.rubric("Salle des professeurs", zone=Zone.PRIVATE)
    image, document = campus.image("zinzolard.jpg"), campus.document("trifougnette.pdf")
    campus.article(staff, "Conseil", illustration=image, body=[{"type": "text", "value": link(document)}])
    return image, document


def link(document: SchoolDocument) -> str:
    return f'<p>avec <a linktype="document" id="{document.pk}">la note</a></p>'


def listed(value: Any) -> Any:
    return {"count": "1", "0": {"value": value, "order": "0", "deleted": "", "id": ""}}


def form(image: SchoolImage | None, document: SchoolDocument | None, *where: str, title: str = "Sortie") -> Any:
    """An article as its editor sends it, with the files at the places that are named."""
    picture = {"image": image.pk if image and "image" in where else "", "alt": "", "caption": "", "decorative": ""}
    shown = {**picture, "image": image.pk if image and "gallery" in where else ""}
    papers = {"document": document.pk if document and "attachments" in where else "", "title": ""}
    words = {kind: rich_text(link(document) if document and kind in where else "<p>x</p>") for kind in WHERE[-2:]}
    blocks = {
        "heading": {"text": "Texte tapé", "level": "2"},
        "image": picture,
        "gallery": listed(shown),
        "attachments": listed(papers),
        "text": words["text"],
        "callout": {"title": "", "text": words["callout"]},
    }
    used = ["heading", *[kind for kind in blocks if kind in where]]
    return nested_form_data(
        {
            "title": title,
            "slug": "sortie",
            "summary": "Résumé tapé",
            "signature": "",
            "tags": "",
            "illustration": image.pk if image and "illustration" in where else "",
            "body": streamfield([(kind, blocks[kind]) for kind in used]),
            "go_live_at": "",
            "expire_at": "",
            "comments": inline_formset([]),
            "action-publish": "1",
        }
    )


def read(answer: Any) -> str:
    """The page as its reader's browser has it: the body travels as JSON in an attribute."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), unescape(answer.content.decode()))


def write(client: Any, rubric: Page, sent: Any) -> Any:
    return client.post(f"/admin/pages/add/articles/article/{rubric.pk}/", sent)


@pytest.mark.parametrize("where", WHERE)
def test_zone_02_a_file_that_one_may_not_choose_is_refused_and_what_was_typed_is_kept(
    campus: Campus, clubs: Rubric, hidden: tuple[SchoolImage, SchoolDocument], enter: Enter, where: str
) -> None:
    guest = enter(campus, "invite", (Role.PUBLISHER, clubs))
    answer = write(guest, clubs, form(*hidden, where))
    shown = read(answer)
    assert answer.status_code == 200 and not Article.objects.filter(slug="sortie").exists()
    assert all(words in shown for words in (REFUSED, "Résumé tapé", "Texte tapé"))
    assert "zinzolard" not in shown and "trifougnette" not in shown


@pytest.mark.parametrize("where", WHERE)
def test_zone_02_a_file_of_another_school_is_refused_to_anybody(
    campus: Campus, other: Campus, clubs: Rubric, enter: Enter, where: str
) -> None:
    both = enter(campus, "remplacante", (Role.MANAGER, campus.root))
    other.grant(other.root, Role.MANAGER, person=other.person("remplacante", "teacher"))
    answer = write(both, clubs, form(other.image("ailleurs.jpg"), other.document("ailleurs.pdf"), where))
    assert REFUSED in read(answer)
    assert not Article.objects.filter(slug="sortie").exists()


def test_zone_02_what_one_may_choose_is_accepted_everywhere(campus: Campus, clubs: Rubric, enter: Enter) -> None:
    guest = enter(campus, "invite", (Role.PUBLISHER, clubs))
    image = campus.image(uploaded_by_user=guest.user)
    document = campus.document(uploaded_by_user=guest.user)
    assert write(guest, clubs, form(image, document, *WHERE)).status_code == 302
    article = Article.objects.get(slug="sortie")
    assert article.illustration == image
    assert [block.block_type for block in article.body] == ["heading", *WHERE[1:]]


def test_zone_02_what_a_colleague_put_there_stays_acceptable_and_nothing_more(
    campus: Campus, clubs: Rubric, hidden: tuple[SchoolImage, SchoolDocument], enter: Enter
) -> None:
    guest = enter(campus, "invite", (Role.PUBLISHER, clubs))
    image, document = hidden
    article = campus.article(clubs, "Sortie", slug="sortie", owner=guest.user)
    article.body = [image_block(image)]
    article.save_revision()
    SchoolImage.objects.filter(pk=image.pk).update(collection=1)  # taken away from the school since
    address = f"/admin/pages/{article.pk}/edit/"
    assert REFUSED in read(guest.post(address, form(image, document, "image", "attachments")))
    assert guest.post(address, form(image, document, "image", title="Corrigé")).status_code == 302
    assert Article.objects.get(pk=article.pk).title == "Corrigé"


def test_zone_02_a_preview_shows_no_such_file_either(
    campus: Campus, clubs: Rubric, hidden: tuple[SchoolImage, SchoolDocument], enter: Enter
) -> None:
    guest = enter(campus, "invite", (Role.PUBLISHER, clubs))
    address = f"/admin/pages/add/articles/article/{clubs.pk}/preview/"
    assert guest.post(address, form(None, None)).json()["is_valid"] is True
    assert guest.post(address, form(*hidden, *WHERE)).json()["is_valid"] is False
    assert "trifougnette" not in guest.get(f"{address}?mode=").content.decode()


def test_zone_02_nor_do_rubrics_and_homepages_take_one(campus: Campus, other: Campus, enter: Enter) -> None:
    head = enter(campus, "chef", (Role.MANAGER, campus.root))
    rubric = campus.rubric("Sport", slug="sport")
    theirs, ours = other.image(), campus.image()
    paper = other.document()
    sent = {"title": "Sport", "slug": "sport", "colour": "", "icon": "", "comments": inline_formset([])}
    for image, text, accepted in ((theirs, "<p>x</p>", False), (ours, link(paper), False), (ours, "<p>x</p>", True)):
        typed = {**sent, "illustration": image.pk, "introduction": rich_text(text), "action-publish": "1"}
        answer = head.post(f"/admin/pages/{rubric.pk}/edit/", nested_form_data(typed))
        assert (answer.status_code == 302) is accepted
        assert accepted or REFUSED in read(answer)
    assert Rubric.objects.get(pk=rubric.pk).illustration == ours
    tile = {"type": "top", "id": str(uuid4()), "value": {"image": ours.pk, "article": None, "visible": True}}
    homepage = campus.root.add_child(instance=Homepage(title="Accueil", slug="accueil", tiles=[tile]))
    for image, accepted in ((theirs, False), (ours, True)):
        top = {"image": image.pk, "more-count": "0", "article": "", "visible": "on", "width": "full"}
        tiles = streamfield([("top", top)])
        typed = {"title": "Accueil", "slug": "accueil", "tiles": tiles, "comments": inline_formset([])}
        answer = head.post(f"/admin/pages/{homepage.pk}/edit/", nested_form_data(typed))
        assert (answer.status_code == 302) is accepted

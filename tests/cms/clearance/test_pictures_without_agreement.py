"""ZONE-07: an article one of whose pictures shows who did not agree; its writer is told, loses nothing, and the rest goes."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from cms.articles.models import Article
from cms.articles.services import put_online
from cms.clearance.services import leave_out_pictures
from cms.consents.services import note_person
from cms.core.exceptions import Conflict, NotAllowed
from cms.directory.enums import Profile
from cms.media.models import SchoolImage
from cms.rubrics.enums import Role
from cms.rubrics.models import Rubric
from tests.cms.clearance.test_going_public import stream
from tests.support.campus import pixels
from tests.support.schools import SmallSchool, browser_of, fresh, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(settings: Any, tmp_path: Any) -> SmallSchool:
    settings.MEDIA_ROOT = tmp_path
    return SmallSchool()


@pytest.fixture
def news(place: SmallSchool) -> Rubric:
    return place.rubric("Actualités")


def photo(place: SmallSchool, title: str) -> SchoolImage:
    return SchoolImage.objects.create(
        title=title, collection=place.school.collection, file=ContentFile(pixels(), f"{title}.jpg"), width=8, height=4
    )


def trip(place: SmallSchool, news: Rubric, owner: Any) -> tuple[Article, SchoolImage]:
    """Of three pictures; a pupil is noted in one of them, which is everywhere."""
    crowd, cliff, cave = (photo(place, title) for title in ("Foule", "Falaise", "Grotte"))
    pupil = place.person("lea", Profile.PUPIL, first_name="Léa", last_name="Morvan")
    note_person(image=crowd, person=pupil, actor=place.chef.user)
    shown = {
        image: {"image": image.pk, "alt": "Un lieu", "caption": "", "decorative": False}
        for image in (crowd, cliff, cave)
    }
    gallery = [{"type": "item", "value": shown[image], "id": str(image.pk)} for image in (crowd, cliff)]
    alone = [{"type": "item", "value": shown[crowd], "id": "9"}]
    body = stream(("gallery", gallery), ("image", shown[crowd]), ("gallery", alone), ("image", shown[cave]))
    article = place.article(news, "Voyage", body=body, illustration=crowd, owner=owner, live=False)
    article.save_revision()
    return article, crowd


def pictures(article: Article) -> list[str]:
    found = [str(article.illustration)] if article.illustration else []
    for block in article.body:
        images = block.value if block.block_type == "gallery" else [block.value]
        found += [image["image"].title for image in images]
    return found


def test_zone_07_its_writer_is_led_to_the_screen_that_says_which_and_who(place: SmallSchool, news: Rubric) -> None:
    article, _crowd = trip(place, news, place.chef.user)
    with pytest.raises(Conflict, match="« Foule » montre Léa Morvan") as refusal:
        put_online(article=article, actor=place.chef.user)
    assert refusal.value.remedy == reverse("clearance_check", args=[article.pk])
    assert not fresh(article).live
    screen = said(browser_of(place.chef).get(refusal.value.remedy))
    assert "montre Léa Morvan" in screen
    assert "Mettre en ligne sans ces images" in screen


def test_zone_07_nobody_takes_pictures_out_of_what_they_may_not_change(place: SmallSchool, news: Rubric) -> None:
    article, crowd = trip(place, news, place.chef.user)
    other = place.person("zoe")
    place.grant(news, Role.EDITOR, person=other)
    with pytest.raises(NotAllowed):
        leave_out_pictures(article=article, actor=other.user)
    browser_of(other).post(reverse("clearance_check", args=[article.pk]), {"without": "1"})
    assert pictures(fresh(article).get_latest_revision_as_object()).count(crowd.title) == 4


def test_zone_07_the_rest_goes_online_and_nothing_is_lost(place: SmallSchool, news: Rubric) -> None:
    article, crowd = trip(place, news, place.chef.user)
    before = fresh(article).latest_revision
    answer = browser_of(place.chef).post(reverse("clearance_check", args=[article.pk]), {"without": "1"}, follow=True)
    assert "« Foule » n’est plus dans l’article" in said(answer)
    assert "« Voyage » est en ligne" in said(answer)
    assert (fresh(article).live, pictures(fresh(article))) == (True, ["Falaise", "Grotte"])
    assert pictures(before.as_object()).count("Foule") == 4
    assert SchoolImage.objects.filter(pk=crowd.pk).exists()


def test_zone_07_an_editor_takes_them_out_and_it_stays_a_draft(place: SmallSchool, news: Rubric) -> None:
    writer = place.person("zoe")
    place.grant(news, Role.EDITOR, person=writer)
    article, _crowd = trip(place, news, writer.user)
    browser_of(writer).post(reverse("clearance_check", args=[article.pk]), {"without": "1"})
    assert not fresh(article).live
    assert pictures(fresh(article).get_latest_revision_as_object()) == ["Falaise", "Grotte"]

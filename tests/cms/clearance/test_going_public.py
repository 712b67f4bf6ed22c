"""ZONE-04, ART-09: nothing goes public that holds what nobody has decided, whichever door it takes; nothing typed is lost."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from cms.articles.models import Article
from cms.articles.selectors import public_articles
from cms.articles.services import edit_article, move_article, put_online, submit_article
from cms.clearance.enums import Ground, Outcome
from cms.clearance.models import DecidedFind, Decision
from cms.clearance.services import confirm, looked_at
from cms.core import clock
from cms.core.exceptions import Conflict, DomainError, Invalid, NotAllowed
from cms.directory.enums import Profile
from cms.media.models import SchoolDocument, SchoolImage
from cms.rubrics.enums import Role, Zone
from cms.rubrics.models import Rubric
from cms.rubrics.services import archive_rubric, restore_rubric, set_zone
from tests.support.campus import pixels
from tests.support.schools import SmallSchool, browser_of, fresh, said

pytestmark = pytest.mark.django_db
TELEPHONE = "06 39 98 12 34"
PERSONAL = f"<p>Pour venir, appelez le {TELEPHONE} avant lundi.</p>"
PLAIN = "<p>Les élèves de sixième ont planté des pommiers.</p>"


@pytest.fixture
def place(settings: Any, tmp_path: Any) -> SmallSchool:
    settings.MEDIA_ROOT = tmp_path
    school = SmallSchool()
    school.person("lina", Profile.PUPIL, first_name="Lina", last_name="Castel")
    return school


@pytest.fixture
def news(place: SmallSchool) -> Rubric:
    return place.rubric("Actualités", slug="actualites")


@pytest.fixture
def inside(place: SmallSchool) -> Rubric:
    return place.rubric("Vie interne", zone=Zone.PRIVATE, slug="interne")


def stream(*blocks: tuple[str, Any]) -> str:
    return json.dumps([{"type": kind, "value": value, "id": str(uuid4())} for kind, value in blocks])


def draft(place: SmallSchool, rubric: Rubric, html: str = PERSONAL, **fields: Any) -> Article:
    fields = {"title": "Sortie", "slug": "sortie", "body": stream(("text", html)), "live": False, **fields}
    fields.setdefault("owner", place.chef.user)
    title = fields.pop("title")
    article = place.article(rubric, title, **fields)
    article.save_revision()
    return article


def decide(article: Article, actor: Any, ground: Ground = Ground.CONSENT) -> None:
    version = article.get_latest_revision_as_object()
    keys = [found.key for found in looked_at(version, SCHOOL(article)).undecided]
    confirm(version=version, keys=keys, ground=ground, actor=actor)


def SCHOOL(article: Article) -> Any:  # noqa: N802 - reads as the noun it is
    from cms.schools.selectors import school_of_page

    return school_of_page(article)


def form_of(article: Article, html: str, **fields: str) -> dict[str, str]:
    """What the editor sends for an article of one text."""
    return {
        "title": article.title,
        "slug": article.slug,
        "summary": "",
        "signature": "",
        "tags": "",
        "illustration": "",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "text",
        "body-0-id": str(uuid4()),
        "body-0-value": json.dumps(
            {
                "blocks": [
                    {
                        "key": "a",
                        "text": html,
                        "type": "unstyled",
                        "depth": 0,
                        "inlineStyleRanges": [],
                        "entityRanges": [],
                    }
                ],
                "entityMap": {},
            }
        ),
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **fields,
    }


# --- Through our own verb --------------------------------------------------------------------------------------------


def test_zone_04_what_nobody_decided_does_not_go_public(place: SmallSchool, news: Rubric) -> None:
    article = draft(place, news)
    with pytest.raises(Conflict) as refusal:
        put_online(article=article, actor=place.chef.user)
    assert refusal.value.code == "clearance.undecided"
    assert refusal.value.remedy == reverse("clearance_check", args=[article.pk])
    assert not fresh(article).live


def test_zone_04_the_authenticated_zone_asks_nothing(place: SmallSchool, inside: Rubric) -> None:
    article = draft(place, inside)
    put_online(article=article, actor=place.chef.user)
    assert fresh(article).live


def test_zone_04_once_decided_it_goes_and_is_asked_again_only_for_something_new(
    place: SmallSchool, news: Rubric
) -> None:
    chef = place.chef.user
    article = draft(place, news)
    decide(article, chef)
    put_online(article=article, actor=chef)
    assert fresh(article).live

    moved = f"<p>Il fera beau.</p><p>Le numéro est le {TELEPHONE.replace(' ', '.')}.</p>"
    edit_article(article=fresh(article), actor=chef, body=stream(("text", PLAIN), ("text", moved)))
    put_online(article=fresh(article), actor=chef)  # the same number elsewhere: nothing to ask

    edit_article(article=fresh(article), actor=chef, body=stream(("text", moved + "<p>Avec Lina Castel.</p>")))
    with pytest.raises(Conflict, match="une donnée personnelle"):
        put_online(article=fresh(article), actor=chef)
    assert "pommiers" in str(fresh(article).body)


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Bravo à Lina Castel"},
        {"summary": f"Écrire au {TELEPHONE}"},
        {"signature": "Lina Castel"},
        {"slug": "bravo-lina-castel"},
        {"body": stream(("heading", {"text": "Lina Castel", "level": "2"}))},
        {"body": stream(("quote", {"text": "Bravo !", "source": "Castel Lina"}))},
        {"body": stream(("callout", {"title": "", "text": PERSONAL}))},
        {"body": stream(("text", '<p><a href="mailto:lina.castel@exemple.fr">Lui écrire</a></p>'))},
        {
            "body": stream(
                ("table", {"data": [["Nom", "Tél"], ["Roux", "639981234"]], "first_row_is_table_header": True})
            )
        },
        {
            "body": stream(
                ("gallery", [{"type": "item", "value": {"image": None, "alt": "", "caption": "Lina Castel"}}])
            )
        },
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_zone_04_every_text_of_an_article_is_looked_at(place: SmallSchool, news: Rubric, fields: Any) -> None:
    with pytest.raises(Conflict):
        put_online(article=draft(place, news, **{"html": PLAIN, **fields}), actor=place.chef.user)


def test_zone_04_tags_and_the_words_of_pictures_are_looked_at(place: SmallSchool, news: Rubric) -> None:
    article = draft(place, news, PLAIN)
    article.tags.add("Lina Castel")
    image = SchoolImage.objects.create(
        title="Photo", description="Lina Castel reçoit son prix", collection=place.school.collection,
        file=ContentFile(pixels(), "photo.jpg"), width=8, height=4,
    )  # fmt: skip
    article.illustration = image
    article.save_revision()
    look = looked_at(article.get_latest_revision_as_object(), place.school)
    (found,) = look.undecided  # once, with both its places
    assert [place.where for place in found.places] == ["Mots-clés", "Image « Photo », description"]


def attached(place: SmallSchool, content: bytes, name: str) -> tuple[SchoolDocument, str]:
    document = SchoolDocument(title="Liste", collection=place.school.collection)
    document.file = ContentFile(content, name)
    document.save()
    item = {"type": "item", "id": str(uuid4()), "value": {"document": document.pk, "title": ""}}
    return document, stream(("attachments", [item]))


def test_zone_04_what_a_file_holds_is_asked_and_asked_again_when_it_is_replaced(
    place: SmallSchool, news: Rubric
) -> None:
    document, body = attached(place, b"Lina Castel, 6e B", "liste.txt")
    article = draft(place, news, body=body)
    decide(article, place.chef.user)
    put_online(article=article, actor=place.chef.user)
    document = fresh(document)
    document.file = ContentFile(b"Lina Castel et son adresse : 12 rue des Lilas, 14000 Caen", "liste.txt")
    document.file_hash = ""
    document._set_document_file_metadata()
    document.save()
    with pytest.raises(Conflict, match="2 données personnelles"):
        put_online(article=fresh(article), actor=place.chef.user)


def test_zone_04_a_file_that_nobody_could_read_is_to_be_read_by_a_person(place: SmallSchool, news: Rubric) -> None:
    _document, body = attached(place, b"pas un PDF", "liste.pdf")
    article = draft(place, news, body=body)
    (found,) = looked_at(article.get_latest_revision_as_object(), place.school).undecided
    assert found.kind == "unread"
    with pytest.raises(Conflict):
        put_online(article=article, actor=place.chef.user)
    decide(article, place.chef.user, Ground.MISTAKEN)
    put_online(article=article, actor=place.chef.user)
    assert fresh(article).live


def test_only_who_may_put_online_confirms(place: SmallSchool, news: Rubric) -> None:
    place.with_role(Role.EDITOR, news, "redac")
    writer = place.person("redactrice")
    place.grant(news, Role.EDITOR, person=writer)
    article = draft(place, news, owner=writer.user)
    with pytest.raises(NotAllowed):
        decide(article, writer.user)
    assert not Decision.objects.exists()


def test_the_record_says_who_what_and_where_and_keeps_nothing_personal(place: SmallSchool, news: Rubric) -> None:
    article = draft(place, news, "<p>Avec Lina Castel, 06 39 98 12 34.</p>")
    decide(article, place.chef.user)
    (decision,) = Decision.objects.all()
    assert (decision.actor, decision.outcome, decision.ground) == (place.chef.user, Outcome.CONFIRMED, Ground.CONSENT)
    finds = list(decision.finds.order_by("kind").values_list("kind", "where", "mask"))
    assert finds == [("pupil", "Texte (bloc 1)", "L••• C•••••"), ("telephone", "Texte (bloc 1)", "06 •• •• •• ••")]
    kept = json.dumps(list(DecidedFind.objects.values()), default=str)
    assert "Castel" not in kept
    assert "98" not in "".join(mask for _kind, _where, mask in finds)


def test_art_09_a_fault_that_stops_some_readers_stops_the_publication_in_public_only(
    place: SmallSchool, news: Rubric, inside: Rubric
) -> None:
    image = SchoolImage.objects.create(
        title="p", collection=place.school.collection, file=ContentFile(pixels(), "p.jpg"), width=8, height=4
    )
    body = stream(("image", {"image": image.pk, "alt": "", "caption": "", "decorative": False}))
    with pytest.raises(Invalid, match="image sans texte de remplacement"):
        put_online(article=draft(place, news, body=body), actor=place.chef.user)
    article = draft(place, inside, body=body)
    put_online(article=article, actor=place.chef.user)
    assert fresh(article).live


# --- Through Wagtail's editor ----------------------------------------------------------------------------------------


def publish(client: Client, article: Article, words: str, **fields: str) -> Any:
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    return client.post(address, form_of(article, words, **{"action-publish": "action-publish", **fields}))


def test_zone_04_the_editor_leads_to_the_questions_and_keeps_what_was_typed(place: SmallSchool, news: Rubric) -> None:
    article = draft(place, news, PLAIN)
    answer = publish(browser_of(place.chef), article, f"Appelez Lina Castel au {TELEPHONE}.")
    assert answer.url == reverse("clearance_check", args=[article.pk])
    stored = fresh(article)
    assert not stored.live
    assert TELEPHONE in str(stored.get_latest_revision_as_object().body)

    screen = said(browser_of(place.chef).get(answer.url))
    assert "Faut-il que tout le monde le lise" in screen
    assert f"<mark>{TELEPHONE}</mark>" in screen
    assert "<mark>Lina Castel</mark>" in screen
    assert "Texte (bloc 1)" in screen


def test_a_new_article_that_is_published_at_once_is_not_online_either(place: SmallSchool, news: Rubric) -> None:
    """Wagtail makes a new page online before it asks."""
    client = browser_of(place.chef)
    address = reverse("wagtailadmin_pages:add", args=["articles", "article", news.pk])
    new = Article(title="Nouvelle", slug="nouvelle")
    answer = client.post(address, form_of(new, f"Appelez le {TELEPHONE}.", **{"action-publish": "x"}))
    article = Article.objects.get(slug="nouvelle")
    assert answer.url == reverse("clearance_check", args=[article.pk])
    assert not article.live
    assert list(public_articles(place.school)) == []
    assert TELEPHONE in str(article.get_latest_revision_as_object().body)


def answer_all(client: Client, article: Article, **fields: Any) -> Any:
    address = reverse("clearance_check", args=[article.pk])
    keys = [found.key for found in looked_at(article.get_latest_revision_as_object(), SCHOOL(article)).undecided]
    return client.post(address, {"needed": "on", "key": keys, "ground": "consent", **fields})


def test_zone_04_confirming_puts_online_and_asks_nothing_twice(place: SmallSchool, news: Rubric) -> None:
    client = browser_of(place.chef)
    article = draft(place, news)
    publish(client, article, f"Appelez le {TELEPHONE}.")
    assert answer_all(client, article).status_code == 302
    assert fresh(article).live
    assert [decision.outcome for decision in Decision.objects.order_by("pk")] == ["asked", "confirmed"]

    publish(client, fresh(article), f"Demain, appelez le {TELEPHONE}.")
    assert "Demain" in str(fresh(article).body)
    assert Decision.objects.count() == 2


def test_art_02_from_the_questions_one_goes_on_to_the_next_submission(place: SmallSchool, news: Rubric) -> None:
    karim = place.person("karim")
    place.grant(news, Role.EDITOR, person=karim)
    first, second = (draft(place, news, slug=slug, owner=karim.user) for slug in ("une", "deux"))
    for article in (first, second):
        submit_article(article=article, actor=karim.user)
    client = browser_of(place.chef)
    publish(client, first, f"Appelez le {TELEPHONE}.")
    assert answer_all(client, first).url == reverse("wagtailadmin_pages:edit", args=[second.pk])
    assert (fresh(first).live, fresh(second).live) == (True, False)
    publish(client, second, f"Appelez le {TELEPHONE}.")
    assert answer_all(client, second).url == reverse("wagtailadmin_home")


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("needed", "dites d’abord que tout le monde doit pouvoir le lire"),
        ("key", "Cochez au moins une ligne"),
        ("ground", "Dites pourquoi tout le monde peut lire"),
    ],
)
def test_an_answer_with_a_hole_says_so_and_decides_nothing(
    place: SmallSchool, news: Rubric, missing: str, sentence: str
) -> None:
    article = draft(place, news)
    client = browser_of(place.chef)
    answer = answer_all(client, article, **{missing: [], "note": "accord du 3 mai"})
    assert sentence in said(answer)
    assert "accord du 3 mai" in said(answer)
    assert not Decision.objects.exists()
    assert not fresh(article).live


def test_zone_04_what_was_corrected_is_recorded_as_such(place: SmallSchool, news: Rubric) -> None:
    client = browser_of(place.chef)
    article = draft(place, news, PLAIN)
    publish(client, article, f"Appelez le {TELEPHONE}.")
    publish(client, fresh(article), "Appelez le collège.")
    assert fresh(article).live
    corrected = Decision.objects.get(outcome=Outcome.CORRECTED)
    assert [find.mask for find in corrected.finds.all()] == ["06 •• •• •• ••"]


def test_zone_04_it_can_go_to_the_authenticated_zone_instead(place: SmallSchool, news: Rubric, inside: Rubric) -> None:
    client = browser_of(place.chef)
    article = draft(place, news)
    address = reverse("clearance_check", args=[article.pk])
    refused = client.post(address, {"rubric": str(news.pk)}, follow=True)
    assert "est publique" in said(refused)
    client.post(address, {"rubric": str(inside.pk)})
    stored = fresh(article)
    assert stored.live
    assert stored.get_parent().pk == inside.pk
    assert list(public_articles(place.school)) == []
    assert Decision.objects.get().outcome == Outcome.MOVED


def test_a_writer_who_may_not_publish_sees_what_will_be_asked_and_decides_nothing(
    place: SmallSchool, news: Rubric
) -> None:
    writer = place.person("redactrice")
    place.grant(news, Role.EDITOR, person=writer)
    article = draft(place, news, owner=writer.user)
    client = browser_of(writer)
    screen = said(client.get(reverse("clearance_check", args=[article.pk])))
    assert f"<mark>{TELEPHONE}</mark>" in screen
    assert "Confirmer" not in screen
    answer_all(client, article)
    assert not Decision.objects.exists()


# --- Through other doors ---------------------------------------------------------------------------------------------


def test_what_was_decided_when_it_was_scheduled_goes_online_by_itself(place: SmallSchool, news: Rubric) -> None:
    article = draft(place, news)
    article.go_live_at = clock.now() + timedelta(hours=1)
    article.save_revision()
    with pytest.raises(Conflict):
        put_online(article=article, actor=place.chef.user)
    decide(article, place.chef.user)
    put_online(article=article, actor=place.chef.user)
    assert not fresh(article).live
    revision = article._revisions.get(approved_go_live_at__isnull=False)
    revision.approved_go_live_at = clock.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    call_command("publish_scheduled")
    assert fresh(article).live


def test_zone_04_many_at_once_are_published_when_none_of_them_is_to_be_asked(place: SmallSchool, news: Rubric) -> None:
    first, second = draft(place, news, PLAIN, slug="un"), draft(place, news, slug="deux", title="Deux")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    asked = f"{address}?id={first.pk}&id={second.pk}&next={reverse('wagtailadmin_home')}"
    client = browser_of(place.chef)
    client.post(asked, {"include_descendants": ""})
    assert not fresh(first).live
    assert not fresh(second).live
    decide(second, place.chef.user)
    client.post(asked, {"include_descendants": ""})
    assert fresh(first).live
    assert fresh(second).live


def online(place: SmallSchool, rubric: Rubric, **fields: Any) -> Article:
    article = draft(place, rubric, **fields)
    article.get_latest_revision().publish()
    return fresh(article)


def test_zone_04_a_move_into_the_public_zone_asks(place: SmallSchool, news: Rubric, inside: Rubric) -> None:
    article = online(place, inside)
    with pytest.raises(Conflict, match="Rien n’est devenu public"):
        move_article(article=article, rubric=news, actor=place.chef.user)
    client = browser_of(place.chef)
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[article.pk, news.pk]), {"understood": "on"})
    assert fresh(article).get_parent().pk == inside.pk
    decide(article, place.chef.user)
    move_article(article=fresh(article), rubric=news, actor=place.chef.user)
    assert fresh(article).get_parent().pk == news.pk


def scheduled(place: SmallSchool, rubric: Rubric) -> Article:
    article = draft(place, rubric)
    article.go_live_at = clock.now() + timedelta(hours=1)
    article.save_revision().publish()
    return fresh(article)


@pytest.mark.parametrize("make", [online, scheduled])
def test_zone_04_a_rubric_becomes_public_when_all_that_it_shows_is_decided(
    place: SmallSchool, inside: Rubric, make: Any
) -> None:
    article = make(place, inside)
    draft(place, inside, slug="brouillon")  # a draft is asked on its own day
    with pytest.raises(Conflict, match="« Sortie »") as refusal:
        set_zone(rubric=inside, zone=Zone.PUBLIC, actor=place.chef.user)
    assert fresh(inside).zone == Zone.PRIVATE
    screen = said(browser_of(place.chef).get(reverse("rubric_zone", args=[inside.pk])))
    assert refusal.value.remedy.replace("&", "&") in screen
    assert "Rendre publique" not in screen
    if make is online:
        decide(article, place.chef.user)
    else:
        article.unpublish()
        article._revisions.update(approved_go_live_at=None)
    set_zone(rubric=inside, zone=Zone.PUBLIC, actor=place.chef.user)
    assert fresh(inside).zone == Zone.PUBLIC


def test_zone_04_restoring_and_moving_a_rubric_ask_too(place: SmallSchool, news: Rubric, inside: Rubric) -> None:
    chef = place.chef.user
    beneath = place.rubric("Sous", under=inside, slug="sous")  # public, under what is private: nobody reads it
    online(place, beneath)
    client = browser_of(place.chef)
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[beneath.pk, news.pk]), {"understood": "on"})
    assert fresh(beneath).get_parent().pk == inside.pk
    article = draft(place, news, slug="autre", title="Autre")
    Article.objects.filter(pk=article.pk).update(live=True)
    archive_rubric(rubric=news, actor=chef)
    with pytest.raises(Conflict):
        restore_rubric(rubric=fresh(news), actor=chef)
    Article.objects.filter(pk=article.pk).update(live=False)
    restore_rubric(rubric=fresh(news), actor=chef)
    assert fresh(news).archived_at is None


def test_zone_04_an_alias_in_a_public_rubric_makes_its_original_public(
    place: SmallSchool, news: Rubric, inside: Rubric
) -> None:
    client = browser_of(place.chef)
    article = online(place, inside)
    copy = reverse("wagtailadmin_pages:copy", args=[article.pk])
    asked = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": str(news.pk)}
    for how in ({"alias": "on"}, {"publish_copies": "on"}):
        client.post(copy, {**asked, **how})
        assert not Article.objects.filter(slug="copie").exists()
    decide(article, place.chef.user)
    client.post(copy, {**asked, "alias": "on"})
    assert Article.objects.get(slug="copie").live
    edit_article(article=fresh(article), actor=place.chef.user, body=stream(("text", "<p>Avec Lina Castel.</p>")))
    with pytest.raises(DomainError):
        put_online(article=fresh(article), actor=place.chef.user)

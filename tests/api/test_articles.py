"""Lists of articles, and one article (API-01, ZONE-01, ZONE-02, RUB-03)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from cms.articles.models import Article
from cms.rubrics.enums import Role, Zone
from cms.rubrics.models import Rubric
from tests.api.conftest import Campus, attachment_block, image_block, pixels, text_block


def titles(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [article["title"] for article in answer.json()["results"]]


@pytest.fixture
def sport(campus: Campus) -> Rubric:
    return campus.rubric("Sport", slug="sport")


@pytest.fixture
def staff(campus: Campus) -> Rubric:
    return campus.rubric("Salle des professeurs", slug="profs", zone=Zone.PRIVATE)


# --- What is refused -------------------------------------------------------------------------------------------------


def test_zone_02_an_unknown_rubric_and_an_unreadable_one_are_refused_alike(
    get: Callable[..., Any], campus: Campus, staff: Rubric
) -> None:
    person = campus.person("anne")
    for reader in (None, person):
        hidden = get(f"/articles?rubric={staff.translation_key}", reader)
        unknown = get(f"/articles?rubric={uuid4()}", reader)
        assert hidden.status_code == unknown.status_code == 404
        assert hidden.content == unknown.content


def test_zone_02_an_unknown_article_and_an_unreadable_one_are_refused_alike(
    get: Callable[..., Any], campus: Campus, sport: Rubric, staff: Rubric
) -> None:
    person = campus.person("anne")
    past = timezone.now() - timedelta(hours=1)
    hidden = [
        campus.article(staff, "Privé"),
        campus.article(sport, "Brouillon", live=False),
        campus.article(sport, "Expiré", expire_at=past),
    ]
    unknown = get(f"/articles/{uuid4()}", person)
    for article in hidden:
        answer = get(f"/articles/{article.ref}", person)
        assert (answer.status_code, answer.content) == (404, unknown.content)


def test_zone_02_the_right_is_asked_before_any_condition(
    get: Callable[..., Any], campus: Campus, staff: Rubric
) -> None:
    reader = campus.person("karim", "teacher")
    campus.grant(staff, Role.VISITOR, profile="teacher")
    article = campus.article(staff, "Privé")
    etag = get(f"/articles/{article.ref}", reader)["ETag"]
    later = "Wed, 01 Jan 2127 00:00:00 GMT"
    for condition in ({"If-None-Match": etag}, {"If-None-Match": "*"}, {"If-Modified-Since": later}):
        answer = get(f"/articles/{article.ref}", None, **condition)
        assert answer.status_code == 404
        assert "ETag" not in answer and "Last-Modified" not in answer


@pytest.mark.parametrize("value", ["1abc", "[1]", str(2**63), "-1", "%00", "a" * 5000, "{}", "%ED%A0%80", "١"])
@pytest.mark.parametrize("name", ["rubric", "cursor", "include", "tag"])
def test_api_01_malformed_parameters_are_refused_cleanly(
    get: Callable[..., Any], sport: Rubric, name: str, value: str
) -> None:
    answer = get(f"/articles?{name}={value}")
    assert answer.status_code in ({200, 400} if name == "tag" else {400, 404})
    if answer.status_code != 200:
        assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("value", ["1abc", "[1]", str(2**63), "-1", "%00", "a" * 5000, "{}", "%ED%A0%80"])
@pytest.mark.parametrize("shape", ["/articles/{}", "/articles/{}/images/a.jpg", "/articles/{}/files/a.pdf"])
def test_api_01_malformed_references_are_not_found(
    get: Callable[..., Any], sport: Rubric, shape: str, value: str
) -> None:
    assert get(shape.format(value)).status_code == 404


def test_zone_01_someone_of_another_school_reads_what_is_public(
    get: Callable[..., Any], campus: Campus, other: Campus, sport: Rubric, staff: Rubric
) -> None:
    stranger = other.person("bruno", "teacher")
    campus.grant(campus.root, Role.MANAGER, profile="teacher")
    other.grant(other.root, Role.MANAGER, profile="teacher")
    campus.article(sport, "Public")
    campus.article(staff, "Privé")
    other.article(other.rubric("Ailleurs"), "Autre école")
    assert titles(get("/articles", stranger)) == ["Public"]
    assert titles(get("/articles")) == ["Public"]


# --- Lists -----------------------------------------------------------------------------------------------------------


def test_zone_01_a_list_is_what_its_reader_may_read_newest_first(
    get: Callable[..., Any], campus: Campus, sport: Rubric, staff: Rubric
) -> None:
    reader = campus.person("karim", "teacher")
    campus.grant(staff, Role.VISITOR, profile="teacher")
    campus.article(sport, "Ancien")
    campus.article(staff, "Privé")
    campus.article(sport, "Récent")
    campus.article(sport, "Sans date", first_published_at=None)
    assert titles(get("/articles")) == ["Récent", "Ancien", "Sans date"]
    assert titles(get("/articles", reader)) == ["Récent", "Privé", "Ancien", "Sans date"]


def test_api_01_what_is_told_of_an_article(
    get: Callable[..., Any], campus: Campus, sport: Rubric, staff: Rubric
) -> None:
    image = campus.image("depart.jpg", pixels(1360, 500), description="Le départ")
    article = campus.article(
        sport,
        "Cross",
        slug="cross",
        summary="Tous ont couru.",
        signature="C. Fontaine",
        tags=["EPS", "course"],
        illustration=image,
    )
    when = article.first_published_at.astimezone().isoformat()
    card = get("/articles").json()["results"][0]
    assert datetime.fromisoformat(card.pop("published_at")) == datetime.fromisoformat(when)
    assert datetime.fromisoformat(card.pop("updated_at")) == article.last_published_at
    assert card == {
        "ref": str(article.ref),
        "title": "Cross",
        "summary": "Tous ont couru.",
        "author": "C. Fontaine",
        "tags": ["EPS", "course"],
        "rubric": {"ref": str(sport.translation_key), "title": "Sport", "path": "sport", "zone": "public"},
        "illustration": {
            "src": f"/api/v1/articles/{article.ref}/images/depart.jpg?width=680&frame=illustration",
            "width": 680,
            "height": 382,
            "alt": "Le départ",
        },
        "public_url": "/sport/cross/",
    }


def test_zone_01_only_what_is_public_has_an_address_on_the_public_site(
    get: Callable[..., Any], campus: Campus, staff: Rubric
) -> None:
    reader = campus.person("karim", "teacher")
    campus.grant(staff, Role.VISITOR, profile="teacher")
    campus.article(campus.rubric("Conseils", under=staff), "Conseil")
    card = get("/articles", reader).json()["results"][0]
    assert (card["public_url"], card["rubric"]["zone"], card["illustration"]) == (None, "private", None)


def test_api_01_by_rubric_with_or_without_those_beneath_and_by_tag(
    get: Callable[..., Any], campus: Campus, sport: Rubric, staff: Rubric
) -> None:
    sailing = campus.rubric("Voile", under=sport)
    campus.article(sport, "Cross", tags=["Course à pied"])
    campus.article(sailing, "Régate", tags=["Course à pied", "Mer"])
    campus.article(campus.rubric("Sportif"), "Ailleurs")
    campus.article(staff, "Privé", tags=["Secret"])
    here = f"/articles?rubric={sport.translation_key}"
    assert titles(get(here)) == ["Cross"]
    assert titles(get(f"{here}&include=descendants")) == ["Régate", "Cross"]
    assert titles(get(f"{here}&include=descendants&tag=mer")) == ["Régate"]
    assert titles(get("/articles?tag=course-à-pied")) == ["Régate", "Cross"]
    assert titles(get("/articles?tag=secret")) == titles(get("/articles?tag=inconnu")) == []


@pytest.mark.parametrize("same_instant", [False, True])
def test_api_01_pages_hold_every_article_once_in_both_directions(
    get: Callable[..., Any], campus: Campus, sport: Rubric, same_instant: bool
) -> None:
    dates = {"first_published_at": datetime(2026, 9, 1, tzinfo=UTC)} if same_instant else {}
    for number in range(45):
        campus.article(sport, f"Article {number:02}", **dates)
    pages, address = [], f"/api/v1/articles?rubric={sport.translation_key}"
    while address:
        assert address.startswith("/api/v1/articles?")
        page = get(address.removeprefix("/api/v1")).json()
        pages.append([article["title"] for article in page["results"]])
        address, last = page["next"], page
    assert [len(titles) for titles in pages] == [20, 20, 5]
    assert len({title for titles in pages for title in titles}) == 45
    back = get(last["previous"].removeprefix("/api/v1")).json()
    assert [article["title"] for article in back["results"]] == pages[1]
    first = get(back["previous"].removeprefix("/api/v1")).json()
    assert [article["title"] for article in first["results"]] == pages[0]
    assert first["previous"] is None and first["next"] is not None


def test_api_01_what_is_published_meanwhile_neither_repeats_nor_skips(
    get: Callable[..., Any], campus: Campus, sport: Rubric
) -> None:
    articles = [campus.article(sport, f"Article {number:02}") for number in range(25)]
    page = get("/articles").json()
    campus.article(sport, "Tout neuf")
    Article.objects.filter(ref=page["results"][-1]["ref"]).update(live=False)
    rest = titles(get(page["next"].removeprefix("/api/v1")))
    assert rest == [article.title for article in reversed(articles[:5])]


@pytest.mark.parametrize("amount", [10, 100])
@pytest.mark.parametrize("reader", ["nobody", "teacher"])
def test_rub_03_a_list_takes_the_same_queries_for_any_number_of_rubrics_and_roles(
    campus: Campus, amount: int, reader: str, django_assert_num_queries: Any
) -> None:
    person = campus.person("karim", "teacher") if reader == "teacher" else None
    rubrics = [campus.rubric(f"Rubrique {number}", zone=Zone.PUBLIC) for number in range(amount)]
    for rubric in rubrics:
        campus.grant(rubric, Role.VISITOR, profile="teacher")
    for number in range(25):
        image = campus.image(f"photo-{number}.jpg")
        campus.article(rubrics[number % amount], f"Article {number}", illustration=image, tags=[f"t{number}", "eps"])
    client = campus.client(person)
    # site, school · tree, articles with pictures, tags; nobody adds what is withheld, a person session, account, person, and one for roles
    with django_assert_num_queries(5 + 1 if person is None else 5 + 3 + 1):
        answer = client.get("/api/v1/articles")
    assert len(answer.json()["results"]) == 20


# --- One article -----------------------------------------------------------------------------------------------------


def test_api_01_an_article_with_the_links_that_its_reader_may_follow(
    get: Callable[..., Any], campus: Campus, other: Campus, sport: Rubric, staff: Rubric
) -> None:
    reader = campus.person("karim", "teacher")
    campus.grant(staff, Role.VISITOR, profile="teacher")
    hidden, target = campus.article(staff, "Privé"), campus.article(sport, "Règlement")
    document, image = campus.document("menu.pdf"), campus.image("photo.jpg", description="Une photo")
    theirs, paper = other.image("ailleurs.jpg", description="Ailleurs"), other.document("ailleurs.pdf")
    sailing = campus.rubric("Voile", under=sport)
    text = (
        f'<p><a linktype="page" id="{target.pk}">règlement</a> <a linktype="page" id="{hidden.pk}">privé</a> '
        f'<a linktype="page" id="{sport.pk}">sport</a> <a linktype="page" id="{staff.pk}">salle</a> '
        f'<a linktype="document" id="{document.pk}">menu</a> <a linktype="document" id="{paper.pk}">autre</a> '
        f'<a linktype="page" id="{2**63}">trop</a> <a linktype="page" id="abc">rien</a> '
        '<a href="javascript:alert(1)">piège</a></p>'
    )
    blocks = [text_block(text), image_block(image), image_block(theirs), attachment_block(document)]
    article = campus.article(sailing, "Régate", body=blocks)
    base = f"/api/v1/articles/{article.ref}"
    found = get(f"/articles/{article.ref}").json()
    body = found["body_html"]
    assert f'<a href="/espace/#/articles/{target.ref}">règlement</a> privé' in body
    assert f'<a href="/espace/#/rubriques/{sport.translation_key}">sport</a> salle' in body
    assert f'<a href="{base}/files/menu.pdf">menu</a> autre trop rien' in body
    assert f'<img src="{base}/images/photo.jpg?width=680" alt="Une photo">' in body
    assert f'<li><a href="{base}/files/menu.pdf">menu.pdf</a></li>' in body
    assert "javascript" not in body and "ailleurs" not in body.lower()
    assert found["breadcrumb"] == [
        {"ref": str(rubric.translation_key), "title": rubric.title} for rubric in (sport, sailing)
    ]
    theirs_to_read = get(f"/articles/{article.ref}", reader).json()["body_html"]
    assert f"/espace/#/articles/{hidden.ref}" in theirs_to_read
    assert f"/espace/#/rubriques/{staff.translation_key}" in theirs_to_read


def test_api_01_a_link_to_an_event_leads_where_its_reader_may_read_it(
    get: Callable[..., Any], campus: Campus, sport: Rubric, staff: Rubric
) -> None:
    """In the families' space, as for articles; one that they may not read is a word of the text."""
    Rubric.objects.filter(pk__in=[sport.pk, staff.pk]).update(agenda=True)
    day = date(2027, 3, 1)
    cross, council = campus.event(sport, "Cross", day, slug="cross"), campus.event(staff, "Conseil", day)
    draft = campus.event(sport, "Brouillon", day, live=False)
    asleep = campus.event(campus.rubric("Sans agenda"), "Ancien", day)
    links = "".join(f'<a linktype="page" id="{event.pk}">mot</a>, ' for event in (cross, council, draft, asleep))
    article = campus.article(sport, "Saison", body=[text_block(f"<p>{links}</p>")])
    link = f'<a href="/espace/#/agenda/{cross.ref}">mot</a>'
    karim = campus.person("karim", "teacher")
    for reader in (None, karim):
        body = get(f"/articles/{article.ref}", reader).json()["body_html"]
        assert f"<p>{link}, mot, mot, mot, </p>" in body
    campus.grant(staff, Role.VISITOR, profile="teacher")
    body = get(f"/articles/{article.ref}", karim).json()["body_html"]
    assert f'<p>{link}, <a href="/espace/#/agenda/{council.ref}">mot</a>, mot, mot, </p>' in body
    assert str(council.ref) not in get(f"/articles/{article.ref}").content.decode()


def test_api_01_an_article_is_not_sent_again_until_it_changes(
    get: Callable[..., Any], campus: Campus, sport: Rubric
) -> None:
    article = campus.article(sport, "Cross")
    first = get(f"/articles/{article.ref}")
    again = get(f"/articles/{article.ref}", None, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert get(f"/articles/{article.ref}", None, **{"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    Rubric.objects.filter(pk=sport.pk).update(title="Sports")
    assert get(f"/articles/{article.ref}", None, **{"If-None-Match": first["ETag"]}).status_code == 200


def test_api_01_one_article_takes_few_queries(
    campus: Campus, sport: Rubric, django_assert_max_num_queries: Any
) -> None:
    reader = campus.person("karim", "teacher")
    images = [campus.image(f"photo-{number}.jpg") for number in range(10)]
    article = campus.article(sport, "Cross", body=[image_block(image) for image in images], illustration=images[0])
    client = campus.client(reader)
    # session, account, site, school, person, roles, turns, tree · article, tags, pictures of the body · abilities
    with django_assert_max_num_queries(8 + 3 + 4):
        assert client.get(f"/api/v1/articles/{article.ref}").status_code == 200

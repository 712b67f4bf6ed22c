"""Invariant 1: private never becomes public (ZONE-01, ZONE-02, API-01).

A different word is planted in every field of everything that the public may not read; then nobody in particular asks
every address that the API has, and no word may come back.
"""

from collections import deque
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image

from cms.agenda.models import Event
from cms.articles.models import Article
from cms.directory.models import Group, SchoolClass
from cms.homepage.services import write_homepage
from cms.rubrics.enums import Role, Zone
from cms.rubrics.models import Rubric
from publicsite.contract import ARTICLE_TEXTS
from publicsite.publisher import publish
from tests.api.conftest import API, PASSWORD, Campus, attachment_block, image_block, item_block, pixels, text_block


class Canaries:
    """Words that exist nowhere else, each remembered with the place where it was planted."""

    def __init__(self) -> None:
        self.numbers = count(1)
        self.planted: dict[str, str] = {}

    def word(self, place: str) -> str:
        word = f"zqx{next(self.numbers):03}kw"
        self.planted[word] = place
        return word

    def seen_in(self, answer: bytes) -> list[str]:
        text = answer.lower()
        return [f"{word} ({place})" for word, place in self.planted.items() if word.encode() in text]


def _picture(campus: Campus, canaries: Canaries, place: str) -> Any:
    exif = Image.Exif()
    exif[0x010E] = canaries.word(f"{place}: image metadata")
    word = canaries.word
    return campus.image(
        word(f"{place}: image name") + ".jpg",
        pixels(exif=exif, comment=word(f"{place}: image comment").encode()),
        title=word(f"{place}: image title"),
        description=word(f"{place}: image alt"),
        author=word(f"{place}: image author"),
        credit=word(f"{place}: image credit"),
    )


def plant_article(campus: Campus, canaries: Canaries, rubric: Rubric, place: str, /, **state: Any) -> Article:
    def word(field: str) -> str:
        return canaries.word(f"{place}: {field}")

    image = _picture(campus, canaries, place)
    name = word("document name") + ".pdf"
    document = campus.document(name, f"%PDF {word('document content')}".encode(), title=word("document title"))
    link = f'<p>{word("text")} <a linktype="document" id="{document.pk}">{word("document link")}</a></p>'
    body = [
        text_block(link),
        {"type": "heading", "value": {"text": word("heading"), "level": "2"}},
        {"type": "quote", "value": {"text": word("quote"), "source": word("quote source")}},
        image_block(image, alt=word("alt in the body"), caption=word("caption")),
        item_block("gallery", image_block(image, alt=word("alt in a gallery"))["value"]),
        {"type": "callout", "value": {"title": word("call-out title"), "text": f"<p>{word('call-out')}</p>"}},
        attachment_block(document, word("attachment title")),
        {
            "type": "audio",
            "value": {"file": document.pk, "title": word("sound"), "transcript": f"<p>{word('said')}</p>"},
        },
        item_block("accordion", {"title": word("section"), "text": f"<p>{word('folded text')}</p>"}),
        {
            "type": "event",
            "value": {"title": word("event"), "day": "2026-03-14", "place": word("event place"), "text": ""},
        },
        {
            "type": "map",
            "value": {"title": word("map"), "address": word("address"), "latitude": 1, "longitude": 2, "zoom": 9},
        },
        {"type": "table", "value": {"data": [[word("table cell")]], "table_caption": word("table caption")}},
    ]
    return campus.article(
        rubric,
        word("title"),
        slug=word("slug"),
        **{name: word(name) for name in ARTICLE_TEXTS.values()},
        search_description=word("search description"),
        extra_headers={"note": word("extra header")},
        tags=[word("tag")],
        illustration=image,
        body=body,
        **state,
    )


def plant_event(campus: Campus, canaries: Canaries, rubric: Rubric, place: str, **state: Any) -> Article:
    state |= {"kind": Event, "day": timezone.now().date(), "place": canaries.word(f"{place}: place")}
    return plant_article(campus, canaries, rubric, place, **state)


def plant_rubric(campus: Campus, canaries: Canaries, place: str, under: Any = None, **state: Any) -> Rubric:
    return campus.rubric(
        canaries.word(f"{place}: title"),
        slug=canaries.word(f"{place}: slug"),
        introduction=f"<p>{canaries.word(f'{place}: introduction')}</p>",
        icon=canaries.word(f"{place}: icon"),
        illustration=_picture(campus, canaries, place),
        under=under,
        **state,
    )


def plant_revision(canaries: Canaries, article: Article) -> None:
    """A public article that somebody is changing: the draft is nobody's yet."""
    article.title = canaries.word("revision: title")
    article.summary = canaries.word("revision: summary")
    article.save_revision()


@pytest.fixture
def hidden(campus: Campus, other: Campus) -> dict[str, Any]:
    """Everything that is not public, with one public article that names some of it."""
    canaries, now = Canaries(), timezone.now()
    public, silent = campus.rubric("Ouverte", agenda=True), campus.rubric("Sans agenda", show_in_menus=False)
    private = plant_rubric(campus, canaries, "private rubric", zone=Zone.PRIVATE, agenda=True)
    beneath = plant_rubric(campus, canaries, "public rubric under a private one", under=private)
    archived = plant_rubric(campus, canaries, "archived rubric", archived_at=now)
    offline = plant_rubric(campus, canaries, "offline rubric", live=False)
    articles = [
        plant_article(campus, canaries, private, "private article"),
        plant_article(campus, canaries, beneath, "article under a private ancestor"),
        plant_article(campus, canaries, archived, "article of an archived rubric"),
        plant_article(campus, canaries, offline, "article of an offline rubric"),
        plant_article(campus, canaries, public, "draft", live=False),
        plant_article(campus, canaries, public, "offline", live=False, first_published_at=now),
        plant_article(campus, canaries, public, "future", live=False, go_live_at=now + timedelta(days=1)),
        plant_article(campus, canaries, public, "expired", expire_at=now - timedelta(minutes=1)),
    ]
    articles += [
        plant_event(campus, canaries, private, "private event"),
        plant_event(campus, canaries, public, "draft event", live=False),
        plant_event(campus, canaries, public, "expired event", expire_at=now - timedelta(minutes=1)),
        plant_event(campus, canaries, silent, "event of a rubric without agenda"),
    ]
    campus.event(public, "Rendez-vous public", now.date())
    abroad = plant_rubric(other, canaries, "another school", zone=Zone.PRIVATE)
    articles.append(plant_article(other, canaries, abroad, "article of another school"))
    links = "".join(f'<a linktype="page" id="{page.pk}">ici</a>' for page in [private, archived, *articles])
    names = [f'<a linktype="document" id="{_document(articles[-1]).pk}">là</a>', links]
    shown = campus.article(public, "Montré", body=[text_block(f"<p>{name}</p>") for name in names], tags=["ouvert"])
    plant_revision(canaries, shown)
    for number in range(25):
        campus.article(public, f"Public {number}", tags=["ouvert"])
    person = campus.person("zoe", last_name=canaries.word("person: name"))
    person.functions.create(school=campus.school, name=canaries.word("person: function"))
    person.groups.add(Group.objects.create(school=campus.school, name=canaries.word("group: name")))
    person.classes.add(SchoolClass.objects.create(school=campus.school, name=canaries.word("class"), year_group="3e"))
    campus.grant(private, Role.MANAGER, person=person)
    person.subjects.create(school=campus.school, name=canaries.word("person: subject"))
    tiles = [{"type": "news", "value": {"title": canaries.word("homepage: tile"), "rubrics": [], "count": 3}}]
    words = {"slug": canaries.word("homepage: slug"), "title": canaries.word("homepage: title")}
    write_homepage(school=campus.school, in_service=False, tiles=tiles, **words)
    rubrics = [private, beneath, archived, offline, abroad]
    return {"canaries": canaries, "articles": articles, "rubrics": rubrics, "person": person, "public": public}


def _document(article: Article) -> Any:
    return next(block.value[0]["document"] for block in article.body if block.block_type == "attachments")


def guesses(hidden: dict[str, Any]) -> list[str]:
    """Addresses that an attacker who knows every reference and every name would try."""
    found = [
        "/",
        "/schema",
        "/schema?format=json",
        "/docs",
        "/session",
        "/rubrics",
        "/articles",
        "/articles?tag=ouvert",
        "/events",
    ]
    for rubric in [hidden["public"], *hidden["rubrics"]]:
        for kind in ("articles", "events"):
            found += [f"/{kind}?rubric={rubric.translation_key}{more}" for more in ("", "&include=descendants")]
    for article in hidden["articles"]:
        image, attached = article.illustration.name, _document(article).name
        found += [
            f"/articles/{article.ref}",
            f"/articles/{article.ref}/images/{image}",
            f"/articles/{article.ref}/images/{image}?width=340",
            f"/articles/{article.ref}/files/{attached}",
            f"/events/{article.ref}",
            f"/events/{article.ref}/images/{image}",
            f"/events/{article.ref}/files/{attached}",
            f"/articles?tag={article.tags.first().slug}",
        ]
    return [API + address for address in found]


def addresses_in(value: Any) -> list[str]:
    """Every address of the API that an answer gives."""
    if isinstance(value, dict):
        return [found for part in value.values() for found in addresses_in(part)]
    if isinstance(value, list):
        return [found for part in value for found in addresses_in(part)]
    if not isinstance(value, str):
        return []
    parts = value.replace('"', " ").replace("<", " ").split()
    return [part.replace("&amp;", "&") for part in parts if part.startswith(f"{API}/")]


def content(answer: Any) -> bytes:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body + b"\n".join(f"{name}: {value}".encode() for name, value in answer.items())


def crawl(client: Any, start: list[str]) -> dict[str, bytes]:
    """Every address that is known, and every one that the answers lead to."""
    seen: dict[str, bytes] = {}
    waiting = deque(start)
    while waiting:
        address = waiting.popleft()
        if address in seen:
            continue
        answer = client.get(address)
        assert answer.status_code < 500, address
        seen[address] = content(answer)
        if answer.headers.get("Content-Type", "") == "application/json" and answer.status_code == 200:
            data = answer.json()
            waiting.extend(addresses_in(data))
            waiting.extend(f"{API}/articles/{item['ref']}" for item in data.get("results", []) if "summary" in item)
    return seen


def asked_for(address: str) -> bytes:
    """What the asker typed may come back; nothing more."""
    return address.encode()


@pytest.mark.parametrize("reader", ["nobody", "stranger", "operator"])
def test_zone_02_no_private_word_reaches_who_may_not_read_it(
    campus: Campus, other: Campus, hidden: dict[str, Any], reader: str, django_user_model: Any
) -> None:
    client = campus.client()
    if reader == "stranger":
        stranger = other.person("bruno")
        other.grant(other.root, Role.MANAGER, person=stranger)
        client = campus.client(stranger)
    elif reader == "operator":
        client.force_login(django_user_model.objects.create_superuser("root", password=PASSWORD))
    seen = crawl(client, guesses(hidden))
    assert any("cursor=" in address for address in seen), "the crawl went through the pages of a list"
    canaries: Canaries = hidden["canaries"]
    leaks = {
        address: found
        for address, body in seen.items()
        if (found := canaries.seen_in(body.replace(asked_for(address), b"")))
    }
    assert leaks == {}


def test_zone_02_the_words_are_where_the_crawl_would_find_them(campus: Campus, hidden: dict[str, Any]) -> None:
    """The check can fail: whoever has the rights reads the words at the same addresses."""
    canaries: Canaries = hidden["canaries"]
    seen = b"".join(crawl(campus.client(hidden["person"]), guesses(hidden)).values())
    found = " ".join(canaries.seen_in(seen))
    for place in ("title", "summary", "text", "tag", "signature", "image name", "document content", "heading"):
        assert f"private article: {place}" in found, place
        assert f"private event: {place}" in found or place == "tag", place
    assert "private event: place" in found
    for place in ("private rubric: slug", "private rubric: introduction", "article under a private ancestor: title"):
        assert place in found
    for place in (
        "draft:",
        "future:",
        "expired:",
        "offline:",
        "archived rubric:",
        "another school:",
        "revision:",
        "without agenda:",
    ):
        assert place not in found
    assert "image metadata" not in found and "image comment" not in found


def test_zone_02_a_count_tells_nothing_of_what_is_private(campus: Campus, hidden: dict[str, Any]) -> None:
    tree = campus.client().get(f"{API}/rubrics").json()["results"]
    assert [(rubric["title"], rubric["article_count"]) for rubric in tree] == [("Ouverte", 26), ("Sans agenda", 0)]


def test_site_01_no_byte_of_a_release_holds_a_word(
    campus: Campus, hidden: dict[str, Any], settings: Any, tmp_path: Any
) -> None:
    """ZONE-01, ZONE-02: contents and names of all the files that the publisher exports and builds."""
    settings.SITES_DIR, settings.EXPORT_DIR, settings.CACHE_DIR = (tmp_path / name for name in ("s", "e", "c"))
    publish(campus.school)
    files = [path for folder in ("s", "e") for path in (tmp_path / folder).rglob("*") if path.is_file()]
    canaries: Canaries = hidden["canaries"]
    leaks = {str(path): found for path in files if (found := canaries.seen_in(str(path).encode() + path.read_bytes()))}
    assert leaks == {}
    assert any(b"Montr" in path.read_bytes() for path in files if path.suffix == ".html")
    assert len(files) > 30

"""A school of any number of articles, drawn with a seed and written in bulk. Needs Django set up."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image
from tqdm import tqdm
from wagtail.models import Page

from cms.articles.models import Article, ArticleTag
from cms.homepage.services import write_homepage
from cms.media.models import SchoolImage
from cms.rubrics.enums import Zone
from cms.rubrics.models import Rubric, SchoolPage
from cms.schools.models import School
from cms.schools.services import open_school
from tests.bench.school import BATCH, beneath, write_pages

SEED = 2026
START = datetime(2016, 9, 1, 8, 0, tzinfo=UTC)
RUBRICS = (4, 12, 24)  # by level: 40
TAGS, TAGS_OF_AN_ARTICLE, PICTURES = 60, 3, 20
PARAGRAPHS, WORDS = 5, 80
PIECE = 500  # articles at a time
SYLLABLES = "ba bre ca ce chan che co cour da de di é en er fa fe ge gne ion la le li lu ma me men mi mo na ne ni no par pe pi po pré ra re ri ro sa se sion so sta ta te ti tion tou tra tu un va ve vi vre".split()


@dataclass
class Corpus:
    school: School
    rubrics: list[Rubric]


def make_corpus(articles: int) -> Corpus:
    """All of it, in one transaction, with a bar: some seconds for a thousand articles."""
    random = Random(SEED)
    vocabulary = _vocabulary(random)
    with transaction.atomic(), tqdm(total=articles, file=sys.stderr, leave=False, desc="école à publier") as bar:
        top = SchoolPage(title="Collège publié", slug="publie")
        school = open_school(
            slug="publie", name="Collège publié", root_page=top, hostname="localhost", url="https://college.example"
        )
        rubrics = _rubrics(school)
        pictures = [_picture(school, number, random) for number in range(PICTURES)]
        tag = ArticleTag.tag_model()
        tags = tag.objects.bulk_create(tag(name=f"mot {n}", slug=f"mot-{n}") for n in range(TAGS))
        before: list[Article] = []
        for first in range(0, articles, PIECE):
            numbers = range(first, min(first + PIECE, articles))
            made = [_article(number, rubrics, pictures, before, vocabulary, random) for number in numbers]
            write_pages(Article, made, school)
            ArticleTag.objects.bulk_create(
                (
                    ArticleTag(content_object=article, tag=one)
                    for article in made
                    for one in random.sample(tags, TAGS_OF_AN_ARTICLE)
                ),
                BATCH,
            )
            before = made
            bar.update(len(made))
        write_homepage(school=school, slug="accueil", title="Accueil", in_service=True, tiles=_tiles(pictures[0]))
    return Corpus(school, rubrics)


def _rubrics(school: School) -> list[Rubric]:
    above: list[Any] = [Page.objects.get(pk=school.root_page.pk)]
    found: list[Rubric] = []
    for count in RUBRICS:
        level = []
        for number in range(count):
            title = f"Rubrique {len(found) + number}"
            rubric = Rubric(title=title, zone=Zone.PUBLIC, blog=True, introduction=f"<p>{title} du collège.</p>")
            rubric.show_in_menus = True
            level.append(beneath(above[number % len(above)], rubric))
        found += level
        above = level
    write_pages(Rubric, found, school)
    return found


def _picture(school: School, number: int, random: Random) -> SchoolImage:
    stream = io.BytesIO()
    shade = Image.linear_gradient("L").resize((1360, 766))
    ends = [tuple(random.randrange(256) for _ in range(3)) for _ in range(2)]
    bands = [shade.point([round(a + (b - a) * x / 255) for x in range(256)]) for a, b in zip(*ends, strict=True)]
    Image.merge("RGB", bands).save(stream, "JPEG")
    name = f"image-{number}.jpg"
    return SchoolImage.objects.create(
        collection=school.collection,
        title=f"Image {number}",
        description=f"La cour, vue {number}",
        name=name,
        file=ContentFile(stream.getvalue(), name=name),
    )


def _article(
    number: int,
    rubrics: Sequence[Rubric],
    pictures: Sequence[SchoolImage],
    before: Sequence[Article],
    vocabulary: Sequence[str],
    random: Random,
) -> Article:
    rubric = rubrics[number % len(rubrics)]
    texts = [_sentences(vocabulary, random) for _ in range(PARAGRAPHS)]
    link = f' <a linktype="page" id="{random.choice(before).pk}">Voir aussi</a>' if before else ""
    entries = "".join(f"<li>{word}</li>" for word in random.choices(vocabulary, k=6))
    picture = {"image": pictures[number % PICTURES].pk, "alt": "", "caption": "", "decorative": False}
    body = [
        _block("text", f"<p>{texts[0]}</p><p>{texts[1]}{link}</p>"),
        _block("heading", {"text": " ".join(random.choices(vocabulary, k=4)).capitalize(), "level": "2"}),
        _block("image", picture),
        _block("text", f"<p><b>{texts[2]}</b></p><ul>{entries}</ul><p>{texts[3]}</p><p>{texts[4]}</p>"),
    ]
    article = Article(
        title=f"{' '.join(random.choices(vocabulary, k=4)).capitalize()} {number}",
        summary=_sentences(vocabulary, random)[:180],
        illustration=pictures[number // 2 % PICTURES],
        body=json.dumps(body),
    )
    article.first_published_at = article.last_published_at = START + timedelta(minutes=37 * number)
    article.latest_revision_created_at = article.first_published_at
    beneath(rubric, article)
    article.slug = f"article-{number}"
    article.url_path = f"{rubric.url_path}{article.slug}/"
    return article


def _block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "id": str(uuid4()), "value": value}


def _tiles(picture: SchoolImage) -> list[dict[str, Any]]:
    return [
        {"type": "top", "value": {"image": picture.pk, "more": [], "article": None, "visible": True}},
        {"type": "news", "value": {"title": "Actualités", "rubrics": [], "count": 12}},
        {"type": "rubrics", "value": {"title": "Rubriques", "rubrics": []}},
    ]


def _vocabulary(random: Random) -> list[str]:
    """Words that sound French, the first ones said more often than the last, as in any language."""
    words = ["".join(random.choices(SYLLABLES, k=random.randint(1, 4))) for _ in range(4000)]
    return [word for rank, word in enumerate(words, start=1) for _ in range(1 + 400 // rank)]


def _sentences(vocabulary: Sequence[str], random: Random) -> str:
    words = random.choices(vocabulary, k=WORDS)
    return " ".join(" ".join(words[start : start + 16]).capitalize() + "." for start in range(0, WORDS, 16))

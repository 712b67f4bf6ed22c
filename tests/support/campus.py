"""A small school built from plain models, and the gestures that fill it."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image
from wagtail.models import Collection, Page, Site

from cms.accounts.models import User
from cms.agenda.models import Event
from cms.articles.models import Article
from cms.directory.models import Person
from cms.media.models import SchoolDocument, SchoolImage
from cms.rubrics.enums import Role, Zone
from cms.rubrics.models import Rubric, RubricRole, SchoolPage
from cms.rubrics.services import grant_role
from cms.schools.models import School

PASSWORD = "un-mot-de-passe-long"
START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


def pixels(width: int = 8, height: int = 4, kind: str = "JPEG", **metadata: Any) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (width, height), "#1f4e79").save(stream, kind, **metadata)
    return stream.getvalue()


@dataclass
class Campus:
    """A school and the gestures that fill it."""

    school: School
    host: str
    numbers: Iterator[int]

    @property
    def root(self) -> Page:
        return Page.objects.get(pk=self.school.root_page.pk)

    def rubric(self, title: str, *, zone: Zone = Zone.PUBLIC, under: Page | None = None, **fields: Any) -> Rubric:
        parent = Page.objects.get(pk=(under or self.root).pk)
        fields.setdefault("slug", f"rubrique-{next(self.numbers)}")
        return parent.add_child(instance=Rubric(title=title, zone=zone, **fields))

    def event(self, rubric: Rubric, title: str, day: date, **fields: Any) -> Event:
        made = self.article(rubric, title, kind=Event, day=day, **fields)
        assert isinstance(made, Event)
        return made

    def article(
        self,
        rubric: Rubric,
        title: str,
        *,
        body: Any = (),
        tags: Any = (),
        kind: type[Article] = Article,
        **fields: Any,
    ) -> Article:
        number = next(self.numbers)
        fields.setdefault("slug", f"article-{number}")
        if fields.setdefault("live", True):
            fields.setdefault("first_published_at", START + timedelta(minutes=number))
            fields.setdefault("last_published_at", START + timedelta(minutes=number))
        article = kind(title=title, body=json.dumps(list(body)), **fields)
        article.tags.set(list(tags))
        return Page.objects.get(pk=rubric.pk).add_child(instance=article)

    def image(self, name: str = "photo.jpg", data: bytes | None = None, **fields: Any) -> SchoolImage:
        fields.setdefault("title", name)
        file = ContentFile(data or pixels(), name=name)
        return SchoolImage.objects.create(collection=self.school.collection, name=name, file=file, **fields)

    def document(self, name: str = "menu.pdf", data: bytes = b"%PDF-1.7 menu", **fields: Any) -> SchoolDocument:
        fields.setdefault("title", name)
        file = ContentFile(data, name=name)
        return SchoolDocument.objects.create(collection=self.school.collection, name=name, file=file, **fields)

    def person(self, username: str, profile: str = "parent", **fields: Any) -> Person:
        user = User.objects.filter(username=username).first() or User.objects.create_user(username, password=PASSWORD)
        names = {"first_name": username.capitalize(), "last_name": "Durand"}
        return Person.objects.create(school=self.school, user=user, profile=profile, **{**names, **fields})

    def grant(self, page: Page, role: Role, **term: Any) -> RubricRole:
        return grant_role(school=self.school, page=page, role=role, terms=[term])

    def client(self, person: Person | None = None, **options: Any) -> Client:
        client = Client(SERVER_NAME=self.host, **options)
        if person is not None:
            client.force_login(person.user)
        return client


def make_campus(slug: str, host: str) -> Campus:
    top = Page.objects.get(depth=1).add_child(instance=SchoolPage(title=slug, slug=slug))
    site = Site.objects.create(hostname=host, port=80, root_page=top, is_default_site=False)
    collection = Collection.objects.get(depth=1).add_child(name=slug)
    school = School.objects.create(site=site, collection=collection, slug=slug, name=f"Collège {slug}")
    return Campus(school=school, host=host, numbers=count(1))


def text_block(html: str) -> dict[str, Any]:
    return {"type": "text", "value": html}


def image_block(image: SchoolImage, **fields: Any) -> dict[str, Any]:
    return {"type": "image", "value": {"image": image.pk, "alt": "", "caption": "", "decorative": False, **fields}}


def item_block(kind: str, value: dict[str, Any]) -> dict[str, Any]:
    """A list of one item, as Wagtail stores it: without an `id`, an item is read in the format of old."""
    return {"type": kind, "value": [{"type": "item", "id": str(uuid4()), "value": value}]}


def attachment_block(document: SchoolDocument, title: str = "") -> dict[str, Any]:
    return item_block("attachments", {"document": document.pk, "title": title})

"""Invariants 1 and 4: whatever was changed and in whatever order, what is in service is what a full build gives.

A series of some fifty acts of every kind over a small school, published every few of them by one publisher that stays
there. After each publication the release equals, byte for byte and name for name, a build of the same content made from
nothing; and each word that was ever typed is in it only if something public says it now.

In the suite, few series, always the same. Many others on demand, and one of them again:

    PREAU_SERIES=200 PREAU_SEED=7 .venv/bin/pytest -s tests/journeys/test_incremental_equals_full.py
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import time, timedelta
from itertools import count, zip_longest
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from hypothesis import HealthCheck, Phase, note, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from PIL import Image
from wagtail.models import Page

from cms.accounts.models import User
from cms.addresses.models import OldAddress
from cms.addresses.services import forget
from cms.agenda.models import Event
from cms.agenda.services import follow_the_day
from cms.articles import services as articles
from cms.articles.models import Article
from cms.consents.models import Consent, Depiction
from cms.consents.services import follow_the_calendar, forget_person, note_person, record_consent, withdraw_consent
from cms.core import clock
from cms.core.exceptions import DomainError, NotFound
from cms.homepage.models import Homepage
from cms.homepage.services import put_in_service, write_homepage
from cms.look.services import change_look
from cms.media.models import SchoolDocument, SchoolImage
from cms.media.services import store_image
from cms.rubrics import services as rubrics
from cms.rubrics.enums import Zone
from cms.rubrics.models import Rubric
from cms.schools.enums import Layout
from cms.schools.models import School
from publicsite.publisher import publish, roll_back, site_folder
from publicsite.renderer import Renderer
from tests.support.campus import attachment_block, image_block, make_campus, pixels, text_block

SERIES = int(os.environ.get("PREAU_SERIES", "2"))
SEED = int(os.environ.get("PREAU_SEED", "1"))
ACTS = 70  # twice each kind
PACES = (1, 2, 14, 1, 25)  # how many acts each publication answers, in turn: alone, or with many
WORD = re.compile(rb"canari[bdfgkmpvxz]{4}")  # no ending that a search index could cut
PALETTES = [("#1f4e79", "#7a2048"), ("#5b2333", "#005f73"), ("#14532d", "#7c2d12")]
NUMBERS = st.integers(0, 59)  # which of what there is

ACTS_DONE: Counter[str] = Counter()
KINDS: dict[str, dict[str, st.SearchStrategy[Any]]] = {}


def kind(**given: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """One kind of act. A series deals them like cards: each comes before any comes again."""

    def keep(act: Callable[..., None]) -> Callable[..., None]:
        KINDS[act.__name__] = given
        return act

    return keep


@pytest.mark.django_db
@pytest.mark.processes
def test_site_01_after_any_series_of_changes_the_release_is_that_of_a_full_build() -> None:
    print(f"Séries : {SERIES}, graine : {SEED}")
    run_state_machine_as_test(
        seed(SEED)(LivelySchool),
        settings=settings(
            max_examples=SERIES + 1,
            stateful_step_count=ACTS,
            deadline=None,
            database=None,
            print_blob=False,
            phases=[Phase.generate] + ([Phase.shrink] if "PREAU_SERIES" in os.environ else []),
            suppress_health_check=list(HealthCheck),
        ),
    )
    print(f"Actes : {ACTS_DONE['done']}, et {ACTS_DONE['refused']} refusés")
    assert ACTS_DONE["done"] > 2 * ACTS_DONE["refused"]  # a series of refusals would prove nothing


class LivelySchool(RuleBasedStateMachine):
    """The school, and the acts of those who keep it: services, and what the administration's own forms call of pages."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = ExitStack()

    @initialize(start=st.integers(0, 1000))
    def open_the_school(self, start: int) -> None:
        self.idle = start == 0  # the simplest series, which hypothesis always begins with
        if self.idle:
            return
        self.deck: list[str] = []
        self.waiting, self.paces, self.numbers = 0, deque(PACES), count(1)
        self.folder = Path(tempfile.mkdtemp(prefix="preau-series-"))
        self.undo.callback(shutil.rmtree, self.folder, ignore_errors=True)
        self.undo.enter_context(self.settled_in("served"))
        self.undo.callback(cache.clear)  # keys of rows begin again with each series
        self.undo.enter_context(_taken_back())
        self.now = timezone.now().replace(hour=11, minute=0, second=0, microsecond=0)
        self.undo.enter_context(pytest.MonkeyPatch.context()).setattr(clock, "now", lambda: self.now)
        self.renderer = Renderer(standby=True)
        self.undo.callback(self.renderer.close)
        self._fill()
        self.publish_and_compare()

    def _fill(self) -> None:
        campus = make_campus("essai", "essai.example")
        self.campus, self.school = campus, campus.school
        self.chef = User.objects.create_superuser("chef")
        for _ in range(3):
            self._image()
        for _ in range(2):
            word = self.word()
            campus.document(f"{word}.pdf", f"%PDF-1.7 {self.word()}".encode(), title=self.word())
        life = campus.rubric(self.word(), slug="vie", blog=True, agenda=True, introduction=self.html(0))
        sport = campus.rubric(self.word(), slug="sport", under=life, agenda=True, blog=True)
        clubs = campus.rubric(self.word(), slug=self.word(), blog=True)
        staff = campus.rubric(self.word(), slug=self.word(), zone=Zone.PRIVATE, agenda=True)
        council = campus.rubric(self.word(), slug=self.word(), zone=Zone.PRIVATE, under=staff)
        for number, rubric in enumerate([life, life, sport, sport, sport, clubs, clubs, staff, council]):
            self._write(rubric, number)
        campus.article(life, self.word(), slug=self.word(), live=False)
        for number, rubric in enumerate([life, sport, staff]):
            self._write(rubric, number, Event)
        self.pupil = campus.person("camille", "teacher", last_name=self.word())
        self.agreement = self._agree()
        note_person(image=self.pick(SchoolImage, 2), person=self.pupil, actor=self.chef)
        for slug, shown in (("une", True), ("deux", False)):
            write_homepage(
                school=self.school, slug=slug, title=self.word(), in_service=shown, tiles=self.tiles(len(slug))
            )

    def teardown(self) -> None:
        self.undo.close()

    @rule(data=st.data())
    def something_happens(self, data: st.DataObject) -> None:
        if self.idle:
            return
        if not self.deck:
            self.deck = data.draw(st.permutations(sorted(KINDS)))
        name = self.deck.pop()
        given = {key: data.draw(values) for key, values in KINDS[name].items()}
        note(f"{name}({', '.join(f'{key}={value!r}' for key, value in given.items())})")
        getattr(self, name)(**given)
        if self.waiting >= self.paces[0]:
            self.paces.rotate(-1)
            self.publish_and_compare()

    def publish_and_compare(self) -> None:
        self.school = School.objects.get(pk=self.school.pk)  # as the publisher asks for it
        publish(self.school, renderer=self.renderer)
        served = _files(site_folder(self.school).current)
        with self.settled_in("afresh"):
            publish(self.school)  # by a renderer that remembers nothing
            full = _files(site_folder(self.school).current)
        shutil.rmtree(self.folder / "afresh")
        assert _differences(served, full) == {}
        said = _said(served | _files(self.folder / "served" / "content"))
        public, titles = self.public_words()
        assert {word: names for word, names in said.items() if word not in public} == {}
        assert titles - said.keys() == set()
        self.waiting = 0

    # --- time, and what the publisher does ---

    @kind()
    def a_night_passes(self) -> None:
        with self.act():
            self.now += timedelta(days=1)
            follow_the_calendar()
            follow_the_day()

    @kind()
    def an_earlier_release_comes_back(self) -> None:
        if len(site_folder(self.school).records()) > 1:
            number = sorted(record.number for record in site_folder(self.school).records())[-2]
            with self.act():
                roll_back(self.school, number, even_withdrawn=True)

    # --- articles and events ---

    @kind(where=NUMBERS, number=NUMBERS, model=st.sampled_from([Article, Event]))
    def somebody_writes(self, where: int, number: int, model: type[Article]) -> None:
        with self.act():
            facts = {"day": self.now.date() + timedelta(days=number % 5)} if model is Event else {}
            made = articles.create_article(
                rubric=self.pick(Rubric, where),
                title=self.word(),
                slug=self.word(),
                actor=self.chef,
                kind=model,
                **facts,
            )
            articles.edit_article(article=made, actor=self.chef, **self.content(number))
            articles.put_online(article=made, actor=self.chef)

    @kind(which=NUMBERS, number=NUMBERS, minor=st.booleans())
    def an_article_is_edited(self, which: int, number: int, minor: bool) -> None:
        self._edit(which, **self.content(number), title=self.word(), minor_correction=minor)

    @kind(which=NUMBERS)
    def its_title_alone(self, which: int) -> None:
        self._edit(which, title=self.word())

    @kind(which=NUMBERS)
    def its_address_changes(self, which: int) -> None:
        self._edit(which, slug=self.word())

    @kind(which=NUMBERS)
    def it_takes_an_old_address(self, which: int) -> None:
        """Its own, or another's that stood in the same rubric."""
        with self.act():
            article = self.written(which)
            above = article.get_parent().url_path.removeprefix(self.campus.root.url_path).strip("/")
            olds = OldAddress.objects.order_by("-left_at", "path").values_list("path", flat=True)
            last = next((old for old in olds if old.replace("/agenda/", "/").rpartition("/")[0] == above), "")
            if last:
                articles.edit_article(article=article, actor=self.chef, slug=last.rpartition("/")[2])
                articles.put_online(article=Article.objects.get(pk=article.pk).specific, actor=self.chef)

    @kind(which=NUMBERS)
    def an_old_address_is_removed(self, which: int) -> None:
        with self.act():
            forget(old=self.pick(OldAddress, which), actor=self.chef)

    @kind(which=NUMBERS, days=st.integers(-2, 40), cancelled=st.booleans())
    def an_event_is_put_off(self, which: int, days: int, cancelled: bool) -> None:
        day = self.now.date() + timedelta(days=days)
        self._edit(which, Event, day=day, start=time(9 + days % 3), place=self.word(), cancelled=cancelled)

    @kind(which=NUMBERS, number=NUMBERS)
    def a_draft_waits(self, which: int, number: int) -> None:
        with self.act():
            article = self.written(which)
            articles.edit_article(article=article, actor=self.chef, title=self.word(), **self.content(number))

    @kind(which=NUMBERS)
    def a_draft_is_refused(self, which: int) -> None:
        with self.act():
            article = self.written(which)
            articles.edit_article(article=article, actor=self.chef, title=self.word(), summary=self.word())
            articles.submit_article(article=article, actor=self.chef)
            articles.refuse_article(article=article, actor=self.chef, reason=self.word())

    @kind(which=NUMBERS, number=NUMBERS)
    def its_tags_change(self, which: int, number: int) -> None:
        with self.act():
            latest = self.written(which).get_latest_revision_as_object()
            shared = list(Article.tags.all().values_list("name", flat=True).order_by("name"))
            latest.tags.set([self.word(), *shared[number % 5 :][:1]])
            latest.save_revision(user=self.chef).publish(user=self.chef)

    @kind(which=NUMBERS)
    def it_goes_off_or_on(self, which: int) -> None:
        with self.act():
            article = self.written(which)
            turn = articles.take_offline if article.live else articles.put_online
            turn(article=article, actor=self.chef)

    @kind(which=NUMBERS)
    def it_is_archived_or_restored(self, which: int) -> None:
        with self.act():
            article = self.written(which)
            turn = articles.restore_article if article.archived_at else articles.archive_article
            turn(article=article, actor=self.chef)

    @kind(which=NUMBERS)
    def it_expires(self, which: int) -> None:
        self._edit(which, expire_at=self.now + timedelta(days=400))
        with self.act():
            article = self.written(which)
            Article.objects.filter(pk=article.pk, live=True).update(expire_at=timezone.now() - timedelta(hours=1))
            call_command("publish_scheduled", verbosity=0)

    @kind(which=NUMBERS, where=NUMBERS)
    def it_moves(self, which: int, where: int) -> None:
        with self.act():
            page, rubric = self.pick(Article, which).specific, self.pick(Rubric, where)
            articles.move_article(article=page, rubric=rubric, actor=self.chef)

    @kind(which=NUMBERS, where=NUMBERS)
    def it_gets_an_alias(self, which: int, where: int) -> None:
        with self.act():
            parent = Page.objects.get(pk=self.pick(Rubric, where).pk)
            self.written(which).create_alias(parent=parent, update_slug=self.word(), user=self.chef)

    @kind(which=NUMBERS)
    def it_is_deleted(self, which: int) -> None:
        if Article.objects.count() > 8:
            with self.act():
                Page.objects.get(pk=self.pick(Article, which).pk).specific.delete(user=self.chef)

    # --- rubrics ---

    @kind(where=NUMBERS)
    def a_rubric_is_made(self, where: int) -> None:
        with self.act():
            parent = Page.objects.get(pk=self.pick(Rubric, where).pk).specific
            made = rubrics.create_rubric(parent=parent, title=self.word(), slug=self.word(), actor=self.chef, blog=True)
            rubrics.set_zone(rubric=made, zone=Zone.PUBLIC, actor=self.chef)

    @kind(which=NUMBERS)
    def it_changes_zone(self, which: int) -> None:
        with self.act():
            rubric = self.pick(Rubric, which)
            other = Zone.PRIVATE if rubric.zone == Zone.PUBLIC else Zone.PUBLIC
            rubrics.set_zone(rubric=rubric, zone=other, actor=self.chef)

    @kind(which=NUMBERS)
    def it_is_put_away_or_brought_back(self, which: int) -> None:
        with self.act():
            rubric = self.pick(Rubric, which)
            turn = rubrics.restore_rubric if rubric.archived_at else rubrics.archive_rubric
            turn(rubric=rubric, actor=self.chef)

    @kind(which=NUMBERS, what=st.sampled_from(["title", "slug", "introduction", "colour", "icon", "illustration"]))
    def it_is_edited(self, which: int, what: str) -> None:
        given: dict[str, Callable[[], Any]] = {
            "introduction": lambda: self.html(which),
            "colour": lambda: PALETTES[which % 3][0],
            "icon": lambda: ["book", "bus", "star"][which % 3],
            "illustration": lambda: self.pick(SchoolImage, which),
        }
        self._change_rubric(which, **{what: given.get(what, self.word)()})

    @kind(which=NUMBERS, what=st.sampled_from(["show_in_menus", "blog", "agenda"]))
    def it_is_switched(self, which: int, what: str) -> None:
        self._change_rubric(which, **{what: not getattr(self.pick(Rubric, which), what)})

    @kind(which=NUMBERS, where=NUMBERS, place=st.sampled_from(["left", "right", "last-child"]))
    def the_tree_changes(self, which: int, where: int, place: str) -> None:
        with self.act():
            page, target = (Page.objects.get(pk=self.pick(Rubric, number).pk) for number in (which, where))
            destination = target if place == "last-child" else target.get_parent()
            if not target.path.startswith(page.path):
                rubrics.check_move(page=page.specific, destination=destination.specific, actor=self.chef)
                page.specific.move(target, pos=place, user=self.chef)

    @kind(which=NUMBERS)
    def a_rubric_is_deleted(self, which: int) -> None:
        if Rubric.objects.count() > 5:
            with self.act():
                rubrics.delete_rubric(rubric=self.pick(Rubric, which), actor=self.chef)

    # --- pictures, documents, and who is seen ---

    @kind(which=NUMBERS, what=st.sampled_from(["title", "description", "author", "credit"]))
    def a_picture_is_described(self, which: int, what: str) -> None:
        with self.act():
            image = self.pick(SchoolImage, which)
            setattr(image, what, self.word())
            image.save()

    @kind(which=NUMBERS, x=st.integers(1, 40), y=st.integers(1, 20))
    def its_centre_moves(self, which: int, x: int, y: int) -> None:
        with self.act():
            image = self.pick(SchoolImage, which)
            image.focal_point_x, image.focal_point_y = x, y
            image.focal_point_width = image.focal_point_height = 10
            image.save()

    @kind(which=NUMBERS, renamed=st.booleans())
    def its_file_is_replaced(self, which: int, renamed: bool) -> None:
        with self.act():
            image = self.pick(SchoolImage, which)
            image = self._store(image.name)
            image.name = f"{self.word()}.jpg" if renamed else image.name
            image.save()

    @kind(which=NUMBERS, renamed=st.booleans())
    def a_document_is_replaced(self, which: int, renamed: bool) -> None:
        with self.act():
            document = self.pick(SchoolDocument, which)
            document.file = ContentFile(f"%PDF-1.7 {self.word()}".encode(), name=document.name)
            document.file_hash, document.file_size = "", None
            document.title = self.word()
            document.name = f"{self.word()}.pdf" if renamed else document.name
            document.save()

    @kind(which=NUMBERS)
    def a_picture_is_deleted(self, which: int) -> None:
        with self.act():
            self.pick(SchoolImage, which).delete()
            self._image()

    @kind(which=NUMBERS)
    def somebody_is_seen_or_not(self, which: int) -> None:
        with self.act():
            image = self.pick(SchoolImage, which)
            noted = Depiction.objects.filter(image=image).first()
            if noted:
                forget_person(depiction=noted, actor=self.chef)
            else:
                note_person(image=image, person=self.pupil, actor=self.chef)

    @kind()
    def an_agreement_is_given_or_withdrawn(self) -> None:
        with self.act():
            consent = Consent.objects.get(pk=self.agreement.pk)
            if consent.withdrawn_on:
                self.agreement = self._agree()
            else:
                withdraw_consent(consent=consent, actor=self.chef)

    # --- homepages and the school ---

    @kind(which=NUMBERS, number=NUMBERS)
    def tiles_change(self, which: int, number: int) -> None:
        with self.act():
            homepage = self.pick(Homepage, which)
            homepage.title = self.word()
            homepage.tiles = json.dumps([{"id": str(uuid4()), **tile} for tile in self.tiles(number)])
            homepage.save_revision(user=self.chef, clean=False).publish(user=self.chef)

    @kind(which=NUMBERS)
    def another_homepage_is_shown(self, which: int) -> None:
        with self.act():
            put_in_service(school=self.school, homepage=self.pick(Homepage, which), actor=self.chef)

    @kind(what=st.sampled_from(["name", "motto", "address", "opening_hours", "publication_director", "legal_notice"]))
    def the_school_is_described(self, what: str) -> None:
        self._look(**{what: self.word()})

    @kind(which=NUMBERS, layout=st.sampled_from(Layout.values))
    def its_look_changes(self, which: int, layout: str) -> None:
        colour, accent = PALETTES[which % 3]
        self._look(colour=colour, accent=accent, layout=layout)

    @kind(which=NUMBERS)
    def its_logo_changes(self, which: int) -> None:
        self._look(logo_name=self.pick(SchoolImage, which).name if which % 3 else "")

    # --- what acts are made of ---

    @contextmanager
    def act(self) -> Iterator[None]:
        """Whole or not at all; a refusal is an answer too."""
        try:
            with transaction.atomic():
                yield
        except (DomainError, ValidationError, PermissionDenied) as refused:
            ACTS_DONE["refused"] += 1
            note(f"  refused: {refused}")
            return
        ACTS_DONE["done"] += 1
        self.waiting += 1

    def _edit(self, which: int, kind: type[Article] = Article, **fields: Any) -> None:
        with self.act():
            article = self.written(which, kind)
            articles.edit_article(article=article, actor=self.chef, **{"expire_at": None, **fields})
            articles.put_online(article=article, actor=self.chef)

    def _change_rubric(self, which: int, **fields: Any) -> None:
        with self.act():
            rubric = self.pick(Rubric, which)
            for name, value in fields.items():
                setattr(rubric, name, value)
            rubric.save_revision(user=self.chef).publish(user=self.chef)

    def _look(self, **facts: Any) -> None:
        with self.act():
            change_look(school=self.school, actor=self.chef, **facts)

    def _agree(self) -> Consent:
        return record_consent(
            person=self.pupil,
            actor=self.chef,
            purpose=self.word(),
            starts_on=self.now.date() - timedelta(days=1),
            ends_on=self.now.date() + timedelta(days=2),
            given_by=self.pupil,
        )

    def _write(self, rubric: Rubric, number: int, kind: type[Article] = Article) -> None:
        facts: dict[str, Any] = {**self.content(number), "slug": self.word(), "tags": [self.word()]}
        if kind is Event:
            facts["day"] = self.now.date() + timedelta(days=number)
        self.campus.article(rubric, self.word(), kind=kind, **{**facts, "body": json.loads(facts["body"])})

    def _image(self) -> None:
        self._store(f"{self.word()}.jpg", title=self.word(), description=self.word(), credit=self.word())

    def _store(self, name: str, **facts: Any) -> SchoolImage:
        """As whoever uploads it: with what cameras and programs leave in a file."""
        exif, source = Image.Exif(), self.folder / "source.jpg"
        exif[0x010E] = self.word()
        width = 60 + next(self.numbers) % 7 * 10
        source.write_bytes(pixels(width, 40, exif=exif, comment=self.word().encode()))
        return store_image(collection=self.school.collection, name=name, source=source, actor=self.chef, **facts)

    def pick(self, model: Any, number: int, **facts: Any) -> Any:
        """One of those that there are, in an order that says nothing."""
        found = list(model.objects.filter(**facts).order_by("pk"))
        if not found:
            raise NotFound(f"Plus aucun {model.__name__}.")
        return found[number % len(found)]

    def written(self, number: int, kind: type[Article] = Article) -> Any:
        """An article that has a text of its own: an alias follows another's."""
        return self.pick(kind, number, alias_of=None).specific

    def content(self, number: int) -> dict[str, Any]:
        """Links to a page, to a document, a picture in the text and one beside it, some of which may be private."""
        body = [
            text_block(self.html(number)),
            {"type": "heading", "value": {"text": self.word(), "level": "2"}},
        ]
        if number % 4 == 0:
            body.append(attachment_block(self.pick(SchoolDocument, number), self.word()))
        if number % 2:
            body.append(image_block(self.pick(SchoolImage, number), caption=self.word()))
        picture = self.pick(SchoolImage, number // 2) if number % 3 else None
        return {"summary": self.word(), "signature": self.word(), "body": json.dumps(body), "illustration": picture}

    def html(self, number: int) -> str:
        pages = Page.objects.filter(path__startswith=self.campus.root.path, depth__gt=2).order_by("pk")
        link = f'<a linktype="page" id="{pages[number % pages.count()].pk}">{self.word()}</a>' if pages else ""
        return f"<p>{self.word()} {link}</p>"

    def tiles(self, number: int) -> list[dict[str, Any]]:
        shown = self.pick(Article, number)
        every: list[dict[str, Any]] = [
            {"type": "text", "value": {"title": self.word(), "text": self.html(number), "width": "full"}},
            {"type": "news", "value": {"title": self.word(), "rubrics": [], "count": 1 + number % 4}},
            {"type": "image", "value": {"image": self.pick(SchoolImage, number).pk, "title": self.word()}},
            {"type": "agenda", "value": {"title": self.word(), "rubrics": [], "count": 2}},
            {"type": "selection", "value": {"title": self.word(), **_items("articles", shown.pk)}},
            {"type": "rubrics", "value": {"title": self.word(), **_items("rubrics", self.pick(Rubric, number).pk)}},
        ]
        return every[number % 3 :][: 2 + number % 4]

    def word(self) -> str:
        """One that exists nowhere else, and is part of no other."""
        digits = f"{next(self.numbers):04d}"
        return "canari" + "".join("bdfgkmpvxz"[int(digit)] for digit in digits)

    @contextmanager
    def settled_in(self, name: str) -> Iterator[None]:
        folder = self.folder / name
        with override_settings(SITES_DIR=folder / "sites", EXPORT_DIR=folder / "content", CACHE_DIR=folder / "cache"):
            yield

    # --- what may be read, told again from the rows alone ---

    def public_words(self) -> tuple[set[bytes], set[bytes]]:
        """Every word that may be public now, and those that must be: the titles of public pages."""
        open_paths, agendas = {self.campus.root.path}, set()
        texts, titles, public = [_text(self.school)], [], set()
        for rubric in Rubric.objects.order_by("path"):
            if rubric.path[:-4] in open_paths and rubric.zone == "public" and rubric.live and not rubric.archived_at:
                open_paths.add(rubric.path)
                agendas |= {rubric.path} if rubric.agenda else set()
                texts.append(_text(rubric))
                titles.append(rubric.title)
                public.add(rubric.pk)
        for article in Article.objects.filter(live=True, archived_at=None):
            if article.path[:-4] in (agendas if hasattr(article, "event") else open_paths):
                tags = " ".join(article.tags.values_list("name", flat=True))
                texts.append(_text(article.specific) + tags)
                titles.append(article.title)
                public.add(article.pk)
        texts += [old.path for old in OldAddress.objects.filter(page__in=public)]
        texts += [_text(homepage) for homepage in Homepage.objects.filter(live=True, in_service=True)]
        shown, attached = ({int(key) for key in re.findall(use, " ".join(texts))} for use in (IMAGE, DOCUMENT))
        logo = SchoolImage.objects.filter(name=self.school.logo_name)
        for image in [*SchoolImage.objects.filter(pk__in=shown), *logo]:
            if all(self._agrees(depiction.person) for depiction in Depiction.objects.filter(image=image)):
                texts.append(_text(image))
        for document in SchoolDocument.objects.filter(pk__in=attached):
            with document.file.open("rb") as file:
                texts.append(_text(document) + file.read().decode())
        return _words(" ".join(texts)), _words(" ".join(titles))

    def _agrees(self, person: Any) -> bool:
        today = self.now.date()
        return any(
            consent.starts_on <= today <= consent.ends_on
            and not (consent.withdrawn_on and consent.withdrawn_on <= today)
            for consent in Consent.objects.filter(person=person, image=True, public_site=True)
        )


IMAGE = r'"?(?:image|illustration_id)"?: (\d+)'
DOCUMENT = r'"document": (\d+)'


def _items(name: str, *keys: int) -> dict[str, Any]:
    return {name: [{"type": "item", "id": str(uuid4()), "value": key} for key in keys]}


def _text(row: Any) -> str:
    """The fields of a row, but for what is only a draft's."""
    told = []
    for field in row._meta.concrete_fields:
        if field.attname not in {"draft_title", "url_path"}:
            value = field.value_from_object(row)
            told.append(f"{field.attname}: {json.dumps(field.get_prep_value(value), default=str)}")
    return "\n".join(told).replace('\\"', '"') + "\n"


def _words(text: str) -> set[bytes]:
    return set(WORD.findall(text.lower().encode()))


def _said(files: dict[str, bytes]) -> dict[bytes, list[str]]:
    """The words that are in these files, in names as in bytes, and where."""
    found: dict[bytes, list[str]] = {}
    for name, data in files.items():
        for word in set(WORD.findall((name.encode() + b"\n" + data).lower())):
            found.setdefault(word, []).append(name)
    return found


def _files(folder: Path) -> dict[str, bytes]:
    """Every file beneath, through the links that releases share folders by."""
    found = {}
    for directory, _folders, names in os.walk(folder.resolve(), followlinks=True):
        for name in names:
            path = Path(directory, name)
            found[path.relative_to(folder.resolve()).as_posix()] = path.read_bytes()
    return found


@contextmanager
def _taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _differences(served: dict[str, bytes], full: dict[str, bytes]) -> dict[str, tuple[bytes, bytes]]:
    """Of each file that differs, the first line that does, as served and as it should be."""
    found = {}
    for name in served.keys() | full.keys():
        one, other = (files.get(name, b"(absent)").split(b"\n") for files in (served, full))
        if one != other:
            found[name] = next(pair for pair in zip_longest(one, other, fillvalue=b"") if pair[0] != pair[1])
    return found

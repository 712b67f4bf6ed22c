"""Every address of the administration, asked by everyone, about what is not theirs (RUB-03, ZONE-02)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.messages import ERROR, get_messages
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver
from django.utils import timezone
from wagtail.models import Collection, Page, Site, Task, Workflow

from cms.accounts.models import User
from cms.addresses.models import OldAddress
from cms.articles.models import Article
from cms.consents.models import Consent
from cms.directory.models import Person
from cms.homepage.services import write_homepage
from cms.media.models import SchoolDocument, SchoolImage
from cms.rubrics.enums import Role, Zone
from tests.cms.rubrics.admin_doors import DOORS, WHO_WRITE, Actor, Door, Target
from tests.support.campus import Campus, attachment_block, image_block, make_campus, text_block
from tests.support.schools import SmallSchool, browser_of, said

WORDS = {Target.FOREIGN: "zyxquark", Target.ELSEWHERE: "vwotqubit"}
BEGINNING = 5  # letters of them that a search is asked with: it repeats what was typed
ROLES = {
    Actor.VISITOR: Role.VISITOR,
    Actor.EDITOR: Role.EDITOR,
    Actor.PUBLISHER: Role.PUBLISHER,
    Actor.MODERATOR: Role.MODERATOR,
    Actor.MANAGER: Role.MANAGER,
    Actor.HEAD: Role.MANAGER,
}
OF_NO_CONSEQUENCE = ("django_session", "wagtailusers_userprofile")


class Schools:
    """Two schools, and one person: MINE is where they write, the targets are what they must not know."""

    def __init__(self, actor: Actor) -> None:
        Site.objects.all().delete()
        self.actor = actor
        self.home = make_campus("jean-moulin", "testserver")
        self.away = make_campus("marie-curie", "localhost")
        somebody = actor not in {Actor.ANONYMOUS, Actor.SUPERUSER}
        self.person = self.home.person("camille") if somebody else None
        self.mine = self._fill(self.home, "journal", author=self.person and self.person.user)
        self.targets = {
            target: self._fill(campus, WORDS[target], naming=self.mine)
            for target, campus in ((Target.FOREIGN, self.home), (Target.ELSEWHERE, self.away))
        }
        if actor is Actor.HEAD:
            self.home.grant(self.home.root, ROLES[actor], person=self.person)
        elif actor in ROLES:  # in two rubrics: what these have in common is the school's top, as for foreign ones
            for rubric in (Page.objects.get(pk=self.mine["rubric"]), self.home.rubric("Club photo", zone=Zone.PRIVATE)):
                self.home.grant(rubric, ROLES[actor], person=self.person)
        if actor is Actor.IN_A_GROUP:
            group = Group.objects.create(name="Tout")
            group.permissions.set(Permission.objects.all())
            self.person.user.groups.set([group, *Group.objects.filter(name__in=["Moderators", "Editors"])])
        for command in ("update_index", "rebuild_references_index"):
            call_command(command, verbosity=0, stdout=StringIO())
        self.client = self.home.client(self.person, raise_request_exception=False)
        if actor is Actor.SUPERUSER:
            self.client.force_login(User.objects.create_superuser("exploitation"))
        self.cookies = self.client.cookies

    def ask(self, method: str, address: str, form: Mapping[str, str] | None = None) -> Answer:
        """One request, undone: what it wrote, the session included, is only told."""
        writes = Writes()
        self.client.cookies = deepcopy(self.cookies)
        with transaction.atomic(), connection.execute_wrapper(writes):
            answer = self.client.generic(
                method, address, urlencode(form or {}), content_type="application/x-www-form-urlencoded"
            )
            text = b"".join(answer.streaming_content if answer.streaming else [answer.content])
            warned = any(message.level == ERROR for message in get_messages(answer.wsgi_request))
            transaction.set_rollback(True)
        location = answer.headers.get("Location", "")
        return Answer(method, address, answer.status_code, text.decode(errors="replace"), location, warned, writes)

    def _fill(self, campus: Campus, word: str, *, naming: Any = None, author: User | None = None) -> dict[str, Any]:
        """A private rubric where everything bears `word`; `naming`: other things that its article uses too."""
        author = author or User.objects.create_user(f"{word}-auteur")
        rubric = campus.rubric(f"{word} rubrique", slug=f"{word}-r", zone=Zone.PRIVATE, introduction=f"<p>{word}</p>")
        inner = campus.rubric(f"{word} dedans", slug=f"{word}-d", zone=Zone.PRIVATE, under=rubric)
        image = campus.image(f"{word}.jpg", uploaded_by_user=author)
        document = campus.document(f"{word}.pdf", uploaded_by_user=author)
        for file in (image, document):
            file.tags.add(f"fichier-{word}")
        body = [text_block(f"<p>{word}</p>"), image_block(image), attachment_block(document)]
        if naming:
            body += [
                text_block(f'<p><a linktype="page" id="{naming["page"]}">là</a></p>'),
                image_block(SchoolImage.objects.get(pk=naming["image"])),
                attachment_block(SchoolDocument.objects.get(pk=naming["document"])),
            ]
        page = campus.article(rubric, f"{word} article", slug=f"{word}-a", body=body, tags=[word], owner=author)
        locked = campus.article(rubric, f"{word} fermé", slug=f"{word}-f", locked=True)
        article = Article.objects.get(pk=page.pk)
        alias = article.create_alias(update_slug=f"{word}-alias", parent=Page.objects.get(pk=inner.pk))
        Article.objects.get(pk=page.pk).save_revision(user=author, log_action=True)
        later = campus.article(
            rubric, f"{word} demain", slug=f"{word}-l", go_live_at=timezone.now() + timedelta(days=3)
        )
        scheduled = later.save_revision(user=author, approved_go_live_at=later.go_live_at)
        pupil, guest = (
            Person.objects.create(
                school=campus.school, profile=profile, first_name="Ada", last_name=f"{word} {profile}", source="school"
            )
            for profile in ("pupil", "guest")
        )
        role = campus.grant(rubric, Role.VISITOR, person=pupil)
        tiles = [{"type": "news", "value": {"title": f"{word} tuile", "rubrics": [], "count": 3}}]
        home = write_homepage(
            school=campus.school, slug=f"{word}-h", title=f"{word} accueil", in_service=False, tiles=tiles
        )
        days = {"starts_on": date(2026, 9, 1), "ends_on": date(2036, 8, 31)}
        old = OldAddress.objects.create(
            school=campus.school, page_id=page.pk, path=f"{word}-autrefois", left_at=timezone.now()
        )
        consent = Consent.objects.create(person=pupil, purpose=f"{word} photos", giver=f"{word} parent", **days)
        return {
            "person": pupil.ref,
            "reader": pupil.pk,
            "guest": guest.ref,
            "team": campus.school.groups.create(name=f"Équipe {campus.school.groups.count()}").ref,
            "role": role.pk,
            "consent": consent.ref,
            "old_address": old.pk,
            "homepage": home.pk,
            "homepage_version": home.save_revision(user=author).pk,
            "slug": campus.school.slug,
            "article": article.ref,
            "page": page.pk,
            "alias": alias.pk,
            "locked": locked.pk,
            "rubric": rubric.pk,
            "inner": inner.pk,
            "school": campus.school.root_page.pk,
            "my_page": (naming or {}).get("page", page.pk),
            "revision": page.revisions.order_by("pk").first().pk,
            "later": later.pk,
            "scheduled": scheduled.pk,
            "image": image.pk,
            "image_file": image.file.name,
            "document": document.pk,
            "document_file": document.file.name,
            "document_name": document.filename,
            "user": author.pk,
            "group": Group.objects.create(name=f"{word}").pk,
            "site": campus.school.site_id,
            "collection": campus.school.collection_id,
            "root_collection": Collection.get_first_root_node().pk,
            "workflow": Workflow.objects.create(name=f"{word} relecture").pk,
            "task": Task.objects.create(name=f"{word} tâche").pk,
            "beginning": word[:BEGINNING],
        }


@dataclass
class Answer:
    method: str
    address: str
    status: int
    text: str
    location: str
    warned: bool
    writes: list[str]

    @property
    def leads_out(self) -> bool:
        place = self.location.split("?")[0]
        return place == "/admin/login/" or (place == "/admin/" and self.warned)

    def __str__(self) -> str:
        return f"{self.method} {self.address} → {self.status} {self.location}"


class Writes(list[str]):
    """What a request changed, but for sessions and preferences."""

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        verb, *rest = sql.split(maxsplit=3)
        if verb in {"INSERT", "UPDATE", "DELETE"} and not any(name in " ".join(rest[:2]) for name in OF_NO_CONSEQUENCE):
            self.append(sql[:80])
        return execute(sql, params, many, context)


def addresses(resolver: URLResolver | None = None, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Name and pattern of each address under `admin/`; one that has no name is named by its pattern."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern, route, inner)
        elif isinstance(pattern, URLPattern) and route.startswith("admin/"):
            yield (f"{space}{pattern.name}" if pattern.name else route), route


def cases() -> Iterator[tuple[str, Door]]:
    for name, doors in DOORS.items():
        for door in doors if isinstance(doors, list) else [doors]:
            yield name, door


def address_of(name: str, door: Door, things: dict[str, Any]) -> str:
    args, query = filled(door.args, things), urlencode(filled(door.query, things))
    if name.startswith("admin/"):
        path = "/admin/nulle-part/" if "^" in name else f"/{name}"
    elif name == "wagtaildocs_serve":  # its pattern is an expression without names
        path = reverse(name, args=list(args.values()))
    else:
        path = reverse(name, kwargs=args)
    return f"{path}?{query}" if query else path


def filled(fields: Any, things: dict[str, Any]) -> dict[str, str]:
    return {name: value.format(**things) for name, value in fields.items()}


def refusal_faults(answer: Answer) -> list[str]:
    """Why an answer is no refusal. A redirection is one if it leads to the way in, or home with a word of refusal."""
    refused = {302: answer.leads_out, 400: True, 401: True, 403: True, 404: True, 405: True}.get(answer.status, False)
    return [*([] if refused else ["a refusal expected"]), *(f"wrote: {sql}" for sql in answer.writes)]


@pytest.fixture(autouse=True)
def nothing_remembered(settings: Any, tmp_path: Any) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path / "media"
    cache.clear()
    yield
    cache.clear()


def test_every_address_has_its_line_and_every_line_its_address() -> None:
    found = {name for name, _route in addresses() if name != "admin/tag-autocomplete/"}
    assert (sorted(found - set(DOORS)), sorted(set(DOORS) - found)) == ([], [])


@pytest.mark.parametrize("actor", Actor)
@pytest.mark.django_db
def test_rub_03_an_address_answers_those_whose_it_is_and_no_one_else(actor: Actor) -> None:
    schools = Schools(actor)
    wrong = []
    for target, things in schools.targets.items():
        secrets = [word for whose, word in WORDS.items() if actor not in might_know(whose)]
        for name, door in cases():
            passes = actor in (door.foreign if target is Target.FOREIGN else door.elsewhere)
            address = address_of(name, door, things)
            read = schools.ask("GET", address)
            faults = [f"says “{word}”" for word in secrets if word in read.text]
            if passes and (read.status != door.get if door.get else refusal_faults(read) == []):
                faults.append(f"{door.get or 'no refusal'} expected")
            if passes and actor is Actor.SUPERUSER and door.shows and WORDS[target] not in read.text:
                faults.append("should say what it is about")
            if not passes:
                faults += refusal_faults(read)
            wrong += [f"{target}, {name}: {read}: {fault}" for fault in faults]
            if passes and door.post is None:
                continue
            sent = schools.ask("POST", address, filled(door.post or {}, things))
            faults = [f"says “{word}”" for word in secrets if word in sent.text]
            if passes and not sent.writes:
                faults.append("wrote nothing")
            if not passes:
                faults += refusal_faults(sent)
            wrong += [f"{target}, {name}: {sent}: {fault}" for fault in faults]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("actor", sorted(WHO_WRITE - {Actor.SUPERUSER}))
@pytest.mark.django_db
def test_zone_02_what_is_mine_says_nothing_of_what_uses_it(actor: Actor) -> None:
    """Usage, deletion, filters: one's own page, image and document, which foreign articles name."""
    schools = Schools(actor)
    secrets = [word for whose, word in WORDS.items() if actor not in might_know(whose)]
    answers = [(name, schools.ask("GET", address_of(name, door, schools.mine))) for name, door in cases()]
    wrong = [f"{name}: {answer}: says “{word}”" for name, answer in answers for word in secrets if word in answer.text]
    edited = dict(answers)["wagtailadmin_pages:edit"]
    assert (edited.status, "journal article" in edited.text) == (200, True)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("target", Target)
@pytest.mark.django_db
def test_zone_02_a_form_of_mine_learns_nothing_of_a_page_that_it_names(target: Target) -> None:
    """Wagtail's own refusals say the title: “You do not have permission to copy to page …”."""
    schools, word = Schools(Actor.MANAGER), WORDS[target]
    things, mine = schools.targets[target], schools.mine
    asked = {
        reverse("wagtailadmin_pages:copy", args=[mine["page"]]): {
            "new_title": "Copie",
            "new_slug": "copie",
            "new_parent_page": things["rubric"],
        },
        reverse("wagtailadmin_pages:move", args=[mine["page"]]): {"new_parent_page": things["rubric"]},
        reverse("wagtailadmin_pages:choose_parent", args=["articles", "article"]): {"parent_page": things["rubric"]},
    }
    for address, form in asked.items():
        answer = schools.ask("POST", address, form)
        assert (refusal_faults(answer), word in answer.text) == ([], False), answer


@pytest.mark.django_db
def test_zone_02_an_address_pasted_as_a_link_is_not_answered_with_the_title_there(settings: Any) -> None:
    schools, title = Schools(Actor.EDITOR), f"{WORDS[Target.ELSEWHERE]} article"
    there = Page.objects.get(pk=schools.targets[Target.ELSEWHERE]["page"]).specific.full_url
    form = {"external-link-chooser-url": there, "external-link-chooser-link_text": "là"}
    answer = schools.ask("POST", reverse("wagtailadmin_choose_page_external_link"), form)
    assert ('"external_link_chosen"' in answer.text, title in answer.text) == (True, False)
    settings.WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = "all"  # Wagtail's own choice, for comparison
    assert title in schools.ask("POST", reverse("wagtailadmin_choose_page_external_link"), form).text


@pytest.mark.django_db
def test_writers_choose_among_their_own_pages_and_tags() -> None:
    """What the doors leave open: the chooser begins at the top of what one explores, tags propose what one reads."""
    schools = Schools(Actor.EDITOR)
    first = schools.ask("GET", f"{reverse('wagtailadmin_choose_page')}?page_type=articles.article")
    assert (first.status, "page_type=articles.article" in first.location) == (302, True)
    inside = schools.ask("GET", reverse("wagtailadmin_choose_page_child", args=[schools.mine["rubric"]]))
    assert (schools.ask("GET", first.location).status, "journal article" in inside.text) == (200, True)
    assert schools.ask("GET", f"{reverse('wagtailadmin_tag_autocomplete')}?term=jour").text == '["journal"]'
    filters = schools.ask("GET", reverse("wagtailadmin_explore", args=[schools.mine["rubric"]]))
    assert (filters.status, "camille" in filters.text) == (200, True)


@pytest.mark.django_db
def test_art_02_the_title_of_a_colleagues_draft_is_in_no_list_of_who_may_not_read_it() -> None:
    """Explorer, searches, choosers, bulk actions and the API of the administration. A model is for all who write."""
    place = SmallSchool()
    rubric = place.rubric("Journal")
    author = place.person("autrice")
    place.grant(rubric, Role.EDITOR, person=author)
    place.article(rubric, "Zébulon en ligne", owner=author.user)
    draft = place.article(rubric, "Zébulon caché", owner=author.user, live=False)
    place.article(rubric, "Zébulon modèle", owner=author.user, live=False, is_model=True)
    call_command("update_index", verbosity=0, stdout=StringIO())
    readers = {role: place.with_role(role, rubric) for role in (Role.EDITOR, Role.PUBLISHER, Role.MODERATOR)}
    chooser = reverse("wagtailadmin_choose_page_child", args=[rubric.pk])
    lists = [
        reverse("wagtailadmin_explore", args=[rubric.pk]),
        reverse("wagtailadmin_explore", args=[rubric.pk]) + "?q=Zébulon",
        reverse("wagtailadmin_pages:search") + "?q=Zébulon",
        reverse("wagtailadmin_pages:search_results") + "?q=Zébulon",
        chooser,
        reverse("wagtailadmin_choose_page_search") + "?q=Zébulon",
        reverse("wagtailadmin_api:pages:listing") + f"?child_of={rubric.pk}&fields=title",
        reverse("wagtailadmin_api:pages:listing") + "?search=Zébulon&fields=title",
    ]
    named = {role: [_titles(browser.get(address)) for address in lists] for role, browser in readers.items()}
    everything = {"Zébulon en ligne", "Zébulon modèle"}
    assert named[Role.MODERATOR] == [everything | {"Zébulon caché"}] * len(lists)
    assert named[Role.EDITOR] == named[Role.PUBLISHER] == [everything] * len(lists)
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    assert "caché" not in said(readers[Role.PUBLISHER].get(f"{bulk}?id={draft.pk}&next=/admin/", follow=True))
    assert _titles(browser_of(author).get(lists[0])) == everything | {"Zébulon caché"}


@pytest.mark.django_db
def test_rub_03_who_locked_a_page_is_not_reminded_of_it_once_it_is_not_theirs_to_know() -> None:
    place = SmallSchool()
    kept, lost = place.rubric("Journal"), place.rubric("Conseil", zone=Zone.PRIVATE)
    nadia = place.person("nadia")
    rows = [place.grant(rubric, Role.MODERATOR, person=nadia) for rubric in (kept, lost)]
    for rubric in (kept, lost):
        place.article(rubric, f"Verrou {rubric.title}", locked=True, locked_by=nadia.user, locked_at=timezone.now())
    home = said(browser_of(nadia).get(reverse("wagtailadmin_home")))
    assert "Verrou Journal" in home and "Verrou Conseil" in home
    rows[1].delete()
    home = said(browser_of(nadia).get(reverse("wagtailadmin_home")))
    assert "Verrou Journal" in home and "Verrou Conseil" not in home


def _titles(answer: Any) -> set[str]:
    """The titles that an answer says, in HTML or in JSON."""
    text = said(answer).replace("\\u00e9", "é")
    return set(re.findall("Zébulon (?:en ligne|caché|modèle)", text.replace("\\u00e8", "è")))


def might_know(target: Target) -> frozenset[Actor]:
    """Those to whom the things of the target are no secret."""
    return (
        DOORS["wagtailadmin_pages:edit"].foreign
        if target is Target.FOREIGN
        else DOORS["wagtailadmin_pages:edit"].elsewhere
    )

"""What each kind of output is made from, as its key: one function a kind.

They hold more than templates show, so that a template may show more of the same things without a word here. What is
everywhere is in `frame`: a change of the theme, of the program, of the school or of its menu makes every page anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from publicsite.portable.layout import link_kind, static_name
from publicsite.render.agenda import Agenda, Agendas, Event, Meeting, Month
from publicsite.render.keys import key, of_bytes, of_program
from publicsite.render.pages import ListPage
from publicsite.render.rubrics import Article, Rubric, Tag, Tree
from publicsite.render.site import Site

IN_FRAME = ("icons", "stylesheet", "menu_script", "embed_script", "carousel_script")


class Inputs:
    def __init__(self, site: Site, context: Mapping[str, Any], theme: bytes) -> None:
        self._site = site
        self._address_of: Callable[[str], str | None] = context["known"].get
        self._tree: Tree = context["tree"]
        self._agendas: Agendas = context["agendas"]
        self._resolved: dict[str, Any] = {}
        self._trails: dict[str, bytes] = {}
        self.build = key(of_program(), theme, site.school, context["SITEURL"])
        logo = site.pictures.sign(site.school.logo)
        menu = [self._menu(rubric) for rubric in self._tree.menu]
        has_agenda = self._agendas.whole is not None
        self.frame = key(self.build, logo, menu, has_agenda, [context[name] for name in IN_FRAME])

    # --- pages ---

    def article(self, article: Article) -> bytes:
        picture = self._site.pictures.sign(article.doc.illustration)
        steps = [(near.title, near.url) if near else None for near in (article.older, article.newer)]
        return key("article", self.frame, self._text(article), picture, self._trail(article.rubric), steps)

    def event(self, event: Event) -> bytes:
        picture = self._site.pictures.sign(event.doc.illustration)
        text = event.whole, self._links(event.links)
        return key("event", self.frame, text, picture, self._trail(event.rubric), self._agendas.today)

    def rubric(self, rubric: Rubric, page: ListPage) -> bytes:
        shown = self._list(page)
        if not page.is_first:
            doc = replace(rubric.doc, introduction="", modified=None)
            return key("rubric", self.frame, self._trail(rubric), doc, bool(rubric.children), shown)
        agenda = self._agendas.of(rubric)
        return key(
            *("rubric", self.frame, self._trail(rubric), rubric.doc, self._links(rubric.links), shown),
            self._site.pictures.sign(rubric.doc.illustration),
            [self._door(child) for child in rubric.children],
            self._meetings(agenda.coming) if agenda else None,
        )

    def tag(self, tag: Tag, page: ListPage, count: int) -> bytes:
        return key("tag", self.frame, tag.name, count if page.is_first else None, self._list(page))

    def period(self, period: tuple[int, ...], page: ListPage) -> bytes:
        return key("period", self.frame, period, self._list(page))

    def direct(self, template: str, context: Mapping[str, Any]) -> bytes | None:
        """None for the front page, which shows a bit of everything: it is made each time."""
        own: dict[str, Callable[[], Any]] = {
            "tags": lambda: [(tag, len(tagged)) for tag, tagged in context["tags"]],
            "archives": lambda: [
                (one.period_num, len(one.articles))
                for periods in context["period_archives"].values()
                for one in periods
            ],
            "recherche": lambda: (context["search_index"], context["search_script"]),
            "plan-du-site": lambda: (
                [(rubric.path, rubric.title) for rubric in self._tree],
                of_bytes(b"".join(article.face for article in context["articles"])),
            ),
            "404": lambda: [self._door(rubric) for rubric in self._tree.menu],
            "mentions-legales": lambda: None,
            "accessibilite": lambda: None,
        }
        return key(template, self.frame, own[template]()) if template in own else None

    def agenda(self, agenda: Agenda) -> bytes:
        month, meetings = agenda.month, self._meetings(agenda.meetings)
        return key("agenda", self.frame, *self._of_agenda(agenda), agenda.today, month, meetings)

    def month(self, agenda: Agenda, month: Month, around: Sequence[Month | None]) -> bytes:
        return key("month", self.frame, *self._of_agenda(agenda), month, around, self._meetings(agenda.touching(month)))

    # --- for machines ---

    def calendar(self, agenda: Agenda) -> bytes:
        return key("calendar", self.build, agenda.title, agenda.url, self._meetings(agenda.meetings))

    def feed(self, path: str, title: str, articles: Iterable[Article]) -> bytes:
        return key("feed", self.build, path, title, [self._text(article) for article in articles])

    # --- what they share ---

    def _text(self, article: Article) -> bytes:
        return key(article.whole, self._links(article.links))

    def _list(self, page: ListPage) -> bytes:
        return key([self._card(article) for article in page.articles], page.newer, page.older, page.span)

    def _card(self, article: Article) -> bytes:
        rubric = (article.rubric.path, article.rubric.title) if article.rubric else None
        return key(article.face, article.teaser, self._site.pictures.sign(article.doc.illustration), rubric)

    def _links(self, links: Iterable[str]) -> list[Any]:
        return [self._resolve(link) for link in links]

    def _resolve(self, link: str) -> Any:
        """Where a link of a text leads, and what is told of it there: see `Bodies`."""
        if link not in self._resolved:
            what, path = link_kind(link)
            image, file = static_name("images", link), static_name("files", link)
            self._resolved[link] = (
                self._address_of(path.strip("/"))
                if what == "filename"
                else self._site.pictures.sign(image)
                if image
                else self._site.attachments.sign(file)
                if file
                else None
            )
        return self._resolved[link]

    def _trail(self, rubric: Rubric | None) -> bytes:
        if rubric is None:
            return b""
        if rubric.path not in self._trails:
            self._trails[rubric.path] = key([(step.path, step.title) for step in rubric.trail])
        return self._trails[rubric.path]

    def _menu(self, rubric: Rubric) -> tuple[Any, ...]:
        return rubric.path, rubric.title, [self._menu(child) for child in rubric.menu]

    def _door(self, rubric: Rubric) -> tuple[Any, ...]:
        return rubric.path, rubric.title, [child.title for child in rubric.children]

    def _of_agenda(self, agenda: Agenda) -> tuple[Any, ...]:
        rubric = agenda.rubric
        return agenda.url, self._trail(rubric), bool(rubric and rubric.children)

    def _meetings(self, meetings: Iterable[Meeting]) -> list[Any]:
        return [
            (
                *(one.occurrence, one.title, one.url, one.place, one.changed, one.identity, one.cancelled),
                *(self._trail(one.rubric), one.event and one.event.whole),
            )
            for one in meetings
        ]

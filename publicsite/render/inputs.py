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
from publicsite.render.keys import key, of_program
from publicsite.render.pages import ListPage, pages_of
from publicsite.render.rubrics import MAPPED, Article, Rubric, Tag, Tree
from publicsite.render.site import Site

Pages = Sequence[tuple[ListPage, bytes]]
IN_FRAME = ("icons", "stylesheet", "menu_script", "embed_script", "carousel_script")


class Inputs:
    def __init__(self, site: Site, context: Mapping[str, Any], theme: bytes) -> None:
        self._site = site
        self._tree: Tree = context["tree"]
        self._agendas: Agendas = context["agendas"]
        self._resolved: dict[str, Any] = {}
        self._trails: dict[str, bytes] = {}
        self.build = key(of_program(), theme, site.school, context["SITEURL"])
        logo = site.pictures.sign(site.school.logo)
        menu = [self._menu(rubric) for rubric in self._tree.menu]
        has_agenda = self._agendas.whole is not None
        self.frame = key(self.build, logo, menu, has_agenda, [context[name] for name in IN_FRAME])
        # What the key of an article or of a list holds beside the articles themselves: as long as it is the same, and
        # so are these (as objects: one that is read again is another), keys that were made are not made again.
        titles = [(rubric.path, rubric.title) for rubric in self._tree]
        self._common = key(self.frame, titles, sorted(site.left_out), site.memory.media_changes)
        self._bare = key(self.build, context["stylesheet"], context["icons"])  # of pages without a frame
        self._lists: dict[str, Any] = site.memory.lists

    # --- pages ---

    def article(self, article: Article) -> bytes:
        known = article.known.get("page")
        if known and known[0] == self._common and known[1] is article.older and known[2] is article.newer:
            return known[3]
        picture = self._site.pictures.sign(article.doc.illustration)
        steps = [(near.title, near.url) if near else None for near in (article.older, article.newer)]
        made_of = key("article", self.frame, self.text(article), picture, self._trail(article.rubric), steps)
        article.known["page"] = self._common, article.older, article.newer, made_of
        return made_of

    def event(self, event: Event) -> bytes:
        picture = self._site.pictures.sign(event.doc.illustration)
        text = event.whole, self._links(event.links)
        return key("event", self.frame, text, picture, self._trail(event.rubric), self._agendas.today)

    def rubric(self, rubric: Rubric) -> Pages:
        agenda = self._agendas.of(rubric)
        doc = replace(rubric.doc, introduction="", modified=None)
        first = key(
            *(self._trail(rubric), rubric.doc, self._links(rubric.links)),
            self._site.pictures.sign(rubric.doc.illustration),
            [self._door(child) for child in rubric.children],
            self._meetings(agenda.coming) if agenda else None,
        )
        others = key(self._trail(rubric), doc, bool(rubric.children))
        return self._pages(rubric.url.removeprefix("/"), rubric.articles, first, others)

    def tag(self, tag: Tag, tagged: Sequence[Article]) -> Pages:
        return self._pages(tag.url, tagged, key(tag.name, len(tagged)), key(tag.name))

    def period(self, period: tuple[int, ...], url: str, articles: Sequence[Article]) -> Pages:
        return self._pages(url, articles, key(period), key(period))

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
                [
                    (rubric.path, rubric.title, len(rubric.articles) > MAPPED, [one.face for one in rubric.mapped])
                    for rubric in self._tree
                ],
                [article.face for article in context["articles"] if article.rubric is None],
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

    def redirect(self, address: str) -> bytes:
        return key("redirect", self._bare, address)

    # --- for machines ---

    def calendar(self, agenda: Agenda) -> bytes:
        return key("calendar", self.build, agenda.title, agenda.url, self._meetings(agenda.meetings))

    def feed(self, path: str, title: str, articles: Iterable[Article]) -> bytes:
        return key("feed", self.build, path, title, [self.text(article) for article in articles])

    def body(self, article: Article) -> bytes:
        return self.build + self.text(article)

    def card(self, article: Article) -> bytes:
        return self.build + self._card(article)

    # --- what they share ---

    def text(self, article: Article) -> bytes:
        """Of the article, and of all that its text leads to and shows."""
        known = article.known.get("text")
        if known is None or known[0] != self._common:
            known = article.known["text"] = self._common, key(article.whole, self._links(article.links))
        return bytes(known[1])

    def _pages(self, url: str, articles: Sequence[Article], first: bytes, others: bytes) -> Pages:
        """The pages of a list; `first` and `others` are what they are made of beside their articles."""
        made_of = self._common, first, others
        known = self._lists.get(url)
        if known is None or known[0] != made_of or known[1] != articles:
            pages = [(page, self._list(url, page, first, others)) for page in pages_of(articles, url)]
            known = self._lists[url] = made_of, list(articles), pages
        found: Pages = known[2]
        return found

    def _list(self, url: str, page: ListPage, first: bytes, others: bytes) -> bytes:
        cards = b"".join(map(self._card, page.articles))
        own = first if page.is_first else others
        return key("list", self.frame, url, own, cards, page.newer, page.older, page.span)

    def _card(self, article: Article) -> bytes:
        known = article.known.get("card")
        if known is None or known[0] != self._common:
            rubric = (article.rubric.path, article.rubric.title) if article.rubric else None
            picture = self._site.pictures.sign(article.doc.illustration)
            known = article.known["card"] = self._common, key(article.face, article.teaser, picture, rubric)
        return bytes(known[1])

    def _links(self, links: Iterable[str]) -> list[Any]:
        return [self._resolve(link) for link in links]

    def _resolve(self, link: str) -> Any:
        """Where a link of a text leads, and what is told of it there: see `Bodies`."""
        if link not in self._resolved:
            what, path = link_kind(link)
            image, file = static_name("images", link), static_name("files", link)
            self._resolved[link] = (
                self._site.address_of(path.strip("/"))
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

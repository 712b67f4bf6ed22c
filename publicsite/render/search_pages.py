"""Puts the index of the search beside its page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from hashlib import blake2b
from pathlib import Path

from publicsite.contract import SchoolDoc
from publicsite.render.addresses import DIRECT_PAGES
from publicsite.render.french import french_date
from publicsite.render.generators import Part
from publicsite.render.keys import key, of_program
from publicsite.render.search import Entry, index_files, plain
from publicsite.render.site import SETTING, Site
from publicsite.render.writer import SiteWriter


class SearchGenerator(Part):
    """When it is not the moment to make it, that of the base stays, if there is one."""

    def generate_context(self) -> None:
        """The folder is named after the whole index: no visitor ever reads two releases of it together."""
        site: Site = self.settings[SETTING]
        events, tree = self.context["agendas"].events, self.context["tree"]
        site.entries = len(self.context["articles"]) + len(events) + len(tree.by_path)
        known, folder = site.door.manifest.search
        self._files: dict[str, str] | None = None
        if not folder or (self.context["search_now"] and known != self._made_of()):
            self._files = index_files(self._entries())
            folder = f"{DIRECT_PAGES['recherche']}index-{_digest(''.join(self._files.values()))}"
            site.door.manifest.search = self._made_of(), folder
        self._folder = folder
        self._script = Path(self.theme, "static/js/search.js").read_text(encoding="utf-8")
        self.context["search_index"] = f"/{folder}/"
        self.context["search_script"] = f"/theme/search-{_digest(self._script)}.js"

    def generate_output(self, writer: SiteWriter) -> None:
        door = writer.door
        if self._files is None:
            door.keep(f"{self._folder}/")
        for name, content in (self._files or {}).items():
            door.put(f"{self._folder}/{name}", None, partial(str, content))
        door.put(self.context["search_script"].removeprefix("/"), None, lambda: self._script)

    def _made_of(self) -> bytes:
        articles, events, tree = self.context["articles"], self.context["agendas"].events, self.context["tree"]
        rubrics = [(rubric.doc, rubric.parent and rubric.parent.title) for rubric in tree]
        wholes = b"".join(one.whole for listed in (articles, events) for one in listed)
        return key(of_program(), self.settings["TIMEZONE"], _contact(self._school), rubrics, wholes)

    @property
    def _school(self) -> SchoolDoc:
        site: Site = self.settings[SETTING]
        return site.school

    def _entries(self) -> Iterator[Entry]:
        """How to reach the school, articles from the newest, then events, then what rubrics say of themselves."""
        if contact := _contact(self._school):
            yield Entry("Contact : téléphone, adresse, horaires", "/#nous-trouver", self._school.name, "", (), contact)
        for article in self.context["articles"]:
            yield Entry(
                title=article.doc.title,
                url=f"/{article.url}",
                rubric=article.rubric.title if article.rubric else "",
                date=french_date(article.date),
                keywords=tuple(filter(None, (*article.doc.tags, article.doc.author))),
                text=" ".join(filter(None, (article.doc.summary, plain(article.doc.body)))),
            )
        for event in self.context["agendas"].events:
            text = " ".join(filter(None, (event.doc.summary, event.doc.place, plain(event.doc.body))))
            yield Entry(
                event.title, event.url, event.rubric.title, french_date(event.occurrences[0].day), event.doc.tags, text
            )
        for rubric in self.context["tree"]:
            parent = rubric.parent.title if rubric.parent else ""
            yield Entry(rubric.title, rubric.url, parent, "", (), plain(rubric.doc.introduction))


def _contact(school: SchoolDoc) -> str:
    """In the words that a visitor looks for, so that the list of results answers by itself."""
    place = ", ".join(filter(None, (*school.address.splitlines(), f"{school.postcode} {school.town}".strip())))
    told = {
        "Numéro de téléphone": school.phone,
        "Courriel": school.email,
        "Adresse": place if school.address else "",
        "Horaires d’ouverture": " ".join(school.opening_hours.split()),
    }
    return " · ".join(f"{name} : {value}" for name, value in told.items() if value)


def _digest(content: str) -> str:
    return blake2b(content.encode(), digest_size=4).hexdigest()

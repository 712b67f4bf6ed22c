"""Puts the index of the search beside its page."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any

from pelican.generators import Generator

from publicsite.render.addresses import DIRECT_PAGES
from publicsite.render.french import french_date
from publicsite.render.search import Entry, index_files, plain


class SearchGenerator(Generator):
    def generate_context(self) -> None:
        """The folder is named after the whole index: no visitor ever reads two releases of it together."""
        self._files = index_files(self._entries())
        self._folder = f"{DIRECT_PAGES['recherche']}index-{_digest(''.join(self._files.values()))}"
        self._script = Path(self.theme, "static/js/search.js").read_text(encoding="utf-8")
        self.context["search_index"] = f"/{self._folder}/"
        self.context["search_script"] = f"/theme/search-{_digest(self._script)}.js"

    def generate_output(self, writer: Any) -> None:
        for name, content in self._files.items():
            self._write(f"{self._folder}/{name}", content)
        self._write(self.context["search_script"].removeprefix("/"), self._script)

    def _entries(self) -> Iterator[Entry]:
        """Articles from the newest, then events, then what rubrics say of themselves."""
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

    def _write(self, name: str, content: str) -> None:
        target = Path(self.output_path, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")


def _digest(content: str) -> str:
    return blake2b(content.encode(), digest_size=4).hexdigest()

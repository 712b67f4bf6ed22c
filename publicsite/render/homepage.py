"""The homepage: the tiles of the one that is online, or the latest news when none is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from publicsite.contract import HomepageDoc, TileDoc
from publicsite.render.rubrics import Article, Tree

NEWS_COUNT = 6


@dataclass(frozen=True, slots=True)
class TopTile:
    image: str
    article: Article | None
    kind: str = "top"


@dataclass(frozen=True, slots=True)
class NewsTile:
    title: str
    articles: list[Article]
    show_illustration: bool = True
    show_summary: bool = True
    show_date: bool = True
    kind: str = "news"


Tile = TopTile | NewsTile


class Homepage:
    def __init__(self, docs: list[HomepageDoc], articles: list[Article], tree: Tree) -> None:
        self._articles = articles
        self._tree = tree
        self.doc = next((doc for doc in docs if doc.online), None)
        self.tiles = [tile for doc in self._tile_docs() if (tile := self._tile(doc))]

    def _tile_docs(self) -> tuple[TileDoc, ...]:
        return self.doc.tiles if self.doc else (TileDoc("news", {"title": "Actualités"}),)

    def _tile(self, doc: TileDoc) -> Tile | None:
        return self._top(doc.values) if doc.kind == "top" else self._news(doc.values)

    def _top(self, values: Mapping[str, Any]) -> TopTile | None:
        if not values.get("visible", True) or not values.get("image"):
            return None
        path = values.get("article")
        article = next((article for article in self._articles if article.doc.path == path), None)
        return TopTile(values["image"], article)

    def _news(self, values: Mapping[str, Any]) -> NewsTile:
        chosen = self._chosen(values.get("rubrics") or [])
        articles = [article for article in self._articles if chosen is None or article.doc.rubric in chosen]
        streamed = [article for article in articles if article.rubric is None or article.rubric.doc.blog]
        return NewsTile(
            title=values.get("title", ""),
            articles=streamed[: values.get("count", NEWS_COUNT)],
            show_illustration=values.get("show_illustration", True),
            show_summary=values.get("show_summary", True),
            show_date=values.get("show_date", True),
        )

    def _chosen(self, paths: list[str]) -> set[str] | None:
        """The chosen rubrics with their sub-rubrics; None stands for all of them."""
        if not paths:
            return None
        rubrics = (self._tree.by_path[path] for path in paths if path in self._tree.by_path)
        return {below.path for rubric in rubrics for below in rubric.within()}

"""Reads our documents for Pelican: what `publicsite.portable` reads, as Pelican's metadata."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

from pelican.contents import Tag
from pelican.readers import HTMLReader

from publicsite.contract import ArticleDoc, RubricDoc, State
from publicsite.portable.reader import read_article, read_rubric
from publicsite.render.addresses import RESERVED
from publicsite.render.site import SETTING, Site

Metadata = dict[str, Any]
LONGEST_NAME = 200  # a tag is a folder, and one sign of some scripts is twenty letters of ours


class LeftOut(Exception):
    """The document is not published; the site's problems say why."""


class DocumentReader(HTMLReader):
    """A subclass of the stock reader, and not of BaseReader, which would make it the reader of every Pelican of this
    process as soon as this module is imported."""

    def read(self, source_path: str) -> tuple[str, Metadata]:
        site: Site = self.settings[SETTING]
        path = Path(source_path).relative_to(site.content)
        try:
            return self._read(path, site)
        except LeftOut:
            raise
        except Exception as error:
            site.complain(path, f"ce document n’a pas pu être lu ({error}) ; il n’est pas publié.")
            raise

    def _read(self, path: Path, site: Site) -> tuple[str, Metadata]:
        _refuse_links(path, site)
        is_article = path.parts[0] == "articles"
        doc, problems = (read_article if is_article else read_rubric)(path, site.content)
        site.note(problems)
        if doc is None:
            raise LeftOut
        _refuse_reserved(doc.path, path, site)
        if isinstance(doc, ArticleDoc):
            return doc.body, self._article(doc, path, site)
        return doc.introduction, self._rubric(doc, path, site)

    def _article(self, doc: ArticleDoc, path: Path, site: Site) -> Metadata:
        if doc.state is not State.ONLINE:
            return _skipped(path, site)
        tags = [Tag(name, self.settings) for name in doc.tags]
        return {
            **_common(doc),
            "date": doc.date.astimezone(site.timezone),
            "updated": doc.modified.astimezone(site.timezone) if doc.modified else None,
            "summary": doc.summary,
            "tags": [tag for tag in tags if 0 < len(tag.slug) <= LONGEST_NAME],
        }

    def _rubric(self, doc: RubricDoc, path: Path, site: Site) -> Metadata:
        return _common(doc) if doc.public else _skipped(path, site)


def address(path: str) -> str:
    return f"{path}/"


def _common(doc: ArticleDoc | RubricDoc) -> Metadata:
    """The address is the folder's and the slug's, whatever the file's own headers say."""
    return {
        "doc": doc,
        "title": doc.title,
        "slug": doc.slug,
        "url": address(doc.path),
        "save_as": f"{address(doc.path)}index.html",
        "status": "published",
    }


def _skipped(path: Path, site: Site) -> Metadata:
    site.complain(path, "ce document n’est pas public : il n’est pas publié. Sa place est dans private/.")
    return {"status": "skip"}


def _refuse_links(path: Path, site: Site) -> None:
    """A symbolic link could lead into private/, which is never opened."""
    room = (site.content / path.parts[0]).resolve()
    if not (site.content / path).resolve().is_relative_to(room) or (site.content / path.parts[0]).is_symlink():
        site.complain(path, "ce lien symbolique mène hors de son dossier : remplacez-le par le fichier lui-même.")
        raise LeftOut


def _refuse_reserved(address_path: str, path: Path, site: Site) -> None:
    first = PurePosixPath(address_path).parts[0]
    if first in RESERVED:
        site.complain(path, f"l’adresse « {first} » est réservée au site : renommez cette rubrique.")
        raise LeftOut

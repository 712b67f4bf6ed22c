"""SITE-08: folders that other people wrote for Pelican are read too, and what cannot be is named."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from publicsite.contract import ArticleDoc, Problem, SiteDoc, State
from publicsite.portable.headers import read_date
from publicsite.portable.reader import read_site
from publicsite.portable.writer import write_site
from tests.publicsite.portable.portable_documents import png, without_sources

MARKDOWN = """Title: L’été à la mer
Date: 2010-10-03 10:20
Category: Voyages scolaires
Tags: mer, plage; été
Authors: Ana Díaz; Bo Li
Summary: Un *bel* été
Lang: fr

# Départ

Voici ![La plage]({static}/medias/plage.png) et [le menu](../medias/menu.pdf#p2).

Voir [l’autre]({filename}../autre.rst) et [rien]({filename}rien.md).

| a | b |
|---|---|
| 1 | 2 |
"""

REST = """Le grand jour
#############

:date: 3 Oct 2010
:tags: un, deux
:status: draft

Du *texte* et |static|.

.. image:: {static}/medias/plage.png
   :alt: La plage

.. include:: /etc/passwd

.. raw:: html

   <script>alert(1)</script>
"""

HTML = """<html><head><title>Vieux &amp; neuf</title>
<meta name="date" content="2010/10/03"><meta name="keywords" content="a, b">
<meta name="author" content="Ana"><meta name="slug" content="Vieux_Neuf">
</head><body><h1>Oui</h1><p>Texte</p></body></html>
"""

FRONT_MATTER = """---
title: "Avec des tirets"
date: 2010-10-03T10:20:00+02:00
tags:
  - un
  - deux
---
Corps.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "voyages/mer.md": MARKDOWN,
        "autre.rst": REST,
        "vieux.html": HTML,
        "blog/tirets.md": FRONT_MATTER,
        "pages/contact.md": "Title: Contact\nDate: 2010-10-03\n\nÉcrivez-nous.\n",
    }
    for name, text in files.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(text)
    (tmp_path / "in/medias").mkdir()
    (tmp_path / "in/medias/plage.png").write_bytes(png())
    (tmp_path / "in/medias/menu.pdf").write_bytes(b"%PDF")
    (tmp_path / "in/medias/inutile.txt").write_text("x")
    return tmp_path / "in"


def read(folder: Path) -> tuple[dict[str, ArticleDoc], SiteDoc, list[Problem]]:
    found, told = read_site(folder)
    return {doc.slug: doc for doc in (*found.public.articles, *found.private.articles)}, found, told


def told_about(told: list[Problem], path: str) -> list[tuple[int | None, bool]]:
    return [(problem.line, problem.fatal) for problem in told if str(problem.path) == path]


def test_site_08_a_markdown_article_is_read(folder: Path) -> None:
    articles, found, told = read(folder)
    doc = articles["lete-a-la-mer"]
    assert (doc.rubric, doc.title, doc.author) == ("voyages-scolaires", "L’été à la mer", "Ana Díaz, Bo Li")
    assert doc.tags == ("mer", "plage", "été")
    assert doc.date.isoformat() == "2010-10-03T10:20:00+02:00"
    assert doc.extra == {"lang": "fr"}
    assert doc.body == (
        "<h2>Départ</h2>\n<p>Voici</p>\n"
        '<figure class="image"><img src="{static}/images/plage.png" alt="La plage"></figure>\n'
        '<p>et <a href="{static}/files/menu.pdf#p2">le menu</a>.</p>\n<p>Voir l’autre et rien.</p>\n'
        '<table>\n<thead>\n<tr><th scope="col">a</th><th scope="col">b</th></tr>\n</thead>\n'
        "<tbody>\n<tr><td>1</td><td>2</td></tr>\n</tbody>\n</table>"
    )
    assert [image.name for image in found.public.images] == ["plage.png"]
    assert [file.name for file in found.public.files] == ["menu.pdf"]
    assert (7, False) in told_about(told, "voyages/mer.md")


def test_site_08_a_rest_article_is_read_without_what_it_may_not_insert(folder: Path) -> None:
    articles, found, told = read(folder)
    doc = articles["le-grand-jour"]
    assert (doc.title, doc.tags, doc.state) == ("Le grand jour", ("un", "deux"), State.DRAFT)
    assert doc in found.private.articles
    assert "root:" not in doc.body
    assert "alert" not in doc.body
    assert '<img src="{static}/images/plage.png" alt="La plage">' in doc.body
    lines = [line for line, fatal in told_about(told, "autre.rst") if fatal]
    assert {8, 13, 15} <= set(lines)


def test_site_08_an_html_article_is_read(folder: Path) -> None:
    articles, _, told = read(folder)
    doc = articles["vieux-neuf"]
    assert (doc.rubric, doc.title, doc.author, doc.tags) == ("divers", "Vieux & neuf", "Ana", ("a", "b"))
    assert doc.body == "<h2>Oui</h2>\n<p>Texte</p>"
    assert (3, False) in told_about(told, "vieux.html")


def test_site_08_headers_between_dashes_are_read(folder: Path) -> None:
    articles, _, _ = read(folder)
    doc = articles["avec-des-tirets"]
    assert (doc.rubric, doc.tags, doc.body) == ("blog", ("un", "deux"), "<p>Corps.</p>")


def test_site_08_a_page_becomes_an_article_of_the_rubric_pages(folder: Path) -> None:
    articles, found, _ = read(folder)
    assert articles["contact"].rubric == "pages"
    assert "Pages" in {rubric.title for rubric in found.public.rubrics}


def test_site_08_a_link_follows_its_document(folder: Path) -> None:
    (folder / "pages/contact.md").write_text(
        "Title: Contact\nDate: 2010-10-03\n\n"
        "[a]({filename}/vieux.html) [b](|filename|../blog/tirets.md) [c](/vieux.html)\n"
    )
    body = read(folder)[0]["contact"].body
    assert body.count("{filename}/articles/divers/vieux-neuf.html") == 2
    assert body.count("{filename}/articles/blog/avec-des-tirets.html") == 1


def test_site_08_files_of_the_same_name_get_names_of_their_own(folder: Path) -> None:
    (folder / "blog/plage.png").write_bytes(png((9, 9)))
    (folder / "blog/tirets.md").write_text(
        "Title: B\nDate: 2010-10-03\n\n![x](plage.png)\n![y]({attach}../medias/plage.png)"
    )
    _, found, _ = read(folder)
    assert [(image.name, image.source.parent.name) for image in found.public.images] == [
        ("plage-2.png", "blog"),
        ("plage.png", "medias"),
    ]


def test_site_08_what_only_drafts_use_is_private(folder: Path) -> None:
    (folder / "voyages/mer.md").unlink()
    _, found, _ = read(folder)
    assert found.public.images == ()
    assert [image.name for image in found.private.images] == ["plage.png"]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("Date: 2010-10-03\n\nSans titre.\n", None, "titre"),
        ("Title: Sans date\n\nTexte.\n", None, "date"),
        ("Title: X\nDate: 31/02/2010\n\nTexte.\n", 2, "n’existe pas"),
        ("Title: X\nDate: hier\n\nTexte.\n", 2, "ne se lit pas"),
        ("Title: X\nDate: 2010-10-03\n\n![x]({static}/no.png)\n", None, "introuvable"),
        ("Title: X\nDate: 2010-10-03\n\n![x](/medias/menu.pdf)\n", None, "illisible"),
    ],
)
def test_site_08_what_cannot_be_read_is_named(folder: Path, text: str, line: int | None, message: str) -> None:
    (folder / "blog/x.md").write_text(text)
    told = [problem for problem in read_site(folder)[1] if str(problem.path) == "blog/x.md" and problem.fatal]
    assert [problem.line for problem in told] == [line]
    assert message in told[0].message


def test_site_08_files_that_nothing_uses_are_told(folder: Path) -> None:
    assert told_about(read_site(folder)[1], "medias/inutile.txt") == [(None, False)]


@pytest.mark.parametrize("status", ["draft", "hidden", "skip", "autre"])
def test_site_08_only_what_is_published_is_public(folder: Path, status: str) -> None:
    (folder / "blog/x.md").write_text(f"Title: X\nDate: 2010-10-03\nStatus: {status}\n\nTexte.\n")
    articles, found, _ = read(folder)
    assert articles["x"].state is State.DRAFT
    assert articles["x"] in found.private.articles


def test_site_08_a_foreign_folder_can_be_written_and_read_back(folder: Path, tmp_path: Path) -> None:
    found, _ = read_site(folder)
    write_site(found, tmp_path / "out")
    back, told = read_site(tmp_path / "out")
    assert without_sources(back) == without_sources(found)
    assert [problem for problem in told if problem.fatal] == []


@pytest.mark.parametrize(
    "text",
    [
        "2010-10-03",
        "2010/10/03",
        "03/10/2010",
        "3 Oct 2010",
        "3 octobre 2010",
        "dimanche 3 octobre 2010",
        "Oct 3, 2010",
        "October 3rd, 2010",
        "3.10.2010",
        "2010-10-03T00:00",
        "Sunday 3 October 2010 00:00",
    ],
)
def test_site_08_pelicans_dates_are_read(text: str) -> None:
    assert read_date(text) == datetime(2010, 10, 3)  # noqa: DTZ001


def test_site_08_a_date_keeps_its_offset() -> None:
    assert read_date("2010-10-03 10:20Z") == datetime(2010, 10, 3, 10, 20, tzinfo=UTC)
    assert read_date("3 Oct 2010 12:20 +0200") == datetime(2010, 10, 3, 10, 20, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "2010", "octobre 2010", "hier", "30 février 2010", "2010-13-01", "12:30"])
def test_site_08_what_is_not_a_whole_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="la date"):
        read_date(text)

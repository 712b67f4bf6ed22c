"""SITE-08: the folder holds the site and nothing else, and what may not be written is refused before any byte is."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from publicsite.contract import FileDoc, HomepageDoc, ImageDoc, Room, RubricDoc, SiteDoc, State, TileDoc
from publicsite.portable.writer import article_html, homepage_toml, images_toml, rubric_html, school_toml, write_site
from tests.publicsite.portable.portable_documents import NOW, SCHOOL, article, site, sources

ARTICLE = """<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<title>Cross &amp; « fête »</title>
<meta name="date" content="2025-10-17 14:30:00+02:00">
<meta name="category" content="Vie du collège">
<meta name="slug" content="cross">
<meta name="url" content="vie/cross/">
<meta name="save_as" content="vie/cross/index.html">
<meta name="status" content="skip">
<meta name="state" content="draft">
<meta name="tags" content="EPS, sport">
<meta name="summary" content="Dire &quot;oui&quot;&#10;à l’effort.">
<meta name="lang" content="fr">
</head>
<body>
<p>Départ.</p>
</body>
</html>
"""

RUBRIC = """<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<title>Sport</title>
<meta name="slug" content="sport">
<meta name="url" content="vie/sport/">
<meta name="save_as" content="vie/sport/index.html">
<meta name="status" content="published">
<meta name="zone" content="public">
<meta name="position" content="2">
<meta name="menu" content="yes">
<meta name="blog" content="no">
</head>
<body>
</body>
</html>
"""


def image(name: str, source: str = "red.png", **known: object) -> ImageDoc:
    return ImageDoc(name, sources() / source, **known)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["../x.png", "a/b.png", "a\\b.png", "..", ".hidden.png", "", "a\nb.png"])
def test_site_08_a_name_that_leaves_its_folder_is_refused_before_anything_is_written(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nom de fichier"):
        write_site(site(images=(image(name),)), tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "refused",
    [
        site(article(slug="../../etc")),
        site(article(slug="Majuscule")),
        site(article(state=State.DRAFT)),
        site(article(state=State.OFFLINE)),
        site(article(rubric="inconnue")),
        site(article(tags=("a, b",))),
        site(article(extra={"Status": "published"})),
        site(article(), article()),
        site(rubrics=(RubricDoc("vie", "Vie", public=False),)),
        site(rubrics=(RubricDoc("vie//sport", "Vie", public=True),)),
        site(homepages=(HomepageDoc("../accueil", "Accueil", online=True),)),
        site(images=(image("absente.png", "absente.png"),)),
        site(images=(image("x.png"),), private=Room(images=(image("x.png"),))),
    ],
)
def test_site_08_a_site_that_may_not_be_written_leaves_no_trace(refused: SiteDoc, tmp_path: Path) -> None:
    with pytest.raises(ValueError):
        write_site(refused, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_site_08_a_folder_that_is_not_content_is_refused_and_left_whole(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "these.html").write_text("à garder")
    with pytest.raises(ValueError, match=r"school\.toml"):
        write_site(site(article()), tmp_path)
    assert [path.name for path in tmp_path.rglob("*.html")] == ["these.html"]


def test_site_08_a_link_out_of_the_folder_is_not_written_through(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "folder"
    outside.mkdir()
    write_site(site(), folder)
    (folder / "articles").symlink_to(outside)
    with pytest.raises(ValueError, match="hors du dossier"):
        write_site(site(article()), folder)
    assert list(outside.iterdir()) == []


def test_site_08_what_no_document_explains_is_removed_and_nothing_else(tmp_path: Path) -> None:
    folder, outside = tmp_path / "folder", tmp_path / "outside"
    outside.mkdir()
    (outside / "keep.txt").write_text("à garder")
    draft = article(slug="brouillon", state=State.DRAFT)
    write_site(site(article(), images=(image("x.png"),), private=Room(articles=(draft,))), folder)
    (folder / "README.md").write_text("notes")
    (folder / "articles" / ".gitkeep").write_text("")
    (folder / "articles" / ".1.preau-tmp").write_text("reste d’une écriture interrompue")
    (folder / "images" / "ailleurs").symlink_to(outside)

    write_site(site(), folder)

    left = {str(path.relative_to(folder)) for path in folder.rglob("*")}
    assert left == {"README.md", "articles", "articles/.gitkeep", "pages", "pages/vie.html", "school.toml"}
    assert (outside / "keep.txt").read_text() == "à garder"


def test_site_08_a_file_that_would_not_change_keeps_its_time(tmp_path: Path) -> None:
    before = site(article(), article(slug="autre"), images=(image("x.png"),))
    written = write_site(before, tmp_path)
    assert tmp_path / "images" / "x.png" in written
    for path in written:
        os.utime(path, (1, 1))

    changed = write_site(site(article(title="Changé"), article(slug="autre"), images=(image("x.png"),)), tmp_path)

    assert changed == [tmp_path / "articles" / "vie" / "cross.html"]
    assert (tmp_path / "images" / "x.png").stat().st_mtime == 1
    assert (tmp_path / "articles" / "vie" / "autre.html").stat().st_mtime == 1


def test_site_08_documents_given_in_another_order_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = article(tags=("a",)), article(slug="autre", extra={"b": "1", "a": "2"})
    images = (image("x.png", title="X"), image("a.png"))
    write_site(site(first, second, images=images), tmp_path)
    reordered = replace(second, extra={"a": "2", "b": "1"})
    assert write_site(site(reordered, first, images=images[::-1]), tmp_path) == []


def test_site_08_an_article_is_written_as_the_format_says() -> None:
    doc = article(
        title="Cross & « fête »",
        summary='Dire "oui"\nà l’effort.',
        tags=("EPS", "sport"),
        state=State.DRAFT,
        extra={"lang": "fr"},
    )
    assert article_html(doc, category="Vie du collège", public=False) == ARTICLE


def test_site_08_the_public_room_tells_no_state() -> None:
    public = article_html(article(), category="Vie", public=True)
    assert '<meta name="status" content="published">' in public
    assert "state" not in public


def test_site_08_a_rubric_is_written_as_the_format_says() -> None:
    assert rubric_html(RubricDoc("vie/sport", "Sport", public=True, position=2, blog=False), public=True) == RUBRIC


def test_site_08_tables_are_written_as_the_format_says() -> None:
    school = school_toml(replace(SCHOOL, latitude=46.5))
    assert school.startswith('format = 1\nname = "Collège Simone-Lacaze"\nslug = "simone-lacaze"\n')
    assert "latitude = 46.5\n" in school
    assert "longitude" not in school
    assert images_toml([image("b.png", alt='Un "b"', focal=(1, 2, 3, 4)), image("a.png")]) == (
        '["a.png"]\n\n["b.png"]\nalt = "Un \\"b\\""\nfocal = [1, 2, 3, 4]\n'
    )
    tiles = (TileDoc("top", {"image": "x.png", "visible": True}), TileDoc("news", {"rubrics": ["vie"], "count": 6}))
    assert homepage_toml(HomepageDoc("accueil", "Accueil", True, tiles)) == (  # noqa: FBT003
        'title = "Accueil"\nonline = true\n\n[[tiles]]\nkind = "top"\nimage = "x.png"\nvisible = true\n'
        '\n[[tiles]]\nkind = "news"\nrubrics = ["vie"]\ncount = 6\n'
    )


def test_site_08_bytes_are_copied_from_their_source_and_an_empty_private_room_has_no_folder(tmp_path: Path) -> None:
    menu = FileDoc("menu.pdf", sources() / "menu.pdf", title="Menu")
    write_site(site(article(date=NOW), files=(menu,)), tmp_path)
    assert (tmp_path / "files" / "menu.pdf").read_bytes() == b"%PDF-1.4 menu"
    assert not (tmp_path / "private").exists()

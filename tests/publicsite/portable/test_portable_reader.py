"""SITE-08: whatever is wrong in a folder is named with its file and its line, and the rest is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from publicsite.contract import FileDoc, HomepageDoc, ImageDoc, Problem, Room, State, TileDoc
from publicsite.portable import source
from publicsite.portable.reader import read_article, read_rubric, read_site
from publicsite.portable.writer import write_site
from tests.publicsite.portable.portable_documents import article, site, sources

CROSS = "articles/vie/cross.html"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sound folder, with one article, one image and one attachment."""
    written = site(
        article(),
        images=(ImageDoc("red.png", sources() / "red.png", alt="Rouge"),),
        files=(FileDoc("menu.pdf", sources() / "menu.pdf"),),
        homepages=(HomepageDoc("accueil", "Accueil", True, (TileDoc("top", {"image": "red.png"}),)),),  # noqa: FBT003
    )
    write_site(written, tmp_path / "site")
    return tmp_path / "site"


def change(folder: Path, path: str, old: str, new: str) -> None:
    text = (folder / path).read_text()
    assert old in text
    (folder / path).write_text(text.replace(old, new))


def line_of(folder: Path, path: str, text: str) -> int:
    lines = (folder / path).read_text().splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def problems(folder: Path) -> list[Problem]:
    return read_site(folder)[1]


def only(folder: Path) -> Problem:
    found = problems(folder)
    assert len(found) == 1, "\n".join(map(str, found))
    return found[0]


def test_site_08_a_sound_folder_has_no_problem(folder: Path) -> None:
    found, told = read_site(folder)
    assert told == []
    assert [doc.path for doc in found.public.articles] == ["vie/cross"]
    assert found.private == Room()


def test_site_08_a_missing_folder_and_an_empty_one_are_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("nowhere", "empty"):
        found, told = read_site(tmp_path / name)
        assert [problem.fatal for problem in told] == [True]
        assert found.public == Room()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("2025-10-17 14:30:00+02:00", "31 février 2025", "n’existe pas"),
        ("2025-10-17 14:30:00+02:00", "2025-02-31", "n’existe pas"),
        ("2025-10-17 14:30:00+02:00", "bientôt", "ne se lit pas"),
        ('content="cross"', 'content="Le Cross"', "ne convient pas"),
        ('content="cross"', 'content="../cross"', "ne convient pas"),
    ],
)
def test_site_08_an_article_with_an_impossible_header_is_left_out_and_its_line_told(
    folder: Path, old: str, new: str, message: str
) -> None:
    change(folder, CROSS, old, new)
    line = line_of(folder, CROSS, new)
    found, told = read_site(folder)
    assert found.public.articles == ()
    assert [(str(problem.path), problem.line, problem.fatal) for problem in told] == [(CROSS, line, True)]
    assert message in told[0].message


@pytest.mark.parametrize(
    ("old", "message"),
    [
        ("<title>Le cross</title>\n", "titre"),
        ('<meta name="date" content="2025-10-17 14:30:00+02:00">\n', "date"),
    ],
)
def test_site_08_an_article_without_title_or_date_is_left_out(folder: Path, old: str, message: str) -> None:
    change(folder, CROSS, old, "")
    assert message in only(folder).message
    assert read_site(folder)[0].public.articles == ()


def test_site_08_a_file_that_is_not_utf_8_is_told_with_its_line(folder: Path) -> None:
    line = line_of(folder, CROSS, "Départ")
    data = (folder / CROSS).read_bytes()
    (folder / CROSS).write_bytes(data.replace("Départ".encode(), "Départ".encode("latin-1")))
    problem = only(folder)
    assert problem.line == line
    assert "UTF-8" in problem.message


def test_site_08_two_articles_at_one_address_are_both_named(folder: Path) -> None:
    text = (folder / CROSS).read_text()
    (folder / "articles/vie/zut.html").write_text(text)
    address = next(problem for problem in problems(folder) if problem.fatal)
    assert str(address.path) == "articles/vie/zut.html"
    assert CROSS in address.message
    assert len(read_site(folder)[0].public.articles) == 1


def test_site_08_a_rubric_without_a_page_is_created_with_the_title_of_its_category(folder: Path) -> None:
    (folder / "pages/vie.html").unlink()
    found, told = read_site(folder)
    assert [(rubric.path, rubric.title) for rubric in found.public.rubrics] == [("vie", "Vie du collège")]
    assert [problem.fatal for problem in told] == [False]


BROKEN_LINKS = [
    ('<p><img src="{static}/images/nowhere.png" alt="x"></p>', "« nowhere.png » est introuvable", True),
    ('<ul class="attachments"><li><a href="{static}/files/no.pdf">x</a></li></ul>', "« no.pdf »", True),
    ('<p><a href="{filename}/articles/vie/no.html">x</a></p>', "articles/vie/no.html", False),
    ('<p><a href="{static}/../../../etc/passwd">x</a></p>', "introuvable", True),
]


@pytest.mark.parametrize(("element", "message", "fatal"), BROKEN_LINKS)
def test_site_08_what_a_body_counts_on_must_exist(folder: Path, element: str, message: str, fatal: bool) -> None:
    change(folder, CROSS, "<p>Départ.</p>", f"<p>Départ.</p>\n{element}")
    problem = only(folder)
    assert message in problem.message
    assert (problem.line, problem.fatal) == (line_of(folder, CROSS, element), fatal)
    assert len(read_site(folder)[0].public.articles) == 1


def test_site_08_a_missing_illustration_is_told_on_its_line(folder: Path) -> None:
    change(folder, CROSS, "</head>", '<meta name="illustration" content="nowhere.png">\n</head>')
    problem = only(folder)
    assert "nowhere.png" in problem.message
    assert problem.line == line_of(folder, CROSS, "nowhere.png")


def test_site_08_a_public_article_may_not_use_a_private_image(folder: Path) -> None:
    (folder / "private/images").mkdir(parents=True)
    (folder / "images/red.png").rename(folder / "private/images/blue.png")
    (folder / "homepages/accueil.toml").unlink()
    (folder / "images.toml").unlink()
    change(
        folder, CROSS, "<p>Départ.</p>", '<figure class="image"><img src="{static}/images/blue.png" alt=""></figure>'
    )
    assert "private/images/" in only(folder).message


def test_site_08_unknown_headers_are_kept_and_told(folder: Path) -> None:
    change(folder, CROSS, "</head>", '<meta name="Lang" content="fr">\n</head>')
    found, told = read_site(folder)
    assert found.public.articles[0].extra == {"Lang": "fr"}
    assert [(problem.line, problem.fatal) for problem in told] == [(line_of(folder, CROSS, "Lang"), False)]


@pytest.mark.parametrize("damage", [b"", b"not an image", None])
def test_site_08_an_image_that_does_not_decode_is_left_out(folder: Path, damage: bytes | None) -> None:
    image = folder / "images/red.png"
    image.write_bytes(image.read_bytes()[:-20] if damage is None else damage)
    assert "illisible" in only(folder).message
    assert read_site(folder)[0].public.images == ()


def test_site_08_an_image_with_too_many_pixels_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MAX_PIXELS", 63)
    assert "pixels" in only(folder).message


def test_site_08_a_file_over_the_limit_is_refused(folder: Path) -> None:
    with (folder / "files/menu.pdf").open("wb") as file:
        file.truncate(source.MAX_BYTES + 1)
    assert "250 Mo" in only(folder).message
    assert read_site(folder)[0].public.files == ()


TOML = [
    ("school.toml", 'slug = "simone-lacaze"', "slug = simone", "mal écrit"),
    ("school.toml", 'slug = "simone-lacaze"', 'slug = "Simone Lacaze"', "ne convient pas"),
    ("school.toml", 'motto = ""', "motto = 3", "bon type"),
    ("school.toml", 'motto = ""', 'moto = ""', "n’est pas connu"),
    ("school.toml", "format = 1", "format = 99", "format 1"),
    ("images.toml", 'alt = "Rouge"', "alt = false", "bon type"),
    ("images.toml", 'alt = "Rouge"', "focal = [1, 2]", "bon type"),
    ("images.toml", 'alt = "Rouge"', 'altt = "Rouge"', "n’est pas connu"),
    ("images.toml", 'alt = "Rouge"', '["no.png"]', "introuvable"),
    ("homepages/accueil.toml", 'image = "red.png"', "image = 1", "bon type"),
    ("homepages/accueil.toml", 'image = "red.png"', 'image = "no.png"', "introuvable"),
    ("homepages/accueil.toml", 'image = "red.png"', 'rubrik = "vie"', "n’est pas connu"),
    ("homepages/accueil.toml", 'kind = "top"', 'kind = "video"', "kind"),
    ("homepages/accueil.toml", "online = true", 'online = "oui"', "bon type"),
]


@pytest.mark.parametrize(("path", "old", "new", "message"), TOML)
def test_site_08_a_table_that_does_not_read_is_told_with_its_line(
    folder: Path, path: str, old: str, new: str, message: str
) -> None:
    change(folder, path, old, new)
    problem = only(folder)
    assert (str(problem.path), problem.line) == (path, line_of(folder, path, new))
    assert message in problem.message


def test_site_08_a_link_out_of_the_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.html"
    secret.write_text((folder / CROSS).read_text())
    (folder / "articles/vie/secret.html").symlink_to(secret)
    (folder / "articles/dehors").symlink_to(tmp_path)
    found, told = read_site(folder)
    assert len(found.public.articles) == 1
    assert [str(problem.path) for problem in told] == ["articles/dehors", "articles/vie/secret.html"]


def test_site_08_hidden_files_are_ignored(folder: Path) -> None:
    (folder / "articles/.DS_Store").write_bytes(b"\xff")
    (folder / ".git").mkdir()
    (folder / ".git/config").write_text("x")
    assert problems(folder) == []


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (CROSS, 'name="status" content="published"', 'name="status" content="draft"'),
        (CROSS, 'name="status" content="published"', 'name="state" content="offline"'),
        (CROSS, 'name="status" content="published"', 'name="state" content="online?"'),
        ("pages/vie.html", 'name="zone" content="public"', 'name="zone" content="private"'),
        ("pages/vie.html", 'name="zone" content="public"', 'name="zone" content="publique"'),
    ],
)
def test_site_08_in_doubt_an_article_is_private(folder: Path, path: str, old: str, new: str) -> None:
    change(folder, path, old, new)
    found, told = read_site(folder)
    assert found.public.articles == ()
    assert [doc.slug for doc in found.private.articles] == ["cross"]
    assert path in {str(problem.path) for problem in told}


def test_site_08_a_body_that_is_not_canonical_is_read_as_blocks_and_told(folder: Path) -> None:
    change(folder, CROSS, "<p>Départ.</p>", "<p>Départ <b>donné</b>.</p>\n<script>alert(1)</script>")
    found, told = read_site(folder)
    assert found.public.articles[0].body == "<p>Départ <strong>donné</strong>.</p>"
    assert [(problem.line, problem.fatal) for problem in told] == [(line_of(folder, CROSS, "<script>"), False)]


def test_site_08_a_body_nested_without_end_does_not_stop_the_reading(folder: Path) -> None:
    change(folder, CROSS, "<p>Départ.</p>", "<div>" * 5000 + "x")
    found, told = read_site(folder)
    assert len(found.public.articles) == 1
    assert any(problem.fatal for problem in told)


@pytest.mark.parametrize("path", ["school.toml", "images.toml", "homepages/accueil.toml"])
def test_site_08_a_table_nested_without_end_does_not_stop_the_reading(folder: Path, path: str) -> None:
    text = (folder / path).read_text()
    (folder / path).write_text(f"{text}\nx = {'[' * 5000}\n")
    assert only(folder).fatal


def test_site_08_a_single_file_out_of_the_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text((folder / CROSS).read_text())
    (folder / "articles/vie/secret.html").symlink_to(tmp_path / "secret.html")
    doc, told = read_article(Path("articles/vie/secret.html"), folder)
    assert doc is None
    assert told[0].fatal


def test_site_08_one_document_is_read_alone(folder: Path) -> None:
    for path in (Path(CROSS), folder / CROSS):
        doc, told = read_article(path, folder)
        assert (doc, told) == (article(), [])
    rubric, told = read_rubric(Path("pages/vie.html"), folder)
    assert rubric is not None
    assert (rubric.title, told) == ("Vie du collège", [])
    doc, told = read_article(Path("articles/vie/nowhere.html"), folder)
    assert doc is None
    assert told[0].fatal


def test_site_08_a_date_without_offset_is_the_schools(folder: Path) -> None:
    change(folder, "school.toml", "Europe/Paris", "Indian/Reunion")
    change(folder, CROSS, "2025-10-17 14:30:00+02:00", "17/10/2025 14h30")
    doc, told = read_article(Path(CROSS), folder)
    assert doc is not None
    assert (doc.date.isoformat(), told) == ("2025-10-17T14:30:00+04:00", [])


def test_site_08_a_private_article_without_state_is_a_draft(tmp_path: Path) -> None:
    draft = article(slug="brouillon", state=State.OFFLINE)
    write_site(site(private=Room(articles=(draft,))), tmp_path)
    change(tmp_path, "private/articles/vie/brouillon.html", '<meta name="state" content="offline">\n', "")
    assert read_site(tmp_path)[0].private.articles[0].state is State.DRAFT

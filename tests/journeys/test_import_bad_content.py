"""SITE-08, PORT, invariants 1 and 5: folders written badly, or to do harm. What is wrong is told, the rest is read."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from cms.articles.models import Article
from cms.homepage.models import Homepage
from cms.media.models import SchoolDocument, SchoolImage
from cms.publishing.models import PublicationRequest
from cms.rubrics.models import Rubric
from cms.schools.models import School
from publicsite.exporting import public_site, whole_site
from publicsite.portable.writer import write_site
from tests.support.hostile_files import document
from tests.support.installation import Installation

pytestmark = pytest.mark.django_db

SCHOOL = 'format = 1\nname = "Collège des Essais"\nslug = "essais"\nmotto = "Lire et relire"\n'


def page(title: str = "Vie du collège", body: str = "", **headers: str) -> str:
    told = "".join(f'<meta name="{name}" content="{value}">\n' for name, value in headers.items())
    return f'<!DOCTYPE html>\n<html lang="fr">\n<head>\n<title>{title}</title>\n{told}</head>\n<body>\n{body}\n</body>\n</html>\n'


def article(title: str = "Le cross", body: str = "<p>Départ.</p>", **headers: str) -> str:
    return page(title, body, **{"date": "2026-10-17 14:30", **headers})


class Folder:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.write("school.toml", SCHOOL)
        self.write("pages/vie.html", page(zone="public"))
        self.write("articles/vie/sain.html", article("Un article sain"))

    def write(self, name: str, content: str | bytes) -> None:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Folder:
    settings.MEDIA_ROOT = tmp_path / "media"
    return Folder(tmp_path / "folder")


@pytest.fixture
def read(folder: Folder) -> Callable[..., list[dict[str, Any]]]:
    """Import the folder; the problems that were told."""

    def run(**options: Any) -> list[dict[str, Any]]:
        out = io.StringIO()
        call_command("import_content", str(folder.path), school="essais", json=True, stdout=out, **options)
        problems: list[dict[str, Any]] = json.loads(out.getvalue())["problems"]
        return problems

    return run


def told(problems: list[dict[str, Any]]) -> list[tuple[str, int | None, str]]:
    return [(problem["path"], problem["line"], problem["message"]) for problem in problems if problem["fatal"]]


def titles() -> set[str]:
    return set(Article.objects.values_list("title", flat=True))


def png() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(buffer, "PNG")
    return buffer.getvalue()


def everything(site_folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(site_folder)): path.read_bytes() for path in site_folder.rglob("*") if path.is_file()}


# --- what cannot be read -----------------------------------------------------------------------------------------

UNREADABLE = [
    ("articles/vie/latin.html", article().encode("utf-16"), 1, "octet nul"),
    ("articles/vie/latin.html", article("Été").encode("latin-1"), 4, "UTF-8"),
    ("articles/vie/sans-titre.html", article().replace("<title>Le cross</title>\n", ""), None, "manque le titre"),
    ("articles/vie/sans-date.html", page("Sans date"), None, "manque la date"),
    ("articles/vie/fevrier.html", article(date="2026-02-31"), 5, "31"),
    ("articles/vie/fevrier.html", article(date="31 février 2026"), 5, "n’existe pas"),
    ("articles/vie/an-un.html", article(date="0001-01-01 00:00:00+02:00"), 5, "trop lointaine"),
    ("articles/vie/an-dix-mille.html", article(date="9999-12-31 23:59:59-02:00"), 5, "trop lointaine"),
    ("articles/vie/Été ?.html", article(), None, "ne convient pas"),
    ("articles/vie/x.html", article(slug="../../etc"), 6, "ne convient pas"),
    ("images/faux.png", b"GIF89a pas une image", None, "illisible"),
    ("images/coupe.png", png()[:60], None, "illisible"),
    ("homepages/accueil.toml", 'title = "Accueil\n', 1, "TOML"),
    ("homepages/accueil.toml", "online = true\n", None, "titre"),
    ("images.toml", "[photo.jpg\n", 1, "TOML"),
]


@pytest.mark.parametrize(("name", "content", "line", "word"), UNREADABLE)
def test_site_08_what_cannot_be_read_is_told_and_the_rest_is_imported(
    folder: Folder, read: Callable[..., Any], name: str, content: str | bytes, line: int | None, word: str
) -> None:
    folder.write(name, content)
    (problem,) = told(read())
    assert problem[:2] == (name, line)
    assert word in problem[2]
    assert titles() == {"Un article sain"}


def test_site_08_two_articles_at_one_address_are_both_named(folder: Folder, read: Callable[..., Any]) -> None:
    folder.write("articles/vie/cross.html", article("Le premier"))
    folder.write("articles/vie/autre.html", article("Le second", slug="cross"))
    ((path, _line, message),) = told(read())
    assert "vie/cross/" in message and "articles/vie/" in message and path.startswith("articles/vie/")
    assert len(titles()) == 2


def test_site_08_a_missing_image_is_told_with_its_line_and_the_article_kept(
    folder: Folder, read: Callable[..., Any]
) -> None:
    body = '<p>Avant.</p>\n<figure class="image"><img src="{static}/images/absente.jpg" alt="Départ"></figure>'
    folder.write("articles/vie/cross.html", article("Le cross", body, illustration="autre-absente.jpg"))
    problems = told(read())
    assert [(path, line) for path, line, _ in problems] == [
        ("articles/vie/cross.html", 6),
        ("articles/vie/cross.html", 10),
    ]
    assert all("est introuvable : ajoutez-la dans images/" in message for _, _, message in problems)
    assert titles() == {"Un article sain", "Le cross"}


def test_site_08_a_school_that_does_not_read_keeps_its_settings(folder: Folder, read: Callable[..., Any]) -> None:
    """Invariant 5: a broken or absent school.toml must not empty what the school says of itself."""
    read()
    for broken in ("format = 1\nname = \n", "format = 1\n", ""):
        folder.write("school.toml", broken)
        read()
        school = School.objects.get()
        assert (school.name, school.motto) == ("Collège des Essais", "Lire et relire")


def test_zone_01_a_rubric_whose_page_cannot_be_read_is_private(folder: Folder, read: Callable[..., Any]) -> None:
    """Invariant 1: its zone is not known, so what it holds is not public."""
    folder.write("pages/conseil.html", page("Conseil", zone="private").encode().replace(b"Conseil", b"Cons\xe9il"))
    folder.write("articles/conseil/note.html", article("Note brindolence"))
    read()
    assert Rubric.objects.get(slug="conseil").zone == "private"
    assert "brindolence" not in repr(public_site(School.objects.get()))


# --- what the database could not keep ------------------------------------------------------------------------------

TOO_LONG = [
    ("articles/vie/long.html", article("t" * 400), "titre"),
    ("articles/vie/long.html", article(summary="r" * 2000), "résumé"),
    ("articles/vie/long.html", article(author="a" * 121), "signature"),
    ("articles/vie/long.html", article(tags="court, " + "m" * 101), "100"),
    ("articles/vie/long.html", article(slug="s" * 201), "adresse"),
    ("articles/vie/" + "n" * 220 + ".html", article(), "adresse"),
    ("articles/vie/lourd.html", article(body=f"<p>{'mot ' * 1_250_000}</p>"), "5000"),
    ("pages/longue.html", page("t" * 400, zone="public"), "titre"),
    ("pages/longue.html", page("Longue", zone="public", icon="i" * 41), "40"),
    ("pages/admin.html", page("Admin", zone="public"), "admin"),
    ("homepages/accueil.toml", f'title = "{"t" * 400}"\n', "titre"),
    ("homepages/vie.toml", 'title = "À l’adresse d’une rubrique"\n', "vie"),
    ("homepages/nul.toml", 'title = "a\\u0000b"\n', "nul"),
]


@pytest.mark.parametrize(("name", "content", "word"), TOO_LONG)
def test_site_08_what_the_database_cannot_keep_is_told_and_left_out_whole(
    folder: Folder, read: Callable[..., Any], name: str, content: str, word: str
) -> None:
    """Invariant 5: nothing that was typed is cut; the rest of the folder is imported."""
    folder.write(name, content)
    (problem,) = told(read())
    assert problem[0] == name.replace("long.html", "s" * 201 + ".html" if word == "adresse" else "long.html")
    assert word in problem[2] and "laissé de côté" in problem[2]
    assert titles() == {"Un article sain"}
    assert Rubric.objects.count() == 1 and Homepage.objects.count() == 0
    assert told(read()) == [problem]


def test_site_08_media_that_the_database_cannot_keep_are_told(folder: Folder, read: Callable[..., Any]) -> None:
    folder.write("images/alt.png", png())
    folder.write("images/cadre.png", png())
    folder.write("images/" + "n" * 130 + ".png", png())
    folder.write("images/sain.png", png())
    folder.write("files/credit.pdf", document())
    folder.write("images.toml", f'["alt.png"]\nalt = "{"a" * 300}"\n["cadre.png"]\nfocal = [-1, {10**30}, 3, 4]\n')
    folder.write("files.toml", f'["credit.pdf"]\ncredit = "{"c" * 201}"\n')
    problems = told(read())
    assert {path for path, _, _ in problems} == {
        "images/alt.png",
        "images/cadre.png",
        f"images/{'n' * 130}.png",
        "files/credit.pdf",
    }
    assert [image.name for image in SchoolImage.objects.all()] == ["sain.png"]
    assert SchoolDocument.objects.count() == 0
    stored = [path for path in folder.path.parent.joinpath("media").rglob("*") if path.is_file()]
    assert len(stored) == 1


def test_site_08_a_rubric_left_out_takes_what_it_holds_with_it(folder: Folder, read: Callable[..., Any]) -> None:
    folder.write("pages/longue.html", page("t" * 400, zone="public"))
    folder.write("pages/longue/sous.html", page("Sous-rubrique", zone="public"))
    folder.write("articles/longue/a.html", article("A"))
    folder.write("articles/longue/sous/b.html", article("B"))
    folder.write("articles/vie/lien.html", article("Lien", '<p><a href="{filename}/articles/longue/a.html">A</a></p>'))
    assert {path for path, _, _ in told(read())} == {
        "articles/longue/a.html",
        "articles/longue/sous/b.html",
        "pages/longue.html",
        "pages/longue/sous.html",
    }
    assert titles() == {"Un article sain", "Lien"}


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ('uai = "trop long pour un UAI"', "UAI"),
        ('colour = "rouge"', "couleur"),
        ('accent = "#12345"', "couleur"),
        ('timezone = "Mars/Olympus"', "fuseau"),
        ('timezone = "../../etc/passwd"', "fuseau"),
        ('url = "javascript:alert(1)"', "adresse"),
        ('email = "pas une adresse"', "adresse"),
        ("latitude = nan", "degrés"),
        ("longitude = 1e300", "degrés"),
    ],
)
def test_site_08_a_setting_of_the_school_that_cannot_be_kept_is_told(
    folder: Folder, read: Callable[..., Any], line: str, word: str
) -> None:
    folder.write("school.toml", f"{SCHOOL}{line}\n")
    ((path, _line, message),) = told(read())
    assert path == "school.toml" and word in message.replace("Adresse", "adresse"), message
    school = School.objects.get()
    assert school.timezone == "Europe/Paris"
    assert "javascript" not in school.url
    public_site(school)  # and a publication is possible


# --- what would do harm ----------------------------------------------------------------------------------------------

HOSTILE = """<p onclick="alert(1)">Avant <script>alert("brindolence")</script><b onmouseover=alert(1)>gras</b></p>
<p><a href="javascript:alert(1)">clic</a> <a href="JaVa&#10;ScRiPt:alert(1)">clac</a> <a href="data:text/html,x">clou</a></p>
<p><img src=x onerror=alert(1)><svg onload=alert(1)><style>p{}</style></svg></p>
<iframe src="https://evil.example/"></iframe><object data="x"></object><form action="https://evil.example/"><input></form>
<p style="position:fixed">Après <a href="https://example.org/" onclick="x()" target="_blank">lien gardé</a></p>"""


def test_zone_04_scripts_in_bodies_are_cleaned_and_links_kept(folder: Folder, read: Callable[..., Any]) -> None:
    folder.write(
        "articles/vie/hostile.html", article("<b>Gras</b> &lt;script&gt;", HOSTILE, summary="&lt;img onerror=x&gt;")
    )
    folder.write("pages/hostile.html", page("Hostile", HOSTILE, zone="public"))
    read()
    found = Article.objects.get(slug="hostile")
    site = public_site(School.objects.get())
    bodies = [
        next(doc.body for doc in site.public.articles if doc.slug == "hostile"),
        str(found.body),
    ]
    bodies += [next(doc.introduction for doc in site.public.rubrics if doc.path == "hostile")]
    for body in bodies:
        for danger in (
            "<script",
            "brindolence",
            "onclick",
            "onerror",
            "onload",
            "onmouseover",
            "javascript",
            "\nScRiPt",
            "data:",
            "<iframe",
            "<svg",
            "<form",
            "style",
        ):
            assert danger not in body, danger
        assert "Après" in body and "https://example.org/" in body and "gras" in body


@pytest.mark.parametrize("tag", ["b", "div", "ul><li", "table><tr><td", "span", "blockquote"])
def test_site_08_twenty_thousand_nested_tags_stop_nothing(folder: Folder, read: Callable[..., Any], tag: str) -> None:
    folder.write("articles/vie/profond.html", article("Profond", f"<{tag}>" * 20_000 + "fond"))
    read()
    assert "Un article sain" in titles()


def test_site_08_a_body_with_thousands_of_attributes_stops_nothing(folder: Folder, read: Callable[..., Any]) -> None:
    attributes = " ".join(f'a{number}="1"' for number in range(20_000))
    folder.write("articles/vie/attributs.html", article("Attributs", f"<p {attributes}>texte</p>"))
    read()
    assert titles() == {"Un article sain", "Attributs"}


@pytest.mark.parametrize(
    "name",
    [
        '"><img src=x onerror=alert(1)>.png',
        "été à l’école.png",
        "a%2e%2e%2fb.png",
        "{filename}.png",
        "a#b?c.png",
        "CON.png",
        "-rf.png",
    ],
)
def test_site_08_hostile_names_are_kept_or_refused_and_never_followed(
    folder: Folder, read: Callable[..., Any], name: str, tmp_path: Path
) -> None:
    folder.write(f"images/{name}", png())
    read()
    school = School.objects.get()
    write_site(whole_site(school), tmp_path / "again")
    images = list((tmp_path / "again").rglob("*.png"))
    assert [image.name for image in images] in ([name], [])
    assert SchoolImage.objects.count() == len(images)


def test_site_08_links_out_of_the_folder_are_not_followed(
    folder: Folder, read: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "secret.html").write_text(article("Brindolence"))
    (folder.path / "articles/vie/lien.html").symlink_to(tmp_path / "secret.html")
    (folder.path / "articles/vie/boucle").symlink_to(folder.path / "articles")
    os.mkfifo(folder.path / "articles/vie/tube.html")
    problems = told(read())
    assert [path for path, _, _ in problems] == [
        "articles/vie/boucle",
        "articles/vie/lien.html",
        "articles/vie/tube.html",
    ]
    assert titles() == {"Un article sain"}


def test_zone_01_a_public_article_that_links_to_a_private_one_does_not_tell_its_name(
    folder: Folder, read: Callable[..., Any]
) -> None:
    """Invariant 1."""
    folder.write("private/articles/vie/brindolence.html", article("Secret brindolence", state="draft"))
    folder.write(
        "articles/vie/lien.html",
        article("Lien", '<p>Voir <a href="{filename}/articles/vie/brindolence.html">là</a>.</p>'),
    )
    assert any(problem["path"] == "articles/vie/lien.html" for problem in read())
    assert "brindolence" not in repr(public_site(School.objects.get()))
    assert titles() == {"Un article sain", "Lien", "Secret brindolence"}


# --- whole imports ---------------------------------------------------------------------------------------------------


def test_site_08_an_import_that_breaks_half_way_changes_nothing(
    folder: Folder, read: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Invariant 5: what nobody foresaw, at the last document: neither rows nor files."""
    folder.write("images/photo.png", png())

    def fall(*args: Any, **kwargs: Any) -> Iterator[None]:
        raise RuntimeError("imprévu")

    monkeypatch.setattr("publicsite.importing.request_publication", fall)
    with pytest.raises(RuntimeError):
        read()
    assert (School.objects.count(), Article.objects.count(), SchoolImage.objects.count()) == (0, 0, 0)
    assert [path for path in folder.path.parent.joinpath("media").rglob("*") if path.is_file()] == []
    monkeypatch.undo()
    read()
    before = (Article.objects.count(), SchoolImage.objects.get().file.read())
    monkeypatch.setattr("publicsite.importing.request_publication", fall)
    folder.write("images/photo-2.png", png())
    with pytest.raises(RuntimeError):
        read()
    assert (Article.objects.count(), SchoolImage.objects.get().file.read()) == before  # kept, and its file too


def test_site_08_a_second_import_of_the_same_folder_changes_nothing(
    folder: Folder, read: Callable[..., Any], tmp_path: Path
) -> None:
    folder.write("images/photo.png", png())
    folder.write("files/menu.pdf", document())
    body = (
        '<p>Voir <a href="{filename}/articles/vie/sain.html">là</a>.</p>\n'
        '<figure class="image"><img src="{static}/images/photo.png" alt="Départ"></figure>'
    )
    folder.write(
        "articles/vie/cross.html", article("Le cross", body, tags="Sport, sport, EPS", illustration="photo.png")
    )
    folder.write("private/pages/conseil.html", page("Conseil", zone="private"))
    folder.write("private/articles/conseil/note.html", article("Note", state="draft"))
    folder.write(
        "homepages/accueil.toml",
        'title = "Accueil"\nonline = true\n\n[[tiles]]\nkind = "news"\ntitle = "À la une"\nrubrics = ["vie"]\ncount = 3\n',
    )
    exports = []
    for number in range(3):
        assert told(read()) == []
        target = tmp_path / f"export-{number}"
        write_site(whole_site(School.objects.get()), target)
        exports.append(everything(target))
    assert exports[0] == exports[1] == exports[2]
    assert (Article.objects.count(), Rubric.objects.count(), SchoolImage.objects.count()) == (3, 2, 1)
    assert (SchoolDocument.objects.count(), Homepage.objects.count(), School.objects.count()) == (1, 1, 1)
    assert len([path for path in (tmp_path / "media").rglob("*") if path.is_file()]) == 2
    assert PublicationRequest.objects.filter(reason="imported").count() == 3


def test_site_08_an_article_that_no_longer_fits_keeps_what_it_was(folder: Folder, read: Callable[..., Any]) -> None:
    """Invariant 5: a second import that must refuse a document does not empty the one that is there."""
    folder.write("articles/vie/cross.html", article("Le cross", "<p>Le texte.</p>"))
    read()
    folder.write("articles/vie/cross.html", article("Le cross, suite", f"<p>{'mot ' * 100_000}</p>"))
    assert [path for path, _, _ in told(read())] == ["articles/vie/cross.html"]
    kept = Article.objects.get(slug="cross")
    assert kept.title == "Le cross" and "Le texte." in str(kept.body)


def test_site_08_a_foreign_folder_is_read_with_its_own_headers(tmp_path: Path, settings: Any) -> None:
    """PORT: Markdown, reStructuredText and HTML as Pelican's users write them, good and bad side by side."""
    settings.MEDIA_ROOT = tmp_path / "media"
    place = tmp_path / "blog"
    for name, content in {
        "sport/cross.md": "Title: Le cross\nDate: 2026-10-17 14:30\nTags: EPS\nCategory: Sport\n\nDépart **donné**. [Suite]({filename}/lecture.rst)\n",
        "lecture.rst": "La lecture\n##########\n\n:date: 2026-10-18\n:category: CDI\n\nUn *livre*.\n\n.. raw:: html\n\n   <script>alert(1)</script>\n",
        "cantine.html": '<html><head><title>La cantine</title><meta name="date" content="2026-10-19"><meta name="category" content="Vie"></head><body><p onclick="x()">Menu</p></body></html>',
        "brouillon.md": "Title: Brouillon\nDate: 2026-10-20\nStatus: draft\n\nPlus tard.\n",
        "fevrier.md": "Title: Février\nDate: 2026-02-31\n\nTexte\n",
        "sans-titre.md": "Date: 2026-02-01\n\nTexte\n",
        "trop-long.md": f"Title: {'t' * 400}\nDate: 2026-02-01\n\nTexte\n",
        "latin.md": "Title: Été\nDate: 2026-02-01\n\nTexte\n".encode("latin-1"),
    }.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    out = io.StringIO()
    call_command("import_content", str(place), school="blog", json=True, stdout=out)
    answer = json.loads(out.getvalue())
    assert titles() == {"Le cross", "La lecture", "La cantine", "Brouillon"}
    problems = told(answer["problems"])
    assert ("fevrier.md", 2) in [problem[:2] for problem in problems]
    assert {path for path, _, _ in problems} >= {"fevrier.md", "sans-titre.md", "latin.md"}
    assert any("« titre » fait 400 caractères" in message for _, _, message in problems)
    assert answer["imported"]["articles"] == 4
    bodies = " ".join(str(found.body) for found in Article.objects.all())
    assert "script" not in bodies and "onclick" not in bodies and "alert" not in bodies
    assert Article.objects.get(title="Brouillon").live is False


def test_site_08_a_foreign_folder_added_to_a_school_leaves_its_settings(
    folder: Folder, read: Callable[..., Any], tmp_path: Path
) -> None:
    """Invariant 5: a blog knows nothing of the school that takes it in."""
    read()
    (tmp_path / "blog").mkdir()
    (tmp_path / "blog" / "a.md").write_text("Title: Billet\nDate: 2026-10-17\n\nTexte\n")
    call_command("import_content", str(tmp_path / "blog"), school="essais", json=True, stdout=io.StringIO())
    school = School.objects.get()
    assert (school.name, school.motto) == ("Collège des Essais", "Lire et relire")
    assert "Billet" in titles()


@pytest.mark.parametrize("content", [None, {}, {"note.xyz": "?"}])
def test_site_08_a_folder_with_nothing_to_read_is_refused(tmp_path: Path, content: dict[str, str] | None) -> None:
    place = tmp_path / "vide"
    if content is not None:
        place.mkdir()
        for name, text in content.items():
            (place / name).write_text(text)
    with pytest.raises(CommandError, match="Rien n’a été importé"):
        call_command("import_content", str(place), school="vide", stdout=io.StringIO())
    assert School.objects.count() == 0


@pytest.mark.processes
def test_site_08_the_command_tells_each_problem_on_a_line_and_never_a_traceback(
    empty_installation: Callable[..., Installation], tmp_path: Path
) -> None:
    """The same through the command, on the database under test."""
    folder = Folder(tmp_path / "folder")
    expected = {}
    for number, (name, content, *_rest) in enumerate([*UNREADABLE[1:2], *UNREADABLE[5:6], *TOO_LONG[:6]]):
        unique = name.replace(".html", f"-{number}.html")
        folder.write(unique, content)
        expected[unique] = 1
    folder.write("articles/vie/nul.html", article("Nul\0"))
    installation = empty_installation("imported")
    done = installation.run("import-content", str(folder.path), "--school", "essais")
    assert "Traceback" not in done.stdout + done.stderr
    assert "Importés : 1 rubriques, 1 articles" in done.stdout
    assert f"Laissés de côté ({len(expected) + 1})" in done.stdout
    again = installation.run("import-content", str(folder.path), "--school", "essais")
    assert again.stdout == done.stdout
    missing = installation.run("import-content", str(tmp_path / "absent"), "--school", "essais", check=False)
    assert missing.returncode != 0 and "n’existe pas" in missing.stdout + missing.stderr
    assert "Traceback" not in missing.stderr

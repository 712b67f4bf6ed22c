"""SITE-01, SITE-04, SITE-05, ZONE-02: what a build writes, what it leaves out and what it says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from publicsite.render.__main__ import main
from publicsite.render.build import DEFAULT_THEME, Summary
from tests.publicsite.render.rendered_content import Content, without_data

Publish = Callable[[], Summary]
HOSTILE = '<script>alert("x")</script>&\'"'
SCRIPTS = re.compile(r"<script[^>]*>", re.IGNORECASE)
MENU = re.compile(r'<script src="/theme/menu-[0-9a-f]{8}\.js" defer>')
SEARCH = re.compile(r'<script type="module" src="/theme/search-[0-9a-f]{8}\.js">')


def runs_only_our_own(page: Path) -> bool:
    """The script of the menu, after that of the search where one searches."""
    wanted = [SEARCH, MENU] if page.parent.name == "recherche" else [MENU]
    found = SCRIPTS.findall(without_data(page.read_text()))
    return len(found) == len(wanted) and all(one.fullmatch(tag) for one, tag in zip(wanted, found, strict=True))


def pages(output: Path) -> set[str]:
    return {path.relative_to(output).as_posix() for path in output.rglob("*.html")}


def files(output: Path) -> dict[str, bytes]:
    return {str(path.relative_to(output)): path.read_bytes() for path in output.rglob("*") if path.is_file()}


def parse_feed(path: Path) -> ElementTree.Element:
    return ElementTree.fromstring(path.read_bytes())


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    full = {**os.environ, **environment}
    return subprocess.run(command, env=full, capture_output=True, text=True, check=False)


def render(content: Path, output: Path, *options: str, seed: str = "0") -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-m", "publicsite.render", str(content), str(output), *options)
    return run(*command, PYTHONHASHSEED=seed)


def test_site_04_the_map_of_the_site_names_the_newest_articles_and_leads_to_the_others(
    content: Content, publish: Callable[[], Summary], output: Path
) -> None:
    content.rubric("vie", "Vie")
    for number in range(21):
        content.article(f"vie/a-{number}", date=f"2026-03-{number + 1:02} 10:00:00+01:00")
    publish()
    page = (output / "plan-du-site/index.html").read_text()
    assert [number for number in range(21) if f'href="/vie/a-{number}/"' in page] == list(range(1, 21))
    assert '<a href="/vie/">Toute la rubrique « Vie »</a>' in page


def test_site_04_every_kind_of_page_has_its_address(content: Content, output: Path, publish: Publish) -> None:
    content.rubric("vie", "Vie du collège")
    content.rubric("vie/sport", "Sport")
    content.article("vie/sport/cross", tags="cross")
    assert publish().problems == []
    assert pages(output) == {
        *("index.html", "404.html", "vie/index.html", "vie/sport/index.html", "vie/sport/cross/index.html"),
        *("tags/index.html", "tags/cross/index.html"),
        *("archives/index.html", "archives/2026/index.html", "archives/2026/03/index.html"),
        *("recherche/index.html", "plan-du-site/index.html", "mentions-legales/index.html", "accessibilite/index.html"),
    }
    others = {"feeds/atom.xml", "feeds/vie.atom.xml", "feeds/vie/sport.atom.xml", "sitemap.xml", "robots.txt"}
    others |= {"manifest.webmanifest", "favicon.ico", "theme/favicon.svg"}
    assert all((output / name).is_file() for name in others)


def test_site_04_page_two_of_a_tag_is_never_another_tag(content: Content, output: Path, publish: Publish) -> None:
    for number in range(40):
        content.article(f"vie/article-{number}", tags="5e1, 5e12" if number < 3 else "5e1")
    publish()
    assert "article-2" in (output / "tags/5e12/index.html").read_text()
    assert [*(output / "tags/5e1").glob("page/*/index.html")] and not (output / "tags/5e12/page").exists()
    assert [*(output / "vie").glob("page/*/index.html")]


@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 16, 60])
def test_site_04_a_list_in_several_pages_is_read_from_the_newest_to_the_oldest(
    content: Content, output: Path, publish: Publish, count: int
) -> None:
    content.rubric("vie", "Vie")
    for number in range(count):
        content.article(f"vie/a-{number}", title=f"Article numéro {number}", date=f"2026-03-01 10:{number:02}:00+01:00")
    publish()
    seen, address, above = [], "vie/", None
    while address:
        page = (output / address / "index.html").read_text().split("<main")[1]
        articles = re.findall(r"Article numéro (\d+)", page)
        assert above is None or len(articles) >= 6
        assert re.findall('rel="prev" href="/([^"]*)"', page) == ([] if above is None else [above])
        seen += articles
        above, address = address, next(iter(re.findall('rel="next" href="/([^"]*)"', page)), "")
    assert seen == [str(number) for number in reversed(range(count))]
    assert (above == "vie/") is (count < 20)


def test_site_04_a_rubric_feed_holds_its_sub_rubrics(content: Content, output: Path, publish: Publish) -> None:
    content.rubric("vie", "Vie")
    content.rubric("vie/sport", "Sport")
    content.article("vie/sport/cross", title="Le cross")
    publish()
    assert "Le cross" in (output / "feeds/vie.atom.xml").read_text()
    assert "Le cross" not in (output / "vie/index.html").read_text().split("<main")[1]


def test_site_04_hostile_text_is_escaped_everywhere(content: Content, output: Path, publish: Publish) -> None:
    content.rubric("vie", HOSTILE, body="<p>Bonjour</p>")
    content.article("vie/a", title=HOSTILE, summary=HOSTILE, author=HOSTILE, tags=HOSTILE.replace(",", ""))
    publish()
    for page in output.rglob("*.html"):
        assert runs_only_our_own(page)
    for feed in output.rglob("*.xml"):
        parse_feed(feed)
        assert "<script" not in feed.read_text()
    entry = parse_feed(output / "feeds/atom.xml").find("{*}entry")
    assert entry is not None and entry.findtext("{*}title") == HOSTILE
    # A summary is HTML for feed readers: unescaped once, it must still be text.
    assert "<script" not in (entry.findtext("{*}summary") or "")


def test_site_04_a_hostile_body_is_not_published_as_it_is(content: Content, output: Path, publish: Publish) -> None:
    content.article("vie/a", body='<p onclick="x()">Un <script>x()</script><a href="javascript:x()">lien</a></p>')
    publish()
    page = (output / "vie/a/index.html").read_text()
    assert "onclick" not in page and "javascript:" not in page and "x()" not in page


def test_site_04_control_characters_do_not_break_feeds(content: Content, output: Path, publish: Publish) -> None:
    content.article("vie/a", title="Un\x0btitre\x08 étrange")
    publish()
    parse_feed(output / "feeds/atom.xml")


def test_site_04_links_between_documents_lead_there(content: Content, output: Path, publish: Publish) -> None:
    content.rubric("vie", "Vie")
    content.article("vie/b")
    links = '<a href="{filename}/articles/vie/b.html">B</a> <a href="{filename}/pages/vie.html">Vie</a>'
    content.article("vie/a", body=f'<p>{links} <a href="{{filename}}/private/articles/x.html">X</a></p>')
    publish()
    page = (output / "vie/a/index.html").read_text()
    assert '<a href="/vie/b/">B</a> <a href="/vie/">Vie</a>' in page
    assert "private" not in page and "X" in page


def test_site_04_feeds_and_canonical_use_the_public_address(content: Content, output: Path) -> None:
    content.image("cour.jpg")
    content.article("vie/a", body='<figure class="image"><img src="{static}/images/cour.jpg" alt="La cour"></figure>')
    assert main([str(content.root), str(output), "--siteurl", "https://tilleuls.example/"]) == 0
    feed = (output / "feeds/atom.xml").read_text()
    assert "https://tilleuls.example/vie/a/" in feed and 'src="https://tilleuls.example/images/' in feed
    assert '<link rel="canonical" href="https://tilleuls.example/vie/a/">' in (output / "vie/a/index.html").read_text()
    assert "<loc>https://tilleuls.example/vie/a/</loc>" in (output / "sitemap.xml").read_text()
    assert "Sitemap: https://tilleuls.example/sitemap.xml" in (output / "robots.txt").read_text()


def test_site_04_dates_are_french_and_in_the_school_s_time(content: Content, output: Path, publish: Publish) -> None:
    content.article("vie/a", date="2025-12-31 23:30:00+00:00")
    publish()
    assert "1er janvier 2026" in (output / "vie/a/index.html").read_text()
    assert "archives/2026/01/index.html" in pages(output)


def test_site_04_the_online_homepage_shows_its_tiles(content: Content, output: Path, publish: Publish) -> None:
    content.image("bandeau.jpg", (2100, 480))
    content.article("vie/a", title="À la une")
    content.article("cdi/b", title="Au CDI")
    content.write("homepages/vieille.toml", 'title = "Vieille"\nonline = false\n')
    tiles = '[[tiles]]\nkind = "top"\nimage = "bandeau.jpg"\narticle = "vie/a"\nvisible = true\n'
    tiles += '[[tiles]]\nkind = "news"\ntitle = "Du CDI"\nrubrics = ["cdi"]\ncount = 3\n'
    content.rubric("cdi", "CDI")
    content.write("homepages/accueil.toml", f'title = "Accueil"\nonline = true\n{tiles}')
    publish()
    home = (output / "index.html").read_text().split("<main")[1]
    assert home.index("À la une") < home.index("Du CDI") < home.index("Au CDI")
    assert home.count("À la une") == 1


def test_zone_02_the_private_room_is_never_opened(content: Content, tmp_path: Path) -> None:
    content.article(
        "vie/a", body='<p><a href="{static}/files/secret.pdf">CANARI-LIEN</a></p>', illustration="secret.jpg"
    )
    content.article("vie/b", body='<p><a href="{filename}/private/articles/x.html">lien</a></p>')
    for name in ("articles/x.html", "pages/y.html", "images/secret.jpg", "files/secret.pdf", "homepages/h.toml"):
        content.write(f"private/{name}", "CANARI")
    script = (
        "import sys\n"
        "def watch(event, arguments):\n"
        "    if event in ('open', 'os.listdir', 'os.scandir') and '/private' in str(arguments[0]):\n"
        "        raise AssertionError(arguments)\n"
        "sys.addaudithook(watch)\n"
        "from publicsite.render.__main__ import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    done = run(sys.executable, "-c", script, str(content.root), str(tmp_path / "output"))
    assert done.returncode == 0, done.stderr
    assert not any(data == b"CANARI" for data in files(tmp_path / "output").values())


def test_zone_02_what_is_not_public_is_left_out_of_the_public_room(
    content: Content, output: Path, publish: Publish
) -> None:
    content.rubric("profs", "CANARI", zone="private")
    content.article("vie/brouillon", title="CANARI", state="draft")
    content.article("vie/lien", title="CANARI", status="skip")
    assert len({problem.path for problem in publish().problems}) == 3
    assert not any(b"CANARI" in data for data in files(output).values())


def test_zone_02_a_symbolic_link_into_the_private_room_is_refused(
    content: Content, output: Path, publish: Publish
) -> None:
    secret = content.write("private/articles/x.html", "<title>CANARI</title>")
    (content.root / "articles").mkdir()
    (content.root / "articles" / "x.html").symlink_to(secret)
    (content.root / "images").mkdir()
    (content.root / "images" / "x.jpg").symlink_to(secret)
    content.article("a", illustration="x.jpg")
    assert publish().problems
    assert not any(b"CANARI" in data for data in files(output).values())


def test_site_01_the_same_content_gives_the_same_bytes(content: Content, tmp_path: Path) -> None:
    content.rubric("vide", "Une rubrique sans article")
    content.image("cour.jpg")
    for number in range(12):
        content.article(f"vie/article-{number}", tags="a, b", illustration="cour.jpg")
    for seed in "12":
        assert render(content.root, tmp_path / seed, seed=seed).returncode == 0
    assert files(tmp_path / "1") == files(tmp_path / "2")


def test_site_01_a_broken_document_is_reported_and_the_rest_published(
    content: Content, output: Path, publish: Publish
) -> None:
    content.article("vie/bon")
    content.article("vie/sans-date", date="hier")
    content.write("articles/vie/octets.html", "").write_bytes(b"<title>\xff\xfe</title>")
    content.write("pages/vie.html", "<p>rien")
    problems = {problem.path.as_posix(): problem.line for problem in publish().problems if problem.fatal}
    assert {"articles/vie/sans-date.html", "articles/vie/octets.html", "pages/vie.html"} <= problems.keys()
    assert problems["articles/vie/sans-date.html"]
    assert "Un titre" in (output / "vie/index.html").read_text()


def test_site_01_two_documents_never_share_an_address(content: Content, output: Path, publish: Publish) -> None:
    content.article("vie/a", title="Premier")
    content.article("vie/b", title="Second", slug="a")
    content.rubric("archives", "Archives du collège")
    content.rubric("vie/a", "Une rubrique là où est un article")
    paths = {problem.path.as_posix() for problem in publish().problems}
    assert {"articles/vie/b.html", "pages/archives.html", "vie/a/index.html"} <= paths
    assert "Premier" in (output / "vie/a/index.html").read_text()
    assert "Archives du collège" not in (output / "archives/index.html").read_text()


def test_site_01_a_fault_of_the_theme_stops_the_build_and_says_where(
    content: Content, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content.article("vie/a")
    theme = tmp_path / "theme"
    shutil.copytree(DEFAULT_THEME, theme)
    article = theme / "templates/article.html"
    article.write_text(article.read_text() + "\n{% block fin %}{% endblock %}")
    sound = article.read_text()
    line = sound[: sound.index("{{ article.body }}")].count("\n") + 1
    for number, fault in enumerate(("{{ article.nothing.here }}", "{% if %}")):
        article.write_text(sound.replace("{{ article.body }}", fault))
        output = tmp_path / f"output-{number}"
        assert main([str(content.root), str(output), "--theme", str(theme)]) == 1
        assert f"article.html, ligne {line}" in capsys.readouterr().err


def test_site_01_a_fault_in_a_block_template_is_the_theme_s(content: Content, tmp_path: Path) -> None:
    content.article("vie/a", body="<table><tbody><tr><td>1</td></tr></tbody></table>")
    theme = tmp_path / "theme"
    shutil.copytree(DEFAULT_THEME, theme)
    (theme / "templates/blocks/table.html").write_text("\n{{ nothing }}")
    done = render(content.root, tmp_path / "output", "--theme", str(theme))
    assert done.returncode == 1
    assert "blocks/table.html, ligne 2" in done.stderr


def test_site_01_a_folder_without_school_or_an_output_in_use_is_refused(
    content: Content, output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content.write("school.toml", "format = 1\n")
    assert main([str(content.root), str(output)]) == 1
    assert "school.toml" in capsys.readouterr().err
    content.write("../output/reste.txt", "")
    assert main([str(content.root), str(output)]) == 1
    assert "n’est pas vide" in capsys.readouterr().err


def test_site_01_every_internal_link_resolves_and_broken_ones_are_listed(
    content: Content, output: Path, publish: Publish
) -> None:
    content.rubric("vie", "Vie")
    content.article("vie/a", tags="un, deux mots", body='<p>"href=" <a href="/nulle/part/">ici</a></p>')
    content.image("cour.jpg")
    content.article("vie/b", illustration="cour.jpg")
    assert [(p.path.as_posix(), "/nulle/part/" in p.message) for p in publish().problems] == [
        ("vie/a/index.html", True)
    ]


def test_site_05_pages_load_nothing_from_elsewhere_and_run_no_script_but_our_own(
    content: Content, output: Path, publish: Publish
) -> None:
    content.rubric("vie", "Vie")
    content.article("vie/a")
    publish()
    for page in output.rglob("*.html"):
        text = page.read_text()
        assert runs_only_our_own(page)
        assert 'src="http' not in text and "<iframe" not in text
        assert '<html lang="fr"' in text and 'href="#contenu"' in text and text.count("<h1") == 1
        assert "Accessibilité : non conforme" in text


def test_art_07_sound_video_sections_dates_and_maps_need_no_script_and_no_third_party(
    content: Content, output: Path, publish: Publish
) -> None:
    content.image("affiche.jpg")
    for name in ("son.mp3", "film.webm", "film.vtt", "perdu.mp3"):
        content.write(f"files/{name}", name)
    position = "https://www.openstreetmap.org/?mlat=45.43&amp;mlon=4.4#map=17/45.43/4.4"
    body = "\n".join(
        (
            '<figure class="audio"><figcaption>Chorale</figcaption><audio src="{static}/files/son.mp3"></audio>'
            '<details class="transcript"><summary>x</summary><p>La la.</p></details></figure>',
            '<figure class="video"><video src="{static}/files/film.webm" poster="{static}/images/affiche.jpg">'
            '<track src="{static}/files/film.vtt"></video></figure>',
            '<div class="accordion"><details><summary>Où ?</summary><p>Ici <strong>même</strong>.</p></details></div>',
            '<div class="event"><p class="event-title">Fête</p><p class="event-when"><time datetime="2026-03-14T09:00">'
            '</time></p><p class="event-place">Cour</p><p>Pour tous.</p></div>',
            f'<div class="map"><p class="map-title">Collège</p><p class="map-link"><a href="{position}">Voir</a></p></div>',
        )
    )
    content.article("vie/tout", body=body)
    assert publish().problems == []
    page = (output / "vie/tout/index.html").read_text()
    for wanted in (
        '<audio controls preload="metadata" src="/files/son.mp3" aria-label="Chorale"></audio>',
        'src="/files/film.webm" poster="/images/affiche-',
        '<track kind="captions" src="/files/film.vtt" srclang="fr" label="Sous-titres" default>',
        "<summary>Transcription</summary>\n<p>La la.</p>",
        "<summary>Où ?</summary>\n<p>Ici <strong>même</strong>.</p>",
        '<time datetime="2026-03-14T09:00">samedi 14 mars 2026, 9\u00a0h</time>',
        "<span>mars</span><strong>14</strong>",
        f'<a href="{position}" rel="external">',
    ):
        assert wanted in page
    assert not any(f'{attribute}="http' in page for attribute in ("src", "poster", "srcset"))
    assert sorted(path.name for path in (output / "files").iterdir()) == ["film.vtt", "film.webm", "son.mp3"]


def test_art_07_a_lost_sound_is_told_and_what_is_written_of_it_stays(
    content: Content, output: Path, publish: Publish
) -> None:
    body = (
        '<figure class="audio"><figcaption>Chorale</figcaption><audio src="{static}/files/perdu.mp3"></audio></figure>'
    )
    content.article("vie/tout", body=body)
    assert any("perdu.mp3" in str(problem) for problem in publish().problems)
    page = (output / "vie/tout/index.html").read_text()
    assert "Chorale" in page and "Ce son manque." in page and "<audio" not in page


def test_home_01_one_page_alone_is_the_page_of_the_whole_site(
    content: Content, output: Path, publish: Publish, tmp_path: Path
) -> None:
    """A preview of the front page: the same bytes, with what it needs and nothing else."""
    content.rubric("vie", "Vie", body="<p>Bonjour</p>")
    content.image("cour.jpg")
    content.article("vie/a", illustration="cour.jpg", summary="Court")
    content.article("vie/b", body="<p>Long</p>")
    publish()
    alone = tmp_path / "alone"
    assert render(content.root, alone, "--only", "index.html").returncode == 0
    whole, part = files(output), files(alone)
    assert (pages(alone), part["index.html"] == whole["index.html"]) == ({"index.html"}, True)
    assert {name for name in part if name not in whole or part[name] != whole[name]} == set()
    assert any(name.startswith("images/cour") for name in part) and any(name.endswith(".css") for name in part)

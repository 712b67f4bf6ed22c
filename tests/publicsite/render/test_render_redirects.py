"""SITE-06: at an old address there is a page that leads on, on any server and without one; nothing lists it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bs4 import BeautifulSoup

from publicsite.render.build import Builder, Summary
from tests.publicsite.render.rendered_content import SCHOOL, Content

Publish = Callable[[], Summary]
WORD = "ancienmot"  # of old addresses only
EVENT = (
    "<html><head><title>Concert</title>"
    '<meta name="date" content="2026-01-05 10:00:00+01:00"><meta name="state" content="online">'
    '<meta name="starts" content="2026-06-10T18:00"></head><body></body></html>'
)


def filled(content: Content) -> None:
    content.write("school.toml", SCHOOL + 'url = "https://tilleuls.example"\n')
    content.rubric("vie", "Vie", agenda="yes")
    content.article("vie/cross", "Le cross")
    content.write("agenda/vie/concert.html", EVENT)
    content.write(
        "redirects.toml",
        f'"{WORD}" = "{{filename}}/pages/vie.html"\n'
        f'"sport/{WORD}" = "{{filename}}/articles/vie/cross.html"\n'
        f'"sport/agenda/{WORD}" = "{{filename}}/agenda/vie/concert.html"\n',
    )


def test_site_06_a_page_at_the_old_address_leads_to_the_new_one(
    content: Content, output: Path, publish: Publish
) -> None:
    filled(content)
    summary = publish()
    assert summary.problems == []
    moves = {
        f"/{WORD}/": "/vie/",
        f"/sport/{WORD}/": "/vie/cross/",
        f"/sport/agenda/{WORD}/": "/vie/agenda/concert/",
    }
    assert summary.moves == moves
    for old, new in moves.items():
        page = BeautifulSoup((output / old.strip("/") / "index.html").read_text(), "html.parser")
        assert page.select_one('meta[http-equiv="refresh"]')["content"] == f"0; url={new}"
        assert page.select_one('link[rel="canonical"]')["href"] == f"https://tilleuls.example{new}"
        assert page.select_one('meta[name="robots"]')["content"] == "noindex"
        assert page.select_one("main a.button")["href"] == new
        assert (output / new.strip("/") / "index.html").is_file()


def test_site_06_nothing_lists_an_old_address(content: Content, output: Path, publish: Publish) -> None:
    filled(content)
    publish()
    names = {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()}
    assert [name for name, data in names.items() if WORD.encode() in data.lower()] == []
    assert len([name for name in names if WORD in name]) == 3


def test_site_06_what_leads_nowhere_is_told_and_has_no_page(content: Content, output: Path, publish: Publish) -> None:
    filled(content)
    content.article("vie/brouillon", state="draft")
    content.write("private/articles/vie/secret.html", "<title>Secret</title>")
    content.write(
        "redirects.toml",
        '"vie/cross" = "{filename}/pages/vie.html"\n'
        '"plan-du-site" = "{filename}/pages/vie.html"\n'
        '"feeds/vie" = "{filename}/pages/vie.html"\n'
        '"../dehors" = "{filename}/pages/vie.html"\n'
        '"a" = "{filename}/articles/vie/secret.html"\n'
        '"b" = "{filename}/private/articles/vie/secret.html"\n'
        '"c" = "https://ailleurs.example/"\n'
        '"d" = "{filename}/articles/../private/articles/vie/secret.html"\n'
        '"e" = "{filename}/articles/vie/brouillon.html"\n'
        '"f" = 3\n'
        '"bon" = "{filename}/articles/vie/cross.html"\n',
    )
    summary = publish()
    assert summary.moves == {"/bon/": "/vie/cross/"}
    told = [str(problem) for problem in summary.problems if problem.path.name == "redirects.toml"]
    assert [line for line in told if "ligne" not in line] == [
        f"redirects.toml : l’adresse « /{old}/ » est celle d’une page : elle ne mène pas ailleurs. "
        "Retirez-la de redirects.toml."
        for old in ("feeds/vie", "plan-du-site", "vie/cross")
    ]
    assert len([line for line in told if "ligne" in line]) == 6  # "e" is told at its own document
    assert "Le cross" in (output / "vie/cross/index.html").read_text()
    assert [name for name in "abcdef" if (output / name).exists()] == []
    assert not (output.parent / "dehors").exists()


def test_site_06_a_table_that_cannot_be_read_leaves_the_site_as_it_is(
    content: Content, output: Path, publish: Publish
) -> None:
    filled(content)
    content.write("redirects.toml", '"a" = \n')
    summary = publish()
    assert (summary.moves, len(summary.problems)) == ({}, 1)
    assert (output / "vie/cross/index.html").is_file()


def test_site_02_an_old_address_is_rendered_again_when_it_leads_elsewhere_alone(
    content: Content, tmp_path: Path
) -> None:
    filled(content)
    builder = Builder(content.root, tmp_path / "cache")
    one, two = tmp_path / "1.manifest", tmp_path / "2.manifest"
    builder.build(tmp_path / "1", manifest=one)
    table = content.write("redirects.toml", f'"{WORD}" = "{{filename}}/articles/vie/cross.html"\n')
    second = builder.build(tmp_path / "2", base=one, manifest=two, changed=[table])
    assert second.moves == {f"/{WORD}/": "/vie/cross/"}
    assert second.removed == [f"sport/agenda/{WORD}/index.html", f"sport/{WORD}/index.html"]
    made = {path.relative_to(tmp_path / "2").as_posix() for path in (tmp_path / "2").rglob("*.html")}
    assert made == {f"{WORD}/index.html"}
    third = builder.build(tmp_path / "3", base=two, changed=[])
    assert (third.moves, third.removed, third.written) == (second.moves, [], 0)

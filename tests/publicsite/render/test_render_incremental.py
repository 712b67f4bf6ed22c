"""SITE-02: only what changed is built, and what is built is what a full build gives, to the byte."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publicsite.render.build import DEFAULT_THEME, Builder, Summary
from tests.publicsite.render.edited_content import EDITS, Edited

TODAY = date(2026, 5, 11)
Files = dict[str, bytes]


class School:
    """A folder, what is published of it, and the process that publishes."""

    def __init__(self, root: Path, theme: Path = DEFAULT_THEME) -> None:
        self.root, self.theme = root, theme
        self.content = Edited(root / "content")
        self.cache = root / "cache"
        self.number = 0
        self.release: Files = {}
        self.written: set[str] = set()
        self.today = TODAY
        self.builder = Builder(self.content.root, self.cache, self.theme)

    def restart(self) -> None:
        """Another process, which finds what this one kept for it."""
        self.builder = Builder(self.content.root, self.cache, self.theme)

    @property
    def base(self) -> Path | None:
        return self.root / f"{self.number}.manifest" if self.number else None

    def publish(self, changed: Iterable[Path] | None = None, *, search: bool = True) -> Summary:
        base, output = self.base, self.root / f"output-{self.number + 1}"
        manifest = self.root / f"{self.number + 1}.manifest"
        summary = self.builder.build(
            output, today=self.today, base=base, manifest=manifest, changed=changed, search=search
        )
        self.builder.rest()
        self.number += 1
        files = read(output)
        shutil.rmtree(output)
        self.written = set(files)
        kept = {} if summary.removed is None else self.release
        self.release = {name: data for name, data in kept.items() if name not in (summary.removed or ())} | files
        self.content.touched.clear()
        return summary

    def edit(self, name: str, number: int) -> None:
        EDITS[name](self.content, number)

    def whole(self) -> tuple[Files, Summary]:
        """What another process builds from nothing."""
        with tempfile.TemporaryDirectory(dir=self.root) as spare:
            output = Path(spare, "output")
            builder = Builder(self.content.root, self.root / "other cache", self.theme)
            summary = builder.build(output, today=self.today)
            return read(output), summary


def read(folder: Path) -> Files:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def differences(one: Files, other: Files) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def told(summary: Summary) -> set[str]:
    return set(map(str, summary.problems))


@pytest.fixture
def school(tmp_path: Path) -> School:
    school = School(tmp_path)
    school.publish()
    return school


edits = st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 400), st.sampled_from(("told", "not told", "restart")))


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(series=st.lists(edits, min_size=6, max_size=10))
def test_site_02_after_any_series_of_edits_the_site_is_that_of_a_full_build(
    series: list[tuple[str, int, str]],
) -> None:
    with tempfile.TemporaryDirectory(prefix="preau-test-") as root:
        school = School(Path(root))
        school.publish()
        for name, number, how in series:
            school.edit(name, number)
            if how == "restart":
                school.restart()
            summary = school.publish(list(school.content.touched) if how == "told" else None)
            whole, afresh = school.whole()
            assert differences(school.release, whole) == []
            assert told(summary) == told(afresh)


@pytest.mark.parametrize("name", sorted(EDITS))
def test_site_02_each_kind_of_edit_reaches_the_site(school: School, name: str) -> None:
    for number in (3, 8):
        school.edit(name, number)
        summary = school.publish(list(school.content.touched))
    whole, afresh = school.whole()
    assert differences(school.release, whole) == []
    assert told(summary) == told(afresh)


def test_site_02_a_list_shows_a_picture_as_it_is_now(school: School) -> None:
    """Cards are macros, which templates import: they must not remember the build that was the first to need them."""
    for name in ("illustration", "picture", "picture centre"):
        school.edit(name, 3)
        school.publish(list(school.content.touched))
    assert differences(school.release, school.whole()[0]) == []


def test_site_02_whatever_becomes_of_one_article_few_files_are_written(tmp_path: Path) -> None:
    school = School(tmp_path)
    for number in range(120):
        path = f"vie/ancien-{number}"
        school.content.articles[path] = {
            "title": f"Ancien {number}",
            "date": f"2025-{1 + number % 12:02}-03 10:00:00+01:00",
            "tags": "sortie, cross, théâtre",
            "body": f"<p>Texte {number}</p>",
        }
        school.content.save(path)
    school.publish()
    school.content.articles["vie/ancien-60"]["body"] = "<p>Autre chose, plus loin.</p>"
    school.content.articles["vie/ancien-60"]["summary"] = "Le même résumé"
    school.content.save("vie/ancien-60")
    school.publish(school.content.touched, search=False)
    assert "vie/ancien-60/index.html" in school.written and len(school.written) <= 15
    for number in range(10):  # whatever the place where a page of its lists ends
        school.content.article(
            f"vie/neuf-{number}", date=f"2026-05-1{number} 10:00:00+02:00", tags="sortie, cross, théâtre"
        )
        school.publish(school.content.touched, search=False)
        assert f"vie/neuf-{number}/index.html" in school.written and len(school.written) <= 30
    for number in range(30, 90, 6):  # wherever it stood in its lists, it is back at their top
        school.content.articles[f"vie/ancien-{number}"]["modified"] = f"2026-06-{number // 6:02} 10:00:00+02:00"
        school.content.save(f"vie/ancien-{number}")
        school.publish(school.content.touched, search=False)
        assert "vie/index.html" in school.written and len(school.written) <= 40
    for number in range(32, 92, 6):
        school.content.drop(f"vie/ancien-{number}")
        school.publish(school.content.touched, search=False)
        assert "vie/index.html" not in school.written and len(school.written) <= 40
    school.publish()
    assert differences(school.release, school.whole()[0]) == []


def test_site_02_the_index_of_the_search_may_come_later(school: School) -> None:
    before = {name: data for name, data in school.release.items() if name.startswith("recherche/")}
    school.edit("title", 3)
    summary = school.publish(search=False)
    assert {name: data for name, data in school.release.items() if name.startswith("recherche/")} == before
    assert summary.entries == len(school.content.articles) + len(school.content.rubrics) + 1
    school.publish()
    assert differences(school.release, school.whole()[0]) == []


def test_site_02_what_was_kept_for_the_next_process_may_be_lost(school: School) -> None:
    school.restart()
    kept = school.cache / "documents"
    data = kept.read_bytes()
    path = school.content.some(3)
    for number, damage in enumerate((data[:-1], data[:20], b"", None)):
        kept.unlink()
        if damage is not None:
            kept.write_bytes(damage)
        school.builder = Builder(school.content.root, school.cache)
        school.content.change(3, title=f"Titre {number}")
        assert school.publish().removed is not None
        assert f"{path}/index.html" in school.written and "mentions-legales/index.html" not in school.written
        kept.write_bytes(data)
    assert differences(school.release, school.whole()[0]) == []


def test_site_02_the_cache_may_be_emptied_between_two_builds(school: School) -> None:
    shutil.rmtree(school.cache)
    for name in ("text", "illustration", "picture"):
        school.edit(name, 3)
        school.publish(list(school.content.touched))
    assert differences(school.release, school.whole()[0]) == []


def test_site_02_a_theme_that_is_touched_makes_every_page_anew(tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    shutil.copytree(DEFAULT_THEME, theme)
    school = School(tmp_path, theme)
    school.publish()
    footer = theme / "templates/_macros.html"
    footer.write_text(footer.read_text().replace("Nous trouver", "Où nous trouver"))
    school.publish([])
    assert {name for name in school.release if name.endswith(".html")} <= school.written
    assert differences(school.release, school.whole()[0]) == []


def test_site_02_a_new_day_moves_what_has_passed(school: School) -> None:
    school.edit("homepage", 2)
    school.publish()
    school.today = date(2026, 9, 1)
    school.publish([])
    assert "agenda/index.html" in school.written and "vie/sport/a-1/index.html" not in school.written
    assert differences(school.release, school.whole()[0]) == []


def test_site_02_a_page_that_cannot_be_made_keeps_its_last_version(school: School) -> None:
    """Here the cache of a picture was damaged: no fault of the theme's, and no message of the disk's."""
    path = "vie/a-0"
    page = f"{path}/index.html"
    before = school.release[page]
    renditions = [*school.cache.rglob("renditions.json")]
    sound = {one: one.read_text() for one in renditions}
    for one in renditions:
        one.write_text("{")
    school.restart()  # this one keeps in memory what they tell
    school.content.articles[path]["body"] += "<p>La suite.</p>"
    school.content.save(path)
    summary = school.publish(school.content.touched)
    assert any(page in str(problem) and "dernière version" in problem.message for problem in summary.problems)
    assert school.release[page] == before and page not in school.written
    for one, text in sound.items():
        one.write_text(text)
    assert not any("dernière version" in problem.message for problem in school.publish([]).problems)
    assert differences(school.release, school.whole()[0]) == []


def test_site_02_an_article_that_never_could_be_shown_is_left_out(school: School) -> None:
    for one in school.cache.rglob("renditions.json"):
        one.write_text("{")
    school.restart()
    path = "vie/neuf"
    school.content.articles[path] = {
        "title": "Neuf",
        "date": "2026-05-10 10:00:00+02:00",
        "body": school.content.body(0),
    }
    school.content.save(path)
    summary = school.publish(school.content.touched)
    assert any(
        f"articles/{path}.html" in str(problem) and "n’est pas publié" in problem.message
        for problem in summary.problems
    )
    assert not any(b"Neuf" in data for data in school.release.values())

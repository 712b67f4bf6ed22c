"""SITE-02, SITE-03: the processes that render stay, and nothing depends on their staying."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from publicsite.renderer import Rendered, Renderer, RenderingFailed
from tests.publicsite.render.rendered_content import Content


@pytest.fixture
def renderer() -> Iterator[Renderer]:
    renderer = Renderer(standby=True)
    yield renderer
    renderer.close()


class Publications:
    def __init__(self, content: Content, renderer: Renderer, root: Path) -> None:
        self.content, self.renderer, self.root = content, renderer, root
        self.number = 0

    def __call__(self, *changed: Path) -> Rendered:
        base = self.root / f"{self.number}.manifest" if self.number else None
        self.number += 1
        rendered = self.renderer.render(
            self.content.root,
            self.output,
            cache=self.root / "cache",
            base=base,
            manifest=self.root / f"{self.number}.manifest",
            changed=changed or None,
        )
        self.renderer.settle(self.content.root)
        return rendered

    @property
    def output(self) -> Path:
        return self.root / f"output-{self.number}"

    @property
    def pages(self) -> set[str]:
        return {path.relative_to(self.output).as_posix() for path in self.output.rglob("*.html")}


@pytest.fixture
def publish(content: Content, renderer: Renderer, tmp_path: Path) -> Publications:
    content.rubric("vie", "Vie")
    for number in range(3):
        content.article(f"vie/a-{number}", date=f"2026-03-0{number + 1} 10:00:00+01:00")
    return Publications(content, renderer, tmp_path)


def children() -> list[int]:
    """The processes that this one started and that run."""
    return [int(pid) for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()]


def test_site_02_the_process_stays_and_writes_what_changed(content: Content, publish: Publications) -> None:
    assert publish().removed is None
    before = set(children())
    told = publish(content.article("vie/a-0", title="Un autre titre", date="2026-03-01 10:00:00+01:00"))
    assert publish.pages == {"index.html", "vie/index.html", "plan-du-site/index.html", "recherche/index.html"} | {
        *("vie/a-0/index.html", "vie/a-1/index.html", "archives/2026/index.html", "archives/2026/03/index.html"),
    }
    assert told.removed is not None and all(name.startswith("recherche/index-") for name in told.removed)
    assert before & set(children())


def test_site_03_a_process_that_was_killed_is_replaced(content: Content, publish: Publications) -> None:
    publish()
    for pid in children():
        os.kill(pid, signal.SIGKILL)
    told = publish(content.article("vie/neuf"))
    assert told.removed is not None and "vie/neuf/index.html" in publish.pages
    assert "vie/a-2/index.html" not in publish.pages


def test_site_03_what_this_process_did_not_see_is_seen(content: Content, publish: Publications, tmp_path: Path) -> None:
    """Another process published meanwhile: what changed since this one's last publication is not all that changed."""
    publish()
    content.article("vie/ailleurs", title="Vu ailleurs")
    publish.number += 1
    Renderer().render(
        content.root,
        publish.output,
        cache=tmp_path / "cache",
        base=tmp_path / "1.manifest",
        manifest=tmp_path / "2.manifest",
    )
    told = publish(content.article("vie/ici", title="Vu ici"))
    assert told.removed is not None and "vie/ici/index.html" in publish.pages
    assert "Vu ailleurs" in (publish.output / "vie/index.html").read_text()


@pytest.mark.parametrize("damage", [b"", b"preau manifest 0\n", None], ids=["cut", "other version", "one byte"])
def test_site_02_an_unreadable_manifest_makes_a_whole_build(
    publish: Publications, tmp_path: Path, damage: bytes | None
) -> None:
    publish()
    whole = publish.pages
    manifest = tmp_path / "1.manifest"
    data = manifest.read_bytes()
    manifest.unlink()
    manifest.write_bytes(data[:-1] + bytes([data[-1] ^ 1]) if damage is None else damage)
    assert publish().removed is None
    assert publish.pages == whole


def test_site_03_a_failure_is_told_and_the_next_publication_is_right(content: Content, publish: Publications) -> None:
    publish()
    school = (content.root / "school.toml").read_text()
    content.write("school.toml", "format = 1\n")
    with pytest.raises(RenderingFailed, match=r"school\.toml"):
        publish(content.root / "school.toml", content.article("vie/manque"))
    publish.number -= 1
    for path in publish.root.glob("output-2"):
        path.rmdir()
    content.write("school.toml", school)
    publish(content.root / "school.toml")
    assert "vie/manque/index.html" in publish.pages


def test_site_02_what_is_prepared_is_what_is_built(content: Content, publish: Publications, tmp_path: Path) -> None:
    """A process that starts reads what the one before it kept; the first of all finds nothing, nor a folder."""
    publish.renderer.prepare(tmp_path / "nowhere", tmp_path / "no cache")
    publish()
    publish.renderer.close()
    changed = content.article("vie/a-0", title="Un autre titre", date="2026-03-01 10:00:00+01:00")
    content.article("vie/neuf", title="Écrit pendant que l’on prépare")
    publish.renderer.prepare(content.root, tmp_path / "cache")
    content.article("vie/plus-neuf", title="Écrit après")
    publish(changed)
    assert {f"vie/{name}/index.html" for name in ("a-0", "neuf", "plus-neuf")} <= publish.pages
    assert "vie/a-2/index.html" not in publish.pages


def test_site_06_one_renderer_serves_many_schools(tmp_path: Path) -> None:
    before = set(children())
    renderer = Renderer(standby=True)
    for name in "abcdefa":
        content = Content(tmp_path / name / "content")
        content.article("vie/a", title=f"Article de {name}")
        output = tmp_path / name / str(len(list((tmp_path / name).iterdir())))
        renderer.render(content.root, output, cache=tmp_path / name / "cache")
        assert f"Article de {name}" in (output / "vie/a/index.html").read_text()
    assert len(set(children()) - before) == 5
    renderer.close()
    assert set(children()) <= before


def test_site_03_one_job_leaves_no_process(content: Content, tmp_path: Path) -> None:
    before = len(children())
    Renderer().render(content.root, tmp_path / "output", cache=tmp_path / "cache")
    assert len(children()) == before

"""SITE-01, ZONE-06: pictures in several sizes, kept between builds, with their credit."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from publicsite.render import drawing
from publicsite.render.build import Summary, build
from tests.publicsite.render.rendered_content import Content

Publish = Callable[[], Summary]
FIGURE = '<figure class="image"><img src="{static}/images/cour.jpg" alt="La cour"><figcaption>Vue</figcaption></figure>'


def images(output: Path) -> list[Path]:
    return sorted((output / "images").glob("*"))


def test_site_01_a_picture_comes_in_several_sizes_never_enlarged(
    content: Content, output: Path, publish: Publish
) -> None:
    content.image("cour.jpg", (800, 600))
    content.article("vie/a", body=FIGURE)
    publish()
    page = (output / "vie/a/index.html").read_text()
    assert 'width="800" height="600" alt="La cour" loading="lazy"' in page
    assert {(path.suffix, Image.open(path).width) for path in images(output)} == {
        (suffix, width) for suffix in (".jpg", ".webp") for width in (340, 680, 800)
    }


def test_site_01_only_pictures_and_files_in_use_are_published(content: Content, output: Path, publish: Publish) -> None:
    content.image("cour.jpg")
    content.image("oubliee.jpg")
    content.write("files/menu du jour.pdf", "x" * 1500)
    content.write("files/oublie.pdf", "x")
    content.article(
        "vie/a",
        illustration="cour.jpg",
        body="""
        <ul class="attachments"><li><a href="{static}/files/menu%20du%20jour.pdf">Menu</a></li></ul>""",
    )
    summary = publish()
    assert (summary.pictures, summary.files) == (1, 1)
    assert not [path for path in images(output) if "oubliee" in path.name]
    assert [path.name for path in (output / "files").iterdir()] == ["menu du jour.pdf"]
    assert "PDF · 2 ko" in (output / "vie/a/index.html").read_text()


def test_site_01_the_picture_cache_is_used_again(
    content: Content, tmp_path: Path, publish: Publish, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content.image("cour.jpg")
    content.article("vie/a", body=FIGURE)
    publish()

    def never(*arguments: object) -> None:
        raise AssertionError("made again")

    monkeypatch.setattr(drawing, "render", never)
    build(content.root, tmp_path / "second", cache=tmp_path / "cache")
    assert [p.name for p in images(output)] == [p.name for p in images(tmp_path / "second")]


def test_site_01_a_changed_picture_has_a_new_address(content: Content, output: Path, tmp_path: Path) -> None:
    content.article("vie/a", body=FIGURE)
    for number, size in enumerate([(800, 600), (800, 601)]):
        content.image("cour.jpg", size)
        build(content.root, tmp_path / str(number), cache=tmp_path / "cache")
    assert not {p.name for p in images(tmp_path / "0")} & {p.name for p in images(tmp_path / "1")}


@pytest.mark.parametrize("broken", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_site_01_a_broken_or_missing_picture_leaves_its_page_standing(
    content: Content, output: Path, publish: Publish, broken: bytes
) -> None:
    (content.root / "images").mkdir()
    (content.root / "images" / "cour.jpg").write_bytes(broken)
    content.article("vie/a", body=f"<p>Avant</p>{FIGURE}", illustration="cour.jpg")
    content.article("vie/b", illustration="absente.jpg")
    problems = publish().problems
    assert any(problem.path.as_posix() == "images/cour.jpg" for problem in problems)
    assert any("absente.jpg" in str(problem) for problem in problems)
    page = (output / "vie/a/index.html").read_text()
    assert "Avant" in page and "<img" not in page


def test_site_01_a_truncated_picture_is_a_broken_picture(content: Content, output: Path, publish: Publish) -> None:
    source = content.image("cour.jpg", (900, 900))
    source.write_bytes(source.read_bytes()[:2000])
    content.article("vie/a", illustration="cour.jpg")
    assert publish().problems
    assert "<img" not in (output / "vie/a/index.html").read_text()


def test_zone_06_the_credit_and_the_licence_are_shown(content: Content, output: Path, publish: Publish) -> None:
    content.image("cour.jpg")
    table = '["cour.jpg"]\nalt = "La cour"\nauthor = "Zoé <i>"\ncredit = "Club photo"\nlicence = "cc-by-sa"\n'
    content.write("images.toml", table)
    content.article("vie/a", body=FIGURE, illustration="cour.jpg")
    publish()
    page = (output / "vie/a/index.html").read_text()
    assert page.count("https://creativecommons.org/licenses/by-sa/4.0/deed.fr") == 2
    assert "Zoé &lt;i&gt;, Club photo" in page


def test_zone_06_those_of_a_document_too(content: Content, output: Path, publish: Publish) -> None:
    content.write("files/charte.pdf", "x")
    content.write("files.toml", '["charte.pdf"]\nauthor = "Zoé <i>"\ncredit = "Club"\nlicence = "cc-by-nc"\n')
    content.article(
        "vie/a", body='<ul class="attachments"><li><a href="{static}/files/charte.pdf">Charte</a></li></ul>'
    )
    publish()
    page = (output / "vie/a/index.html").read_text()
    assert '<a href="https://creativecommons.org/licenses/by-nc/4.0/deed.fr" rel="license">' in page
    assert "Zoé &lt;i&gt;, Club" in page


def test_zone_06_no_metadata_leaves_with_a_picture(content: Content, output: Path, publish: Publish) -> None:
    exif = Image.Exif()
    exif[0x010E] = "CANARI"
    exif[0x0112] = 6  # shown turned a quarter
    (content.root / "images").mkdir()
    Image.new("RGB", (800, 400)).save(content.root / "images/cour.jpg", exif=exif, comment=b"CANARI")
    content.article("vie/a", body=FIGURE)
    publish()
    assert images(output)
    for path in images(output):
        assert b"CANARI" not in path.read_bytes()
        assert Image.open(path).height > Image.open(path).width


def test_the_crop_follows_the_focal_point() -> None:
    assert drawing._crop_box((1000, 1000), 2.0, (500, 100, 10, 10)) == (0, 0, 1000, 500)
    assert drawing._crop_box((1000, 1000), 2.0, (500, 950, 10, 10)) == (0, 500, 1000, 1000)
    assert drawing._crop_box((1000, 1000), 0.5, None) == (250, 0, 750, 1000)


def test_site_05_every_picture_says_its_size(content: Content, output: Path, publish: Publish) -> None:
    content.image("cour.jpg")
    content.article("vie/a", body=FIGURE, illustration="cour.jpg")
    publish()
    for page in output.rglob("*.html"):
        for tag in re.findall(r"<img [^>]*>", page.read_text()):
            assert re.search(r'width="\d+" height="\d+" alt="', tag)


def test_site_01_a_picture_that_is_not_shrunk_has_the_same_bytes_each_time(tmp_path: Path) -> None:
    """Threads that encode it in two formats took each other's quality: here they change places all the time."""
    source, usual = tmp_path / "s.jpg", sys.getswitchinterval()
    Image.new("RGB", (120, 40), "#1f4e79").save(source)
    found = set()
    sys.setswitchinterval(1e-6)
    try:
        for number in range(40):
            folder = tmp_path / str(number)
            folder.mkdir()
            made = drawing.render(source, folder, (340, 680), None, None)
            found.add(tuple((folder / rendition.file).read_bytes() for rendition in made))
    finally:
        sys.setswitchinterval(usual)
    assert len(found) == 1

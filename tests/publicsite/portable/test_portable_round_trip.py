"""SITE-08: what is written can be read back, and is written the same again."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from publicsite.contract import SiteDoc
from publicsite.portable.blocks import parse_body, render_blocks, running_text
from publicsite.portable.reader import read_site
from publicsite.portable.writer import write_site
from tests.publicsite.portable.portable_documents import _markup, blocks, sites, without_sources

CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@CALM
@given(sites())
def test_site_08_any_site_is_read_back_as_it_was_written(site: SiteDoc) -> None:
    with tempfile.TemporaryDirectory() as name:
        write_site(site, Path(name))
        back, _ = read_site(Path(name))
        assert without_sources(back) == without_sources(site)


@CALM
@given(sites())
def test_site_08_writing_again_writes_nothing_and_elsewhere_the_same_bytes(site: SiteDoc) -> None:
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        write_site(site, Path(first))
        assert write_site(site, Path(first)) == []
        write_site(read_site(Path(first))[0], Path(second))
        assert contents(Path(second)) == contents(Path(first))


@settings(max_examples=300, deadline=None)
@given(blocks())
def test_site_08_blocks_are_read_back_and_rendered_the_same(given_blocks: list) -> None:
    html = render_blocks(given_blocks)
    body = parse_body(html)
    assert render_blocks(body.blocks) == html
    assert body.remarks == []


@settings(max_examples=300, deadline=None)
@given(_markup())
def test_site_08_running_text_of_any_markup_is_stable(markup: str) -> None:
    text = running_text(markup)
    assert running_text(text) == text


def contents(folder: Path) -> dict[Path, bytes]:
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

"""Putting an earlier publication back: in one act, and never what was withdrawn without a word (SITE-03, ZONE-03)."""

from __future__ import annotations

import pytest

from tests.support.installation import Installation

pytestmark = pytest.mark.processes

RENAME = (
    "from cms.rubrics.models import Rubric\n"
    "rubric = Rubric.objects.get(slug='sport-scolaire')\n"
    "rubric.title = 'Sport, essai'\n"
    "rubric.save_revision().publish()"
)
WITHDRAW = "from cms.articles.models import Article\nArticle.objects.get(slug='cross-2026').unpublish()"
ADDRESS = "vie-du-college/sport-scolaire/cross-2026/index.html"


def test_what_was_withdrawn_comes_back_only_when_asked_for(demo: Installation) -> None:
    demo.python(WITHDRAW)
    demo.run("publish")
    refused = demo.run("rollback", check=False)
    assert refused.returncode != 0
    assert "/vie-du-college/sport-scolaire/cross-2026/" in refused.stderr
    assert not (demo.current / ADDRESS).exists()
    demo.run("rollback", "--even-withdrawn")
    assert (demo.current / ADDRESS).exists()


def test_an_earlier_publication_is_back_in_one_act(demo: Installation) -> None:
    page = "vie-du-college/sport-scolaire/index.html"
    before = (demo.current / page).read_bytes()
    demo.python(RENAME)
    demo.run("publish")
    assert "Sport, essai" in (demo.current / page).read_text()
    assert demo.run("rollback", "--to", "99", check=False).returncode != 0
    assert demo.json("rollback") == {"school": "demo", "number": 1}
    assert (demo.current / page).read_bytes() == before
    assert [release["in_service"] for release in demo.json("releases")["demo"]] == [False, True]


def test_site_04_what_a_publication_brought_is_told_and_what_is_damaged_is_found_and_mended(demo: Installation) -> None:
    demo.python(RENAME)
    demo.run("publish")
    newest, first = demo.json("releases")["demo"]
    assert (newest["number"], newest["in_service"], first["in_service"]) == (2, True, False)
    assert newest["built_at"] and newest["seconds"] > 0 and newest["files"] >= newest["written"] > 0
    assert "Sport, essai" in " ".join(newest["changes"])
    told = demo.run("releases").stdout
    assert "→    2" in told and "Sport, essai" in told and "écrits" in told
    assert demo.json("releases", "--verify") == {"demo": []}
    (demo.current / ADDRESS).unlink()
    refused = demo.run("releases", "--verify", check=False)
    assert refused.returncode == 1
    assert f"publication 2 : /{ADDRESS}" in refused.stdout
    assert "la prochaine publication les refera" in refused.stderr
    demo.run("publish")
    assert demo.json("releases", "--verify") == {"demo": []}
    assert (demo.current / ADDRESS).exists()

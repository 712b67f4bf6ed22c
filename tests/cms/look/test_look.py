"""How a school looks to its visitors: who changes it, what is refused, what becomes of it (HOME-06)."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cms.core import colours
from cms.core.exceptions import NotAllowed
from cms.look.services import change_look
from cms.publishing.models import PublicationRequest
from cms.publishing.selectors import waiting_requests
from cms.rubrics.enums import Role
from cms.schools.enums import Layout
from publicsite.contract import SchoolDoc, SiteDoc
from publicsite.exporting import public_site, whole_site
from publicsite.importing import import_site
from publicsite.portable.writer import school_toml
from publicsite.publisher import publish
from publicsite.render.site import LAYOUTS
from tests.api.conftest import Campus
from tests.cms.media.conftest import Enter

PALE = "#ffd500"


@pytest.fixture
def head(campus: Campus, enter: Enter) -> Any:
    return enter(campus, "cheffe", (Role.MANAGER, campus.root))


def screen(client: Client) -> tuple[BeautifulSoup, dict[str, Any]]:
    """The page, and the form as a browser would send it back."""
    page = BeautifulSoup(client.get(reverse("school_look")).content, "html.parser")
    sent: dict[str, Any] = {}
    for field in page.select("form.preau-look [name]"):
        if field.get("type") != "radio" or field.has_attr("checked"):
            sent[str(field["name"])] = field.get("value", "") if field.name == "input" else field.text.strip()
    return page, sent


def send(client: Client, **changed: Any) -> Any:
    return client.post(reverse("school_look"), screen(client)[1] | changed)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.MODERATOR, Role.MANAGER])
def test_home_06_only_who_manages_the_whole_school_changes_its_look(campus: Campus, enter: Enter, role: Role) -> None:
    """A role in a rubric, even the highest, says nothing of the school."""
    someone = enter(campus, "camille", (role, campus.rubric("Vie")))
    assert someone.get(reverse("school_look")).status_code == 302
    someone.post(reverse("school_look"), {"school": campus.school.slug, "name": "Pris"})
    with pytest.raises(NotAllowed):
        change_look(school=campus.school, actor=someone.user, name="Pris")
    campus.school.refresh_from_db()
    assert campus.school.name != "Pris"
    assert reverse("school_look") not in someone.get(reverse("wagtailadmin_home")).content.decode()


def test_home_06_what_is_kept_is_logged_and_asks_for_one_publication(campus: Campus, head: Any) -> None:
    logo = campus.image("blason.png")
    PublicationRequest.objects.all().delete()
    answer = send(
        head, name="Collège neuf", logo=logo.pk, colour="#7A1F5C", layout="galerie", opening_hours="8 h – 18 h"
    )
    assert answer.status_code == 302
    campus.school.refresh_from_db()
    kept = campus.school
    assert (kept.name, kept.logo_name, kept.colour, kept.layout) == ("Collège neuf", logo.name, "#7a1f5c", "galerie")
    assert [request.reason for request in waiting_requests(kept)] == ["school"]
    entry = ModelLogEntry.objects.get(action="preau.look")
    assert entry.user == head.user
    assert set(entry.data["before"]) == {"name", "logo_name", "colour", "layout", "opening_hours"}
    send(head)  # as it stands
    assert len(waiting_requests(kept)) == 1
    assert ModelLogEntry.objects.filter(action="preau.look").count() == 1


def test_home_06_colours_that_cannot_be_read_are_refused_with_the_nearest_that_can(campus: Campus, head: Any) -> None:
    answer = send(head, colour=PALE, accent="#ff8800", motto="Lire encore")
    page = BeautifulSoup(answer.content, "html.parser")
    said = " ".join(one.get_text(" ", strip=True) for one in page.select(".error-message"))
    nearest = colours.corrected(PALE, "#ff8800")
    assert all(one in said for one in ("couleur principale", "couleur d’accent", "4,5:1", *nearest))
    assert page.select_one("[name=motto]")["value"] == "Lire encore"
    assert page.select_one("[name=colour]")["value"] == PALE
    campus.school.refresh_from_db()
    assert (campus.school.colour, campus.school.motto) == ("#1f4e79", "")
    assert send(head, colour=nearest[0], accent=nearest[1]).status_code == 302


def test_home_06_a_conformity_that_no_audit_supports_is_refused(campus: Campus, head: Any) -> None:
    assert "qu’après un audit" in send(head, accessibility_state="totale").content.decode()
    assert send(head, accessibility_state="totale", accessibility_results="100 % en mai 2026.").status_code == 302


def test_home_06_the_logo_is_an_image_of_the_school(campus: Campus, other: Campus, head: Any) -> None:
    foreign = other.image("ailleurs.png", title="Zyxquark")
    for stray in (foreign.pk, "rien"):
        refused = send(head, logo=stray).content.decode()
        assert "n’est pas de l’établissement" in refused
        assert "Zyxquark" not in refused
    campus.school.refresh_from_db()
    assert campus.school.logo_name == ""


def test_home_06_figures_come_from_the_rule_while_colours_are_chosen(campus: Campus, head: Any) -> None:
    address = reverse("school_look_contrast")
    assert head.get(address, {"colour": "jaune", "accent": "#b5462f"}).status_code == 400
    shown = head.get(address, {"colour": PALE, "accent": "#b5462f"}).content.decode()
    assert "trop pâle" in shown
    assert colours.corrected(PALE, "#b5462f")[0] in shown
    assert "trop pâle" not in head.get(address, {"colour": "#1f4e79", "accent": "#b5462f"}).content.decode()


def test_home_06_the_look_reaches_the_site(campus: Campus, head: Any, settings: Any, tmp_path: Path) -> None:
    """Each layout: the page says its name, the style sheet has its rules; the footer's pages say what was typed."""
    settings.SITES_DIR, settings.EXPORT_DIR, settings.CACHE_DIR = (tmp_path / name for name in ("s", "e", "c"))
    assert set(LAYOUTS) == set(Layout.values)
    campus.rubric("Vie", slug="vie")
    send(
        head,
        layout="tableau",
        colour="#7a1f5c",
        legal_notice="DPO : Zoé Quark\n\nPhotos : le club",
        accessibility_state="partielle",
        accessibility_results="82 % en mai.",
        accessibility_contact="aide@ecole.example",
    )
    campus.school.refresh_from_db()
    publish(campus.school)
    current = settings.SITES_DIR / campus.school.slug / "current"
    home = (current / "index.html").read_text()
    assert BeautifulSoup(home, "html.parser").html["data-layout"] == "tableau"
    css = next((current / "theme").glob("preau-*.css")).read_text()
    assert "--brand: #7a1f5c" in css
    assert "@layer tableau" in css
    assert not any(f"@layer {layout}" in css for layout in set(LAYOUTS) - {"tableau"})
    assert "<p>DPO : Zoé Quark</p>" in (current / "mentions-legales/index.html").read_text()
    statement = (current / "accessibilite/index.html").read_text()
    assert all(said in statement for said in ("partiellement conforme", "82 % en mai.", "mailto:aide@ecole.example"))
    assert "Accessibilité : partiellement conforme" in home


def test_site_08_the_look_leaves_with_the_school_and_comes_back(campus: Campus, head: Any) -> None:
    send(head, layout="galerie", legal_notice="Ligne 1\nLigne 2", accessibility_issues="Les PDF")
    campus.school.refresh_from_db()
    doc = whole_site(campus.school).school
    assert tomllib.loads(school_toml(doc))["layout"] == "galerie"
    import_site(SiteDoc(school=doc), slug="ailleurs", hostname="ailleurs.example")
    again = public_site(type(campus.school).objects.get(slug="ailleurs")).school
    assert replace(again, slug=doc.slug) == doc


def test_home_06_a_palette_that_cannot_be_read_is_corrected_by_the_import_which_says_so(campus: Campus) -> None:
    doc = SchoolDoc(name="Essai", slug="essai", colour=PALE, accent="#1a5a3a", layout="inconnue")
    report = import_site(SiteDoc(school=doc), slug="nouvelle", hostname="nouvelle.example")
    school = type(campus.school).objects.get(slug="nouvelle")
    assert (school.colour, school.accent) == colours.corrected(PALE, "#1a5a3a")
    assert school.accent == "#1a5a3a"
    assert school.layout == "cour"
    said = [problem.message for problem in report.problems]
    assert any(PALE in one and school.colour in one for one in said)
    assert any("mise en page" in one for one in said)

"""ART-07: contents of other sites, from the form where they are pasted to what each reader gets."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.accounts.models import User
from cms.articles.models import Article
from cms.articles.services import choose_peertube_sites
from cms.core.exceptions import NotAllowed
from cms.rubrics.enums import Role
from cms.rubrics.models import Rubric
from cms.schools.models import School
from publicsite.exporting import public_site
from publicsite.importing import import_site
from publicsite.portable.reader import read_site
from publicsite.portable.writer import write_site
from publicsite.publisher import publish
from tests.api.conftest import API, Campus, text_block
from tests.cms.media.conftest import Enter

VIDEO = "dQw4w9WgXcQ"
UUID = "2e283f1d-4658-4ad9-bb17-75a37cf8dd80"
TUBE = "tube.ecole.example"
LINK = f"https://www.youtube.com/watch?v={VIDEO}"
TUBE_CODE = f'<iframe title="x" src="https://{TUBE}/videos/embed/{UUID}" onload="alert(1)" width="560"></iframe>'


@pytest.fixture
def clubs(campus: Campus) -> Rubric:
    return campus.rubric("Clubs", slug="clubs")


def embed(content: str, title: str = "Le trajet", **fields: str) -> dict[str, str]:
    return {"content": content, "title": title, "caption": "", "alternative": "", **fields}


def form(*embeds: dict[str, str], action: str = "action-publish") -> Any:
    """An article as its editor sends it."""
    blocks = [("heading", {"text": "Texte tapé", "level": "2"}), *(("embed", one) for one in embeds)]
    fields = {
        "title": "Sortie",
        "slug": "sortie",
        "summary": "Résumé tapé",
        "signature": "",
        "tags": "",
        "illustration": "",
    }
    sent = {**fields, "body": streamfield(blocks), "go_live_at": "", "expire_at": "", "comments": inline_formset([])}
    return nested_form_data({**sent, action: "1"})


def write(client: Client, rubric: Page, *embeds: dict[str, str], **options: str) -> Any:
    return client.post(f"/admin/pages/add/articles/article/{rubric.pk}/", form(*embeds, **options))


def shown(answer: Any) -> str:
    """The page as its reader's browser has it: the body travels as JSON in an attribute."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), unescape(answer.content.decode()))


def block(content: Any, **fields: str) -> dict[str, Any]:
    pair = dict(zip(("provider", "id"), content, strict=True)) if content else None
    value = {"content": pair, "title": "Le trajet", "caption": "En mai", "alternative": "Un.\n\nDeux <b>.", **fields}
    return {"type": "embed", "value": value}


YOUTUBE, PEERTUBE = ("youtube", VIDEO), ("peertube", f"{TUBE}/{UUID}")


# --- Where it is pasted ---


def test_art_07_a_pasted_link_is_kept_as_a_provider_and_an_identifier(
    campus: Campus, clubs: Rubric, enter: Enter
) -> None:
    client = enter(campus, "redactrice", (Role.PUBLISHER, clubs))
    write(
        client, clubs, embed(f'<iframe src="https://www.youtube.com/embed/{VIDEO}?autoplay=1" onload="x()"></iframe>')
    )
    article = Article.objects.get(slug="sortie")
    assert article.body.raw_data[1]["value"] == {
        "content": {"provider": "youtube", "id": VIDEO},
        "title": "Le trajet",
        "caption": "",
        "alternative": "",
    }
    edited = client.get(f"/admin/pages/{article.pk}/edit/")
    assert LINK in shown(edited) and "autoplay" not in shown(edited)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("https://evil.example/v", "Les contenus de « evil.example » ne peuvent pas être affichés ici"),
        (LINK.replace("https", "http"), "Cette adresse commence par http://"),
        ("https://www.youtube.com/", "Cette adresse de YouTube ne mène pas à un contenu précis"),
        (f"https://user@www.youtube.com/watch?v={VIDEO}", "Cette adresse n’est pas écrite comme celles de ces sites"),
        ("javascript:alert(1)", "Ce n’est pas l’adresse d’une page"),
        ("<script>alert(1)</script>", "Ce code ne contient pas de cadre"),
        (TUBE_CODE + TUBE_CODE, "Ce code contient plusieurs cadres"),
        ('<iframe srcdoc="x" src="https://youtu.be/x">', "Ce cadre apporte sa propre page"),
        (TUBE_CODE, f"« {TUBE} » n’est pas parmi les sites PeerTube de votre établissement"),
        ("", "Champ requis"),
        ("x" * 4_001, "4000"),
        (f"https://youtu.be/{VIDEO}\0", "Le caractère nul n’est pas autorisé"),
    ],
)
def test_art_07_what_cannot_be_shown_is_refused_at_its_field_and_what_was_typed_is_kept(
    campus: Campus, clubs: Rubric, enter: Enter, content: str, said: str
) -> None:
    client = enter(campus, "redactrice", (Role.PUBLISHER, clubs))
    answer = write(client, clubs, embed(content))
    page = shown(answer).replace("\u00a0", " ").replace("'", "’")
    assert answer.status_code == 200 and not Article.objects.filter(slug="sortie").exists()
    error = re.search(r'"blockErrors": {"1": {"blockErrors": {"content": {"messages": \["(.*?)"\]', page)
    assert error and said.replace('"', '\\"') in error[1]
    assert all(words in page for words in ("Résumé tapé", "Texte tapé", "Le trajet"))
    typed = content.replace("\0", "").replace("'", "’").replace('"', '\\"')
    assert typed in page


def test_art_07_a_title_is_required(campus: Campus, clubs: Rubric, enter: Enter) -> None:
    """RGAA 2.1: a frame has a title."""
    client = enter(campus, "redactrice", (Role.PUBLISHER, clubs))
    assert '"blockErrors": {"title"' in shown(write(client, clubs, embed(LINK, title="")))
    assert LINK in shown(write(client, clubs, embed(LINK, title="")))


def test_art_07_a_site_that_left_the_list_does_not_keep_an_article_from_being_corrected(
    campus: Campus, clubs: Rubric, enter: Enter
) -> None:
    client = enter(campus, "moderatrice", (Role.MODERATOR, clubs))
    article = campus.article(clubs, "Sortie", slug="sortie", body=[block(PEERTUBE)])
    address = f"/admin/pages/{article.pk}/edit/"
    kept, new = embed(f"https://{TUBE}/w/{UUID}"), embed(f"https://{TUBE}/w/{UUID.replace('2e28', '3e28')}")
    assert client.post(address, form(kept, new)).status_code == 200
    assert client.post(address, form(kept)).status_code == 302
    assert Article.objects.get(pk=article.pk).body[1].value["content"].host == TUBE


# --- The school's list ---


def test_art_07_the_head_lists_peertube_sites(campus: Campus, clubs: Rubric, enter: Enter) -> None:
    head = enter(campus, "chef", (Role.MANAGER, campus.root))
    answer = head.post(
        "/admin/outside-contents/", {"peertube_hosts": f" https://{TUBE.upper()}/videos \r\nb.example\n{TUBE}"}
    )
    campus.school.refresh_from_db()
    assert answer.status_code == 302 and campus.school.peertube_sites == [TUBE, "b.example"]
    assert write(head, clubs, embed(TUBE_CODE)).status_code == 302
    assert Article.objects.get(slug="sortie").body[1].value["content"].identifier == f"{TUBE}/{UUID}"


@pytest.mark.parametrize(
    "typed", ["pas un nom", "a.fr; script-src *", "*.fr", "127.0.0.1", "é.fr", "www.youtube.com", "testserver.fr"]
)
def test_art_07_what_is_no_site_is_not_listed(campus: Campus, enter: Enter, typed: str) -> None:
    """The list goes into a header: nothing but names of hosts does. A frame of our own would have our rights."""
    campus.school.site.hostname = "testserver.fr"
    campus.school.site.save()
    head = enter(campus, "chef", (Role.MANAGER, campus.root))
    answer = head.post("/admin/outside-contents/", {"peertube_hosts": f"ok.example\n{typed}"})
    assert answer.status_code == 200 and "error-message" in answer.content.decode()
    assert "ok.example" in answer.content.decode() and typed.split()[-1] in shown(answer)
    campus.school.refresh_from_db()
    assert campus.school.peertube_sites == []


def test_art_07_a_moderator_does_not_change_the_list(campus: Campus, clubs: Rubric, enter: Enter) -> None:
    moderator: Any = enter(campus, "moderatrice", (Role.MODERATOR, campus.root), (Role.MANAGER, clubs))
    moderator.post("/admin/outside-contents/", {"peertube_hosts": TUBE})
    with pytest.raises(NotAllowed):
        choose_peertube_sites(school=campus.school, sites=[TUBE], actor=moderator.user)
    campus.school.refresh_from_db()
    assert campus.school.peertube_sites == []


# --- What readers get ---


def read(campus: Campus, article: Article) -> BeautifulSoup:
    return BeautifulSoup(campus.client().get(f"{API}/articles/{article.ref}").json()["body_html"], "html.parser")


def test_art_07_the_api_gives_a_link_and_what_may_be_loaded(campus: Campus, clubs: Rubric) -> None:
    article = campus.article(clubs, "Sortie", body=[block(YOUTUBE), block(PEERTUBE)])
    youtube, peertube = read(campus, article).find_all("figure", class_="embed")
    assert youtube.a["href"] == LINK and youtube.a.text == "Le trajet"
    assert youtube["data-frame"] == f"https://www.youtube-nocookie.com/embed/{VIDEO}"
    assert youtube["data-name"] == "YouTube"
    assert [line.text for line in youtube.select(".alternative p")] == ["Un.", "Deux <b>."]
    assert youtube.figcaption.text == "En mai"
    assert peertube.a["href"] == f"https://{TUBE}/w/{UUID}" and not peertube.has_attr("data-frame")
    campus.school.peertube_hosts = TUBE
    campus.school.save()
    assert read(campus, article).find_all("figure")[1]["data-frame"].startswith(f"https://{TUBE}/videos/embed/{UUID}")


@pytest.mark.parametrize(
    "content", [None, ("youtube", "../x"), ("evil", VIDEO), ("peertube", f"evil.example:1/{UUID}")]
)
def test_art_07_what_was_stored_by_another_door_and_cannot_be_is_not_shown(
    campus: Campus, clubs: Rubric, content: Any
) -> None:
    article = campus.article(clubs, "Sortie", body=[text_block("<p>Un mot.</p>"), block(content)])
    assert str(read(campus, article)) == "<p>Un mot.</p>"


def test_site_05_public_pages_load_nothing_and_name_what_they_would(
    campus: Campus, clubs: Rubric, settings: Any, tmp_path: Path
) -> None:
    """SITE-08 too: the folder keeps a link that any Pelican shows, and reads back the same."""
    settings.SITES_DIR, settings.EXPORT_DIR, settings.CACHE_DIR = (tmp_path / name for name in ("s", "e", "c"))
    campus.article(clubs, "Sortie", slug="sortie", body=[block(YOUTUBE), block(PEERTUBE)])
    campus.article(clubs, "Autre", slug="autre", body=[text_block("<p>Rien.</p>")])
    choose_peertube_sites(school=campus.school, sites=[TUBE], actor=superuser())
    site = settings.SITES_DIR / "jean-moulin"
    assert publish(campus.school).problems == []
    page = BeautifulSoup((site / "current/clubs/sortie/index.html").read_bytes(), "html.parser")
    figures = page.find_all("figure", class_="embed")
    assert [figure["data-frame"].split("?")[0] for figure in figures] == [
        f"https://www.youtube-nocookie.com/embed/{VIDEO}",
        f"https://{TUBE}/videos/embed/{UUID}",
    ]
    assert [figure.a["href"] for figure in figures] == [LINK, f"https://{TUBE}/w/{UUID}"]
    assert page.find(["iframe", "object", "embed", "video"]) is None
    scripts = [script["src"] for script in page.find_all("script", src=re.compile(r"^/theme/(?!menu-)"))]
    assert len(scripts) == 1 and (site / f"current{scripts[0]}").is_file() and not page.script.text
    assert "/embed-" not in (site / "current/clubs/autre/index.html").read_text()
    assert f"https://{TUBE}" in (site / "frames").read_text().split()
    assert "data-frame" not in (settings.EXPORT_DIR / "jean-moulin/articles/clubs/sortie.html").read_text()

    choose_peertube_sites(school=campus.school, sites=[], actor=superuser())
    publish(campus.school)
    page = BeautifulSoup((site / "current/clubs/sortie/index.html").read_bytes(), "html.parser")
    assert [figure.has_attr("data-frame") for figure in page.find_all("figure", class_="embed")] == [True, False]
    assert page.find_all("figure", class_="embed")[1].a["href"] == f"https://{TUBE}/w/{UUID}"
    assert f"https://{TUBE}" not in (site / "frames").read_text()


def test_site_08_what_is_exported_reads_back_the_same(campus: Campus, clubs: Rubric, tmp_path: Path) -> None:
    campus.school.peertube_hosts = f"{TUBE}\nb.example"
    campus.school.save()
    body = [block(YOUTUBE, alternative="Un.\nDeux <b>."), block(PEERTUBE, caption="", alternative="")]
    campus.article(clubs, "Sortie", slug="sortie", body=body)
    write_site(public_site(campus.school), tmp_path / "content")
    read_back, problems = read_site(tmp_path / "content")
    assert problems == []
    import_site(read_back, slug="copie", hostname="copie.example")
    copied = Article.objects.get(slug="sortie", url_path__startswith="/copie/")
    assert [one["value"] for one in copied.body.raw_data] == [one["value"] for one in body]
    assert public_site(School.objects.get(slug="copie")).school.peertube_hosts == f"{TUBE}\nb.example"


def superuser() -> Any:
    return User.objects.filter(username="root").first() or User.objects.create_superuser("root")

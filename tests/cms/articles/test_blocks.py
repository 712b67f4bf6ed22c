"""ART-07: what the editor accepts in each block, what it says of the rest, and what readers get."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from wagtail.test.utils.form_data import rich_text

from cms.articles.models import Article
from cms.articles.recordings import AUDIO, CAPTIONS, VIDEO, Kind, fault
from cms.media.models import SchoolDocument
from cms.rubrics.enums import Role, Zone
from publicsite.exporting import public_site, whole_site
from publicsite.importing import import_site
from publicsite.portable.reader import read_site
from publicsite.portable.writer import write_site
from tests.api.conftest import API, Campus, item_block
from tests.cms.articles.conftest import Form
from tests.cms.media.conftest import Enter
from tests.support.campus import text_block
from tests.support.recordings import MP3, MP4, OGG, VTT, WEBM

NOT_WHAT_IT_SAYS = "Ce fichier n’est pas ce que dit son nom."

REFUSED: list[tuple[Kind, str, bytes, str]] = [
    (AUDIO, "film.mp4", MP4, "Choisissez un son"),
    (AUDIO, "film.mp3", MP4, NOT_WHAT_IT_SAYS),
    (AUDIO, "page.mp3", b"<html>", NOT_WHAT_IT_SAYS),
    (AUDIO, "vide.ogg", b"", NOT_WHAT_IT_SAYS),
    (AUDIO, "layer-two.mp3", b"\xff\xfd\x90\x00", NOT_WHAT_IT_SAYS),
    (VIDEO, "son.mp3", MP3, "Choisissez une vidéo"),
    (VIDEO, "son.webm", OGG, NOT_WHAT_IT_SAYS),
    (VIDEO, "matroska.webm", WEBM.replace(b"webm", b"matr"), NOT_WHAT_IT_SAYS),
    (CAPTIONS, "texte.txt", VTT, "Choisissez des sous-titres"),
    (CAPTIONS, "vide.vtt", b"WEBVTT\n", NOT_WHAT_IT_SAYS),
    (CAPTIONS, "srt.vtt", b"1\n00:00:00,000 --> 00:00:02,000\nx\n", NOT_WHAT_IT_SAYS),
    (CAPTIONS, "latin.vtt", VTT + "é".encode("latin-1"), NOT_WHAT_IT_SAYS),
]


@pytest.mark.parametrize(("kind", "name", "content", "said"), REFUSED)
def test_art_07_a_file_that_is_something_else_is_refused(
    campus: Campus, kind: Kind, name: str, content: bytes, said: str
) -> None:
    assert fault(kind, campus.document(name, content)).startswith(said)


def test_art_07_a_file_too_large_or_lost_is_refused(campus: Campus) -> None:
    sound = campus.document("chorale.mp3", MP3)
    sound.file_size = 50 * 1024 * 1024 + 1
    assert fault(AUDIO, sound) == "Ce fichier fait 51 Mo : 50 Mo au plus sont acceptés ici."
    sound.file_size = 50 * 1024 * 1024
    assert fault(AUDIO, sound) == ""
    sound.file.storage.delete(sound.file.name)
    assert fault(AUDIO, sound).startswith("Ce fichier ne peut pas être lu")


ACCEPTED = [
    (AUDIO, "a.mp3", MP3),
    (AUDIO, "a.mp3", b"ID3\x04"),
    (AUDIO, "A.OGG", OGG),
    (VIDEO, "a.mp4", MP4),
    (VIDEO, "a.webm", WEBM),
    (CAPTIONS, "a.vtt", VTT),
    (CAPTIONS, "a.vtt", b"\xef\xbb\xbf" + VTT),
]


@pytest.mark.parametrize(("kind", "name", "content"), ACCEPTED)
def test_art_07_a_file_that_is_what_it_says_is_accepted(campus: Campus, kind: Kind, name: str, content: bytes) -> None:
    assert fault(kind, campus.document(name, content)) == ""


def shown(answer: Any) -> str:
    """The page as its reader's browser has it: the body travels as JSON in an attribute."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), unescape(answer.content.decode()))


def event(**fields: Any) -> tuple[str, dict[str, Any]]:
    empty = {"start": "", "last_day": "", "end": "", "place": "", "text": rich_text("")}
    return "event", {"title": "Portes ouvertes", "day": "2026-03-14", **empty, **fields}


WRONG_TIMES = [
    ({"start": "10:00", "end": "09:00"}, "La fin précède le début"),
    ({"start": "10:00", "end": "10:00"}, "La fin précède le début"),
    ({"last_day": "2026-03-13"}, "Le dernier jour précède le premier"),
    ({"end": "12:00"}, "Dites à quelle heure cela commence"),
    ({"day": ""}, "Champ requis."),
]


@pytest.mark.parametrize(("fields", "said"), WRONG_TIMES)
def test_art_07_an_event_that_ends_before_it_begins_is_refused_at_its_field(
    campus: Campus, enter: Enter, form: Form, fields: dict[str, str], said: str
) -> None:
    rubric = campus.rubric("Vie")
    writer = enter(campus, "zoe", (Role.PUBLISHER, rubric))
    sent = {**form(event(**fields)), "action-publish": "1"}
    answer = writer.post(f"/admin/pages/add/articles/article/{rubric.pk}/", sent)
    text = shown(answer)
    assert said in text and "Portes ouvertes" in text
    assert not Article.objects.filter(slug="sortie").exists()


def test_art_07_a_sound_that_is_a_page_is_refused_in_the_editor_and_a_true_one_is_heard_by_readers(
    campus: Campus, enter: Enter, form: Form
) -> None:
    rubric = campus.rubric("Vie", zone=Zone.PRIVATE)
    writer: Any = enter(campus, "zoe", (Role.PUBLISHER, rubric))
    false = campus.document("faux.mp3", b"<html>", uploaded_by_user=writer.user)
    true = campus.document("vrai.mp3", MP3, uploaded_by_user=writer.user)
    address = f"/admin/pages/add/articles/article/{rubric.pk}/"

    def sound(document: SchoolDocument) -> dict[str, str]:
        value = {"file": document.pk, "title": "La chorale", "transcript": rich_text("<p>La la.</p>")}
        return {**form(("audio", value)), "action-publish": "1"}

    answer = writer.post(address, sound(false))
    assert NOT_WHAT_IT_SAYS in shown(answer) and "La chorale" in shown(answer)
    assert writer.post(address, sound(true)).status_code == 302
    ref = Article.objects.get(slug="sortie").ref
    html = writer.get(f"{API}/articles/{ref}").json()["body_html"]
    source = re.search(r'<audio [^>]*src="([^"]+)"[^>]*></audio>', html)
    assert source, html
    assert b"".join(writer.get(source[1]).streaming_content) == MP3
    assert "<summary>Transcription</summary><p>La la.</p>" in html
    assert campus.client().get(source[1]).status_code == 404


def every_block(campus: Campus) -> list[dict[str, Any]]:
    sound, film, captions = (
        campus.document("c.mp3", MP3),
        campus.document("v.webm", WEBM),
        campus.document("v.vtt", VTT),
    )
    fold = {"title": "Où ?", "text": "<p>Au <b>gymnase</b>.</p>"}
    video = {"file": film.pk, "captions": captions.pk, "poster": campus.image("v.jpg").pk}
    times = {"day": "2026-03-01", "start": "09:00:00", "last_day": "2026-03-02", "end": "12:30:00"}
    place = {"latitude": 45.433333333, "longitude": 4.4, "zoom": 16}
    plan = campus.image("plan.jpg").pk
    return [
        {"type": "audio", "value": {"file": sound.pk, "title": "Chorale", "transcript": "<p>La <i>la</i>.</p>"}},
        {"type": "video", "value": {**video, "title": "", "transcript": ""}},
        item_block("accordion", fold),
        {"type": "event", "value": {"title": "Fête", **times, "place": "Cour", "text": "<p>Pour <b>tous</b>.</p>"}},
        {"type": "event", "value": {"title": "Congé", "day": "2026-05-01", "place": "", "text": ""}},
        {"type": "map", "value": {"title": "Collège", "address": "1 rue A\n01000 B", **place}},
        {"type": "map", "value": {"title": "Stade", "address": "", **place, "picture": plan}},
    ]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_site_08_every_block_is_exported_and_read_back_to_the_same_bytes(campus: Campus, tmp_path: Path) -> None:
    campus.article(campus.rubric("Vie"), "Tout", body=every_block(campus))
    write_site(whole_site(campus.school), tmp_path / "first")
    site, problems = read_site(tmp_path / "first")
    assert problems == []
    for page in Article.objects.all():
        page.delete()
    report = import_site(site, slug=campus.school.slug, hostname=campus.host)
    assert report.problems == []
    write_site(whole_site(campus.school), tmp_path / "second")
    assert contents(tmp_path / "second") == contents(tmp_path / "first")
    assert {"files/c.mp3", "files/v.webm", "files/v.vtt", "images/v.jpg", "images/plan.jpg"} <= contents(
        tmp_path / "first"
    ).keys()
    assert "dimanche 1er mars 2026, 9\u00a0h" in (tmp_path / "first/articles" / "rubrique-1/article-2.html").read_text()


def test_zone_02_sounds_and_videos_of_private_articles_do_not_leave(campus: Campus) -> None:
    campus.article(campus.rubric("Vie", zone=Zone.PRIVATE), "Tout", body=every_block(campus))
    public = public_site(campus.school).public
    assert public.files == () and public.images == ()


def test_art_04_a_draft_with_half_filled_blocks_is_kept_and_previewed(campus: Campus, enter: Enter, form: Form) -> None:
    """What is missing is asked for when it goes online, not before."""
    rubric = campus.rubric("Vie")
    writer = enter(campus, "zoe", (Role.PUBLISHER, rubric))
    audio = {"file": "", "title": "Plus tard", "transcript": rich_text("")}
    place = {"title": "Ici", "address": "", "latitude": "", "longitude": "", "zoom": ""}
    sent = form(("audio", audio), event(day="", title="", end="12:00"), ("map", place))
    assert writer.post(f"/admin/pages/add/articles/article/{rubric.pk}/", sent).status_code == 302
    article = Article.objects.get(slug="sortie")
    assert not article.live
    answer = writer.get(f"/admin/pages/{article.pk}/view_draft/")
    assert answer.status_code == 200
    assert "Plus tard" in shown(writer.get(f"/admin/pages/{article.pk}/edit/"))


def test_art_04_a_text_with_a_line_break_opens_again(campus: Campus, enter: Enter, form: Form) -> None:
    """Typed here, or imported: HTML closes no `br`, and Wagtail's converter fails on one that is not closed."""
    clubs = campus.rubric("Clubs")
    writer = enter(campus, "zoe", (Role.MANAGER, clubs))
    typed = form(("text", rich_text("<p>9 heures<br/>Retour</p>")))
    writer.post(f"/admin/pages/add/articles/article/{clubs.pk}/", typed)
    imported = campus.article(clubs, "Stage", body=[text_block("<p>9 heures<br>Retour</p>")])
    for article in (Article.objects.get(slug="sortie"), imported):
        answer = writer.get(f"/admin/pages/{article.pk}/edit/")
        assert answer.status_code == 200
        assert re.search(r"9 heures\\+nRetour", shown(answer))  # as JSON in JSON says it

"""SITE-08: block HTML read as blocks and written back; what is no block becomes text, and that is told."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publicsite.portable.blocks import Block, parse_blocks, parse_body, plain_text, render_blocks, running_text

FIGURE = '<figure class="image"><img src="{static}/images/a%20b.jpg" alt="L\'é &amp; &quot;è&quot;">'
CANONICAL = [
    ("text", "<p>Un <strong>mot</strong>,<br>deux.</p>\n<ul>\n<li>a\n<ol>\n<li>b</li>\n</ol></li>\n</ul>"),
    ("heading", "<h3>Titre &lt;3</h3>"),
    ("quote", "<blockquote><p>Un.</p><p>Deux.</p><footer>Elle</footer></blockquote>"),
    ("image", FIGURE + "<figcaption>Vu</figcaption></figure>"),
    ("gallery", f'<div class="gallery">\n{FIGURE}</figure>\n{FIGURE}</figure>\n</div>'),
    ("attachments", '<ul class="attachments">\n<li><a href="{static}/files/m.pdf">Menu</a></li>\n</ul>'),
    ("callout", '<aside class="callout">\n<p class="callout-title">Attention</p>\n<p>Texte.</p>\n</aside>'),
    (
        "embed",
        '<figure class="embed" data-provider="youtube" data-id="dQw4w9WgXcQ">\n'
        '<p><a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ">Le trajet &amp; l\'arrivée</a></p>\n'
        '<div class="alternative">\n<p>Un.</p>\n<p>Deux.</p>\n</div>\n<figcaption>En mai</figcaption>\n</figure>',
    ),
    (
        "table",
        "<table>\n<caption>Notes</caption>\n"
        '<thead>\n<tr><th scope="col">Jour</th><th scope="col">Plat</th></tr>\n</thead>\n'
        '<tbody>\n<tr><th scope="row">Lundi</th><td>Riz</td></tr>\n</tbody>\n</table>',
    ),
    (
        "audio",
        '<figure class="audio">\n<figcaption>La chorale</figcaption>\n<audio controls="" src="{static}/files/c.mp3"></audio>\n'
        '<details class="transcript"><summary>Transcription</summary>\n<p>Un <em>mot</em>.</p>\n</details>\n</figure>',
    ),
    (
        "video",
        '<figure class="video">\n<video controls="" src="{static}/files/v.webm" poster="{static}/images/a.jpg">'
        '<track kind="captions" src="{static}/files/v.vtt" srclang="fr" label="Sous-titres"></video>\n</figure>',
    ),
    (
        "accordion",
        '<div class="accordion">\n<details><summary>Où ?</summary>\n<p>Ici.</p>\n</details>\n'
        "<details><summary>Quand ?</summary>\n<ul>\n<li>Là</li>\n</ul>\n</details>\n</div>",
    ),
    (
        "event",
        '<div class="event">\n<p class="event-title">Portes ouvertes</p>\n<p class="event-when">'
        '<time datetime="2026-03-14T09:00">samedi 14 mars 2026, 9\u00a0h</time> – '
        '<time datetime="2026-03-14T12:30">12\u00a0h\u00a030</time></p>\n<p class="event-place">Le préau</p>\n<p>Entrée libre.</p>\n</div>',
    ),
    (
        "map",
        '<div class="map">\n<p class="map-title">Collège</p>\n<p class="map-address">1 rue A<br>01000 B</p>\n<p class="map-link">'
        '<a href="https://www.openstreetmap.org/?mlat=45.43&amp;mlon=-4.4#map=17/45.43/-4.4">Voir la carte sur OpenStreetMap</a></p>\n</div>',
    ),
    (
        "map",
        '<div class="map">\n<p class="map-picture"><img src="{static}/images/plan%20b.png" alt=""></p>\n'
        '<p class="map-title">Collège</p>\n<p class="map-address">1 rue A<br>01000 B</p>\n<p class="map-link">'
        '<a href="https://www.openstreetmap.org/?mlat=45.43&amp;mlon=-4.4#map=17/45.43/-4.4">Voir la carte sur OpenStreetMap</a></p>\n</div>',
    ),
]

VALUES = {
    "heading": {"level": 3, "text": "Titre <3"},
    "quote": {"text": "Un.\nDeux.", "source": "Elle"},
    "image": {"image": "a b.jpg", "alt": 'L\'é & "è"', "caption": "Vu", "decorative": False},
    "attachments": {"files": [{"file": "m.pdf", "title": "Menu"}]},
    "embed": {
        "provider": "youtube",
        "id": "dQw4w9WgXcQ",
        "title": "Le trajet & l'arrivée",
        "caption": "En mai",
        "alternative": "Un.\nDeux.",
    },
    "callout": {"title": "Attention", "text": "<p>Texte.</p>"},
    "table": {"caption": "Notes", "header": True, "row_headers": True, "rows": [["Jour", "Plat"], ["Lundi", "Riz"]]},
    "audio": {"file": "c.mp3", "title": "La chorale", "transcript": "<p>Un <em>mot</em>.</p>"},
    "video": {"file": "v.webm", "title": "", "transcript": "", "captions": "v.vtt", "poster": "a.jpg"},
    "event": {
        "title": "Portes ouvertes",
        "start": "2026-03-14T09:00",
        "end": "2026-03-14T12:30",
        "place": "Le préau",
        "text": "<p>Entrée libre.</p>",
    },
    "map": {"title": "Collège", "address": "1 rue A\n01000 B", "latitude": 45.43, "longitude": -4.4, "zoom": 17},
}


@pytest.mark.parametrize(("kind", "html"), CANONICAL)
def test_site_08_each_block_is_read_and_written_back(kind: str, html: str) -> None:
    body = parse_body(html)
    assert [block.kind for block in body.blocks] == [kind]
    assert body.remarks == []
    expected = VALUES.get(kind, body.blocks[0].value)
    if "map-picture" in html:
        expected = {**expected, "picture": "plan b.png"}
    assert expected == body.blocks[0].value
    assert render_blocks(body.blocks) == html


def test_site_08_the_blocks_of_a_body_keep_their_order() -> None:
    html = "\n".join(html for _, html in CANONICAL)
    assert [block.kind for block in parse_blocks(html)] == [kind for kind, _ in CANONICAL]
    assert render_blocks(parse_blocks(html)) == html


FOREIGN = [
    ("<h1>T</h1>", "<h2>T</h2>", 0),
    ("<p>a<p>b", "<p>a</p>\n<p>b</p>", 0),
    ("nu <b>gras</b>\n<i>it</i>", "<p>nu <strong>gras</strong> <em>it</em></p>", 0),
    ("<p>a\u00a0! </p>", "<p>a\u00a0!</p>", 0),
    ("<pre>a\nb</pre>", "<p>a<br>b</p>", 1),
    ("<section><h2>T</h2><p>x</p></section>", "<h2>T</h2>\n<p>x</p>", 1),
    ("<p>a <code>b</code></p>", "<p>a b</p>", 1),
    ("<script>alert(1)</script><p onclick='x()'>a</p>", "<p>a</p>", 1),
    ("<!-- secret --><p>a</p>", "<p>a</p>", 1),
    ('<p><a href="javascript:alert(1)">a</a></p>', "<p>a</p>", 1),
    ('<p><a href=" JavaScript:alert(1)">a</a></p>', "<p>a</p>", 1),
    ('<p><a href="data:text/html,x">a</a></p>', "<p>a</p>", 1),
    ('<iframe src="https://x.fr/v"></iframe>', '<p><a href="https://x.fr/v">https://x.fr/v</a></p>', 1),
    ('<img src="https://x.fr/i.png" alt="i">', '<p><a href="https://x.fr/i.png">i</a></p>', 1),
    ('<img src="{static}/images/../x.png" alt="i">', '<p><a href="{static}/images/../x.png">i</a></p>', 1),
    ("<h2>Un <em>mot</em></h2>", "<h2>Un mot</h2>", 1),
    ("<dl><dt>a</dt><dd>b</dd></dl>", "<p>a</p>\n<p>b</p>", 3),
    ("<table></table>", "", 1),
    ("<p>a</p><![if x", "<p>a</p>\n<p>&lt;![if x</p>", 0),
    ("<details>x</details>", '<div class="accordion">\n<details><summary></summary>\n<p>x</p>\n</details>\n</div>', 0),
    ('<video src="https://x.fr/v.mp4"></video>', '<p><a href="https://x.fr/v.mp4">https://x.fr/v.mp4</a></p>', 1),
    ('<div class="event"><time datetime="demain">d</time></div>', "<p>d</p>", 2),
    (
        '<div class="map"><a href="https://maps.example/#1/2/3">Plan</a></div>',
        '<p><a href="https://maps.example/#1/2/3">Plan</a></p>',
        1,
    ),
    ('<ul class="attachments"><li>libre</li></ul>', "<ul>\n<li>libre</li>\n</ul>", 0),
]


@pytest.mark.parametrize(("html", "expected", "remarks"), FOREIGN)
def test_site_08_other_html_becomes_the_nearest_text_and_it_is_told(html: str, expected: str, remarks: int) -> None:
    body = parse_body(html)
    assert render_blocks(body.blocks) == expected
    assert len(body.remarks) == remarks


def test_site_08_an_image_inside_a_paragraph_becomes_a_block_between_its_two_halves() -> None:
    html = '<p>avant <img src="{static}/images/a.jpg" alt="A"> après</p>'
    assert [block.kind for block in parse_blocks(html)] == ["text", "image", "text"]


YOUTUBE = '<iframe src="http://www.youtube.com/embed/dQw4w9WgXcQ?autoplay=1" title="Le trajet" onload="x()"></iframe>'


@pytest.mark.parametrize(
    ("html", "kinds"),
    [
        (YOUTUBE, ["embed"]),
        (f"<p>{YOUTUBE}</p>", ["embed"]),
        (f'<div style="padding-top:56%">{YOUTUBE}</div>', ["embed"]),
        (f"<figure>{YOUTUBE}<figcaption>Vu d’ici</figcaption></figure>", ["embed", "text"]),
        (f"<p>avant {YOUTUBE} après</p>", ["text", "embed", "text"]),
        (f"<ul><li>un {YOUTUBE}</li></ul><p>fin</p>", ["text", "embed", "text"]),
        (f"<blockquote><p>Dit.{YOUTUBE}</p></blockquote>", ["quote", "embed"]),
        (f"<h2>Titre {YOUTUBE}</h2>", ["heading", "embed"]),
        (f"<table><tr><td>{YOUTUBE}</td><td>b</td></tr></table>", ["table", "embed"]),
    ],
)
def test_art_07_a_frame_of_a_known_site_becomes_a_block_of_its_own(html: str, kinds: list[str]) -> None:
    """SITE-08: older pages name these sites without their https; nothing else of the frame is kept."""
    body = parse_body(html)
    assert [block.kind for block in body.blocks] == kinds
    rendered = render_blocks(body.blocks)
    assert rendered.count('data-provider="youtube" data-id="dQw4w9WgXcQ"') == 1
    assert "Le trajet</a>" in rendered
    assert "iframe" not in rendered and "autoplay" not in rendered and "onload" not in rendered


@pytest.mark.parametrize(
    "html",
    [
        '<iframe src="https://evil.example/v"></iframe>',
        '<iframe src="https://www.youtube.com.evil.example/embed/dQw4w9WgXcQ"></iframe>',
        '<iframe srcdoc="<script>1</script>" src="https://www.youtube.com/embed/dQw4w9WgXcQ"></iframe>',
        '<object data="https://www.youtube.com/embed/dQw4w9WgXcQ"></object>',
        '<embed src="https://www.youtube.com/embed/dQw4w9WgXcQ">',
    ],
)
def test_art_07_any_other_frame_leaves_a_link_and_it_is_told(html: str) -> None:
    body = parse_body(html)
    assert [block.kind for block in body.blocks] == ["text"]
    assert len(body.remarks) == 1


@pytest.mark.parametrize(
    "facts",
    [
        'data-provider="evil" data-id="dQw4w9WgXcQ"',
        'data-provider="youtube" data-id="../evil"',
        'data-provider="youtube"',
        'data-frame="https://evil.example" data-provider="peertube" data-id="evil.example"',
    ],
)
def test_art_07_a_figure_that_names_no_known_content_keeps_its_text(facts: str) -> None:
    """SITE-08: a content folder may be written by hand, or by somebody else."""
    body = parse_body(f'<figure class="embed" {facts}><p><a href="https://x.fr/v">Le trajet</a></p></figure>')
    assert render_blocks(body.blocks) == '<p><a href="https://x.fr/v">Le trajet</a></p>'
    assert len(body.remarks) == 1


def test_art_07_the_link_of_a_figure_is_written_anew() -> None:
    figure = '<figure class="embed" data-provider="vimeo" data-id="222867004"><a href="javascript:x">T</a></figure>'
    assert '<a href="https://vimeo.com/222867004">T</a>' in render_blocks(parse_blocks(figure))


def test_site_08_an_image_inside_a_list_follows_it() -> None:
    body = parse_body('<ul><li>un <img src="{static}/images/a.jpg" alt="A"></li></ul><p>fin</p>')
    assert [block.kind for block in body.blocks] == ["text", "image", "text"]
    assert len(body.remarks) == 1


def test_site_08_a_player_inside_a_paragraph_follows_it_and_what_stands_around_one_is_kept() -> None:
    body = parse_body('<p>avant <audio><source src="{static}/files/a.ogg"></audio> après</p>')
    assert [block.kind for block in body.blocks] == ["text", "audio", "text"]
    body = parse_body('<figure><audio src="{static}/files/a.ogg"></audio><p>autour</p></figure>')
    assert [block.kind for block in body.blocks] == ["audio", "text"]
    assert len(body.remarks) == 1


WHEN = [
    ("2026-02-01", "", "dimanche 1er février 2026"),
    ("2026-02-02", "2026-02-03", "lundi 2 février 2026 – mardi 3 février 2026"),
    ("2026-02-02T00:00", "", "lundi 2 février 2026, 0 h"),
    ("2026-02-02T18:05", "2026-02-03T01:00", "lundi 2 février 2026, 18 h 05 – mardi 3 février 2026, 1 h"),
]


@pytest.mark.parametrize(("start", "end", "words"), WHEN)
def test_art_07_the_times_of_an_event_are_told_in_french(start: str, end: str, words: str) -> None:
    html = render_blocks([Block("event", {"title": "x", "start": start, "end": end, "place": "", "text": ""})])
    assert f"<p>x {words}</p>" == f"<p>{plain_text(html)}</p>".replace("\u00a0", " ")


def test_site_08_a_remark_tells_its_line() -> None:
    assert [remark.line for remark in parse_body("<p>a</p>\n\n<pre>b</pre>").remarks] == [3]


def test_site_08_blocks_that_say_nothing_are_not_written() -> None:
    empty = [
        Block("text", " "),
        Block("heading", {"level": 2, "text": ""}),
        Block("quote", {"text": "\n", "source": ""}),
        Block("gallery", {"images": []}),
        Block("attachments", {"files": []}),
        Block("embed", {"provider": "youtube", "id": "?", "title": "T", "caption": "", "alternative": ""}),
        Block("callout", {"title": "", "text": ""}),
        Block("accordion", {"items": [{"title": "", "text": ""}]}),
        Block("table", {"caption": "x", "header": False, "row_headers": False, "rows": [[]]}),
    ]
    assert render_blocks(empty) == ""


def test_site_08_a_decorative_image_has_no_alternative_text() -> None:
    value = {"image": "a.jpg", "alt": "ignoré", "caption": "", "decorative": True}
    assert render_blocks([Block("image", value)]).count('alt=""') == 1


@given(st.lists(st.text(st.sampled_from("aé\u00a0 &<>;\n\t\x0b"), min_size=1), min_size=1))
def test_site_08_plain_paragraphs_read_as_any_other_html(lines: list[str]) -> None:
    """A comment changes nothing but the way that they are read."""
    markup = "\n".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines)
    assert running_text(markup) == running_text(f"{markup}<!-- -->")

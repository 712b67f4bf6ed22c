"""ART-07: what people paste, read as a provider and an identifier, and nothing else of it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.core.embeds import (
    HOST,
    LONGEST_PASTE,
    PROVIDERS,
    Embed,
    NotAnEmbed,
    Reason,
    embed_at,
    frame_sources,
    known_embed,
    read_pasted,
)

VIDEO = "dQw4w9WgXcQ"
UUID = "2e283f1d-4658-4ad9-bb17-75a37cf8dd80"
SHORT = "q3HjsBT3Pom8i2doQf38kg"
TUBE = "tube-sciences-technologies.apps.education.fr"
PAD = "1212467/6b87b8ceeec43"
GENIALLY = "66ef09bc2d8d928848f09bb2"

GOOD = {
    # What people copy: the address bar, a share button, the code of the site.
    f"https://www.youtube.com/watch?v={VIDEO}": ("youtube", VIDEO),
    f"https://www.youtube.com/watch?v={VIDEO}&t=42s&list=PLabc&pp=ygU": ("youtube", VIDEO),
    f"https://m.youtube.com/watch?app=desktop&v={VIDEO}": ("youtube", VIDEO),
    f"https://youtu.be/{VIDEO}?si=n0tOurs": ("youtube", VIDEO),
    f"https://www.youtube.com/shorts/{VIDEO}": ("youtube", VIDEO),
    f"https://www.youtube.com/live/{VIDEO}?feature=share": ("youtube", VIDEO),
    f"  https://youtu.be/{VIDEO}\n": ("youtube", VIDEO),
    f'<iframe width="560" height="315" src="https://www.youtube.com/embed/{VIDEO}?si=x" title="YouTube video player" frameborder="0" allow="accelerometer; autoplay" referrerpolicy="strict-origin-when-cross-origin" allowfullscreen></iframe>': (
        "youtube",
        VIDEO,
    ),
    f"<IFRAME SRC='https://www.youtube-nocookie.com/embed/{VIDEO}'></IFRAME>": ("youtube", VIDEO),
    "https://www.dailymotion.com/video/x84sh87": ("dailymotion", "x84sh87"),
    "https://www.dailymotion.com/video/x84sh87_un-titre-d-avant": ("dailymotion", "x84sh87"),
    "https://dai.ly/x84sh87": ("dailymotion", "x84sh87"),
    '<iframe frameborder="0" width="640" height="360" src="https://geo.dailymotion.com/player/xjrxe.html?video=x8tzf3o" allowfullscreen allow="autoplay; fullscreen"></iframe>': (
        "dailymotion",
        "x8tzf3o@xjrxe",
    ),
    '<div style="position:relative"><iframe src="https://geo.dailymotion.com/player.html?video=x9pupog" title="Dailymotion Video Player" allow="web-share"></iframe></div>': (
        "dailymotion",
        "x9pupog",
    ),
    '<iframe src="https://www.dailymotion.com/embed/video/x5syke0?autoPlay=1"></iframe>': ("dailymotion", "x5syke0"),
    "https://vimeo.com/222867004": ("vimeo", "222867004"),
    "https://vimeo.com/791813674/2c9cfc5030?share=copy": ("vimeo", "791813674/2c9cfc5030"),
    "https://vimeo.com/channels/staffpicks/222867004": ("vimeo", "222867004"),
    '<iframe src="https://player.vimeo.com/video/846486260?h=d30c95d242&amp;badge=0" width="640" allow="autoplay"></iframe>\n<script src="https://player.vimeo.com/api/player.js"></script>': (
        "vimeo",
        "846486260/d30c95d242",
    ),
    f"https://digipad.app/p/{PAD}": ("digipad", PAD),
    f'<iframe src="https://digipad.app/p/{PAD}" frameborder="0" width="100%" height="500"></iframe>': ("digipad", PAD),
    "https://www.pearltrees.com/cdi.college/robots/id63348773": None,  # no dot in a name of theirs
    "https://www.pearltrees.com/cdi_college/robots/id63348773": ("pearltrees", "cdi_college/robots/id63348773"),
    "https://www.pearltrees.com/cdi_college/robots/id63348773/item98": (
        "pearltrees",
        "cdi_college/robots/id63348773/item98",
    ),
    '<iframe src="https://www.pearltrees.com/cdi/paris/id63347682?embed=2&d=202302112354" width="1200" allowtransparency="true"></iframe><span style="display:block"><a href="https://www.pearltrees.com/cdi/paris/id63347682">Paris</a></span>': (
        "pearltrees",
        "cdi/paris/id63347682",
    ),
    f"https://view.genially.com/{GENIALLY}/interactive-content-visite": ("genially", GENIALLY),
    f"https://view.genial.ly/{GENIALLY}": ("genially", GENIALLY),
    f'<div style="width: 100%;"><div style="position: relative;"><iframe title="Visite" frameborder="0" width="1200" height="675" style="position: absolute;" src="https://view.genially.com/{GENIALLY}" type="text/html" allowscriptaccess="always" allowfullscreen="true" scrolling="yes" allownetworking="all"></iframe> </div> </div>': (
        "genially",
        GENIALLY,
    ),
    "https://learningapps.org/1653886": ("learningapps", "1653886"),
    "https://learningapps.org/view1653886": ("learningapps", "1653886"),
    "https://learningapps.org/display?v=p8z71p6tc26": ("learningapps", "p8z71p6tc26"),
    '<iframe src="https://learningapps.org/watch?app=23986132" style="border:0px;width:100%;height:500px" allowfullscreen="true"></iframe>': (
        "learningapps",
        "23986132",
    ),
    '<iframe src="https://learningapps.org/watch?v=pfduds6kt22"></iframe>': ("learningapps", "pfduds6kt22"),
    "https://quizlet.com/fr/286716956/verbes-irreguliers-flash-cards/": ("quizlet", "286716956/flashcards"),
    "https://quizlet.com/286716956/match": ("quizlet", "286716956/match"),
    '<iframe src="https://quizlet.com/815016617/flashcards/embed?i=35mna1&x=1jj1" height="500" width="100%" style="border:0"></iframe>': (
        "quizlet",
        "815016617/flashcards",
    ),
    "https://umap.openstreetmap.fr/fr/map/sorties_1159394#13/48.85/2.35": ("umap", "sorties_1159394"),
    '<iframe width="100%" height="300px" frameborder="0" allowfullscreen allow="geolocation" src="//umap.openstreetmap.fr/en/map/sorties_1159394?scaleControl=false&miniMap=false"></iframe><p><a href="//umap.openstreetmap.fr/fr/map/sorties_1159394">Voir en plein écran</a></p>': (
        "umap",
        "sorties_1159394",
    ),
    "https://umap.incubateur.anct.gouv.fr/fr/map/ecoles-de-laude-2024_269": ("umap-anct", "ecoles-de-laude-2024_269"),
    "https://www.openstreetmap.org/#map=17/48.85837/2.29448": (
        "openstreetmap",
        "2.29105,48.85710,2.29791,48.85964",
    ),
    "https://www.openstreetmap.org/?mlat=48.1&mlon=2.2#map=15/48.10000/2.20000": (
        "openstreetmap",
        "2.18627,48.09484,2.21373,48.10516/48.10000,2.20000",
    ),
    '<iframe width="425" height="350" src="https://www.openstreetmap.org/export/embed.html?bbox=18.747396469116214%2C49.193792384417996%2C18.776578903198246%2C49.210336337994846&amp;layer=mapnik&amp;marker=49.202065053033984%2C18.761987686157227" style="border: 1px solid black"></iframe><br/><small><a href="https://www.openstreetmap.org/?mlat=49.2#map=15/49.2/18.7">Afficher une carte plus grande</a></small>': (
        "openstreetmap",
        "18.74740,49.19379,18.77658,49.21034/49.20207,18.76199",
    ),
    f"https://{TUBE}/w/{SHORT}": ("peertube", f"{TUBE}/{SHORT}"),
    f"https://{TUBE}/videos/watch/{UUID}?start=12s": ("peertube", f"{TUBE}/{UUID}"),
    f'<iframe title="Piles et files" src="https://{TUBE}/videos/embed/{UUID}?loop=1&amp;autoplay=1" allowfullscreen="" sandbox="allow-same-origin allow-scripts allow-popups" width="560" height="315" frameborder="0"></iframe>': (
        "peertube",
        f"{TUBE}/{UUID}",
    ),
}
FOUND = {text: pair for text, pair in GOOD.items() if pair}


@pytest.mark.parametrize(("text", "pair"), FOUND.items())
def test_art_07_a_link_or_the_code_of_a_site_is_understood(text: str, pair: tuple[str, str]) -> None:
    embed = read_pasted(text, [TUBE]).embed
    assert (embed.provider, embed.identifier) == pair
    assert known_embed(*pair) == embed


def test_art_07_every_provider_is_among_the_examples() -> None:
    assert {provider for provider, _ in FOUND.values()} == set(PROVIDERS)


@pytest.mark.parametrize("pair", sorted(set(FOUND.values())))
def test_art_07_addresses_are_written_anew_and_lead_to_the_same(pair: tuple[str, str]) -> None:
    embed = Embed(*pair)
    assert embed_at(embed.frame) == embed
    assert embed_at(embed_at(embed.link).link) == embed_at(embed.link)
    assert embed_at(str(embed)) == embed, "what the form shows again says as much as what was pasted"
    allowed = frame_sources([TUBE])
    assert any(embed.frame.startswith(f"{source}/") for source in allowed)
    assert not re.search(r"[\s\"'<>]", embed.frame + embed.link)
    assert not re.search("autoplay|si=|loop|PLabc|n0tOurs", embed.frame + embed.link)


def test_art_07_the_title_of_a_code_is_offered_with_it() -> None:
    code = f'<iframe title="Piles  &amp;\n files" src="https://{TUBE}/videos/embed/{UUID}"></iframe>'
    assert read_pasted(code).title == "Piles & files"
    assert read_pasted(f"https://youtu.be/{VIDEO}").title == ""


def framed(source: str, more: str = "") -> str:
    return f'<iframe src="{source}"{more}></iframe>'


WATCH = f"https://www.youtube.com/watch?v={VIDEO}"
EMBED = f"https://www.youtube.com/embed/{VIDEO}"
BAD = [
    # Other sites, and those that look like a known one.
    ("https://evil.example/watch?v=" + VIDEO, Reason.UNKNOWN_HOST),
    (f"https://www.youtube.com.evil.example/watch?v={VIDEO}", Reason.UNKNOWN_HOST),
    (f"https://evil-youtube.com/watch?v={VIDEO}", Reason.UNKNOWN_HOST),
    (f"https://wwwyoutube.com/watch?v={VIDEO}", Reason.UNKNOWN_HOST),
    (f"https://evil.example/https://www.youtube.com/embed/{VIDEO}", Reason.UNKNOWN_HOST),
    (f"https://evil.example#@www.youtube.com/embed/{VIDEO}", Reason.UNKNOWN_HOST),
    (f"https://evil.example?www.youtube.com/embed/{VIDEO}", Reason.UNKNOWN_HOST),
    (f"https://tube.evil.example/videos/embed/{UUID}", Reason.UNKNOWN_HOST),
    (f"https://{TUBE}.evil.example/videos/embed/{UUID}", Reason.UNKNOWN_HOST),
    ("https://player.vimeo.com.evil.example/video/222867004", Reason.UNKNOWN_HOST),
    # Letters that look like others, and what hides in a host name.
    (f"https://www.yоutube.com/watch?v={VIDEO}", Reason.BAD_ADDRESS),
    (f"https://www.youtube。com/watch?v={VIDEO}", Reason.BAD_ADDRESS),
    (f"https://www.youtube.com\u200b/watch?v={VIDEO}", Reason.BAD_ADDRESS),
    (f"https://www.youtube.com\u202e/watch?v={VIDEO}", Reason.BAD_ADDRESS),
    (f"https://xn--www-yutube-fvc.com/watch?v={VIDEO}", Reason.UNKNOWN_HOST),
    (f"https://user@www.youtube.com/watch?v={VIDEO}", Reason.BAD_ADDRESS),
    (f"https://www.youtube.com@evil.example/embed/{VIDEO}", Reason.BAD_ADDRESS),
    (f"https://www.youtube.com:pass@evil.example/embed/{VIDEO}", Reason.BAD_ADDRESS),
    (f"https://www.youtube.com:8443/embed/{VIDEO}", Reason.BAD_ADDRESS),
    (f"https://www.youtube.com:443/embed/{VIDEO}", Reason.BAD_ADDRESS),
    (f"https://www.youtube.com./embed/{VIDEO}", Reason.BAD_ADDRESS),
    (f"https://www.youtube.com\\@evil.example/embed/{VIDEO}", Reason.BAD_ADDRESS),
    (f"https:\\\\www.youtube.com/embed/{VIDEO}", Reason.BAD_ADDRESS),
    (f"https:///www.youtube.com/embed/{VIDEO}", Reason.BAD_ADDRESS),
    (f"https://www.youtube.com /embed/{VIDEO}", Reason.BAD_ADDRESS),
    (f"https://www.you\ttube.com/embed/{VIDEO}", Reason.BAD_ADDRESS),
    (f"https://www.youtube.com/embed/{VIDEO}\nhttps://evil.example", Reason.BAD_ADDRESS),
    (f"https://www.youtube.com/embed/{VIDEO}\0", Reason.BAD_ADDRESS),
    (f'https://www.youtube.com/embed/{VIDEO}%00"onload=x', Reason.BAD_ADDRESS),
    ("https://[::1]/videos/embed/" + UUID, Reason.BAD_ADDRESS),
    ("https://[::1/videos/embed/" + UUID, Reason.BAD_ADDRESS),
    ("https://127.0.0.1/videos/embed/" + UUID, Reason.BAD_ADDRESS),
    ("https://localhost/videos/embed/" + UUID, Reason.BAD_ADDRESS),
    ("https://2130706433/videos/embed/" + UUID, Reason.BAD_ADDRESS),
    ("https://0x7f.1/videos/embed/" + UUID, Reason.BAD_ADDRESS),
    ("https://", Reason.BAD_ADDRESS),
    # Other schemes.
    (WATCH.replace("https", "http"), Reason.NOT_HTTPS),
    ("javascript:alert(1)", Reason.NO_ADDRESS),
    (f"javascript://www.youtube.com/watch?v={VIDEO}%0Aalert(1)", Reason.NO_ADDRESS),
    ("data:text/html,x", Reason.NO_ADDRESS),
    ("blob:https://www.youtube.com/x", Reason.NO_ADDRESS),
    (f"ftp://www.youtube.com/embed/{VIDEO}", Reason.NO_ADDRESS),
    (f"//www.youtube.com/embed/{VIDEO}", Reason.NO_ADDRESS),
    (f"www.youtube.com/watch?v={VIDEO}", Reason.NO_ADDRESS),
    ("une vidéo de la sortie", Reason.BAD_ADDRESS),
    # Not one content.
    ("https://www.youtube.com/", Reason.NO_IDENTIFIER),
    ("https://www.youtube.com/@chaine", Reason.NO_IDENTIFIER),
    ("https://www.youtube.com/playlist?list=PLabcdefghijk", Reason.NO_IDENTIFIER),
    ("https://www.youtube.com/embed/videoseries?list=PLabc", Reason.NO_IDENTIFIER),
    (f"https://www.youtube.com/watch?v={VIDEO}x", Reason.NO_IDENTIFIER),
    (f"https://www.youtube.com/watch?v={VIDEO[:-1]}%22", Reason.NO_IDENTIFIER),
    (f"https://www.youtube.com/embed/{VIDEO}/../../evil", Reason.NO_IDENTIFIER),
    ("https://www.youtube.com/embed/../../abcdef", Reason.NO_IDENTIFIER),
    ("https://youtu.be/watch", Reason.NO_IDENTIFIER),
    ("https://www.dailymotion.com/fr", Reason.NO_IDENTIFIER),
    ("https://geo.dailymotion.com/player/../x.html?video=x84sh87", Reason.NO_IDENTIFIER),
    ("https://geo.dailymotion.com/player.html?video=x84sh87&player=../x", Reason.NO_IDENTIFIER),
    ("https://vimeo.com/upload", Reason.NO_IDENTIFIER),
    ("https://player.vimeo.com/video/222867004?h=%3Cscript%3E", Reason.NO_IDENTIFIER),
    ("https://digipad.app/", Reason.NO_IDENTIFIER),
    ("https://digipad.app/p/1212467", Reason.NO_IDENTIFIER),
    ("https://www.pearltrees.com/cdi", Reason.NO_IDENTIFIER),
    ("https://www.pearltrees.com/../id12", Reason.NO_IDENTIFIER),
    (f"https://view.genially.com/{GENIALLY[:-1]}", Reason.NO_IDENTIFIER),
    ("https://learningapps.org/", Reason.NO_IDENTIFIER),
    ("https://learningapps.org/watch?v=p8z71p6tc26'", Reason.BAD_ADDRESS),
    ("https://quizlet.com/_abc123", Reason.NO_IDENTIFIER),
    ("https://umap.openstreetmap.fr/fr/", Reason.NO_IDENTIFIER),
    ("https://www.openstreetmap.org/", Reason.NO_IDENTIFIER),
    ("https://www.openstreetmap.org/#map=99/48.85/2.29", Reason.NO_IDENTIFIER),
    ("https://www.openstreetmap.org/export/embed.html?bbox=1,2,3", Reason.NO_IDENTIFIER),
    ("https://www.openstreetmap.org/export/embed.html?bbox=1,2,3,NaN", Reason.NO_IDENTIFIER),
    ("https://www.openstreetmap.org/export/embed.html?bbox=1,2,3,1e9", Reason.NO_IDENTIFIER),
    (f"https://{TUBE}/w/p/{SHORT}", Reason.NO_IDENTIFIER),
    (f"https://{TUBE}/about", Reason.NO_IDENTIFIER),
    (f"https://{TUBE}/videos/embed/{UUID}/../../x", Reason.NO_IDENTIFIER),
    # Codes.
    (framed(EMBED) + framed(EMBED), Reason.SEVERAL_FRAMES),
    (f"<iframe src='{EMBED}'><iframe src='https://evil.example'></iframe></iframe>", Reason.SEVERAL_FRAMES),
    (framed(EMBED, " srcdoc='&lt;script&gt;alert(1)&lt;/script&gt;'"), Reason.OWN_CONTENT),
    (framed(EMBED, " SRCDOC"), Reason.OWN_CONTENT),
    ("<iframe></iframe>", Reason.NO_ADDRESS),
    ("<iframe src></iframe>", Reason.NO_ADDRESS),
    (framed("javascript:alert(1)"), Reason.NO_ADDRESS),
    (framed("&#106;avascript:alert(1)"), Reason.NO_ADDRESS),
    (framed("/embed/" + VIDEO), Reason.NO_ADDRESS),
    (framed("//evil.example/embed/" + VIDEO), Reason.UNKNOWN_HOST),
    (framed(EMBED.replace("https", "http")), Reason.NOT_HTTPS),
    (framed("https://evil.example", f' src="{EMBED}"'), Reason.UNKNOWN_HOST),  # the first counts, as in browsers
    (f'<iframe data-src="{EMBED}"></iframe>', Reason.NO_ADDRESS),
    ("<script src='https://www.youtube.com/iframe_api'></script>", Reason.NO_FRAME),
    (f"<script>'<iframe src={EMBED}>'</script>", Reason.NO_FRAME),
    (f"<!-- {framed(EMBED)} -->", Reason.NO_FRAME),
    (f"<embed src='{EMBED}'><object data='{EMBED}'></object>", Reason.NO_FRAME),
    (f"<a href='{WATCH}'>vidéo</a>", Reason.NO_FRAME),
    ("<", Reason.NO_FRAME),
    # Sizes.
    ("", Reason.EMPTY),
    (" \n\t", Reason.EMPTY),
    ("x" * (LONGEST_PASTE + 1), Reason.TOO_LONG),
    (WATCH + "&a=" + "a" * 1_000, Reason.TOO_LONG),
    (WATCH + "&a=1" * 60, Reason.BAD_ADDRESS),
    ("https://" + "a." * 300 + "fr/w/" + SHORT, Reason.BAD_ADDRESS),
]


@pytest.mark.parametrize(("text", "reason"), BAD)
def test_art_07_anything_else_is_refused_and_says_why(text: str, reason: Reason) -> None:
    with pytest.raises(NotAnEmbed) as refused:
        read_pasted(text, [TUBE])
    assert refused.value.reason is reason


@settings(deadline=None)
@given(
    st.text()
    | st.sampled_from([text for text, _ in BAD if text]).flatmap(lambda text: st.permutations(text).map("".join))
)
def test_art_07_whatever_is_pasted_is_an_embed_of_a_known_site_or_is_refused(text: str) -> None:
    try:
        embed = read_pasted(text, [TUBE]).embed
    except NotAnEmbed:
        return
    assert embed == known_embed(embed.provider, embed.identifier)


@pytest.mark.parametrize(
    "pair",
    [
        ("evil", VIDEO),
        ("youtube", ""),
        ("youtube", VIDEO + "\n"),
        ("youtube", f"{VIDEO}?autoplay=1"),
        ("youtube", VIDEO[:-1] + "é"),
        ("peertube", UUID),
        ("peertube", f"evil.example/../{UUID}"),
        ("peertube", f"evil.example:80/{UUID}"),
        ("peertube", f"user@evil.example/{UUID}"),
        ("pearltrees", "../x/id12"),
        ("openstreetmap", "1,2,3,4&layer=x"),
        ("umap", "x_1?y"),
    ],
)
def test_art_07_a_stored_pair_that_cannot_be_one_is_none(pair: tuple[str, str]) -> None:
    assert known_embed(*pair) is None


def test_art_07_a_peertube_site_is_shown_where_the_school_lists_it() -> None:
    embed = embed_at(f"https://{TUBE}/w/{SHORT}")
    assert embed.is_allowed([TUBE]) and not embed.is_allowed([]) and not embed.is_allowed(["evil.example"])
    assert embed.name == f"PeerTube ({TUBE})"
    assert embed_at(WATCH).is_allowed([])
    assert f"https://{TUBE}" in frame_sources([TUBE]) and f"https://{TUBE}" not in frame_sources([])
    assert frame_sources(["evil.example; script-src *", "*"]) == frame_sources([])


@pytest.mark.parametrize("name", ["tube.fr", "a-b.c-d.example", "xn--e1afmkfd.xn--p1ai.fr"])
def test_art_07_names_of_hosts(name: str) -> None:
    assert HOST.fullmatch(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "tube",
        "-a.fr",
        "a-.fr",
        "a..fr",
        ".fr",
        "a.fr.",
        "A.fr",
        "é.fr",
        "1.2.3.4",
        "a.f",
        "a b.fr",
        "a.fr\n",
        "*.fr",
    ],
)
def test_art_07_what_is_no_name_of_a_host(name: str) -> None:
    assert not HOST.fullmatch(name)

"""HOME-02 to HOME-05: each kind of tile on the page, and what is not shown."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from PIL import Image

from tests.publicsite.render.rendered_content import Content

TILES = """title = "Accueil"
online = true
[[tiles]]
kind = "top"
image = "un.jpg"
more = ["deux.jpg", "absente.jpg"]
article = "vie/a"
[[tiles]]
kind = "selection"
title = "Choisis"
articles = ["vie/b", "vie/absent"]
width = "half"
colour = "main"
[[tiles]]
kind = "rubrics"
title = "Rubriques"
rubrics = ["vie", "absente"]
[[tiles]]
kind = "stream"
title = "Ailleurs"
address = "https://ailleurs.fr/flux"
site = "javascript:alert(1)"
[[tiles.entries]]
title = "<b>Nouvelle</b>"
link = "https://ailleurs.fr/1"
date = "2026-03-01T23:30:00+00:00"
[[tiles.entries]]
title = "Piège"
link = "javascript:alert(2)"
date = "jamais"
[[tiles]]
kind = "text"
title = "Mot"
html = "<p>Un <script>alert(3)</script><a href='{filename}/articles/vie/b.html'>mot</a></p>"
[[tiles]]
kind = "image"
image = "un.jpg"
label = "Voir la vie"
target = "{filename}/pages/vie.html"
[[tiles]]
kind = "links"
title = "Liens"
[[tiles.links]]
icon = "bus"
label = "Le car"
target = "https://car.fr/"
[[tiles.links]]
icon = "../../etc"
label = "Tordu"
target = "javascript:alert(4)"
[[tiles.links]]
label = "Perdu"
target = "{filename}/articles/vie/perdu.html"
[[tiles]]
kind = "embed"
title = "Film"
html = "<figure class='embed' data-provider='youtube' data-id='abcdefghijk'><p><a href='#'>Le film</a></p></figure>"
[[tiles]]
kind = "contact"
title = "Contact"
phone = "01 23 45 67 89"
address = "1, rue & place"
[[tiles]]
kind = "figures"
title = "Chiffres"
[[tiles.figures]]
number = "612"
label = "élèves"
[[tiles]]
kind = "selection"
title = "Disparue"
articles = ["vie/absent"]
[[tiles]]
kind = "image"
title = "Effacée"
image = "absente.jpg"
"""


def home(content: Content, output: Path, publish: Callable[[], object], tiles: str = TILES) -> str:
    content.rubric("vie", "Vie du collège", "<p>Ce qui s’y passe.</p>")
    content.article("vie/a", title="À la une")
    content.article("vie/b", title="Autre article")
    for name in ("un.jpg", "deux.jpg"):
        content.image(name, (2100, 480))
    content.write("homepages/accueil.toml", tiles)
    publish()
    return (output / "index.html").read_text()


def test_home_04_each_kind_shows_what_it_has_and_nothing_else(
    content: Content, output: Path, publish: Callable[[], object]
) -> None:
    page = home(content, output, publish)
    for words in (
        "À la une",
        "Autre article",
        "Ce qui s’y passe.",
        "&lt;b&gt;Nouvelle&lt;/b&gt;",
        "Voir la vie",
        "612",
    ):
        assert words in page, words
    assert 'href="https://car.fr/"' in page and 'href="tel:0123456789"' in page and 'href="/vie/b/">mot</a>' in page
    assert "openstreetmap.org/search?query=1%2C%20rue%20%26%20place" in page
    assert "2 mars 2026" in page  # in the school's own time
    assert "tile tile-selection is-half is-main" in page
    for word in ("javascript:", "alert(", "Disparue", "Effacée", "Perdu", "Tordu", "absent"):
        assert word not in page, word
    assert "<iframe" not in page and "data-frame=" in page  # nothing of it before it is asked
    assert re.findall(r"/theme/(embed|carousel)-", page) == ["embed", "carousel"]


def test_home_04_headings_come_in_order_and_every_section_is_named(
    content: Content, output: Path, publish: Callable[[], object]
) -> None:
    page = home(content, output, publish).split("<footer")[0]
    levels = [int(level) for level in re.findall(r"<h(\d)", page)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    names = re.findall(r'aria-labelledby="([^"]+)"', page)
    assert len(names) == len(set(names)) >= 9 and all(page.count(f'id="{name}"') == 1 for name in names)


def test_home_02_one_still_picture_needs_no_script_and_a_hidden_tile_is_not_there(
    content: Content, output: Path, publish: Callable[[], object]
) -> None:
    top = 'title = "Accueil"\nonline = true\n[[tiles]]\nkind = "top"\nimage = "un.jpg"\n'
    page = home(content, output, publish, top)
    assert "top-tile" in page and "/theme/carousel" not in page and "data-pause" not in page
    shutil.rmtree(output)
    assert "top-tile" not in home(content, output, publish, top + "visible = false\n")


def test_home_02_an_animated_picture_is_still_for_whoever_asks_and_may_be_paused(
    content: Content, output: Path, publish: Callable[[], object]
) -> None:
    content.image("feu.jpg")
    frames = [Image.new("RGB", (80, 40), colour) for colour in ("red", "green", "blue")]
    frames[0].save(content.root / "images/feu.gif", save_all=True, append_images=frames[1:])
    page = home(content, output, publish, 'title = "x"\nonline = true\n[[tiles]]\nkind = "top"\nimage = "feu.gif"\n')
    moving = re.search(
        r'<source[^>]*media="\(prefers-reduced-motion: no-preference\)" srcset="(/images/[^"]+\.gif)"', page
    )
    still = re.search(r'<img src="(/images/[^"]+\.(?:png|jpg))"', page.split("top-tile-stage")[1])
    assert moving and still and (output / still[1][1:]).exists()
    assert Image.open(output / moving[1][1:]).n_frames == 3
    assert "data-pause" in page


def test_home_02_the_script_of_the_pictures_is_small() -> None:
    assert (Path(__file__).parents[3] / "themes/preau/static/js/carousel.js").stat().st_size <= 2048

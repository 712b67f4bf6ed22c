"""A small school whose content folder is edited in every way, as an export of the CMS would."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from tests.publicsite.render.rendered_content import SCHOOL, Content

ARTICLES = 26
RUBRICS = ("vie", "vie/sport", "cdi")
Edit = Callable[["Edited", int], None]
TILES = (
    'kind = "news"\ntitle = "À la une"\ncount = 3',
    'kind = "rubrics"\ntitle = "Portes"',
    'kind = "agenda"\ntitle = "Bientôt"',
    'kind = "text"\ntitle = "Mot"\nhtml = "<p><a href=\\"{static}/files/menu.pdf\\">menu</a></p>"',
    'kind = "top"\nimage = "cour.png"\narticle = "vie/a-3"',
    'kind = "selection"\ntitle = "Choix"\narticles = ["vie/a-3", "cdi/a-2"]',
    'kind = "contact"\ntitle = "Contact"',
)


class Edited(Content):
    """`touched` are the files that were written or removed since it was last emptied."""

    def __init__(self, root: Path) -> None:
        self.touched: list[Path] = []
        self.tables: dict[str, str] = {}
        self.times = 0
        super().__init__(root)
        self.articles: dict[str, dict[str, str]] = {}
        self.rubrics: dict[str, dict[str, str]] = {}
        self.school = SCHOOL + 'url = "https://tilleuls.example"\nemail = "a@b.fr"\n'
        self.write("school.toml", self.school)
        for name, colour in (("cour.png", "red"), ("cross.png", "blue")):
            self.picture(name, colour)
        self.attachment(0)
        for path in RUBRICS:
            self.rubrics[path] = {"title": path.title(), "agenda": "yes" if path == "vie" else "no"}
            self.save_rubric(path)
        for number in range(ARTICLES):
            path = f"{RUBRICS[number % 3]}/a-{number}"
            self.articles[path] = {
                "title": f"Article {number}",
                "date": f"2026-0{1 + number // 10}-{1 + number % 28:02} 10:00:00+01:00",
                "tags": "sortie" if number % 2 else "sortie, Cross",
                "body": self.body(number),
            }
            self.save(path)
        self.event(0)

    def body(self, number: int) -> str:
        target = sorted(self.articles)[number % len(self.articles)] if self.articles else "vie/a-0"
        return "\n".join(
            (
                f"<p>Texte {number}.</p>",
                f'<p><a href="{{filename}}/articles/{target}.html">un lien</a></p>',
                '<p><a href="{filename}/pages/cdi.html">le CDI</a>, <a href="/agenda/">agenda</a></p>',
                '<figure class="image"><img src="{static}/images/cour.png" alt="La cour"></figure>' * (number % 3 == 0),
                '<ul class="attachments"><li><a href="{static}/files/menu.pdf">Menu</a></li></ul>' * (number % 4 == 0),
                '<div class="event"><p class="event-title">Fête</p><p class="event-when"><time datetime="2026-06-14T09:00">'
                f"</time></p><p>{number}</p></div>" * (number % 7 == 0),
            )
        )

    def write(self, path: str, text: str) -> Path:
        self.touched.append(self.root / path)
        return super().write(path, text)

    def remove(self, path: str) -> None:
        self.touched.append(self.root / path)
        (self.root / path).unlink(missing_ok=True)

    def save(self, path: str) -> None:
        headers = dict(self.articles[path])
        title, body = headers.pop("title"), headers.pop("body")
        self.article(path, title, body, **headers)

    def save_rubric(self, path: str) -> None:
        headers = dict(self.rubrics[path])
        title = headers.pop("title")
        self.rubric(path, title, headers.pop("body", ""), **headers)

    def picture(self, name: str, colour: str) -> None:
        target = self.root / "images" / name
        target.parent.mkdir(exist_ok=True)
        target.unlink(missing_ok=True)
        Image.new("RGB", (90, 60), colour).save(target)
        self.touched.append(target)

    def attachment(self, number: int) -> None:
        self._moment(self.write("files/menu.pdf", f"menu {number}"))

    def _moment(self, path: Path) -> None:
        """Attachments are known by size and time: two of one size differ in time, as they do in life."""
        self.times += 1
        os.utime(path, (1_700_000_000 + self.times, 1_700_000_000 + self.times))

    def event(self, number: int) -> None:
        starts = f"2026-0{4 + number % 4}-1{number % 9}T18:00"
        headers = {"date": "2026-01-05 10:00:00+01:00", "state": "online", "starts": starts, "place": f"Salle {number}"}
        head = "".join(f'<meta name="{name}" content="{value}">' for name, value in headers.items())
        body = f'<p>Réunion <a href="{{static}}/files/menu.pdf">{number}</a></p>'
        page = f"<html><head><title>Réunion {number}</title>{head}</head><body>{body}</body></html>"
        self.write(f"agenda/vie/reunion-{number % 3}.html", page)

    def some(self, number: int) -> str:
        return sorted(self.articles)[number % len(self.articles)]

    def some_rubric(self, number: int) -> str:
        return sorted(self.rubrics)[number % len(self.rubrics)]

    def change(self, number: int, **headers: str) -> None:
        path = self.some(number)
        self.articles[path] |= headers
        self.save(path)

    def change_rubric(self, number: int, **headers: str) -> None:
        path = self.some_rubric(number)
        self.rubrics[path] |= headers
        self.save_rubric(path)

    def drop(self, path: str) -> dict[str, str]:
        self.remove(f"articles/{path}.html")
        return self.articles.pop(path)


def add(folder: Edited, number: int) -> None:
    path = f"{folder.some_rubric(number)}/n-{number % 5}"
    folder.articles[path] = {"title": f"Nouveau {number}", "date": "2026-05-02 08:00:00+02:00", "body": "<p>Neuf</p>"}
    folder.save(path)


def remove(folder: Edited, number: int) -> None:
    if len(folder.articles) > 3:
        folder.drop(folder.some(number))


def move(folder: Edited, number: int) -> None:
    path = folder.some(number)
    headers = folder.drop(path)
    there = f"{folder.some_rubric(number // 7)}/{path.rpartition('/')[2]}"
    folder.articles[there] = headers
    folder.save(there)


def remove_rubric(folder: Edited, number: int) -> None:
    if len(folder.rubrics) > 1:
        path = folder.some_rubric(number)
        folder.rubrics.pop(path)
        folder.remove(f"pages/{path}.html")


def put_rubric(folder: Edited, number: int) -> None:
    path = (*RUBRICS, "cdi/livres")[number % 4]
    folder.rubrics[path] = {"title": f"Rubrique {number}", "position": str(number % 3)}
    folder.save_rubric(path)


def picture_text(folder: Edited, number: int) -> None:
    texts = f'["cour.png"]\nalt = "La cour {number}"\ncredit = "Crédit {number}"\n'
    folder.write("images.toml", texts)


def picture_centre(folder: Edited, number: int) -> None:
    centre = f"focal = [{5 + number % 80}, {5 + number % 50}, 10, 10]\n"
    folder.write("images.toml", "".join(f'["{name}.png"]\n{centre}' for name in ("cour", "cross")))


def lose_picture(folder: Edited, number: int) -> None:
    folder.remove(f"images/{('cour', 'cross')[number % 2]}.png")


def broken_picture(folder: Edited, number: int) -> None:
    target = folder.root / "images" / f"{('cour', 'cross')[number % 2]}.png"
    target.unlink(missing_ok=True)
    folder.write(f"images/{target.name}", "pas une image")


def homepage(folder: Edited, number: int) -> None:
    tiles = "\n".join(f"[[tiles]]\n{TILES[(number + step) % len(TILES)]}" for step in range(1 + number % 3))
    folder.write("homepages/accueil.toml", f'title = "Accueil"\nonline = true\n{tiles}\n')


def school(folder: Edited, number: int) -> None:
    settings = (
        'motto = "Ensemble"',
        'phone = "01 02 03 04 05"',
        'logo = "cross.png"',
        'layout = "galerie"',
        'peertube_hosts = "tube.example"',
        'timezone = "America/Martinique"',
    )
    folder.write("school.toml", folder.school + settings[number % len(settings)] + "\n")


def break_document(folder: Edited, number: int) -> None:
    folder.write(f"articles/{folder.some(number)}.html", "<title>sans date</title>")


def redirects(folder: Edited, number: int) -> None:
    """Some of them come and go; some lead to what is not there, or are the address of a page."""
    olds = ["ancien/un", "ancien", folder.some(number // 3), f"vie/n-{number % 5}", "cdi/a-99"]
    lines = {old: folder.some(number + step) for step, old in enumerate(olds[number % 3 :])}
    text = "".join(f'"{old}" = "{{filename}}/articles/{new}.html"\n' for old, new in sorted(lines.items()))
    folder.write("redirects.toml", text) if number % 7 else folder.remove("redirects.toml")


EDITS: dict[str, Edit] = {
    "text": lambda folder, number: folder.change(number, body=folder.body(number)),
    "title": lambda folder, number: folder.change(number, title=f"Titre {number} <b>&"),
    "add": add,
    "remove": remove,
    "move": move,
    "resurface": lambda folder, number: folder.change(number, modified=f"2026-06-{1 + number % 28:02} 09:00:00+02:00"),
    "date": lambda folder, number: folder.change(number, date=f"202{number % 6}-03-02 08:00:00+01:00"),
    "summary": lambda folder, number: folder.change(number, summary=f"Résumé {number}"),
    "tags": lambda folder, number: folder.change(number, tags=("", "cross", "Cross, neuf", "sortie")[number % 4]),
    "illustration": lambda folder, number: folder.change(
        number, illustration=("cour.png", "cross.png", "perdue.png")[number % 3]
    ),
    "unlisted": lambda folder, number: folder.change(number, state=("draft", "online")[number % 2]),
    "rubric title": lambda folder, number: folder.change_rubric(number, title=f"Rubrique {number}"),
    "rubric colour": lambda folder, number: folder.change_rubric(number, colour=f"#{number % 10}a4030"),
    "rubric order": lambda folder, number: folder.change_rubric(number, position=str(number % 4)),
    "rubric menu": lambda folder, number: folder.change_rubric(number, menu=("yes", "no")[number % 2]),
    "rubric stream": lambda folder, number: folder.change_rubric(number, blog=("yes", "no")[number % 2]),
    "rubric agenda": lambda folder, number: folder.change_rubric(number, agenda=("yes", "no")[number % 2]),
    "introduction": lambda folder, number: folder.change_rubric(number, body=folder.body(number)),
    "rubric picture": lambda folder, number: folder.change_rubric(number, illustration="cour.png"),
    "remove rubric": remove_rubric,
    "put rubric": put_rubric,
    "picture": lambda folder, number: folder.picture(f"{('cour', 'cross')[number % 2]}.png", f"#{number % 10}0f0f0"),
    "picture text": picture_text,
    "picture centre": picture_centre,
    "lose picture": lose_picture,
    "broken picture": broken_picture,
    "attachment": lambda folder, number: folder.attachment(number),
    "lose attachment": lambda folder, number: folder.remove("files/menu.pdf"),
    "homepage": homepage,
    "school": school,
    "event": lambda folder, number: folder.event(number),
    "remove event": lambda folder, number: folder.remove(f"agenda/vie/reunion-{number % 3}.html"),
    "break": break_document,
    "redirects": redirects,
}

"""A small content folder, written by hand as docs/content-format.md says."""

from __future__ import annotations

import html
import re
from pathlib import Path

from PIL import Image

SCHOOL = """\
format = 1
name = "Collège des Tilleuls"
slug = "tilleuls"
town = "Saint-Amand"
colour = "#ffe066"
host = "Mairie de Saint-Amand"
"""


class Content:
    """A content folder that a test fills."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("school.toml", SCHOOL)

    def write(self, path: str, text: str) -> Path:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        return target

    def rubric(self, path: str, title: str, body: str = "", **headers: str) -> Path:
        return self.write(f"pages/{path}.html", _document(title, body, {"status": "published", **headers}))

    def article(self, path: str, title: str = "Un titre", body: str = "<p>Un texte.</p>", **headers: str) -> Path:
        own = {"date": "2026-03-01 10:00:00+01:00", "status": "published", **headers}
        return self.write(f"articles/{path}.html", _document(title, body, own))

    def image(self, name: str, size: tuple[int, int] = (800, 600)) -> Path:
        target = self.root / "images" / name
        target.parent.mkdir(exist_ok=True)
        Image.new("RGB", size, "#7a9").save(target)
        return target


def without_data(page: str) -> str:
    """The page without its blocks of data, which a browser never runs; what such a block holds ends with it."""
    return re.sub(r'<script type="application/ld\+json">[^<>]*</script>', "", page)


def _document(title: str, body: str, headers: dict[str, str]) -> str:
    metas = "\n".join(f'<meta name="{name}" content="{html.escape(value)}">' for name, value in headers.items())
    head = f'<meta charset="utf-8">\n<title>{html.escape(title)}</title>\n{metas}'
    return f'<!DOCTYPE html>\n<html lang="fr">\n<head>\n{head}\n</head>\n<body>\n{body}\n</body>\n</html>\n'

"""What is known of the demonstration school by whoever wrote it, for tests that read it from outside."""

from __future__ import annotations

import re
from pathlib import Path

CONTENT = Path(__file__).resolve().parents[2] / "content" / "demo"
# One invented word per private document: none may ever be read by the public.
CANARIES = (
    "brindolence vernoquet garpelisse tarabistule olifrange pluvibelle crepusquin gondolimpe sarabouquin nebuloison "
    "trifougnette chantourlis cumaillon bourdalisque papilocene quinterlune zinzolard marsouinade fluctombre"
).split()


def public_addresses(*, events: bool = False) -> set[str]:
    """The address of each public article and rubric, and event if asked for, read from the content folder alone."""
    folders = ("articles", "pages", *(["agenda"] if events else []))
    return {address for folder in folders for address in _addresses(CONTENT / folder)}


def private_titles() -> set[str]:
    """Titles of private documents, but for those that public texts happen to say too ("Conseil d’administration")."""
    public = "".join(
        path.read_text("utf-8") for path in CONTENT.rglob("*.html") if "private" not in path.relative_to(CONTENT).parts
    )
    titles = {_title(path) for path in (CONTENT / "private").rglob("*.html")}
    return {title for title in titles if title.lower() not in public.lower()}


def private_names() -> set[str]:
    """File names of private pictures and documents, and the last part of private addresses, without their endings."""
    files = {path.stem for room in ("images", "files") for path in (CONTENT / "private" / room).glob("*.*")}
    pages = {path.stem for room in ("articles",) for path in (CONTENT / "private" / room).rglob("*.html")}
    return files | pages


def _addresses(folder: Path) -> set[str]:
    found = (
        re.search(r'<meta name="url" content="([^"]+)"', path.read_text("utf-8")) for path in folder.rglob("*.html")
    )
    return {f"/{match[1]}" for match in found if match}


def _title(path: Path) -> str:
    match = re.search(r"<title>(.*?)</title>", path.read_text("utf-8"))
    assert match, path
    return match[1]

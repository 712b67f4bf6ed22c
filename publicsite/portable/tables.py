"""The TOML files of a content folder, read as documents; what is wrong goes to their notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from pathlib import Path, PurePosixPath
from typing import Any, get_type_hints

from publicsite.contract import FORMAT_VERSION, FileDoc, HomepageDoc, ImageDoc, RedirectDoc, SchoolDoc
from publicsite.portable import toml
from publicsite.portable.checks import bad_address, bad_type, exists, is_usable, missing, remark_unknown
from publicsite.portable.layout import document_file, is_path, is_safe_name, is_slug, room_of, stays_inside, within_room
from publicsite.portable.source import Notes, image_refusal, read_text
from publicsite.portable.tiles import tile_of


def school_of(path: PurePosixPath, folder: Path, notes: Notes) -> SchoolDoc | None:
    """The school of a folder, or None when it has no name or no slug."""
    text = read_text(folder / path, notes)
    table = read_table(text, notes)
    if text is None or table is None:
        return None
    if table.pop("format", None) != FORMAT_VERSION:
        message = f"ce dossier n’est pas au format {FORMAT_VERSION} : lisez-le avec la version de Préau qui l’a écrit."
        notes.error(message, toml.find_line(text, "format"))
        return None
    known = _typed_fields(SchoolDoc, table, lambda key: toml.find_line(text, key), notes)
    for key in ("name", "slug"):
        if not known.get(key):
            notes.error(f"il manque « {key} » : ajoutez cette ligne.")
            return None
    if not is_slug(known["slug"]):
        notes.error(bad_address(known["slug"]), toml.find_line(text, "slug"))
        return None
    if known.get("logo") and not exists(folder, "", f"images/{known['logo']}"):
        notes.error(missing("images", known["logo"]), toml.find_line(text, "logo"))
    return SchoolDoc(**known)


def homepage_of(path: PurePosixPath, folder: Path, notes: Notes) -> HomepageDoc | None:
    text = read_text(folder / path, notes)
    table = read_table(text, notes)
    if text is None or table is None or not is_usable(path.stem, notes):
        return None
    title, online = table.pop("title", None), table.pop("online", False)
    tiles = table.pop("tiles", [])
    if not isinstance(title, str) or not title:
        notes.error("il manque le titre de cette page d’accueil : ajoutez une ligne « title ».")
        return None
    if not isinstance(online, bool):
        notes.error(bad_type("online"), toml.find_line(text, "online"))
    if not isinstance(tiles, list):
        notes.error(bad_type("tiles"), toml.find_line(text, "tiles"))
        tiles = []
    remark_unknown(table, lambda key: toml.find_line(text, key), notes)
    read = [tile_of(tile, number, path, folder, text, notes) for number, tile in enumerate(tiles)]
    return HomepageDoc(path.stem, title, online is True, tuple(tile for tile in read if tile))


def redirects_of(path: PurePosixPath, folder: Path, notes: Notes) -> list[RedirectDoc]:
    """The old addresses that a room tells, in order; a note for each that leads nowhere."""
    text = read_text(folder / path, notes)
    docs = []
    for old, target in sorted((read_table(text, notes) or {}).items()):
        wrong = _redirect_fault(old, target, room_of(path), folder)
        if wrong:
            notes.error(wrong, toml.find_line(text or "", old))
        else:
            docs.append(RedirectDoc(old, target))
    return docs


def _redirect_fault(old: str, target: Any, room: str, folder: Path) -> str:
    if not is_path(old):
        return bad_address(old)
    if not isinstance(target, str) or not document_file(target):
        return (
            f"« {old} » doit mener à un document : écrivez-le comme "
            '"{filename}/articles/vie/cross.html", "{filename}/agenda/…" ou "{filename}/pages/…".'
        )
    if not exists(folder, room, document_file(target)):
        return f"« {old} » mène à « {document_file(target)} », qui n’est pas là : corrigez cette ligne ou retirez-la."
    return ""


def images_of(paths: Iterable[PurePosixPath], room: str, folder: Path, notes: Notes) -> list[ImageDoc]:
    """The images of a room with what its table says of them; the caller has checked their bytes."""
    return _media(ImageDoc, "images", paths, room, folder, notes)


def files_of(paths: Iterable[PurePosixPath], room: str, folder: Path, notes: Notes) -> list[FileDoc]:
    return _media(FileDoc, "files", paths, room, folder, notes)


def usable_media(path: PurePosixPath, folder: Path, notes: Notes) -> bool:
    """Whether an image or an attachment can be taken: a safe name in no subfolder, and a readable image."""
    place = within_room(path)
    if len(place.parts) != 2 or not is_safe_name(place.name):
        notes.error("ce nom de fichier ne convient pas : ni sous-dossier, ni point au début, ni « .. ».")
        return False
    refusal = image_refusal(folder / path) if place.parts[0] == "images" else None
    if refusal:
        notes.error(refusal)
    return refusal is None


def read_table(text: str | None, notes: Notes) -> dict[str, Any] | None:
    try:
        return None if text is None else toml.read(text)
    except toml.TomlError as error:
        notes.error(f"ce fichier TOML est mal écrit ({error}) : corrigez cette ligne.", error.line)
        return None


def _typed_fields(
    kind: type[SchoolDoc | ImageDoc | FileDoc],
    table: Mapping[str, Any],
    line_of: Callable[[str], int | None],
    notes: Notes,
) -> dict[str, Any]:
    """The values of a table that have their field's type; a note for each of the others."""
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind) if kind is SchoolDoc or field.name not in ("name", "source")]
    known = {}
    for name in names:
        if name in table:
            value = _typed(table[name], hints[name])
            if value is None:
                notes.error(bad_type(name), line_of(name))
            else:
                known[name] = value
    remark_unknown([key for key in table if key not in names], line_of, notes)
    return known


def _typed(value: Any, hint: Any) -> Any:
    """The value if it has the type that the field wants, else None."""
    if hint in (str, str | None):
        return value if isinstance(value, str) else None
    if hint == float | None:
        return float(value) if type(value) in (int, float) else None
    is_frame = isinstance(value, list) and len(value) == 4 and all(type(number) is int for number in value)
    return tuple(value) if is_frame else None


def _media(kind: Any, name: str, paths: Iterable[PurePosixPath], room: str, folder: Path, notes: Notes) -> list[Any]:
    file = folder / room / f"{name}.toml"
    text = read_text(file, notes) if file.is_file() and stays_inside(file, folder) else None
    tables = read_table(text, notes) or {}
    docs = [_medium(kind, folder / path, tables.pop(path.name, {}), text or "", notes) for path in paths]
    for absent in tables:
        if not (folder / room / name / absent).is_file():
            notes.error(missing(name, absent), toml.find_line(text or "", "", table=absent))
    return docs


def _medium(kind: Any, source: Path, table: Any, text: str, notes: Notes) -> Any:
    def line_of(key: str) -> int | None:
        return toml.find_line(text, key, table=source.name)

    if not isinstance(table, dict):
        notes.error(bad_type(source.name), toml.find_line(text, source.name))
        table = {}
    return kind(name=source.name, source=source, **_typed_fields(kind, table, line_of, notes))

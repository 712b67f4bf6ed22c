"""Office files: zipped XML, without macros, outside templates nor the names of their authors."""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from lxml import etree

from cms.media.checking import pictures
from cms.media.checking.refusal import Refused, damaged, protected, with_macros
from cms.privacy.extraction import LARGEST_MEMBER, MOST_MEMBERS, OLD_OFFICE, local

LARGEST_WHOLE = 250 * 1024 * 1024  # once decompressed
LARGEST_RATIO = 250  # of a member of some size: text is seldom compressed more than fifty times
HEAD = 65_536


@dataclass(frozen=True)
class Kind:
    """What a package of one format always has: a member, and there what says which format it is."""

    what: str
    member: str
    says: bytes


def _microsoft(what: str, says: str) -> Kind:
    return Kind(what, "[Content_Types].xml", f"application/vnd.openxmlformats-officedocument.{says}.main+xml".encode())


def _open(what: str, says: str) -> Kind:
    return Kind(what, "mimetype", f"application/vnd.oasis.opendocument.{says}".encode())


KINDS: Mapping[str, Kind] = {
    "docx": _microsoft("un document Word", "wordprocessingml.document"),
    "xlsx": _microsoft("un classeur Excel", "spreadsheetml.sheet"),
    "pptx": _microsoft("une présentation PowerPoint", "presentationml.presentation"),
    "odt": _open("un texte OpenDocument", "text"),
    "ods": _open("un tableur OpenDocument", "spreadsheet"),
    "odp": _open("une présentation OpenDocument", "presentation"),
}
MACROS = re.compile(r"(?:^|/)(?:vbaProject\.bin|vbaData\.xml|activeX/|macrosheets/)|^(?:Basic|Scripts)/", re.I)
PROGRAM = re.compile(r"\.(?:exe|dll|js|jse|vbs|vbe|bat|cmd|com|scr|ps1|msi|jar|hta|lnk|html?|svgz?|swf)\Z", re.I)
NAMES = frozenset({"creator", "lastModifiedBy", "initial-creator", "printed-by", "Manager", "Company"})
PROPERTIES = frozenset({"docProps/core.xml", "docProps/app.xml", "meta.xml"})
TEMPLATE = "attachedTemplate"
PHOTOGRAPH = re.compile(r"\.jpe?g\Z", re.I)
COMPRESSED = re.compile(r"\.(?:jpe?g|png|gif|webp|mp[34]|m4[av]|emf|wmf|ogg|webm)\Z", re.I)


def cleansed(file: BytesIO, name: str, extension: str) -> bytes:
    """The same document, written anew. Raises `Refused`."""
    kind = KINDS[extension]
    head = file.getvalue()[:4]
    if head == OLD_OFFICE:  # what Office makes of a document with a password, or an old .doc under another name
        if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e" in file.getvalue():
            raise protected(name)
        raise Refused(
            f"« {name} » est d’un ancien format d’Office. Ouvrez-le, puis enregistrez-le en « .{extension} »."
        )
    if head != b"PK\x03\x04":
        raise Refused(f"« {name} » n’est pas {kind.what}, malgré son nom. Vérifiez le fichier.")
    written = BytesIO()
    with zipfile.ZipFile(file) as package:
        _bounded(package, name)
        _recognised(package, name, kind)
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as fresh:
            for member in package.infolist():
                fresh.writestr(*_rewritten(package, member, name))
    return written.getvalue()


def _bounded(package: zipfile.ZipFile, name: str) -> None:
    members = package.infolist()
    paths = [member.filename for member in members]
    if any(member.flag_bits & 1 for member in members):
        raise protected(name)
    if len(set(paths)) < len(paths) or any(path.startswith("/") or ".." in path.split("/") for path in paths):
        raise damaged(name)
    swollen = any(
        member.file_size > LARGEST_MEMBER and member.file_size > LARGEST_RATIO * max(1, member.compress_size)
        for member in members
    )
    if len(members) > MOST_MEMBERS or swollen or sum(member.file_size for member in members) > LARGEST_WHOLE:
        raise Refused(
            f"« {name} » deviendrait démesuré une fois ouvert. Allégez-le (images, feuilles), puis envoyez-le à "
            "nouveau."
        )
    if any(MACROS.search(path) for path in paths):
        raise with_macros(name)
    program = next((path for path in paths if PROGRAM.search(path)), None)
    if program:
        raise Refused(
            f"« {name} » renferme un autre fichier, « {program.rpartition('/')[2][:60]} », qui peut contenir un "
            "programme. Retirez-le du document, puis envoyez-le."
        )


def _recognised(package: zipfile.ZipFile, name: str, kind: Kind) -> None:
    says = package.read(kind.member) if kind.member in package.namelist() else b""
    if b"macroEnabled" in says or b"ms-office.vbaProject" in says:
        raise with_macros(name)
    if kind.says not in says or (kind.member == "mimetype" and says.strip() != kind.says):
        raise Refused(f"« {name} » n’est pas {kind.what}, malgré son nom. Vérifiez le fichier.")
    manifest = "META-INF/manifest.xml"
    if manifest in package.namelist() and b"encryption-data" in package.read(manifest):
        raise protected(name)


def _rewritten(package: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> tuple[zipfile.ZipInfo, bytes, int]:
    path = member.filename
    content = package.read(member)
    if path.endswith((".xml", ".rels")):
        content = _harmless_xml(path, content, name)
    elif PHOTOGRAPH.search(path):
        content = _without_place(content)
    fresh = zipfile.ZipInfo(path)  # without comment, owner or date
    stored = path == "mimetype" or COMPRESSED.search(path) or member.compress_type == zipfile.ZIP_STORED
    return fresh, content, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED


def _harmless_xml(path: str, content: bytes, name: str) -> bytes:
    beginning = content[:HEAD].replace(b"\0", b"")
    opening = re.search(rb"<[^?!]", beginning)
    if b"<!DOCTYPE" in beginning[: opening.start() if opening else HEAD] or b"<!ENTITY" in beginning:
        raise Refused(
            f"« {name} » contient une déclaration qui peut faire lire d’autres fichiers. Ouvrez-le, enregistrez-le à "
            "nouveau, puis envoyez cette copie."
        )
    if path in PROPERTIES:
        return _edited(content, lambda node: local(node) in NAMES, empties=True)
    if path.endswith("/settings.xml") and TEMPLATE.encode() in content:
        return _edited(content, lambda node: local(node) == TEMPLATE)
    if path.endswith("settings.xml.rels"):
        return _edited(content, lambda node: node.get("Type", "").endswith(f"/{TEMPLATE}"))
    return content


def _edited(content: bytes, chosen: Any, *, empties: bool = False) -> bytes:
    """The document without the chosen elements, or with nothing in them."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(content, parser)
    for node in [node for node in root.iter() if chosen(node)]:
        if empties:
            node.text = ""
        else:
            node.getparent().remove(node)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _without_place(content: bytes) -> bytes:
    """A photograph of the document keeps how it is turned, and nothing else of what the camera wrote."""
    try:
        return pictures.without_metadata(content)
    except Exception:  # no photograph: Office shows it as it can
        return content

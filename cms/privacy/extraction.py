"""The text of a file, with words that say where each piece is: "page 2", "feuille Notes".

A file comes from anybody. What is read of it is bounded (size, members, pages), nothing in it is run or fetched, and a
file that cannot be read whole is refused, with the reason: a person must know that nobody looked into it.
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import Any, BinaryIO

import pypdf
from lxml import etree

from cms.core.exceptions import Invalid
from cms.privacy.sheets import sheets_of

LARGEST_FILE = 50 * 1024 * 1024
LARGEST_MEMBER = 12_000_000
LARGEST_WHOLE = 40_000_000  # of the members that are read, once decompressed
LONGEST_TEXT = 5_000_000
MOST_MEMBERS = 5_000
MOST_PAGES = 400
OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # .doc and its like; and what Office makes of a .docx with a password


class Unreadable(Invalid):
    """The text of a file cannot be had; the message says why, and what to do."""

    code = "privacy.unreadable"


@dataclass(frozen=True)
class Part:
    """A piece of a file: where it is, in French ("" where the file is all one), and its text."""

    where: str
    text: str


def parts_of(file: BinaryIO, name: str) -> list[Part]:
    """What is written in the file, piece by piece, in its order. `name` has its extension."""
    read = READERS.get(_extension(name))
    if read is None:
        raise Unreadable(f"« {name} » est d’un type dont le texte ne peut pas être lu. Relisez-le vous-même.")
    content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise _too_long(name)
    parts: list[Part] = []
    length = 0
    try:
        for part in read(content, name):
            length += len(part.text)
            if length > LONGEST_TEXT:
                raise _too_long(name)
            parts.append(part)
    except Unreadable:
        raise
    except Exception as error:  # a broken file breaks the libraries that read it in any way
        raise Unreadable(
            f"« {name} » est abîmé ou n’est pas du type qu’annonce son nom. Ouvrez-le, puis enregistrez-le à nouveau."
        ) from error
    return [part for part in parts if part.text.strip()]


def _extension(name: str) -> str:
    return PurePath(name).suffix.lower().removeprefix(".")


def _too_long(name: str) -> Unreadable:
    return Unreadable(f"« {name} » est trop long pour être relu en entier. Coupez-le, ou relisez-le vous-même.")


def _protected(name: str) -> Unreadable:
    return Unreadable(f"« {name} » est protégé par un mot de passe. Retirez cette protection, ou relisez-le vous-même.")


# --- Plain text -----------------------------------------------------------------------------------------------------


def _text(content: bytes, name: str) -> Iterator[Part]:
    yield Part("", _decoded(content))


def _calendar(content: bytes, name: str) -> Iterator[Part]:
    """Lines are folded at 75 bytes in a calendar, in the middle of a word."""
    unfolded = re.sub(r"\r?\n[ \t]", "", _decoded(content))
    unfolded = re.sub(r"(?m)^UID:[^\r\n]*", "", unfolded)  # made like an address, and nobody's
    yield Part("", re.sub(r"\\([,;\\])", r"\1", re.sub(r"\\[nN]", "\n", unfolded)))


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


# --- PDF ------------------------------------------------------------------------------------------------------------


def _pdf(content: bytes, name: str) -> Iterator[Part]:
    limits: dict[str, Any] = {
        "zlib_maximum_output_length": LARGEST_MEMBER,
        "lzw_maximum_output_length": LARGEST_MEMBER,
        "run_length_maximum_output_length": LARGEST_MEMBER,
        "array_based_stream_maximum_output_length": LARGEST_MEMBER,
        "stream_parsing_work_maximum_count": 1_000_000,
        "jbig2dec_binary": None,  # no program of the machine is run on what a stranger sent
    }
    pages: list[str] = []
    length = 0
    with pypdf.apply_configuration(**limits):
        reader = pypdf.PdfReader(BytesIO(content))
        if reader.is_encrypted and not _opens_without_password(reader):
            raise _protected(name)
        if len(reader.pages) > MOST_PAGES:
            raise _too_long(name)
        for page in reader.pages:
            pages.append(page.extract_text())
            length += len(pages[-1])
            if length > LONGEST_TEXT:
                raise _too_long(name)
    if not any(page.strip() for page in pages):
        raise Unreadable(
            f"« {name} » est fait d’images (une numérisation ?) : aucun texte n’y est lisible. Relisez-le."
        )
    for number, page_text in enumerate(pages, start=1):
        yield Part(f"page {number}", page_text)


def _opens_without_password(reader: pypdf.PdfReader) -> bool:
    """Some files are only locked against printing or changing: anybody reads them."""
    try:
        return reader.decrypt("") != pypdf.PasswordType.NOT_DECRYPTED
    except pypdf.errors.DependencyError:
        return False


# --- Office files: zipped XML ---------------------------------------------------------------------------------------


class Package:
    """A zipped office file: members that are read one by one, within bounds."""

    def __init__(self, content: bytes, name: str) -> None:
        if content.startswith(OLD_OFFICE):
            raise _protected(name)
        self._name = name
        self._zip = zipfile.ZipFile(BytesIO(content))
        self._left = LARGEST_WHOLE
        if len(self._zip.infolist()) > MOST_MEMBERS:
            raise _too_long(name)
        self.members = set(self._zip.namelist())
        if "META-INF/manifest.xml" in self.members and b"encryption-data" in self._read("META-INF/manifest.xml"):
            raise _protected(name)

    def xml(self, member: str) -> Any:
        """No entity is replaced, no address is followed."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        return etree.fromstring(self._read(member), parser)

    def numbered(self, pattern: str) -> list[str]:
        """Members such as header1.xml, header2.xml, by their number."""
        found = [member for member in self.members if re.fullmatch(pattern, member)]
        return sorted(found, key=lambda member: (len(member), member))

    def targets(self, folder: str, member: str) -> dict[str, str]:
        """Where the relations of a member lead, within the package, by their identifier."""
        relations = f"{folder}/_rels/{member}.rels"
        if relations not in self.members:
            return {}
        targets = {}
        for relation in self.xml(relations):
            target = relation.get("Target", "")
            path = PurePath("/", folder, target) if not target.startswith("/") else PurePath(target)
            targets[relation.get("Id", "")] = _resolved(path)
        return {key: target for key, target in targets.items() if target in self.members}

    def _read(self, member: str) -> bytes:
        """What a member says of its own size is not believed: it is counted while it is read."""
        if self._zip.getinfo(member).flag_bits & 1:
            raise _protected(self._name)
        most = min(LARGEST_MEMBER, self._left)
        with self._zip.open(member) as opened:
            content = opened.read(most + 1)
        if len(content) > most:
            raise _too_long(self._name)
        self._left -= len(content)
        return content


def _resolved(path: PurePath) -> str:
    parts: list[str] = []
    for part in path.parts[1:]:
        if part == "..":
            del parts[-1:]
        else:
            parts.append(part)
    return "/".join(parts)


LINES = frozenset({"p", "h"})
ROWS = frozenset({"tr", "table-row"})
CELLS = frozenset({"tc", "table-cell", "covered-table-cell"})
BREAKS = {"br": "\n", "cr": "\n", "line-break": "\n", "tab": "\t", "s": " "}
OFFICE_TEXT = frozenset({"t", "delText"})  # what was struck out with "track changes" is still in the file
WIDEST_GAP = 64


def written_in(element: Any, *, only: frozenset[str] | None = None) -> str:
    """Paragraphs as lines, rows of tables as lines of cells. `only`: elements that hold text, where not all do."""
    pieces: list[str] = []
    cells = paragraphs = 0
    for event, node in etree.iterwalk(element, events=("start", "end")):
        name = local(node)
        if event == "start":
            cells += name in CELLS
            paragraphs += name in LINES
            pieces.append(BREAKS.get(name, ""))
            if node.text and (name in only if only else paragraphs):
                pieces.append(node.text)
            continue
        if name in LINES:
            paragraphs -= 1
            pieces.append(" " if cells else "\n")
        elif name in CELLS:
            cells -= 1
            pieces.append("\t" * _columns(node))
        elif name in ROWS:
            pieces.append("\n")
        if node.tail and not only and paragraphs and node is not element:
            pieces.append(node.tail)
    lines = ("\t".join(cell.strip(" ") for cell in line.split("\t")) for line in "".join(pieces).split("\n"))
    return "\n".join(line.rstrip() for line in lines)


def local(node: Any) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _columns(cell: Any) -> int:
    repeated = next((value for key, value in cell.attrib.items() if key.endswith("number-columns-repeated")), "1")
    return min(int(repeated), WIDEST_GAP) if repeated.isdigit() else 1


def _docx(content: bytes, name: str) -> Iterator[Part]:
    package = Package(content, name)
    yield Part("", written_in(package.xml("word/document.xml"), only=OFFICE_TEXT))
    for where, pattern in (
        ("en-tête", r"word/header\d{0,3}\.xml"),
        ("pied de page", r"word/footer\d{0,3}\.xml"),
        ("notes", r"word/(foot|end)notes\.xml"),
        ("commentaires", r"word/comments\.xml"),
    ):
        for member in package.numbered(pattern):
            yield Part(where, written_in(package.xml(member), only=OFFICE_TEXT))


def _pptx(content: bytes, name: str) -> Iterator[Part]:
    package = Package(content, name)
    targets = package.targets("ppt", "presentation.xml")
    slides = [node for node in package.xml("ppt/presentation.xml").iter() if local(node) == "sldId"]
    for number, slide in enumerate(slides, start=1):
        key = next((value for key, value in slide.attrib.items() if key.endswith("}id")), "")
        if key not in targets:
            continue
        member = targets[key]
        yield Part(f"diapositive {number}", written_in(package.xml(member), only=OFFICE_TEXT))
        for target in package.targets("ppt/slides", member.rpartition("/")[2]).values():
            if re.match(r"ppt/(notesSlides|comments)/", target):
                text = written_in(package.xml(target), only=OFFICE_TEXT | {"text"})
                yield Part(f"notes de la diapositive {number}", text)


def _xlsx(content: bytes, name: str) -> Iterator[Part]:
    package = Package(content, name)
    for sheet, text in sheets_of(package.xml, package.targets("xl", "workbook.xml"), package.members):
        yield Part(f"feuille {sheet}", text)
    for member in package.numbered(r"xl/(comments\d{0,4}|threadedComments/\w{1,40})\.xml"):
        yield Part("commentaires", written_in(package.xml(member), only=OFFICE_TEXT | {"text"}))


def _odt(content: bytes, name: str) -> Iterator[Part]:
    package = Package(content, name)
    yield Part("", written_in(package.xml("content.xml")))
    if "styles.xml" in package.members:
        margins = [node for node in package.xml("styles.xml").iter() if local(node).startswith(("header", "footer"))]
        yield Part("en-têtes et pieds de page", "\n".join(written_in(node) for node in margins))


def _ods(content: bytes, name: str) -> Iterator[Part]:
    yield from _named_pieces(Package(content, name), "table", "feuille {name}")


def _odp(content: bytes, name: str) -> Iterator[Part]:
    yield from _named_pieces(Package(content, name), "page", "diapositive {number}")


def _named_pieces(package: Package, element: str, where: str) -> Iterator[Part]:
    pieces = [node for node in package.xml("content.xml").iter() if local(node) == element]
    for number, piece in enumerate(pieces, start=1):
        name = next((value for key, value in piece.attrib.items() if key.endswith("}name")), str(number))
        yield Part(where.format(name=name, number=number), written_in(piece))


Reader = Callable[[bytes, str], Iterator[Part]]
READERS: dict[str, Reader] = {
    "txt": _text,
    "csv": _text,
    "ics": _calendar,
    "pdf": _pdf,
    "docx": _docx,
    "pptx": _pptx,
    "xlsx": _xlsx,
    "odt": _odt,
    "ods": _ods,
    "odp": _odp,
}

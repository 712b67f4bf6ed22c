"""Files that nobody should have to open, made in code: each with its name and what must come of it (FILE-03).

`marks` are bytes that must be in nothing that is kept.
"""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from PIL import Image, PngImagePlugin
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

MARK = b"MARQUE-SECRETE-48.8566"
SCRIPT = b"<script>alert('MARQUE-SECRETE-48.8566')</script>"


class Outcome(StrEnum):
    REFUSED = "refused, with a reason"
    HARMLESS = "kept, without its marks"
    EITHER = "one or the other"


REFUSED, HARMLESS, EITHER = Outcome


@dataclass(frozen=True)
class Hostile:
    what: str
    name: str
    content: bytes
    outcome: Outcome = HARMLESS
    marks: tuple[bytes, ...] = (MARK,)
    image: bool = True

    def __str__(self) -> str:
        return f"{self.what} ({self.name[:20]!r})"


def everything_in(content: bytes) -> bytes:
    """With what an archive holds."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return content + b"".join(archive.read(member) for member in archive.infolist())


# --- Honest files, to begin from ---


@cache
def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48)) -> bytes:
    stream = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(stream, kind)
    return stream.getvalue()


@cache
def document(title: str = "") -> bytes:
    """A PDF of one page."""
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    writer.metadata = {"/Title": title} if title else None
    return _pdf(writer)


def _pdf(writer: PdfWriter) -> bytes:
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>'
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{0}</dc:creator>'
    "<cp:lastModifiedBy>{0}</cp:lastModifiedBy></cp:coreProperties>"
)


def word(**members: Any) -> bytes:
    """A .docx with these members beside its own; one given as None is left out."""
    parts: dict[str, Any] = {"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": WORD, **members}
    return package(parts)


def package(parts: dict[str, Any]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            if content is not None:
                archive.writestr(name, content)
    return stream.getvalue()


def box(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", 8 + len(content)) + kind + content


def film(*boxes: bytes) -> bytes:
    return box(b"ftyp", b"isom\0\0\2\0isomiso2") + b"".join(boxes) + box(b"mdat", b"\0" * 64)


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


# --- Images ---


def with_camera() -> Image.Exif:
    camera = Image.Exif()
    camera[0x010F] = MARK.decode()
    camera[0x0112] = 6
    camera.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 24.0), 29: MARK.decode()})
    return camera


def drawn(kind: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    Image.linear_gradient("L").resize((64, 48)).convert("RGB").save(stream, kind, **options)
    return stream.getvalue()


def in_png(*chunks: bytes) -> bytes:
    whole = picture("PNG")
    return whole[:33] + b"".join(chunks) + whole[33:]


def in_jpeg(*segments: tuple[int, bytes]) -> bytes:
    whole = picture()
    added = (b"\xff" + bytes([marker]) + struct.pack(">H", len(said) + 2) + said for marker, said in segments)
    return whole[:2] + b"".join(added) + whole[2:]


def png_header(width: int, height: int) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def gif(frames: int, *, width: int = 2, height: int = 2, extensions: bytes = b"") -> bytes:
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 2, 2, 0) + b"\x02\x03\x44\x02\x05\x00"
    return head + extensions + frame * frames + b";"


def moving_png(frames: int) -> bytes:
    whole = picture("PNG", (2, 2))
    control = chunk(b"acTL", struct.pack(">II", 1, 0))
    frame = chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, 2, 2, 0, 0, 1, 10, 0, 0))
    return whole[:33] + control + frame * frames + whole[33:]


def text_chunks() -> bytes:
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", SCRIPT.decode(), zip=False)
    said.add_itxt("XML:com.adobe.xmp", f"<x>{MARK.decode()}</x>")
    return drawn("PNG", pnginfo=said, exif=with_camera())


def swollen_profile() -> bytes:
    return in_png(chunk(b"iCCP", b"big\0\0" + zlib.compress(MARK + b"\0" * 30_000_000)))


def images() -> list[Hostile]:
    jpeg, png = picture(), picture("PNG")
    comment = b"\x21\xfe" + bytes([len(SCRIPT)]) + SCRIPT + b"\0"
    xmp = b"\x21\xff\x0bXMP DataXMP" + bytes([len(MARK)]) + MARK + b"\0"

    def one(what: str, name: str, content: bytes, outcome: Outcome, *marks: bytes) -> Hostile:
        return Hostile(what, name, content, outcome, marks or (MARK,), image=True)

    return [
        one("a photograph with its place", "vacances.jpg", drawn("JPEG", exif=with_camera()), HARMLESS, MARK, b"Exif"),
        one("a PNG with its place", "vacances.png", drawn("PNG", exif=with_camera()), HARMLESS, MARK, b"eXIf"),
        one("a WebP with its place", "vacances.webp", drawn("WEBP", exif=with_camera()), HARMLESS, MARK, b"EXIF"),
        one("a PNG with texts", "textes.png", text_chunks(), HARMLESS, MARK, b"tEXt", b"iTXt", b"eXIf"),
        one("a JPEG with XMP", "xmp.jpg", in_jpeg((0xE1, b"http://ns.adobe.com/xap/1.0/\0" + MARK)), HARMLESS),
        one("a JPEG with IPTC", "iptc.jpg", in_jpeg((0xED, b"Photoshop 3.0\x008BIM\x04\x04" + MARK)), HARMLESS),
        one(
            "a JPEG with a comment that is a page",
            "page.jpg",
            in_jpeg((0xFE, b"<html>" + SCRIPT)),
            HARMLESS,
            MARK,
            b"<html",
        ),
        one("a JPEG with a thumbnail", "vignette.jpg", in_jpeg((0xE0, b"JFXX\0\x10" + MARK)), HARMLESS),
        one("a JPEG followed by a page", "suite.jpg", jpeg + SCRIPT, HARMLESS),
        one(
            "a JPEG followed by an archive", "archive.jpg", jpeg + package({"a.html": SCRIPT}), HARMLESS, b"PK\x03\x04"
        ),
        one("a PNG followed by a program", "suite.png", png + b"<?php system($_GET[0]); ?>" + MARK, HARMLESS, b"<?php"),
        one("a GIF with comments", "commentaire.gif", gif(1, extensions=comment + xmp), HARMLESS, MARK, b"XMP"),
        one("a GIF that is a program too", "polyglotte.gif", b"GIF89a=1;/*" + SCRIPT + b"*/", REFUSED),
        one("a GIF followed by a program", "suite.gif", gif(2) + b"=1;" + SCRIPT, HARMLESS),
        one(
            "a camera's segment full of nothing",
            "exif.jpg",
            in_jpeg(*[(0xE1, b"Exif\0\0" + MARK * 2900)] * 60),
            HARMLESS,
        ),
        one(
            "colours larger than the picture",
            "couleurs.jpg",
            in_jpeg(*[(0xE2, b"ICC_PROFILE\0\1\1" + MARK * 2900)] * 60),
            HARMLESS,
        ),
        one("colours that swell", "profil.png", swollen_profile(), EITHER, MARK, b"iCCP"),
        one("a PNG of 2,500 million pixels", "bombe.png", png_header(50_000, 50_000), REFUSED),
        one("a PNG of negative size", "negatif.png", png_header(0xFFFFFFFF, 0xFFFFFFFF), REFUSED),
        one("a PNG of no size", "nul.png", png_header(0, 0), REFUSED),
        one("a GIF of 4,000 million pixels", "bombe.gif", gif(1, width=65535, height=65535), REFUSED),
        one("a GIF of 10,000 frames", "dix-mille.gif", gif(10_000), REFUSED),
        one("an animated PNG of 10,000 frames", "dix-mille.png", moving_png(10_000), REFUSED),
        one("half a JPEG", "moitie.jpg", jpeg[: len(jpeg) // 2], REFUSED),
        one("half a PNG", "moitie.png", png[: len(png) // 2], REFUSED),
        one("half a GIF", "moitie.gif", gif(3)[:-9], REFUSED),
        one("half a WebP", "moitie.webp", picture("WEBP")[:-40], REFUSED),
        one("a JPEG without pixels", "sans.jpg", b"\xff\xd8\xff\xd9", REFUSED),
        one("a PNG under another name", "faux.jpg", png, REFUSED),
        one("a page under the name of an image", "page.png", b"<!doctype html>" + SCRIPT, REFUSED),
        one(
            "a drawing with a program",
            "dessin.svg",
            b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>",
            REFUSED,
        ),
        one("the same, compressed", "dessin.svgz", gzip.compress(SCRIPT), REFUSED),
        one(
            "the same under another name",
            "dessin.png",
            b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>",
            REFUSED,
        ),
        one("a program", "photo.jpg.exe", b"MZ" + MARK, REFUSED),
        one("a name that hides a program", "photo.php.jpg", jpeg, REFUSED),
        one("an empty image", "vide.jpg", b"", REFUSED),
        one("a name that climbs", "../../../etc/passwd.jpg", jpeg, HARMLESS),
        one("a name that turns writing over", "photo\u202egpj.jpg", jpeg, HARMLESS),
        one("a name with a NUL", "photo.php\0.jpg", jpeg, EITHER),
        one("a name of 300 characters", "p" * 296 + ".jpg", jpeg, EITHER),
        one("a name with tags", '"><img src=x onerror=alert(1)>.jpg', jpeg, EITHER),
        one("a name of spaces and dots", " .. .jpg", jpeg, EITHER),
    ]


# --- Documents ---


def pdf_with_author() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    writer.metadata = {"/Author": MARK.decode(), "/Creator": MARK.decode()}
    xmp = DecodedStreamObject()
    xmp.set_data(b"<x:xmpmeta>" + MARK + b"</x:xmpmeta>")
    writer.root_object[NameObject("/Metadata")] = writer._add_object(xmp)
    return _pdf(writer)


def pdf_that_acts() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    writer.add_attachment("virus.html", SCRIPT)

    def action(kind: str, key: str) -> DictionaryObject:
        return DictionaryObject({NameObject("/S"): NameObject(kind), NameObject(key): TextStringObject(MARK.decode())})

    names = writer.root_object["/Names"]
    scripts = ArrayObject([TextStringObject("un"), action("/JavaScript", "/JS")])
    names[NameObject("/JavaScript")] = DictionaryObject({NameObject("/Names"): scripts})  # type: ignore[index]
    writer.root_object[NameObject("/OpenAction")] = action("/Launch", "/F")
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): action("/JavaScript", "/JS")})
    return _pdf(writer)


def pdf_locked() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    writer.encrypt("secret", algorithm="RC4-128")
    return _pdf(writer)


def encrypted_package() -> bytes:
    """A .docx whose members say that they are locked."""
    content = bytearray(word())
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(signature)
        while start >= 0:
            content[start + place] |= 1
            start = content.find(signature, start + 4)
    return bytes(content)


def old_office(*, locked: bool) -> bytes:
    said = "EncryptedPackage".encode("utf-16-le") if locked else b"WordDocument"
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + said + bytes(512)


def open_text(**members: Any) -> bytes:
    says = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<office/>"}
    return package({**says, **members})


def geotagged_film() -> bytes:
    place = box(b"\xa9xyz", b"\0\x12\x15\xc7" + MARK)
    return film(box(b"moov", box(b"mvhd", b"\0" * 100) + box(b"udta", place) + box(b"meta", MARK)), box(b"uuid", MARK))


def documents() -> list[Hostile]:
    mp3 = b"\xff\xfb\x90\x00" + b"\0" * 413

    def one(what: str, name: str, content: bytes, outcome: Outcome, *marks: bytes) -> Hostile:
        return Hostile(what, name, content, outcome, marks or (MARK,), image=False)

    return [
        one("a PDF with its author", "auteur.pdf", pdf_with_author(), HARMLESS),
        one("a PDF that acts", "agit.pdf", pdf_that_acts(), HARMLESS, MARK, b"/JavaScript", b"/Launch", b"virus.html"),
        one("a PDF with a password", "cle.pdf", pdf_locked(), REFUSED),
        one("half a PDF", "moitie.pdf", document()[: len(document()) // 2], REFUSED),
        one("a PDF that is only said so", "dit.pdf", b"%PDF-1.7\n" + b"x" * 200 + b"\n%%EOF", REFUSED),
        one("a page before a PDF", "page.pdf", SCRIPT + document(), REFUSED),
        one("a program under the name of a PDF", "virus.pdf", b"MZ\x90\0" + MARK, REFUSED),
        one(
            "a .docx with its author",
            "auteur.docx",
            word(**{"docProps/core.xml": CORE.format(MARK.decode())}),
            HARMLESS,
        ),
        one(
            "a photograph with its place, in a .docx",
            "photo.docx",
            word(**{"word/media/image1.jpg": drawn("JPEG", exif=with_camera())}),
            HARMLESS,
        ),
        one("a .docx with macros", "macro.docx", word(**{"word/vbaProject.bin": MARK}), REFUSED),
        one(
            "a .docm under another name",
            "docm.docx",
            word(
                **{
                    "[Content_Types].xml": CONTENT_TYPES.replace(
                        "officedocument.wordprocessingml.document.main", "ms-word.document.macroEnabled.main"
                    )
                }
            ),
            REFUSED,
        ),
        one("a .docm", "macro.docm", word(), REFUSED),
        one(
            "a .docx that reads other files",
            "xxe.docx",
            word(**{"word/document.xml": f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>{WORD}'}),
            REFUSED,
        ),
        one(
            "a .docx that laughs",
            "rires.docx",
            word(**{"word/settings.xml": '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>'}),
            REFUSED,
        ),
        one(
            "the same in UTF-16",
            "utf16.docx",
            word(
                **{
                    "word/settings.xml": '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE l [<!ENTITY a "ha">]><l>&a;</l>'.encode(
                        "utf-16"
                    )
                }
            ),
            REFUSED,
        ),
        one(
            "a .docx with an outside template",
            "modele.docx",
            word(
                **{
                    "word/settings.xml": '<w:settings xmlns:w="w" xmlns:r="r"><w:attachedTemplate r:id="rId1"/></w:settings>',
                    "word/_rels/settings.xml.rels": f'<Relationships><Relationship Id="rId1" Type="http://x/attachedTemplate" Target="http://{MARK.decode()}/m.dotm" TargetMode="External"/></Relationships>',
                }
            ),
            HARMLESS,
            MARK,
            b"attachedTemplate",
        ),
        one("a .docx with a program in it", "programme.docx", word(**{"word/embeddings/virus.exe": b"MZ"}), REFUSED),
        one("a .docx that swells", "bombe.docx", word(**{"word/media/image1.emf": b"\0" * 60_000_000}), REFUSED),
        one(
            "a .docx of 6,000 members",
            "membres.docx",
            word(**{f"word/{number}.xml": "" for number in range(6000)}),
            REFUSED,
        ),
        one("a .docx with a member that climbs", "grimpe.docx", word(**{"../../evil.xml": "<a/>"}), REFUSED),
        one("a .docx with a password", "cle.docx", old_office(locked=True), REFUSED),
        one("a .docx with locked members", "verrou.docx", encrypted_package(), REFUSED),
        one("an old .doc under another name", "ancien.docx", old_office(locked=False), REFUSED),
        one("half a .docx", "moitie.docx", word()[:-40], REFUSED),
        one("an archive under the name of a .docx", "archive.docx", package({"virus.html": SCRIPT}), REFUSED),
        one("a .odt with macros", "macro.odt", open_text(**{"Basic/Standard/Module1.xml": MARK}), REFUSED),
        one(
            "a .odt with a password",
            "cle.odt",
            open_text(**{"META-INF/manifest.xml": "<m><encryption-data/></m>"}),
            REFUSED,
        ),
        one(
            "a .odt with its author",
            "auteur.odt",
            open_text(**{"meta.xml": f'<m xmlns:dc="d"><dc:creator>{MARK.decode()}</dc:creator></m>'}),
            HARMLESS,
        ),
        one("an archive", "archive.zip", package({"virus.html": SCRIPT}), REFUSED),
        one("a page under the name of a text", "page.txt", b"\n<!-- x -->\n<!DOCTYPE html>" + SCRIPT, REFUSED),
        one("a program under the name of a text", "virus.txt", b"MZ\x90\0\x03\0" + MARK, REFUSED),
        one("a page", "page.html", SCRIPT, REFUSED),
        one(
            "a table with formulas",
            "notes.csv",
            b'nom;note\n=HYPERLINK("http://x");12\n@SUM(A1);+cmd|calc;-2,5\n',
            HARMLESS,
            b"\n=HYPER",
            b"\n@SUM",
            b";+cmd",
        ),
        one("captions with a program", "film.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + SCRIPT, REFUSED),
        one("captions that are none", "faux.vtt", b"1\n00:00:01,000 --> 00:00:02,000\nBonjour", REFUSED),
        one("an agenda cut short", "agenda.ics", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", REFUSED),
        one("a film with its place", "film.mp4", geotagged_film(), HARMLESS),
        one("half a film", "moitie.mp4", geotagged_film()[:-20], REFUSED),
        one("a film that is none", "faux.mp4", SCRIPT, REFUSED),
        one("a film that is none", "faux.webm", b"\x1a\x45\xdf\xa3" + SCRIPT, REFUSED),
        one("a sound that is none", "faux.mp3", b"ID3\x04\0\0\0\0\0\x10" + SCRIPT, REFUSED),
        one("a sound that is none", "faux.ogg", b"OggS" + SCRIPT, REFUSED),
        one("a sound under a name that climbs", "..\\..\\sons\\cloche.mp3", mp3, HARMLESS),
        one("an empty document", "vide.pdf", b"", REFUSED),
        one("a document without extension", "passwd", MARK, REFUSED),
        one("a name of 300 characters", "d" * 296 + ".pdf", document(), EITHER),
    ]

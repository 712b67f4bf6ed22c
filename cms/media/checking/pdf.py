"""PDF files without what acts by itself (programs, other files, other software), nor the names of their authors."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pypdf
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from cms.media.checking.refusal import Refused, damaged, protected

MOST_OBJECTS = 4_000  # beyond, writing it anew takes too long: it stays as it is, if nothing in it acts
LARGEST_REWRITTEN = 20 * 1024 * 1024
ACTS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/RichMediaExecute", "/Movie", "/Rendition"})
HOLDERS = frozenset({"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/3D"})
WORDS = (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/XFA")
LIMITS: dict[str, Any] = {
    "zlib_maximum_output_length": 12_000_000,
    "lzw_maximum_output_length": 12_000_000,
    "run_length_maximum_output_length": 12_000_000,
    "array_based_stream_maximum_output_length": 12_000_000,
    "stream_parsing_work_maximum_count": 1_000_000,
    "jbig2dec_binary": None,
}


def cleansed(content: bytes, name: str) -> bytes | None:
    """The document, rewritten; None when it may stay as it is. Raises `Refused`."""
    if not content.startswith(b"%PDF-"):
        raise Refused(f"« {name} » n’est pas un PDF, malgré son nom. Vérifiez le fichier, puis envoyez-le à nouveau.")
    if b"%%EOF" not in content[-2048:]:
        raise damaged(name)
    with pypdf.apply_configuration(**LIMITS):
        reader = pypdf.PdfReader(BytesIO(content))
        if reader.is_encrypted:
            raise protected(name)
        _ = len(reader.pages)
        too_long = len(content) > LARGEST_REWRITTEN or int(reader.trailer.get("/Size", 0)) > MOST_OBJECTS
        if too_long or _is_signed(reader):
            if any(word in content for word in WORDS) or _opens_something(reader):
                raise Refused(
                    f"« {name} » contient un programme ou un autre fichier. Imprimez-le en PDF, puis envoyez cette "
                    "copie."
                )
            return None
        return _rewritten(reader)


def _opens_something(reader: pypdf.PdfReader) -> bool:
    """What a compressed document does not show to a search for words."""
    names, opening = _at(reader.root_object, "/Names"), _at(reader.root_object, "/OpenAction")
    named = names is not None and ("/JavaScript" in names or "/EmbeddedFiles" in names)
    return named or (opening is not None and _acts(opening)) or "/AA" in reader.root_object


def _is_signed(reader: pypdf.PdfReader) -> bool:
    """A signature would no longer hold."""
    form = _at(reader.root_object, "/AcroForm")
    return bool(form and int(form.get("/SigFlags", 0)) & 1)


def _rewritten(reader: pypdf.PdfReader) -> bytes | None:
    """None when there was nothing to take out: what is clean is never written again."""
    writer = pypdf.PdfWriter(clone_from=reader)
    root, form, names = writer.root_object, _at(writer.root_object, "/AcroForm"), _at(writer.root_object, "/Names")
    taken = [
        *_taken(root, "/OpenAction", "/AA", "/AF", "/Metadata", "/Collection"),
        *_taken(names, "/JavaScript", "/EmbeddedFiles"),
        *_taken(form, "/XFA"),
    ]
    for found in _dictionaries(writer):
        taken += _taken(found, "/AA", "/PieceInfo")
        action = _at(found, "/A")
        if action is not None and _acts(action):
            taken += _taken(found, "/A")
        if found.get("/Subtype") in HOLDERS:
            taken += _taken(found, "/FS", "/RichMediaContent")
        if "/EF" in found or found.get("/Type") == "/EmbeddedFile":
            taken += _emptied(found)
    if not taken and not reader.metadata:
        return None
    writer.metadata = None
    writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _taken(holder: DictionaryObject | None, *keys: str) -> list[str]:
    """Those that the dictionary had, and has no longer."""
    there = [key for key in keys if holder is not None and key in holder]
    for key in there:
        del holder[key]  # type: ignore[union-attr]  # it is one: it had the key
    return there


def _emptied(holder: DictionaryObject) -> list[str]:
    """Another file inside, and what names it: the place stays, since others may point to it."""
    if isinstance(holder, StreamObject):
        holder._data = b""
    return _taken(holder, *holder)


def _dictionaries(writer: pypdf.PdfWriter) -> Iterator[DictionaryObject]:
    """Each object that is a dictionary, and those that stand directly in an array of it."""
    for found in writer._objects:
        if isinstance(found, DictionaryObject):
            yield found
            for value in found.values():
                if isinstance(value, ArrayObject):
                    yield from (one for one in value if isinstance(one, DictionaryObject))


def _acts(action: DictionaryObject) -> bool:
    """Whether it, or what follows it, does more than to go somewhere."""
    return action.get("/S") in ACTS or "/JS" in action or "/Next" in action


def _at(holder: Any, key: str) -> DictionaryObject | None:
    value = holder.get(key)
    value = value.get_object() if value is not None else None
    return value if isinstance(value, DictionaryObject) else None

"""Keeping what was found, masked: in the texts of pages as they are stored, and in files."""

from collections.abc import Iterable

from cms.clearance.finds import Found, found_in_file, found_in_text, stored, together
from cms.clearance.models import FileLook, PageLook
from cms.clearance.reading import Reading
from cms.clearance.selectors import file_version, version_of
from cms.media.models import SchoolDocument
from cms.privacy.extraction import Unreadable, parts_of
from cms.privacy.selectors import Watch

FILE_AT_ONCE = 2 * 1024 * 1024  # bytes of a file that is read while somebody waits


def look_into(document: SchoolDocument, watch: Watch, *, words: bool = False) -> list[Found]:
    """Read a file. One that cannot be read is kept with the reason. `words`: with those around, for the screen."""
    founds: list[Found] = []
    unread = ""
    try:
        with document.file.open("rb") as opened:
            for part in parts_of(opened, document.filename):
                where = f"{document.title}, {part.where}" if part.where else document.title
                source, text = document.file_hash, part.text if words else ""
                founds += [found_in_file(find, where, document.pk, source, text=text) for find in watch.find(part.text)]
    except Unreadable as error:
        unread = str(error)
    except OSError:
        unread = f"« {document.title} » ne peut pas être ouvert."
    founds = together(founds)
    values = {"digest": file_version(document, watch), "finds": stored(founds), "unread": unread}
    FileLook.objects.update_or_create(document=document, defaults=values)
    return founds


def look_into_small(documents: Iterable[SchoolDocument], watch: Watch) -> list[SchoolDocument]:
    """Read those that are read in a moment. Returns the others."""
    large = []
    for document in documents:
        if (document.file_size or 0) > FILE_AT_ONCE:
            large.append(document)
        else:
            look_into(document, watch)
    return large


def keep_look(reading: Reading, watch: Watch) -> None:
    values = {"digest": version_of(reading, watch), "finds": stored(found_in_text(reading, watch))}
    PageLook.objects.update_or_create(page=reading.page, defaults=values)

"""What may be uploaded, and how much of it: the guides' tables (FILE-02, FILE-03), without Django."""

from collections.abc import Mapping
from dataclasses import dataclass

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: what it is called, and how large one may be."""

    label: str
    largest: int


IMAGES: Mapping[str, Format] = {
    "jpg": Format("JPEG", 5 * MB),
    "jpeg": Format("JPEG", 5 * MB),
    "png": Format("PNG", 5 * MB),
    "gif": Format("GIF", 5 * MB),
    "webp": Format("WebP", 5 * MB),
}
DOCUMENTS: Mapping[str, Format] = {
    "pdf": Format("PDF", 50 * MB),
    "odt": Format("texte OpenDocument", 50 * MB),
    "ods": Format("tableur OpenDocument", 50 * MB),
    "odp": Format("présentation OpenDocument", 50 * MB),
    "docx": Format("texte Word", 50 * MB),
    "xlsx": Format("tableur Excel", 50 * MB),
    "pptx": Format("présentation PowerPoint", 50 * MB),
    "txt": Format("texte", 50 * MB),
    "csv": Format("tableau CSV", 50 * MB),
    "ics": Format("agenda", 50 * MB),
    "vtt": Format("sous-titres WebVTT", 50 * MB),
    "mp3": Format("son MP3", 50 * MB),
    "ogg": Format("son Ogg", 50 * MB),
    "mp4": Format("film MP4", 100 * MB),
    "webm": Format("film WebM", 100 * MB),
}

# What a machine runs, or a browser: refused by name wherever it stands in a name, since some systems hide the last one.
PROGRAMS = frozenset(
    "apk app bat bin cgi class cmd com cpl dll dmg docm dotm exe hta htm html jar js jse jsp lnk mhtml mjs msi php "
    "phtml pl potm pptm ps1 py reg scr sh svg svgz swf vbe vbs wsf xhtml xlsm xltm xml xsl".split()
)
# What somebody has at hand, and what to make of it.
INSTEAD: Mapping[str, str] = {
    "doc": "Enregistrez-le au format .docx ou .pdf",
    "xls": "Enregistrez-le au format .xlsx ou .ods",
    "ppt": "Enregistrez-le au format .pptx ou .pdf",
    "heic": "Enregistrez la photo au format JPEG",
    "tif": "Enregistrez l’image au format PNG ou JPEG",
    "tiff": "Enregistrez l’image au format PNG ou JPEG",
    "bmp": "Enregistrez l’image au format PNG ou JPEG",
    "wav": "Enregistrez le son au format MP3 ou Ogg",
    "avi": "Enregistrez le film au format MP4 ou WebM",
    "mov": "Enregistrez le film au format MP4 ou WebM",
    "zip": "Une archive cache ce qu’elle contient : déposez ses fichiers un par un",
    "rar": "Une archive cache ce qu’elle contient : déposez ses fichiers un par un",
    "7z": "Une archive cache ce qu’elle contient : déposez ses fichiers un par un",
    "docm": "Ce document peut contenir des macros : enregistrez-le au format .docx",
    "xlsm": "Ce classeur peut contenir des macros : enregistrez-le au format .xlsx",
    "pptm": "Cette présentation peut contenir des macros : enregistrez-la au format .pptx",
    "svg": "Un dessin SVG peut contenir un programme : enregistrez-le au format PNG",
}

MOST_PIXELS = 50_000_000  # all the frames of an animation together
MOST_FRAMES = 1_000


@dataclass(frozen=True)
class Quota:
    """What one rubric may hold."""

    files: int = 150
    size: int = 250 * MB


@dataclass(frozen=True, slots=True)
class Use:
    """What a rubric holds, out of what it may."""

    files: int
    size: int
    quota: Quota

    @property
    def share(self) -> float:
        """From 0 to 1 and beyond, of whichever limit is nearer."""
        return max(
            self.files / self.quota.files if self.quota.files else 1.0,
            self.size / self.quota.size if self.quota.size else 1.0,
        )

    @property
    def is_full(self) -> bool:
        return self.share >= 1

    @property
    def is_near(self) -> bool:
        return NEAR <= self.share < 1

    def takes(self, size: int, files: int = 1) -> bool:
        return self.files + files <= self.quota.files and self.size + size <= self.quota.size


NEAR = 0.9


def megabytes(size: int) -> str:
    """ "12,5 Mo": a person counts in these."""
    number = f"{size / MB:.1f}".removesuffix(".0").replace(".", ",")
    return f"{number} Mo" if size >= MB // 10 else f"{max(1, round(size / 1024))} ko" if size else "0 Mo"

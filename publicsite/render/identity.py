"""What a browser or a system shows of a school beside its pages: icons, manifest; and whom to tell of a weakness."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cms.core import colours
from publicsite.render.cache import digest
from publicsite.render.faults import is_disk_fault
from publicsite.render.generators import Part
from publicsite.render.pictures import VERSION
from publicsite.render.site import SETTING, Site
from publicsite.render.writer import SiteWriter

SIZES = (32, 180, 192, 512)
IN_MANIFEST = (192, 512)
SECURITY = ".well-known/security.txt"
SHORT = 30  # letters under an icon; a longer name is cut by the system, as it likes
VALIDITY = timedelta(days=365)
# What every school's name begins with tells it from no other.
COMMON = frozenset(
    "collège lycée école groupe ensemble cité institut institution scolaire maternelle élémentaire primaire "
    "professionnel polyvalent général technologique public privé de des du la le les l d et à au aux".split()
)


@dataclass(frozen=True, slots=True)
class Icons:
    colour: str
    png: Mapping[int, str]  # address by size
    mark: str  # address of the drawn mark; empty when the icons show the logo


class IdentityGenerator(Part):
    def generate_context(self) -> None:
        colour = colours.parse(self._site.school.colour, "#1f4e79")
        ink, letter = colours.ink_on(colour), initial(self._site.school.name)
        folder = self._icons(self._logo(), letter, colour, ink)
        names = {size: f"theme/icon-{size}-{folder.name[:8]}.png" for size in SIZES}
        for size, name in names.items():
            self._site.door.use(name, b"", folder / f"{size}.png")
        self._site.door.use("favicon.ico", folder.name.encode(), folder / "icon.ico")
        mark = "" if self._logo() else "/theme/favicon.svg"
        self.context["icons"] = Icons(colour, {size: f"/{name}" for size, name in names.items()}, mark)
        self.env.globals["mark"] = {"letter": letter, "ink": ink}

    def generate_output(self, writer: SiteWriter) -> None:
        manifest = json.dumps(self._manifest(self.context["icons"]), ensure_ascii=False, indent=1)
        writer.door.put("manifest.webmanifest", None, lambda: f"{manifest}\n")
        security = list(self._security())
        if security:
            writer.door.put(SECURITY, None, lambda: "\n".join([*security, ""]))

    @property
    def _site(self) -> Site:
        site: Site = self.settings[SETTING]
        return site

    def _logo(self) -> Path | None:
        """The school's logo if it can be shown; what is wrong with it has been said."""
        name = self._site.school.logo
        return self._site.content / "images" / name if name and self._site.pictures.get(name, "logo") else None

    def _icons(self, logo: Path | None, letter: str, colour: str, ink: str) -> Path:
        shown = digest(logo.read_bytes()) if logo else f"{letter} {colour} {ink}"

        def draw(folder: Path) -> None:
            from publicsite.render import drawing  # a warm build never needs Pillow

            drawing.icons(logo, letter, colour, ink, SIZES, folder)

        try:
            return self._site.cache.entry(digest("icons", VERSION, repr(SIZES), shown), draw)
        except Exception as error:  # Pillow raises anything on a file that it cannot read to its end
            if logo is None or is_disk_fault(error):
                raise
            return self._icons(None, letter, colour, ink)

    def _manifest(self, icons: Icons) -> dict[str, Any]:
        school = self._site.school
        return {
            "name": school.name,
            **({"short_name": school.name} if len(school.name) <= SHORT else {}),
            "lang": "fr",
            "start_url": "/",
            "scope": "/",
            "display": "browser",
            "theme_color": icons.colour,
            "background_color": "#ffffff",
            "icons": [
                {"src": icons.png[size], "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
                for size in IN_MANIFEST
                for purpose in ("any", "maskable")
            ],
        }

    def _security(self) -> Iterator[str]:
        """RFC 9116. It expires a year after the last change of the site: one that nobody tends tells so, and the same
        content gives the same file. Without a contact or a date there is no file."""
        school, site_url = self._site.school, self.settings["SITEURL"]
        contact = f"mailto:{school.email}" if school.email else f"{site_url}/mentions-legales/" if site_url else ""
        changes = [article.shown_since for article in self.context["articles"][:1]]  # the newest
        changes += [rubric.doc.modified for rubric in self.context["tree"] if rubric.doc.modified]
        if not contact or not changes:
            return
        yield f"Contact: {contact}"
        yield f"Expires: {_instant(max(changes) + VALIDITY)}"
        yield "Preferred-Languages: fr, en"
        if site_url:
            yield f"Canonical: {site_url}/{SECURITY}"


def initial(name: str) -> str:
    """The letter that tells a school from others: S for "Collège Simone-Lacaze"."""
    words = re.findall(r"\w+", name)
    own = [word for word in words if word.lower() not in COMMON] or words
    return own[0][0].upper() if own else "É"


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"

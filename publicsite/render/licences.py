"""What a licence code of an image or a file says to a reader, and where its text is."""

from __future__ import annotations

from dataclasses import dataclass

CREATIVE_COMMONS = ("by", "by-sa", "by-nd", "by-nc", "by-nc-sa", "by-nc-nd")


@dataclass(frozen=True, slots=True)
class Licence:
    label: str
    url: str = ""


LICENCES = {
    "all-rights-reserved": Licence("Tous droits réservés"),
    "school-exception": Licence("Exception pédagogique"),
    "public-domain": Licence("Domaine public"),
} | {
    f"cc-{terms}": Licence(f"CC {terms.upper()} 4.0", f"https://creativecommons.org/licenses/{terms}/4.0/deed.fr")
    for terms in CREATIVE_COMMONS
}

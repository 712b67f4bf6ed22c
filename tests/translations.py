"""`make check`: the French catalogue is complete and compiled. Needs no gettext; with it, looks for new strings too.

The compiled catalogue is committed, so that a machine without gettext runs the product in French.
"""

from __future__ import annotations

import gettext
import re
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
CATALOGUE = PROJECT / "cms" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
ENTRY = re.compile(r'^(msgid|msgid_plural|msgstr(?:\[\d\])?) ((?:".*"\n?)+)', re.M)


def entries(text: str) -> list[tuple[str, list[str]]]:
    """(message, translations) of each entry but the header."""
    found = []
    for block in text.split("\n\n")[1:]:
        fields = [(kind, "".join(re.findall(r'"(.*)"', value))) for kind, value in ENTRY.findall(block)]
        messages = [value for kind, value in fields if kind == "msgid"]
        if messages:
            found.append((messages[0], [value for kind, value in fields if kind.startswith("msgstr")]))
    return found


def problems() -> list[str]:
    text = CATALOGUE.read_text(encoding="utf-8")
    found = [f"fuzzy: {line}" for line in text.splitlines() if line.startswith("#,") and "fuzzy" in line]
    compiled = gettext.GNUTranslations(CATALOGUE.with_suffix(".mo").open("rb"))
    for message, translations in entries(text):
        if not all(translations):
            found.append(f"untranslated: {message}")
        elif compiled.gettext(message) not in {translations[0], message} and '"' not in translations[0]:
            found.append(f"not compiled: {message}")
    return found + new_strings(text)


def new_strings(text: str) -> list[str]:
    """Strings marked in the code that the catalogue lacks; nothing where gettext is not installed."""
    if not shutil.which("xgettext"):
        print("gettext absent: new strings were not looked for.")
        return []
    known = {message for message, _ in entries(text)}
    sources = [str(path) for path in sorted((PROJECT / "cms").rglob("*.py")) if "migrations" not in path.parts]
    command = [
        "xgettext",
        "--language=Python",
        "--from-code=UTF-8",
        "--no-wrap",
        "-k_",
        "-kgettext_lazy",
        "-kgettext_noop",
        "-kngettext:1,2",
        "-o-",
    ]
    printed = subprocess.run([*command, *sources], capture_output=True, text=True, check=True).stdout
    return [f"new: {message}" for message, _ in entries(printed) if message not in known]


if __name__ == "__main__":
    faults = problems()
    print("\n".join(faults) or "Translations: complete.")
    sys.exit(bool(faults))

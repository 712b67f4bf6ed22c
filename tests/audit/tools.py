"""The judges, installed from npm at the versions written here."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tests.support.browser import chromium
from tests.support.installation import PROJECT

VERSIONS = {"vnu-jar": "26.9.27", "axe-core": "4.14.1", "lighthouse": "13.5.0"}
FOLDER = PROJECT / ".venv" / "audit"


class Missing(Exception):
    """Something that the audit needs is not on this machine."""


def install() -> Path:
    """The folder of node modules that holds all three."""
    for program, wanted in (("npm", "node"), ("java", "Java"), (chromium() or "chromium", "Chromium")):
        if not shutil.which(program):
            raise Missing(f"Il manque {wanted} pour cet examen.")
    asked = " ".join(f"{name}@{version}" for name, version in VERSIONS.items())
    done = FOLDER / "installed"
    if not done.is_file() or done.read_text() != asked:
        FOLDER.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--no-save", "--no-audit", "--no-fund", "--silent", "--prefix", str(FOLDER)]
        subprocess.run([*command, *asked.split()], check=True)
        done.write_text(asked)
    return FOLDER / "node_modules"


def environment() -> dict[str, str]:
    return {**os.environ, "CHROME_PATH": str(chromium())}

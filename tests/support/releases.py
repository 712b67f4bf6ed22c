"""Reading a release as a web server does: through the links of its trees."""

from __future__ import annotations

import os
from pathlib import Path


def files_of(release: Path, ending: str = "") -> list[Path]:
    """Every file of a release, or those whose name ends so."""
    walked = os.walk(release, followlinks=True)
    return sorted(Path(place, name) for place, _folders, names in walked for name in names if name.endswith(ending))

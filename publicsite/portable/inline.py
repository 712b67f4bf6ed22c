"""Text as it stands in HTML: on one line, escaped, wrapped."""

from __future__ import annotations

import html
import re

# HTML's own white space only: a no-break space is a character that the author chose.
SPACES = re.compile(r"[ \t\n\r\f]+")


def flat(text: str) -> str:
    """Text on one line, as a browser shows it."""
    return SPACES.sub(" ", text).strip(" ")


def escaped(text: str) -> str:
    return html.escape(text, quote=False)


def attribute(text: str) -> str:
    return html.escape(text, quote=False).replace('"', "&quot;")


def wrap(name: str, text: str, class_name: str = "") -> str:
    """The element, unless it would be empty."""
    opening = f'{name} class="{class_name}"' if class_name else name
    return f"<{opening}>{escaped(flat(text))}</{name}>" if flat(text) else ""


def join(*lines: str) -> str:
    """The lines that say something."""
    return "\n".join(filter(None, lines))

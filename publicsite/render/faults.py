"""Telling a fault of the theme or of the disk, which must stop the build, from one document's, which must not."""

from __future__ import annotations

import traceback
from pathlib import Path

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError
from pelican.generators import PelicanTemplateNotFound


class ThemeFault(Exception):
    """The theme cannot be used; the message names the template and the line."""


def is_disk_fault(error: Exception) -> bool:
    """Said by the system, not by a library about a file's content: a full disk, say."""
    return isinstance(error, OSError) and error.errno is not None


def stops_the_build(error: Exception) -> bool:
    return is_disk_fault(error) or is_theme_fault(error)


def is_theme_fault(error: Exception) -> bool:
    return isinstance(error, TemplateError | PelicanTemplateNotFound) or _place(error) is not None


def theme_fault(error: Exception) -> ThemeFault:
    if isinstance(error, TemplateNotFound):
        return ThemeFault(f"Thème : le gabarit « {error.name} » manque.")
    if isinstance(error, PelicanTemplateNotFound):
        return ThemeFault(f"Thème : un gabarit manque. {error}")
    name, line = _syntax_place(error) or _place(error) or ("?", 0)
    return ThemeFault(f"Thème : {name}, ligne {line} : {error}")


def _syntax_place(error: Exception) -> tuple[str, int] | None:
    return (error.name or "?", error.lineno) if isinstance(error, TemplateSyntaxError) else None


def _place(error: Exception) -> tuple[str, int] | None:
    """The innermost line of a template in the traceback: Jinja writes its templates' own names and lines there."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if "templates" in path.parts and path.suffix != ".py":
            below = path.parts[len(path.parts) - path.parts[::-1].index("templates") :]
            return "/".join(below), frame.lineno or 0
    return None

"""Pelican's settings for one school, built from its `school.toml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import FileSystemBytecodeCache, StrictUndefined
from pelican.settings import read_settings

from publicsite.render.addresses import DIRECT_PAGES, NOT_FOUND
from publicsite.render.french import dialled, file_size, french_date, month_name, paragraphs, short_month
from publicsite.render.keys import of_program
from publicsite.render.site import SETTING, Site

FEED_ITEMS = 30


def of_build(site: Site, output: Path) -> dict[str, Any]:
    """What is of one build only."""
    return {
        SETTING: site,
        "OUTPUT_PATH": str(output),
        "JINJA_GLOBALS": {"picture": site.pictures.get, "school": site.school, "layout": site.layout},
    }


def build_settings(site: Site, theme: Path, siteurl: str) -> dict[str, Any]:
    """`siteurl` may be empty: then feeds and the sitemap have addresses without a host.

    What Pelican would look for, read and guess is not among them: it is given all documents, see `engine`.
    """
    settings: dict[str, Any] = read_settings(
        override={
            "PATH": str(site.content),
            "THEME": str(theme),
            "SITENAME": site.school.name,
            "SITEURL": siteurl.rstrip("/"),
            "TIMEZONE": site.school.timezone,
            "DEFAULT_LANG": "fr",
            "LOCALE": ["C.UTF-8", "C"],
            "PLUGINS": [],
            "CACHE_CONTENT": False,
            "FEED_ATOM": "feeds/atom.xml",
            "FEED_MAX_ITEMS": FEED_ITEMS,
            "DIRECT_TEMPLATES": [*DIRECT_PAGES, NOT_FOUND],
            **{f"{name.upper()}_SAVE_AS": f"{url}index.html" for name, url in DIRECT_PAGES.items()},
            **_templates(site),
        }
    )
    return settings


def _templates(site: Site) -> dict[str, Any]:
    compiled = site.cache.root / "templates" / of_program().hex()  # with our filters, Jinja computes what it can
    compiled.mkdir(parents=True, exist_ok=True)
    return {
        "JINJA_ENVIRONMENT": {
            "autoescape": True,
            "auto_reload": False,
            "undefined": StrictUndefined,
            "bytecode_cache": FileSystemBytecodeCache(str(compiled)),
        },
        "JINJA_FILTERS": {
            "date": french_date,
            "month": month_name,
            "short_month": short_month,
            "filesize": file_size,
            "paragraphs": paragraphs,
            "dialled": dialled,
        },
    }

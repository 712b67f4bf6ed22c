"""Pelican's settings for one school, built from its `school.toml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import FileSystemBytecodeCache, StrictUndefined
from pelican.settings import read_settings

from publicsite.render import plugin
from publicsite.render.addresses import DIRECT_PAGES, NOT_FOUND
from publicsite.render.french import file_size, french_date, month_name, paragraphs, short_month
from publicsite.render.rubrics import newest_first
from publicsite.render.site import SETTING, Site

PER_PAGE = 10
FEED_ITEMS = 30


def build_settings(site: Site, theme: Path, siteurl: str) -> dict[str, Any]:
    """`siteurl` may be empty: then feeds and the sitemap have addresses without a host."""
    settings: dict[str, Any] = read_settings(
        override={
            SETTING: site,
            "PATH": str(site.content),
            "OUTPUT_PATH": str(site.output),
            "THEME": str(theme),
            "SITENAME": site.school.name,
            "SITEURL": siteurl.rstrip("/"),
            "TIMEZONE": site.school.timezone,
            "DEFAULT_LANG": "fr",
            "LOCALE": ["C.UTF-8", "C"],
            "PLUGINS": [plugin],
            **_what_is_read(),
            **_addresses(),
            **_lists(),
            **_feeds(),
            **_templates(site),
        }
    )
    return settings


def _what_is_read() -> dict[str, Any]:
    """The public room only, and nothing guessed from file names or folders."""
    return {
        "ARTICLE_PATHS": ["articles"],
        "PAGE_PATHS": ["pages"],
        "STATIC_PATHS": [],
        "IGNORE_FILES": [".*", "*.css"],  # style sheets are bundled by us
        "USE_FOLDER_AS_CATEGORY": False,
        "DEFAULT_CATEGORY": "",
        "FILENAME_METADATA": "",
        "FORMATTED_FIELDS": [],
        # Two articles with one slug in two rubrics are not translations of each other.
        "ARTICLE_TRANSLATION_ID": None,
        "PAGE_TRANSLATION_ID": None,
        "CACHE_CONTENT": False,
    }


def _addresses() -> dict[str, Any]:
    """Articles and rubrics bring their own (see `reader`)."""
    direct = {f"{name.upper()}_URL": url for name, url in DIRECT_PAGES.items()}
    direct |= {f"{name.upper()}_SAVE_AS": f"{url}index.html" for name, url in DIRECT_PAGES.items()}
    return {
        **direct,
        "DIRECT_TEMPLATES": [*DIRECT_PAGES, NOT_FOUND],
        "TAG_URL": "tags/{slug}/",
        "TAG_SAVE_AS": "tags/{slug}/index.html",
        "CATEGORY_SAVE_AS": "",
        "AUTHOR_SAVE_AS": "",
        "YEAR_ARCHIVE_URL": "archives/{date:%Y}/",
        "YEAR_ARCHIVE_SAVE_AS": "archives/{date:%Y}/index.html",
        "MONTH_ARCHIVE_URL": "archives/{date:%Y}/{date:%m}/",
        "MONTH_ARCHIVE_SAVE_AS": "archives/{date:%Y}/{date:%m}/index.html",
        # A folder per page: with "{name}{number}", page 2 of the tag "5e1" would be the tag "5e12".
        "PAGINATION_PATTERNS": [
            (1, "{url}", "{save_as}"),
            (2, "{url}page/{number}/", "{base_name}/page/{number}/index.html"),
        ],
    }


def _lists() -> dict[str, Any]:
    return {
        # A total order: Pelican finds files in a set, whose order changes from run to run.
        "ARTICLE_ORDER_BY": newest_first,
        "PAGE_ORDER_BY": "url",
        "DEFAULT_PAGINATION": PER_PAGE,
        "DEFAULT_ORPHANS": 2,
        "PAGINATED_TEMPLATES": {"rubric": None, "tag": None, "period_archives": None},
    }


def _feeds() -> dict[str, Any]:
    """One for the site; those of rubrics are written by our own generator."""
    unused = ("FEED_ALL_ATOM", "CATEGORY_FEED_ATOM", "AUTHOR_FEED_ATOM", "AUTHOR_FEED_RSS", "TRANSLATION_FEED_ATOM")
    return {**dict.fromkeys(unused), "FEED_ATOM": "feeds/atom.xml", "FEED_MAX_ITEMS": FEED_ITEMS}


def _templates(site: Site) -> dict[str, Any]:
    compiled = site.cache.root / "templates"
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
        },
        "JINJA_GLOBALS": {"picture": site.pictures.get, "school": site.school, "layout": site.layout},
    }

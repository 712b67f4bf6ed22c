"""Addresses in pages that we have written ourselves.

Our pages come from autoescaping templates and from a serialiser, so that "<" and ">" are found in tags only and every
attribute is quoted: this is why two expressions are enough here, and why they would not be for any other HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import escape, unescape

_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_ADDRESS = re.compile(r'(?<=\s)(href|src|srcset|poster)="([^"]*)"')


def addresses(html: str) -> Iterator[str]:
    """Every address that the page loads or leads to."""
    for tag in _TAG.finditer(html):
        for name, value in _ADDRESS.findall(tag[0]):
            yield from _told(name, value)


@lru_cache(maxsize=4096)
def _told(name: str, value: str) -> tuple[str, ...]:
    """The addresses that an attribute holds; pages say the same ones again and again."""
    if name == "srcset":
        return tuple(candidate.split()[0] for candidate in unescape(value).split(","))
    return (unescape(value),)


def absolute(html: str, site_url: str) -> str:
    """The same HTML for readers that show it elsewhere (feeds): full addresses, and one size per picture."""

    def rewrite(match: re.Match[str]) -> str:
        name, value = match[1], unescape(match[2])
        if name == "srcset":
            return ""
        return f'{name}="{escape(site_url + value)}"' if value.startswith("/") else match[0]

    return _rewrite_tags(html, lambda tag: _ADDRESS.sub(rewrite, tag))


def _rewrite_tags(html: str, rewrite: Callable[[str], str]) -> str:
    return _TAG.sub(lambda match: rewrite(match[0]), html)

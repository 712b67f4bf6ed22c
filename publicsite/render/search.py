"""The index of the site's search: plain JSON files, of which a visitor reads only those that a question needs.

`index.json` tells how words are compared and where each file of words begins. The words stand in alphabetical order in
files of some 24 kB, `words/<n>.json`: a question, even the beginning of a word, needs one or two. A word has the
numbers of the articles that hold it, in their title, else in their keywords, else in their text, each as the distance
from the one before.
`found/<n>.json` tells of two articles what a list of results shows. Articles are numbered from the newest.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from publicsite.render.words import RULE, SHORTEST, stems

WORDS_FILE = 24_000  # signs
PER_FILE = 2
EXCERPT = 3_000  # signs of an article's text that results may show
_IN_A_LINE = re.compile(r"</?(?:a|em|strong|sub|sup)\b[^<>]*>")
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Entry:
    """One public page to be found. `keywords` weigh less than the title and more than the text, and are shown when one
    of them is what was asked."""

    title: str
    url: str
    rubric: str
    date: str  # in words; may be empty
    keywords: tuple[str, ...]
    text: str  # plain


def plain(html: str) -> str:
    """The text of canonical HTML, whose "<" stand in tags only."""
    return " ".join(unescape(_TAG.sub(" ", _IN_A_LINE.sub("", html))).split())


def index_files(entries: Iterable[Entry]) -> dict[str, str]:
    """The files of the index, by name; the newest entry first."""
    listed = list(entries)
    files = {}
    starts = []
    for number, group in enumerate(_word_files(_postings(listed))):
        starts.append(next(iter(group)))
        files[f"words/{number}.json"] = _json(group)
    for first in range(0, len(listed), PER_FILE):
        shown = [_shown(entry) for entry in listed[first : first + PER_FILE]]
        files[f"found/{first // PER_FILE}.json"] = _json(shown)
    rule = {name: RULE[name] for name in ("letters", "keep", "whole", "steps", "stop")}
    files["index.json"] = _json(
        {**rule, "shortest": SHORTEST, "starts": starts, "perFile": PER_FILE, "count": len(listed)}
    )
    return files


def _postings(entries: list[Entry]) -> dict[str, list[list[int]]]:
    """For each stem, the entries that have it: in their title, else in their keywords, else in their text."""
    fields: tuple[defaultdict[str, list[int]], ...] = (defaultdict(list), defaultdict(list), defaultdict(list))
    for number, entry in enumerate(entries):
        told: set[str] = set()
        texts = entry.title, " ".join(entry.keywords), f"{entry.rubric} {entry.text}"
        for field, text in zip(fields, texts, strict=True):
            found = stems(text) - told
            for stem in found:
                field[stem].append(number)
            told |= found
    return {stem: [_distances(field.get(stem, [])) for field in fields] for stem in sorted(set().union(*fields))}


def _distances(numbers: list[int]) -> list[int]:
    return [number - before for before, number in zip([0, *numbers], numbers, strict=False)]


def _word_files(postings: dict[str, list[list[int]]]) -> Iterator[dict[str, Any]]:
    group: dict[str, Any] = {}
    size = 0
    for stem, found in postings.items():
        group[stem] = found
        size += len(_json({stem: found}))
        if size >= WORDS_FILE:
            yield group
            group, size = {}, 0
    if group:
        yield group


def _shown(entry: Entry) -> list[Any]:
    text = entry.text if len(entry.text) <= EXCERPT else entry.text[:EXCERPT].rsplit(" ", 1)[0] + "…"
    return [entry.title, entry.url, entry.rubric, entry.date, text, entry.keywords]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

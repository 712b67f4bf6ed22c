"""Lists: what a column holds is said once, at its head, far from most of its cells."""

import re
from collections.abc import Iterator

from cms.privacy.enums import Kind
from cms.privacy.rules.finds import Find, found, words_of
from cms.privacy.rules.numbers import INE_FORM
from cms.privacy.rules.writing import A_DATE, is_of_the_living

SEPARATORS = "\t;|,"
HEADS = {
    Kind.TELEPHONE: "tel telephone telephones portable mobile gsm",
    Kind.BIRTH_DATE: "naissance ddn ne nee nes",
    Kind.INE: "ine",
}
SPREADSHEET_NUMBER = re.compile(r"[1-79]\d{8}")  # a spreadsheet drops the first 0 of a number
PUPIL_NUMBER = re.compile(INE_FORM, re.I | re.A)
LONGEST_HEAD = 40
LINE = re.compile(r"[^\r\n]++")


def cells(text: str) -> Iterator[Find]:
    columns: dict[int, Kind] = {}
    separator = ""
    end = 0
    for match in LINE.finditer(text):
        line, start = match[0], match.start()
        mark = next((mark for mark in SEPARATORS if mark in line), "")
        if heads := _heads(line, mark):
            columns, separator = heads, mark
        elif separator not in line or text.count("\n", end, start) > 1:  # the list is over
            columns = {}
        elif columns:
            yield from _cells_of(text, line, start, separator, columns)
        end = match.end()


def _heads(line: str, mark: str) -> dict[int, Kind]:
    if not mark or len(line) > 2000:
        return {}
    heads = {}
    for place, cell in enumerate(line.split(mark)):
        words = words_of(cell) if len(cell) <= LONGEST_HEAD and not re.search(r"\d", cell) else []
        kind = next((kind for kind, names in HEADS.items() if set(names.split()) & set(words)), None)
        if kind and len(words) <= 5:
            heads[place] = kind
    return heads


def _cells_of(text: str, line: str, start: int, separator: str, columns: dict[int, Kind]) -> Iterator[Find]:
    for place, cell in enumerate(line.split(separator, max(columns) + 1)):
        value = cell.strip(" \u00a0\"'\r\n")
        if place in columns and value and _is_a(columns[place], value):
            begin = start + cell.index(value)
            yield found(columns[place], text, begin, begin + len(value))
        start += len(cell) + 1


def _is_a(kind: Kind, value: str) -> bool:
    if kind == Kind.TELEPHONE:
        return bool(SPREADSHEET_NUMBER.fullmatch(value))
    if kind == Kind.INE:
        return bool(PUPIL_NUMBER.fullmatch(value))
    match = A_DATE.fullmatch(value)
    return bool(match and is_of_the_living(match))

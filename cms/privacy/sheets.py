"""Cells of an .xlsx workbook as lines of text, with dates as people read them: a cell holds a number of days."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from lxml import etree

MOST_COLUMNS = 400
DATES = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})  # number formats that show a date
FIRST_DAY = date(1899, 12, 30)


def sheets_of(xml: Callable[[str], Any], targets: dict[str, str], members: set[str]) -> Iterator[tuple[str, str]]:
    """(name, text) of each sheet, hidden ones too. `xml` reads a member, `targets` are the workbook's relations."""
    strings = [_string(item) for item in xml("xl/sharedStrings.xml")] if "xl/sharedStrings.xml" in members else []
    dates = _date_styles(xml("xl/styles.xml")) if "xl/styles.xml" in members else set()
    for sheet in _all(xml("xl/workbook.xml"), "sheet"):
        key = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
        if key in targets:
            rows = (_row(row, strings, dates) for row in _all(xml(targets[key]), "row"))
            yield _name(sheet), "\n".join(rows)


def _name(sheet: Any) -> str:
    hidden = sheet.get("state", "visible") != "visible"
    return f"{sheet.get('name')} (masquée)" if hidden else str(sheet.get("name"))


def _row(row: Any, strings: list[str], dates: set[int]) -> str:
    cells: list[str] = []
    for cell in _all(row, "c"):
        column = _column(cell.get("r", ""))
        if column is not None and len(cells) < column < MOST_COLUMNS:
            cells += [""] * (column - len(cells))
        cells.append(_value(cell, strings, dates))
    return "\t".join(cells)


def _column(reference: str) -> int | None:
    """0 for "A3", 26 for "AA3"."""
    letters = re.match(r"[A-Z]{1,3}", reference)
    if not letters:
        return None
    column = 0
    for letter in letters[0]:
        column = column * 26 + ord(letter) - 64
    return column - 1


def _value(cell: Any, strings: list[str], dates: set[int]) -> str:
    kind, value = cell.get("t", "n"), next((node.text or "" for node in _all(cell, "v")), "")
    if kind == "inlineStr":
        return _string(cell)
    if kind == "s":
        return strings[int(value)] if value else ""
    if kind == "n" and int(cell.get("s", "0")) in dates and re.fullmatch(r"\d{1,6}(\.\d{1,20})?", value):
        return f"{FIRST_DAY + timedelta(days=int(float(value))):%d/%m/%Y}"
    return value.removesuffix(".0")


def _string(item: Any) -> str:
    """Phonetic guides are left out: they say the same again."""
    pieces = [node.text or "" for node in _all(item, "t") if etree.QName(node.getparent()).localname != "rPh"]
    return re.sub(r"[\t\n]", " ", "".join(pieces))


def _date_styles(styles: Any) -> set[int]:
    """Places in the list of styles whose number format has a day, month or year."""
    ours = {
        int(node.get("numFmtId", "0"))
        for node in _all(styles, "numFmt")
        if re.search(r"[djy]|mmm", re.sub(r'"[^"]{0,200}"|\[[^\]]{0,50}\]|\\.', "", node.get("formatCode", "")).lower())
    }
    formats = next(iter(_all(styles, "cellXfs")), ())
    return {place for place, style in enumerate(formats) if int(style.get("numFmtId", "0")) in DATES | ours}


def _all(element: Any, name: str) -> list[Any]:
    return list(element.iter("{*}" + name))

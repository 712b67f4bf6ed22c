"""Whole names of the school's pupils, in either order, found in one pass over the words of a text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product

from cms.privacy.enums import Kind
from cms.privacy.rules.finds import WORD, Find, before, folded, found, words_of

OF = frozenset({"de", "d", "du", "des"})
THE = frozenset({"la", "l", "le", "les"})  # particles only after "de"
BETWEEN = re.compile(r"[ \t\u00a0\u202f_'’ʼ\-\u2010-\u2013|;\"“”«»\u0300-\u036f]{1,4}|[,.]")
COMMA = re.compile(r",[ \u00a0]{1,2}")
LINE_END = re.compile(r"[ ]?\r?\n[ ]?")
# A street or a school is named after somebody; a thing has an article.
IS_A_PLACE = re.compile(
    r"\b(?:coll[èe]ge|lyc[ée]e|[ée]cole|rue|avenue|boulevard|place|all[ée]e|impasse|square|quai|gymnase|stade|salle|piscine|"
    r"m[ée]diath[èe]que|biblioth[èe]que|th[ée][âa]tre|h[ôo]pital|mus[ée]e|amphith[ée][âa]tre|station|arr[êe]t|pont|parc|complexe)"
    r"[ \u00a0-]$",
    re.I,
)
CAPITALISED = re.compile(r"\b[A-ZÀ-ÖØ-Þ][\w'’]{0,20}[ \u00a0-]$")
ARTICLE = re.compile(r"\b(?:une?|la|le|les|des|cette?|ce|sa|son|ses|ma|mon|quelle|chaque|de|en)[ \u00a0]$", re.I)


@dataclass
class _Node:
    next: dict[str, "_Node"] = field(default_factory=dict)
    first_name_first: bool = False
    last_name_first: bool = False


class NameIndex:
    """Names as a tree of words without case, accents, hyphens, apostrophes or particles."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """`names`: pairs of first name and last name."""
        self._root = _Node()
        for first, last in names:
            for first_words, last_words in product(_first_names(first), _spellings(last)):
                if first_words and last_words:
                    self._add(first_words + last_words).first_name_first = True
                    self._add(last_words + first_words).last_name_first = True

    def _add(self, words: list[str]) -> _Node:
        node = self._root
        for word in words:
            node = node.next.setdefault(word, _Node())
        return node

    def finds(self, text: str) -> Iterator[Find]:
        words = [(folded(match[0]), match.start(), match.end()) for match in WORD.finditer(text)]
        place = 0
        while place < len(words):
            last, sure = self._longest(text, words, place)
            if last > place and not _is_something_else(text, words[place][1], words[last][2]):
                yield found(Kind.PUPIL, text, words[place][1], words[last][2], sure=sure)
                place = last
            place += 1

    def _longest(self, text: str, words: list[tuple[str, int, int]], place: int) -> tuple[int, bool]:
        """The last word of the longest name that begins at this word; the word itself where there is none."""
        best, sure = place, True
        first = place
        node = self._root.next.get(words[place][0])
        comma = broken = False
        particles = 0
        while node and place + 1 < len(words):
            gap = text[words[place][2] : words[place + 1][1]]
            if COMMA.fullmatch(gap) and not _ends_another_name(text, *words[first][1:]):
                comma = True
            elif LINE_END.fullmatch(gap):
                broken = True
            elif not BETWEEN.fullmatch(gap):
                break
            place += 1
            word = words[place][0]
            if word in node.next:
                node = node.next[word]
                particles = 0
                if (node.first_name_first and not comma) or (node.last_name_first and not broken):
                    best, sure = place, not (broken or comma)
            elif particles < 2 and (word in OF or (word in THE and particles == 1)):
                particles += 1
            else:
                break
        return best, sure


def _is_something_else(text: str, start: int, end: int) -> bool:
    around = before(text, start, 25)
    return bool(IS_A_PLACE.search(around) or (text[start:end].islower() and ARTICLE.search(around)))


def _ends_another_name(text: str, start: int, end: int) -> bool:
    """In "Zoé Castel, Lina", Castel is Zoé's; in "élève CASTEL, Lina" it is Lina's."""
    return not text[start:end].isupper() and bool(CAPITALISED.search(text[max(0, start - 25) : start]))


def _first_names(name: str) -> list[list[str]]:
    """All of them, or the first alone: "Chloé Marie" is "Chloé" to everybody."""
    return [*_spellings(name), *([words_of(name.split()[0])] if " " in name.strip() else [])]


def _spellings(name: str) -> list[list[str]]:
    """ "O'Brien" is also written "OBrien"."""
    joined = re.sub(r"['’ʼ]", "", name)
    return [_without_particles(words_of(spelling)) for spelling in {name, joined}]


def _without_particles(words: list[str]) -> list[str]:
    kept = [
        word
        for place, word in enumerate(words)
        if word not in OF and not (word in THE and place and words[place - 1] in OF)
    ]
    return kept or words

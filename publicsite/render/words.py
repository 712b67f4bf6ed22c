"""French text as words that can be compared: accents folded, plurals and feminines brought together.

The rule is data (`french_words.json`), which the index carries to the browser: `search.js` applies the same one.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

RULE: dict[str, Any] = json.loads(Path(__file__).with_name("french_words.json").read_text(encoding="utf-8"))
STOP = frozenset(RULE["stop"])
SHORTEST = 2  # a single letter finds everything
_ROUGH = re.compile(r"[\w\u0300-\u036f]+")  # with the accents that stand apart from their letter
_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans(RULE["letters"])


def folded(text: str) -> str:
    """In small letters without accents: "Œuvre d’été" is "oeuvre d’ete"."""
    apart = unicodedata.normalize("NFD", text.lower())
    return "".join(sign for sign in apart if not unicodedata.category(sign).startswith("M")).translate(_LETTERS)


def stems(text: str) -> set[str]:
    """What a text is found by."""
    return {stem for rough in set(_ROUGH.findall(text)) for stem in _stems(rough)}


@cache
def _stems(rough: str) -> tuple[str, ...]:
    """A site says the same words again and again: each is folded once."""
    words = [word for word in _WORD.findall(folded(rough)) if len(word) >= SHORTEST]
    return tuple(stem(word) for word in words if word not in STOP)


@cache
def stem(word: str) -> str:
    """The part of a folded word that its forms share: "journ" + "al" for "journaux"."""
    if word in RULE["whole"]:
        return str(RULE["whole"][word])
    for step in RULE["steps"]:
        for ending, instead in step:
            if word.endswith(ending) and len(word) - len(ending) >= RULE["keep"]:
                word = word.removesuffix(ending) + instead
                break
    return word

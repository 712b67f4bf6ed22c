"""What a find is, what is known to be public, and the words that stand before a number."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

from cms.privacy.enums import Kind

SPACE = "[ \u00a0\u202f]"
WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]{0,4}){1,200}")


@dataclass(frozen=True)
class Find:
    """Something personal at `text[start:end]`. `sure`: its own check digits, or the words around it, say so."""

    kind: Kind
    start: int
    end: int
    text: str
    sure: bool = True


def found(kind: Kind, text: str, start: int, end: int, *, sure: bool = True) -> Find:
    return Find(kind, start, end, text[start:end], sure)


@dataclass(frozen=True)
class Known:
    """The school's own public details, as it writes them: they may be said anywhere."""

    telephones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()

    def covers(self, find: Find) -> bool:
        match find.kind:
            case Kind.TELEPHONE:
                return national_number(find.text) in self._telephones
            case Kind.EMAIL:
                return find.text.casefold() in self._emails
            case Kind.ADDRESS:
                words = words_of(find.text)
                return any(words[: len(known)] == known[: len(words)] for known in self._addresses)
        return False

    @cached_property
    def _telephones(self) -> frozenset[str]:
        return frozenset(national_number(number) for number in self.telephones)

    @cached_property
    def _emails(self) -> frozenset[str]:
        return frozenset(email.strip().casefold() for email in self.emails)

    @cached_property
    def _addresses(self) -> list[list[str]]:
        return [words_of(address) for address in self.addresses if address.strip()]


def national_number(number: str) -> str:
    """ "+33 (0)2 61…" and "02.61…" are one number; overseas, "+262 262…" and "0262…" are one too."""
    digits = re.sub(r"\D", "", number.replace("(0)", ""))
    digits = digits[2:] if digits.startswith("00") else digits
    return re.sub(r"^(?:33|262|508|59[046])0?(?=\d{9}$)", "0", digits)


@lru_cache(maxsize=65536)
def folded(word: str) -> str:
    """A word without case or accents: "Œuvrard" and "OEUVRARD" are one."""
    word = word.casefold()
    if word.isascii():
        return word
    word = unicodedata.normalize("NFKD", word.replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in word if not unicodedata.combining(letter))


def words_of(text: str) -> list[str]:
    return [folded(match[0]) for match in WORD.finditer(text)]


def before(text: str, start: int, length: int) -> str:
    """The end of what stands before, on the same line."""
    return text[max(0, start - length) : start].rpartition("\n")[2]

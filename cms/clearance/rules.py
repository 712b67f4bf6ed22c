"""How something that was found is named without being kept: pure functions."""

import hashlib
import hmac
import re

WORDS_AROUND = 60
SPACES = re.compile(r"\s+")


def mask(text: str) -> str:
    """The beginning of each word, the rest hidden: "L••• C•••••", "06 •• •• •• ••". Enough to know it again."""
    local, at, domain = text.partition("@")
    if at and local and " " not in text:  # the place tells nobody
        return f"{local[:1]}{'•' * (len(local) - 1)}@{domain}"[:80]
    words = text.split()
    digits = any(letter.isdigit() for letter in text)
    shown = []
    for number, word in enumerate(words):
        kept = (2 if number == 0 else 0) if digits else 1
        if len(words) == 1:
            kept = min(kept, len(word) - 1)
        shown.append(word[:kept] + re.sub(r"\w", "•", word[kept:]))
    return " ".join(shown)[:80]


def fingerprint(secret: str, kind: str, value: str, source: str = "") -> str:
    """The same for the same thing found again, elsewhere in the article or later; tells nothing without the secret.

    `source` is the digest of a file: what was decided of an article's text says nothing of a list attached to it.
    """
    said = "\x00".join((kind, value, source)).encode()
    return hmac.new(secret.encode(), said, hashlib.sha256).hexdigest()[:32]


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """The words before and after, cut at a word."""
    before, after = text[max(0, start - WORDS_AROUND) : start], text[end : end + WORDS_AROUND]
    if start > WORDS_AROUND:
        before = "…" + before.partition(" ")[2]
    if end + WORDS_AROUND < len(text):
        after = after.rpartition(" ")[0] + "…"
    return SPACES.sub(" ", before), SPACES.sub(" ", after)

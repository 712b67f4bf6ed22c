"""The detector: what is personal in a text, by bounded expressions, check digits and the directory's names (ZONE-04).

Pure and deterministic: the same text gives the same finds, in a time that grows with its length only.
"""

from collections.abc import Iterable
from itertools import chain

from cms.privacy.rules.columns import cells
from cms.privacy.rules.finds import Find, Known
from cms.privacy.rules.names import NameIndex
from cms.privacy.rules.numbers import bank_accounts, pupil_numbers, social_security, telephones
from cms.privacy.rules.writing import addresses, births, emails

__all__ = ["Find", "Known", "NameIndex", "find"]

DETECTORS = (emails, bank_accounts, social_security, pupil_numbers, telephones, births, addresses, cells)


def find(text: str, *, names: NameIndex | None = None, known: Known | None = None) -> list[Find]:
    """What is personal in the text, in reading order, nothing twice; the school's own public details are left out."""
    finds = chain(chain.from_iterable(detect(text) for detect in DETECTORS), names.finds(text) if names else ())
    return [one for one in _apart(finds) if not (known and known.covers(one))]


def _apart(finds: Iterable[Find]) -> list[Find]:
    """Where two overlap, the longer one says more: a street named after a pupil is an address."""
    kept: list[Find] = []
    for one in sorted(finds, key=lambda one: (one.start, -one.end, one.kind)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
        elif one.end - one.start > kept[-1].end - kept[-1].start:
            kept[-1] = one
    return kept

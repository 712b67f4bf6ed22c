"""Primary keys as addresses, forms and stored texts write them."""

from typing import Any

LONGEST = 18  # digits: what a database keeps; Python refuses to read 5,000 at all


def key_in(written: Any) -> int | None:
    """The key that this text writes; None where it can be none."""
    text = str(written)
    return int(text) if text.isdecimal() and len(text) <= LONGEST else None

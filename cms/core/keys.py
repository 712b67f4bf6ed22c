"""Primary keys as addresses, forms and stored texts write them."""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms import ModelChoiceField

LONGEST = 18  # digits: what a database keeps; Python refuses to read 5,000 at all
Row = TypeVar("Row", bound=Model)


def key_in(written: Any) -> int | None:
    """The key that this text writes; None where it can be none."""
    text = str(written)
    return int(text) if text.isdecimal() and len(text) <= LONGEST else None


def row_at(rows: QuerySet[Row], written: Any) -> Row | None:
    """The one of these that has the key."""
    key = key_in(written)
    return None if key is None else rows.filter(pk=key).first()


class RowField(ModelChoiceField[Row]):
    """A choice of Django's, where a key that no database keeps is no choice: of pages, it would ask the database."""

    def to_python(self, value: Any) -> Row | None:
        if value not in self.empty_values and not isinstance(value, Model) and key_in(value) is None:
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": value})
        return super().to_python(value)

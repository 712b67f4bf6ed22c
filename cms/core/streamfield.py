"""A StreamField whose list of blocks stays out of migrations, so that blocks can change without one.

The price: a data migration sees the raw JSON of a body, not its blocks. `_blocks_unknown` is that case; without
it a historical page saved in a data migration would come back with an empty body.
"""

import json
from typing import Any

from wagtail import fields


class QuietStreamField(fields.StreamField):
    def __init__(self, block_types: Any = (), **kwargs: Any) -> None:
        super().__init__(block_types, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs

    def to_python(self, value: Any) -> Any:
        stream = super().to_python(value)
        if self._blocks_unknown and isinstance(value, str | list):
            stream.verbatim = json.loads(value) if isinstance(value, str) else value
        return stream

    def get_prep_value(self, value: Any) -> Any:
        if self._blocks_unknown and hasattr(value, "verbatim"):
            return json.dumps(value.verbatim)
        return super().get_prep_value(value)

    @property
    def _blocks_unknown(self) -> bool:
        return not self.stream_block.child_blocks

"""Wagtail's editor of running text, for texts of any size: what is too large is neither read nor lost."""

from typing import Any

from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea

from cms.core.sanitising import RUNNING_TEXT, clean_or_plain

# Of the editor's own JSON: more than a text that is accepted takes, and under a second to read.
MOST_CHARACTERS = 500_000


class AsItCame(str):
    """What the editor sent, in its own JSON: too long to be read, and shown again as it is."""


class RunningTextArea(DraftailRichTextArea):
    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        sent = data.get(name)
        if isinstance(sent, str) and len(sent) > MOST_CHARACTERS:
            return AsItCame(sent)
        return super().value_from_datadict(data, files, name)

    def format_value(self, value: Any) -> Any:
        """Wagtail's converter wants well-formed HTML, and fails on any other that came by another door than itself.

        It wants line breaks closed too, as HTML does not.
        """
        if isinstance(value, AsItCame):
            return str(value)
        return super().format_value(clean_or_plain(value, RUNNING_TEXT).replace("<br>", "<br/>") if value else value)

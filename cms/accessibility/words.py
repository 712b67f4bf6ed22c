"""What to do about each fault, in a sentence for whoever writes."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.accessibility.enums import Rule

REMEDIES: dict[Rule, Any] = {
    Rule.IMAGE_WITHOUT_ALTERNATIVE: _("Say in a few words what it shows, or tick “decorative”."),
    Rule.IMAGE_NAMED_AS_A_FILE: _("Say in a few words what the picture shows."),
    Rule.FRAME_WITHOUT_TITLE: _("Give it a title that says what it holds."),
    Rule.AUDIO_WITHOUT_TRANSCRIPT: _("Add what is said as text: whoever does not hear reads it."),
    Rule.VIDEO_WITHOUT_CAPTIONS: _("Add captions: whoever does not hear reads them."),
    Rule.TABLE_WITHOUT_HEADS: _("Say in the table’s options that its first row, or first column, holds the heads."),
    Rule.LINK_VAGUE: _("Write what one finds there: “Lunch menu (PDF)” rather than “click here”."),
    Rule.LINK_BARE: _("Write what one finds there: an address is read out letter by letter."),
    Rule.LINK_EMPTY: _("Write what one finds there, or remove the link."),
    Rule.HEADING_EMPTY: _("Write it, or remove the block."),
    Rule.HEADING_SKIPPED: _("Take the level just below that of the heading above."),
    Rule.HEADING_FAKED: _("If it is a heading, use a “Heading” block: readers by ear go from heading to heading."),
    Rule.LIST_FAKED: _("Use the list button: it is then announced as a list."),
    Rule.CAPITALS: _("Write in small letters: capitals are hard to read, and may be spelt out letter by letter."),
}

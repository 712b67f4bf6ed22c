"""The blocks of an article's body. Their HTML is `rendering`; the content format names the same kinds."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.functional import cached_property, lazy
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.contrib.table_block.blocks import TableBlock, TableInput, TableInputAdapter
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from cms.articles.gallery import GalleryBlock, PictureBlock
from cms.articles.recordings import AUDIO, CAPTIONS, VIDEO, must_be
from cms.core.embeds import LONGEST_PASTE, PROVIDERS, Embed, NotAnEmbed, Reason, known_embed, read_pasted
from cms.core.sanitising import FEATURES, RUNNING_TEXT, TooComplex, measure

# The headings under which blocks are proposed.
TEXTS = _("Text")
IMAGES = _("Images")
SOUNDS_AND_VIDEOS = _("Sounds and videos")
DOCUMENTS = _("Documents")
LAYOUT = _("Layout")


class RunningTextBlock(blocks.RichTextBlock):
    """Says at its field what would be too long or too complex to be shown."""

    def clean(self, value: Any) -> Any:
        try:
            measure(value.source, RUNNING_TEXT)
        except TooComplex as error:
            raise ValidationError(error.message) from None
        return super().clean(value)


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("text"), max_length=200)
    level = blocks.ChoiceBlock(
        label=_("level"),
        choices=[("2", capfirst(_("part"))), ("3", capfirst(_("sub-part"))), ("4", capfirst(_("detail")))],
        default="2",
    )

    class Meta:
        icon = "title"
        label = _("Heading")


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("text"))
    source = blocks.CharBlock(label=_("source"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quote")


class AttachmentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("document"))
    title = blocks.CharBlock(label=_("title shown"), required=False)

    class Meta:
        icon = "doc-full"
        label = _("Attachment")


class CalloutBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), required=False)
    text = RunningTextBlock(label=_("text"), features=FEATURES)

    class Meta:
        icon = "warning"
        label = _("Call-out")


class AudioBlock(blocks.StructBlock):
    file = DocumentChooserBlock(
        label=_("sound"), validators=[must_be(AUDIO)], help_text=_("MP3 or Ogg, 50 MB at most.")
    )
    title = blocks.CharBlock(label=_("title"), required=False, max_length=200)
    transcript = RunningTextBlock(
        label=_("transcript"),
        features=FEATURES,
        required=False,
        help_text=_("What is said, for those who cannot hear it. Readers unfold it."),
    )

    class Meta:
        icon = "media"
        label = _("Sound")
        group = SOUNDS_AND_VIDEOS


class VideoBlock(blocks.StructBlock):
    file = DocumentChooserBlock(
        label=_("video"), validators=[must_be(VIDEO)], help_text=_("MP4 or WebM, 100 MB at most.")
    )
    title = blocks.CharBlock(label=_("title"), required=False, max_length=200)
    captions = DocumentChooserBlock(
        label=_("captions"),
        required=False,
        validators=[must_be(CAPTIONS)],
        help_text=_("A WebVTT file (.vtt). Without captions, those who do not hear are left out."),
    )
    poster = ImageChooserBlock(label=_("image shown before it plays"), required=False)
    transcript = RunningTextBlock(
        label=_("transcript"),
        features=FEATURES,
        required=False,
        help_text=_("What is said and shown, for those who cannot hear or see it. Readers unfold it."),
    )

    class Meta:
        icon = "media"
        label = _("Video")
        group = SOUNDS_AND_VIDEOS


class FoldBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=200)
    text = RunningTextBlock(label=_("text"), features=FEATURES)

    class Meta:
        icon = "collapse-down"
        label = _("Section to unfold")


class EventBlock(blocks.StructBlock):
    """Days and hours are those of the school's clock, so that no time zone moves them."""

    title = blocks.CharBlock(label=_("title"), max_length=200)
    day = blocks.DateBlock(label=_("day"), format="%d/%m/%Y")
    start = blocks.TimeBlock(
        label=_("beginning"), required=False, format="%H:%M", help_text=_("Left empty: the whole day.")
    )
    last_day = blocks.DateBlock(
        label=_("last day"), required=False, format="%d/%m/%Y", help_text=_("Only if it lasts several days.")
    )
    end = blocks.TimeBlock(label=_("end"), required=False, format="%H:%M")
    place = blocks.CharBlock(label=_("place"), required=False, max_length=200)
    text = RunningTextBlock(label=_("description"), features=FEATURES, required=False)

    class Meta:
        icon = "calendar-alt"
        label = _("Date for the agenda")
        group = LAYOUT

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:  # a draft, perhaps kept while its hours are being typed
            return cleaned
        errors = {name: ValidationError(message) for name, message in event_faults(**_times(cleaned)).items()}
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned


def _times(value: Any) -> dict[str, Any]:
    return {name: value.get(name) for name in ("day", "start", "last_day", "end")}


def event_faults(day: date | None, start: time | None, last_day: date | None, end: time | None) -> dict[str, str]:
    """What is wrong with these times, by field."""
    if day and last_day and last_day < day:
        return {"last_day": str(_("The last day comes before the first. Correct one of the two."))}
    if end and not start:
        return {"start": str(_("Say when it begins, or leave both hours empty for the whole day."))}
    several = bool(day and last_day and last_day > day)
    if start and end and not several and end <= start:
        return {"end": str(_("The end comes before the beginning. Correct one of the two, or give the last day."))}
    return {}


def event_bounds(value: Any) -> tuple[date | datetime, date | datetime | None]:
    """Start and end; a day without hour is the whole day. Raises `ValueError` for an entry without a day."""
    day, start, last_day, end = _times(value).values()
    if day is None:
        raise ValueError
    several = last_day is not None and last_day > day
    first = datetime.combine(day, start) if start else day
    if start and end:
        return first, datetime.combine(last_day if several else day, end)
    return first, last_day if several else None


def _map_help_now() -> str:
    words = _("Shown beside the address: readers ask no other site for it.")
    return format_html('{} <a href="{}" target="_blank">{}</a>', words, reverse("map_picture"), _("Draw one"))


_map_help = lazy(_map_help_now, str)


class MapBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("name of the place"), max_length=200)
    address = blocks.TextBlock(label=_("address"), required=False, max_length=400, rows=3)
    latitude = blocks.FloatBlock(
        label=_("latitude"),
        min_value=-90,
        max_value=90,
        help_text=_("On openstreetmap.org, right-click the place, then “Show address”: the two numbers are shown."),
    )
    longitude = blocks.FloatBlock(label=_("longitude"), min_value=-180, max_value=180)
    zoom = blocks.IntegerBlock(
        label=_("zoom"), min_value=1, max_value=19, default=17, help_text=_("13: a town; 17: a street.")
    )
    picture = ImageChooserBlock(
        label=_("picture of the map"),
        required=False,
        help_text=_map_help(),
    )

    class Meta:
        icon = "site"
        label = _("Map")
        group = LAYOUT


class FrenchTableInput(TableInput):
    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["preau/table-fr.js"])


class FrenchTableBlock(TableBlock):
    """Wagtail's, whose editor looks for the words of its menu in a language named "fr" that it does not have."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(table_options={"language": "fr-FR"}, **kwargs)

    @cached_property
    def field(self) -> forms.Field:
        return forms.CharField(widget=FrenchTableInput(table_options=self.table_options), **self.field_options)


register(TableInputAdapter(), FrenchTableInput)


REFUSALS = {
    Reason.TOO_LONG: _("This is too long: paste the link alone, or the code alone."),
    Reason.NO_FRAME: _("This code holds no frame. Paste the link of the content, or the code that its site gives."),
    Reason.SEVERAL_FRAMES: _("This code holds several frames. Paste one, and add a block for each of the others."),
    Reason.OWN_CONTENT: _("This frame brings its own page (srcdoc). Paste the link of the content instead."),
    Reason.NO_ADDRESS: _("This is not the address of a page. It begins with https://."),
    Reason.NOT_HTTPS: _(
        "This address begins with http://, which anybody on the way can read or change. "
        "Copy the one that begins with https://."
    ),
    Reason.BAD_ADDRESS: _(
        "This address is not written as those of these sites are: an unusual letter, a name before “@”, "
        "a port number… Copy it again from the page."
    ),
    Reason.UNKNOWN_HOST: _(
        "Contents of “%(about)s” cannot be shown here. Those of these sites can: %(sites)s, and the PeerTube sites "
        "of your school. For another site, put its link in a text."
    ),
    Reason.NO_IDENTIFIER: _(
        "This address of %(about)s does not lead to one content that can be shown. "
        "Open the content itself, and copy its link."
    ),
}


def told(error: NotAnEmbed) -> ValidationError:
    """Why what was pasted is no embed, to whoever pasted it."""
    sites = ", ".join(dict.fromkeys(provider.name for provider in PROVIDERS.values() if provider.hosts))
    return ValidationError(REFUSALS[error.reason], code=error.reason, params={"about": error.about, "sites": sites})


class EmbedField(forms.CharField):
    """A link or the code of a site, of which only what was understood is kept."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return read_pasted(text).embed if text else None
        except NotAnEmbed as error:
            raise told(error) from None


class EmbedLinkBlock(blocks.FieldBlock):
    """Its value is an `Embed`, or what was typed as long as it is none."""

    def __init__(self, required: bool = True, help_text: Any = None, **kwargs: Any) -> None:
        self.field_options = {"required": required, "help_text": help_text, "max_length": LONGEST_PASTE}
        super().__init__(**kwargs)

    @cached_property
    def field(self) -> forms.Field:
        from wagtail.admin.widgets import AdminAutoHeightTextInput  # needs the apps, as Wagtail's own blocks know

        return EmbedField(
            widget=AdminAutoHeightTextInput(attrs={"rows": 1, "spellcheck": "false"}), **self.field_options
        )

    def value_for_form(self, value: Any) -> str:
        return str(value or "")

    def to_python(self, value: Any) -> Any:
        return known_embed(str(value.get("provider")), str(value.get("id"))) if isinstance(value, dict) else None

    def get_prep_value(self, value: Any) -> Any:
        return {"provider": value.provider, "id": value.identifier} if isinstance(value, Embed) else None


class EmbedBlock(blocks.StructBlock):
    content = EmbedLinkBlock(
        label=_("link or code"),
        help_text=_("The link of the content, or the code that its site gives to show it elsewhere."),
    )
    title = blocks.CharBlock(
        label=_("title"),
        max_length=200,
        help_text=_("What it shows. Readers see it before they accept to load anything, and screen readers say it."),
    )
    caption = blocks.CharBlock(label=_("caption"), required=False, max_length=400)
    alternative = blocks.TextBlock(
        label=_("text version"),
        required=False,
        max_length=20_000,
        help_text=_("What is said or shown in it, for those who cannot see it, hear it or load it."),
    )

    class Meta:
        icon = "media"
        label = _("Content of another site")
        group = SOUNDS_AND_VIDEOS


class BodyBlock(blocks.StreamBlock):
    text = RunningTextBlock(label=_("Text"), features=FEATURES, icon="pilcrow", group=TEXTS)
    heading = HeadingBlock(group=TEXTS)
    quote = QuoteBlock(group=TEXTS)
    callout = CalloutBlock(group=TEXTS)
    image = PictureBlock(group=IMAGES)
    gallery = GalleryBlock(group=IMAGES)
    audio = AudioBlock()
    video = VideoBlock()
    attachments = blocks.ListBlock(AttachmentBlock(), label=_("Attachments"), icon="doc-full", group=DOCUMENTS)
    table = FrenchTableBlock(label=_("Table"), icon="table", group=LAYOUT)
    accordion = blocks.ListBlock(
        FoldBlock(), label=_("Accordion"), icon="list-ul", collapsed=False, min_num=1, group=LAYOUT
    )
    event = EventBlock()
    map = MapBlock()
    embed = EmbedBlock()

    class Meta:
        max_num = 500  # what an answer of the API is still quick to make of

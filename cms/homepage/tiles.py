"""One block per kind of tile; the content format names the same kinds (HOME-02, HOME-03, HOME-04)."""

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from cms.articles.editing import EmbedBlock, RunningTextBlock
from cms.core.sanitising import FEATURES

WIDTHS = [
    ("third", _("a third")),
    ("half", _("half")),
    ("two-thirds", _("two thirds")),
    ("full", _("the whole width")),
]
COLOURS = [
    ("main", _("main colour")),
    ("accent", _("accent colour")),
    ("soft", _("soft background")),
]
# Each is drawn by the theme: themes/preau/templates/tiles/_icons.html.
ICONS = [
    ("book", _("book")),
    ("bus", _("bus")),
    ("calendar", _("calendar")),
    ("clock", _("clock")),
    ("computer", _("computer")),
    ("document", _("document")),
    ("flask", _("science")),
    ("globe", _("globe")),
    ("heart", _("heart")),
    ("info", _("information")),
    ("key", _("key")),
    ("leaf", _("leaf")),
    ("mail", _("mail")),
    ("megaphone", _("megaphone")),
    ("music", _("music")),
    ("palette", _("arts")),
    ("people", _("people")),
    ("phone", _("telephone")),
    ("pin", _("place")),
    ("rss", _("stream")),
    ("school", _("school")),
    ("sport", _("sport")),
    ("star", _("star")),
    ("utensils", _("canteen")),
]
CHANGING = _("What changes by itself")
FIXED = _("What stays")
HEAVY = 1_000_000  # bytes: beyond, an animated picture is slow to come on a telephone
DIALLED = re.compile(r"\+?[0-9][0-9 .()-]{1,28}")


class Tile(blocks.StructBlock):
    """What every kind has: its place on the grid, a colour of the school's palette, an icon."""

    def __init__(self, local_blocks: Iterable[Any] = (), width: str = "full", **kwargs: Any) -> None:
        look = [
            ("width", blocks.ChoiceBlock(label=_("width"), choices=WIDTHS, default=width)),
            ("colour", blocks.ChoiceBlock(label=_("colour"), choices=COLOURS, required=False)),
            ("icon", blocks.ChoiceBlock(label=_("icon"), choices=ICONS, required=False)),
        ]
        super().__init__([*local_blocks, *look], **kwargs)

    def get_form_layout(self) -> BlockGroup:
        look = ["width", "colour", "icon"]
        return BlockGroup(children=[name for name in self.child_blocks if name not in look], settings=look)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:  # a draft
            return cleaned
        faults = {name: ValidationError(message) for name, message in self.faults(cleaned).items()}
        if faults:
            raise blocks.StructBlockValidationError(block_errors=faults)
        return cleaned

    def faults(self, value: Any) -> dict[str, Any]:
        """What is wrong between several fields, by field."""
        return {}


def _title(default: Any = "", *, required: bool = False) -> blocks.CharBlock:
    return blocks.CharBlock(label=_("title"), required=required, default=default, max_length=80)


def _page_list(kind: str, **options: Any) -> blocks.ListBlock:
    # A list begins with nothing in it, rather than with a chooser that has to be filled or taken away.
    return blocks.ListBlock(blocks.PageChooserBlock(page_type=kind), default=[], **options)


def _ticked(label: Any) -> blocks.BooleanBlock:
    return blocks.BooleanBlock(label=label, required=False, default=True)


class TopTile(Tile):
    """*Tuile haute*: a wide picture, and over it, if one is chosen, an article's title and summary (HOME-02)."""

    image = ImageChooserBlock(
        label=_("image"),
        help_text=_("2100×480 pixels advised. An animated GIF is accepted; beyond 1 MB it is slow on a telephone."),
    )
    more = blocks.ListBlock(
        ImageChooserBlock(),
        label=_("further images"),
        default=[],
        max_num=5,
        help_text=_("They follow each other, with a pause button; without JavaScript, readers make them scroll."),
    )
    article = blocks.PageChooserBlock(
        label=_("article"),
        page_type="articles.Article",
        required=False,
        help_text=_("Its title and summary then stand over the image, on white."),
    )
    visible = _ticked(_("shown"))

    class Meta:
        icon = "image"
        label = _("Top tile")
        group = FIXED


class NewsTile(Tile):
    """*Actualités*: the latest articles of chosen rubrics whose blog is on (HOME-03)."""

    title = _title("Actualités", required=True)
    rubrics = _page_list(
        "rubrics.Rubric",
        label=_("rubrics"),
        help_text=_(
            "None chosen: all public rubrics. Sub-rubrics are included; a rubric that does not show its articles as a "
            "stream is left out."
        ),
    )
    count = blocks.IntegerBlock(label=_("greatest number of articles"), default=6, min_value=1, max_value=24)
    show_illustration = _ticked(_("show the illustrations"))
    show_summary = _ticked(_("show the summaries"))
    show_date = _ticked(_("show the dates"))

    class Meta:
        icon = "list-ul"
        label = _("News")
        group = CHANGING


class SelectionTile(Tile):
    """*Sélection d’articles*: these ones, in this order."""

    title = _title()
    articles = _page_list("articles.Article", label=_("articles"), min_num=1, max_num=12)
    show_illustration = _ticked(_("show the illustrations"))
    show_summary = _ticked(_("show the summaries"))
    show_date = blocks.BooleanBlock(label=_("show the dates"), required=False)

    class Meta:
        icon = "pick"
        label = _("Selection of articles")
        group = CHANGING


class RubricsTile(Tile):
    """*Liste de rubriques*: doors into the site."""

    title = _title()
    rubrics = _page_list(
        "rubrics.Rubric",
        label=_("rubrics"),
        max_num=24,
        help_text=_("None chosen: those of the menu."),
    )
    show_summary = _ticked(_("show how their introduction begins"))

    class Meta:
        icon = "folder-open-inverse"
        label = _("List of rubrics")
        group = CHANGING


class AgendaTile(Tile):
    """*Agenda*: what comes next in the agendas of chosen rubrics (HOME-03)."""

    title = _title("Prochains rendez-vous", required=True)
    rubrics = _page_list(
        "rubrics.Rubric",
        label=_("rubrics"),
        help_text=_(
            "None chosen: the agendas of the whole site. Sub-rubrics are included; where nothing is to come, the tile "
            "is not there."
        ),
    )
    count = blocks.IntegerBlock(label=_("greatest number of events"), default=4, min_value=1, max_value=12)

    class Meta:
        icon = "date"
        label = _("Agenda")
        group = CHANGING


class StreamTile(Tile):
    """*Flux*: the latest of another site, or of an account of a social network that gives one (HOME-03)."""

    title = _title(required=True)
    address = blocks.URLBlock(
        label=_("address of the stream"),
        max_length=500,
        help_text=_(
            "RSS or Atom. Mastodon: the account’s address followed by .rss; PeerTube: “Subscribe”, then “RSS”; "
            "Bluesky: the profile’s address followed by /rss. Our server reads it; visitors ask nothing of that site."
        ),
    )
    count = blocks.IntegerBlock(label=_("greatest number of entries"), default=5, min_value=1, max_value=20)
    show_summary = _ticked(_("show the summaries"))
    show_date = _ticked(_("show the dates"))

    class Meta:
        icon = "globe"
        label = _("Stream of another site")
        group = CHANGING


class TextTile(Tile):
    title = _title()
    text = RunningTextBlock(label=_("text"), features=FEATURES)

    class Meta:
        icon = "pilcrow"
        label = _("Formatted text")
        group = FIXED


def _where(value: Any) -> list[str]:
    """The fields of a link that say where it leads."""
    return [name for name in ("page", "document", "address") if value.get(name)]


TOO_MANY_TARGETS = _("A link leads to one place: keep the page, the document or the address.")


class ImageTile(Tile):
    """*Image avec lien*: what the picture tells is its own description, or what the link says."""

    title = _title()
    image = ImageChooserBlock(label=_("image"))
    caption = blocks.CharBlock(label=_("caption"), required=False, max_length=200)
    label = blocks.CharBlock(
        label=_("words of the link"),
        required=False,
        max_length=80,
        help_text=_("Where it leads, in a few words: they stand under the image, and screen readers say them."),
    )
    page = blocks.PageChooserBlock(label=_("page of our site"), required=False)
    document = DocumentChooserBlock(label=_("document"), required=False)
    address = blocks.URLBlock(label=_("or address"), required=False, max_length=500)

    class Meta:
        icon = "image"
        label = _("Image with a link")
        group = FIXED

    def faults(self, value: Any) -> dict[str, Any]:
        targets = _where(value)
        if len(targets) > 1:
            return {targets[-1]: TOO_MANY_TARGETS}
        if targets and not value["label"]:
            return {"label": _("Say where the link leads: those who do not see the image have only these words.")}
        if value["label"] and not targets:
            return {"address": _("Say where the link leads, or take its words away.")}
        return {}


class LinkBlock(blocks.StructBlock):
    icon = blocks.ChoiceBlock(label=_("icon"), choices=ICONS, required=False)
    label = blocks.CharBlock(label=_("words of the link"), max_length=80)
    page = blocks.PageChooserBlock(label=_("page of our site"), required=False)
    document = DocumentChooserBlock(label=_("document"), required=False)
    address = blocks.URLBlock(label=_("or address"), required=False, max_length=500)

    class Meta:
        icon = "link"
        label = _("Link")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        targets = _where(cleaned)
        if len(targets) > 1:
            raise blocks.StructBlockValidationError(block_errors={targets[-1]: ValidationError(TOO_MANY_TARGETS)})
        if not targets and not self.is_deferred_validation:
            message = _("Say where the link leads: a page, a document or an address.")
            raise blocks.StructBlockValidationError(block_errors={"address": ValidationError(message)})
        return cleaned


class LinksTile(Tile):
    """*Liens permanents*: what families come for every week."""

    title = _title()
    links = blocks.ListBlock(LinkBlock(), label=_("links"), min_num=1, max_num=16)

    class Meta:
        icon = "link"
        label = _("Permanent links")
        group = FIXED


class EmbedTile(Tile):
    title = _title()
    content = EmbedBlock(label=_("content"))

    class Meta:
        icon = "media"
        label = _("Content of another site")
        group = FIXED


# A new address or other hours are everybody's: they are changed once, and the foot of each page says them too.
OF_SCHOOL = _(
    "Left empty: what “Contact details and look” says, as at the foot of each page. Written here, for this tile only."
)


class ContactTile(Tile):
    """*Contact*: what is left empty is the school’s own, from its settings."""

    title = _title(_("Contact"))
    address = blocks.TextBlock(label=_("address"), required=False, max_length=300, rows=3, help_text=OF_SCHOOL)
    phone = blocks.RegexBlock(
        label=_("telephone"),
        required=False,
        regex=rf"^{DIALLED.pattern}\Z",
        error_messages={"invalid": _("Write a telephone number: digits and spaces, with + before another country’s.")},
        help_text=OF_SCHOOL,
    )
    email = blocks.EmailBlock(label=_("e-mail address"), required=False, help_text=OF_SCHOOL)
    opening_hours = blocks.TextBlock(
        label=_("opening hours"), required=False, max_length=600, rows=4, help_text=OF_SCHOOL
    )
    map_link = _ticked(_("link to the map of OpenStreetMap"))
    image = ImageChooserBlock(
        label=_("picture of the map, or of the place"), required=False, help_text=_("With a text alternative.")
    )

    class Meta:
        icon = "site"
        label = _("Contact")
        group = FIXED


class FigureBlock(blocks.StructBlock):
    number = blocks.CharBlock(label=_("number"), max_length=12, help_text=_("As it is read: 612, 94 %, 1 h 30."))
    label = blocks.CharBlock(label=_("what it counts"), max_length=80)

    class Meta:
        icon = "order"
        label = _("Figure")


class FiguresTile(Tile):
    """*Chiffres*: a few numbers, each with what it counts."""

    title = _title()
    figures = blocks.ListBlock(FigureBlock(), label=_("figures"), min_num=1, max_num=8)

    class Meta:
        icon = "order"
        label = _("Figures")
        group = FIXED


class TilesBlock(blocks.StreamBlock):
    top = TopTile()
    news = NewsTile()
    selection = SelectionTile()
    rubrics = RubricsTile()
    agenda = AgendaTile(width="third")
    stream = StreamTile(width="third")
    text = TextTile(width="half")
    image = ImageTile(width="third")
    links = LinksTile(width="third")
    embed = EmbedTile(width="half")
    contact = ContactTile(width="third")
    figures = FiguresTile()

    class Meta:
        max_num = 40

    def clean(self, value: blocks.StreamValue) -> blocks.StreamValue:
        cleaned = super().clean(value)
        if sum(tile.block_type == "top" for tile in cleaned) > 1:
            raise ValidationError(_("A homepage has one top tile at most."))
        return cleaned

"""One block per kind of tile; the content format names the same kinds."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock


class Tile(blocks.StructBlock):
    """What every tile has: the room that it takes, and its colour."""

    width = blocks.ChoiceBlock(
        label=_("width"),
        choices=[
            ("third", _("a third")),
            ("half", _("half")),
            ("two-thirds", _("two thirds")),
            ("full", _("the whole row")),
        ],
        default="full",
    )
    colour = blocks.ChoiceBlock(
        label=_("colour"),
        choices=[("main", _("the school’s")), ("accent", _("the accent")), ("soft", _("soft"))],
        required=False,
    )


class TopTile(Tile):
    """*Tuile haute*: a wide picture, and over it, if one is chosen, an article's title and summary (HOME-02)."""

    image = ImageChooserBlock(label=_("image"), help_text=_("2100×480 pixels advised."))
    article = blocks.PageChooserBlock(label=_("article"), page_type="articles.Article", required=False)
    visible = blocks.BooleanBlock(label=_("shown"), required=False, default=True)

    class Meta:
        icon = "image"
        label = _("Top tile")


class NewsTile(Tile):
    """*Actualités*: the latest articles of chosen rubrics (HOME-03)."""

    title = blocks.CharBlock(label=_("title"), default="Actualités", max_length=80)
    rubrics = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="rubrics.Rubric"),
        label=_("rubrics"),
        default=[],
        help_text=_("None chosen: all public rubrics."),
    )
    count = blocks.IntegerBlock(label=_("greatest number of articles"), default=6, min_value=1, max_value=24)
    show_illustration = blocks.BooleanBlock(label=_("show the illustrations"), required=False, default=True)
    show_summary = blocks.BooleanBlock(label=_("show the summaries"), required=False, default=True)
    show_date = blocks.BooleanBlock(label=_("show the dates"), required=False, default=True)

    class Meta:
        icon = "list-ul"
        label = _("News")


class TilesBlock(blocks.StreamBlock):
    top = TopTile()
    news = NewsTile()

    def clean(self, value: blocks.StreamValue) -> blocks.StreamValue:
        cleaned = super().clean(value)
        if sum(tile.block_type == "top" for tile in cleaned) > 1:
            raise ValidationError(_("A homepage has one top tile at most."))
        return cleaned

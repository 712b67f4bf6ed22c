from django.db import models
from django.utils.translation import gettext_lazy as _


class Rule(models.TextChoices):
    """What is looked for in an article (ART-09). The label says what is wrong; `words` what to do about it."""

    IMAGE_WITHOUT_ALTERNATIVE = "image-without-alternative", _("picture without a text alternative")
    IMAGE_NAMED_AS_A_FILE = "image-named-as-a-file", _("text alternative that is the name of a file")
    FRAME_WITHOUT_TITLE = "frame-without-title", _("embedded content without a title")
    AUDIO_WITHOUT_TRANSCRIPT = "audio-without-transcript", _("sound without a transcript")
    VIDEO_WITHOUT_CAPTIONS = "video-without-captions", _("video without captions")
    TABLE_WITHOUT_HEADS = "table-without-heads", _("table without heads")
    LINK_VAGUE = "link-vague", _("link whose text does not say where it leads")
    LINK_BARE = "link-bare", _("link whose text is an address")
    LINK_EMPTY = "link-empty", _("link without a text")
    HEADING_EMPTY = "heading-empty", _("empty heading")
    HEADING_SKIPPED = "heading-skipped", _("heading level skipped")
    HEADING_FAKED = "heading-faked", _("paragraph in bold instead of a heading")
    LIST_FAKED = "list-faked", _("list made by hand")
    CAPITALS = "capitals", _("sentence in capitals")

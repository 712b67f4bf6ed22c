from django.db import models
from django.utils.translation import gettext_lazy as _


class Licence(models.TextChoices):
    """What a picture or document may be used for; the codes are those of the content format."""

    UNKNOWN = "", _("not known")
    ALL_RIGHTS_RESERVED = "all-rights-reserved", _("all rights reserved")
    SCHOOL_EXCEPTION = "school-exception", _("school exception")
    PUBLIC_DOMAIN = "public-domain", _("public domain")
    CC_BY = "cc-by", "CC BY"
    CC_BY_SA = "cc-by-sa", "CC BY-SA"
    CC_BY_ND = "cc-by-nd", "CC BY-ND"
    CC_BY_NC = "cc-by-nc", "CC BY-NC"
    CC_BY_NC_SA = "cc-by-nc-sa", "CC BY-NC-SA"
    CC_BY_NC_ND = "cc-by-nc-nd", "CC BY-NC-ND"

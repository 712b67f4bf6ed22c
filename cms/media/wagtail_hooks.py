"""Registration only."""

from django.http import Http404, HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.account import AvatarSettingsPanel
from wagtail.documents.views import bulk_actions as of_documents
from wagtail.images.views import bulk_actions as of_images

from cms.media.forms import CheckedAvatarForm
from cms.media.map_pictures import map_picture_form
from cms.media.models import SchoolDocument
from cms.media.replacing import replace
from cms.media.views import Discreet, may_open

LAST = 1000  # after Wagtail's own registrations, which ours replace


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("map-picture/", map_picture_form, name="map_picture"),
        path("replace-documents/", replace, name="documents_replace"),
    ]


@hooks.register("register_admin_menu_item")
def replace_item() -> MenuItem:
    return MenuItem(
        gettext_lazy("Replace documents"),
        reverse("documents_replace"),
        name="documents-replace",
        icon_name="resubmit",
        order=410,
    )


@hooks.register("before_serve_document")
def for_those_who_may_choose_it(document: SchoolDocument, request: HttpRequest) -> None:
    """Wagtail's own address of a document answers anybody who guesses it."""
    if not may_open(request.user, document):
        raise Http404


@hooks.register("insert_global_admin_css")
def look() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("preau/media.css"))


@hooks.register("insert_global_admin_js")
def lighter_pictures() -> SafeString:
    return format_html('<script src="{}"></script>', static("preau/pictures.js"))


AvatarSettingsPanel.form_class = CheckedAvatarForm  # Wagtail builds the panel itself, and reads this when it does


for app in (of_images, of_documents):
    for stock in (app.AddTagsBulkAction, app.AddToCollectionBulkAction, app.DeleteBulkAction):
        hooks.register("register_bulk_action", type(stock.__name__, (Discreet, stock), {}), order=LAST)

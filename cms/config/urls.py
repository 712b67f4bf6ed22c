"""Where everything is. The public zone is not here: it is plain files (`publicsite.serving`)."""

from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cms.articles.views import tags
from cms.media.views import document_file, stored_file
from cms.operations.doors import guarded

decorate_urlpatterns(wagtailadmin_urls.urlpatterns, guarded)

urlpatterns = [
    path("admin/media/<path:name>", stored_file, name="media-file"),
    re_path(r"^admin/documents-files/(\d+)/(.*)$", document_file),
    path("admin/documents-files/", include(wagtaildocs_urls)),
    path("admin/tag-autocomplete/", require_admin_access(tags)),  # in place of Wagtail's, which has the same address
    path("admin/", include(wagtailadmin_urls)),
    path("api/v1/", include("api.urls")),
]
handler400 = "cms.core.views.bad_request"

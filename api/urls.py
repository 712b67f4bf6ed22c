"""Routes of /api/v1/. A second version would be a second prefix, the day it is needed."""

from django.urls import include, path, re_path

from api.schema import DocsView, SchemaView
from api.views import Index, Nothing

app_name = "api"
urlpatterns = [
    path("", Index.as_view(), name="index"),
    path("schema", SchemaView.as_view(), name="schema"),
    path("docs", DocsView.as_view(), name="docs"),
    path("", include("api.session.urls")),
    path("", include("api.rubrics.urls")),
    path("", include("api.articles.urls")),
    path("", include("api.notices.urls")),
    re_path(r"^.+$", Nothing.as_view()),
]

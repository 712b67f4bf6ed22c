from django.urls import path

from api.notices.views import NoticesReadView, NoticesView

urlpatterns = [
    path("notices", NoticesView.as_view(), name="notices"),
    path("notices/read", NoticesReadView.as_view(), name="notices-read"),
]

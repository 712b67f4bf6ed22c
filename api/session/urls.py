from django.urls import path

from api.session.views import SessionView

urlpatterns = [path("session", SessionView.as_view(), name="session")]

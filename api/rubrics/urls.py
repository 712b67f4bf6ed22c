from django.urls import path

from api.rubrics.views import RubricsView

urlpatterns = [path("rubrics", RubricsView.as_view(), name="rubrics")]

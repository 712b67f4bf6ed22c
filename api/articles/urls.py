from django.urls import path

from api.articles.comments import CommentsView, CommentView
from api.articles.events import EventDocumentView, EventImageView, EventsView, EventView
from api.articles.views import ArticlesView, ArticleView, DocumentView, ImageView

urlpatterns = [
    path("articles", ArticlesView.as_view(), name="articles"),
    path("articles/<uuid:ref>", ArticleView.as_view(), name="article"),
    path("articles/<uuid:ref>/comments", CommentsView.as_view(), name="comments"),
    path("articles/<uuid:ref>/comments/<uuid:comment_ref>", CommentView.as_view(), name="comment"),
    path("articles/<uuid:ref>/images/<str:name>", ImageView.as_view(), name="article-image"),
    path("articles/<uuid:ref>/files/<str:name>", DocumentView.as_view(), name="article-file"),
    path("events", EventsView.as_view(), name="events"),
    path("events/<uuid:ref>", EventView.as_view(), name="event"),
    path("events/<uuid:ref>/images/<str:name>", EventImageView.as_view(), name="event-image"),
    path("events/<uuid:ref>/files/<str:name>", EventDocumentView.as_view(), name="event-file"),
]

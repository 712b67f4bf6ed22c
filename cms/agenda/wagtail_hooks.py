"""Registration only: the editor of events is that of articles."""

from wagtail import hooks

from cms.agenda.models import Event
from cms.articles.editor import ArticlePages


class EventPages(ArticlePages):
    model = Event


@hooks.register("register_admin_viewset")
def event_pages() -> EventPages:
    return EventPages()

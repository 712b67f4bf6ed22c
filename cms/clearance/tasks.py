"""Looking at what takes longer than somebody waits."""

from django_tasks import task

from cms.clearance.looking import keep_look, look_into
from cms.clearance.reading import readings_of
from cms.clearance.selectors import file_looks, pages_at
from cms.media.models import SchoolDocument
from cms.privacy.selectors import watch_of
from cms.schools.models import School


@task(backend="queue")
def look_at_pages(school: int, keys: list[int]) -> None:
    found = School.objects.get(pk=school)
    watch = watch_of(found)
    for reading in readings_of(pages_at(keys), found):
        keep_look(reading, watch)


@task(backend="queue")
def read_documents(school: int, keys: list[int]) -> None:
    watch = watch_of(School.objects.get(pk=school))
    documents = list(SchoolDocument.objects.filter(pk__in=keys))
    known = file_looks(documents, watch)
    for document in documents:
        if document.pk not in known:
            look_into(document, watch)

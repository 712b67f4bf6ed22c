"""What the file of each public page is made from, as a digest: a file that would come out the same is not made again.

A digest may differ without need; it may never fail to. So it holds whole rows, and what the page names as it is now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from hashlib import blake2b
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from cms.agenda import selectors as agenda
from cms.articles import selectors as articles
from cms.articles.models import ArticleTag
from cms.consents import selectors as consents
from cms.media.models import SchoolDocument, SchoolImage
from cms.rubrics import selectors as rubrics
from cms.schools.models import School
from publicsite.exporting import Uses, public_files, public_rubric_files

AT_ONCE = 500  # rows, whose bodies are long


class Origins:
    """Of all articles and events that are public, as one snapshot of the database has them."""

    def __init__(self, school: School) -> None:
        self._rows = dict(_rows(articles.public_articles(school))) | dict(_rows(agenda.public_events(school)))
        self._tags = _tags(school)
        self._files = {**public_files(school), **public_rubric_files(school)}
        self._titles = {self._files[page.pk]: page.title for page in rubrics.public_rubrics(school)}
        shown = consents.public_images(school)
        ours = {"collection": school.collection_id}
        images = SchoolImage.objects.filter(**ours).values_list("pk", "name", "description")
        self._images = {pk: facts for pk, *facts in images if pk in shown}
        documents = SchoolDocument.objects.filter(**ours).values_list("pk", "name", "title")
        self._documents = {pk: facts for pk, *facts in documents}

    @property
    def pages(self) -> Collection[int]:
        return self._rows.keys()

    def of(self, uses: Uses) -> str:
        """Of a page, by what it was seen to use; empty for one that is not public."""
        row = self._rows.get(uses.page)
        if row is None:
            return ""
        named = [
            [table.get(pk) for pk in sorted(keys)]
            for table, keys in (
                (self._files, uses.pages),
                (self._images, uses.images),
                (self._documents, uses.documents),
            )
        ]
        file = self._files[uses.page]
        rubric = self._titles.get(f"pages/{file.partition('/')[2].rpartition('/')[0]}.html")  # each tells its name
        return _digest(row, file, rubric, sorted(self._tags[uses.page]), named).hex()


def _rows(pages: Any) -> Iterable[tuple[int, bytes]]:
    """Every column, the body as it is stored: reading it would cost more than the rest."""
    columns = [field.attname for field in pages.model._meta.concrete_fields if field.attname != "body"]
    plain = pages.order_by().select_related(None).prefetch_related(None).annotate(text=Cast("body", TextField()))
    for pk, *row in plain.values_list("pk", *columns, "text").iterator(AT_ONCE):
        yield pk, _digest(row)


def _tags(school: School) -> defaultdict[int, list[str]]:
    """Of this school's articles: an installation has hundreds of schools."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    rows = ArticleTag.objects.filter(content_object__path__startswith=school.root_page.path)
    for pk, name in rows.values_list("content_object_id", "tag__name"):
        found[pk].append(name)
    return found


def _digest(*parts: Any) -> bytes:
    return blake2b(repr(parts).encode(), digest_size=12).digest()

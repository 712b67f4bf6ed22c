"""Contributions (ART-05): all the articles that one may manage. What may be done to many of them is in `batches`."""

from typing import Any

from django import forms
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django_filters.filters import DateFromToRangeFilter, ModelChoiceFilter, MultipleChoiceFilter
from wagtail.admin.filters import DateRangePickerWidget, MultipleUserFilter, WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.models import Page

from cms.accounts.models import User
from cms.articles.batches import A_PAGE, BATCHES, ticked
from cms.articles.enums import Proposal, State
from cms.articles.models import Article
from cms.articles.places import RubricField, rubrics_of
from cms.articles.selectors import managed_articles, version_of, with_states
from cms.articles.words import in_words, name_of
from cms.rubrics.models import Rubric
from cms.rubrics.rules import STEP


def authors_of(request: HttpRequest) -> QuerySet[User]:
    return User.objects.filter(pk__in=managed_articles(request.user).order_by().values("owner"))


class RubricFilter(ModelChoiceFilter):
    field_class = RubricField

    def filter(self, articles: Any, rubric: Rubric | None) -> Any:
        """With the rubrics beneath."""
        return articles.filter(path__startswith=rubric.path) if rubric else articles


class ContributionsFilterSet(WagtailFilterSet):
    rubric = RubricFilter(label=gettext_lazy("Rubric"), queryset=rubrics_of, empty_label=gettext_lazy("All"))
    state = MultipleChoiceFilter(
        label=gettext_lazy("State"), field_name="life", choices=State.choices, widget=forms.CheckboxSelectMultiple
    )
    proposal = MultipleChoiceFilter(
        label=gettext_lazy("Decision"),
        choices=[(Proposal.WAITING, gettext_lazy("waits for a moderator"))],
        widget=forms.CheckboxSelectMultiple,
    )
    owner = MultipleUserFilter(label=gettext_lazy("Author"), queryset=authors_of, widget=forms.CheckboxSelectMultiple)
    changed = DateFromToRangeFilter(
        label=gettext_lazy("Last change"), field_name="changed_on", widget=DateRangePickerWidget
    )

    class Meta:
        model = Article
        fields: list[str] = []


class Tick(BaseColumn):
    """A box that belongs to the form of actions, wherever that form stands on the page."""

    header_template_name = "articles/tick_header.html"
    cell_template_name = "articles/tick.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"value": ticked(instance.pk, version_of(instance))}


def _author(article: Article) -> str:
    return name_of(article.owner) if article.owner else article.signature


def _edit(article: Article) -> str:
    return reverse("wagtailadmin_pages:edit", args=[article.pk])


class Contributions(BaseListingView):
    """The oldest first: what nobody has looked at for long shows at once."""

    page_title = gettext_lazy("Contributions")
    header_icon = "doc-full-inverse"
    template_name = "articles/contributions.html"
    results_template_name = "articles/contributions_results.html"
    index_url_name = "contributions"
    index_results_url_name = "contributions_results"
    filterset_class = ContributionsFilterSet
    is_searchable = True
    search_fields = ["draft_title"]
    search_backend_name = None
    default_ordering = "changed_on"
    paginate_by = A_PAGE
    verbose_name_plural = gettext_lazy("articles")
    columns = [
        Tick("tick", label=gettext_lazy("Choose"), classname="preau-tick"),
        TitleColumn(
            "title",
            label=gettext_lazy("Title"),
            accessor="draft_title",
            get_url=_edit,
            sort_key="draft_title",
            get_title_id=lambda article: f"article-{article.pk}",
        ),
        Column("rubric", label=gettext_lazy("Rubric"), accessor="rubric_title"),
        Column("owner", label=gettext_lazy("Author"), accessor=_author),
        Column("state", label=gettext_lazy("State"), accessor=lambda article: in_words(article.facts)),
        DateColumn("changed", label=gettext_lazy("Last change"), accessor="changed_on", sort_key="changed_on"),
    ]

    def get_base_queryset(self) -> Any:
        dates = ("latest_revision_created_at", "last_published_at", "first_published_at")
        articles = with_states(managed_articles(self.request.user)).annotate(changed_on=Coalesce(*dates))
        if not self.request.GET.getlist("state"):
            articles = articles.filter(archived_at=None)
        articles = articles.select_related("owner", "latest_revision")
        return articles.defer("body", "extra_headers", "latest_revision__content")

    def order_queryset(self, queryset: Any) -> Any:
        name = self.ordering.removeprefix("-")
        first = F(name).desc(nulls_last=True) if self.ordering.startswith("-") else F(name).asc(nulls_first=True)
        return queryset.order_by(first, "pk")

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """With the title of each rubric: one query more, whatever the number of lines."""
        paginator, page, articles, several = super().paginate_queryset(queryset, page_size)
        above = dict(Page.objects.filter(path__in={one.path[:-STEP] for one in articles}).values_list("path", "title"))
        for article in articles:
            article.rubric_title = above.get(article.path[:-STEP], "")
        return paginator, page, articles, several

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return context | {"actions": [(name, batch.label) for name, batch in BATCHES.items()]}

"""What may be done to many articles at once (ART-05): first what it would do, item by item, then what was done."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.utils import get_valid_next_url_from_request

from cms.articles.models import Article
from cms.articles.places import RubricField, rubrics_of
from cms.articles.rules import Verb
from cms.articles.selectors import managed_articles
from cms.articles.services import (
    LONGEST_REASON,
    archive_article,
    check,
    check_deletion,
    check_move,
    check_online,
    delete_article,
    move_article,
    put_online,
    refuse_article,
    take_offline,
)
from cms.core.exceptions import Conflict, DomainError
from cms.core.keys import key_in
from cms.rubrics.crossings import crossing_of_move
from cms.rubrics.models import Rubric

A_PAGE = 50  # articles that a list shows, and that an action may be asked of
SEPARATOR = "|"


def ticked(key: int, seen: str) -> str:
    """What the box of an article sends: its key, and the version that its line was about."""
    return f"{key}{SEPARATOR}{seen}"


class Asked(forms.Form):
    """What an action needs to know, beside which articles."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("The same for all of them. Their authors read it as you write it."),
        error_messages={"required": gettext_lazy("Say why: the authors will read this reason.")},
    )
    rubric = RubricField(
        label=gettext_lazy("To the rubric"),
        queryset=Rubric.objects.none(),
        error_messages={"required": gettext_lazy("Choose where they go.")},
    )

    def __init__(self, *args: Any, needs: str, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {name: one for name, one in self.fields.items() if name == needs}
        if isinstance(rubric := self.fields.get("rubric"), RubricField):
            rubric.queryset = rubrics_of(request)


@dataclass(frozen=True)
class Choice:
    """An article, and the version that was on the screen."""

    article: Article
    seen: str

    @property
    def value(self) -> str:
        return ticked(self.article.pk, self.seen)


@dataclass(frozen=True)
class Batch:
    """`check` raises what `act` would, and does nothing; both are given what was asked."""

    label: Any
    done: Callable[[int], str]
    check: Callable[[Article, Any], None]
    act: Callable[[Choice, Any, Mapping[str, Any]], None]
    needs: str = ""
    lead: Any = ""
    serious: bool = False


def _publish(choice: Choice, actor: Any, asked: Mapping[str, Any]) -> None:
    put_online(article=choice.article, actor=actor, seen=choice.seen)


def _refuse(choice: Choice, actor: Any, asked: Mapping[str, Any]) -> None:
    refuse_article(article=choice.article, actor=actor, reason=asked["reason"], seen=choice.seen)


def _move(choice: Choice, actor: Any, asked: Mapping[str, Any]) -> None:
    article, rubric = choice.article, asked["rubric"]
    check_move(article=article, actor=actor)
    if crossing_of_move(article, rubric):
        raise Conflict(
            f"« {article.draft_title} » apparaîtrait sur le site public, ou en disparaîtrait : déplacez-le seul, pour "
            "voir ce qui change."
        )
    move_article(article=article, rubric=rubric, actor=actor)


def _verb(verb: Verb) -> Callable[[Article, Any], None]:
    return lambda article, actor: check(verb, article=article, actor=actor)


BATCHES: Mapping[str, Batch] = {
    "publish": Batch(
        gettext_lazy("Put online"),
        lambda count: ngettext("%d article is put online.", "%d articles are put online.", count) % count,
        lambda article, actor: check_online(article=article, actor=actor),
        _publish,
        lead=gettext_lazy("The latest version of each is what readers will see. What was submitted is accepted."),
    ),
    "unpublish": Batch(
        gettext_lazy("Take offline"),
        lambda count: ngettext("%d article is taken offline.", "%d articles are taken offline.", count) % count,
        _verb(Verb.TAKE_OFFLINE),
        lambda choice, actor, asked: take_offline(article=choice.article, actor=actor),
        lead=gettext_lazy("Their readers will not find them any more; they stay here, and can go back online."),
    ),
    "refuse": Batch(
        gettext_lazy("Refuse…"),
        lambda count: ngettext("%d article is refused.", "%d articles are refused.", count) % count,
        _verb(Verb.REFUSE),
        _refuse,
        needs="reason",
    ),
    "move": Batch(
        gettext_lazy("Move…"),
        lambda count: ngettext("%d article is moved.", "%d articles are moved.", count) % count,
        lambda article, actor: check_move(article=article, actor=actor),
        _move,
        needs="rubric",
    ),
    "archive": Batch(
        gettext_lazy("Archive"),
        lambda count: ngettext("%d article is archived.", "%d articles are archived.", count) % count,
        _verb(Verb.ARCHIVE),
        lambda choice, actor, asked: archive_article(article=choice.article, actor=actor),
        lead=gettext_lazy("They leave the public site and the lists; they are kept, and can be restored."),
    ),
    "delete": Batch(
        gettext_lazy("Delete"),
        lambda count: ngettext("%d article is deleted.", "%d articles are deleted.", count) % count,
        lambda article, actor: check_deletion(article=article, actor=actor),
        lambda choice, actor, asked: delete_article(article=choice.article, actor=actor),
        lead=gettext_lazy("Nothing brings them back. To put them out of sight and keep them, archive them instead."),
        serious=True,
    ),
}


@dataclass
class Sorted:
    """What can be, and what cannot with the reason."""

    possible: list[Choice] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)  # title, why


@require_POST
def batch(request: HttpRequest) -> HttpResponse:
    """First what it would do, item by item; once confirmed, each item whole or not at all, then what was done."""
    back = get_valid_next_url_from_request(request) or reverse("contributions")
    wanted = BATCHES.get(request.POST.get("action", ""))
    chosen = list(_chosen(request))
    if wanted is None or not chosen:
        messages.error(request, _("Choose articles in the list, and what to do with them."))
        return redirect(back)
    confirmed = "confirmed" in request.POST
    form = Asked(request.POST if confirmed else None, needs=wanted.needs, request=request)
    if confirmed and form.is_valid():
        return _report(request, wanted, _act(request, wanted, chosen, form.cleaned_data), back)
    found = _sorted(request, wanted, chosen)
    context = {"found": found, "form": form, "action": request.POST["action"], "wanted": wanted, "back": back}
    count = len(found.possible)
    title = ngettext("%(what)s: %(count)d article", "%(what)s: %(count)d articles", count)
    label = str(wanted.label).rstrip("…")
    return _screen(request, "batch", title % {"what": label, "count": count}, **context)


def _chosen(request: HttpRequest) -> Iterator[Choice]:
    """Those of the ticked ones that the person may still manage, in the order of the list."""
    asked: dict[int, str] = {}
    for value in request.POST.getlist("article")[:A_PAGE]:
        key, _separator, seen = value.partition(SEPARATOR)
        if (number := key_in(key)) is not None:
            asked[number] = seen
    found = managed_articles(request.user).in_bulk(list(asked))
    yield from (Choice(found[key], seen) for key, seen in asked.items() if key in found)


def _sorted(request: HttpRequest, wanted: Batch, chosen: list[Choice]) -> Sorted:
    found = Sorted()
    for choice in chosen:
        try:
            wanted.check(choice.article, request.user)
        except DomainError as error:
            found.refused.append((choice.article.draft_title, error.message))
        else:
            found.possible.append(choice)
    return found


def _act(request: HttpRequest, wanted: Batch, chosen: list[Choice], asked: Mapping[str, Any]) -> Sorted:
    found = Sorted()
    for choice in chosen:
        try:
            with transaction.atomic():
                # As it is now: what was done to the one before may have moved it.
                wanted.act(Choice(Article.objects.get(pk=choice.article.pk), choice.seen), request.user, asked)
        except DomainError as error:
            found.refused.append((choice.article.draft_title, error.message))
        except Article.DoesNotExist:
            found.refused.append((choice.article.draft_title, _("It does not exist any more.")))
        else:
            found.possible.append(choice)
    return found


def _report(request: HttpRequest, wanted: Batch, found: Sorted, back: str) -> HttpResponse:
    done = wanted.done(len(found.possible)) if found.possible else _("Nothing was done.")
    return _screen(request, "batch_report", done, found=found, back=back)


def _screen(request: HttpRequest, name: str, title: str, **context: Any) -> HttpResponse:
    steps = [{"url": reverse("contributions"), "label": _("Contributions")}, {"url": "", "label": title}]
    context |= {"header_title": title, "breadcrumbs_items": steps}
    return render(request, f"articles/{name}.html", context)

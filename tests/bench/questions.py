"""The questions themselves, each with its target and a peer. Needs Django set up."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms.accounts.models import User
from cms.articles.models import Article
from cms.audiences.models import Audience, AudienceTerm
from cms.audiences.selectors import audiences_of, people_in
from cms.directory.enums import Profile
from cms.directory.models import Person
from cms.directory.selectors import facts_of
from cms.rubrics.models import Rubric, RubricRole
from cms.rubrics.reach import reach_of
from cms.rubrics.rules import lineage
from cms.rubrics.selectors import readable_paths
from tests.bench.school import HOST, MODERATED, BigSchool

ROUNDS = 30
SHARE = 10  # naive answers are measured on a tenth, once: they take seconds
# Who is asking, which every request pays: session, account, and the person with their school.
IDENTITY = ("django_session", "accounts_user", "directory_person")


def ask(big: BigSchool, *, prepared: float) -> None:
    describe(prepared)
    connection.cursor().execute("ANALYZE")  # as autovacuum does on PostgreSQL, and nobody on SQLite
    what_may_they_see(big)
    the_explorer(big)
    who_is_in_it(big)
    a_list_of_articles(big)


def describe(prepared: float) -> None:
    counted = {
        "rubrics": Rubric.objects.count(),
        "breaks": Rubric.objects.filter(inherits=False).count(),
        "archives": Rubric.objects.exclude(archived_at=None).count(),
        "articles": Article.objects.count(),
        "role rows": RubricRole.objects.count(),
        "terms": AudienceTerm.objects.count(),
        "people": Person.objects.count(),
    }
    print(
        f"Machine: {os.cpu_count()} cores, Python {platform.python_version()}, {platform.machine()}, {connection.vendor}, load {os.getloadavg()[0]:.1f}"
    )
    print(f"School: {', '.join(f'{count} {name}' for name, count in counted.items())} (made in {prepared:.0f} s)\n")


def what_may_they_see(big: BigSchool) -> None:
    people = [person for profile in Profile for person in big.of(profile)[: ROUNDS // 5]]
    title("What may this person see", "≤ 4 queries, ≤ 10 ms")
    paths = measure("readable_paths", people, lambda person: readable_paths(big.school, person))
    measure("readable_paths, nobody", [None] * ROUNDS, lambda person: readable_paths(big.school, person))
    measure("reach_of, as the API asks", people, lambda person: reach_of(big.school, person))
    tenth = big.rubrics[::SHARE]
    naive = measure(f"naive, {len(tenth)} rubrics", people[:1], lambda person: naively_readable(tenth, person))
    ratio("readable_paths", paths, f"asking for each rubric, a tenth × {SHARE}", naive * SHARE)


def naively_readable(rubrics: Sequence[Rubric], person: Person) -> list[Rubric]:
    """A query a rubric, and without looking whether those above are readable."""
    given = RubricRole.objects.filter(audience__in=audiences_of(facts_of(person)))
    return [rubric for rubric in rubrics if given.filter(page__path__in=list(lineage(rubric.path))).exists()]


def the_explorer(big: BigSchool) -> None:
    title("The explorer's page of 50 articles", "≤ 40 queries, as many with 10 role rows as with 500")
    operator = User.objects.create_superuser("exploitant")
    middles = {}
    for rows, account in {**{rows: big.moderators[rows].user for rows in MODERATED}, 0: operator}.items():
        client = visitor(account)
        name = f"moderator, {rows} role rows" if rows else "superuser, whom no right is asked"
        middles[rows] = measure(name, [client] * ROUNDS, lambda client: get(client, f"/admin/pages/{big.listed.pk}/"))
    for rows in MODERATED:
        ratio(f"{rows} role rows", middles[rows], "the same page for a superuser", middles[0])


def who_is_in_it(big: BigSchool) -> None:
    count = people_in(big.everyone).count()
    title(f"Who is in this audience of {count} people", "≤ 20 ms")
    audiences = [Audience.objects.get(pk=big.everyone.pk) for _ in range(ROUNDS)]
    names = measure(
        "keys and names", audiences, lambda one: list(people_in(one).values_list("pk", "first_name", "last_name"))
    )
    measure("count", audiences, lambda one: people_in(one).count())
    people = [person for profile in Profile for person in big.of(profile)[: ROUNDS // 5]]
    measure(
        "audiences_of, the other way",
        people,
        lambda one: list(audiences_of(facts_of(one)).values_list("pk", flat=True)),
    )
    tenth = big.people[::SHARE]
    naive = measure(f"naive, {len(tenth)} people", audiences[:1], lambda one: naively_in(one, tenth))
    ratio("keys and names", names, f"asking for each person, a tenth × {SHARE}", naive * SHARE)


def naively_in(audience: Audience, people: Iterable[Person]) -> list[Person]:
    return [person for person in people if audiences_of(facts_of(person)).filter(pk=audience.pk).exists()]


def a_list_of_articles(big: BigSchool) -> None:
    title("The API's list of 20 articles with pictures", "≤ 6 queries but for who is asking, whatever the school holds")
    parent, pupil, teacher = (big.of(profile)[0] for profile in (Profile.PARENT, Profile.PUPIL, Profile.TEACHER))
    middles = [
        measure(f"a {person.profile}", [visitor(person.user)] * ROUNDS, lambda client: get(client, "/api/v1/articles"))
        for person in (parent, pupil, teacher)
    ]
    visits = [Client(SERVER_NAME=HOST)] * ROUNDS
    measure("nobody in particular", visits, lambda client: get(client, "/api/v1/articles"))
    naive = measure("naive, 20 articles, no right", visits, lambda _client: naive_list())
    ratio("a parent", middles[0], "20 articles, their related rows one by one, no right asked", naive)
    print("  (in brackets: without " + ", ".join(IDENTITY) + ")")


def naive_list() -> list[dict[str, Any]]:
    return [
        {
            "title": article.title,
            "image": article.illustration and article.illustration.title,
            "tags": [item.tag.name for item in article.tagged_items.all()],
            "rubric": Page.objects.get(path=article.path[:-4]).title,
        }
        for article in Article.objects.filter(live=True).order_by("-first_published_at")[:20]
    ]


# --- Measuring ---


def visitor(account: Any) -> Client:
    client = Client(SERVER_NAME=HOST)
    client.force_login(account)
    return client


def get(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content


def title(question: str, target: str) -> None:
    print(f"{question} (target {target})")


def measure(name: str, subjects: Sequence[Any], act: Callable[[Any], object]) -> float:
    """The median, in milliseconds, once warm; queries are counted apart, where nothing is timed."""
    counts, counted = set(), set()
    for subject in (subjects[0], subjects[-1]):
        act(subject)
        with CaptureQueriesContext(connection) as found:
            act(subject)
        queries = [query["sql"] for query in found.captured_queries]
        counts.add(len(queries))
        counted.add(sum(not any(f'FROM "{table}"' in sql for table in IDENTITY) for sql in queries))
    pairs = [timed(lambda subject=subject: act(subject)) for subject in subjects]
    times, work = sorted(clock for clock, _work in pairs), statistics.median(work for _clock, work in pairs)
    middle, late = statistics.median(times), times[max(0, int(len(times) * 0.95) - 1)]
    written = "/".join(map(str, sorted(counts))), "/".join(map(str, sorted(counted)))
    visits = isinstance(subjects[0], Client) and written[0] != written[1]
    queries = f"{written[0]} ({written[1]})" if visits else written[0]
    print(
        f"  {name:<36} {queries:>9} queries   median {middle:7.1f} ms   p95 {late:7.1f} ms   processor {work:7.1f} ms"
    )
    return middle


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the clock, and those that this process worked: the clock also counts who else runs here."""
    clock, work = time.perf_counter(), time.process_time()
    act()
    return (time.perf_counter() - clock) * 1000, (time.process_time() - work) * 1000


def ratio(name: str, ours: float, peer: str, theirs: float) -> None:
    print(f"  → {name}: {ours / theirs:.4f} × {peer}")

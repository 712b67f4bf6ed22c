"""From an editor's commit to what visitors read, with the publisher in a process of its own. Needs Django set up."""

from __future__ import annotations

import math
import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier

from django.db import connection, transaction
from tqdm import tqdm

from cms.accounts.models import User
from cms.articles.models import Article
from cms.articles.services import create_article, edit_article, put_online, take_offline
from cms.media.models import SchoolImage
from cms.publishing.selectors import waiting_requests
from tests.bench.corpus import Corpus
from tests.bench.peers import memory_of
from tests.support.installation import PROJECT, Installation, wait_for

EDITS, ADDED, WITHDRAWN, WIDE, COLD = 20, 5, 5, 3, 3
ROUNDS = 3  # edits of each of those who publish at once
TICK = 0.0005  # seconds between two looks at what is in service
PATIENCE = 900


class Bench:
    """The school, its head, and the release in service."""

    def __init__(self, scratch: Installation, corpus: Corpus) -> None:
        self.scratch, self.corpus = scratch, corpus
        self.current = scratch.data_dir / "sites" / corpus.school.slug / "current"
        self.root = corpus.school.root_page.url_path
        self.head = User.objects.create_superuser("cheffe")
        step = max(1, Article.objects.count() // 100)
        self.articles = list(Article.objects.order_by("pk")[::step])

    def edit(self, number: int, title: str) -> Path:
        """One article has another title; the file in which it is read."""
        article = self.articles[number % len(self.articles)]
        with transaction.atomic():
            edit_article(article=article, actor=self.head, title=title)
            put_online(article=article, actor=self.head)
        return self.file_of(article)

    def add(self, number: int, title: str) -> Path:
        rubric = self.corpus.rubrics[number % len(self.corpus.rubrics)]
        body = self.articles[number].body
        with transaction.atomic():
            article = create_article(rubric=rubric, title=title, slug=f"nouveau-{number}", actor=self.head, body=body)
            put_online(article=article, actor=self.head)
        return self.file_of(article)

    def withdraw(self, number: int, _title: str) -> Path:
        article = self.articles[-1 - number]
        with transaction.atomic():
            take_offline(article=article, actor=self.head)
        return self.file_of(article)

    def describe(self, _number: int, text: str) -> Path:
        """A picture that one article in twenty shows, and another announces, has another text alternative; which ones,
        nobody says."""
        article = self.articles[0]
        picture = SchoolImage.objects.get(pk=article.illustration_id)
        picture.description = text
        picture.save()
        return self.file_of(article)

    def rename(self, number: int, title: str) -> Path:
        """One rubric has another title, which the menu of every page shows."""
        rubric = self.corpus.rubrics[number % len(self.corpus.rubrics)]
        rubric.title = title
        with transaction.atomic():
            rubric.save_revision().publish(user=self.head)
        return self.current / rubric.url_path.removeprefix(self.root) / "index.html"

    def file_of(self, article: Article) -> Path:
        return self.current / article.url_path.removeprefix(self.root) / "index.html"

    def quiet(self) -> None:
        """Nothing waits any more, what follows an edit by itself included."""
        wait_for(lambda: not waiting_requests(self.corpus.school), PATIENCE)


def one_edit_at_a_time(scratch: Installation, corpus: Corpus, builds: Mapping[str, float]) -> None:
    bench = Bench(scratch, corpus)
    print("From the commit to the visitors, the publisher running; beside a whole build by the others")
    with publisher(scratch) as memory:
        bench.edit(99, "Un premier titre, qui n’est pas compté")
        bench.quiet()
        tell("one article edited", timed(bench, EDITS, bench.edit, "Titre {} changé"), builds)
        differing: list[int] = []
        added = timed(bench, ADDED, bench.add, "Titre {} ajouté", differing)
        tell("one article added", added, builds)
        print(f"    of its release, files that the one before has not: {statistics.median(differing):.0f}")
        tell("one article withdrawn → gone", timed(bench, WITHDRAWN, bench.withdraw), builds)
        tell("one picture described", timed(bench, WIDE, bench.describe, "Description {}"), builds)
        tell("one rubric renamed", timed(bench, WIDE, bench.rename, "Rubrique {} renommée"), builds)
    cold = []
    for number in range(COLD):
        title = f"Titre {number} à froid"
        file, started = bench.edit(50 + number, title), time.perf_counter()
        with publisher(scratch):
            cold.append(until(file, title, started))
            bench.quiet()
    tell("edited, then publisher started", cold, builds)
    print("Memory at its peak: " + ", ".join(f"{name} {size:.0f} MB" for name, size in sorted(memory.items())))


def timed(
    bench: Bench, times: int, act: Callable[[int, str], Path], said: str = "", differing: list[int] | None = None
) -> list[float]:
    """How long each takes to be right, one after the other, with nothing else waiting."""
    found = []
    for number in tqdm(range(times), file=sys.stderr, leave=False, desc=act.__name__):
        before, title = inodes(bench.current) if differing is not None else set(), said.format(number)
        found.append(until(act(number, title), title))
        if differing is not None:
            differing.append(len(inodes(bench.current) - before))
        bench.quiet()
    return found


def editors_at_once(scratch: Installation, corpus: Corpus, editors: int) -> None:
    """Each publishes an article of their own, all at the same instant, some times in a row."""
    bench = Bench(scratch, corpus)
    together = Barrier(editors)
    bar = tqdm(total=editors * ROUNDS, file=sys.stderr, leave=False)

    def publish(number: int) -> list[float]:
        found = []
        for turn in range(ROUNDS):
            together.wait(PATIENCE)
            title = f"Titre {number} tour {turn}"
            found.append(until(bench.edit(number, title), title, tick=TICK * editors))
            bar.update()
        connection.close()
        return found

    workers = 2 if "--workers" in scratch.run("publish", "--help").stdout else 1
    with publisher(scratch, *(["--workers", "2"] if workers == 2 else [])) as memory:
        bench.edit(99, "Un premier titre, qui n’est pas compté")
        bench.quiet()
        with ThreadPoolExecutor(editors) as pool:
            found = [seconds for each in pool.map(publish, range(editors)) for seconds in each]
    bar.close()
    print(f"From the commit to the visitors, {editors} editors at once, {ROUNDS} times, {workers} publishing")
    tell("one article edited", found, {})
    print("Memory at its peak: " + ", ".join(f"{name} {size:.0f} MB" for name, size in sorted(memory.items())))


def until(file: Path, title: str, started: float | None = None, tick: float = TICK) -> float:
    """Seconds, from the commit that was just made, until this title is read there; none: until nothing is."""
    started, deadline = started or time.perf_counter(), time.monotonic() + PATIENCE
    current = next(parent for parent in file.parents if parent.name == "current")
    looked_at = None
    while True:
        release = current.readlink()
        if release != looked_at:  # a file is looked at once a release, which never changes
            looked_at, seen = release, time.perf_counter()
            if is_right(current.parent / release / file.relative_to(current), title):
                return seen - started
        assert time.monotonic() < deadline, f"{file} : rien n’est venu."
        time.sleep(tick)


def is_right(file: Path, title: str) -> bool:
    if not title:
        return not file.exists()
    return file.exists() and title in file.read_text("utf-8")


def inodes(current: Path) -> set[tuple[int, int]]:
    """What the files of a release are on the disk: those that two releases share are the same."""
    found = set()
    for directory, _folders, names in os.walk(current.resolve(), followlinks=True):
        for name in names:
            facts = Path(directory, name).stat()
            found.add((facts.st_dev, facts.st_ino))
    return found


@contextmanager
def publisher(scratch: Installation, *options: str) -> Iterator[dict[str, float]]:
    """`preau publish --watch`; what it and its renderers took of memory, at most, in MB."""
    log = (scratch.data_dir / "publisher.log").open("ab")
    command = [sys.executable, "-m", "cms", "publish", "--watch", *options]
    process = subprocess.Popen(command, env=scratch.environment, cwd=PROJECT, stdout=log, stderr=log)
    try:
        with memory_of(process.pid) as memory:
            yield memory
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        log.close()


def tell(name: str, seconds: list[float], builds: Mapping[str, float]) -> None:
    found = sorted(seconds)
    late = found[max(0, math.ceil(len(found) * 0.95) - 1)]
    ratios = "".join(f"  {late / builds[peer]:8.4f} × {peer.split(',')[0]}" for peer in builds if "ours" not in peer)
    print(
        f"  {name:<32} {len(found):3d} times  p50 {statistics.median(found):7.3f} s  p95 {late:7.3f} s{ratios and '   p95:'}{ratios}"
    )

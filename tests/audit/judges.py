"""Each judge gives a list of complaints, as lines; none is a good answer."""

from __future__ import annotations

import gzip
import json
import statistics
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from tests.audit.tools import environment
from tests.support.browser import QUIET, SCROLLS_SIDEWAYS, chromium

WIDTHS = (320, 768, 1280)
SCHEMES = ("light", "dark")
SCORES = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
LIGHTHOUSE_RUNS = 3
HOMEPAGE_BYTES, CSS_BYTES, JS_BYTES = 300_000, 20_000, 10_000


def validity(modules: Path, release: Path) -> tuple[int, list[str]]:
    """Every page of the release through the Nu validator: how many, and its errors.

    Its checker of style sheets knows no container query: only what pages hold is judged.
    """
    pages = sorted(release.rglob("*.html"))
    jar = modules / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-Xss1m", "-jar", str(jar), "--format", "json", "--exit-zero-always", *map(str, pages)]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stderr)["messages"]
    return len(pages), [
        f"{urlsplit(one['url']).path.partition(release.name + '/')[2]}:{one.get('lastLine', '?')} {one['message']}"
        for one in told
        if one["type"] == "error"
    ]


@contextmanager
def browsing() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        yield browser
        browser.close()


def accessibility(modules: Path, base: str, kinds: Mapping[str, str], pictures: Path | None) -> list[str]:
    """axe-core on each kind of page at three widths, light and dark; what was asked of others, cookies, console."""
    axe = (modules / "axe-core" / "axe.min.js").read_text()
    found: list[str] = []
    with browsing() as browser:
        for scheme in SCHEMES:
            for width in WIDTHS:
                context = browser.new_context(
                    viewport={"width": width, "height": 900}, color_scheme=scheme, locale="fr-FR", bypass_csp=True
                )
                page = context.new_page()
                where = f"{width}px {scheme}"
                _listen(page, base, where, found)
                for kind, path in kinds.items():
                    page.goto(base + path, wait_until="load")
                    page.evaluate(axe)
                    told = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
                    found += [
                        f"{kind} {where}: {one['id']}, {one['help']}: {node['target'][0]} {_colours(node)}"
                        for one in told
                        for node in one["nodes"][:3]
                    ]
                    if page.evaluate(SCROLLS_SIDEWAYS):
                        found.append(f"{kind} {where}: scrolls sideways")
                    if pictures:
                        page.screenshot(
                            path=pictures / f"{kind} {width} {scheme}.png".replace(" ", "-"), full_page=True
                        )
                found += [f"{where}: cookie {cookie['name']}" for cookie in context.cookies()]
                context.close()
    return found


def _colours(node: dict[str, Any]) -> str:
    data = (node["any"] or [{}])[0].get("data") or {}
    return f"{data.get('fgColor')} on {data.get('bgColor')}: {data.get('contrastRatio')}" if "fgColor" in data else ""


def _listen(page: Page, base: str, where: str, found: list[str]) -> None:
    page.on("console", lambda said: said.type == "error" and found.append(f"{where}: console: {said.text}"))
    page.on("pageerror", lambda error: found.append(f"{where}: script: {error}"))
    page.on(
        "request",
        lambda asked: (
            None
            if asked.url.startswith((base, "data:", "blob:"))
            else found.append(f"{where}: asks {urlsplit(asked.url).netloc}")
        ),
    )


def weight(base: str, release: Path) -> tuple[dict[str, int], list[str]]:
    """Bytes of the homepage above the fold on a telephone, as served; of our style sheets and scripts, compressed."""
    heard: dict[str, int] = {}
    with browsing() as browser:
        page = browser.new_page(viewport={"width": 390, "height": 844}, device_scale_factor=2)
        page.on("requestfinished", lambda asked: heard.update({asked.url: sum(asked.sizes().values())}))
        page.goto(base + "/", wait_until="networkidle")
    home = (release / "index.html").read_text()

    def compressed(ending: str) -> int:
        named = [path for path in release.rglob(f"*{ending}") if path.name in home]
        return sum(len(gzip.compress(path.read_bytes(), 9)) for path in named)

    sizes = {"homepage": sum(heard.values()), "css": compressed(".css"), "js": compressed(".js")}
    most = {"homepage": HOMEPAGE_BYTES, "css": CSS_BYTES, "js": JS_BYTES}
    return sizes, [f"{name}: {size} bytes, {most[name]} at most" for name, size in sizes.items() if size > most[name]]


def lighthouse(modules: Path, address: str, folder: Path) -> tuple[dict[str, float], list[str]]:
    """Median scores of several runs with the mobile profile, and what falls short, with the audits that failed."""
    runs: list[dict[str, Any]] = []
    for number in range(LIGHTHOUSE_RUNS):
        report = folder / f"lighthouse-{number}.json"
        command = [
            str(modules / ".bin" / "lighthouse"),
            address,
            "--quiet",
            "--output=json",
            f"--output-path={report}",
            "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
        ]
        subprocess.run(command, env=environment(), check=True, capture_output=True)
        runs.append(json.loads(report.read_text()))
    scores = {name: statistics.median(run["categories"][name]["score"] * 100 for run in runs) for name in SCORES}
    short = [name for name, score in scores.items() if score < SCORES[name]]
    last = runs[-1]
    failed = [
        f"{name}: {last['audits'][one['id']]['title']}"
        for name in short
        for one in last["categories"][name]["auditRefs"]
        if (last["audits"][one["id"]]["score"] or 0) < 0.9 and one["weight"]
    ]
    return scores, [f"{name}: {scores[name]:.0f}, {SCORES[name]} at least" for name in short] + failed

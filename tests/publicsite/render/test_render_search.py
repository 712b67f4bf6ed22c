"""SITE-04: the search of the public site, as the index is written and as the script of the page reads it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from publicsite.render.build import DEFAULT_THEME, Summary
from publicsite.render.words import RULE, stem, stems
from tests.publicsite.render.rendered_content import SCHOOL, Content

Publish = Callable[[], Summary]
SCRIPT = DEFAULT_THEME / "static/js/search.js"
HOSTILE = "</script><b>Kermesse</b>"
needs_node = pytest.mark.skipif(
    shutil.which("node") is None, reason="node absent : le script de recherche n’est pas lu"
)

# Forms of one word on each line, and words that another line must not find.
ALIKE = (
    ("élève", "ELEVES", "Élèves"),
    ("journal", "journaux"),
    ("cantine", "cantines"),
    ("œuvre", "oeuvres"),
    ("sportif", "sportive", "sportives"),
    ("européen", "européenne", "européennes"),
    ("professeur", "professeure", "professeurs"),
    ("directeur", "directrice"),
    ("numérique", "numériques"),
    ("public", "publics", "publique"),
    ("premier", "première", "premières"),
    ("tableau", "tableaux"),
    ("jeu", "jeux"),
    ("travail", "travaux"),
    ("e\u0301te\u0301", "été"),
)


def run(program: str) -> object:
    """What a module that imports the script writes, read as JSON."""
    command = [
        "node",
        "--input-type=module",
        "-e",
        f"import * as search from {json.dumps(SCRIPT.as_uri())};\n{program}",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def ask(index: Path, *questions: str) -> dict[str, list[str]]:
    """The titles that the browser's script finds, by question."""
    program = f"""
    import {{ readFileSync }} from "node:fs";
    const read = async (name) => JSON.parse(readFileSync({json.dumps(str(index))} + "/" + name, "utf8"));
    const opened = await search.open(read);
    const found = {{}};
    for (const question of {json.dumps(questions)}) {{
      const {{ numbers }} = await opened.find(question);
      found[question] = (await Promise.all(numbers.map(opened.told))).map(([title]) => title);
    }}
    console.log(JSON.stringify(found));
    """
    answer = run(program)
    assert isinstance(answer, dict)
    return answer


def index_of(output: Path) -> Path:
    (folder,) = (output / "recherche").glob("index-*")
    return folder


@pytest.mark.parametrize("forms", ALIKE, ids=lambda forms: forms[0])
def test_site_04_the_forms_of_a_word_are_one(forms: tuple[str, ...]) -> None:
    assert len({frozenset(stems(form)) for form in forms}) == 1


def test_site_04_other_words_stay_apart() -> None:
    shared = [frozenset(stems(forms[0])) for forms in ALIKE]
    assert len(set(shared)) == len(ALIKE)
    assert stems("le la les des et qu’à l’") == set()
    assert stems("mercredi") != stems("mercier")


@needs_node
def test_site_04_the_browser_compares_words_as_the_build_does() -> None:
    from publicsite.render.words import folded

    texts = [form for forms in ALIKE for form in forms] + ["Ça, L’ŒUVRE : « Ærø » !", "6eB", "Straße", "ÎLES", "aux"]
    program = f"""
    const rule = search.comparer({json.dumps(RULE)});
    const fold = (text) => [rule.fold(text), rule.stem(rule.fold(text))];
    console.log(JSON.stringify({json.dumps(texts)}.map(fold)));
    """
    assert run(program) == [[folded(text), stem(folded(text))] for text in texts]


@needs_node
def test_site_04_a_visitor_finds_words_without_accents_in_the_plural_and_begun(
    content: Content, output: Path, publish: Publish
) -> None:
    content.rubric("vie", "Vie du collège", body="<p>Ce qui fait la vie des internes.</p>")
    content.article("vie/a", title="Les délégués", body="<p>Chaque <strong>élè</strong>ve vote.</p>")
    content.article("vie/b", title="Menus de la cantine", body="<p>Des légumes.</p>", tags="restauration")
    content.article("vie/c", title="Le club", body="<p>On y fait un journal, et des travaux.</p>", author="Zoé Ormeau")
    content.article(
        "vie/d", title="Autre chose", body="<p>Le journal de la cantine.</p>", date="2026-02-01 10:00:00+01:00"
    )
    assert publish().problems == []
    found = ask(
        index_of(output),
        *("eleves", "ÉLÈVE", "journaux", "cantin", "musiqu", "travail", "restauration", "ormeau", "internes"),
        *("le journal de la cantine", "journal introuvable", "introuvable", "vie"),
    )
    assert found["eleves"] == found["ÉLÈVE"] == ["Les délégués"]
    assert found["journaux"] == ["Le club", "Autre chose"]  # the newest first
    assert found["cantin"] == ["Menus de la cantine", "Autre chose"]  # in the title first
    assert found["travail"] == found["ormeau"] == ["Le club"]
    assert found["restauration"] == ["Menus de la cantine"]
    assert found["internes"] == ["Vie du collège"]
    assert found["le journal de la cantine"] == ["Autre chose"]
    assert found["journal introuvable"] == ["Le club", "Autre chose"]
    assert found["introuvable"] == found["musiqu"] == []
    assert found["vie"][0] == "Vie du collège"


@needs_node
def test_site_04_a_title_comes_before_a_keyword_and_a_keyword_before_the_text(
    content: Content, output: Path, publish: Publish
) -> None:
    content.article("vie/a", title="Un soir", body="<p>La chorale chante.</p>", date="2026-03-03 10:00:00+01:00")
    content.article("vie/b", title="Concert", tags="chorale", date="2026-03-02 10:00:00+01:00")
    content.article("vie/c", title="La chorale recrute", date="2026-03-01 10:00:00+01:00")
    assert publish().problems == []
    assert ask(index_of(output), "chorale")["chorale"] == ["La chorale recrute", "Concert", "Un soir"]


def test_site_04_whoever_looks_for_the_telephone_number_reads_it_in_the_results(
    content: Content, output: Path, publish: Publish
) -> None:
    content.write("school.toml", SCHOOL + 'address = "12, chemin des Platanes"\nphone = "01\u00a099 00 42.10"\n')
    content.article("vie/a", title="Le téléphone au collège", body="<p>Il reste dans le sac.</p>")
    assert publish().problems == []
    title, url, _rubric, _date, text, _keywords = json.loads((index_of(output) / "found/0.json").read_text())[0]
    assert "téléphone" in title and "Numéro de téléphone : 01\u00a099 00 42.10" in text and "Platanes" in text
    page, fragment = url.split("#")
    assert page == "/" and f'id="{fragment}"' in (output / "index.html").read_text()
    assert (output / "index.html").read_text().count('href="tel:0199004210"') == 2  # in the menu and at the foot
    if shutil.which("node"):
        assert ask(index_of(output), "téléphone", "numero de telephone", "adresse")["téléphone"][0] == title


@needs_node
def test_site_04_the_words_that_were_found_are_marked_and_nothing_else_is() -> None:
    program = """
    const found = (word) => word.startsWith("journ");
    const text = "Avant. ".repeat(60) + "Le journal <b>& les journaux</b>. " + "Après. ".repeat(60);
    const excerpt = search.excerpt(text, found);
    console.log(JSON.stringify([excerpt.length, search.pieces(excerpt, found).filter(([, marked]) => marked), excerpt]));
    """
    length, marked, excerpt = run(program)  # type: ignore[misc]
    assert length < 250
    assert marked == [["journal", True], ["journaux", True]]
    assert excerpt.startswith("… ") and excerpt.endswith(" …") and "<b>& les journaux</b>" in excerpt


def test_site_04_hostile_text_goes_through_the_index_as_text(content: Content, output: Path, publish: Publish) -> None:
    content.article("vie/a", title=HOSTILE, tags=HOSTILE, body=f"<p>{'&lt;img src=x onerror=x()&gt;'}</p>")
    publish()
    shown = json.loads((index_of(output) / "found/0.json").read_text())[0]
    assert shown[0] == HOSTILE and "<img src=x onerror=x()>" in shown[4]
    assert "innerHTML" not in SCRIPT.read_text() and "insertAdjacentHTML" not in SCRIPT.read_text()


def test_zone_02_the_index_holds_what_is_published_and_nothing_else(
    content: Content, output: Path, publish: Publish
) -> None:
    content.rubric("vie", "Vie", body='<p>Voir <a href="{filename}/private/articles/x.html">ici</a></p>')
    content.rubric("profs", "Canaripriv", zone="private")
    content.article("vie/a", body='<p>Un <a href="{static}/files/canaripriv.pdf">lien</a></p>')
    content.article("vie/b", title="Canaripriv", state="draft")
    content.write("private/articles/vie/c.html", "<title>Canaripriv</title>")
    publish()
    index = "".join(file.read_text() for file in sorted(index_of(output).rglob("*.json")))
    assert "lien" in index and "canaripriv" not in index.lower()


def test_site_04_a_large_site_is_searched_with_little_reading(content: Content, output: Path, publish: Publish) -> None:
    """The files that a question needs are bounded whatever the site holds."""
    vocabulary = [f"{first}{second}{third}" for first in "bcdfgmprst" for second in "aeiou" for third in "bcdfgmprst"]
    for number in range(60):
        text = " ".join(f"{word}{number:x}ique {word}" for word in vocabulary)
        content.article(f"vie/article-{number}", body=f"<p>{text}</p>")
    publish()
    files = sorted(index_of(output).glob("words/*.json"))
    starts = json.loads((index_of(output) / "index.json").read_text())["starts"]
    assert len(files) == len(starts) > 5 and starts == sorted(starts)
    assert max(file.stat().st_size for file in files) < 40_000
    assert max(file.stat().st_size for file in index_of(output).glob("found/*.json")) < 10_000


def test_site_05_without_javascript_the_page_says_so_and_leads_on(
    content: Content, output: Path, publish: Publish
) -> None:
    content.article("vie/a")
    publish()
    page = (output / "recherche/index.html").read_text()
    (said,) = [part.partition("</noscript>")[0] for part in page.split("<noscript>")[1:]]
    assert 'href="/plan-du-site/"' in said and 'href="/archives/"' in said
    header = (output / "vie/a/index.html").read_text().split("<main")[0]
    assert '<form class="site-search" action="/recherche/" role="search">' in header

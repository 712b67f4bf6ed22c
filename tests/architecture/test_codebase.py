"""The codebase as subject: what a reviewer would otherwise have to remember."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands, load_command_class

from cms.__main__ import COMMANDS
from cms.agenda.models import Event
from cms.articles.models import Article
from cms.config.env import variable_names
from publicsite.contract import ARTICLE_TEXTS
from tests.translations import problems

PROJECT = Path(__file__).resolve().parents[2]
OURS = ("api", "cms", "publicsite")


def our_models() -> list[type]:
    return [model for model in apps.get_models() if model.__module__.split(".")[0] in OURS]


def test_the_public_export_calls_only_what_is_named_public() -> None:
    """Invariant 1: what may leave is one grep. What is for the public adds; it never filters."""
    tree = ast.parse((PROJECT / "publicsite/exporting.py").read_text())
    functions: list[ast.AST] = [
        node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("public_")
    ]
    functions.append(ast.parse((PROJECT / "publicsite/origins.py").read_text()))
    called = {
        node.attr
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in {"addresses", "agenda", "articles", "consents", "homepages", "rubrics"}
    }
    assert len(functions) > 5
    assert called
    assert [name for name in called if not name.startswith("public_")] == []


def test_what_is_written_for_the_public_comes_from_the_public_export() -> None:
    """The content folder is made by functions named `public_…`; of the CMS it knows nothing but the outbox."""
    tree = ast.parse((PROJECT / "publicsite/content.py").read_text())
    imported = {
        (node.module, name.name) for node in tree.body if isinstance(node, ast.ImportFrom) for name in node.names
    }
    exported = {name for module, name in imported if module == "publicsite.exporting"} - {"Export", "Uses"}
    assert exported
    assert [name for name in exported if not name.startswith("public_")] == []
    outbox = {f"cms.publishing.{name}" for name in ("enums", "models", "rules", "selectors")}
    known = {"cms.core", "cms.core.disk", "cms.core.snapshot", *outbox}
    assert {module for module, _name in imported if module.startswith("cms.")} - known == {"cms.schools.models"}


def test_what_an_article_tells_the_public_is_read_by_the_check_before_it() -> None:
    """ZONE-05: a field that is added to the content format is looked at like the others."""
    told = {"title", "slug", *ARTICLE_TEXTS.values()}
    assert [kind for kind in (Article, Event) if not told <= set(kind.read_fields)] == []


@pytest.mark.parametrize("document", ["README.md", "docs/architecture.md"])
def test_a_document_names_what_exists(document: str) -> None:
    """Paths, modules and functions in backticks: whoever follows the tour finds each of them."""
    text = re.sub(r"^```.*?^```", "", (PROJECT / document).read_text(), flags=re.M | re.S)
    named = {name for name in re.findall(r"`([^`\n]+)`", text) if re.fullmatch(r"\.?\w[\w./-]*", name)}
    assert len(named) > 40
    others = {"createsuperuser", "subtitle", ".mo"}  # a command of Django, an example, the end of a name
    assert sorted(name for name in named - others if not _exists(name.strip("/"))) == []


def _exists(name: str) -> bool:
    return _is_file(name) or all(part in _words() for part in name.split("."))


@lru_cache
def _files() -> frozenset[str]:
    """Of the project, with their folders: paths from its root."""
    tops = (*OURS, "themes", "content", "docs", "tests", ".ci")
    found = [path for top in tops for path in (PROJECT / top).rglob("*") if "__pycache__" not in path.parts]
    return frozenset(str(path.relative_to(PROJECT)) for path in [*found, *PROJECT.glob("*")])


def _is_file(name: str) -> bool:
    """Written whole, from some folder that the sentence is about, or with dots."""
    endings = (name, f"{name}.py", name.replace(".", "/"), name.replace(".", "/") + ".py")
    return any(path == end or path.endswith(f"/{end}") for path in _files() for end in endings)


@lru_cache
def _words() -> frozenset[str]:
    """Every name that the code says somewhere."""
    kinds = (".py", ".js", ".html", ".toml", "Makefile")
    paths = [PROJECT / name for name in _files() if name.endswith(kinds) and not name.startswith("content/")]
    code = "\n".join(path.read_text() for path in paths if path.is_file())
    return frozenset(re.findall(r"\w+", code)) | frozenset(re.findall(r"\w[\w-]+\w", code))


def test_the_readme_names_every_variable_and_no_other() -> None:
    """ADM-01: one table, true at every landing."""
    named = re.findall(r"^\| `([A-Z_]+)` \|", (PROJECT / "README.md").read_text(), re.M)
    assert sorted(named) == sorted(variable_names())


def test_the_readme_and_the_command_name_the_same_commands() -> None:
    named = re.findall(r"^\| `preau ([a-z-]+)", (PROJECT / "README.md").read_text(), re.M)
    assert named == list(COMMANDS)


def test_pins_hold_no_address() -> None:
    pins = list(PROJECT.glob("requirements*.txt"))
    assert len(pins) == 3
    assert [path.name for path in pins if re.search(r"https?://|--index-url|--find-links", path.read_text())] == []


def test_every_pin_has_a_hash() -> None:
    for path in PROJECT.glob("requirements*.txt"):
        entries = re.split(r"\n(?=[a-z0-9])", path.read_text())
        assert [entry.split("\n")[0] for entry in entries if "==" in entry and "--hash=sha256:" not in entry] == []


def test_the_environment_is_read_in_one_place() -> None:
    """Settings come from `cms.config.env` alone; `__main__` chooses the mode before anything is loaded."""
    allowed = {"cms/config/env.py", "cms/__main__.py", "publicsite/wsgi.py"}
    readers = {
        str(path.relative_to(PROJECT))
        for folder in OURS
        for path in (PROJECT / folder).rglob("*.py")
        if re.search(r"os\.(environ|getenv)", path.read_text())
    }
    assert readers <= allowed


def test_adm_03_archives_are_read_with_the_python_of_debian_12() -> None:
    """3.11.2 has no filters of `tarfile`: a restore stopped there, on the very machine that had lost everything."""
    texts = [path.read_text() for folder in ("cms", "publicsite", "api") for path in (PROJECT / folder).rglob("*.py")]
    assert not [text for text in texts if "extractall(" in text or 'filter="data"' in text]


def test_no_group_of_a_pattern_is_possessive() -> None:
    """Python 3.11.2, which is that of Debian 12, matches some of those wrongly (gh-106052)."""
    possessive = re.compile(r"\)(?:[*+?]|\{\d*,?\d*\})\+(?! )|\(\?>")
    files = [path for folder in OURS for path in (PROJECT / folder).rglob("*.py")]
    assert [str(path) for path in files if possessive.search(path.read_text("utf-8"))] == []


def test_every_command_of_ours_says_what_it_is_for() -> None:
    ours = {name: app for name, app in get_commands().items() if str(app).split(".")[0] in OURS}
    assert {"demo", "serve", "publish", "releases", "rollback", "export_content", "import_content"} <= set(ours)
    assert [name for name, app in ours.items() if not load_command_class(str(app), name).help] == []


def test_french_is_complete() -> None:
    assert problems() == []


@pytest.mark.parametrize("path", sorted((PROJECT / "cms").glob("*/migrations/0*.py")), ids=lambda path: path.stem)
def test_migrations_are_named_and_hold_no_list_of_blocks(path: Path) -> None:
    """A migration has one intent and a name; blocks change without one."""
    assert not re.search(r"_auto_|_initial|\d{8}", path.stem)
    assert "block_lookup" not in path.read_text()


def test_no_primary_key_leaves_through_the_contract_of_the_api() -> None:
    """Outsiders see references: keys can be counted and guessed."""
    document = (PROJECT / "api/openapi.yaml").read_text()
    assert not re.search(r"^\s+(id|pk):$", document, re.M)


def test_every_model_with_people_or_content_leads_to_a_school() -> None:
    """SITE-07: many schools on one installation; what belongs to none is on this list."""
    leads = {"accounts.User", "schools.School"}
    by_tree = {"articles.Article", "homepage.Homepage", "media.PlaceQuota", "rubrics.Rubric", "rubrics.SchoolPage"}
    by_tree |= {"clearance.Decision", "clearance.PageLook"}  # about any page of a school's tree
    by_collection = {"media.SchoolDocument", "media.SchoolImage"}
    for model in our_models():
        label = model._meta.label
        related = {
            field.related_model._meta.label
            for field in model._meta.get_fields()
            if (field.many_to_one or field.one_to_one) and field.concrete and field.related_model
        }
        known = leads | by_tree | by_collection | {"directory.Person", "directory.SchoolClass", "audiences.Audience"}
        assert label in known or related & known, label

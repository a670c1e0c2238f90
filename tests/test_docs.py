"""The documentation cannot lie: derived pages equal the code, and every command, setting and query is named."""

from __future__ import annotations

import doctest
import importlib
import importlib.util
import re
import shlex
from pathlib import Path
from types import ModuleType

import pytest

import claimhouse
from claimhouse.records import TABLES
from claimhouse.staging import table_name
from claimhouse.warehouse import named_queries

ROOT = Path(__file__).resolve().parents[1]
DERIVED = ("tables.md", "queries.md", "commands.md", "settings.md")
EXAMPLES = [
    path.relative_to(ROOT).with_suffix("")
    for path in sorted((ROOT / "claimhouse").rglob("*.py"))
    if re.search(r"^ +>>> ", path.read_text(encoding="utf-8"), re.MULTILINE)
]


def generator() -> ModuleType:
    """Return `docs/generate.py` as a module."""
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", DERIVED)
def test_derived_pages_are_up_to_date(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page made by `docs/generate.py` equals what it would make now."""
    monkeypatch.setenv("COLUMNS", "100")
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == generator().DERIVED[name]()


@pytest.mark.filterwarnings("default")  # modules are imported here, and what they import may warn
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: ".".join(path.parts))
def test_examples_in_docstrings_are_true(path: Path) -> None:
    """What a docstring shows as typed at a prompt answers as it says."""
    result = doctest.testmod(importlib.import_module(".".join(path.parts)))
    assert result.attempted > 0
    assert result.failed == 0


def test_every_table_has_its_heading() -> None:
    """The table reference has a heading for every record type's table."""
    text = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    assert [t for t in map(table_name, TABLES) if f"## {t} (table)" not in text] == []


def test_no_sentence_lacks_its_meaning() -> None:
    """No column, setting or parameter of the derived pages stands without an explanation."""
    for name in ("tables.md", "settings.md"):
        text = (ROOT / "docs" / name).read_text(encoding="utf-8")
        assert re.findall(r"^\| .*\|\s*\|$", text, re.MULTILINE) == [], name


def test_named_queries_in_prose_exist() -> None:
    """Every `claimhouse query NAME` in README and docs is a query of the book or a quoted statement."""
    names = {query.name for query in named_queries()} | {"NAME", ""}
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    for page in pages:
        for found in re.findall(r"claimhouse query ([a-z_]+|NAME)", page.read_text(encoding="utf-8")):
            assert found in names, f"{page.name}: {found}"


def test_options_in_prose_exist() -> None:
    """Every option in a shell line of README and docs stands in the help of its command."""
    helped = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for line in re.findall(r"^\$ (claimhouse .*)$", page.read_text(encoding="utf-8"), re.MULTILINE):
            words = shlex.split(line, comments=True)
            for option in (word.partition("=")[0] for word in words if word.startswith("--")):
                assert option in helped, f"{page.name}: {line}"


def test_the_front_page_has_what_it_names() -> None:
    """Every public name of the package can be had, is described in its docstring, and is loaded only when asked for."""
    described = set(re.findall(r"^    (\w+) +\S", claimhouse.__doc__ or "", re.MULTILINE))
    assert described == set(claimhouse.__all__)
    for name in claimhouse.__all__:
        assert callable(getattr(claimhouse, name))
    with pytest.raises(AttributeError, match="clean_page"):
        _ = claimhouse.clean_pages

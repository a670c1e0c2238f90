"""The house: imports go one way, the wheel is complete; documents, settings and tables do not drift apart."""

from __future__ import annotations

import inspect
import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from pydantic import BaseModel

from claimhouse import errors, records
from claimhouse.settings import Settings, load
from claimhouse.staging import columns
from claimhouse.warehouse import Warehouse

HEAVY = {"prefect", "spacy", "trafilatura", "duckdb", "pandas", "fastapi", "sqlalchemy"}


def run(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a program of the environment."""
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)  # noqa: S603 - our own


def table_of(record: type) -> str:
    """The table of a record: its name in snake case."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", record.__name__).lower()


@pytest.fixture(scope="module")
def warehouse() -> Iterator[Warehouse]:
    """An empty warehouse."""
    with Warehouse.in_memory() as opened:
        yield opened


def test_imports_go_one_way(root: Path) -> None:
    """The contracts of pyproject.toml hold: layers, and who may know the orchestrator and the database."""
    done = run(str(Path(sys.executable).with_name("lint-imports")), "--no-cache", cwd=root)
    assert done.returncode == 0, done.stdout


def test_a_stray_import_is_found(root: Path, tmp_path: Path) -> None:
    """An import of the orchestrator in the library breaks a contract, and is named with its file."""
    for package in ("claimhouse", "flows", "tasks"):
        shutil.copytree(root / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "pyproject.toml", tmp_path)
    with (tmp_path / "claimhouse" / "clean" / "__init__.py").open("a") as file:
        file.write("\nfrom prefect import task\n")
    done = run(str(Path(sys.executable).with_name("lint-imports")), "--no-cache", cwd=tmp_path)
    assert done.returncode == 1
    assert "claimhouse.clean -> prefect" in done.stdout


def test_the_wheel_holds_what_it_should(root: Path, tmp_path: Path) -> None:
    """The wheel's files are those of tests/wheel_content.txt: nothing missing, nothing extra."""
    for name in ("claimhouse", "warehouse"):
        shutil.copytree(root / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(root / name, tmp_path)
    done = run(
        sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path / "out"), cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = (tmp_path / "out").iterdir()
    found = sorted(name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name)
    expected = (root / "tests" / "wheel_content.txt").read_text(encoding="utf-8").split()
    assert found == expected, f"missing {set(expected) - set(found)}, extra {set(found) - set(expected)}"


def test_every_package_is_shipped(root: Path) -> None:
    """Each folder of the library with an `__init__.py` is in the list of packages, and the reverse."""
    listed = set(tomllib.loads((root / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"])
    found = {".".join(path.parent.relative_to(root).parts) for path in (root / "claimhouse").rglob("__init__.py")}
    assert listed == found | {"claimhouse.sql"}


def test_the_lock_names_no_index(root: Path) -> None:
    """requirements.lock has a hash for every package and no address of an index."""
    text = (root / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"https?://|--(?:extra-)?index-url|--find-links", text)
    packages = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert all("==" in line and line.endswith("\\") for line in packages)
    assert text.count("\\\n    --hash=sha256:") >= len(packages)


def test_defaults_are_those_of_the_file(root: Path) -> None:
    """config/default.toml gives exactly the defaults of the models."""
    assert load(root / "config" / "default.toml") == Settings()


def setting_names(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    """All settings below a model, as `table.key`."""
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from setting_names(field.annotation, f"{prefix}{name}.")
        else:
            yield prefix + name


def test_every_setting_is_in_the_file_with_a_comment(root: Path) -> None:
    """config/default.toml names every setting once, each below a comment."""
    table, before, named = "", "", []
    for line in (root / "config" / "default.toml").read_text(encoding="utf-8").splitlines():
        if header := re.fullmatch(r"\[(.+)\]", line):
            table = header[1] + "."
        elif key := re.match(r"(\w+) = ", line):
            assert before.startswith("#"), f"{table}{key[1]} has no comment"
            named.append(table + key[1])
        before = line
    assert sorted(named) == sorted(setting_names(Settings))


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["query", "--help"]], ids=" ".join)
def test_help_waits_for_nothing_heavy(arguments: list[str], root: Path) -> None:
    """Help is printed without the orchestrator, the language model, the cleaner or the database."""
    code = (
        "import json, sys\n"
        f"sys.argv = ['claimhouse', *{arguments!r}]\n"
        "from claimhouse.cli import main\n"
        "try:\n    main()\n"
        "except SystemExit:\n    pass\n"
        f"print(json.dumps(sorted({HEAVY!r} & sys.modules.keys())))"
    )
    done = run(sys.executable, "-c", code, cwd=root)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == []


def test_importing_the_library_does_nothing(root: Path, tmp_path: Path) -> None:
    """No module of the library opens a file of the user's, a socket or a process when it is imported."""
    modules = sorted(
        ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        for path in (root / "claimhouse").rglob("*.py")
        if path.name != "__main__.py"
    )
    code = (
        "import sys, importlib, json\n"
        "seen = []\n"
        "def hook(event, arguments):\n"
        "    if event in {'socket.connect', 'subprocess.Popen', 'os.system', 'os.mkdir', 'os.remove', 'os.rename'}:\n"
        "        seen.append([event, str(arguments)])\n"
        "    if event == 'open' and isinstance(arguments[1], str) and set(arguments[1]) & set('wax+'):\n"
        "        seen.append([event, str(arguments)])\n"
        "sys.addaudithook(hook)\n"
        "sys.dont_write_bytecode = True\n"
        f"sys.path.insert(0, {str(root)!r})\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        "ours = [event for event in seen if '__pycache__' not in event[1]]\n"
        "print(json.dumps(ours))"
    )
    done = run(sys.executable, "-c", code, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("record", records.TABLES, ids=table_of)
def test_records_are_tables(record: type, warehouse: Warehouse) -> None:
    """A record's fields are its table's columns: names, order, types, and which may be null."""
    described = warehouse.sql(
        "select column_name, data_type, is_nullable from duckdb_columns() where table_name = $name"
        " order by column_index",
        name=table_of(record),
    ).to_pylist()
    assert [(row["column_name"], row["data_type"], row["is_nullable"]) for row in described] == [
        (column.name, column.duckdb, column.nullable) for column in columns(record)
    ]


def test_every_table_is_a_record(warehouse: Warehouse) -> None:
    """No table is without a record."""
    found = warehouse.sql("select table_name from duckdb_tables() where not internal").column("table_name").to_pylist()
    assert set(found) == {table_of(record) for record in records.TABLES}


def test_everything_in_the_schema_is_explained(warehouse: Warehouse) -> None:
    """Every table, view, macro and column has a comment."""
    silent = warehouse.sql(
        "select table_name as name from duckdb_tables() where not internal and comment is null"
        " union all select view_name from duckdb_views() where not internal and comment is null"
        " union all select table_name || '.' || column_name from duckdb_columns() c"
        " where not internal and comment is null"
        " and table_name in (select table_name from duckdb_tables() where not internal)"
        " union all select function_name from duckdb_functions() where not internal and comment is null"
    )
    assert silent.column("name").to_pylist() == []


def test_views_are_where_their_names_say(root: Path, warehouse: Warehouse) -> None:
    """Each view has its file in warehouse/views, named like it."""
    found = warehouse.sql("select view_name from duckdb_views() where not internal").column("view_name").to_pylist()
    assert sorted(found) == sorted(path.stem for path in (root / "warehouse" / "views").glob("*.sql"))


def test_macros_are_where_their_names_say(root: Path, warehouse: Warehouse) -> None:
    """Each macro has its file in warehouse/macros, named like it."""
    found = warehouse.sql("select distinct function_name as name from duckdb_functions() where not internal")
    files = (path.stem for path in (root / "warehouse" / "macros").glob("*.sql"))
    assert sorted(found.column("name").to_pylist()) == sorted(files)


def test_every_error_is_drawn_in_the_tree() -> None:
    """The tree in the docstring of claimhouse.errors names every error, and each descends from one root."""
    classes = [cls for _, cls in inspect.getmembers(errors, inspect.isclass) if cls.__module__ == errors.__name__]
    assert all(issubclass(cls, errors.ClaimhouseError) for cls in classes)
    assert all(re.search(rf"\b{cls.__name__}\b", errors.__doc__ or "") for cls in classes)


def test_public_names_exist(root: Path) -> None:
    """Whatever a package lists in `__all__` is there."""
    for path in sorted((root / "claimhouse").rglob("__init__.py")):
        module = import_module(".".join(path.parent.relative_to(root).parts))
        for name in getattr(module, "__all__", ()):
            assert hasattr(module, name), f"{module.__name__}.{name}"


def test_every_test_says_what_is_true(root: Path) -> None:
    """Each test function has a docstring."""
    silent = [
        f"{path.name}:{match[1]}"
        for path in sorted((root / "tests").glob("test_*.py"))
        for match in re.finditer(
            r"^def (test_\w+)\([^)]*\) -> None:(?:.*)\n(?!    r?\"\"\")", path.read_text(), re.MULTILINE
        )
    ]
    assert silent == []


def test_paths_of_this_machine_are_nowhere(root: Path) -> None:
    """No file of the project names a place outside of it, or an address of a package index."""
    forbidden = re.compile(r"/work/|/root/|/home/\w|pypi\.org/simple|files\.pythonhosted")
    listed = run("git", "ls-files", cwd=root).stdout.split("\n")
    suffixes = {".py", ".md", ".toml", ".sql", ".txt", ".lock", ""}
    found = [
        name
        for name in filter(None, listed)
        if (root / name).suffix in suffixes and (root / name).is_file() and name != "tests/test_house.py"
        if forbidden.search((root / name).read_text(encoding="utf-8", errors="ignore"))
    ]
    assert found == []

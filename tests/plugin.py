"""Distributions with extractors, as an installer leaves them: a module and its metadata in a folder on the path."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "extractors.md"


def documented_files() -> Mapping[str, str]:
    """Return the files of the complete example in docs/extractors.md, by name."""
    text = DOCUMENT.read_text(encoding="utf-8")
    return {found[1]: found[2] for found in re.finditer(r"(?ms)^`([\w.]+)`:\n\n```\w+\n(.*?)^```$", text)}


def documented_configuration() -> str:
    """Return the configuration that enables the example."""
    return next(block for block in _blocks("toml") if block.startswith("[extract]"))


def documented_commands() -> list[str]:
    """Return the commands of the page, in order."""
    return [line[2:] for block in _blocks("") for line in block.splitlines() if line.startswith("$ ")]


def _blocks(language: str) -> list[str]:
    text = DOCUMENT.read_text(encoding="utf-8")
    return [found[2] for found in re.finditer(r"(?ms)^```(\w*)\n(.*?)^```$", text) if found[1] == language]


def install(folder: Path, files: Mapping[str, str]) -> Path:
    """Lay a distribution into a folder: its modules, and the metadata that its `pyproject.toml` stands for."""
    folder.mkdir(parents=True, exist_ok=True)
    project = tomllib.loads(files["pyproject.toml"])["project"]
    for name, text in files.items():
        if name != "pyproject.toml":
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    about = folder / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    about.mkdir(exist_ok=True)
    (about / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n", encoding="utf-8"
    )
    groups = [
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in points.items())
        for group, points in project["entry-points"].items()
    ]
    (about / "entry_points.txt").write_text("\n".join(groups), encoding="utf-8")
    return folder

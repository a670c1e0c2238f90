"""Where things stand beside a database file."""

from __future__ import annotations

from pathlib import Path


def raw_folder(database: Path) -> Path:
    """Return where a database's raw bytes stand."""
    return database.with_name(database.name + ".raw")


def staging_folder(database: Path) -> Path:
    """Return where a run's batches wait for the writer."""
    return database.with_name(database.name + ".staging")


def fetch_folder(database: Path) -> Path:
    """Return where it is written down what was fetched."""
    return database.with_name(database.name + ".fetch")

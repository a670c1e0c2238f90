"""All tables as Parquet files with a data dictionary, for programs that are no DuckDB."""

from __future__ import annotations

import csv
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from claimhouse.errors import WarehouseError
from claimhouse.pipeline.executor import Observer
from claimhouse.warehouse import Reader

DICTIONARY = "dictionary.md"
COLUMNS = "dictionary.csv"
_FIELDS = ("relation", "name", "type", "is_nullable", "comment")


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written."""

    name: str
    kind: str
    rows: int


def export(
    database: Path, folder: Path, observer: Observer, *, with_state: bool, lock_timeout_s: float
) -> list[Exported]:
    """Write the newest snapshot into a new folder: one Parquet file for each table and view, and what they mean.

    All of it or nothing: files are written beside the folder and put there when all are whole, so that an export that
    fails leaves nothing in its way the next time.

    Views named after a table (`claim_current`) are its rows without `valid_to_run` and are left out.

    Args:
        database: the writer's file.
        folder: a new or an empty one.
        observer: told how many relations there are and which are done.
        with_state: the tables `dedupe_*` and `resolve_*` too, which only the next run needs.
        lock_timeout_s: to wait where there is no snapshot yet.

    Raises:
        WarehouseError: there is no database, the folder is not empty, or it cannot be written.
    """
    if folder.exists() and any(folder.iterdir()):
        message = f"{folder} is not empty: name a new folder"
        raise WarehouseError(message)
    with Reader.open(database, lock_timeout_s=lock_timeout_s) as reader:
        wanted = [row for row in reader.step("export_relations").to_pylist() if with_state or not row["is_state"]]
        columns = reader.step("export_columns").to_pylist()
        observer.began("export", len(wanted))
        try:
            with _whole(folder) as unfinished:
                written = [_write(reader, row, unfinished, observer) for row in wanted]
                names = {row["name"] for row in wanted}
                _write_columns(unfinished / COLUMNS, [row for row in columns if row["relation"] in names])
                (unfinished / DICTIONARY).write_text(_dictionary(wanted, columns, written), encoding="utf-8")
        except OSError as error:
            message = f"cannot export to {folder}: {error.strerror or error}; nothing was written there"
            raise WarehouseError(message) from error
        observer.ended("export")
    return written


@contextmanager
def _whole(folder: Path) -> Iterator[Path]:
    """Give a folder to write into, which becomes the one named where all goes well and is removed where it does not.

    An empty folder that is there already may be a mounted one: then the files are moved into it.
    """
    is_there = folder.exists()
    if not is_there:
        folder.parent.mkdir(parents=True, exist_ok=True)
    place = folder if is_there else folder.parent
    unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", suffix=".part", dir=place))
    try:
        yield unfinished
        if is_there:
            for file in sorted(unfinished.iterdir()):
                file.replace(folder / file.name)
            unfinished.rmdir()
        else:
            unfinished.chmod(0o777 & ~_umask())
            unfinished.rename(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _write(reader: Reader, relation: Mapping[str, Any], folder: Path, observer: Observer) -> Exported:
    name = str(relation["name"])
    rows = 0
    with (
        reader.batches(name) as batches,
        pq.ParquetWriter(folder / f"{name}.parquet", batches.schema, compression="zstd") as writer,
    ):
        for batch in batches:
            writer.write_batch(batch)
            rows += batch.num_rows
    observer.advanced("export", 1)
    return Exported(name, str(relation["kind"]), rows)


def _write_columns(path: Path, columns: Sequence[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, _FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(columns)


def _dictionary(
    relations: Sequence[Mapping[str, Any]], columns: Sequence[Mapping[str, Any]], written: Sequence[Exported]
) -> str:
    rows = {one.name: one.rows for one in written}
    lines = [
        "# Data dictionary",
        "",
        "One Parquet file for each table and view; `dictionary.csv` has the same for programs.",
        "",
    ]
    for relation in relations:
        name = relation["name"]
        lines += [f"## {name} ({relation['kind']}, {rows[name]} rows)", "", relation["comment"] or "", ""]
        lines += ["| column | type | null | meaning |", "|---|---|---|---|"]
        lines += [
            f"| {column['name']} | {column['type'].replace('|', ' ')} | {'yes' if column['is_nullable'] else ''} |"
            f" {column['comment'] or ''} |"
            for column in columns
            if column["relation"] == name
        ]
        lines.append("")
    return "\n".join(lines)

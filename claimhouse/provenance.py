"""Digests: what identifies an input, a step and a row, so that nothing is done twice and nothing is mixed up."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TypeAlias

Json: TypeAlias = "str | int | float | bool | list[Json] | tuple[Json, ...] | None"


def digest(*parts: Json) -> str:
    """Return the sha256, in hex, of the UTF-8 JSON array of the parts, without spaces."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def plain_number(value: Decimal | None) -> str | None:
    """Return a number as a plain decimal string without trailing zeros, as keys hold it.

    >>> plain_number(Decimal("22.300E9")), plain_number(Decimal("0.50"))
    ('22300000000', '0.5')
    """
    if value is None:
        return None
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"", "-0"} else text


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step as the ledger knows it.

    Attributes:
        name: the stage.
        version: counted up by hand whenever the same input would give another output.
        settings_digest: of the stage's settings and of its data files; of an extractor, its name is among them.
        extractor: which extractor, for the steps of the stage extract; null for all others.
    """

    name: str
    version: str
    settings_digest: str
    extractor: str | None = None

    @property
    def digest(self) -> str:
        """The step without an input: provenance of the rows of a set step."""
        return digest(self.name, self.version, self.settings_digest)

    def ledger_digest(self, input_digest: str) -> str:
        """The ledger key of this step for one input."""
        return digest(input_digest, self.name, self.version, self.settings_digest)


def data_digest(package: str) -> str:
    """Return the digest of all files in the `data` folders of a package and of those in it; of none, a constant."""
    home = resources.files(package)
    inner = (entry for entry in home.iterdir() if entry.is_dir() and entry.name != "data")
    files = sorted(_data_files(home)) + sorted(
        found for entry in inner for found in _data_files(entry, f"{entry.name}/")
    )
    return digest(*(f"{name} {hashlib.sha256(content).hexdigest()}" for name, content in files))


def _data_files(package: Traversable, above: str = "") -> Iterator[tuple[str, bytes]]:
    folder = package / "data"
    return _files(folder, above) if folder.is_dir() else iter(())


def _files(folder: Traversable, above: str = "") -> Iterator[tuple[str, bytes]]:
    """Yield the files of a folder and of those in it, with their path below it."""
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry, f"{above}{entry.name}/")
        else:
            yield above + entry.name, entry.read_bytes()

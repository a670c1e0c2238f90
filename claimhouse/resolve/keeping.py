"""Witnesses as text, so that a run can compare new groups with those of earlier runs without reading their claims."""

from __future__ import annotations

import dataclasses
import functools
import json
import types
import typing
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from claimhouse.resolve.conflicts import Witness

_Restore = Callable[[Any], Any]


def witness_text(witness: Witness) -> str:
    """Return a witness as a JSON array of its fields."""
    values = [getattr(witness, field.name) for field in dataclasses.fields(witness)]
    return json.dumps([_plain(value) for value in values], ensure_ascii=False, separators=(",", ":"))


def read_witness(text: str) -> Witness:
    """Return the witness that `witness_text` wrote."""
    values = json.loads(text)
    restored: list[Any] = [
        None if value is None else restore(value) for restore, value in zip(_restorers(), values, strict=True)
    ]
    return Witness(*restored)


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


@functools.cache
def _restorers() -> tuple[_Restore, ...]:
    hints = typing.get_type_hints(Witness)
    return tuple(_restorer(hints[field.name]) for field in dataclasses.fields(Witness))


_BY_TYPE: Mapping[object, _Restore] = {
    datetime: datetime.fromisoformat,
    Decimal: Decimal,
    frozenset: frozenset,
    tuple: tuple,
}


def _restorer(hint: Any) -> _Restore:  # noqa: ANN401 - a type form has no narrower type in 3.11
    if typing.get_origin(hint) in {types.UnionType, typing.Union}:
        (hint,) = (part for part in typing.get_args(hint) if part is not types.NoneType)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    return _BY_TYPE.get(typing.get_origin(hint) or hint, lambda value: value)

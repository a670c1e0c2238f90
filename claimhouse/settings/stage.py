"""What the settings of every stage have in common."""

from __future__ import annotations

import hashlib
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict


def _without_nul(path: str) -> str:
    """Check a path here: the file system refuses a NUL with an error that names neither path nor setting."""
    if "\0" in path:
        message = "a path cannot hold a NUL character"
        raise ValueError(message)
    return path


Option = str | int | float | bool | list[str | int | float | bool]
"""A value of an extractor's own setting, as TOML writes it."""

PathText = Annotated[str, AfterValidator(_without_nul)]


class Stage(BaseModel):
    """The settings of one stage: they do not change, and hold nothing that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def digest(self) -> str:
        """Return the sha256 of all values; a part of every ledger key of the stage."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

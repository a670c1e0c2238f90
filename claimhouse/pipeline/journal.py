"""What a run does, as log records: the run, each of its stages with counts and seconds; also as JSON lines."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TextIO

from claimhouse.pipeline.executor import Observer

log = logging.getLogger(__name__)

_LIBRARY = "claimhouse"
# Attributes of every record; what else is there was given as `extra`.
_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class Journal:
    """An `Observer` that passes on what it is told, and logs each stage at its end."""

    def __init__(self, observer: Observer, run: int) -> None:
        self._observer = observer
        self._run = run
        self._stages: dict[str, tuple[float, int]] = {}

    def began(self, stage: str, total: int | None) -> None:
        """Start the stage's clock."""
        self._stages[stage] = (time.monotonic(), 0)
        self._observer.began(stage, total)

    def advanced(self, stage: str, units: int) -> None:
        """Count."""
        began, done = self._stages[stage]
        self._stages[stage] = (began, done + units)
        self._observer.advanced(stage, units)

    def ended(self, stage: str) -> None:
        """Log the stage."""
        began, done = self._stages.pop(stage)
        facts = {"run": self._run, "stage": stage, "units": done, "seconds": round(time.monotonic() - began, 3)}
        log.info("stage %s: %d units in %.3f s", stage, done, facts["seconds"], extra={"event": "stage", **facts})
        self._observer.ended(stage)


class JsonLines(logging.Formatter):
    """A record as one line of JSON: time, level, logger, message, and whatever was given as `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in _PLAIN}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


@contextmanager
def json_lines(stream: TextIO) -> Iterator[None]:
    """Write all that the library logs inside the block, from INFO on, as JSON lines."""
    logger = logging.getLogger(_LIBRARY)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    before = (logger.level, logger.propagate)
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.level, logger.propagate = before

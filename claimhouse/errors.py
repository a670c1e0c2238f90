"""Everything claimhouse raises on purpose.

The tree:

    ClaimhouseError
     ├─ SettingsError            a file, key or value of the configuration cannot be used
     ├─ SourceError              a source as a whole cannot be read (missing path, no such format)
     ├─ DocumentError            one item cannot be processed; carries a reason code, becomes quarantine
     │   ├─ ItemUnreadable       a line, record or container is broken before a payload exists
     │   ├─ DecodeError          the payload's bytes give no text in any encoding
     │   ├─ EmptyExtraction      parsing worked, nothing is left to clean
     │   ├─ TooLarge             over the size limit, compressed or not
     │   ├─ TimedOut             over the time limit
     │   └─ InvalidResult        an extractor returned records that do not hold
     ├─ ExtractorError           an extractor plugin is missing or cannot be used
     ├─ WorkerLost               a batch ends every process that works on it
     └─ WarehouseError           the database cannot be opened, migrated, read or written
         ├─ SchemaTooNew         the file was written by a newer claimhouse; it is left untouched
         ├─ WarehouseLocked      another process holds the file
         └─ QueryError           a statement or a named query cannot be run

Only `claimhouse.batch` turns a `DocumentError` into a quarantine row; only `claimhouse.cli` turns the
others into an exit code. A *rejection* (judged unfit, with a reason) is no error: it is an `Extraction`
without text (`claimhouse.records.RejectReason`).
"""

from __future__ import annotations

import errno

from claimhouse.records import QuarantineReason

_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})


def is_disk_full(error: BaseException) -> bool:
    """Whether there was no space to write: no fault of the document in work, and the end of the run."""
    return isinstance(error, OSError) and error.errno in _NO_SPACE


class ClaimhouseError(Exception):
    """Root of the tree; its message says what came, what was expected and what to do."""


class SettingsError(ClaimhouseError):
    """A file, key or value of the configuration cannot be used."""


class SourceError(ClaimhouseError):
    """A source as a whole cannot be read."""


class DocumentError(ClaimhouseError):
    """One item cannot be processed.

    Attributes:
        reason: code from the closed list `QuarantineReason`; it is stored and counted.
    """

    def __init__(self, message: str, reason: QuarantineReason) -> None:
        super().__init__(message)
        self.reason = reason


class ItemUnreadable(DocumentError):
    """A line, record or container is broken before a payload exists."""


class DecodeError(DocumentError):
    """The payload's bytes give no text in any encoding."""

    def __init__(self, message: str, reason: QuarantineReason = QuarantineReason.UNDECODABLE) -> None:
        super().__init__(message, reason)


class EmptyExtraction(DocumentError):
    """Parsing worked, but nothing is left to clean."""

    def __init__(self, message: str, reason: QuarantineReason = QuarantineReason.EMPTY) -> None:
        super().__init__(message, reason)


class TooLarge(DocumentError):
    """An item is over the size limit, as stored or after decompression."""

    def __init__(self, message: str, reason: QuarantineReason = QuarantineReason.TOO_LARGE) -> None:
        super().__init__(message, reason)


class TimedOut(DocumentError):
    """An item took longer than its time limit."""

    def __init__(self, message: str, reason: QuarantineReason = QuarantineReason.TIMED_OUT) -> None:
        super().__init__(message, reason)


class InvalidResult(DocumentError):
    """An extractor returned records that do not hold: a span that is not there, a field of a wrong type."""

    def __init__(self, message: str, reason: QuarantineReason = QuarantineReason.INVALID_RESULT) -> None:
        super().__init__(message, reason)


class ExtractorError(ClaimhouseError):
    """An extractor plugin is missing or cannot be used."""


class WorkerLost(ClaimhouseError):
    """A batch ends every process that works on it: killed from outside, or out of memory."""


class WarehouseError(ClaimhouseError):
    """The database cannot be opened, migrated, read or written."""


class SchemaTooNew(WarehouseError):
    """The file was written by a newer claimhouse; it is left untouched."""


class WarehouseLocked(WarehouseError):
    """Another process holds the file; the message names it where the system tells."""


class QueryError(WarehouseError):
    """A statement or a named query cannot be run."""

"""The settings of running, watching and keeping: how, when and for how long, not what the tables hold."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from claimhouse.settings.stage import Stage

LEAST_WORKER_MEMORY_MIB = 512
"""An ordinary page takes up to 32 MiB over the models, one of half a megabyte up to 64; the rest is for plug-ins."""


def _room_for_a_page(mib: int) -> int:
    if mib < LEAST_WORKER_MEMORY_MIB:
        message = (
            f"at least {LEAST_WORKER_MEMORY_MIB} MiB are needed, or pages that mean no harm are quarantined; where the"
            " machine has less memory, set run.workers = 1"
        )
        raise ValueError(message)
    return mib


class LogFormat(StrEnum):
    """What a run says of itself on standard error."""

    TEXT = "text"  # bars on a terminal, and warnings
    JSON = "json"  # one object a line: the run, each stage with counts and seconds, warnings


class RunSettings(Stage):
    """How the main job is executed; changes nothing in the tables, save which documents are over the limits.

    Attributes:
        batch_documents: documents per batch at most, the unit of a transaction and of a task.
        workers: processes that work on batches; 0 for one per core.
        isolated: work in another process even where one is enough, so that the limits hold.
        document_seconds: of processor time that one document has at one stage; one that needs more is quarantined.
        worker_memory_mib: what one document may take at one stage, over what its process holds already (models, about
            350 MiB); one that needs more is quarantined. At least 512.
        lock_timeout_s: seconds to wait for a database that another process holds.
        degraded_share: share of items with an unexpected exception from which a run is marked degraded.
        log_format: text (bars on a terminal, warnings) or json (one object a line for each stage, on standard error).
    """

    batch_documents: int = Field(default=64, ge=1)
    workers: int = Field(default=0, ge=0)
    isolated: bool = True
    document_seconds: float = Field(default=60.0, gt=0)
    worker_memory_mib: Annotated[int, AfterValidator(_room_for_a_page)] = 4096
    lock_timeout_s: float = Field(default=10.0, ge=0)
    degraded_share: float = Field(default=0.1, ge=0, le=1)
    log_format: LogFormat = LogFormat.TEXT


class AlertSettings(Stage):
    """From what on an operator is told that something is wrong; 0 for never.

    Attributes:
        no_run_hours: hours since the last published run.
        quarantine_share: share of a run's new items in quarantine.
        quarantine_items: new items that a run must have for that share to count.
        silent_days: days without anything new from a source that brought something in several runs, or never.
        text_drop: share by which the newest pages of a host give less text than those before.
        text_pages: how many pages of a host are its newest.
        notify_block: Prefect's notification block that is told, as TYPE/NAME; empty for its page only.
    """

    no_run_hours: float = Field(default=26.0, ge=0)
    quarantine_share: float = Field(default=0.2, ge=0, le=1)
    quarantine_items: int = Field(default=10, ge=1)
    silent_days: float = Field(default=7.0, ge=0)
    text_drop: float = Field(default=0.5, ge=0, le=1)
    text_pages: int = Field(default=20, ge=3)
    notify_block: str = ""


class MaintenanceSettings(Stage):
    """What `claimhouse maintain` removes; 0 days for never. What is current always stays.

    Attributes:
        history_days: days that rows are kept after they ended; what was so before can then no longer be asked.
        sighting_days: days after which of pages met unchanged again and again only the first and last time are kept.
        raw_days: days that raw bytes are kept after a source brought them last; without them nothing is cleaned again.
        free_share: share of the database file that holds nothing, from which the file is written anew.
    """

    history_days: float = Field(default=0.0, ge=0)
    sighting_days: float = Field(default=30.0, ge=0)
    raw_days: float = Field(default=0.0, ge=0)
    free_share: float = Field(default=0.25, ge=0, le=1)


class CatchUp(StrEnum):
    """What becomes of runs that were due while nothing served them."""

    LATEST = "latest"  # one run makes up for them all: sources are read as they are now
    EACH = "each"


class ServeSettings(Stage):
    """When `claimhouse serve` runs what.

    Attributes:
        every_s: seconds from one run of the main job to the next; the first begins at once.
        cron: times of the main job instead, as cron writes them; empty for every_s.
        timezone: of the cron times.
        profile_cron: times at which host profiles are learnt; empty for never.
        maintain_cron: times at which maintenance is done; empty for never.
        catch_up: runs that were due while nothing served them: latest (one makes up for all) or each.
        port: of the Prefect server on this machine that is looked for, and started where there is none.
    """

    every_s: float = Field(default=3600.0, gt=0)
    cron: str = ""
    timezone: str = "UTC"
    profile_cron: str = "30 4 * * 0"
    maintain_cron: str = "15 3 * * 0"
    catch_up: CatchUp = CatchUp.LATEST
    port: int = Field(default=4200, gt=0, lt=65536)

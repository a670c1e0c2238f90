"""The main job as a Prefect flow.

    python -m flows.pipeline SOURCE…        once, from the project's folder

A deployment (`flows/deployments.py`) runs the same flow on a schedule.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, cast
from uuid import UUID

from flows.offline import prepare

prepare()  # before Prefect is imported: it reads its settings once

from prefect import flow  # noqa: E402
from prefect.client.schemas.objects import State  # noqa: E402
from prefect.futures import PrefectFuture  # noqa: E402
from prefect.logging.handlers import PrefectConsoleHandler  # noqa: E402
from prefect.runtime import deployment, flow_run  # noqa: E402
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner  # noqa: E402

from claimhouse.errors import WarehouseError  # noqa: E402
from claimhouse.pipeline import Account, Observer, run_pipeline  # noqa: E402
from claimhouse.pipeline.alerts import new_alerts  # noqa: E402
from claimhouse.pipeline.journal import json_lines  # noqa: E402
from claimhouse.pipeline.status import status_of  # noqa: E402
from claimhouse.records import RunStatus  # noqa: E402
from claimhouse.settings import LogFormat, Settings, load  # noqa: E402
from flows.alerts import tell, tell_failure  # noqa: E402
from flows.artifacts import show  # noqa: E402
from flows.backlog import leave_out, skipped  # noqa: E402
from flows.caller import Caller, calling, current  # noqa: E402
from flows.executor import PrefectExecutor  # noqa: E402

# Threads only wait for processes; more than there are workers, so that none has to wait for a thread.
WAITING_THREADS = 64
_RUNS_LOOKED_AT = 20


@flow(
    name="claimhouse",
    task_runner=cast("TaskRunner[PrefectFuture[Any]]", ThreadPoolTaskRunner(max_workers=WAITING_THREADS)),
    persist_result=False,
    validate_parameters=True,
)
def pipeline(
    sources: list[str],
    config: str | None = None,
    database: str | None = None,
    skip_after_s: float | None = None,
    log_format: str | None = None,
) -> Account | State[None]:
    """Take sources through all stages into the warehouse and publish a snapshot.

    Args:
        sources: files, folders, patterns.
        config: TOML with settings; the defaults without it.
        database: DuckDB file of the writer; that of the configuration without it.
        skip_after_s: a scheduled run that starts so many seconds after its time is left out where one that began since
            has read the sources.
        log_format: text or json; that of the configuration without it.
    """
    caller = current()
    settings = caller.settings if caller else settings_of(config, database, log_format)
    if caller is None and skip_after_s is not None and _late_s() > skip_after_s and _is_made_up_for(settings):
        return skipped()
    begun = datetime.now(UTC)
    executor = PrefectExecutor(settings.run.workers)
    if caller is None:
        with json_lines(sys.stderr) if settings.run.log_format is LogFormat.JSON else nullcontext():
            account = _scheduled(sources, settings, executor)
        if skip_after_s is not None and deployment.id is not None:
            leave_out(UUID(str(deployment.id)), begun)
        return account
    account = run_pipeline(
        sources,
        settings,
        executor=executor,
        observer=caller.observer,
        stdin=caller.stdin,
        command=caller.command,
        again=caller.again,
    )
    show(settings, account.run, new_alerts(settings))
    return account


def _scheduled(sources: Sequence[str], settings: Settings, executor: PrefectExecutor) -> Account:
    """Run, and tell the server how it went: artifacts for people, events that automations act on."""
    try:
        account = run_pipeline(sources or settings.default_sources, settings, executor=executor, command="flow")
    except BaseException as error:
        tell_failure(settings, error)
        raise
    alerts = new_alerts(settings)
    tell(settings, account, alerts)
    show(settings, account.run, alerts)
    return account


def _late_s() -> float:
    """Seconds from the time this run was planned for until now."""
    return (datetime.now(UTC) - _planned()).total_seconds()


def _planned() -> datetime:
    planned: datetime = flow_run.scheduled_start_time
    return planned


def _is_made_up_for(settings: Settings) -> bool:
    """Whether a run that began after the time this one was planned for has come to its end.

    That a later run is due is not enough: where runs are due more often than one can even start, each would be left
    out for the next, and none would ever read the sources.
    """
    try:
        runs = status_of(settings, _RUNS_LOOKED_AT).runs.to_pylist()
    except WarehouseError:
        return False  # no database yet, or one that the run itself will say more about
    ended = (RunStatus.PUBLISHED, RunStatus.FAILED)
    return any(row["status"] in ended and row["started_at"] >= _planned() for row in runs)


def settings_of(config: str | None, database: str | None, log_format: str | None = None) -> Settings:
    """Return the settings of a flow's parameters."""
    settings = load(Path(config) if config else None)
    if log_format:
        run = settings.run.model_copy(update={"log_format": LogFormat(log_format)})
        settings = settings.model_copy(update={"run": run})
    return settings.model_copy(update={"database": database}) if database else settings


def run_once(
    sources: Sequence[str],
    settings: Settings,
    observer: Observer | None = None,
    stdin: BinaryIO | None = None,
    command: str = "run",
    again: str | None = None,
) -> Account:
    """Run the flow in this process, as the command line does; see `claimhouse.pipeline.run_pipeline`.

    Errors are raised to the caller, who shows them; Prefect's own account of them goes to its server only.
    """
    _silence_console()
    with calling(Caller(settings=settings, observer=observer, stdin=stdin, command=command, again=again)):
        return cast("Account", pipeline(list(sources), database=settings.database))


def _silence_console() -> None:
    for handler in logging.getLogger().handlers:
        if isinstance(handler, PrefectConsoleHandler):
            handler.setLevel(logging.CRITICAL)


if __name__ == "__main__":
    pipeline(sys.argv[1:])

"""The schedules: `claimhouse serve` runs the flows at their times until it is stopped.

One run at a time, here and in all processes that serve them: the database has one writer. A run that dies without
a word is marked crashed after three missed heartbeats, which gives its place back. What was due while nothing served
it is made up for once, not as often as it was missed (`serve.catch_up`).
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from flows.offline import prepare

prepare()  # before Prefect is imported: it reads its settings once

from prefect.automations import Automation  # noqa: E402
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy, StateType  # noqa: E402
from prefect.deployments.runner import RunnerDeployment  # noqa: E402
from prefect.events import EventTrigger, Posture, ResourceSpecification  # noqa: E402
from prefect.events.actions import ChangeFlowRunState  # noqa: E402
from prefect.runner import Runner  # noqa: E402
from prefect.schedules import Cron, Interval, Schedule  # noqa: E402
from prefect.server.schemas.schedules import CronSchedule as CronDates  # noqa: E402
from prefect.server.schemas.schedules import IntervalSchedule as IntervalDates  # noqa: E402
from prefect.types.entrypoint import EntrypointType  # noqa: E402
from pydantic import ValidationError  # noqa: E402

from claimhouse.errors import SettingsError  # noqa: E402
from claimhouse.settings import CatchUp, ServeSettings, Settings  # noqa: E402
from flows.alerts import ensure_automations  # noqa: E402
from flows.maintenance import maintenance  # noqa: E402
from flows.pipeline import pipeline, settings_of  # noqa: E402
from flows.profile import profile  # noqa: E402

DEPLOYMENT = "recurring"
HEARTBEAT_AUTOMATION = "claimhouse: mark runs without heartbeat as crashed"
# Three heartbeats of 30 s (flows/offline.py): one can be late on a busy machine.
HEARTBEAT_LIMIT_S = 90
HEARTBEAT = "prefect.flow-run.heartbeat"
ENDS = frozenset(f"prefect.flow-run.{name}" for name in ("Completed", "Failed", "Cancelled", "Crashed"))
_LOOK_AHEAD = 50
# A run starts in a process of its own, on a busy machine long after its time: only what is later still was missed.
START_GRACE_S = 120.0
_SOON = timedelta(seconds=3)


def heartbeat_automation() -> Automation:
    """Return the automation that marks a run as crashed when its heartbeat stops."""
    return Automation(
        name=HEARTBEAT_AUTOMATION,
        trigger=EventTrigger(
            after={HEARTBEAT},
            expect={HEARTBEAT, *ENDS},
            match=ResourceSpecification({"prefect.resource.id": ["prefect.flow-run.*"]}),
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=timedelta(seconds=HEARTBEAT_LIMIT_S),
        ),
        actions=[
            ChangeFlowRunState(
                state=StateType.CRASHED, name=None, message="no heartbeat: its process is gone", force=False
            )
        ],
    )


async def ensure_heartbeat_automation() -> Automation:
    """Create the automation on the server, unless it is there."""
    try:
        return await Automation.aread(name=HEARTBEAT_AUTOMATION)
    except ValueError:  # Prefect's way of saying that there is none of that name
        return await heartbeat_automation().acreate()


def schedule_of(settings: ServeSettings) -> Schedule:
    """Return when the main job runs: at the cron's times, else now and after every interval."""
    if settings.cron:
        return Cron(settings.cron, timezone=settings.timezone)
    return Interval(settings.every_s, anchor_date=datetime.now(UTC) + _SOON, timezone=settings.timezone)


async def longest_gap_s(settings: ServeSettings) -> float:
    """Return the longest time from one planned run to the next: one that is later than that has a successor."""
    if not settings.cron:
        return settings.every_s
    dates = await CronDates(cron=settings.cron, timezone=settings.timezone).get_dates(_LOOK_AHEAD)
    return max((after - before).total_seconds() for before, after in pairwise(dates))


async def deployments(
    sources: Sequence[str], config: str | None, database: str | None, all_settings: Settings
) -> list[RunnerDeployment]:
    """Return what is served: the main job, and learning host profiles and maintenance where times for them are set."""
    one_writer = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE)
    settings = all_settings.serve
    place: dict[str, Any] = {"config": config, "database": database}
    missed_after_s = await longest_gap_s(settings) + START_GRACE_S
    skip_after_s = missed_after_s if settings.catch_up is CatchUp.LATEST else None
    main_job = await pipeline.ato_deployment(
        name=DEPLOYMENT,
        schedule=schedule_of(settings),
        parameters={
            "sources": list(sources),
            "skip_after_s": skip_after_s,
            "log_format": str(all_settings.run.log_format),
            **place,
        },
        concurrency_limit=one_writer,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    others = [
        await flow.ato_deployment(
            name=DEPLOYMENT,
            schedule=Cron(cron, timezone=settings.timezone),
            parameters=place,
            concurrency_limit=one_writer,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        for flow, cron in ((profile, settings.profile_cron), (maintenance, settings.maintain_cron))
        if cron
    ]
    return [main_job, *others]


def check_times(settings: ServeSettings) -> None:
    """Refuse times that cannot be kept; asks no server.

    Raises:
        SettingsError: a cron or the time zone is none.
    """
    try:
        schedule_of(settings)
        asyncio.run(longest_gap_s(settings))
        for cron in filter(None, (settings.cron, settings.profile_cron, settings.maintain_cron)):
            CronDates(cron=cron, timezone=settings.timezone)
        IntervalDates(interval=timedelta(seconds=settings.every_s), timezone=settings.timezone)
    except ValueError as error:
        reasons = [str(error)]
        if isinstance(error, ValidationError):
            reasons = [one["msg"].removeprefix("Value error, ") for one in error.errors()]
        message = f"the times of [serve] cannot be kept: {'; '.join(reasons)}"
        raise SettingsError(message) from error


async def _prepared(
    sources: Sequence[str], config: str | None, database: str | None, settings: Settings
) -> list[RunnerDeployment]:
    await ensure_heartbeat_automation()
    await ensure_automations(settings)
    return await deployments(sources, config, database, settings)


def serve(sources: Sequence[str], config: str | None, database: str | None, settings: Settings) -> None:
    """Run the flows at their times until interrupted (Ctrl-C) or ended (SIGTERM), one run at a time.

    Raises:
        SettingsError: a time or the notification block is none.
    """
    check_times(settings.serve)
    made = asyncio.run(_prepared(sources, config, database, settings))
    with suppress(KeyboardInterrupt, asyncio.CancelledError):
        asyncio.run(_serve_until_ended(made))


class _EndedRunner(Runner):
    """A runner that SIGTERM ends in order.

    Prefect's raises `SystemExit` wherever the signal finds it; in some of these places it is taken for an error and the
    runner goes on.
    """

    end: Callable[[], object]

    def handle_sigterm(self, *_: object) -> None:
        """Cancel the task that serves."""
        self.end()


async def _serve_until_ended(made: Sequence[RunnerDeployment]) -> None:
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    assert task is not None, "called within asyncio.run"  # noqa: S101
    runner = _EndedRunner(limit=1)
    runner.end = lambda: loop.call_soon_threadsafe(task.cancel)
    for one in made:
        await runner.aadd_deployment(one)
    await runner.start()


def main() -> None:
    """Make the automations of a database on the server, for those who deploy to a work pool (`prefect.yaml`)."""
    parser = argparse.ArgumentParser(prog="python -m flows.deployments", description="Make the automations, once.")
    parser.add_argument("--config", metavar="FILE", help="TOML with settings")
    parser.add_argument("--database", metavar="FILE", help="DuckDB file of the writer")
    options = parser.parse_args()
    asyncio.run(ensure_heartbeat_automation())
    asyncio.run(ensure_automations(settings_of(options.config, options.database)))


if __name__ == "__main__":
    main()

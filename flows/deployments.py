"""The schedule: `python -m flows.deployments --every SECONDS --config FILE SOURCE…` serves the flow until stopped.

One run at a time, here and in all processes that serve it: the database has one writer. A run that dies without
a word is marked crashed after three missed heartbeats, which gives its place back; that needs a server
(`prefect server start`, `PREFECT_API_URL`), as does serving itself.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flows.offline import prepare

prepare()  # before Prefect is imported: it reads its settings once

from prefect.automations import Automation  # noqa: E402
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy, StateType  # noqa: E402
from prefect.events import EventTrigger, Posture, ResourceSpecification  # noqa: E402
from prefect.events.actions import ChangeFlowRunState  # noqa: E402
from prefect.types.entrypoint import EntrypointType  # noqa: E402

from flows.pipeline import pipeline  # noqa: E402

DEPLOYMENT = "recurring"
HEARTBEAT_AUTOMATION = "claimhouse: mark runs without heartbeat as crashed"
# Three heartbeats of 30 s (flows/offline.py): one can be late on a busy machine.
HEARTBEAT_LIMIT_S = 90
HEARTBEAT = "prefect.flow-run.heartbeat"
ENDS = frozenset(f"prefect.flow-run.{name}" for name in ("Completed", "Failed", "Cancelled", "Crashed"))


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


def serve(sources: Sequence[str], config: str | None, database: str | None, every_s: float) -> None:
    """Run the flow every so many seconds until interrupted, one run at a time."""
    asyncio.run(ensure_heartbeat_automation())
    parameters: dict[str, Any] = {"sources": list(sources), "config": config, "database": database}
    one_writer = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE)
    pipeline.serve(
        name=DEPLOYMENT,
        interval=every_s,
        parameters=parameters,
        limit=1,
        global_limit=one_writer,
        print_starting_message=False,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m flows.deployments", description="Run the main job on a schedule.")
    parser.add_argument("sources", nargs="*", help="files, folders, patterns; those of the configuration by default")
    parser.add_argument("--every", type=float, default=3600.0, metavar="SECONDS", help="time between runs (3600)")
    parser.add_argument("--config", metavar="FILE", help="TOML with settings")
    parser.add_argument("--database", metavar="FILE", help="DuckDB file of the writer")
    options = parser.parse_args()
    serve(options.sources, options.config, options.database, options.every)


if __name__ == "__main__":
    main()

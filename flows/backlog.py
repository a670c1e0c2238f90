"""Runs that fell due while a run could not begin, and that a run which read the sources since has made up for.

Prefect would start each of them, one after the other, in a process of its own, only for it to see that there is
nothing to do: after a minute without a writer and a run due every few seconds that takes minutes. So the run that made
up for them says so in their place.
"""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import State, StateType
from prefect.states import Completed

log = logging.getLogger("claimhouse.flows")

SKIPPED = "Skipped"
_AT_ONCE = 200  # the most that Prefect's server gives in one answer


def skipped() -> State[None]:
    """Return the state of a run that was left out."""
    return Completed(name=SKIPPED, message="its time is long past, and a run that began since read the sources")


def leave_out(deployment: UUID, due_before: datetime) -> int:
    """Mark the runs of a deployment that wait and were due before a time as left out; return how many.

    One that has a process already (pending, running) goes on, and leaves itself out. What the server refuses fails
    no run: each waiting run looks for itself whether it was made up for.
    """
    done = 0
    try:
        with get_client(sync_client=True) as client:
            while True:
                waiting = client.read_flow_runs(
                    deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[deployment])),
                    flow_run_filter=FlowRunFilter(
                        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
                        expected_start_time=FlowRunFilterExpectedStartTime.model_validate({"before_": due_before}),
                    ),
                    limit=_AT_ONCE,
                )
                for one in waiting:
                    client.set_flow_run_state(one.id, skipped(), force=True)
                done += len(waiting)
                if len(waiting) < _AT_ONCE:
                    return done
    except Exception:
        log.warning("runs that were made up for cannot be left out", exc_info=True)
        return done

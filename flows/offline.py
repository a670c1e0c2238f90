"""Settings of Prefect that must stand in the environment before it is imported.

Each is only set where the user has not set it: no telemetry, a home of the project's own (another project's
Prefect database, of another version, could not be opened), a server that starts by itself and has time to do
so, and nothing below a warning on the terminal, where our progress and account stand.
"""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

ENVIRONMENT = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_HOME": str(ROOT / "var" / "prefect"),
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
    # The first start creates the server's database; 20 s, the default, is too short on a busy machine.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
    # A run that is killed is told from a slow one by its missing heartbeat (see flows/deployments.py).
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
}


def prepare() -> None:
    """Set what the user has not set."""
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    Path(os.environ["PREFECT_HOME"]).mkdir(parents=True, exist_ok=True)  # Prefect makes no folder above its own

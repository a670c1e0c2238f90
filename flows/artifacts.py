"""What an operator sees of a run on Prefect's page: a table and a Markdown page."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from prefect.artifacts import create_markdown_artifact, create_table_artifact

from claimhouse.pipeline.alerts import Alert
from claimhouse.pipeline.summary import summary_of
from claimhouse.settings import Settings

log = logging.getLogger("claimhouse.flows")

TABLE_KEY = "claimhouse-account"
PAGE_KEY = "claimhouse-run"


def show(settings: Settings, run: int, alerts: Sequence[Alert]) -> None:
    """Make both; what cannot be shown fails no run, which is published by now."""
    try:
        summary = summary_of(settings, run, alerts)
        create_table_artifact(summary.table(), key=TABLE_KEY, description=f"account and rates of run {run}")
        create_markdown_artifact(summary.markdown(), key=PAGE_KEY, description=f"run {run}")
    except Exception:
        log.warning("the artifacts of run %d cannot be made", run, exc_info=True)

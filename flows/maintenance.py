"""Maintenance as a Prefect flow: `python -m flows.maintenance [--config FILE] [--database FILE]`.

A schedule of its own runs it, seldom (`serve.maintain_cron`); it waits for a run that is on, as one waits for it.
"""

from __future__ import annotations

import argparse

from flows.offline import prepare

prepare()  # before Prefect is imported: it reads its settings once

from prefect import flow  # noqa: E402

from claimhouse.pipeline.maintenance import Maintained, maintain  # noqa: E402
from flows.executor import PrefectExecutor  # noqa: E402
from flows.pipeline import settings_of  # noqa: E402


@flow(name="claimhouse-maintenance", persist_result=False, validate_parameters=True)
def maintenance(config: str | None = None, database: str | None = None) -> Maintained:
    """Remove what is too old and what is left over, and write the file anew where that is worth it.

    Args:
        config: TOML with settings; the defaults without it.
        database: DuckDB file of the writer; that of the configuration without it.
    """
    return maintain(settings_of(config, database), executor=PrefectExecutor(), command="flow maintain")


def main() -> None:
    """Read the command line and run the flow once."""
    parser = argparse.ArgumentParser(prog="python -m flows.maintenance", description="Maintain a warehouse, once.")
    parser.add_argument("--config", metavar="FILE", help="TOML with settings")
    parser.add_argument("--database", metavar="FILE", help="DuckDB file of the writer")
    options = parser.parse_args()
    maintenance(options.config, options.database)


if __name__ == "__main__":
    main()

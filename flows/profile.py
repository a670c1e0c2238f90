"""Learning host profiles as a Prefect flow: `python -m flows.profile [--config FILE] [--database FILE]`.

It is no part of the main job: a schedule of its own runs it, seldom, and the next run of the main job cleans again
what has become due.
"""

from __future__ import annotations

import argparse

from flows.offline import prepare

prepare()  # before Prefect is imported: it reads its settings once

from prefect import flow  # noqa: E402

from claimhouse.pipeline.profile import ProfileAccount, learn_profiles  # noqa: E402
from flows.executor import PrefectExecutor  # noqa: E402
from flows.pipeline import settings_of  # noqa: E402


@flow(name="claimhouse-profile", persist_result=False, validate_parameters=True)
def profile(config: str | None = None, database: str | None = None) -> ProfileAccount:
    """Learn the profiles of all hosts from what the warehouse holds.

    Args:
        config: TOML with settings; the defaults without it.
        database: DuckDB file of the writer; that of the configuration without it.
    """
    return learn_profiles(settings_of(config, database), executor=PrefectExecutor(), command="flow profile")


def main() -> None:
    """Read the command line and run the flow once."""
    parser = argparse.ArgumentParser(prog="python -m flows.profile", description="Learn host profiles, once.")
    parser.add_argument("--config", metavar="FILE", help="TOML with settings")
    parser.add_argument("--database", metavar="FILE", help="DuckDB file of the writer")
    options = parser.parse_args()
    profile(options.config, options.database)


if __name__ == "__main__":
    main()

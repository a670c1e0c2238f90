"""The resolve stage: current claims out of the warehouse, through the pure functions, and back."""

from __future__ import annotations

import logging
from pathlib import Path

from claimhouse.errors import SettingsError
from claimhouse.pipeline.independence import replace_edges
from claimhouse.pipeline.resolve_groups import update_groups
from claimhouse.pipeline.resolve_names import update_entities
from claimhouse.pipeline.resolve_readers import readers
from claimhouse.pipeline.resolve_reading import Work, update_readings
from claimhouse.provenance import Step
from claimhouse.resolve import read_aliases
from claimhouse.resolve.entities import Aliases
from claimhouse.settings import ResolveSettings
from claimhouse.warehouse import Warehouse

log = logging.getLogger(__name__)

MADE_ANEW = -1
"""The run of a state that is empty."""


def run_resolve(warehouse: Warehouse, settings: ResolveSettings, step: Step, run: int, *, processes: int = 1) -> None:
    """Bring entities, values, groups, conflicts and edges to what the current claims give.

    Runs inside the caller's transaction. Costs by what changed since the last run: documents with other rows, and those
    that are read otherwise because of them. Under another step (version, settings, alias file) all is made anew. Rows
    that stay the same are left as they are, and entities and groups keep their names.

    Args:
        warehouse: to bring up to date.
        settings: of the step.
        step: of the rows that are written.
        run: the same.
        processes: that may read documents at once; few documents are read in this process.

    Raises:
        SettingsError: the alias file cannot be read or used.
    """
    aliases = _aliases(settings)
    state = warehouse.step("resolve_state").to_pylist()
    since = int(state[0]["run"]) if state and state[0]["step_digest"] == step.digest else MADE_ANEW
    if since == MADE_ANEW:
        warehouse.step("resolve_reset")
    changed = warehouse.step("resolve_changes", since=since).to_pylist()
    with readers(sum(row["is_here"] for row in changed), processes) as reading:
        read_again = update_entities(warehouse, changed, aliases or Aliases(), step, run, since)
        work = Work(warehouse=warehouse, step=step, run=run, since=since, readers=reading)
        documents = update_readings(work, read_again)
    conflicts = update_groups(work)
    edges = replace_edges(warehouse, settings, step, run, since)
    warehouse.step("resolve_finish", step_digest=step.digest, run=run)
    log.info(
        "resolve: documents changed %d, read %d, conflicts judged %d, edges of %d documents",
        len(changed),
        documents,
        conflicts,
        edges,
    )


def _aliases(settings: ResolveSettings) -> Aliases | None:
    if not settings.alias_file:
        return None
    try:
        return read_aliases(Path(settings.alias_file).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        message = f"cannot read resolve.alias_file {settings.alias_file!r}: {error}"
        raise SettingsError(message) from error

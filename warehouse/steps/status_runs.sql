-- The last runs, the newest first.
select
    run,
    command,
    status,
    started_at,
    epoch(coalesce(finished_at, published_at) - started_at) as seconds,
    items,
    loaded,
    known,
    rejected,
    quarantined,
    degraded
from run
order by run desc
limit $runs;

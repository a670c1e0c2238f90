-- A run with its account, and how long it took until now or its end.
select
    run,
    command,
    status,
    started_at,
    epoch(coalesce(finished_at, $now::timestamptz) - started_at) as seconds,
    items,
    loaded,
    known,
    rejected,
    quarantined,
    degraded,
    (select count(*) from claim where valid_from_run = $run) as new_claims,
    (select count(*) from reading where reading.run = $run) as sources
from run
where run = $run;

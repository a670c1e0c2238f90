-- Account of a run
-- What became of every item that came in, and do the outcomes add up?
-- param run bigint default 0: number of the run; 0 for the last one
select
    run.run,
    run.status,
    run.started_at,
    run.items,
    run.loaded,
    run.known,
    run.rejected,
    run.quarantined,
    run.degraded,
    run.items = run.loaded + run.known + run.rejected + run.quarantined as adds_up
from run
where run.run = case when $run::bigint = 0 then (select max(run) from run) else $run::bigint end
order by run.run;

-- Reasons behind an account
-- Which items of a run were rejected or quarantined, and why?
-- param run bigint default 0: number of the run; 0 for the last one
select
    outcome,
    reason,
    count(*) as items,
    list(source_id order by source_id)[:5] as examples
from sighting
where
    run = case when $run::bigint = 0 then (select max(run) from run) else $run::bigint end
    and outcome in ('rejected', 'quarantined')
group by
    outcome,
    reason
order by
    outcome,
    items desc,
    reason;

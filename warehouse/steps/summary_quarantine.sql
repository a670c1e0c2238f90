-- What went into quarantine in a run, by stage and reason.
select
    stage,
    reason,
    count(*) as items,
    min(message) as example
from quarantine
where run = $run
group by
    stage,
    reason
order by
    items desc,
    stage,
    reason;

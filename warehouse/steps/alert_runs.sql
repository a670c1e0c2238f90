-- The last run that took documents in, as far as it is over, and the one before that; and when one was published last.
select
    run,
    status,
    started_at,
    max(published_at) over () as published_at
from run
where
    command not in ('forget', 'profile', 'flow profile', 'maintain', 'flow maintain')
    and status <> 'running'
order by run desc
limit 2;

-- The settings of the last run that took documents in and was published.
select
    run,
    settings
from run
where
    status = 'published'
    and command not in ('forget', 'profile', 'flow profile', 'maintain', 'flow maintain')
order by run desc
limit 1;

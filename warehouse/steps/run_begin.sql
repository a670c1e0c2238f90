-- Runs that still say `running` belong to a process that is gone: this writer holds the only lock.
update run
set
    status = 'abandoned',
    finished_at = $now
where status = 'running';

select coalesce(max(run), 0) + 1 as run
from run;

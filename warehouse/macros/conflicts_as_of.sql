-- The conflicts that were current after the last run published at or before a time.
create or replace macro conflicts_as_of(ts) as table
select conflict.* exclude (valid_to_run)
from conflict
where
    conflict.valid_from_run <= run_as_of(ts)
    and coalesce(conflict.valid_to_run, 9223372036854775807) > run_as_of(ts);
comment on macro table conflicts_as_of is 'The conflicts that were current after the last run published at or before a time: the columns of conflict_current.';

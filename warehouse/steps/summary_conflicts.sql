-- Conflicts that are new in a run, and those that are over with it; open ones first.
select
    case when valid_from_run = $run then 'new' else 'over' end as change,
    type,
    open,
    subject,
    attribute,
    explanation,
    count(*) over (partition by valid_from_run = $run) as of_this_change
from conflict
where
    (valid_from_run = $run and valid_to_run is null)
    or (
        valid_to_run = $run
        and conflict_key not in (select conflict_key from conflict where valid_to_run is null)
    )
order by
    change,
    open desc,
    subject,
    attribute,
    type,
    explanation
limit $conflicts;

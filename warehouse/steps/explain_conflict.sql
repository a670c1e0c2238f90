-- Conflicts whose key begins so, at most two.
select
    conflict.conflict_key,
    conflict.type,
    conflict.open,
    conflict.subject,
    conflict.attribute,
    conflict.explanation,
    conflict.left_group,
    conflict.right_group,
    conflict.valid_from_run as since_run,
    run.published_at as since
from conflict_current as conflict
left join run
    on conflict.valid_from_run = run.run
where starts_with(conflict.conflict_key, $key)
order by conflict.conflict_key
limit 2;

-- Conflicts between groups, the open ones first.
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
where
    list_contains($groups, conflict.left_group)
    or list_contains($groups, conflict.right_group)
order by
    conflict.open desc,
    conflict.subject,
    conflict.attribute,
    conflict.type,
    conflict.conflict_key;

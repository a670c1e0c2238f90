-- What each source brought last: one that has gone silent stands first.
with followed as (
    select
        *,
        max(run) filter (where new_items > 0) over (partition by source) as last_fresh
    from reading
)
select
    followed.source,
    count(*) as runs,
    sum(followed.new_items)::bigint as new_items,
    max(followed.run) as last_read_in_run,
    max(followed.run) filter (where followed.new_items > 0) as last_new_in_run,
    max(run.started_at) filter (where followed.new_items > 0) as last_new_at,
    count(*) filter (where followed.run > coalesce(last_fresh, 0)) as runs_without_new
from followed
inner join run
    on followed.run = run.run
group by followed.source
order by
    runs_without_new desc,
    source;

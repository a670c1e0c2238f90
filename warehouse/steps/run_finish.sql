-- The account of a run, and how it ended.
update run
set
    status = $status,
    finished_at = $now,
    published_at = case when $status = 'published' then $now end,
    items = $items,
    loaded = $loaded,
    known = $known,
    rejected = $rejected,
    quarantined = $quarantined,
    degraded = $degraded
where run = $run;

-- What each source brought last: one that has gone silent stands first. A document that is done again is not new, and a
-- run that did nothing but that has not read the source.
with brought as (
    select
        sighting.source,
        sighting.run,
        run.started_at,
        count(*) filter (
            where sighting.outcome <> 'known' and coalesce(document.first_run, sighting.run) = sighting.run
        ) as fresh
    from sighting
    inner join run using (run)
    left join document
        on sighting.document_key = document.document_key
    group by
        sighting.source,
        sighting.run,
        run.started_at
    having fresh > 0 or count(*) filter (where sighting.outcome = 'known') > 0
)
select
    source,
    count(*) as runs,
    sum(fresh)::bigint as new_items,
    max(run) as last_read_in_run,
    max(run) filter (where fresh > 0) as last_new_in_run,
    max(started_at) filter (where fresh > 0) as last_new_at,
    count(*) filter (where fresh = 0 and run > coalesce(last_fresh, 0)) as runs_without_new
from (
    select
        *,
        max(run) filter (where fresh > 0) over (partition by source) as last_fresh
    from brought
)
group by source
order by
    runs_without_new desc,
    source;

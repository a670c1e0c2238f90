-- What each source of a run has brought. Offered: named_source (source), those that the run was given.
insert into reading by name
select
    $run::bigint as run,
    named_source.source,
    count(sighting.run) as items,
    count(*) filter (
        where sighting.outcome <> 'known' and coalesce(document.first_run, sighting.run) = sighting.run
    ) as new_items
from named_source
left join sighting
    on named_source.source = sighting.source
    and sighting.run = $run
left join document
    on sighting.document_key = document.document_key
group by named_source.source;

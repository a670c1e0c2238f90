-- Which sources a run has read, also those that yielded nothing: what a source that went silent is known by.

create table reading (
    run bigint not null,
    source varchar not null,
    items bigint not null,
    new_items bigint not null
);
comment on table reading is 'A source as a run has read it.';
comment on column reading.run is 'The run.';
comment on column reading.source is 'The source as it was named.';
comment on column reading.items is 'Items it yielded.';
comment on column reading.new_items is 'Of these, what no run before had met.';

-- Of earlier runs only sources that yielded something are known. A document that was done again is not new, and a run
-- that did nothing but that has not read the source.
insert into reading by name
select
    sighting.run,
    sighting.source,
    count(*) as items,
    count(*) filter (
        where sighting.outcome <> 'known' and coalesce(document.first_run, sighting.run) = sighting.run
    ) as new_items
from sighting
left join document
    on sighting.document_key = document.document_key
group by
    sighting.run,
    sighting.source
having new_items > 0 or count(*) filter (where sighting.outcome = 'known') > 0;

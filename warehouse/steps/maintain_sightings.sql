-- What was met unchanged in run after run is kept as it was met first and last; only sightings by run $through_run go.
create or replace temp table repeated_sighting as
select
    run,
    item
from (
    select
        run,
        item,
        outcome,
        row_number() over (
            partition by
                document_key,
                input_digest,
                source,
                source_id,
                url,
                publisher,
                given_title,
                given_date,
                fetched_at,
                outcome = 'known'
            order by run, item
        ) as place,
        count(*) over (
            partition by
                document_key,
                input_digest,
                source,
                source_id,
                url,
                publisher,
                given_title,
                given_date,
                fetched_at,
                outcome = 'known'
        ) as places
    from sighting
)
where
    outcome = 'known'
    and place < places
    and run <= $through_run;

delete from sighting
where (run, item) in (select (run, item) from repeated_sighting);

select count(*) as removed
from repeated_sighting;

-- The hosts whose pages took the most processor time in a run.
with costly as (
    select
        document_key,
        sum(seconds) as seconds
    from ledger
    where
        run = $run
        and seconds is not null
        and document_key is not null
    group by document_key
),
met as (
    select
        document_key,
        min(host) as host
    from sighting
    where run = $run
    group by document_key
)
select
    coalesce(met.host, '(no host)') as host,
    count(*) as pages,
    sum(costly.seconds) as seconds,
    sum(costly.seconds) / count(*) as seconds_per_page
from costly
inner join met
    on costly.document_key = met.document_key
group by coalesce(met.host, '(no host)')
order by
    seconds desc,
    host
limit $hosts;

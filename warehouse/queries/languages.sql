-- Languages
-- Which languages are the documents in, what was claimed in each, and which have no statement extractor?
-- param run bigint default 0: documents met in this run only; 0 for all
with states as (
    select
        document_key,
        case when count(note) = count(*) then first(note order by extractor) end as mark
    from ledger_current
    where
        step = 'extract'
        and outcome = 'loaded'
    group by document_key
),
claims as (
    select
        document_key,
        count(*) as claims
    from claim_current
    group by document_key
)
select
    extraction.language,
    count(*) as documents,
    coalesce(sum(claims.claims), 0)::bigint as claims,
    states.mark,
    list(extraction.source_id order by extraction.source_id)[:5] as examples
from extraction_current as extraction
left join states using (document_key)
left join claims using (document_key)
where
    extraction.rejected is null
    and (
        $run::bigint = 0
        or extraction.document_key in (select document_key from sighting where run = $run::bigint)
    )
group by
    extraction.language,
    states.mark
order by
    documents desc,
    extraction.language,
    states.mark;

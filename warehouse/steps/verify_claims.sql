-- All current claims with what their evidence must hold against.
select
    claim.claim_key as key,
    claim.document_key,
    claim.part,
    claim.raw_spans,
    claim.quote,
    extraction.encoding,
    document.media_type,
    sighting.title_key
from claim_current as claim
inner join extraction_current as extraction using (document_key)
inner join document using (document_key)
left join (
    select
        document_key,
        first(
            title_key
            order by
                fetched_at,
                source_id,
                url nulls last,
                publisher nulls last,
                given_title nulls last
        ) as title_key
    from sighting
    where title_key is not null
    group by document_key
) as sighting using (document_key)
order by
    claim.document_key,
    key;

-- Timeline
-- What is said about a name, in the order in which it was published?
-- param name varchar default %: part of a subject or object, with % and _ as in like
-- param limit bigint default 100: rows at most
select
    coalesce(claim.event_time, claim.published_at, sighted.first_seen) as moment,
    case
        when claim.event_time is not null then 'event'
        when claim.published_at is not null then 'published'
        else 'first seen'
    end as time_of,
    extraction.source_id as document,
    extraction.publisher,
    claim.modality,
    claim.quote as sentence,
    min(claim.claim_key) as claim_key
from claim_current as claim
inner join extraction_current as extraction using (document_key)
inner join (
    select
        document_key,
        min(fetched_at) as first_seen
    from sighting
    group by document_key
) as sighted using (document_key)
where
    coalesce(claim.subject_name, claim.subject, '') ilike '%' || $name || '%'
    or coalesce(claim.object_name, claim.object, '') ilike '%' || $name || '%'
group by all
order by
    moment,
    document,
    sentence
limit $limit::bigint;

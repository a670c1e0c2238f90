-- Timeline
-- What is said about a name, in the order in which it happened (where the sentence dates it), else was published, else seen?
-- param name varchar default %: part of a subject or object or of the sentence, with % and _ as in like
-- param limit bigint default 100: rows at most
select
    coalesce(claim.event_time, told.moment) as moment,
    case when claim.event_time is not null then 'event' else told.moment_of end as time_of,
    coalesce(claim.event_precision, told.precision) as precision,
    extraction.source_id as document,
    extraction.publisher,
    claim.modality,
    claim.quote as sentence,
    min(claim.claim_key) as claim_key
from claim_current as claim
inner join extraction_current as extraction using (document_key)
inner join document_moment as told using (document_key)
where
    coalesce(claim.subject_name, claim.subject, '') ilike '%' || $name || '%'
    or coalesce(claim.object_name, claim.object, '') ilike '%' || $name || '%'
    or claim.quote ilike '%' || $name || '%'
group by all
order by
    moment,
    document,
    sentence
limit $limit::bigint;

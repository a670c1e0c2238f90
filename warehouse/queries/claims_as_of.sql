-- Claims as they stood
-- What was claimed, as far as the collection knew at a time?
-- param at timestamptz default 2100-01-01: the time; what the last run published at or before it showed
-- param about varchar default %: part of a sentence, with % and _ as in like
-- param limit bigint default 100: rows at most
select
    claim.claim_key,
    claim.subject,
    claim.predicate,
    claim.object,
    claim.modality,
    claim.speaker as said_by,
    extraction.source_id as document,
    extraction.publisher,
    claim.published_at,
    claim.quote as sentence,
    claim.valid_from_run
from claims_as_of($at::timestamptz) as claim
left join extraction_current as extraction
    on claim.document_key = extraction.document_key
where claim.quote ilike '%' || $about || '%'
order by
    claim.published_at nulls last,
    claim.document_key,
    claim.char_start,
    claim.claim_key
limit $limit::bigint;

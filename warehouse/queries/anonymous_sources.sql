-- On nobody's name
-- Which claims stand on the word of people who are not named ("people familiar with the matter")?
-- param about varchar default %: part of the sentence, with % and _ as in like
-- param limit bigint default 100: rows at most
select
    claim.speaker as said_by,
    claim.modality,
    extraction.source_id as document,
    extraction.publisher,
    told.moment as told_at,
    told.moment_of as time_of,
    claim.quote as sentence,
    claim.claim_key
from claim_current as claim
inner join attribution_current as attribution
    on claim.attribution_key = attribution.attribution_key
inner join extraction_current as extraction
    on claim.document_key = extraction.document_key
inner join document_moment as told
    on claim.document_key = told.document_key
where
    attribution.speaker_kind = 'unnamed'
    and claim.quote ilike '%' || $about || '%'
order by
    told_at nulls last,
    document,
    claim.char_start,
    claim.claim_key
limit $limit::bigint;

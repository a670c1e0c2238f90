-- Hedged claims
-- Which claims are put forward as rumour, prediction, hypothesis or opinion, and by which words?
-- param modality varchar default % one of rumored, predicted, hypothetical, opinion: only this one; % for all of them
-- param about varchar default %: part of the sentence, with % and _ as in like
-- param limit bigint default 50: rows at most
select
    claim.modality,
    claim.hedge_cues,
    extraction.source_id as document,
    extraction.publisher,
    coalesce(claim.speaker_name, claim.speaker) as said_by,
    coalesce(claim.subject_name, claim.subject) as subject,
    claim.predicate,
    claim.object,
    claim.quote as sentence,
    claim.claim_key
from claim_current as claim
inner join extraction_current as extraction using (document_key)
where
    claim.modality not in ('asserted', 'reported')
    and claim.modality like $modality
    and claim.quote ilike '%' || $about || '%'
order by
    claim.modality,
    document,
    claim.char_start,
    claim.claim_key
limit $limit::bigint;

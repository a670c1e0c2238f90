-- Claims of a document
-- What does one document claim, sentence by sentence, on whose word and how surely?
-- param document varchar: id of the document, with % and _ as in like
-- param limit bigint default 200: rows at most
select
    extraction.source_id as document,
    claim.field,
    claim.char_start,
    claim.quote as sentence,
    coalesce(claim.subject_name, claim.subject) as subject,
    claim.predicate,
    coalesce(claim.object_name, claim.object) as object,
    quantity.raw as quantity,
    claim.modality,
    claim.negated,
    coalesce(claim.speaker_name, claim.speaker) as said_by,
    claim.claim_key
from claim_current as claim
inner join extraction_current as extraction
    on claim.document_key = extraction.document_key
left join quantity_current as quantity
    on claim.quantity_key = quantity.quantity_key
where extraction.source_id like $document
order by
    document,
    claim.field desc,
    claim.char_start,
    claim.claim_key
limit $limit::bigint;

-- All current claims with what their evidence must hold against.
select
    claim.claim_key as key,
    claim.document_key,
    claim.part,
    claim.raw_spans,
    claim.quote,
    extraction.encoding,
    document.media_type,
    first_given_title.title_key
from claim_current as claim
inner join extraction_current as extraction using (document_key)
inner join document using (document_key)
left join first_given_title using (document_key)
order by
    claim.document_key,
    key;

-- Documents
-- What has been read, from whom, how long is it, and how many claims does it make?
-- param limit bigint default 100: rows at most
select
    extraction.source_id as document,
    extraction.publisher,
    extraction.published_at,
    extraction.language,
    extraction.title,
    extraction.rejected,
    length(extraction.text) as characters,
    (select count(*) from claim_current as claim where claim.document_key = extraction.document_key) as claims,
    extraction.document_key
from extraction_current as extraction
order by
    document,
    extraction.document_key
limit $limit::bigint;

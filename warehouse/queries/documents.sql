-- Documents
-- What has been read, from whom and when, how long is it, and how many claims does it make?
-- param about varchar default %: part of the title, publisher or address, with % and _ as in like
-- param limit bigint default 100: rows at most
select
    extraction.source_id as document,
    extraction.publisher,
    told.moment as told_at,
    told.moment_of as time_of,
    extraction.language,
    extraction.title,
    extraction.url,
    extraction.rejected,
    length(extraction.text) as characters,
    (select count(*) from claim_current as claim where claim.document_key = extraction.document_key) as claims,
    extraction.document_key
from extraction_current as extraction
left join document_moment as told
    on extraction.document_key = told.document_key
where concat_ws(' ', extraction.title, extraction.publisher, extraction.url, extraction.source_id) ilike '%' || $about || '%'
order by
    document,
    extraction.document_key
limit $limit::bigint;

-- The texts numbered in table `wanted` (text), each by one of its documents, as they are now.
with standing as (
    select
        text,
        min(document_key) as document_key
    from dedupe_member
    semi join wanted using (text)
    group by text
)
select
    standing.text as number,
    extraction.text
from standing
join extraction_current as extraction using (document_key)
order by number;

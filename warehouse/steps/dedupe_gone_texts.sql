-- The texts that are gone and were counted, as they were at run $since.
with former as (
    select
        former_text as text,
        min(document_key) as document_key
    from changed_document
    where former_text in (select text from gone_text where counted)
    group by former_text
)
select
    former.text as number,
    extraction.text
from former
join extraction using (document_key)
where
    extraction.valid_from_run <= $since
    and (
        extraction.valid_to_run is null
        or extraction.valid_to_run > $since
    )
order by number;

-- The headlines of the documents offered as chunk (document_key), whether a claim was made of them or not.
select
    document_key,
    title
from extraction_current
where
    title is not null
    and document_key in (select document_key from chunk)
order by document_key;

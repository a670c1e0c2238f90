-- The events that the documents offered as chunk (document_key) are about.
select
    document_key,
    segment,
    subject_key,
    subject
from resolve_told
where document_key in (select document_key from chunk)
order by
    document_key,
    segment;

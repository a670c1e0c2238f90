-- The current rows of table mention of the documents offered as chunk (document_key).
select *
from mention
where
    valid_to_run is null
    and document_key in (select document_key from chunk)
order by mention_key;

-- The current rows of table claim of the documents offered as chunk (document_key).
select *
from claim
where
    valid_to_run is null
    and document_key in (select document_key from chunk)
order by claim_key;

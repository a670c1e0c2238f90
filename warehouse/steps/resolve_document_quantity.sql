-- The current rows of table quantity of the documents offered as chunk (document_key).
select *
from quantity
where
    valid_to_run is null
    and document_key in (select document_key from chunk)
order by quantity_key;

-- The current quantities of all documents.
select *
from quantity
where valid_to_run is null
order by quantity_key;

-- The current mentions of all documents.
select *
from mention
where valid_to_run is null
order by mention_key;

-- The raw files that the warehouse leads back to: payloads, and titles given beside them.
select document_key as key
from document
union
select title_key
from sighting
where title_key is not null
order by key;

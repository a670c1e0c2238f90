-- The current claims of all documents.
select *
from claim
where valid_to_run is null
order by claim_key;

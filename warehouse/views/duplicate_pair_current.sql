-- The rows of duplicate_pair that are valid now.
create or replace view duplicate_pair_current as
select * exclude (valid_to_run)
from duplicate_pair
where valid_to_run is null;
comment on view duplicate_pair_current is 'The rows of duplicate_pair that are valid now. Two documents whose texts were compared and found related, with the measures that decided.';

-- The rows of claim that are valid now.
create or replace view claim_current as
select * exclude (valid_to_run)
from claim
where valid_to_run is null;
comment on view claim_current is 'The rows of claim that are valid now. One checkable statement, with its sentence as evidence down to the raw bytes.';

-- The rows of claim_value that are valid now.
create or replace view claim_value_current as
select * exclude (valid_to_run)
from claim_value
where valid_to_run is null;
comment on view claim_value_current is 'The rows of claim_value that are valid now. A claim brought to (subject, attribute, value), so that claims of several documents compare.';

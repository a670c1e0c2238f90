-- The rows of claim_group that are valid now.
create or replace view claim_group_current as
select * exclude (valid_to_run)
from claim_group
where valid_to_run is null;
comment on view claim_group_current is 'The rows of claim_group that are valid now. A claim''s membership in a group of claims that say the same thing.';

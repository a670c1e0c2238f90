-- The group that each reading of a claim was in: the group first, then the parts of the member's key.
select
    group_key,
    claim_key,
    attribute,
    value
from claim_group
where valid_to_run is null
order by
    claim_key,
    attribute,
    value;

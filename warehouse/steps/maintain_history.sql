-- Rows that ended by run $through_run go: what was so before can no longer be asked.
create or replace temp table ended_row as
select count(*) as removed
from extraction
where valid_to_run <= $through_run
union all
select count(*) as removed
from block
where valid_to_run <= $through_run
union all
select count(*) as removed
from signature
where valid_to_run <= $through_run
union all
select count(*) as removed
from borrowing
where valid_to_run <= $through_run
union all
select count(*) as removed
from mention
where valid_to_run <= $through_run
union all
select count(*) as removed
from quantity
where valid_to_run <= $through_run
union all
select count(*) as removed
from attribution
where valid_to_run <= $through_run
union all
select count(*) as removed
from claim
where valid_to_run <= $through_run
union all
select count(*) as removed
from duplicate_pair
where valid_to_run <= $through_run
union all
select count(*) as removed
from cluster
where valid_to_run <= $through_run
union all
select count(*) as removed
from entity
where valid_to_run <= $through_run
union all
select count(*) as removed
from entity_member
where valid_to_run <= $through_run
union all
select count(*) as removed
from claim_value
where valid_to_run <= $through_run
union all
select count(*) as removed
from claim_group
where valid_to_run <= $through_run
union all
select count(*) as removed
from conflict
where valid_to_run <= $through_run
union all
select count(*) as removed
from independence_edge
where valid_to_run <= $through_run
union all
select count(*) as removed
from publisher_owner
where valid_to_run <= $through_run
union all
select count(*) as removed
from host_profile
where valid_to_run <= $through_run
union all
select count(*) as removed
from host_profile_text
where valid_to_run <= $through_run
union all
select count(*) as removed
from ledger
where valid_to_run <= $through_run;

delete from extraction
where valid_to_run <= $through_run;

delete from block
where valid_to_run <= $through_run;

delete from signature
where valid_to_run <= $through_run;

delete from borrowing
where valid_to_run <= $through_run;

delete from mention
where valid_to_run <= $through_run;

delete from quantity
where valid_to_run <= $through_run;

delete from attribution
where valid_to_run <= $through_run;

delete from claim
where valid_to_run <= $through_run;

delete from duplicate_pair
where valid_to_run <= $through_run;

delete from cluster
where valid_to_run <= $through_run;

delete from entity
where valid_to_run <= $through_run;

delete from entity_member
where valid_to_run <= $through_run;

delete from claim_value
where valid_to_run <= $through_run;

delete from claim_group
where valid_to_run <= $through_run;

delete from conflict
where valid_to_run <= $through_run;

delete from independence_edge
where valid_to_run <= $through_run;

delete from publisher_owner
where valid_to_run <= $through_run;

delete from host_profile
where valid_to_run <= $through_run;

delete from host_profile_text
where valid_to_run <= $through_run;

delete from ledger
where valid_to_run <= $through_run;

select sum(removed)::bigint as removed
from ended_row;

-- The rows of independence_edge that are valid now.
create or replace view independence_edge_current as
select * exclude (valid_to_run)
from independence_edge
where valid_to_run is null;
comment on view independence_edge_current is 'The rows of independence_edge that are valid now. Why one document does not count as an origin beside another.';

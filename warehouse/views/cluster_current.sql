-- The rows of cluster that are valid now.
create or replace view cluster_current as
select * exclude (valid_to_run)
from cluster
where valid_to_run is null;
comment on view cluster_current is 'The rows of cluster that are valid now. A document''s membership in a cluster of copies; every cleaned document is in exactly one, alone if need be.';

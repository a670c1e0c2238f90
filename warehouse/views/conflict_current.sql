-- The rows of conflict that are valid now.
create or replace view conflict_current as
select * exclude (valid_to_run)
from conflict
where valid_to_run is null;
comment on view conflict_current is 'The rows of conflict that are valid now. Two groups that give one attribute of one subject different values, and how they differ.';

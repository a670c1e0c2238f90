-- The rows of entity that are valid now.
create or replace view entity_current as
select * exclude (valid_to_run)
from entity
where valid_to_run is null;
comment on view entity_current is 'The rows of entity that are valid now. A thing that names refer to, across documents.';

-- The rows of entity_member that are valid now.
create or replace view entity_member_current as
select * exclude (valid_to_run)
from entity_member
where valid_to_run is null;
comment on view entity_member_current is 'The rows of entity_member that are valid now. A document''s name for an entity, and why it was taken for it.';

-- The rows of publisher_owner that are valid now.
create or replace view publisher_owner_current as
select * exclude (valid_to_run)
from publisher_owner
where valid_to_run is null;
comment on view publisher_owner_current is 'The rows of publisher_owner that are valid now. A publisher of the collection that the user''s publisher file names, with its owner.';

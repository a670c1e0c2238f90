-- The rows of mention that are valid now.
create or replace view mention_current as
select * exclude (valid_to_run)
from mention
where valid_to_run is null;
comment on view mention_current is 'The rows of mention that are valid now. A span that names something.';

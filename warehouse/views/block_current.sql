-- The rows of block that are valid now.
create or replace view block_current as
select * exclude (valid_to_run)
from block
where valid_to_run is null;
comment on view block_current is 'The rows of block that are valid now. A stretch of a page, kept or dropped, with the reason and the bytes it comes from.';

-- The rows of borrowing that are valid now.
create or replace view borrowing_current as
select * exclude (valid_to_run)
from borrowing
where valid_to_run is null;
comment on view borrowing_current is 'The rows of borrowing that are valid now. A passage by which a document shows that it takes from elsewhere; independence edges are joined from these rows.';

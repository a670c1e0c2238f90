-- The rows of quantity that are valid now.
create or replace view quantity_current as
select * exclude (valid_to_run)
from quantity
where valid_to_run is null;
comment on view quantity_current is 'The rows of quantity that are valid now. A number with its unit in a normal form, with its span.';

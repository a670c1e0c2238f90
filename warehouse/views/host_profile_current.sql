-- The rows of host_profile that are valid now.
create or replace view host_profile_current as
select * exclude (valid_to_run)
from host_profile
where valid_to_run is null;
comment on view host_profile_current is 'The rows of host_profile that are valid now. A version of what the pages of a host repeat; a new one makes the pages of that host due again.';

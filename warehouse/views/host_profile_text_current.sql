-- The rows of host_profile_text that are valid now.
create or replace view host_profile_text_current as
select * exclude (valid_to_run)
from host_profile_text
where valid_to_run is null;
comment on view host_profile_text_current is 'The rows of host_profile_text that are valid now. A text that recurs on a host''s pages and that cleaning alone keeps on some of them, with the evidence for what it is.';

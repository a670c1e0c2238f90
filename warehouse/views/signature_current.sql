-- The rows of signature that are valid now.
create or replace view signature_current as
select * exclude (valid_to_run)
from signature
where valid_to_run is null;
comment on view signature_current is 'The rows of signature that are valid now. What the near-duplicate search knows of a text.';

-- The rows of attribution that are valid now.
create or replace view attribution_current as
select * exclude (valid_to_run)
from attribution
where valid_to_run is null;
comment on view attribution_current is 'The rows of attribution that are valid now. Somebody''s word: who, by which cue, for which content.';

-- What cleaning takes of the pinned profiles of these hosts: their certain texts.
select *
from host_profile_text
where
    valid_to_run is null
    and certain
    and host in (select unnest($hosts::varchar[]))
order by
    host,
    recurrence_key;

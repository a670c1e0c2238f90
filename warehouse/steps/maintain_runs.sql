-- The last run that was over at each limit of age, 0 where there is none.
select
    coalesce(max(run) filter (where started_at < $history_before), 0) as history_run,
    coalesce(max(run) filter (where started_at < $sightings_before), 0) as sightings_run,
    coalesce(max(run) filter (where started_at < $raw_before), 0) as raw_run
from run;

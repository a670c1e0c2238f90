-- The last run that the state is of.
select
    run,
    step_digest,
    rarity_limit,
    topic_limit
from dedupe_run
order by run desc
limit 1;

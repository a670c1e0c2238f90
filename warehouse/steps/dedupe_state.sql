-- The last run that the state is of; none where the step was asked to be done again.
select
    run,
    step_digest,
    rarity_limit,
    topic_limit
from dedupe_run
where not exists (
    select 1
    from ledger
    where step = 'dedupe' and valid_to_run is null and requeued_at is not null
)
order by run desc
limit 1;

-- The step that made the state of resolve, and in which run; no row where there is none, or where the step was asked to be
-- done again.
from resolve_run
where not exists (
    select 1
    from ledger
    where step = 'resolve' and valid_to_run is null and requeued_at is not null
);

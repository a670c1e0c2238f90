-- Reasons behind an account
-- Which items of a run are rejected or in quarantine, judged in this run or, where their outcome is known, before, and why?
-- param run bigint default 0: number of the run; 0 for the last one
with of_run as (
    select *
    from sighting
    where run = case when $run::bigint = 0 then (select max(run) from run) else $run::bigint end
),
held as (
    select
        document_key,
        min(reason) as reason
    from quarantine_current
    where document_key is not null
    group by document_key
),
unreadable as (
    select
        input_digest,
        min(reason) as reason
    from quarantine_current
    where document_key is null
    group by input_digest
),
judged as (
    select
        of_run.outcome,
        of_run.source_id,
        case
            when of_run.outcome in ('rejected', 'quarantined') then of_run.outcome
            when extraction.rejected is not null then 'rejected'
            when held.reason is not null or unreadable.reason is not null then 'quarantined'
        end as judgement,
        case
            when of_run.outcome in ('rejected', 'quarantined') then of_run.reason
            else coalesce(extraction.rejected, held.reason, unreadable.reason)
        end as reason
    from of_run
    left join extraction_current as extraction
        on of_run.document_key = extraction.document_key
    left join held
        on of_run.document_key = held.document_key
    left join unreadable
        on of_run.document_key is null
        and of_run.input_digest = unreadable.input_digest
)
select
    outcome,
    judgement,
    reason,
    count(*) as items,
    list(source_id order by source_id)[:5] as examples
from judged
where judgement is not null
group by
    outcome,
    judgement,
    reason
order by
    outcome,
    judgement,
    items desc,
    reason;

-- How many inputs of a set step its ledger does not know, or was asked to do again, and how many it knows that are gone.
select
    (
        select count(*)
        from inputs
        where input_digest not in (
            select input_digest
            from ledger_current
            where step = $step and step_digest = $step_digest and requeued_at is null
        )
    ) + (
        select count(*)
        from ledger_current
        where step = $step and input_digest not in (select input_digest from inputs)
    ) as pending;

-- What is held, what is wrong with it, and what waits.
select
    (select count(*) from document) as documents,
    (select count(*) from extraction_current where rejected is null) as articles,
    (select count(*) from extraction_current where rejected is not null) as rejected,
    (select count(*) from quarantine_current) as quarantined,
    (
        select coalesce(list(reason || ' ' || n order by n desc, reason), [])
        from (
            select
                reason,
                count(*) as n
            from quarantine_current
            group by reason
        )
    ) as quarantined_for,
    (
        select count(distinct coalesce(document_key, ledger_digest))
        from ledger
        where valid_to_run is null and requeued_at is not null
    ) as marked_again,
    (select count(*) from claim_current) as claims,
    (select count(*) from conflict_current where open) as open_conflicts,
    (select max(run) from run) as last_run,
    (select max(run) from run where status = 'published') as last_published,
    (select max(published_at) from run) as published_at,
    (select max(number) from migration) as schema;

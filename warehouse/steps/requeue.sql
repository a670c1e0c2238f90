-- Marks ledger rows as to be done again, which the next run does; what they made stays until then. Documents whose raw
-- bytes are no longer kept stay as they are.
create or replace temp table requeued as
select
    ledger.ledger_digest,
    ledger.document_key,
    ledger.step
from ledger
left join quarantine_current as quarantine
    on ledger.outcome = 'quarantined'
    and quarantine.input_digest = ledger.input_digest
    and quarantine.stage = ledger.step
    and quarantine.step_version = ledger.step_version
    and quarantine.settings_digest = ledger.settings_digest
    and quarantine.run = ledger.run
    and quarantine.document_key is not distinct from ledger.document_key
where
    ledger.valid_to_run is null
    and ledger.requeued_at is null
    and (
        ledger.step not in ('clean', 'sign', 'extract')
        or ledger.document_key not in (select document_key from document where raw_removed_at is not null)
    )
    and case
        when $again then ledger.step like $step
        else quarantine.reason like $reason and quarantine.stage like $step
    end;

update ledger
set requeued_at = $now
where
    valid_to_run is null
    and (ledger_digest, coalesce(document_key, '')) in (
        select (ledger_digest, coalesce(document_key, ''))
        from requeued
    );

select
    count(distinct coalesce(document_key, ledger_digest)) as items,
    count(distinct ledger_digest) filter (where document_key is null) as unreadable
from requeued;

-- What is in quarantine now: what a later run could process, or met with other settings, is history.
create or replace view quarantine_current as
select quarantine.*
from quarantine
inner join ledger_current as ledger
    on quarantine.input_digest = ledger.input_digest
    and quarantine.stage = ledger.step
    and quarantine.step_version = ledger.step_version
    and quarantine.settings_digest = ledger.settings_digest
    and quarantine.run = ledger.run
where
    ledger.outcome = 'quarantined'
    and quarantine.document_key is not distinct from ledger.document_key
    and not exists (
        select 1
        from document
        where quarantine.stage = 'ingest'
        and document.document_key = quarantine.input_digest
    );
comment on view quarantine_current is 'What is in quarantine now; what a later run could process, or judged anew, stands in quarantine only.';

-- Quarantine
-- What could not be processed, at which stage, and why?
-- param reason varchar default %: one reason; % for all
select
    quarantine.reason,
    quarantine.stage,
    quarantine.extractor,
    quarantine.source,
    quarantine.source_id as document,
    quarantine.message,
    quarantine.attempt,
    quarantine.run,
    quarantine.quarantined_at,
    quarantine.document_key,
    quarantine.input_digest
from quarantine_current as quarantine
where quarantine.reason like $reason
order by
    quarantine.run desc,
    quarantine.reason,
    quarantine.stage,
    quarantine.extractor,
    document,
    quarantine.input_digest;

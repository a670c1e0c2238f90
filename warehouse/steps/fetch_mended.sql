-- Faults of fetching that are over leave the quarantine; their rows stay with the run in which they ended.
update ledger
set valid_to_run = $run
where
    valid_to_run is null
    and step = 'ingest'
    and outcome = 'quarantined'
    and input_digest in (select input_digest from mended_fault);

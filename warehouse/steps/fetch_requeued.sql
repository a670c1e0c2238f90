-- Items that could not be read and are to be tried again when a source brings them.
select distinct input_digest
from ledger
where
    valid_to_run is null
    and requeued_at is not null
    and step = 'ingest'
order by input_digest;
